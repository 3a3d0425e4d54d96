#!/usr/bin/env bash
# Builds tmis and runs a whole small campaign for an invented school of 300 teachers under a county
# authority, in build/quickstart/, showing each command and what it prints. Can be run again.
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/steps.sh

begin quickstart

step "The data: 300 invented teachers, and what their school has about them"
python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers 300 \
  --school 青澜市第一中学 --headings zh --values label --layout workbook --out data >/dev/null 2>&1
python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers 300 \
  --school 青澜市第一中学 --headings zh --format gb18030 --tables basic_pay --bad 0.02 --out damaged >/dev/null 2>&1
ls data damaged

step "13 February: the county authority's file, its school, and the people who work with it"
password county.pw 'lan-tian-2017'
run tmis init --code 4301020001 --name 青澜县教育局 --kind authority --level county --admin county --password-file county.pw
as county
run tmis org add --code 4301020012 --name 青澜市第一中学 --kind school
run tmis accounts staff --login admin --name 系统管理员 --role sysadmin --org 4301020012 --passwords admin.csv
run tmis accounts staff --login chen --name 陈科员 --role manager --passwords chen.csv
first_login admin 'xiao-ban-2017'
first_login chen 'jiao-yu-ju-2017'
as admin
run tmis accounts staff --login wang --name 王老师 --role manager --passwords wang.csv
first_login wang 'zi-liao-shi-2017'
as admin

step "Accounts for all, in one batch; then the campaign with its seven dates"
run tmis accounts create --from data/accounts.xlsx --passwords passwords.csv
head -n 3 passwords.csv
as wang
run tmis campaign import "$root/examples/campaign-2017.json"
run tmis campaign show

day=2017-02-20
step "The seventeen categories, from one workbook with a sheet a table"
run tmis record import dossier --from data/dossier.xlsx

step "A damaged pay table: every bad cell is named, nothing is stored"
show 8 tmis record import basic_pay --from damaged/basic_pay.csv --rejects pay-to-correct.csv

step "A look, a check"
teacher=$(sed -n 2p passwords.csv | cut -d, -f1)
show 4 tmis record show --teacher "$teacher" study_experience
show 5 tmis record check

step "25 February, the last day of self-entry"
day=2017-02-25
run tmis campaign status
show 3 tmis record submit --all
day=2017-02-26
run tmis lock list

step "The audit"
show 3 tmis audit list
show 3 tmis audit pass --all

step "Who is late"
day=2017-03-01
show 12 tmis report deadlines

step "One teacher's originals and signatures, then the dossier goes to the authority"
day=2017-03-02
missing() { at_day tmis --json evidence missing --teacher "$1" | python3 -c '
import json, sys
for item in json.load(sys.stdin)["items"]:
    print(*([item["kind"]] * (item["called"] - item["seen"])), sep="\n")'; }
n=0
for kind in $(missing "$teacher" || true); do
  n=$((n + 1))
  if [ "$n" -le 2 ]; then  # the others in the same way, unseen
    run tmis evidence add --teacher "$teacher" --kind "$kind" --number "430102$kind$n" --seen-original
  else
    at_day tmis -q evidence add --teacher "$teacher" --kind "$kind" --number "430102$kind$n" --seen-original >/dev/null
  fi
done
run tmis evidence missing --teacher "$teacher"
run tmis form print --teacher "$teacher" --out 档案.pdf
for set in basic_pay annual_assessment discipline ethics_assessment dossier; do
  run tmis -q sign record --teacher "$teacher" --set "$set" --paper "2017-0001"
done
day=2017-03-04
show 3 tmis submission send --all
as chen
run tmis submission list
id=$(tmis --json submission list | python3 -c 'import json,sys; print(json.load(sys.stdin)["items"][0]["id"])')
run tmis submission accept "$id"

step "The journal: who did what, and proof that nothing was altered"
as wang
show 14 tmis journal list
run tmis journal verify
run tmis record export study_experience --out 学习经历.xlsx
as county
run tmis db backup backup.db
ls -l "$PWD"
