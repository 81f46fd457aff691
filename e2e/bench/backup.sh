#!/usr/bin/env bash
# What a full backup of an NBD export costs: the agent into a folder and into a bucket, encrypted and deduplicated, beside
# nbdcopy | zstd and nbdcopy | restic backup --stdin on the same export; in the clear and over TLS.
#
#   backup.sh [RUNS] [BYTES]            3 runs of the mixed image of 2 GiB
#
# Time and CPU are those of whole processes, a JVM's start and warm-up included. The bucket is a server that discards packs
# (build/image/Bucket.java); its CPU is not counted. Four connections each. TMPDIR should be in memory and takes three
# times the image. Build first: mvn -DskipTests package
set -euo pipefail

. "$(dirname -- "$0")/common.sh"
help "$@"
runs=${1:-3}
bytes=${2:-2147483648}
need nbdkit nbdcopy zstd restic openssl
begin
port=${BENCH_PORT:-12809}
image
exports
bucket bucket $((port + 2))
bucket bucket-tls $((port + 3)) tls
export RESTIC_PASSWORD=benchmark RESTIC_CACHE_DIR=$work/cache

export_of() {
    case $1 in
        *-tls) echo "nbds://localhost:$((port + 1))/?tls-certificates=$work" ;;
        *) echo "nbd://127.0.0.1:$port" ;;
    esac
}

perform() {
    local nbd=("$port") store=$work/store
    case $1 in *-tls) nbd=($((port + 1))) ;; esac
    case $1 in
        zstd*) nbdcopy --no-extents --connections=4 "$(export_of "$1")" - | zstd -q -1 -o "$work/image.zst" ;;
        restic*) nbdcopy --no-extents --connections=4 "$(export_of "$1")" - | restic -q --repo "$work/restic" backup --stdin --stdin-filename disk ;;
        agent-file*) agent 127.0.0.1 "${nbd[0]}" "$bytes" "$store" "full" 0 ${2:+"$2"} ;;
        agent-s3) agent 127.0.0.1 "${nbd[0]}" "$bytes" "http://127.0.0.1:$((port + 2))" "run-$run" 0 ;;
        agent-s3-tls) agent 127.0.0.1 "${nbd[0]}" "$bytes" "https://127.0.0.1:$((port + 3)),$work/server-cert.pem" "run-$run" 0 "$2" ;;
    esac
}

export AWS_ACCESS_KEY_ID=bench AWS_SECRET_ACCESS_KEY=bench
cases=(zstd restic agent-file agent-s3)
for ((run = 1; run <= runs; run++)); do
    for suffix in '' -tls; do
        for name in "${cases[@]}"; do
            rm -rf -- "$work/restic" "$work/store" "$work/image.zst"
            [ "$name" != restic ] || restic -q init --repo "$work/restic" --repository-version 2
            mkdir -p "$work/store"
            timed "$name$suffix" perform "$name$suffix" ${suffix:+"$work/server-cert.pem"}
        done
    done
    echo "run $run of $runs is done" >&2
done
table "${cases[@]}"
table "${cases[@]/%/-tls}"
peak
