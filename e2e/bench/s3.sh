#!/usr/bin/env bash
# What a byte costs on its way to and from S3: our client, the AWS SDK as it comes, and presigned requests through the
# JDK's two HTTP clients, against a server that discards and invents (S3Sink.java), in the clear and over TLS.
#
#   s3.sh [RUNS] [TOTAL-BYTES]
#
# All cases take turns, RUNS times (3); medians are printed. CPU is that of the client's JVM after a warm-up of a tenth.
# CLASSPATH, if set, is used instead of Maven's. Build first: mvn -DskipTests package -pl repository -am
set -euo pipefail

runs=${1:-3}
total=${2:-4000000000}
module=$(cd -- "$(dirname -- "$0")/../../repository" && pwd)
bench=$(cd -- "$(dirname -- "$0")" && pwd)
case ${1:-} in -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;; esac
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
keytool=${JAVA_HOME:+$JAVA_HOME/bin/}keytool
work=$(mktemp -d)
port=${BENCH_PORT:-12909}

cleanup() {
    for pid in "$work"/*.pid; do
        [ -e "$pid" ] && kill "$(cat "$pid")"
    done
    rm -rf -- "$work"
}
trap cleanup EXIT

classpath=${CLASSPATH:-}
if [ -z "$classpath" ]; then
    mvn -B -q -o -f "$module/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/classpath"
    classpath=$module/target/classes:$module/target/test-classes:$(cat "$work/classpath")
fi

"$keytool" -genkeypair -keyalg EC -dname CN=127.0.0.1 -ext SAN=IP:127.0.0.1 -validity 2 -alias server \
    -keystore "$work/server.p12" -storetype PKCS12 -storepass changeit 2> "$work/keytool.log"
"$keytool" -exportcert -rfc -file "$work/server.pem" -alias server -keystore "$work/server.p12" -storepass changeit \
    2>> "$work/keytool.log"
"$java" "$bench/S3Sink.java" "$port" & echo $! > "$work/plain.pid"
"$java" "$bench/S3Sink.java" "$((port + 1))" "$work/server.p12" changeit & echo $! > "$work/tls.pid"
for tried in "$port" "$((port + 1))"; do
    until (: < "/dev/tcp/127.0.0.1/$tried") 2> /dev/null; do sleep 0.2; done
done

bench() {
    "$java" -Xmx1g -cp "$classpath" dev.lifeboat.repository.objectstore.s3.S3Bench "$@" "$work/server.pem" \
        2> "$work/bench.log" >> "$work/results" || { cat "$work/bench.log" >&2; exit 1; }
}

clients=(lifeboat sdk-url-connection presigned-url-connection presigned-http-client)
for ((run = 1; run <= runs; run++)); do
    for endpoint in "http://127.0.0.1:$port" "https://127.0.0.1:$((port + 1))"; do
        for client in "${clients[@]}"; do
            bench "$client" put "$endpoint" 33554432 "$total"
            bench "$client" get "$endpoint" 4194304 "$total"
        done
    done
    echo "run $run of $runs is done" >&2
done

# The middle one of a case's values in a column: 6 is GB/s, 8 is CPU s/GB.
median() {
    awk -v client="$1" -v verb="$2" -v scheme="$3" -v column="$4" \
        '$1 == client && $2 == verb && $3 == scheme { print $column }' "$work/results" | sort -g \
        | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

printf '%-26s %-4s %-6s %8s %10s\n' client verb scheme GB/s 'CPU s/GB'
for scheme in http https; do
    for verb in put get; do
        for client in "${clients[@]}"; do
            printf '%-26s %-4s %-6s %8s %10s\n' "$client" "$verb" "$scheme" \
                "$(median "$client" "$verb" "$scheme" 6)" "$(median "$client" "$verb" "$scheme" 8)"
        done
    done
done
