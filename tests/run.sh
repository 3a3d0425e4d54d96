#!/usr/bin/env bash
# The one test command: installs what is missing, builds with warnings as errors, runs every test, then the
# fuzzers for a minute each, then every test again under AddressSanitizer and UBSan.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/packages.sh test
cores=$(nproc)

cmake --preset release -DTMIS_TESTS=ON
cmake --build --preset release
ctest --preset release -j "$cores"

cmake --preset fuzz
cmake --build --preset fuzz --target fuzz_csv fuzz_gb18030 fuzz_jsonl fuzz_xlsx
ctest --test-dir build/fuzz -L fuzz -j "$cores" --output-on-failure

cmake --preset asan
cmake --build --preset asan
ctest --preset asan -j "$cores"
