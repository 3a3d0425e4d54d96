#!/usr/bin/env bash
# Times `record import study_experience` of many rows of CSV side by side with sqlite3 .import of the same
# file, sqlite-utils, and a Python script that checks the same rules. Usage: import.sh [ROWS] [RUNS]
set -euo pipefail
rows=${1:-1000000}
runs=${2:-3}
. "$(dirname "$0")/base.sh"
csv=$data/study_experience.csv
command -v sqlite-utils >/dev/null || { echo "needs sqlite-utils" >&2; exit 2; }

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
