#!/usr/bin/env bash
# Fills in the manifest for winget: installer/windows/winget.sh VERSION URL INSTALLER [FOLDER]
set -euo pipefail
if (($# < 3)); then
    echo "Usage: winget.sh VERSION URL INSTALLER [FOLDER]" >&2
    exit 1
fi
version=$1 url=$2 digest=$(sha256sum "$3" | cut -d ' ' -f 1) folder=${4:-winget}
mkdir -p "$folder"
for part in "$(dirname "${BASH_SOURCE[0]}")"/winget/*.yaml.in; do
    name=Signet.Signet.$(basename "$part" .in)
    sed -e "s|@VERSION@|$version|; s|@URL@|$url|; s|@SHA256@|${digest^^}|" "$part" >"$folder/${name/Signet.version.yaml/Signet.yaml}"
done
ls "$folder"
