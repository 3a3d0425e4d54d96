#!/usr/bin/env bash
# Times `journal verify` of a file with ROWS imported rows (by a million an import), and again after EVENTS small
# events of one row each (0: not; they need python3-nacl). Prints seconds, µs per item and per event, peak memory. Usage: verify.sh [ROWS] [EVENTS]
# The budget on two idle cores: 3 µs an item, 70 µs an event, under 300 MiB however large the file.
set -euo pipefail
whole=${1:-1000000}
events=${2:-20000}
rows=$((whole < 1000000 ? whole : 1000000))
. "$(dirname "$0")/base.sh"
export XDG_STATE_HOME=$PWD/state  # where this machine would remember that a file was further
rm -rf state

file=verify-$whole.db
if [ ! -e "$file" ]; then
  rm -f new.db* part.csv
  cp "base-$rows.db" new.db
  for ((part = 0; part * rows < whole; part++)); do
    # The same lives at other schools: other keys, so other rows.
    python3 -c 'import csv, sys
rows = csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline=""))
out = csv.writer(sys.stdout)
out.writerow(next(rows))
for row in rows:
    row[3] += sys.argv[2] if row[3] else ""
    out.writerow(row)' "$data/study_experience.csv" "$([ "$part" -eq 0 ] || echo "$part")" > part.csv
    "$program" --db new.db --user manager --password-file pw -q record import study_experience --from part.csv
  done
  sqlite3 new.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
  rm -f part.csv
  mv new.db "$file"
fi

verify() {  # FILE: wall seconds and KiB at the peak, into `figures`
  /usr/bin/env time -f '%e %M' -o figures "$program" --db "$1" --user manager --password-file pw -q --json \
    journal verify > answer || { cat answer >&2; exit 1; }
  read -r seconds peak < figures
  items=$(python3 -c 'import json; print(json.load(open("answer"))["items"])')
}
says() { python3 -c 'import sys; print("%-22s %10d  %8.2f s  %6.2f µs each  %5d MiB" % (
  sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]) * 1e6 / int(sys.argv[2]), int(sys.argv[5]) // 1024))' "$@"; }

echo "file: $(du -h "$file" | cut -f1), cores: $(nproc), load: $(cut -d' ' -f1 /proc/loadavg)"
verify "$file"
says "items" "$items" "$seconds" "$seconds" "$peak"
[ "$events" -gt 0 ] || exit 0
before=$seconds
cp "$file" small.db
/usr/bin/python3 "$root/tests/bench/small_events.py" small.db pw "$events"
verify small.db
says "small events more" "$events" "$seconds" "$(python3 -c "print($seconds - $before)")" "$peak"
rm -f small.db small.db-wal small.db-shm
