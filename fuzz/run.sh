#!/usr/bin/env bash
# Fuzzes one target, or all of them, for some seconds each: fuzz/run.sh [TARGET|all] [SECONDS]
# The compiler's coverage counters need RUSTC_BOOTSTRAP on a stable toolchain; cargo-fuzz itself is not needed.
set -euo pipefail
cd "$(dirname "$0")"

target=${1:-all}
seconds=${2:-60}
flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
flags="$flags -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions"
host=$(rustc -vV | sed -n 's/^host: //p')
# With --target the flags are for the targets alone, and not for build scripts.
RUSTC_BOOTSTRAP=1 RUSTFLAGS="$flags" cargo build --release --locked --target "$host" --bins

for name in parse format evaluate prompt; do
    if [ "$target" != all ] && [ "$target" != "$name" ]; then continue; fi
    mkdir -p "corpus/$name"
    seeds=(../policies ../tests/bad ../tests/layout ../tests/cases)
    if [ "$name" = evaluate ]; then seeds=(); fi
    "target/$host/release/$name" "corpus/$name" "${seeds[@]}" -dict=words.dict -max_len=4096 -timeout=10 -rss_limit_mb=1024 \
        -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix="corpus/$name-"
done
