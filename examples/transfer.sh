#!/usr/bin/env bash
# A teacher goes from one county to another, where both schools and both authorities keep files of their own: the transfer
# and her whole dossier travel by packages, and nobody between the schools can open the dossier. Works in build/transfer/,
# can be run again. TMIS names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/steps.sh

may="0 1 5"

begin transfer
source "$root/examples/files.sh"
command -v sqlite3 >/dev/null || "$root/tests/packages.sh" test

old=4301020012 old_county=4301020001 new=4405010011 new_county=4405010001
declare -A name=([$old]=青澜市第一中学 [$old_county]=青澜县教育局 [$new]=海湾县实验学校 [$new_county]=海湾县教育局)
declare -A kind=([$old]="school" [$old_county]="authority --level county" [$new]="school" [$new_county]="authority --level county")

step "Four files"
day=2017-03-01
three_teachers
founded old $old wang 王老师
founded old_county $old_county chen 陈科长
founded new $new liu 刘老师
founded new_county $new_county he 何科长
say "Each file names the organisations of the others. Its own authority stands above a school, its school below an authority;" \
  "those of the other county stand outside."
for side in old new; do
  if [ $side = old ]; then here=$old over=$old_county there=$new there_over=$new_county; else here=$new over=$new_county there=$old there_over=$old_county; fi
  at $side admin
  knows $over --above
  knows $there --outside
  run tmis org add --code $there_over --name "${name[$there_over]}" --kind authority --level county --outside
  at ${side}_county admin
  knows $here
  knows $there --outside
  knows $there_over --outside
done
say "And believes the keys of those it hears from or sends to, once the fingerprint was compared by telephone:"
at old admin
trusts $new $new_county $old_county
at old_county admin
trusts $old $new
at new admin
trusts $old $old_county $new_county
at new_county admin
trusts $new
run tmis org trust $old --key "$story/$old.key" --yes

step "A dossier at the old school"
at old admin
filled_in wang
show 4 tmis record list work_experience

step "10. The new school applies"
day=2017-03-06
at new liu
run tmis transfer apply --teacher "$teacher" --from $old --from-authority $old_county --reason 工作需要 --position 数学教师
id=$(at_day tmis transfer list | sed -n 2p | cut -f1)
run tmis transfer send "$id" --out "$story/10.tmispkg"

step "20. Its authority agrees, and sends it out"
day=2017-03-07
at new_county he
run tmis package read "$story/10.tmispkg"
run tmis transfer confirm "$id" --note 同意调入
run tmis transfer send "$id" --out "$story/20.tmispkg"

step "30. The old school lets her go"
day=2017-03-08
at old wang
run tmis package read "$story/20.tmispkg"
run tmis transfer list --waiting-for-me
run tmis transfer confirm "$id" --note 同意调出
say "From now on her dossier can only be read here. It is sealed for the new school and goes along:"
run tmis record add annual_assessment --teacher "$teacher" --set year=2016 --set result=1
settled 5 "."
run tmis transfer send "$id" --out "$story/30.tmispkg"

step "40. The old school's authority agrees"
day=2017-03-09
at old_county chen
run tmis package read "$story/30.tmispkg"
run tmis transfer confirm "$id" --note 同意
run tmis transfer send "$id" --out "$story/40.tmispkg"
say "It holds the dossier, but has no key to it: sealed bytes in a package inside the package."
run sqlite3 tmis.db "SELECT length(bytes) > 1000, instr(bytes, '$teacher') FROM transfer_dossier"
settled 0 "1.0"

step "50. The new school takes the file over"
day=2017-03-13
at new liu
run tmis package read "$story/40.tmispkg"
run tmis transfer take "$id" --passwords newcomer.csv
run tmis transfer show "$id"
show 6 tmis record show --teacher "$teacher" work_experience
settled 0 "2017-03"
cp newcomer.csv "$teacher.csv"
first_login "$teacher" "wo-de-mi-ma-88"
as liu
say "All are told."
for code in $new_county $old $old_county; do run tmis transfer send "$id" --to $code --out "$story/50-$code.tmispkg"; done
at new_county he
run tmis package read "$story/50-$new_county.tmispkg"
at old_county chen
run tmis package read "$story/50-$old_county.tmispkg"
at old wang
run tmis package read "$story/50-$old.tmispkg"
say "The old school keeps its journal and one line; what was sealed in the dossier opens there no more."
run tmis status list
settled 0 "305"
for file in old:wang old_county:chen new:liu new_county:he; do
  at "${file%:*}" "${file#*:}"
  run tmis journal verify
  settled 0 '[0-9]+'
done
