# shellcheck shell=bash
# Configuring and building a preset. Sourced, not run, from the top of the source tree.
#
#   signet_build PRESET [cmake options] [-- targets]   no targets: everything
#
# CMake's output while configuring goes to build/PRESET.log and is shown if it fails.

signet_build() {
    local preset=$1
    shift
    local -a options=() targets=()
    while (($#)) && [[ $1 != -- ]]; do
        options+=("$1")
        shift
    done
    if (($#)); then
        shift
        targets=(--target "$@")
    fi

    local log=build/$preset.log
    mkdir -p build
    echo "Configuring build/$preset"
    if ! cmake --preset "$preset" "${options[@]}" >"$log" 2>&1; then
        cat "$log" >&2
        echo "CMake could not configure the preset '$preset'. The text above is also in $log." >&2
        return 1
    fi
    echo "Building build/$preset"
    if ! cmake --build --preset "$preset" "${targets[@]}"; then
        echo "The preset '$preset' did not build." >&2
        return 1
    fi
}
