#!/usr/bin/env bash
# How fast the agent reads an NBD export, and what a full backup of it costs, next to nbdcopy on the same export.
#
#   full-read.sh IMAGE [RUNS] [FOLDER]
#
# IMAGE is served by nbdkit, in the clear and over TLS. All cases take turns, RUNS times (5), so that a busy machine hits
# all alike; medians are printed. FOLDER (a new one below TMPDIR) takes the backups, which are removed after each run.
# Time and CPU are those of the whole process, a JVM's start and warm-up included. Build first: mvn package -pl nbd-agent -am
set -euo pipefail

image=$(readlink -f -- "${1:?usage: full-read.sh IMAGE [RUNS] [FOLDER]}")
runs=${2:-5}
module=$(cd -- "$(dirname -- "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
store=${3:-$work/store}
bytes=$(stat -c %s -- "$image")

for program in nbdkit nbdcopy certtool "$java"; do
    command -v "$program" > /dev/null || { echo "full-read.sh: $program is not installed" >&2; exit 1; }
done

cleanup() {
    for pid in "$work"/*.pid; do
        [ -e "$pid" ] && kill "$(cat "$pid")"
    done
    rm -rf -- "$work" "$store"
}
trap cleanup EXIT

printf 'cn = "localhost"\ndns_name = "localhost"\nca\ncert_signing_key\nsigning_key\nencryption_key\ntls_www_server\nexpiration_days = 2\n' > "$work/template"
certtool --generate-privkey --outfile "$work/server-key.pem" 2> "$work/certtool.log"
certtool --generate-self-signed --load-privkey "$work/server-key.pem" --template "$work/template" \
    --outfile "$work/server-cert.pem" 2>> "$work/certtool.log"
cp "$work/server-cert.pem" "$work/ca-cert.pem"

port=${BENCH_PORT:-12809}
tls_port=$((port + 1))
nbdkit -r -i 127.0.0.1 -p "$port" -P "$work/plain.pid" file "$image"
nbdkit -r -i 127.0.0.1 -p "$tls_port" -P "$work/tls.pid" --tls=require --tls-certificates="$work" file "$image"

run_java() {
    # shellcheck disable=SC2086 # options are words
    "$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xms64m -Xmx272m -XX:MaxDirectMemorySize=64m \
        ${LIFEBOAT_JAVA_OPTIONS:-} -cp "$module/target/test-classes:$module/target/image/opt/lifeboat/lib/*" "$@" \
        > "$work/java.log" 2>&1 || { cat "$work/java.log" >&2; exit 1; }
}

cases=(nbdcopy agent-read agent-backup nbdcopy-tls agent-read-tls agent-backup-tls)

perform() {
    case $1 in
        nbdcopy) nbdcopy --connections=4 -S 0 "nbd://127.0.0.1:$port" null: ;;
        nbdcopy-tls) nbdcopy --connections=4 -S 0 "nbds://localhost:$tls_port/?tls-certificates=$work" null: ;;
        agent-read) run_java dev.lifeboat.agent.nbd.ReadBench 127.0.0.1 "$port" 4 ;;
        agent-read-tls) run_java dev.lifeboat.agent.nbd.ReadBench 127.0.0.1 "$tls_port" 4 "$work/server-cert.pem" ;;
        agent-backup) run_java dev.lifeboat.agent.BackupBench 127.0.0.1 "$port" "$bytes" "$store" ;;
        agent-backup-tls) run_java dev.lifeboat.agent.BackupBench 127.0.0.1 "$tls_port" "$bytes" "$store" "$work/server-cert.pem" ;;
    esac
}

TIMEFORMAT='%R %U %S'
for ((run = 1; run <= runs; run++)); do
    for name in "${cases[@]}"; do
        { time perform "$name"; } 2>> "$work/$name.times"
        rm -rf -- "$store"
    done
    echo "run $run of $runs is done" >&2
done

# The middle value of a column that a program computes from seconds, user and system CPU.
median() {
    awk -v gb="$bytes" "{ gb_ = gb / 1e9; print $2 }" "$work/$1.times" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

printf '%-18s %10s %14s\n' case GB/s 'CPU s/GB'
for name in "${cases[@]}"; do
    printf '%-18s %10.2f %14.2f\n' "$name" "$(median "$name" 'gb_ / $1')" "$(median "$name" '($2 + $3) / gb_')"
done
for suffix in '' -tls; do
    awk -v a="$(median "agent-read$suffix" 'gb_ / $1')" -v n="$(median "nbdcopy$suffix" 'gb_ / $1')" -v s="${suffix#-}" \
        'BEGIN { printf "agent-read / nbdcopy %s: %.2f of its rate\n", s, a / n }'
done
