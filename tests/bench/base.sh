# Sourced by the others: a file with the accounts of ROWS rows of study_experience, made once and not timed.
# Wants `rows`; leaves `root`, `program`, `folder` (where it stands then), `data` and base-$rows.db; the password
# of `admin` and `manager` is in pw.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=${TMIS:-$root/build/release/tmis}
folder=${TMIS_BENCH_DIR:-$root/build/bench}
mkdir -p "$folder"
cd "$folder"

for tool in sqlite3 python3; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

data=data-$rows
if [ ! -e "$data/done" ]; then
  python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --rows "$rows" \
    --tables study_experience --out "$data"
  touch "$data/done"
fi

. "$root/tests/bench/school.sh"
school "base-$rows.db" "$data"
