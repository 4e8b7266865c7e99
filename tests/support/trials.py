"""What trials of files have in common: how one ends that found something wrong, or could not be made."""

import os
import shutil
import sys
import tempfile


class Wrong(Exception):
    pass


def require(condition, what):
    if not condition:
        raise Wrong(what)


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(77)


def write(path, content):
    """Bytes as they are, text as UTF-8."""
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def read(path):
    with open(path, "rb") as file:
        return file.read()


def run_in_folder(trial, prefix, parent=None):
    """Calls trial(folder) with a new folder. Ends the process with 1 for what is wrong."""
    folder = tempfile.mkdtemp(prefix=prefix, dir=parent)
    try:
        trial(folder)
    except (Wrong, OSError) as wrong:
        print(f"WRONG: {wrong}")
        sys.exit(1)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
