#!/usr/bin/env bash
# Tries mutants for some minutes: mutants/run.sh [MINUTES]
# `cargo mutants` says what could be changed (.cargo/mutants.toml says where). All changes go into one copy of the program, each behind
# a question whether it is on, so that one build serves them all. What was tried is kept: another run goes on from there. Where tests
# were added since, what survived is tried again; where the program was changed, everything is.
set -euo pipefail
cd "$(dirname "$0")"

minutes=${1:-60}
work=$PWD/work
original=$work/original
copy=$work/copy
mkdir -p "$original"
CARGO_TARGET_DIR=$work/target cargo build --release --locked
tool=$work/target/release/quanze-mutants
# Tests that run a random policy a thousand times are slow without it.
export CARGO_PROFILE_TEST_OPT_LEVEL=2 CARGO_INCREMENTAL=0

if ! diff -rq ../src "$original/src" >/dev/null; then
    rm -rf "$original" "$copy"
    mkdir -p "$original"
fi
(cd .. && git ls-files -co --exclude-standard -z | grep -zv '^mutants/' | xargs -0 cp --parents -uput "$original")
if [ ! -e "$copy/outcomes" ]; then
    rm -rf "$copy"
    cp -a "$original" "$copy"
    (cd .. && cargo mutants --list --json) >"$work/list.json"
    touch "$copy/refused"
    cp mutant.rs "$copy/src/mutant.rs"
    echo "pub mod mutant;" >>"$copy/src/lib.rs"
    # What a change makes unused is no error.
    sed -i '/^\[lints/,/^$/d' "$copy/Cargo.toml"
    printf '\n[workspace]\n' >>"$copy/Cargo.toml"
    while true; do
        "$tool" place "$work/list.json" "$original" "$copy"
        if (cd "$copy" && CARGO_TARGET_DIR=$work/target cargo check --lib --message-format=json 2>/dev/null) >"$work/check.json"; then break; fi
        "$tool" refuse "$copy" <"$work/check.json"
    done
    touch "$copy/outcomes"
fi
(cd "$original" && find . -type f -not -path './src/*' -not -name Cargo.toml -print0 | xargs -0 cp --parents -uput "$copy")
(cd "$copy" && CARGO_TARGET_DIR=$work/target cargo test --lib --test suite --no-run --message-format=json) >"$work/test.json"
mapfile -t tests < <(grep -o '"executable":"[^"]*/deps/[^"]*"' "$work/test.json" | cut -d'"' -f4)

# A change that never stops taking memory or time is stopped.
ulimit -v 8000000 -t 1000
if [ ! -e "$copy/reached" ] || [ -n "$(find "$copy/tests" "${tests[@]}" -newer "$copy/reached" -print -quit)" ]; then
    "$tool" record "$copy" "${tests[@]}"
    grep $'\tcaught\t' "$copy/outcomes" >"$work/caught" || true
    mv "$work/caught" "$copy/outcomes"
fi
"$tool" try "$work/list.json" "$copy" "$minutes"

placed() { cut -f4 "$copy/places" | tr ' ' '\n' | sort -u; }
outcome() { awk -F'\t' -v outcome="$1" '{ last[$1] = $2; line[$1] = $0 } END { for (one in last) if (last[one] == outcome) print line[one] }' "$copy/outcomes"; }
echo "listed $(grep -c '"genre"' "$work/list.json"), in the program $(placed | wc -l), refused by the compiler $(wc -l <"$copy/refused")," \
    "caught $(outcome caught | wc -l), survived $(outcome survived | wc -l)," \
    "not tried with all tests for want of time $(($(outcome quick | wc -l) + $(outcome random | wc -l)))"
outcome survived | sort -n
