#!/bin/sh
# Draws the pictures of the README from today's program, always with the same fonts and the same size.
#   resources/screenshots/make.sh [PRESET]
set -eu
preset=${1:-dev}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."

cmake --build --preset "$preset" --target signet_screenshots

FONTCONFIG_FILE="$here/fonts.conf" QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1 QT_FONT_DPI=96 LC_ALL=C.UTF-8 \
    "build/$preset/bin/signet_screenshots" "$here" light readme
