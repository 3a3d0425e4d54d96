#!/usr/bin/env bash
# The one test command: installs what is missing, builds with warnings as errors, runs every test, then the
# fuzzers for a minute or less each, then again under AddressSanitizer and UBSan every test that they can say more of, and
# under ThreadSanitizer the units of the rooms that have threads.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/packages.sh test
cores=$(nproc)

cmake --preset release -DTMIS_TESTS=ON
cmake --build --preset release
ctest --preset release -j "$cores"

tests/fuzz/run.sh

cmake --preset asan
cmake --build --preset asan
ctest --preset asan -j "$cores"

cmake --preset tsan
cmake --build --preset tsan --target tmis_texts tmis_data tmis_quick_password test_base test_store test_journal
ctest --preset tsan -j "$cores"
