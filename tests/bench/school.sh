# Sourced by the others: `school FILE DATA [OPTION…]` makes a file with the accounts of DATA/accounts.csv, once and not
# timed; options stand before `init`. Wants `program`. The password of `admin` and `manager` is in pw.
school() {
  local file=$1 data=$2; shift 2
  [ ! -e "$file" ] || return 0
  rm -f new.db* m.csv accounts-pw.csv
  echo 'bench-password' > pw; chmod 600 pw
  export TMIS_DB=new.db
  "$program" "$@" init --code BENCH01 --name bench --kind school --admin admin --password-file pw
  "$program" --user admin --password-file pw accounts staff --login manager --role manager --passwords m.csv
  tail -n 1 m.csv | cut -d, -f4 > m.initial; chmod 600 m.initial
  "$program" --user manager --password-file m.initial passwd --new-password-file pw
  "$program" --user admin --password-file pw accounts create --from "$data/accounts.csv" --passwords accounts-pw.csv
  sqlite3 new.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
  mv new.db "$file"
}
