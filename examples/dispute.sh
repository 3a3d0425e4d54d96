#!/usr/bin/env bash
# Four disputes at an invented school of 12 teachers, each with the command that settles it: somebody denies an entry, a
# row was edited with sqlite3, a password was reset to act for somebody, an old copy was put back. Works in
# build/dispute/, can be run again. TMIS names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/steps.sh

may="0 1 4 8"
# What settles the dispute: the exit code of the last command, and what its answer has in it.

begin dispute
command -v sqlite3 >/dev/null || "$root/tests/packages.sh" test

step "A school whose file is in order"
day=2017-02-20
python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers 12 \
  --school 青澜市第一中学 --headings zh --values label --layout workbook --out data >/dev/null 2>&1
password county.pw 'lan-tian-2017'
quietly init --code 4301020001 --name 青澜县教育局 --kind authority --level county --admin county --password-file county.pw \
  --recovery recovery.txt
as county
quietly org add --code 4301020012 --name 青澜市第一中学 --kind school
quietly accounts staff --login admin --name 系统管理员 --role sysadmin --org 4301020012 --passwords admin.csv
first_login admin 'xiao-ban-2017'
as admin
quietly accounts staff --login zhou --name 第二管理员 --role sysadmin --passwords zhou.csv
first_login zhou 'di-er-wei-2017'
as admin
quietly accounts staff --login wang --name 王老师 --role manager --passwords wang.csv
first_login wang 'zi-liao-shi-2017'
quietly accounts create --from data/accounts.xlsx --passwords passwords.csv
as wang
quietly record import dossier --from data/dossier.xlsx
teacher=$(sed -n 2p passwords.csv | cut -d, -f1)
sed -n 2p passwords.csv > "$teacher.csv"
first_login "$teacher" 'jiao-shi-2017-x'
other=$(sed -n 3p passwords.csv | cut -d, -f1)
sed -n 3p passwords.csv > "$other.csv"
first_login "$other" 'wo-de-mi-ma-88'
keep() { cp school.db "$1"; }  # nothing runs meanwhile: the file is whole
run tmis journal verify
settled 0 '[0-9]+'

step "1. A teacher denies an entry"
day=2017-02-22
as "$teacher"
run tmis record add paper --teacher "$teacher" --set name=中学数学建模教学初探 --set publication_month=2015-09
paper=$(at_day tmis record list paper | grep 中学数学建模教学初探 | cut -f1)
run tmis record submit --teacher "$teacher"
day=2017-03-01
as wang
run tmis audit pass --teacher "$teacher" --record "$paper"
say "In March the paper turns out to be somebody else's, and the teacher says: I never entered that. The school gives the" \
  "arbiter a proof of this one record. Checking it takes neither the file nor an account."
run tmis journal prove "$paper" --out proof.json
mkdir arbiter
cp proof.json arbiter
unset TMIS_USER TMIS_PASSWORD_FILE
TMIS_DB=none run tmis journal check-proof arbiter/proof.json
settled 0 "	2017-02-22T[^	]*	$teacher	teacher"
say "Entered on 22 February and signed with the teacher's own key. The proof can't be made to name somebody else:"
sed "s/$teacher/T000000000000/g" proof.json > arbiter/changed.json
TMIS_DB=none run tmis journal check-proof arbiter/changed.json
settled 8 'proof\.'

step "2. A manager edits the file with sqlite3"
day=2017-03-02
as wang
keep good.db
show 3 tmis record list annual_assessment
run sqlite3 school.db "UPDATE annual_assessment SET result = '1' WHERE row = 2"
say "The row reads as if it had always been so. It doesn't fit the signed event that wrote it:"
run tmis journal verify
settled 8 'annual_assessment	2	journal\.row'
say "To put the event under another name hides nothing either: its signature is missing."
run sqlite3 school.db "UPDATE event SET body = CAST(replace(body, '\"wang\"', '\"admin\"') AS BLOB) WHERE seq = (SELECT seq FROM annual_assessment WHERE row = 2)"
show 5 tmis journal verify
settled 8 '[0-9]+			journal\.signature'
cp good.db school.db

step "3. An administrator acts with a reset password"
day=2017-03-03
as admin
run tmis accounts reset "$other" --passwords false.csv
mv false.csv "$other.csv"
first_login "$other" 'jia-mao-de-mima'
as "$other"
entry=$(at_day tmis record list work_experience | sed -n 2p | cut -f1)
run tmis record edit "$entry" --set position=校长
say "The real teacher can't log in any more:"
password "$other.pw" 'wo-de-mi-ma-88'
run tmis whoami
settled 4 'tmis'
say "The journal has the reset under its author's name, and after it what was done in hers:"
as wang
run tmis record history "$entry"
run tmis journal list --since 2017-03-03
settled 0 "admin	sysadmin	4301020012	key\.revoke"
say "The second administrator resets the password with the teacher present, and names the day since which her key was in" \
  "strange hands. What it signed since then is disputed, all else stands:"
day=2017-03-06
as zhou
run tmis accounts reset "$other" --suspect-since 2017-03-03 --reason 本人到场 --passwords true.csv
mv true.csv "$other.csv"
first_login "$other" 'xin-mi-ma-2017-y'
as wang
run tmis journal verify
settled 1 'journal\.disputed'

step "4. An old copy of the file is put back"
day=2017-03-07
as wang
run tmis journal checkpoint --out checkpoint.txt
say "The authority keeps the checkpoint. Then somebody puts back the file as it was before all this:"
keep new.db
cp good.db school.db
run tmis journal list --since 2017-03-01
run tmis journal verify
settled 1 'journal\.older'
say "This machine remembers the head it has seen. A machine that has never seen the file asks whoever holds a checkpoint:"
export XDG_STATE_HOME=$PWD/elsewhere XDG_RUNTIME_DIR=$PWD/elsewhere
run tmis journal verify
settled 0 '[0-9]+'
run tmis journal verify --checkpoint checkpoint.txt
settled 8 'checkpoint'
say "The file as it was, found again, fits it:"
cp new.db school.db
run tmis journal verify --checkpoint checkpoint.txt
settled 1 'journal\.disputed'
