#!/usr/bin/env bash
# What cold whole processes cost on one disk image: a full backup from a file, the same again, and reading it back, to nowhere and
# into a sparse file; every byte verified. Beside restic on the same image.
#
#   restore.sh [RUNS] [BYTES]           3 runs of the mixed image of 2 GiB
#
# With the JVM's cache, as in an image: build/image/train "$JAVA_HOME/bin/java" nbd-agent/target/image/opt/lifeboat
# TMPDIR should be in memory and takes three times the image. Build first: mvn -DskipTests package
set -euo pipefail

. "$(dirname -- "$0")/common.sh"
help "$@"
runs=${1:-3}
bytes=${2:-2147483648}
need restic cmp
begin
image
vm=0f8c1b1e-4d43-4a4e-9a80-2f0bd3e7a001
store=$work/store
"$lifeboat" repository new-key "$work/key" >"$work/out"
export RESTIC_PASSWORD=benchmark RESTIC_CACHE_DIR=$work/cache

quietly() {
    "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
}
import=(quietly "$lifeboat" repository import-disk "file://$store" --key-file "$work/key" --vm "$vm" --input "$work/image" -q)
export=("$lifeboat" repository export-disk "file://$store" --key-file "$work/key" --vm "$vm" --point p-1 --disk 0 -q --output)
to_nowhere() {
    "$@" 2>"$work/err" >/dev/null || { cat "$work/err" >&2; exit 1; }
}
backup_restic() {
    restic -q --repo "$work/restic" backup --stdin --stdin-filename disk <"$work/image"
}

for ((run = 1; run <= runs; run++)); do
    mkdir "$store"
    quietly "$lifeboat" repository create "file://$store" --add-key "bench=$work/key"
    timed lifeboat-full "${import[@]}" --point p-1
    timed lifeboat-again "${import[@]}" --point p-2 --base p-1
    timed lifeboat-read to_nowhere "${export[@]}" -
    timed lifeboat-file quietly "${export[@]}" "$work/back"
    cmp "$work/image" "$work/back"
    [ "$(du -k "$work/back" | cut -f 1)" -lt $((bytes / 1024)) ] || { echo "restore.sh: the file is not sparse" >&2; exit 1; }
    rm -rf -- "$store" "$work/back"

    quietly restic init --repo "$work/restic" --repository-version 2
    timed restic-full backup_restic
    timed restic-again backup_restic
    timed restic-read to_nowhere restic --repo "$work/restic" dump latest disk
    rm -rf -- "$work/restic"
    echo "run $run of $runs is done" >&2
done
for what in full again read; do
    table "restic-$what" "lifeboat-$what"
done
table restic-read lifeboat-file
