#!/usr/bin/env bash
# Builds the fuzzers in build/fuzz and runs each for a while, beginning with the texts of tests/fuzz/corpus/NAME.
#
#   tests/fuzz/run.sh [SECONDS] [NAME...]      20 seconds each, all of them, unless told otherwise
#   SIGNET_FUZZ_BUILD=build/ci-clang tests/fuzz/run.sh    with the fuzzers of a build that is there already
#
# What one of them stumbles over is printed, and kept in build/fuzz/crashes/NAME. What is new to them is kept in
# build/fuzz/found/NAME, from where the next run goes on; the repository is not changed.
# Exit code: 0 none stumbled; 1 one did, or building failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

duration=20
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    duration=$1
    shift
fi
compiler=${CXX:-clang++-19}
command -v "$compiler" >/dev/null || { echo "tests/fuzz/run.sh: $compiler is missing (packages clang-19 and libclang-rt-19-dev)." >&2 && exit 1; }

if [[ -n ${SIGNET_FUZZ_BUILD:-} ]]; then
    build=$SIGNET_FUZZ_BUILD
else
    build=build/fuzz
    # Signed shifts and such stop the fuzzer, too; the whole tree is watched, so that ways through it are seen.
    flags="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
    cmake -S . -B "$build" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" -DSIGNET_FUZZERS=ON -DSIGNET_GUI=OFF \
        ${CMAKE_CXX_COMPILER_LAUNCHER:+-DCMAKE_CXX_COMPILER_LAUNCHER="$CMAKE_CXX_COMPILER_LAUNCHER"} >/dev/null
fi
names=("$@")
if ((${#names[@]} == 0)); then
    for folder in tests/fuzz/corpus/*/; do
        names+=("$(basename "$folder")")
    done
fi
cmake --build "$build" --target "${names[@]}" >/dev/null || { cmake --build "$build" --target "${names[@]}"; exit 1; }

# Each in a process of its own, as many at a time as there are processors.
fuzz() {
    local name=$1
    local crashes=$build/crashes/$name
    mkdir -p "$crashes" "$build/found/$name"
    rm -f "$crashes"/*
    # A leak would be one of the libraries underneath: ours hold nothing beyond a run.
    QT_LOGGING_RULES="*=false" "$build/bin/$name" -max_total_time="$duration" -max_len=4096 -timeout=10 \
        -rss_limit_mb=4096 -print_final_stats=1 -artifact_prefix="$crashes/" \
        "$build/found/$name" "tests/fuzz/corpus/$name" >"$build/$name.log" 2>&1
}

failed=0
tell() {
    local name=$1 pid=$2 crash
    if wait "$pid"; then
        echo "$name: $duration seconds"
        grep -E 'stat::number_of_executed_units|stat::new_units_added' "$build/$name.log" | sed 's/^/  /'
        return
    fi
    failed=1
    echo "$name stumbled"
    tail -n 40 "$build/$name.log"
    for crash in "$build/crashes/$name"/*; do
        [[ -e $crash ]] || continue
        echo "--- $crash"
        head -c 2000 "$crash" | cat -A
        echo
    done
}

# What runs beside this script would go on when it is stopped.
trap 'jobs -p | xargs -r kill 2>/dev/null || true' EXIT
at_once=$(nproc)
for ((i = 0; i < ${#names[@]}; i += at_once)); do
    batch=("${names[@]:i:at_once}")
    pids=()
    for name in "${batch[@]}"; do
        fuzz "$name" &
        pids+=($!)
    done
    for j in "${!batch[@]}"; do
        tell "${batch[j]}" "${pids[j]}"
    done
done
exit $failed
