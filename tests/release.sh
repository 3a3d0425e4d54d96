#!/usr/bin/env bash
# What is too long for every run, before a release: the durability tests with their large counts, all writing commands
# under errors of the disk and without memory, the fuzzers for hours, threads under ThreadSanitizer, transcripts under
# valgrind. Days on two cores. Says at the end what ran. `release.sh [BUILD_FOLDER]`
set -euo pipefail
cd "$(dirname "$0")/.."

build=${1:-build/release}
export TMIS_KILLS=${TMIS_KILLS:-5000} TMIS_CUTS=${TMIS_CUTS:-50000} TMIS_ALL_COMMANDS=1
export TMIS_CROWD=${TMIS_CROWD:-32x500} TMIS_FLIPS=${TMIS_FLIPS:-20000} TMIS_SEED=${TMIS_SEED:-$(date +%Y%m%d)}
export TMIS_FUZZ_SECONDS=${TMIS_FUZZ_SECONDS:-14400}

if [ $# -eq 0 ]; then
  tests/packages.sh test
  cmake --preset release -DTMIS_TESTS=ON
  cmake --build --preset release
fi
failed=0
TMIS_ARGUMENTS=${TMIS_ARGUMENTS:-20000} python3 tests/properties/arguments.py "$build/tmis" || failed=1
python3 tests/properties/campaign.py "$build/tmis" 400 12 || failed=1
echo "== a random walk over business and campaign"
# shellcheck disable=SC2086  # several seeds
"$build/tests/walk/business_walk" "${TMIS_WALK:-10000}" ${TMIS_WALK_SEEDS:-1 2 3 4 5 $TMIS_SEED} || failed=1
tests/valgrind.sh "$build/tmis" "${TMIS_VALGRIND:-1}" || failed=1
cmake --preset tsan
cmake --build --preset tsan
ctest --test-dir build/tsan --output-on-failure \
  -R "unit.(base|store|journal|dossier)|property.round_trip|transcript.(journal|bad_input|audit|scope)" || failed=1
tests/fuzz/run.sh "$TMIS_FUZZ_SECONDS" || failed=1
for name in kill power_cut io_error memory crowd flips salvage; do
  echo "== $name"
  python3 "tests/durability/$name.py" "$build/tmis" "$build/tests/durability/libtmis_shim.so" \
    "$build/tests/durability/libtmis_memory.so" || failed=1
done
echo "ran with seed $TMIS_SEED: $TMIS_KILLS kills, $TMIS_CUTS power cuts, errors at every call and every" \
  "request for memory of all writing commands, a crowd of $TMIS_CROWD, $TMIS_FLIPS flips, $TMIS_FUZZ_SECONDS s of each fuzzer"
exit $failed
