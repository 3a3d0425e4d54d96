#!/usr/bin/env bash
# Times training credits over a province of TEACHERS with ten entries each, BEHIND in a hundred of them behind: whole commands
# within a session, best of RUNS. Usage: credits.sh [TEACHERS] [BEHIND] [RUNS]
# The budget for 600,000: credits status under 2 s, a ledger under 50 ms.
set -euo pipefail
teachers=${1:-600000}
behind=${2:-2}
runs=${3:-3}
# A login counts for its session leader, which must live.
[ "$(ps -o sid= -p $$ | tr -d ' ')" = $$ ] || exec setsid -w "$0" "$@"
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${TMIS:-$root/build/release/tmis}
folder=${TMIS_BENCH_DIR:-$root/build/bench}
mkdir -p "$folder"
cd "$folder"
export XDG_STATE_HOME=$PWD/state XDG_RUNTIME_DIR=$PWD/state TZ=Asia/Shanghai
command -v python3 >/dev/null || { echo "needs python3" >&2; exit 2; }

file=credits-$teachers-$behind.db
if [ ! -e "$file" ]; then
  rm -f new.db*
  echo 'bench-password' > pw; chmod 600 pw
  as() { local user=$1; shift; "$program" --db new.db --user "$user" --password-file pw -q "$@"; }
  "$program" --db new.db -q init --code 4300000001 --name 湖南省教育厅 --kind authority --level province --admin admin --password-file pw
  as admin accounts staff --login chen --role manager --passwords initial.csv
  tail -n 1 initial.csv | cut -d, -f4 > initial; chmod 600 initial
  "$program" --db new.db --user chen --password-file initial -q passwd --new-password-file pw
  rm -f initial initial.csv
  as chen credits rule list | awk -F '\t' '$1 == "hunan-2011" { print $NF }' |
    python3 "$root/tests/bench/credits_file.py" new.db "$teachers" "$behind"
  mv new.db "$file"
fi
export TMIS_DB=$file
"$program" -q --password-file pw login chen
echo "file: $(du -h "$file" | cut -f1), cores: $(nproc), load: $(cut -d' ' -f1 /proc/loadavg)"
printf '%-44s %8s %8s %9s\n' "" "wall ms" "CPU ms" "lines"
measure() {
  local run
  rm -f figures
  for ((run = 0; run < runs; run++)); do
    /usr/bin/env time -f '%e %U %S' -o figure "$program" "$@" > answer || [ $? = 1 ]
    tail -n 1 figure >> figures
  done
  awk -v what="$*" -v lines="$(wc -l < answer)" '
    NR == 1 || $1 < wall { wall = $1 } NR == 1 || $2 + $3 < cpu { cpu = $2 + $3 }
    END { printf "%-44s %8d %8d %9d\n", what, wall * 1000, cpu * 1000, lines }' figures
}
measure whoami
measure credits ledger --teacher T000000000000 --cycle 2020
measure credits status --cycle 2020
measure report credits --cycle 2020
