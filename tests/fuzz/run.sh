#!/usr/bin/env bash
# Builds the fuzzers of every run and runs each as long as its line in CMakeLists.txt says; with SECONDS all there are,
# each for so long. `run.sh [SECONDS]`
set -euo pipefail
cd "$(dirname "$0")/../.."

cmake --preset fuzz
cmake --build --preset fuzz --target "fuzzers${1:+_all}"
TMIS_FUZZ_SECONDS=${1:-} ctest --test-dir build/fuzz -L "^fuzz${1:+(-release)?}\$" -j "$(nproc)" --output-on-failure
