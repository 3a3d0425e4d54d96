#!/usr/bin/env bash
# Dossiers on paper and in workbooks: how long forms of TEACHERS dossiers (default 400) take in one PDF and in a folder,
# and workbooks to fill in, out and back. In build/bench/.
set -euo pipefail
teachers=${1:-400}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=${TMIS:-$root/build/release/tmis}
folder=${TMIS_BENCH_DIR:-$root/build/bench}
mkdir -p "$folder"
cd "$folder"
data=dossiers-$teachers
[ -e "$data.done" ] || python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" \
  --teachers "$teachers" --out "$data"
touch "$data.done"  # beside the folder: in it nothing but tables may stand
. "$root/tests/bench/school.sh"
school "forms-$teachers.db" "$data"
export TMIS_DB=forms-$teachers.db
as_manager() { "$program" -q -y --user manager --password-file pw "$@"; }
as_manager record import dossier --from "$data" >/dev/null

rm -rf forms.pdf forms-each books.xlsx books-each
measure() {
  local begun; begun=$(date +%s.%N)
  as_manager "${@:2}" >/dev/null
  printf '%-44s %6.2f s\n' "$1" "$(echo "$(date +%s.%N) - $begun" | bc)"
}
measure "$teachers dossiers, two copies, one PDF" form print --out forms.pdf
measure "the same, a PDF each" form print --out forms-each
measure "pay of all, two copies" form print --form basic_pay --out pay.pdf
measure "one workbook to fill in" record export dossier --fill-in --out books.xlsx
measure "the same, a workbook each" record export dossier --fill-in --out books-each
measure "the workbook back, unchanged" record import dossier --from books.xlsx
measure "the folder back, unchanged" record import dossier --from books-each
du -sh forms.pdf forms-each books.xlsx books-each
