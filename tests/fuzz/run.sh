#!/usr/bin/env bash
# Builds the fuzzers and runs each as long as its line in CMakeLists.txt says, or for SECONDS. `run.sh [SECONDS]`
set -euo pipefail
cd "$(dirname "$0")/../.."

cmake --preset fuzz
cmake --build --preset fuzz --target fuzzers
TMIS_FUZZ_SECONDS=${1:-} ctest --test-dir build/fuzz -L fuzz -j "$(nproc)" --output-on-failure
