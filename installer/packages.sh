# shellcheck shell=bash
# What Signet needs from the system, by purpose, and how to get it. Sourced, not run.
#
#   signet_packages PURPOSE...   prints the package names, one a line
#   signet_require  PURPOSE...   returns when every package of the purposes is installed; installs what is
#                                missing after asking (SIGNET_YES=1 answers yes); otherwise prints the
#                                command to run and returns 1
#
# The names are Debian's (12, bookworm). They are the same in later Debian and current Ubuntu releases.

# Describes each purpose in the prompt that precedes an installation.
declare -gA SIGNET_PURPOSE=(
    [build]="compile Signet"
    [test]="run the tests"
    [helpers]="compare with HashiCorp's formatter and with other readers of variables in tests, and see pages in a browser"
    [gui-test]="test the windows on a real X server, through the accessibility bus"
    [clang]="compile with the second compiler"
    [lint]="check style and scripts"
    [package]="build the packages and check them"
    [windows]="build for Windows and run that under Wine"
)

# One purpose, one list. `signet_packages` is the only reader.
declare -gA SIGNET_PACKAGES=(
    [build]="g++ cmake ninja-build ccache qt6-base-dev qt6-svg-dev qcoro-qt6-dev qtkeychain-qt6-dev libcli11-dev libssl-dev libgl-dev"
    # An offscreen window without a font draws boxes. iproute2, openssl and curl serve the tests in a
    # network namespace; strace kills a program between two calls of the system; gnome-keyring is a keychain
    # in a D-Bus session of its own, and secret-tool reads it from outside. qt6-l10n-tools has lupdate,
    # which collects the texts for translators; tmux is a terminal that a test can read.
    [test]="fonts-dejavu-core libqt6svg6 python3 iproute2 openssl curl ca-certificates strace dbus gnome-keyring libsecret-tools qt6-l10n-tools tmux"
    # Omitted if another source provides the commands (see signet_packages).
    [helpers]="fish zsh nodejs npm python3-yaml systemd chromium-headless-shell"
    [gui-test]="xvfb xauth openbox xdotool imagemagick fonts-noto-core at-spi2-core python3-pyatspi gir1.2-atspi-2.0 dbus dbus-x11"
    [clang]="clang-19 libclang-rt-19-dev"
    [lint]="clang-tidy-19 clang-format-19 shellcheck"
    [package]="dpkg-dev file lintian desktop-file-utils appstream man-db"
    # wine64 alone is a program in a folder of its own. tests/windows/run.sh says where the libraries come from.
    [windows]="g++-mingw-w64-x86-64-posix lld-19 llvm-19 wine64 wine nsis curl xz-utils"
)

signet_packages() {
    local purpose package
    for purpose in "$@"; do
        if [[ -z ${SIGNET_PACKAGES[$purpose]:-} ]]; then
            echo "signet_packages: unknown purpose '$purpose'" >&2
            return 1
        fi
        for package in ${SIGNET_PACKAGES[$purpose]}; do
            case $package in
                nodejs) command -v node >/dev/null && continue ;;
                npm) command -v npm >/dev/null && continue ;;
            esac
            echo "$package"
        done
    done
}

# The packages of the purposes that dpkg does not have completely installed, one a line.
signet_missing_packages() {
    local package
    signet_packages "$@" | while read -r package; do
        # dpkg-query exits with 1 for an unknown name: that is a result, not a failure.
        if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
            echo "$package"
        fi
    done
}

# A mirror can be unavailable for a moment: three attempts, then the last failure counts.
signet_retry() {
    local attempt
    for attempt in 1 2 3; do
        if "$@"; then
            return 0
        fi
        if [[ $attempt != 3 ]]; then
            echo "Attempt $attempt of 3 failed. Trying again in $((attempt * 5)) seconds." >&2
            sleep $((attempt * 5))
        fi
    done
    echo "Gave up after 3 attempts: $*" >&2
    return 1
}

signet_require() {
    local purpose package answer
    local -a missing=() why=() as_root=()

    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "This system has no apt, so nothing can be installed. Signet needs the content of these Debian packages:" >&2
        signet_packages "$@" | sort -u | paste -sd ' ' - | fold -s -w 100 | sed 's/^/    /' >&2
        echo "Install them with your system's package manager, then run this again with --no-install." >&2
        return 1
    fi

    for purpose in "$@"; do
        local -a lacking=()
        mapfile -t lacking < <(signet_missing_packages "$purpose")
        if ((${#lacking[@]})); then
            why+=("    to ${SIGNET_PURPOSE[$purpose]}: ${lacking[*]}")
            missing+=("${lacking[@]}")
        fi
    done
    if ((${#missing[@]} == 0)); then
        return 0
    fi

    local sudo=""
    if [[ $(id -u) != 0 ]]; then
        sudo="sudo "
        as_root=(sudo)
        # Without a terminal a password cannot be entered: fail immediately instead of waiting for one.
        [[ -t 0 ]] || as_root+=(-n)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q)
    local by_hand="${sudo}apt-get update && ${sudo}apt-get install --no-install-recommends ${missing[*]}"

    echo "Missing Debian packages (${#missing[@]}):"
    printf '%s\n' "${why[@]}" | fold -s -w 110

    if [[ -n $sudo ]] && ! command -v sudo >/dev/null; then
        echo "sudo was not found. Run this as root:" >&2
        echo "    ${by_hand//sudo /}" >&2
        return 1
    fi
    if [[ ${SIGNET_YES:-} != 1 ]]; then
        if [[ ! -t 0 ]]; then
            echo "There is no terminal to ask on. Run this again with --yes, or run:" >&2
            echo "    $by_hand" >&2
            return 1
        fi
        read -r -p "Install them now with ${sudo}apt-get? [Y/n] " answer || answer=no
        if [[ ${answer,,} != "" && ${answer,,} != y && ${answer,,} != yes ]]; then
            echo "Nothing was installed." >&2
            return 1
        fi
    fi

    signet_retry "${as_root[@]}" update || return 1
    signet_retry "${as_root[@]}" install -y --no-install-recommends "${missing[@]}" || return 1

    mapfile -t missing < <(signet_missing_packages "$@")
    if ((${#missing[@]})); then
        echo "apt-get succeeded, but these are still not installed: ${missing[*]}" >&2
        return 1
    fi
}
