#!/usr/bin/env bash
# Times `record import` of a table whose fields are kept sealed against the same rows where the field sets seal none of
# its fields; the promise is at most 1.5 times as long. Usage: sealed.sh [ROWS] [RUNS] [TABLE]
set -euo pipefail
rows=${1:-200000}
runs=${2:-3}
table=${3:-basic_pay}
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${TMIS:-$root/build/release/tmis}
folder=${TMIS_BENCH_DIR:-$root/build/bench}
mkdir -p "$folder"
cd "$folder"
export XDG_STATE_HOME=$PWD/state  # where this machine would remember that a file was further

command -v sqlite3 >/dev/null || { echo "needs sqlite3" >&2; exit 2; }

data=$table-$rows
if [ ! -e "$data/done" ]; then
  python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --rows "$rows" \
    --tables "$table" --out "$data"
  touch "$data/done"
fi
csv=$data/$table.csv

rm -rf schemas-plain schemas-sealed
cp -r "$root/schemas" schemas-sealed
cp -r "$root/schemas" schemas-plain
sed -i 's/, "x-tmis-sensitive": true//' "schemas-plain/tables/$table.json"
if grep -q x-tmis-sensitive "schemas-plain/tables/$table.json" || cmp -s {schemas-plain,schemas-sealed}/tables/"$table.json"; then
  echo "$table: has no sealed fields, or some are left in schemas-plain" >&2
  exit 2
fi

. "$root/tests/bench/school.sh"

measure() {  # WAY RUN: wall seconds and peak memory
  rm -rf run.db run.db-wal run.db-shm state
  cp "base-$1-$data.db" run.db
  sync
  /usr/bin/env time -f '%e %M' -o figures "$program" --db run.db --user manager --password-file pw -q \
    record import "$table" --from "$csv" >/dev/null 2>log || { cat log >&2; exit 1; }
  cut -d' ' -f1 figures >> "seconds-$1"
  printf '%-24s run %d  %8s s  %7d MiB\n' "$table, $1" "$2" "$(cut -d' ' -f1 figures)" $(($(cut -d' ' -f2 figures) / 1024))
}

median() { sort -n "seconds-$1" | sed -n "$(((runs + 1) / 2))p"; }

school "base-plain-$data.db" "$data" --schemas schemas-plain
school "base-sealed-$data.db" "$data" --schemas schemas-sealed
rm -f seconds-plain seconds-sealed
echo "rows: $rows, file: $(du -h "$csv" | cut -f1), cores: $(nproc)"
for ((i = 1; i <= runs; i++)); do  # in turn, so that what else the machine does meets both
  measure plain "$i"
  measure sealed "$i"
done
awk -v sealed="$(median sealed)" -v plain="$(median plain)" \
  'BEGIN { printf "medians: sealed %s s, plain %s s, ratio %.2f; promised is at most 1.5\n", sealed, plain, sealed / plain }'
