#!/usr/bin/env bash
# Packs the installer and the zip, and tries them under Wine: install, run, upgrade, uninstall, what is left.
#   tests/windows/installer.sh [--packed]     after tests/windows/run.sh --all, in its environment (WINEPREFIX)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=$PWD/build/windows
: "${WINEPREFIX:?}"
unset WINEPATH QT_PLUGIN_PATH
export WINEDEBUG=-all
failed=0

check() { # DESCRIPTION COMMAND...
    local what=$1
    shift
    if "$@" >"$WINEPREFIX/check.log" 2>&1; then
        echo "PASSED  $what"
    else
        echo "FAILED  $what"
        head -n 5 "$WINEPREFIX/check.log"
        failed=1
    fi
}
files_in() { (cd "$1" 2>/dev/null && find . -type f | sort); }
# shellcheck disable=SC2317 # check calls it
missing() { [[ ! -e $1 ]]; }
registry() {
    local found
    # Where there is no such key, it says so on standard output.
    if found=$(wine reg query "$1" 2>/dev/null); then
        tr -d '\r' <<<"$found"
    fi
}
# It goes on in a copy of itself, so that it can remove itself.
# shellcheck disable=SC2317 # check calls it
uninstall() { # FOLDER MODE
    wine "$1/uninstall.exe" "/$2" /S
    local second
    for second in {1..30}; do
        [[ -e $1/uninstall.exe ]] || return 0
        sleep 1
    done
    echo "not gone after $second seconds"
    return 1
}

installer=("$build"/signet-*-windows-x64.exe)
# Packing takes minutes; --packed tries what is there.
[[ ${1:-} == --packed ]] || cmake --build --preset windows --target windows_installer >"$build/installer.log" 2>&1 || { tail -n 20 "$build/installer.log" && exit 1; }
(cd "$build" && cpack -G ZIP >"$build/zip.log" 2>&1) || { tail -n 20 "$build/zip.log" && exit 1; }
installer=("$build"/signet-*-windows-x64.exe) zip=("$build"/signet-*-windows-x64.zip)
printf 'Installer %d kB, zip %d kB, unpacked %d kB, %d files\n' $(($(stat -c %s "${installer[0]}") / 1024)) \
    $(($(stat -c %s "${zip[0]}") / 1024)) "$(du -sk "$build/installed" | cut -f1)" "$(files_in "$build/installed" | wc -l)"

# The zip, in a folder with a space and a name in Japanese.
portable="$WINEPREFIX/drive_c/持ち運び 1"
mkdir -p "$portable"
(cd "$portable" && cmake -E tar xf "${zip[0]}")
program=$(find "$portable" -name signet.exe)
check "zip: runs from any folder" wine "$program" diagnose --sandbox healthy
check "zip: list of contents is SPDX" python3 -c 'import json, sys
document = json.load(open(sys.argv[1]))
assert document["spdxVersion"] == "SPDX-2.3" and len(document["files"]) > 5' "$(dirname "$program")/signet.spdx.json"

users=$(find "$WINEPREFIX/drive_c/users" -maxdepth 1 -mindepth 1 ! -name Public | head -n 1)
declare -A target=([CurrentUser]="$users/AppData/Local/Programs/Signet" [AllUsers]="$WINEPREFIX/drive_c/Program Files/Signet")
declare -A root=([CurrentUser]=HKCU [AllUsers]=HKLM)
declare -A path=([CurrentUser]='HKCU\Environment' [AllUsers]='HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment')
for mode in CurrentUser AllUsers; do
    folder=${target[$mode]}
    entry="${root[$mode]}\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Signet"
    before=$(registry "${path[$mode]}" | grep -i ' Path ' || true)
    check "$mode: installs silently" wine "${installer[0]}" /S "/$mode"
    check "$mode: has every file" diff <(files_in "$build/installed"; echo ./uninstall.exe) <(files_in "$folder" | grep -v '^./uninstall.exe$'; echo ./uninstall.exe)
    check "$mode: is listed among the programs" grep -q DisplayVersion <(registry "$entry")
    check "$mode: is in PATH once" test "$(registry "${path[$mode]}" | grep -io 'Signet' | wc -l)" = 1
    check "$mode: runs" wine "$folder/signet.exe" diagnose --sandbox healthy
    check "$mode: keeps a profile" wine "$folder/signet.exe" profile save "$mode" --org contoso
    # A file of an older version that the new one does not have stays: it is not in any list. One that somebody
    # changed is replaced.
    echo old >"$folder/qt.conf"
    check "$mode: upgrades in place" wine "${installer[0]}" /S "/$mode"
    check "$mode: upgraded every file" cmp "$folder/qt.conf" "$build/installed/qt.conf"
    check "$mode: is in PATH once after an upgrade" test "$(registry "${path[$mode]}" | grep -io 'Signet' | wc -l)" = 1
    check "$mode: keeps settings in an upgrade" grep -q "$mode" <(wine "$folder/signet.exe" profile list --output json)
    check "$mode: uninstalls silently" uninstall "$folder" "$mode"
    check "$mode: leaves no folder" missing "$folder"
    echo "        left in the folder: $(files_in "$folder" | tr '\n' ' ')"
    check "$mode: leaves no entry" test -z "$(registry "$entry")"
    check "$mode: leaves PATH as it was" test "$(registry "${path[$mode]}" | grep -i ' Path ' || true)" = "$before"
    check "$mode: leaves the settings" test -n "$(find "$users/AppData/Roaming/signet" -type f)"
    rm -rf "$folder"
done
exit "$failed"
