# What the examples share; sourced by them, from the root of the checkout. Shows each command as one would type it and
# runs it on the day of the story; the program is $TMIS, else it is built first.
export LANG=C.UTF-8 TMIS_LANG="${TMIS_LANG:-zh}" TZ=Asia/Shanghai
root=$PWD
day=2017-02-13
may="0 1 3"  # 1 says that something was found and 3 that rows were refused: both belong to a story, anything else ends it

begin() {  # FOLDER: the story's own, emptied, below build/
  if [ -z "${TMIS:-}" ]; then
    tests/packages.sh build
    cmake --preset release -DTMIS_TESTS=OFF >/dev/null
    cmake --build --preset release
    TMIS=$root/build/release/tmis
  fi
  PATH="$(cd "$(dirname "$TMIS")" && pwd):$PATH"
  rm -rf "build/$1"
  mkdir -p "build/$1"
  cd "build/$1"
  export PATH TMIS_DB=$PWD/school.db XDG_STATE_HOME=$PWD/.state XDG_RUNTIME_DIR=$PWD/.state
}

step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
# Runs a command on the day of the story. The library without its wrapper, which trips over what a killed run left behind.
clock=$(ls /usr/lib/*/faketime/libfaketime.so.1 | head -n 1)
at_day() { LD_PRELOAD=$clock${LD_PRELOAD:+:$LD_PRELOAD} FAKETIME="$day 10:00:00" FAKETIME_DONT_FAKE_MONOTONIC=1 "$@"; }
run() { show 1000 "$@"; }
show() {  # LINES COMMAND…: no more of its output than this
  local lines=$1
  ended=0
  shift
  printf '$'
  printf ' %s' "$@"
  printf '\n'
  at_day "$@" > output 2>&1 || ended=$?
  head -n "$lines" output
  if [ "$(wc -l < output)" -gt "$lines" ]; then echo "… ($(wc -l < output))"; fi
  if [ "$ended" != 0 ]; then echo "[exit $ended]"; fi
  case " $may " in *" $ended "*) ;; *) exit "$ended" ;; esac
}

say() { printf '\n%s\n' "$*" | fmt -w 110; }
quietly() { at_day tmis -q "$@" >/dev/null; }  # what leads up to it
settled() {  # CODE PATTERN: how the last command ended, and what its answer has in it
  if [ "$ended" != "$1" ] || ! grep -qE "$2" output; then
    echo "expected: exit $1 and “$2”" >&2
    exit 1
  fi
}

password() { printf '%s\n' "$2" > "$1"; chmod 600 "$1"; }
as() { export TMIS_USER=$1 TMIS_PASSWORD_FILE=$PWD/$1.pw; }
first_login() {  # an initial password becomes one's own
  tail -n 1 "$1.csv" | cut -d, -f4 > "$1.initial"
  chmod 600 "$1.initial"
  password "$1.pw" "$2"
  run tmis --user "$1" --password-file "$1.initial" passwd --new-password-file "$1.pw"
}
