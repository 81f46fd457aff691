# What the benchmarks of this folder share; sourced, not started. Each has its --help, takes its cases in turns, so that a busy
# machine hits all alike, prints medians and ratios, and leaves nothing behind.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
bench=$root/e2e/bench
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
lifeboat=$root/nbd-agent/target/image/opt/lifeboat/bin/lifeboat

# The comment at the head of the script, when asked for.
help() {
    case ${1:-} in
    -h | --help)
        sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"
        exit 0
        ;;
    esac
}

need() {
    local missing=()
    for program in "$@"; do
        command -v "$program" >/dev/null || missing+=("$program")
    done
    [ ${#missing[@]} -eq 0 ] || { echo "$(basename "$0"): not installed: ${missing[*]}" >&2; exit 1; }
    [ -x "$lifeboat" ] || { echo "$(basename "$0"): build first: mvn -DskipTests package" >&2; exit 1; }
    "$java" -version 2>&1 | grep -q '"2[5-9]' || { echo "$(basename "$0"): set JAVA_HOME to a JDK 25" >&2; exit 1; }
}

# Makes the folder work below TMPDIR, best one in memory, and has it and all processes noted in it go at the end.
begin() {
    work=$(mktemp -d)
    trap finish EXIT
}

finish() {
    for pid in "$work"/*.pid; do
        [ -e "$pid" ] && kill "$(cat "$pid")" 2>/dev/null
    done
    rm -rf -- "$work"
}

# The mixed image of $bytes as $work/image; gb is its size.
image() {
    gb=$(awk "BEGIN { print $bytes / 1e9 }")
    "$java" "$bench/MixedImage.java" "$work/image" "$bytes"
}

# One certificate for all servers of this run: $work/server-cert.pem, and as $work/server.p12.
certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -days 2 \
        -keyout "$work/server-key.pem" -out "$work/server-cert.pem" 2>"$work/openssl.log"
    openssl pkcs12 -export -in "$work/server-cert.pem" -inkey "$work/server-key.pem" -name server -passout pass:changeit \
        -out "$work/server.p12"
    cp "$work/server-cert.pem" "$work/ca-cert.pem"
}

# serve NAME FILE PORT [tls]: an NBD export.
serve() {
    nbdkit -r -i 127.0.0.1 -p "$3" -P "$work/$1.pid" \
        ${4:+--tls=require --tls-certificates="$work"} file "$2"
}

# The image in the clear at $port, and over TLS at the next.
exports() {
    certificate
    serve plain "$work/image" "$port"
    serve tls "$work/image" $((port + 1)) tls
}

# bucket NAME PORT [tls]: an S3 server that discards packs.
bucket() {
    # shellcheck disable=SC2086 # nothing, or a keystore and its password
    "$java" -Xmx512m "$root/build/image/Bucket.java" "$2" ${3:+$work/server.p12 changeit} >"$work/$1.log" 2>&1 &
    echo $! >"$work/$1.pid"
    until [ -s "$work/$1.log" ]; do
        kill -0 "$(cat "$work/$1.pid")" || { cat "$work/$1.log" >&2; exit 1; }
        sleep 0.1
    done
}

# A program of the agent's tests on the agent's own jars, under the options of its launcher. With the JVM's cache, when it was
# recorded for this tree: build/image/train "$JAVA_HOME/bin/java" nbd-agent/target/image/opt/lifeboat
# shellcheck disable=SC2046,SC2086 # options are words
agent_java() {
    local lib=$root/nbd-agent/target/image/opt/lifeboat/lib
    "$java" $(sed -n 's/^    \(-[-DX][^ ]*\) \\$/\1/p' "$root/nbd-agent/src/main/dist/bin/lifeboat-agent") \
        $([ ! -r "$lib/lifeboat.aot" ] || echo "-XX:AOTCache=$lib/lifeboat.aot") ${LIFEBOAT_JAVA_OPTIONS:-} \
        -cp "$(echo "$lib"/lifeboat-nbd-agent-*.jar):$root/nbd-agent/target/test-classes" \
        "$@" >"$work/out" 2>"$work/err" || { cat "$work/out" "$work/err" >&2; exit 1; }
}

# The agent's own code from the order on; see AgentBench.
agent() {
    agent_java dev.lifeboat.agent.AgentBench "$@"
    sed -n 's/.* CPU \([0-9]*\) KiB.*/\1/p' "$work/out" >>"$work/agent.rss"
}

# timed CASE COMMAND...: seconds, user and system CPU of the command and all it starts.
TIMEFORMAT='%R %U %S'
timed() {
    local name=$1
    shift
    { time "$@"; } 2>>"$work/$name.times"
}

# The middle of what a program makes of a case's seconds ($1) and CPU ($2 + $3); gb is the image's size.
median() {
    awk -v gb="$gb" "{ print $2 }" "$work/$1.times" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# table FIRST CASE...: rates and CPU for each GB of image, and the CPU against FIRST.
table() {
    local first=$1
    printf '%-24s %8s %10s %8s\n' case GB/s 'CPU s/GB' ratio
    for name in "$@"; do
        printf '%-24s %8.2f %10.2f %8.2f\n' "$name" "$(median "$name" 'gb / $1')" "$(median "$name" '($2 + $3) / gb')" \
            "$(awk -v a="$(median "$name" '$2 + $3')" -v b="$(median "$first" '$2 + $3')" 'BEGIN { print a / b }')"
    done
}

# The agent's memory, from run to run.
peak() {
    sort -g "$work/agent.rss" | awk 'NR == 1 { low = $1 } END { printf "peak memory of the agent: %d to %d MiB\n", low / 1024, $1 / 1024 }'
}
