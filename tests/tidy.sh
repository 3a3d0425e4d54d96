#!/usr/bin/env bash
# Walks all sources with clang-tidy (.clang-tidy says what for) and names each file that it is through with: some
# twenty minutes on two cores, so it is run by hand before a release and not with every test.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v clang-tidy >/dev/null || { echo "needs the package clang-tidy" >&2; exit 2; }
# Configured for Clang, each source by itself.
cmake -S . -B build/tidy -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Release \
  -DTMIS_TESTS=OFF >/dev/null
git ls-files 'lib/*.cpp' 'cmd/*.cpp' | grep -v '_test\.cpp$' |
  xargs -P "$(nproc)" -I{} sh -c 'clang-tidy -p build/tidy --quiet {} 2>/dev/null && echo "{}"'
clang-format --dry-run -Werror $(git ls-files '*.h' '*.cpp')
