#!/usr/bin/env python3
"""Runs clang-tidy over our own sources and remembers what was clean.

Usage: tidy.py [--seconds N] BUILD_FOLDER ROOM...     for example: tidy.py build/ci-clang app core ui

Takes every source file below the ROOMs (folders of the source tree) from BUILD_FOLDER/compile_commands.json, two at
a time on two cores. A file whose preprocessed text, options and list of checks were clean before is not looked at
again: one second instead of eight. What is remembered is one empty file per clean text, in
$XDG_CACHE_HOME/signet-tidy (~/.cache/signet-tidy); remove the folder to look at everything.

The files that were changed last come first. With --seconds no further file is begun when that time is over, and how
many were not looked at is said: a run on a machine that remembers nothing sees what is new, and ends.

Exit code: 0 nothing found; 1 something found, or clang-tidy could not run. What it found goes to standard output.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys
import time

TIDY = "clang-tidy-19"
COMPILER = "clang++-19"


def fingerprint(entry, settings):
    """What decides the outcome: the text after preprocessing, the command, the checks. None where it does not compile."""
    words = shlex.split(entry["command"])
    # The launcher (ccache) and the compiler go; what writes files goes.
    start = next(index for index, word in enumerate(words) if word.startswith("-"))
    options, skip = [], False
    for word in words[start:]:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif word not in ("-c", "-MD"):
            options.append(word)
    # With comments: NOLINT is one.
    text = subprocess.run([COMPILER, *options, "-E", "-C"], cwd=entry["directory"], capture_output=True)
    if text.returncode != 0:
        return None
    seen = b"\0".join([text.stdout, " ".join(options).encode(), settings])
    # The same tree in another folder is the same tree.
    return hashlib.sha256(seen.replace(os.getcwd().encode(), b".")).hexdigest()


def look_at(entry, build, settings, memory):
    """(file, "clean" or "remembered" or what was found, whether it is fine)"""
    file = entry["file"]
    key = fingerprint(entry, settings)
    if key and (memory / key).exists():
        return file, "remembered", True
    run = subprocess.run([TIDY, "--quiet", "-p", build, file], capture_output=True, text=True)
    if run.returncode != 0:
        return file, run.stdout or run.stderr, False
    if key:
        (memory / key).touch()
    return file, "clean", True


def last_changes():
    """Seconds of Unix time of the last commit, by file."""
    log = subprocess.run(["git", "log", "--format=%ct", "--name-only"], capture_output=True, text=True)
    changes, when = {}, 0
    for line in log.stdout.splitlines():
        if line.isdigit():
            when = int(line)
        elif line:
            changes.setdefault(os.path.realpath(line), when)
    return changes


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("build")
    parser.add_argument("rooms", nargs="+")
    options = parser.parse_args()
    deadline = time.monotonic() + options.seconds
    build, rooms = options.build, [os.path.realpath(room) + os.sep for room in options.rooms]
    memory = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "signet-tidy"
    memory.mkdir(parents=True, exist_ok=True)

    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    settings = version + pathlib.Path(".clang-tidy").read_bytes()
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = [entry for entry in json.load(file) if entry["file"].startswith(tuple(rooms))]
    if not entries:
        sys.exit(f"tidy.py: {build} compiles nothing below {', '.join(options.rooms)}.")
    # What was never committed is the newest of all.
    changes = last_changes()
    entries.sort(key=lambda entry: changes.get(os.path.realpath(entry["file"]), float("inf")), reverse=True)

    def in_time(entry):
        if time.monotonic() > deadline:
            return entry["file"], "not looked at", True
        return look_at(entry, build, settings, memory)

    found = remembered = left = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(in_time, entry) for entry in entries]
        for job in concurrent.futures.as_completed(jobs):
            file, outcome, fine = job.result()
            remembered += outcome == "remembered"
            left += outcome == "not looked at"
            if not fine:
                found += 1
                print(f"{os.path.relpath(file)}:\n{outcome}", flush=True)
    print(f"clang-tidy: {len(entries)} files, {remembered} of them remembered as clean, {found} with findings, "
          f"{left} not looked at in the time")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
