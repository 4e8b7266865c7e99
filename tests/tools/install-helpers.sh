#!/usr/bin/env bash
# Installs the programs of package.json beside this file, for the tests that compare with them. They go to
# node_modules here (ignored by git). No lock file is written: it would carry the addresses of a registry;
# the versions in package.json are exact.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=installer/packages.sh
source ../../installer/packages.sh

stamp=node_modules/.installed
if [[ -f $stamp ]] && cmp -s package.json "$stamp"; then
    exit 0
fi
echo "Installing the helpers of tests/tools/package.json"
signet_retry npm install --no-package-lock --no-audit --no-fund --loglevel=error
# Proof that they run here, before anything relies on them.
test "$(printf 'a   = 1\n' | node hcl-format.mjs)" = 'a = 1'
cp package.json "$stamp"
