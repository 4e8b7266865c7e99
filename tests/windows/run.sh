#!/usr/bin/env bash
# Builds signet.exe and a few tests for Windows, and runs them under Wine. Passes with a reason where the libraries,
# the compiler or Wine are missing: they are not everywhere.
#
#   tests/windows/run.sh [--all]     --all: the window, the installer and the zip also
#
#   SIGNET_WINDOWS_SYSROOT    folder with mingw.cmake and sysroot; without it, windows-sysroot.tar.xz is unpacked
#   SIGNET_WINDOWS_ARCHIVE    that file; ../shared/windows/windows-sysroot.tar.xz unless told otherwise
#   SIGNET_LINUX_PROGRAM      signet for Linux, to compare with
#
# Not run under Wine, and why:
#   tst_replacefile_killed, _meanwhile, _disks   they stop a program between two calls of Linux
#   tst_absence, tst_namespace                   network namespaces
#   tst_keychainstore                            a D-Bus session; keychain_steps.exe is run instead
#   tst_httpserver               Wine does not deliver a reset that follows from SO_LINGER, and the trial waits for it
#   tst_cli and the like                         compare text with golden files of Linux, and take long
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=installer/build.sh
source installer/build.sh

# What differs on Windows: files, names of files, the terminal, profiles, the sandbox's server, and what decides
# with them.
programs=(tst_nativepath tst_systemerror tst_hiddenline tst_host tst_windowsfiles tst_replacefile tst_profilestore
    tst_azureclisignin)

skip() {
    printf 'windows: skipped: %s\n' "$1"
    exit 0
}
processor_time() { awk '{ printf "%d", $16 + $17 }' /proc/$$/stat; } # hundredths of a second, of ended children

all=0
[[ ${1:-} == --all ]] && all=1

command -v x86_64-w64-mingw32-g++-posix >/dev/null || skip "the compiler (g++-mingw-w64-x86-64-posix) is not installed"
command -v wine >/dev/null || skip "Wine (wine, wine64) is not installed"
if [[ -z ${SIGNET_WINDOWS_SYSROOT:-} ]]; then
    archive=${SIGNET_WINDOWS_ARCHIVE:-../shared/windows/windows-sysroot.tar.xz}
    [[ -f $archive ]] || skip "there are no libraries for Windows: neither SIGNET_WINDOWS_SYSROOT nor $archive"
    SIGNET_WINDOWS_SYSROOT=$PWD/build/windows-sysroot
    if [[ ! -f $SIGNET_WINDOWS_SYSROOT/mingw.cmake || $archive -nt $SIGNET_WINDOWS_SYSROOT/mingw.cmake ]]; then
        rm -rf "$SIGNET_WINDOWS_SYSROOT"
        mkdir -p "$SIGNET_WINDOWS_SYSROOT"
        tar -C "$SIGNET_WINDOWS_SYSROOT" -xJf "$archive" --touch
    fi
fi
export SIGNET_WINDOWS_SYSROOT

targets=(signet keychain_steps "${programs[@]}")
gui=OFF
((all)) && gui=ON && targets+=(signet-gui)
# Looked at is what it does, not how fast: -O0 takes half the time.
signet_build windows -DSIGNET_TESTS=ON -DSIGNET_GUI=$gui "-DCMAKE_CXX_FLAGS_RELEASE=-O0 -DNDEBUG" -- "${targets[@]}"
built=$(processor_time)

work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEPATH="Z:${SIGNET_WINDOWS_SYSROOT//\//\\}\\sysroot\\bin"
# No .NET and no browser: half of the time that a new prefix takes.
export WINEDLLOVERRIDES="mscoree,mshtml=" QT_PLUGIN_PATH="Z:${SIGNET_WINDOWS_SYSROOT//\//\\}\\sysroot\\plugins"
# shellcheck disable=SC2317 # the trap calls it
finish() {
    timeout 20 wineserver -k >/dev/null 2>&1 || true
    timeout 60 wineserver -w >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT
mkdir -p "$WINEPREFIX"
# It stays, so that each program starts in a moment.
wineserver -p
timeout 180 wine wineboot -i >"$work/wineboot.log" 2>&1 || { cat "$work/wineboot.log" >&2 && exit 1; }

failed=0 passed_functions=0 failed_functions=0 skipped_functions=0
for program in "${programs[@]}"; do
    # Qt Test prints nothing to a pipe under Wine.
    result=$work/$program.txt
    timeout 180 wine "build/windows/bin/$program.exe" -o "Z:${result//\//\\},txt" >/dev/null 2>&1 || true
    totals=$(grep -a '^Totals:' "$result" 2>/dev/null || true)
    if [[ ! $totals =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped ]]; then
        echo "$program: did not end"
        [[ -f $result ]] && tail -n 5 "$result"
        failed=1
        continue
    fi
    passed_functions=$((passed_functions + BASH_REMATCH[1]))
    failed_functions=$((failed_functions + BASH_REMATCH[2]))
    skipped_functions=$((skipped_functions + BASH_REMATCH[3]))
    echo "$program: ${BASH_REMATCH[0]}"
    ((BASH_REMATCH[2] == 0)) || failed=1
    grep -a -A3 -E '^(FAIL!|SKIP)' "$result" | tr -d '\r' || true
done
echo "Test programs: $passed_functions passed, $failed_functions failed, $skipped_functions skipped"

linux=()
[[ -x ${SIGNET_LINUX_PROGRAM:-} ]] && linux=("$SIGNET_LINUX_PROGRAM")
timeout 600 python3 tests/windows/trials.py build/windows/bin/signet.exe build/windows/bin/keychain_steps.exe "${linux[@]}" || failed=1

if ((all)); then
    tests/windows/installer.sh || failed=1
fi
printf 'Processor time: %d s to build, %d s in all\n' $((built / 100)) $(($(processor_time) / 100))
exit "$failed"
