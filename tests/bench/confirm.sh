#!/usr/bin/env bash
# Times the confirmation of one project with PARTICIPANTS, each with ENTRIES earlier ones: the whole command, in a dry run so
# that it can be repeated, and once for good. Usage: confirm.sh [PARTICIPANTS] [ENTRIES] [RUNS]
# The budget for 20,000 participants: under 3 s.
set -euo pipefail
participants=${1:-20000}
entries=${2:-10}
runs=${3:-3}
# A login counts for its session leader, which must live.
[ "$(ps -o sid= -p $$ | tr -d ' ')" = $$ ] || exec setsid -w "$0" "$@"
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${TMIS:-$root/build/release/tmis}
folder=${TMIS_BENCH_DIR:-$root/build/bench}
mkdir -p "$folder"
cd "$folder"
export XDG_STATE_HOME=$PWD/state XDG_RUNTIME_DIR=$PWD/state TZ=Asia/Shanghai TMIS_DB=$PWD/confirm.db
rm -f confirm.db*
echo 'bench-password' > pw; chmod 600 pw
"$program" -q init --code 4300000001 --name 湖南省教育厅 --kind authority --level province --admin admin --password-file pw
"$program" --user admin --password-file pw -q accounts staff --login chen --role manager --passwords initial.csv
tail -n 1 initial.csv | cut -d, -f4 > initial; chmod 600 initial
"$program" --user chen --password-file initial -q passwd --new-password-file pw
rm -f initial initial.csv
"$program" -q --password-file pw login chen
"$program" credits rule list | awk -F '\t' '$1 == "hunan-2011" { print $NF }' |
  python3 "$root/tests/bench/confirm_file.py" confirm.db "$participants" "$entries"
echo "file: $(du -h confirm.db | cut -f1), cores: $(nproc), load: $(cut -d' ' -f1 /proc/loadavg)"
for ((run = 0; run < runs; run++)); do
  /usr/bin/env time -f "dry run: %e s, %U + %S s of CPU" "$program" -q --dry-run credits confirm project#1 | tail -n 1
done
/usr/bin/env time -f "for good: %e s, %U + %S s of CPU" "$program" -q credits confirm project#1 | tail -n 1
