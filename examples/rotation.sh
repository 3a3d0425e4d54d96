#!/usr/bin/env bash
# A teacher serves for a year at a school of another county, where her school, its authority and the other school keep files
# of their own: the application and the decision go round by packages, her dossier stays where it is. Works in
# build/rotation/, can be run again. TMIS names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/steps.sh

may="0 1 5"

begin rotation
source "$root/examples/files.sh"

school=4301020012 county=4301020001 host=4405010011
declare -A name=([$school]=青澜市第一中学 [$county]=青澜县教育局 [$host]=海湾县实验学校)
declare -A kind=([$school]="school" [$county]="authority --level county" [$host]="school")

step "Three files"
day=2017-03-01
three_teachers
founded school $school wang 王老师
founded county $county chen 陈科长
founded host $host liu 刘老师
say "Each file names the organisations of the others: its authority stands above the school, the school below the authority," \
  "those elsewhere outside. Keys are believed of those from whom packages come or to whom they go."
at school admin
knows $county --above
knows $host --outside
trusts $county $host
at county admin
knows $school
knows $host --outside
trusts $school
at host admin
knows $school --outside
knows $county --outside
trusts $school
at school admin
filled_in wang

step "The school applies"
day=2017-08-14
run tmis rotation apply --teacher "$teacher" --to $host --type 1 --from 2017-09-01 --until 2018-08-31 --reason 县际交流
id=$(at_day tmis rotation list | sed -n 2p | cut -f1)
run tmis rotation send "$id" --out "$story/applied.tmispkg"
say "Nobody decides for the authority, and the other school is told nothing yet:"
run tmis rotation send "$id" --to $host --out "$story/early.tmispkg"
settled 5 "."

step "Its authority confirms"
day=2017-08-17
at county chen
run tmis package read "$story/applied.tmispkg"
run tmis rotation list --waiting-for-me
settled 0 "$teacher"
run tmis rotation confirm "$id" --note 同意
run tmis rotation send "$id" --out "$story/confirmed.tmispkg"

step "The dossier is written where it is kept"
day=2017-09-01
at school wang
run tmis package read "$story/confirmed.tmispkg"
run tmis record show --teacher "$teacher" exchange_rotation
settled 0 "2017-09"
run tmis status list
settled 0 "205"
say "Now the other school may know who comes, and has the authority's own word for it:"
run tmis rotation send "$id" --to $host --out "$story/guest.tmispkg"
at host liu
run tmis package read "$story/guest.tmispkg"
run tmis rotation list
settled 0 "$teacher"
run tmis package show "$story/guest.tmispkg" --proof
settled 0 "$county"

step "The year is over"
day=2018-08-31
at school wang
run tmis rotation end "$id"
run tmis rotation send "$id" --out "$story/ended.tmispkg"
run tmis rotation send "$id" --to $host --out "$story/left.tmispkg"
at county chen
run tmis package read "$story/ended.tmispkg"
at host liu
run tmis package read "$story/left.tmispkg"
run tmis rotation show "$id"
settled 0 "2018-08-31"
for file in school:wang county:chen host:liu; do
  at "${file%:*}" "${file#*:}"
  run tmis journal verify
  settled 0 '[0-9]+'
done
