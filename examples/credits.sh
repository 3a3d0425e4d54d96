#!/usr/bin/env bash
# A training project from its registration to the credits in the teachers' ledgers, where the county's authority, the training
# institution and two schools keep files of their own: everything goes by packages, teachers by their numbers alone. Works in
# build/credits/, can be run again. TMIS names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/steps.sh

may="0 1 3 5 8"

begin credits
source "$root/examples/files.sh"

county=4301020001 college=JSXY01 first=4301020012 second=4301020013
declare -A name=([$county]=青澜县教育局 [$college]=青澜教师进修学院 [$first]=青澜市第一中学 [$second]=青澜市第二中学)
declare -A kind=([$county]="authority --level county" [$college]="institution" [$first]="school" [$second]="school")

step "Four files"
day=2017-02-20
founded county $county chen 陈科长
founded college $college zhao 赵老师
founded first $first wang 王老师
founded second $second liu 刘老师
at county admin
for code in $first $second $college; do knows $code; done
trusts $first $second $college
for folder in college first second; do
  at $folder admin
  knows $county --above
  trusts $county
done
say "The schools name the institution too: it stands outside of their tree."
for folder in first second; do
  at $folder admin
  run tmis org add --code $college --name "${name[$college]}" --kind institution --outside
done

step "The schools report a teacher each"
reports() {  # FOLDER LOGIN SEED
  python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers 1 --seed "$3" \
    --school "${name[$(eval echo \$"$1")]}" --headings zh --values label --layout workbook --out "$story/$1/data" >/dev/null 2>&1
  at "$1" admin
  quietly accounts create --from data/accounts.xlsx --passwords passwords.csv
  as "$2"
  quietly record import dossier --from data/dossier.xlsx
  quietly record submit --all || true
  quietly audit pass --all || true
  number=$(sed -n 2p passwords.csv | cut -d, -f1)
  { at_day tmis --json -q evidence missing --teacher "$number" || true; } | python3 -c '
import json, sys
for item in json.load(sys.stdin)["items"]:
    for n in range(item["called"] - item["seen"]):
        print(item["kind"], n)' > missing
  while read -r paper n; do
    quietly evidence add --teacher "$number" --kind "$paper" --number "2017-$paper-$n" --seen-original
  done < missing
  for set in basic_pay annual_assessment discipline ethics_assessment dossier; do
    quietly sign record --teacher "$number" --set $set --paper 2017-1
  done
  show 4 tmis submission send --all --out "$story/$1.tmispkg"
}
reports first wang 1
one=$number
reports second liu 2
two=$number
at county chen
for folder in first second; do
  quietly package read "$story/$folder.tmispkg"
  submission=$(at_day tmis --json -q submission list | python3 -c 'import json,sys; print([s["id"] for s in json.load(sys.stdin)["items"] if s["open"] > 0][0])')
  quietly submission accept "$submission"
done

step "10. The authority registers a project"
day=2017-03-01
quietly credits institution add $college
run tmis credits project add --name 历史阅读教学 --code 青教培2017-3 --hours 24 --start 2017-03-06 --end 2017-03-10 --institution $college --mode 集中面授
printf '个人标识码\n%s\n%s\n' "$one" "$two" > names.csv
run tmis credits enrol 青教培2017-3 --from names.csv
run tmis credits send 青教培2017-3 --out "$story/10.tmispkg"

step "20. The institution trains them and hands in the results"
at college zhao
run tmis package read "$story/10.tmispkg"
settled 0 "project#1"
say "It knows who takes part by number, and nothing else of them."
run tmis credits project show 青教培2017-3
settled 0 "$one"
day=2017-03-13
printf '个人标识码,考核结果,学时\n%s,合格,24\n%s,合格,20\n' "$one" "$two" > results.csv
run tmis credits assess 青教培2017-3 --from results.csv
run tmis credits close 青教培2017-3
run tmis credits send 青教培2017-3 --out "$story/20.tmispkg"
say "It can't confirm for the authority."
may="$may 4"
run tmis credits confirm 青教培2017-3
settled 4 "."

step "30. The authority confirms"
day=2017-03-14
at county chen
say "A package that somebody has altered on its way isn't taken in, and nothing of it is stored."
python3 -c 'import sys; b = bytearray(sys.stdin.buffer.read()); b[-1] ^= 1; sys.stdout.buffer.write(b)' < "$story/20.tmispkg" > altered.tmispkg
run tmis package read altered.tmispkg
settled 8 "."
run tmis package read "$story/20.tmispkg"
run tmis credits confirm 青教培2017-3
for code in $first $second; do run tmis credits send 青教培2017-3 --to $code --out "$story/30-$code.tmispkg"; done
run tmis credits send 青教培2017-3 --out "$story/30.tmispkg"

step "The schools take the credits into ledger and dossier"
for side in first:wang:$first:$one second:liu:$second:$two; do
  IFS=: read -r folder login code teacher <<< "$side"
  at "$folder" "$login"
  run tmis package read "$story/30-$code.tmispkg"
  run tmis credits ledger --teacher "$teacher"
  settled 0 "project#1"
  run tmis record show --teacher "$teacher" domestic_training
  settled 0 "历史阅读教学"
done
at college zhao
run tmis package read "$story/30.tmispkg"
settled 0 "."

step "A correction goes the same way"
day=2017-03-20
at county chen
run tmis credits correct 青教培2017-3 --teacher "$two" --hours 16 --reason 实到16学时
run tmis credits send 青教培2017-3 --to $second --out "$story/31.tmispkg"
at second liu
run tmis package read "$story/31.tmispkg"
run tmis credits ledger --teacher "$two"
settled 0 "16"
for file in county:chen college:admin first:wang second:liu; do
  at "${file%:*}" "${file#*:}"
  run tmis journal verify
  settled 0 '[0-9]+'
done
