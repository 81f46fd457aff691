#!/usr/bin/env bash
# A full backup of a disk image from a file, encrypted, beside restic on the same image; and one where nothing changed.
#
#   beside-restic.sh IMAGE FOLDER [RUNS]
#
# Each tool writes into FOLDER, which is removed after each run; both take turns, RUNS times (3). Time and CPU are those of the
# whole process, a JVM's start and warm-up included; medians are printed. Build first: mvn -DskipTests package -pl nbd-agent -am
set -euo pipefail

image=$(readlink -f -- "${1:?usage: beside-restic.sh IMAGE FOLDER [RUNS]}")
folder=${2:?usage: beside-restic.sh IMAGE FOLDER [RUNS]}
runs=${3:-3}
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
lifeboat=$root/nbd-agent/target/image/opt/lifeboat/bin/lifeboat
vm=0f8c1b1e-4d43-4a4e-9a80-2f0bd3e7a001
bytes=$(stat -c %s -- "$image")
work=$(mktemp -d)
trap 'rm -rf -- "$work" "$folder"' EXIT
command -v restic > /dev/null || { echo "beside-restic.sh: restic is not installed" >&2; exit 1; }
export RESTIC_PASSWORD=benchmark RESTIC_CACHE_DIR=$work/cache

TIMEFORMAT='%R %U %S'
timed() {
    { time "${@:2}" > "$work/out" 2>&1; } 2>> "$work/$1.times" || { cat "$work/out" >&2; exit 1; }
}
stored() {
    du -sb -- "$folder" | cut -f 1 >> "$work/$1.stored"
}

for ((run = 1; run <= runs; run++)); do
    mkdir -p "$folder"
    rm -f "$work/key"
    "$lifeboat" repository new-key "$work/key" > "$work/out"
    "$lifeboat" repository create "file://$folder" --add-key "bench=$work/key" > "$work/out"
    import=("$lifeboat" repository import-disk "file://$folder" --key-file "$work/key" --vm "$vm" --input "$image" -q)
    timed lifeboat-full "${import[@]}" --point p-1
    stored lifeboat-full
    timed lifeboat-again "${import[@]}" --point p-2 --base p-1
    timed lifeboat-read "$lifeboat" repository export-disk "file://$folder" --key-file "$work/key" --vm "$vm" --point p-1 \
        --disk 0 --output - -q
    rm -rf -- "$folder"

    mkdir -p "$folder"
    restic init --repo "$folder" --repository-version 2 > "$work/out"
    timed restic-full restic --repo "$folder" backup --stdin --stdin-filename disk < "$image"
    stored restic-full
    timed restic-again restic --repo "$folder" backup --stdin --stdin-filename disk < "$image"
    timed restic-read restic --repo "$folder" dump latest disk
    rm -rf -- "$folder"
    echo "run $run of $runs is done" >&2
done

median() {
    awk -v gb="$bytes" "{ gb_ = gb / 1e9; print $2 }" "$1" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

printf '%-16s %8s %10s %8s\n' case GB/s 'CPU s/GB' stored
for name in lifeboat-full restic-full lifeboat-again restic-again lifeboat-read restic-read; do
    part=
    [ -e "$work/$name.stored" ] && part=$(median "$work/$name.stored" '$1 / gb')
    printf '%-16s %8.2f %10.2f %8.5s\n' "$name" "$(median "$work/$name.times" 'gb_ / $1')" \
        "$(median "$work/$name.times" '($2 + $3) / gb_')" "$part"
done
