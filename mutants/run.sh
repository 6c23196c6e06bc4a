#!/usr/bin/env bash
# Tries mutants for some minutes: mutants/run.sh [MINUTES]
# `cargo mutants` says what could be changed (.cargo/mutants.toml says where). All changes go into one copy of the program, each behind
# a question whether it is on, so that one build serves them all. What was tried is kept: another run goes on from there.
set -euo pipefail
cd "$(dirname "$0")"

minutes=${1:-60}
work=$PWD/work
original=$work/original
copy=$work/copy
mkdir -p "$work"
CARGO_TARGET_DIR=$work/target cargo build --release --locked
tool=$work/target/release/quanze-mutants

if [ ! -e "$work/built" ]; then
    rm -rf "$original" "$copy"
    (cd .. && cargo mutants --list --json) >"$work/list.json"
    mkdir -p "$original"
    (cd .. && git ls-files -co --exclude-standard -z | grep -zv '^mutants/' | xargs -0 cp --parents -pt "$original")
    cp -a "$original" "$copy"
    touch "$copy/refused"
    cp mutant.rs "$copy/src/mutant.rs"
    echo "pub mod mutant;" >>"$copy/src/lib.rs"
    # What a change makes unused is no error, and the program that a test starts has the same change.
    sed -i '/^\[lints/,/^$/d' "$copy/Cargo.toml"
    printf '\n[workspace]\n' >>"$copy/Cargo.toml"
    sed -i 's/\.env("LANG", "en_US.UTF-8")/&.envs(std::env::var("QUANZE_MUTANT").map(|on| ("QUANZE_MUTANT", on)))/' \
        "$copy"/tests/suite/*.rs "$copy"/tests/suite/*/*.rs
    while true; do
        "$tool" place "$work/list.json" "$original" "$copy"
        if (cd "$copy" && CARGO_TARGET_DIR=$work/target cargo check --lib --message-format=json 2>/dev/null) >"$work/check.json"; then break; fi
        "$tool" refuse "$copy" <"$work/check.json"
    done
    (cd "$copy" && CARGO_TARGET_DIR=$work/target cargo test --test suite --no-run)
    touch "$work/built"
fi

suite=$(find "$work/target/debug/deps" -name 'suite-*' -executable -type f -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2)
# A change that never stops taking memory is stopped.
ulimit -v 8000000
"$tool" try "$work/list.json" "$copy" "$suite" "$minutes"

echo "listed $(grep -c '"genre"' "$work/list.json"), refused by the compiler $(wc -l <"$copy/refused")," \
    "tried $(wc -l <"$copy/outcomes"), caught $(grep -c '	caught	' "$copy/outcomes"), survived:"
grep '	survived	' "$copy/outcomes" || true
