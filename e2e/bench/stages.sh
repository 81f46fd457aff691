#!/usr/bin/env bash
# What writing a disk image into a repository in memory costs, and reading it back, beside the stages alone
# (find zeros, SHA-256, zstd 1, AES-256-GCM).
#
#   stages.sh IMAGE [ROUNDS]
#
# All cases take turns, ROUNDS times (7) after two for warm-up, in one JVM with 6 GiB of heap: IMAGE may have up to 2 GiB.
# Build first: mvn test-compile -pl repository -am
set -euo pipefail

image=$(readlink -f -- "${1:?usage: stages.sh IMAGE [ROUNDS]}")
module=$(cd -- "$(dirname -- "$0")/../../repository" && pwd)
case ${1:-} in -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;; esac
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath=$(mktemp)
trap 'rm -f -- "$classpath"' EXIT

(cd "$module/.." && mvn -B -q -o -pl repository dependency:build-classpath -Dmdep.outputFile="$classpath" > /dev/null)
"$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xms6g -Xmx6g -Xmn1g -XX:+AlwaysPreTouch \
    -cp "$module/target/test-classes:$module/target/classes:$(cat "$classpath")" \
    dev.lifeboat.repository.bench.IngestBench "$image" "${2:-7}"
