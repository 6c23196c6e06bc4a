#!/usr/bin/env bash
# Fuzzes one target, or all of them two at a time, for some seconds each: fuzz/run.sh [TARGET|all] [SECONDS]
# What each says goes to fuzz/logs; at the end a line for each: executions, seconds, edges that were reached, size of the corpus.
# The compiler's coverage counters need RUSTC_BOOTSTRAP on a stable toolchain, and libFuzzer a C++ compiler; cargo-fuzz is not needed.
set -euo pipefail
cd "$(dirname "$0")"

names="parse format evaluate prompt"
if [ "${1:-all}" != all ]; then names=$1; fi
export seconds=${2:-60}
flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
flags="$flags -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions"
host=$(rustc -vV | sed -n 's/^host: //p')
# With --target the flags are for the targets alone, and not for build scripts.
RUSTC_BOOTSTRAP=1 RUSTFLAGS="$flags" cargo build --release --target "$host" --bins
export programs="target/$host/release"
# The prompt writes files into a folder of its own: where there is a disk in memory, there.
if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi

fuzz() {
    mkdir -p "corpus/$1" found logs
    local here=$PWD
    local seeds=("$here"/../{policies,tests/bad,tests/layout,tests/cases})
    if [ "$1" = evaluate ]; then seeds=(); fi
    if [ "$1" = prompt ]; then seeds=("$here/prompt"); fi
    # The time limit is for a machine that has much else to do.
    "$programs/$1" "$here/corpus/$1" "${seeds[@]}" -dict=words.dict -max_len=4096 -len_control=0 -timeout=60 -rss_limit_mb=1024 \
        -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix="$here/found/$1-" >"logs/$1.log" 2>&1
}
export -f fuzz

# shellcheck disable=SC2086
printf '%s\n' $names | xargs -P 2 -I NAME bash -c 'fuzz NAME || echo "NAME: see fuzz/logs/NAME.log" >&2' || true

failed=0
for name in $names; do
    log=logs/$name.log
    last=$(grep -E '^#[0-9]+' "$log" | tail -1)
    took=$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) .*/\1/p' "$log")
    [ -n "$took" ] || failed=1
    echo "$name: $(echo "$last" | sed -n 's/^#\([0-9]*\).*/\1/p') executions, ${took:-not ended:} seconds," \
        "$(echo "$last" | sed -n 's/.*cov: \([0-9]*\).*/\1/p') edges," \
        "corpus $(echo "$last" | sed -n 's/.*corp: \([^ ]*\).*/\1/p')"
done
exit $failed
