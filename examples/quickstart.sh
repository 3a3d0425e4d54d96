#!/usr/bin/env bash
# Builds tmis and runs a whole small campaign for an invented school of 300 teachers under a county
# authority, in build/quickstart/, showing each command and what it prints. Can be run again.
set -euo pipefail
cd "$(dirname "$0")/.."
export LANG=C.UTF-8 TMIS_LANG="${TMIS_LANG:-zh}"

tests/packages.sh build
cmake --preset release -DTMIS_TESTS=OFF >/dev/null
cmake --build --preset release

root=$PWD
rm -rf build/quickstart
mkdir -p build/quickstart
cd build/quickstart
export PATH="$root/build/release:$PATH" TMIS_DB=$PWD/school.db XDG_STATE_HOME=$PWD/.state XDG_RUNTIME_DIR=$PWD/.state

step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
# Shows the command as one would type it, then runs it on the day of the story.
day=2017-02-13
run() {
  printf '$'; printf ' %s' "$@"; printf '\n'
  faketime -f "$day 10:00:00" "$@"
}
# The same for commands whose exit code 1 says that something was found.
look() { run "$@" || [ $? -eq 1 ]; }
password() { printf '%s\n' "$2" > "$1"; chmod 600 "$1"; }

step "The data: 300 invented teachers, and what their school has about them"
python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers 300 \
  --school 青澜市第一中学 --headings zh --values label --layout workbook --out data >/dev/null 2>&1
python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers 300 \
  --school 青澜市第一中学 --headings zh --format gb18030 --tables basic_pay --bad 0.02 --out damaged >/dev/null 2>&1
ls data damaged

step "13 February: the file, the authority above the school, and the people who work with it"
password admin.pw 'lan-tian-2017'
run tmis init --code 4301020012 --name 青澜市第一中学 --kind school --admin admin --password-file admin.pw
export TMIS_USER=admin TMIS_PASSWORD_FILE=$PWD/admin.pw
run tmis org add --code 430102 --name 青澜县教育局 --kind authority --level county --above
run tmis accounts staff --login wang --name 王信息 --role manager --passwords wang.csv
run tmis accounts staff --login chen --name 陈科员 --role manager --org 430102 --passwords chen.csv
first_login() {  # an initial password becomes one's own
  tail -n 1 "$1.csv" | cut -d, -f4 > "$1.initial"; chmod 600 "$1.initial"; password "$1.pw" "$2"
  run tmis --user "$1" --password-file "$1.initial" passwd --new-password-file "$1.pw"
}
first_login wang 'zi-liao-shi-3'
first_login chen 'jiao-yu-ju-7'
run tmis campaign import "$root/examples/campaign-2017.json"

step "Accounts for all, in one batch"
run tmis accounts create --from data/accounts.xlsx --partial --rejects accounts-rejected.xlsx --passwords passwords.csv || [ $? -eq 3 ]
head -n 3 passwords.csv

as() { export TMIS_USER=$1 TMIS_PASSWORD_FILE=$PWD/$1.pw; }
as wang
day=2017-02-20
step "The seventeen categories, from one workbook with a sheet a table"
run tmis record import dossier --from data/dossier.xlsx --partial --rejects rejects >/dev/null || [ $? -eq 3 ]
run tmis record import dossier --from data/dossier.xlsx --partial --rejects rejects | tail -n 5 || true

step "A damaged pay table: every bad cell is named, nothing is stored"
look tmis record import basic_pay --from damaged/basic_pay.csv || [ $? -eq 3 ]

step "A look, a check"
teacher=$(sed -n 2p passwords.csv | cut -d, -f1)
look tmis record show --teacher "$teacher" basic_information
look tmis record check | head -n 5

step "25 February, the last day of self-entry"
day=2017-02-25
look tmis campaign status
run tmis record submit --all | tail -n 3 || true
day=2017-02-26
run tmis lock list

step "The audit, the originals, the signatures"
run tmis audit pass --all | tail -n 2 || true
look tmis audit list | head -n 3

step "Who is late"
day=2017-03-01
look tmis report deadlines | head -n 12

step "One teacher's dossier all the way up"
day=2017-03-02
for kind in $(tmis evidence missing --teacher "$teacher" --json | python3 -c 'import json,sys; print("\n".join(i["kind"] for i in json.load(sys.stdin)["items"]))' || true); do
  run tmis -q evidence add --teacher "$teacher" --kind "$kind" --number "NO-$kind" --seen-original
done
for set in basic_pay annual_assessment discipline ethics_assessment dossier; do
  run tmis -q sign record --teacher "$teacher" --set "$set" --paper "2017-0001"
done
day=2017-03-04
look tmis submission send --all | tail -n 3
as chen
id=$(tmis submission list --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["items"][0]["id"])')
run tmis submission accept "$id"

step "The journal: who did what, and proof that nothing was altered"
as wang
run tmis journal list | tail -n 8
run tmis journal verify
run tmis record export study_experience --out 学习经历.xlsx
run tmis db backup backup.db
ls -l "$PWD"
