#!/usr/bin/env bash
# Times `record import study_experience` of many rows of CSV side by side with sqlite3 .import of the same
# file, sqlite-utils, and a Python script that checks the same rules. Usage: import.sh [ROWS] [RUNS]
set -euo pipefail
rows=${1:-1000000}
runs=${2:-3}
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${TMIS:-$root/build/release/tmis}
folder=${TMIS_BENCH_DIR:-$root/build/bench}
mkdir -p "$folder"
cd "$folder"

for tool in sqlite3 sqlite-utils python3; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

data=data-$rows
if [ ! -e "$data/done" ]; then
  python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --rows "$rows" \
    --tables study_experience --out "$data"
  touch "$data/done"
fi
csv=$data/study_experience.csv

if [ ! -e "base-$rows.db" ]; then  # a file with the accounts, made once; not timed
  rm -f new.db*
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

measure() {  # NAME COMMAND: wall seconds and peak memory of each run
  local name=$1; shift
  for ((i = 1; i <= runs; i++)); do
    rm -f run.db run.db-wal run.db-shm
    cp "base-$rows.db" run.db
    sync
    /usr/bin/env time -f '%e %M' -o figures "$@" >/dev/null 2>log || { cat log >&2; exit 1; }
    printf '%-24s run %d  %8s s  %7d MiB\n' "$name" "$i" "$(cut -d' ' -f1 figures)" $(($(cut -d' ' -f2 figures) / 1024))
  done
}

echo "rows: $rows, file: $(du -h "$csv" | cut -f1), cores: $(nproc)"
measure "tmis record import" "$program" --db run.db --user manager --password-file pw -q record import study_experience --from "$csv"
measure "sqlite3 .import" sqlite3 plain.db ".mode csv" "DROP TABLE IF EXISTS t" ".import $csv t"
measure "sqlite-utils insert" sqlite-utils insert --csv --silent utils.db t "$csv" --truncate
measure "python, same rules" python3 "$root/tests/bench/check_and_insert.py" "$csv" "$data/accounts.csv" python.db
/usr/bin/env time -f '%e s' "$program" --version
