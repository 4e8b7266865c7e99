#!/usr/bin/env python3
"""Lists what a CTest run skipped, with the reasons.

Usage: skipped.py LASTTEST_LOG SCREEN

LASTTEST_LOG is CTest's Testing/Temporary/LastTest.log: it holds the whole output of every test program, so
the functions that Qt Test skipped inside a program that passed are found there, as
    SKIP   : tst_x::function(row) the reason, which may
    go over several lines
       Loc: [file(line)]
SCREEN is what ctest itself printed: programs that were skipped or disabled as a whole are found there, as
    \t  2 - name (Skipped)
One line for each, "name: reason", on standard output; nothing where nothing was skipped.
"""

import re
import sys

SKIP = re.compile(r"^SKIP   : (?P<name>\S+?\(.*?\))\s?(?P<reason>.*)$")
LOCATION = re.compile(r"^   Loc: \[")
# Any other line of Qt Test that begins a message of its own ends the reason.
MESSAGE = re.compile(r"^(PASS|FAIL!|XFAIL|XPASS|BPASS|BFAIL|BSKIP|QDEBUG|QINFO|QWARN|QSYSTEM|QFATAL|RESULT|Totals:|\*{9}|<end of output>)")
WHOLE_PROGRAM = re.compile(r"^\t\s*\d+ - (?P<name>\S+) \((?P<reason>Skipped|Disabled|Not Run)\)")


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


def skipped_functions(lines):
    entry = None
    for line in lines:
        start = SKIP.match(line)
        if start:
            if entry:
                yield entry
            entry = [start["name"], start["reason"]]
        elif entry and (LOCATION.match(line) or MESSAGE.match(line)):
            yield entry
            entry = None
        elif entry:
            entry[1] += " " + line.strip()
    if entry:
        yield entry


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    for name, reason in skipped_functions(read(sys.argv[1])):
        print(f"  {name}: {reason.strip() or 'no reason given'}")
    for line in read(sys.argv[2]):
        found = WHOLE_PROGRAM.match(line)
        if found:
            print(f"  {found['name']}: the whole program, {found['reason'].lower()}")


if __name__ == "__main__":
    main()
