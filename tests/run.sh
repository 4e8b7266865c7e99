#!/usr/bin/env bash
# Installs what is missing, builds, and runs all tests. Can be run again at any time.
set -euo pipefail

usage() {
    cat <<'END'
Usage: tests/run.sh [--yes] [--all] [--no-install] [--preset NAME] [ctest arguments]

Builds the preset (dev unless told otherwise) with its tests and runs them by ctest. Every skipped test
function is listed with its reason. The last line is ctest's own summary.

  --yes          answer every question with yes (for machines)
  --all          install the optional helpers too, so that no test has to be skipped for want of one
  --no-install   install nothing; what is needed is here already
  --preset NAME  a preset of CMakePresets.json: dev, dev-asan, release, ci-clang
  -DNAME=VALUE     an option of CMake: -DSIGNET_GUI=OFF
  SIGNET_NO_SKIP=1 in the environment makes a skipped test a failure

Examples:
  tests/run.sh -R tst_identifiers
  tests/run.sh --preset dev-asan --repeat until-fail:20 -R net

Exit code: 0 all passed; 1 a test failed, or was skipped under SIGNET_NO_SKIP=1, or there was none to run,
or building failed.
END
}

install=1
all=0
preset=dev
ctest_arguments=()
options=()
while (($#)); do
    case $1 in
        --yes) export SIGNET_YES=1 ;;
        --all) all=1 ;;
        --no-install) install=0 ;;
        --preset)
            [[ $# -ge 2 ]] || { echo "--preset needs a name." >&2 && exit 1; }
            preset=$2
            shift
            ;;
        --help | -h) usage && exit 0 ;;
        -D*) options+=("$1") ;;
        *) ctest_arguments+=("$1") ;;
    esac
    shift
done

echo "Signet: building and running the tests, preset $preset."
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=installer/packages.sh
source installer/packages.sh
# shellcheck source=installer/build.sh
source installer/build.sh

if ((install)); then
    purposes=(build test)
    [[ $preset == ci-clang ]] && purposes+=(clang)
    ((all)) && purposes+=(helpers gui-test)
    signet_require "${purposes[@]}"
    ((all)) && tests/tools/install-helpers.sh
fi

signet_build "$preset" -DSIGNET_TESTS=ON "${options[@]}"

# CTest writes the whole output of every test program to this file; only there are the skips of Qt Test seen,
# because a program with a skipped function has passed.
log=build/$preset/Testing/Temporary/LastTest.log
screen=build/$preset/tests.log
rm -f "$log"

code=0
ctest --preset "$preset" --no-tests=error "${ctest_arguments[@]}" 2>&1 | tee "$screen" || code=1

skipped=$(python3 tests/tools/skipped.py "$log" "$screen")
if [[ -n $skipped ]]; then
    printf '\nSkipped:\n%s\n' "$skipped"
    if [[ ${SIGNET_NO_SKIP:-} == 1 ]]; then
        echo "A skipped test is a failure here (SIGNET_NO_SKIP=1)."
        code=1
    fi
fi

summary=$(grep -E '^[0-9]+% tests passed, [0-9]+ tests? failed out of [0-9]+' "$screen" | tail -n 1 || true)
if [[ -z $summary ]]; then
    echo "No test was run." >&2
    exit 1
fi
printf '\n%s\n' "$summary"
exit "$code"
