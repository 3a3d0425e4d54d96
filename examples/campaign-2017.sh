#!/usr/bin/env bash
# The campaign of the notice of 2017, day by day from 13 February to 4 March and a look back on the 16th, at an invented
# school under its county authority: late people, a broken workbook, items that are returned, somebody who asks for a
# correction after the lock. Works in build/campaign-2017/, can be run again; TMIS names a program that is built already.
# Usage: examples/campaign-2017.sh [STAFF] [DEPARTMENTS], 400 and 12. What was done goes to done.tsv, what the reports
# say each evening to evenings/: tests/properties/campaign.py holds the one against the other.
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/steps.sh

staff=${1:-400}
departments=${2:-12}
may="0 1 3"
begin campaign-2017
ledger=$PWD/done.tsv
mkdir evenings

did() { local IFS=$'\t'; printf '%s\t%s\n' "$day" "$*" >> "$ledger"; }
# A session spares the tenth of a second that a password takes. Where there is none (no shell that lives), the password.
sit() {
  local login=$1
  unset TMIS_USER TMIS_PASSWORD_FILE
  at_day tmis -q --password-file "$login.pw" login "$login" >/dev/null
  at_day tmis -q whoami >/dev/null 2>&1 || as "$login"
}
# Without its output; what ends otherwise than 0 ends the story.
quietly() { at_day tmis -q "$@" >/dev/null; }
refused() {  # CODE COMMAND…: is not allowed, and says why
  local code=$1 kept=$may
  shift
  may=$code
  run "$@"
  may=$kept
}
evening() {  # what the reports say, in short to whoever reads, whole for the test
  step "${day#2017-}, evening"
  sit wang
  show 6 tmis report deadlines
  show 6 tmis report completeness
  show 9 tmis campaign status
  local report
  for report in "report deadlines" "report completeness" "campaign status"; do
    # shellcheck disable=SC2086  # two words
    at_day tmis --json $report > "evenings/$day.${report// /-}.json" || [ $? = 1 ]
  done
}
number() { sed -n "$(($1 + 2))p" passwords.csv | cut -d, -f1; }  # of the teacher in this place of the list
own() { number "$(sed -n "$(($1 + 1))p" data/own.txt)"; }
item() { at_day tmis record list "$1" | grep "$2" | head -n "${3:-1}" | tail -n 1 | cut -f1; }  # TABLE TEACHER [N]
came_in() { did import "$1"; }
first_day_of() {  # a teacher logs in for the first time
  local teacher
  teacher=$(own "$1")
  grep "^$teacher," passwords.csv > "$teacher.csv"
  first_login "$teacher" "mi-ma-$1-qing-lan"
  did login "$teacher"
}
hand_in_all() { show 3 tmis record submit --all; did submit-all; }
pass_all() { show 3 tmis audit pass --all; did pass-all; }
import_department() {
  local folder
  folder=$(printf 'data/department-%02d' "$1")
  [ "$1" -le "$departments" ] || return 0
  show 3 tmis record import dossier --from "$folder"
  came_in "$folder"
}

step "The data: $staff invented people in $departments departments, and what their school has about them"
python3 "$root/examples/data/campaign.py" people "$staff" "$departments" data

step "13 February: the authority's file, its school, who works with it, the campaign, the accounts"
password county.pw 'lan-tian-2017'
quietly init --code 4301020001 --name 青澜县教育局 --kind authority --level county --admin county --password-file county.pw
as county
quietly org add --code 4301020012 --name 青澜市第一中学 --kind school
quietly accounts staff --login admin --name 系统管理员 --role sysadmin --org 4301020012 --passwords admin.csv
quietly accounts staff --login chen --name 陈科员 --role manager --passwords chen.csv
first_login admin 'xiao-ban-2017'
first_login chen 'jiao-yu-ju-2017'
as admin
quietly accounts staff --login wang --name 王老师 --role manager --passwords wang.csv
first_login wang 'zi-liao-shi-2017'
sit wang
run tmis campaign import "$root/examples/campaign-2017.json"
sit admin
show 4 tmis accounts create --from data/accounts.csv --partial --rejects rejects.csv --passwords passwords.csv
did accounts data/accounts.csv
run tmis campaign done accounts
did declare accounts
python3 "$root/examples/data/campaign.py" share data rejects.csv
evening

day=2017-02-14
step "14 February: the officers are trained and sign; the first department hands in its tables, three teachers log in"
sit wang
show 3 tmis org departments
run tmis form print --form responsibility --copies 1 --out 责任书.pdf
import_department 1
for k in 0 1 2; do
  first_day_of "$k"
  sit "$(own "$k")"
  show 3 tmis record import dossier --from "data/own-$k/first"
  came_in "data/own-$k/first"
done
evening

day=2017-02-15
step "15 February: the list of the officers, one of whom missed the training; the second department"
sit wang
run tmis org officers --from data/officers.csv
did officers data/officers.csv
show 6 tmis org officers list
run tmis report officers --out 信息员名单.pdf
import_department 2
evening

day=2017-02-16
step "16 February: the first three teachers have entered the rest and hand in; the last officer is trained, a day late"
for k in 0 1 2; do
  sit "$(own "$k")"
  show 3 tmis record import dossier --from "data/own-$k/rest"
  came_in "data/own-$k/rest"
  run tmis record submit --teacher "$(own "$k")"
  did submit "$(own "$k")"
done
sit wang
run tmis org officers --from data/officers-trained.csv
did officers data/officers-trained.csv
import_department 4
evening

day=2017-02-17
step "17 February: a workbook with faults: every bad cell is named, nothing is stored, the clerk gets it back marked"
sit wang
run tmis record import dossier --from data/broken.xlsx --fix-copy 标出错误.xlsx
evening

day=2017-02-18
step "18 February: it comes in corrected"
sit wang
show 3 tmis record import dossier --from data/corrected.xlsx
came_in data/department-03
evening

day=2017-02-20
step "20 February: the school begins with its own tables; two more departments; what is complete is handed in"
sit wang
run tmis record import basic_pay --from data/school/basic_pay.csv
came_in data/school/basic_pay.csv
import_department 5
import_department 6
hand_in_all
evening

day=2017-02-21
step "21 February: the first audit, with items returned and reasons"
sit wang
import_department 7
import_department 8
run tmis audit return --teacher "$(own 0)" --set contact --reason 手机号与登记表不符
did return "$(own 0)" contact 1
run tmis audit return --record "$(item study_experience "$(own 1)")" --teacher "$(own 1)" --set study_experience --reason 毕业证书编号不清
did return "$(own 1)" study_experience 1
run tmis audit return --record "$(item work_experience "$(own 2)")" --teacher "$(own 2)" --set work_experience --reason 起始年月与档案不一致
did return "$(own 2)" work_experience 1
pass_all
evening

day=2017-02-22
step "22 February: appraisals; three more teachers log in"
sit wang
run tmis record import annual_assessment --from data/school/annual_assessment.csv
came_in data/school/annual_assessment.csv
import_department 9
import_department 10
for k in 3 4 5; do
  first_day_of "$k"
  sit "$(own "$k")"
  show 3 tmis record import dossier --from "data/own-$k/first"
  came_in "data/own-$k/first"
done
evening

day=2017-02-24
step "24 February: the last departments, sanctions, another round of the audit"
sit wang
run tmis record import discipline --from data/school/discipline.csv
came_in data/school/discipline.csv
import_department 11
import_department 12
hand_in_all
pass_all
evening

day=2017-02-25
step "25 February, the last day of self-entry: two teachers finish, one leaves it half done"
for k in 3 4; do
  sit "$(own "$k")"
  show 3 tmis record import dossier --from "data/own-$k/rest"
  came_in "data/own-$k/rest"
  run tmis record submit --teacher "$(own "$k")"
  did submit "$(own "$k")"
done
evening

day=2017-02-26
step "26 February: too late for the one who wants to enter the rest; a returned item alone is open"
sit "$(own 5)"
refused 5 tmis record import dossier --from data/own-5/rest
sit "$(own 0)"
refused 5 tmis record add paper --teacher "$(own 0)" --set name=迟到的论文
run tmis record edit "$(item contact "$(own 0)")" --set mobile=13800138000
did edit "$(own 0)" contact 1
run tmis record submit --teacher "$(own 0)"
did submit "$(own 0)"
evening

day=2017-02-27
step "27 February: the manager enters for the late ones, who never logged in; ethics appraisals"
sit wang
show 3 tmis record import dossier --from data/late
came_in data/late
show 3 tmis record import dossier --from data/own-5/rest
came_in data/own-5/rest
run tmis record import ethics_assessment --from data/school/ethics_assessment.csv
came_in data/school/ethics_assessment.csv
hand_in_all
pass_all
evening

day=2017-02-28
step "28 February: an item returned a week ago is mended on its last day; another teacher asks for a correction after the
lock, which is opened for that one for two days"
sit "$(own 1)"
run tmis record edit "$(item study_experience "$(own 1)")" --set major=教育学
did edit "$(own 1)" study_experience 1
run tmis record submit --teacher "$(own 1)"
did submit "$(own 1)"
sit "$(own 4)"
refused 5 tmis record add paper --teacher "$(own 4)" --set name=漏报的论文
sit wang
run tmis lock release deadline --teacher "$(own 4)" --reason 本人申请补报 --until 2017-03-01
sit "$(own 4)"
run tmis record add paper --teacher "$(own 4)" --set name=漏报的论文
did add "$(own 4)" paper
run tmis record submit --teacher "$(own 4)"
did submit "$(own 4)"
sit wang
pass_all
run tmis form print --department 语文教研组 --out 语文教研组.pdf
evening

day=2017-03-01
step "1 March: the ethics appraisals of the late ones; the originals of the first department are seen, and all signed"
sit wang
show 3 tmis record import dossier --from data/late-ethics
came_in data/late-ethics
pass_all
missing() { at_day tmis --json evidence missing --teacher "$1" | python3 -c '
import json, sys
for item in json.load(sys.stdin)["items"]:
    print(*([item["kind"]] * (item["called"] - item["seen"])), sep="\n")'; }
see_all() {
  local n=0 kind
  for kind in $(missing "$1" || true); do
    n=$((n + 1))
    quietly evidence add --teacher "$1" --kind "$kind" --number "4301$2$n" --seen-original
  done
  did see "$1"
}
sets="basic_pay annual_assessment discipline ethics_assessment dossier"
sign_on_paper() {
  for set in $sets; do
    quietly sign record --teacher "$1" --set "$set" --paper "2017-$2"
    did sign "$1" "$set"
  done
}
# The first twelve of the first department who didn't enter themselves; the late ones come last in the list.
mapfile -t first < <(grep ',语文教研组,' passwords.csv | cut -d, -f1 | grep -v "$(own 0)" | head -n 12)
last=$(number "$(tail -n 1 data/late.txt)")
for i in "${!first[@]}"; do
  [ "${first[$i]}" != "$last" ] || continue
  see_all "${first[$i]}" "$i"
  [ "$i" -lt 9 ] || continue  # the others forgot to sign
  sign_on_paper "${first[$i]}" "$i"
done
show 4 tmis evidence missing
show 4 tmis sign missing
evening

day=2017-03-02
step "2 March: two teachers sign with their own keys; an appraisal that is corrected makes a signature stale"
sit "$(own 4)"
refused 5 tmis record add paper --teacher "$(own 4)" --set name=又一篇论文
sit wang
for k in 3 4; do see_all "$(own "$k")" "90$k"; done
for k in 3 4; do
  sit "$(own "$k")"
  for set in $sets; do
    quietly sign confirm --set "$set"
    did sign "$(own "$k")" "$set"
  done
done
sit wang
run tmis record edit "$(item annual_assessment "${first[0]}")" --set 'unit_name=青澜市第一中学(本部)' --reason 单位名称更正
did change "${first[0]}" annual_assessment
run tmis sign missing --limit 3
evening

day=2017-03-03
step "3 March: audited again what changed, and signed again; the last returned item is still with its teacher"
sit wang
pass_all
sign_on_paper "${first[0]}" 0
evening

day=2017-03-04
step "4 March: reported upward; the incomplete ones are listed. The authority accepts, but returns one, which is mended"
sit wang
show 6 tmis submission send --all
did send
sit chen
run tmis submission list
id() { at_day tmis --json submission list | python3 -c 'import json,sys; print(json.load(sys.stdin)["items"][-1]["id"])'; }
returned=${first[1]}
run tmis submission return "$(id)" --teacher "$returned" --reason 通讯地址不完整
did decline "$returned"
run tmis submission accept "$(id)"
did accept
sit wang
run tmis audit reopen --teacher "$returned" --set contact --reason 上级退回
did reopen "$returned" contact
run tmis record edit "$(item contact "$returned")" --set address=青澜市书院路1号 --reason 上级退回
did change-open "$returned" contact
run tmis record submit --teacher "$returned"
did submit "$returned"
pass_all
sit wang
quietly sign record --teacher "$returned" --set dossier --paper 2017-1b
did sign "$returned" dossier
show 6 tmis submission send --teacher "$returned"
did send-one "$returned"
sit chen
run tmis submission accept "$(id)"
did accept
evening

day=2017-03-16
step "16 March: a look back; passwords that nobody used have run out"
evening
sit wang
show 3 tmis report deadlines --date 2017-02-26
for past in 2017-02-17 2017-02-25 2017-02-28 2017-03-02; do
  for report in "report deadlines" "report completeness" "campaign status"; do
    # shellcheck disable=SC2086  # two words
    at_day tmis --json $report --date "$past" > "evenings/$past.${report// /-}.again.json" || [ $? = 1 ]
  done
done
run tmis journal verify
ls "$PWD"
