#!/usr/bin/env bash
# How fast the agent reads an NBD export to nowhere, and what it costs, beside nbdcopy on the same export: in the clear, over
# TLS, and with 20 ms added to each read.
#
#   read.sh [RUNS] [BYTES] [PASSES]     5 runs of the mixed image of 4 GiB
#
# Time and CPU are those of whole processes, a JVM's start and warm-up included, with the options of the agent's launcher. At
# the end the agent reads the image PASSES times (4) in one process: the last pass is what it costs once it is warm. Four
# connections at most. TMPDIR should be in memory and takes the image. Build first: mvn -DskipTests package -pl nbd-agent -am
set -euo pipefail

. "$(dirname -- "$0")/common.sh"
help "$@"
runs=${1:-5}
bytes=${2:-4294967296}
passes=${3:-4}
need nbdkit nbdcopy openssl
begin
port=${BENCH_PORT:-12809}
image
exports
nbdkit -r -i 127.0.0.1 -p $((port + 2)) -P "$work/far.pid" -t 64 --filter=delay file "$work/image" rdelay=20ms

agent_read() {
    agent_java dev.lifeboat.agent.nbd.ReadBench 127.0.0.1 "$@"
}

perform() {
    case $1 in
        nbdcopy) nbdcopy --connections=4 -S 0 "nbd://127.0.0.1:$port" null: ;;
        nbdcopy-tls) nbdcopy --connections=4 -S 0 "nbds://localhost:$((port + 1))/?tls-certificates=$work" null: ;;
        nbdcopy-20ms) nbdcopy --connections=4 -S 0 "nbd://127.0.0.1:$((port + 2))" null: ;;
        agent) agent_read "$port" 4 "${2:-1}" ;;
        agent-tls) agent_read $((port + 1)) 4 "${2:-1}" "$work/server-cert.pem" ;;
        agent-20ms) agent_read $((port + 2)) 4 "${2:-1}" ;;
    esac
}

cases=(nbdcopy agent nbdcopy-tls agent-tls nbdcopy-20ms agent-20ms)
for ((run = 1; run <= runs; run++)); do
    for name in "${cases[@]}"; do
        timed "$name" perform "$name"
    done
    echo "run $run of $runs is done" >&2
done

printf '%-14s %8s %10s %22s\n' case GB/s 'CPU s/GB' 'rate against nbdcopy'
for name in "${cases[@]}"; do
    other=nbdcopy
    case $name in *-*) other=nbdcopy-${name#*-} ;; esac
    printf '%-14s %8.2f %10.2f %22.2f\n' "$name" "$(median "$name" 'gb / $1')" "$(median "$name" '($2 + $3) / gb')" \
        "$(awk -v a="$(median "$name" '$1')" -v b="$(median "$other" '$1')" 'BEGIN { print b / a }')"
done
awk -v a="$(median agent '$1')" -v b="$(median agent-20ms '$1')" \
    'BEGIN { printf "agent with 20 ms added: %.2f of its rate without\n", a / b }'

echo 'the agent, pass after pass in one JVM:'
for name in agent agent-tls agent-20ms; do
    perform "$name" "$passes"
    sed "s/^/$name: /" "$work/out"
done
