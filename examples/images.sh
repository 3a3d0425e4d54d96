#!/usr/bin/env bash
# Makes the pictures of forms that the README shows, examples/images/*.png, from an invented school of four teachers.
# Needs pdftoppm (Debian: poppler-utils).
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/steps.sh
command -v pdftoppm >/dev/null || { echo "needs pdftoppm (poppler-utils)" >&2; exit 2; }

begin images
python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers 4 --seed 11 \
  --school 青澜市第一中学 --headings zh --values label --out data >/dev/null 2>&1

step "A school whose dossiers are filled in and audited"
password admin.pw 'lan-tian-2017'
run tmis init --code 4301020012 --name 青澜市第一中学 --kind school --admin admin --password-file admin.pw
as admin
run tmis accounts staff --login wang --name 王敏 --role manager --passwords wang.csv
run tmis accounts create --from data/accounts.csv --passwords passwords.csv
first_login wang 'zi-liao-shi-2017'
as wang
day=2017-02-20
run tmis record import dossier --from data
run tmis record submit --all
day=2017-02-27
run tmis audit pass --all

step "Forms of one teacher"
teacher=$(sed -n 3p passwords.csv | cut -d, -f1)
run tmis form print --teacher "$teacher" --copies 1 --out dossier.pdf
run tmis form print --teacher "$teacher" --copies 1 --form annual_assessment --out assessment.pdf

picture() { pdftoppm -r 72 -gray -png -f "$2" -l "$2" -singlefile "$1" "$root/examples/images/$3"; }
mkdir -p "$root/examples/images"
picture dossier.pdf 1 dossier-cover
picture dossier.pdf 3 dossier-page
picture assessment.pdf 1 annual-assessment
ls -l "$root/examples/images"
