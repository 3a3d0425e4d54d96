#!/usr/bin/env bash
# Installs the Debian packages that are missing: `packages.sh build` what the program needs,
# `packages.sh test` what its tests need on top. Does nothing when all are there.
set -euo pipefail

build=(g++ cmake ninja-build pkg-config ccache libsqlitecpp-dev libsqlite3-dev libsodium-dev libzip-dev zlib1g-dev
  libexpat1-dev libxlsxwriter-dev libutf8proc-dev libre2-dev nlohmann-json3-dev libcli11-dev libedit-dev gettext lowdown
  libpango1.0-dev libcairo2-dev fonts-noto-cjk   faketime python3)
test=(doctest-dev json-schema-test-suite sqlite3 python3-openpyxl python3-nacl clang libclang-rt-14-dev mandoc
  valgrind)

case "${1:-}" in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" "${test[@]}") ;;
  *) echo "usage: packages.sh build|test" >&2; exit 2 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)
echo "installing: ${missing[*]}"
"${root[@]}" apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
