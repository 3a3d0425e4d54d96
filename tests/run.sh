#!/usr/bin/env bash
# The one test command: installs what is missing, builds with warnings as errors, runs every test,
# then the fuzzers for a while, then every test again under AddressSanitizer and UBSan.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/packages.sh test
export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"

cmake --preset release
cmake --build --preset release
ctest --preset release -j "$(nproc)"

tests/fuzz/run.sh "${TMIS_FUZZ_SECONDS:-60}"

cmake --preset asan
cmake --build --preset asan
ctest --preset asan -j "$(nproc)"
