# Between files: what stories have in common in which each organisation keeps one of its own. Sourced after `begin`; the
# story says `name` and `kind` of each organisation, by its code.
story=$PWD
at() {  # FOLDER [LOGIN]: sits down at another file
  cd "$story/$1"
  export TMIS_DB=$story/$1/tmis.db XDG_STATE_HOME=$story/$1/.state XDG_RUNTIME_DIR=$story/$1/.state
  unset TMIS_USER TMIS_PASSWORD_FILE
  if [ $# -gt 1 ]; then as "$2"; fi
}
founded() {  # FOLDER CODE LOGIN NAME: a file with its administrator and the officer who decides
  mkdir "$story/$1"
  at "$1"
  password admin.pw "lan-tian-$1-2017"
  quietly init --code "$2" --name "${name[$2]}" --kind ${kind[$2]} --admin admin --password-file admin.pw
  as admin
  quietly accounts staff --login "$3" --name "$4" --role manager --passwords "$3.csv"
  first_login "$3" "zi-liao-shi-$1-2017" >/dev/null
  as admin
  quietly org key --out "$story/$2.key"
}
knows() { quietly org add --code "$1" --name "${name[$1]}" --kind ${kind[$1]} "${@:2}"; }
trusts() { for code in "$@"; do quietly --yes org trust "$code" --key "$story/$code.key"; done; }
three_teachers() {  # before the files: what the school's office has of three teachers
  python3 "$root/examples/data/dossiers.py" --domain "$root/examples/data/domain" --teachers 3 \
    --school 青澜市第一中学 --headings zh --values label --layout workbook --out data >/dev/null 2>&1
}
filled_in() {  # OFFICER: accounts and dossiers in the file at hand, audited; $teacher is the first of them
  quietly accounts create --from "$story/data/accounts.xlsx" --passwords passwords.csv
  as "$1"
  quietly record import dossier --from "$story/data/dossier.xlsx"
  quietly record submit --all || true
  at_day tmis -q audit pass --all >/dev/null || [ $? = 1 ]
  teacher=$(sed -n 2p passwords.csv | cut -d, -f1)
}
