#!/usr/bin/env bash
# How fast the agent reads an NBD export to nowhere, and what it costs, next to nbdcopy on the same export.
#
#   read.sh IMAGE [RUNS] [PASSES]
#
# IMAGE is served by nbdkit from where it lies (memory, for figures that mean something): in the clear, over TLS, and with
# 20 ms added to each read. All cases take turns, RUNS times (5), so that a busy machine hits all alike; medians are
# printed. Time and CPU are those of the whole process, a JVM's start and warm-up included, with the agent's options. At the
# end the agent reads the image PASSES times (4) in one process: the last pass is what it costs once it is warm.
#
# Both use four connections at most. CACHE=FILE gives the agent's JVM an AOT cache.
# Build first: mvn -DskipTests package -pl nbd-agent -am
set -euo pipefail

image=$(readlink -f -- "${1:?usage: read.sh IMAGE [RUNS] [PASSES]}")
runs=${2:-5}
passes=${3:-4}
agent=$(cd -- "$(dirname -- "$0")/../../nbd-agent" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
bytes=$(stat -c %s -- "$image")

for program in nbdkit nbdcopy certtool "$java"; do
    command -v "$program" > /dev/null || { echo "read.sh: $program is not installed" >&2; exit 1; }
done

cleanup() {
    for pid in "$work"/*.pid; do
        [ ! -e "$pid" ] || kill "$(cat "$pid")"
    done
    rm -rf -- "$work"
}
trap cleanup EXIT

printf 'cn = "localhost"\ndns_name = "localhost"\nca\ncert_signing_key\nsigning_key\nencryption_key\ntls_www_server\nexpiration_days = 2\n' > "$work/template"
certtool --generate-privkey --outfile "$work/server-key.pem" 2> "$work/certtool.log"
certtool --generate-self-signed --load-privkey "$work/server-key.pem" --template "$work/template" \
    --outfile "$work/server-cert.pem" 2>> "$work/certtool.log"
cp "$work/server-cert.pem" "$work/ca-cert.pem"

plain=${BENCH_PORT:-12809}
tls=$((plain + 1))
far=$((plain + 2))
nbdkit -r -i 127.0.0.1 -p "$plain" -P "$work/plain.pid" file "$image"
nbdkit -r -i 127.0.0.1 -p "$tls" -P "$work/tls.pid" --tls=require --tls-certificates="$work" file "$image"
nbdkit -r -i 127.0.0.1 -p "$far" -P "$work/far.pid" -t 64 --filter=delay file "$image" rdelay=20ms

# The agent's own options, see nbd-agent/src/main/dist/bin/lifeboat-agent.
agent_read() {
    # shellcheck disable=SC2086 # options are words
    "$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xms64m -Xmx272m -XX:MaxDirectMemorySize=64m \
        -XX:CompileThresholdScaling=10 -XX:-UsePerfData -Dio.netty.allocator.numDirectArenas=2 -Dio.netty.jfr.enabled=false \
        ${CACHE:+-XX:AOTCache=$CACHE} ${LIFEBOAT_JAVA_OPTIONS:-} \
        -cp "$agent/target/test-classes:$agent/target/image/opt/lifeboat/lib/*" \
        dev.lifeboat.agent.nbd.ReadBench "$@" > "$work/java.log" 2>&1 || { cat "$work/java.log" >&2; exit 1; }
}

cases=(nbdcopy agent nbdcopy-tls agent-tls nbdcopy-20ms agent-20ms)

perform() {
    case $1 in
        nbdcopy) nbdcopy --connections=4 -S 0 "nbd://127.0.0.1:$plain" null: ;;
        nbdcopy-tls) nbdcopy --connections=4 -S 0 "nbds://localhost:$tls/?tls-certificates=$work" null: ;;
        nbdcopy-20ms) nbdcopy --connections=4 -S 0 "nbd://127.0.0.1:$far" null: ;;
        agent) agent_read 127.0.0.1 "$plain" 4 1 ;;
        agent-tls) agent_read 127.0.0.1 "$tls" 4 1 "$work/server-cert.pem" ;;
        agent-20ms) agent_read 127.0.0.1 "$far" 4 1 ;;
    esac
}

TIMEFORMAT='%R %U %S'
for ((run = 1; run <= runs; run++)); do
    for name in "${cases[@]}"; do
        { time perform "$name"; } 2>> "$work/$name.times"
    done
    echo "run $run of $runs is done" >&2
done

# The middle value of what a program computes from seconds, user and system CPU.
median() {
    awk -v gb="$bytes" "{ gb_ = gb / 1e9; print $2 }" "$work/$1.times" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

printf '%-14s %8s %10s %24s\n' case GB/s 'CPU s/GB' 'rate against nbdcopy'
for name in "${cases[@]}"; do
    printf '%-14s %8.2f %10.2f %24s\n' "$name" "$(median "$name" 'gb_ / $1')" "$(median "$name" '($2 + $3) / gb_')" \
        "$(awk -v a="$(median "$name" 'gb_ / $1')" -v n="$(median "nbdcopy${name#"${name%%-*}"}" 'gb_ / $1')" 'BEGIN { printf "%.2f", a / n }')"
done
awk -v f="$(median agent-20ms 'gb_ / $1')" -v n="$(median agent 'gb_ / $1')" \
    'BEGIN { printf "agent, 20 ms added: %.2f of its rate without\n", f / n }'

echo "the same JVM, pass after pass:"
for name in plain tls far; do
    case $name in
        plain) agent_read 127.0.0.1 "$plain" 4 "$passes" ;;
        tls) agent_read 127.0.0.1 "$tls" 4 "$passes" "$work/server-cert.pem" ;;
        far) agent_read 127.0.0.1 "$far" 4 "$passes" ;;
    esac
    sed "s/^/$name: /" "$work/java.log"
done
