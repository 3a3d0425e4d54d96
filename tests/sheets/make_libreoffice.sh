#!/bin/sh
# Makes the fixtures that LibreOffice writes (Debian: libreoffice-calc-nogui), from office.fods,
# records.fods and school.xlsx: make_libreoffice.sh FOLDER
#
# office.xlsx     formulas with cached values, rich text, a Chinese date format, merged title
# resaved.xlsx    school.xlsx saved by LibreOffice
# records.xlsx    rows of work_experience: merged title, months as date cells, formulas, rich text, an empty row, a note below
# password.xlsx   the same under a password
# old.xls old.ods page.xls document.pdf     kinds that are refused
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
convert() { soffice -env:UserInstallation="file://$tmp/profile" --headless --convert-to "$1" --outdir "$tmp/out" "$2" >/dev/null; }

convert xlsx:"Calc MS Excel 2007 XML" "$here/office.fods"
mv "$tmp/out/office.xlsx" "$out/office.xlsx"
convert xlsx:"Calc MS Excel 2007 XML" "$out/school.xlsx"
mv "$tmp/out/school.xlsx" "$out/resaved.xlsx"
convert xls:"MS Excel 97" "$here/office.fods"
mv "$tmp/out/office.xls" "$out/old.xls"
convert ods "$here/office.fods"
mv "$tmp/out/office.ods" "$out/old.ods"
convert html:"HTML (StarCalc)" "$here/office.fods"
mv "$tmp/out/office.html" "$out/page.xls"
convert pdf "$here/office.fods"
mv "$tmp/out/office.pdf" "$out/document.pdf"
convert xlsx:"Calc MS Excel 2007 XML" "$here/records.fods"
mv "$tmp/out/records.xlsx" "$out/records.xlsx"
"$here/make_password.py" "$here/records.fods" "$out/password.xlsx" "$tmp/profile"
