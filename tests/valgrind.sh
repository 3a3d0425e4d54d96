#!/usr/bin/env bash
# Runs the commands of transcripts under valgrind, thirty in every run and more before a release: memory read before it
# was written or after it was given back, and memory that nothing points to any more. Four seconds a command.
# `valgrind.sh PROGRAM [TRANSCRIPT...]`
set -euo pipefail
program=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- journal backup bad_input
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/tmis" <<END
#!/bin/sh
exec valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=99 \
  --suppressions="$PWD/tests/valgrind.supp" --log-file="$folder/log.%p" "$program" "\$@"
END
chmod +x "$folder/tmis"

failed=0
for transcript in "$@"; do
  python3 tests/transcripts/run.py "$folder/tmis" "tests/transcripts/$transcript.md" || failed=1
done
runs=$(find "$folder" -name 'log.*' | wc -l)
find "$folder" -name 'log.*' -size +0 -exec cat {} + >&2
if [ -n "$(find "$folder" -name 'log.*' -size +0)" ]; then failed=1; fi
echo "$runs commands under valgrind"
[ "$runs" -ge 30 ] || failed=1
exit $failed
