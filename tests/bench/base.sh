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

if [ ! -e "base-$rows.db" ]; then
  rm -f new.db* m.csv accounts-pw.csv
  echo 'bench-password' > pw; chmod 600 pw
  export TMIS_DB=new.db
  "$program" init --code BENCH01 --name bench --kind school --admin admin --password-file pw
  "$program" --user admin --password-file pw accounts staff --login manager --role manager --passwords m.csv
  tail -n 1 m.csv | cut -d, -f4 > m.initial; chmod 600 m.initial
  "$program" --user manager --password-file m.initial passwd --new-password-file pw
  "$program" --user admin --password-file pw accounts create --from "$data/accounts.csv" --passwords accounts-pw.csv
  sqlite3 new.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
  mv new.db "base-$rows.db"
fi
