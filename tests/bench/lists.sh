#!/usr/bin/env bash
# Times the lists and reports over TEACHERS dossiers in the midst of a campaign: everything handed in, half of it audited;
# best of RUNS, whole commands within a session. Usage: lists.sh [TEACHERS] [RUNS]
# The budget for 10,000 on two idle cores: audit list --limit, report deadlines and completeness under 300 ms each.
set -euo pipefail
teachers=${1:-10000}
runs=${2:-5}
# A login counts for its session leader, which must live.
[ "$(ps -o sid= -p $$ | tr -d ' ')" = $$ ] || exec setsid -w "$0" "$@"
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${TMIS:-$root/build/release/tmis}
folder=${TMIS_BENCH_DIR:-$root/build/bench}
mkdir -p "$folder"
cd "$folder"
export XDG_STATE_HOME=$PWD/state XDG_RUNTIME_DIR=$PWD/state TZ=Asia/Shanghai
for tool in sqlite3 python3; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
clock=$(printf '%s\n' /usr/lib/*/faketime/libfaketime.so.1 | head -n 1)
export FAKETIME_DONT_FAKE_MONOTONIC=1
on() { local day=$1; shift; LD_PRELOAD=$clock FAKETIME="$day 10:00:00" "$@"; }

for n in $((teachers / 2)) "$teachers"; do  # the first of a greater number are those of a smaller one
  if [ ! -e "lists-data-$n.done" ]; then
    python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers "$n" --school bench --out "lists-data-$n"
    touch "lists-data-$n.done"
  fi
done
. "$root/tests/bench/school.sh"
file=lists-$teachers.db
if [ ! -e "$file" ]; then
  rm -f lists-base.db
  export FAKETIME="2017-02-13 10:00:00"
  LD_PRELOAD=$clock school lists-base.db "lists-data-$teachers"
  mv lists-base.db new.db
  manager() { local day=$1; shift; on "$day" "$program" --db new.db --user manager --password-file pw -q "$@" >/dev/null || [ $? = 1 ]; }
  manager 2017-02-13 campaign import "$root/examples/campaign-2017.json"
  manager 2017-02-16 record import dossier --from "lists-data-$((teachers / 2))"
  manager 2017-02-17 record submit --all
  manager 2017-02-18 audit pass --all
  manager 2017-02-20 record import dossier --from "lists-data-$teachers"
  manager 2017-02-21 record submit --all
  sqlite3 new.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
  mv new.db "$file"
fi

export TMIS_DB=$file FAKETIME="2017-02-22 10:00:00"
LD_PRELOAD=$clock "$program" -q --password-file pw login manager
echo "file: $(du -h "$file" | cut -f1), cores: $(nproc), load: $(cut -d' ' -f1 /proc/loadavg)"
printf '%-28s %8s %8s %9s\n' "" "wall ms" "CPU ms" "lines"
measure() {
  local run
  rm -f figures
  for ((run = 0; run < runs; run++)); do
    /usr/bin/env time -f '%e %U %S' -o figure env LD_PRELOAD="$clock" "$program" "$@" > answer || [ $? = 1 ]
    tail -n 1 figure >> figures
  done
  awk -v what="$*" -v lines="$(wc -l < answer)" '
    NR == 1 || $1 < wall { wall = $1 } NR == 1 || $2 + $3 < cpu { cpu = $2 + $3 }
    END { printf "%-28s %8d %8d %9d\n", what, wall * 1000, cpu * 1000, lines }' figures
}
measure whoami
measure audit list --limit 20
measure audit list
measure report deadlines
measure report completeness
measure campaign status
measure today
measure evidence missing
measure sign missing
measure record check
