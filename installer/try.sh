#!/usr/bin/env bash
# Builds Signet and starts it on a simulated Azure. Running it again takes seconds.
set -euo pipefail

usage() {
    cat <<'END'
Usage: installer/try.sh [--yes] [--no-install] [--terminal]

Installs what is missing (after asking), builds Signet in build/try and starts it on a simulated
Azure: the window where there is a display, else two diagnoses in the terminal. Nothing outside
this computer is contacted but the package mirror.

  --yes         answer yes to every question (for scripts)
  --no-install  install nothing; everything required is already installed
  --terminal    show the command line, even if there is a display
END
}

install=1
terminal=0
for argument in "$@"; do
    case $argument in
        --yes) export SIGNET_YES=1 ;;
        --no-install) install=0 ;;
        --terminal) terminal=1 ;;
        --help | -h) usage && exit 0 ;;
        *) echo "installer/try.sh: unknown argument '$argument'" >&2 && usage >&2 && exit 1 ;;
    esac
done

echo "Signet: building the program, then starting it on a simulated Azure."
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=installer/packages.sh
source installer/packages.sh
# shellcheck source=installer/build.sh
source installer/build.sh

if ((install)); then
    signet_require build
fi
# Only what is started here, and without optimization: half of the time would go into that. How far it is, in
# percent and seconds, is in front of each step.
NINJA_STATUS='[%p, %es] ' signet_build try -- signet signet-gui

bin=build/try/bin
if ((!terminal)) && [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    echo "Starting $bin/signet-gui --sandbox healthy"
    exec "$bin/signet-gui" --sandbox healthy
fi

# A diagnosis that finds the scenario's fault exits with 2, which is shown here.
show() {
    local scenario=$1 expected=$2 code=0
    printf '\n== signet diagnose --sandbox %s\n\n' "$scenario"
    "$bin/signet" diagnose --sandbox "$scenario" || code=$?
    if ((code != expected)); then
        echo "signet exited with $code instead of $expected." >&2
        exit 1
    fi
}
show healthy 0
show not-in-org 2
printf '\nMore: %s/signet sandbox list\n' "$bin"
