#!/usr/bin/env bash
# What an incremental backup costs of which 0.1, 1 and 10 % of the blocks changed: the agent, which is told which ones, beside
# restic, which reads all. Both have backed up the image before.
#
#   incremental.sh [RUNS] [BYTES]       3 runs of the mixed image of 2 GiB
#
# Time and CPU are those of whole processes, a JVM's start and warm-up included; CPU s/GB is for each GB of the whole disk.
# TMPDIR should be in memory and takes five times the image. Build first: mvn -DskipTests package
set -euo pipefail

. "$(dirname -- "$0")/common.sh"
help "$@"
runs=${1:-3}
bytes=${2:-2147483648}
need nbdkit nbdcopy restic
begin
port=${BENCH_PORT:-12819}
image
serve before "$work/image" "$port"
export RESTIC_PASSWORD=benchmark RESTIC_CACHE_DIR=$work/cache
restic -q init --repo "$work/restic" --repository-version 2
backup_restic() {
    nbdcopy --no-extents --connections=4 "nbd://127.0.0.1:$1" - | restic -q --repo "$work/restic" backup --stdin --stdin-filename disk
}
backup_restic "$port"
mkdir "$work/store"
agent 127.0.0.1 "$port" "$bytes" "$work/store" full 0

everies=(1000 100 10)
at=$port
for every in "${everies[@]}"; do
    cp "$work/image" "$work/changed-$every"
    "$java" "$bench/MixedImage.java" "$work/changed-$every" change "$every"
    at=$((at + 1))
    serve "changed-$every" "$work/changed-$every" "$at"
done
for ((run = 1; run <= runs; run++)); do
    at=$port
    for every in "${everies[@]}"; do
        at=$((at + 1))
        percent=$(awk "BEGIN { print 100 / $every }")
        timed "agent $percent %" agent 127.0.0.1 "$at" "$bytes" "$work/store" "run-$run-$every" "$every"
        grep -q "read $(awk "BEGIN { n = int(($bytes / 65536 + $every - 1) / $every); print n * 65536 }") bytes" "$work/out" ||
            { echo "incremental.sh: the agent read something else than what changed: $(cat "$work/out")" >&2; exit 1; }
        timed "restic $percent %" backup_restic "$at"
    done
    echo "run $run of $runs is done" >&2
done
for every in "${everies[@]}"; do
    percent=$(awk "BEGIN { print 100 / $every }")
    table "restic $percent %" "agent $percent %"
done
peak
