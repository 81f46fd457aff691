#!/usr/bin/env bash
# What backups and prunes ask of a store, counted: objects and requests for each TiB, bytes that are no disk content as more of a
# disk changes, and a prune's requests and time as points grow in number.
#
#   counts.sh FOLDER
#
# FOLDER takes 16 GiB and is removed. Build first: mvn test-compile -pl repository -am
set -euo pipefail

folder=${1:?usage: counts.sh FOLDER}
module=$(cd -- "$(dirname -- "$0")/../../repository" && pwd)
case ${1:-} in -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;; esac
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath=$(mktemp)
trap 'rm -rf -- "$classpath" "$folder"' EXIT

(cd "$module/.." && mvn -B -q -o -pl repository dependency:build-classpath -Dmdep.outputFile="$classpath" > /dev/null)
mkdir -p "$folder"
"$java" --enable-native-access=ALL-UNNAMED -Xmx2g \
    -cp "$module/target/test-classes:$module/target/classes:$(cat "$classpath")" \
    dev.lifeboat.repository.bench.CountsBench "$folder"
