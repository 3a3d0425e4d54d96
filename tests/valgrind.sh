#!/usr/bin/env bash
# Runs commands of all transcripts under valgrind, the two READMEs' too: memory read before it was written or after it was
# given back, and memory that nothing points to any more. Every EVERY-th command, others each time that SEED changes; the
# rest runs as usual, so that each finds what came before it. Three seconds a command on a quick machine, some 790 of them.
# `valgrind.sh PROGRAM [EVERY]`
set -euo pipefail
program=$(realpath "$1")
every=${2:-1}
first=$((${TMIS_SEED:-0} % every))
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "$first" > "$folder/count"
cat > "$folder/tmis" <<END
#!/usr/bin/env bash
n=\$(flock "$folder/count" sh -c 'read -r n < "\$0"; echo \$((n + 1)) | tee "\$0"' "$folder/count")
((n % $every == 0)) || exec "$program" "\$@"
exec valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=99 \
  --suppressions="$PWD/tests/valgrind.supp" --log-file="$folder/log.%p" "$program" "\$@"
END
chmod +x "$folder/tmis"

failed=0
transcripts=(tests/transcripts/*.md README.md README.zh-CN.md)
for transcript in "${transcripts[@]}"; do
  python3 tests/transcripts/run.py "$folder/tmis" "$transcript" || failed=1
done
runs=$(find "$folder" -name 'log.*' | wc -l)
find "$folder" -name 'log.*' -size +0 -exec cat {} + >&2
if [ -n "$(find "$folder" -name 'log.*' -size +0)" ]; then failed=1; fi
echo "$runs of $(($(<"$folder/count") - first)) commands of ${#transcripts[@]} transcripts under valgrind"
[ "$runs" -ge 30 ] || failed=1
exit $failed
