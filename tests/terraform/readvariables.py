#!/usr/bin/env python3
"""The variables that a target would set, from files of its form.

A JSON array of texts comes on standard input; for each, {"variables": {NAME: VALUE}}, or {"error": REASON} where
the target would not read it or read something that nobody can know, goes to standard output in an array.

Usage: readvariables.py azure-pipelines|github-actions|gitlab-ci|pulumi|docker|systemd

The pipeline services and Pulumi read YAML (PyYAML does it here), and then put values for references. What
they document about references is followed; a reference that is left in a value is an error here, because
nobody knows what it would become.
docker   a line each, as `docker run --env-file` documents: blanks at its begin go, a line with # is a comment,
         and what follows the first equal sign is the value as it stands
systemd  by systemd itself: its manager loads a unit with the file as drop-in, in its own test mode, which
         starts nothing and says what it read

Exit code: 0 done; 77 the reader is not here, with the reason.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

NOBODY = 65534


class Unreadable(Exception):
    pass


def fail(reason):
    raise Unreadable(reason)


def missing(reason):
    print(reason, file=sys.stderr)
    sys.exit(77)


def from_yaml(text, *keys):
    try:
        import yaml
    except ImportError:
        missing("python3-yaml is not installed")
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        fail(error)
    for key in keys:
        found = found[key]
    return found


def without(variables, pattern, what):
    for name, value in variables.items():
        if not isinstance(value, str):
            fail(f"{name} is not a text: {value!r}")
        if re.search(pattern, value):
            fail(f"{name} has {what}: {value!r}")
    return variables


def azure_pipelines(text):
    # Macro, template and runtime syntax.
    return without(from_yaml(text, "variables"), r"\$\(|\$\{\{|^\$\[", "an expression")


def github_actions(text):
    return without(from_yaml(text, "env"), r"\$\{\{", "an expression")


def gitlab_ci(text):
    variables = {}
    for name, value in from_yaml(text, "variables").items():
        if isinstance(value, dict):
            if set(value) != {"value", "expand"} or value["expand"] is not False:
                fail(f"{name} is {value!r}")
            variables[name] = value["value"]
        else:
            # Without expand: false even a doubled sign is an escape for some versions only.
            variables.update(without({name: value}, r"[$%]", "a reference"))
    return variables


def pulumi(text):
    variables = from_yaml(text, "values", "environmentVariables")
    read = {}
    for name, value in variables.items():
        parts = re.split(r"(\$\$|\$\{)", value)
        if "${" in parts:
            fail(f"{name} has a reference: {value!r}")
        read[name] = "".join("$" if part == "$$" else part for part in parts)
    return read


def docker(text):
    read = {}
    for line in text.split("\n"):
        line = line.lstrip()
        if not line or line.startswith("#"):
            continue
        name, equal, value = line.partition("=")
        if not equal or not name or re.search(r"\s", name):
            fail(f"this line sets nothing: {line!r}")
        read[name] = value.removesuffix("\r")
    return read


def systemd(text):
    manager = "/lib/systemd/systemd"
    if not os.access(manager, os.X_OK):
        missing("systemd is not installed")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        os.makedirs(folder + "/unit/read.service.d")
        with open(folder + "/unit/read.service", "w", encoding="utf-8") as unit:
            unit.write("[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n")
        with open(folder + "/unit/read.service.d/variables.conf", "w", encoding="utf-8") as drop_in:
            drop_in.write(text)
        os.mkdir(folder + "/run", 0o700)
        command = [manager, "--test", "--user", "--unit=read.service", "--no-pager"]
        if os.geteuid() == 0:
            # Its test mode refuses root, and wants to see control groups.
            os.chown(folder + "/run", NOBODY, NOBODY)
            command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
            if not os.path.exists("/sys/fs/cgroup/cgroup.controllers") and not os.path.exists("/sys/fs/cgroup/systemd"):
                command = ["unshare", "-m", "sh", "-c",
                           'mount -t sysfs none /sys && mount -t cgroup2 none /sys/fs/cgroup && exec "$@"', "sh", *command]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": folder,
                       "XDG_RUNTIME_DIR": folder + "/run", "SYSTEMD_UNIT_PATH": folder + "/unit:"}
        ended = subprocess.run(command, env=environment, capture_output=True, check=False)
    said = (ended.stdout + ended.stderr).decode()
    unit = re.search(r"-> Unit read\.service:\n(.*?)\n\t-> ", said + "\n\t-> ", re.DOTALL)
    if ended.returncode != 0 or not unit:
        fail(f"systemd ended with {ended.returncode}: {said[-500:]}")
    # One entry each; a line feed in a value begins a line without the two tabs and the name.
    entries = re.findall(r"\n\t\tEnvironment: (\w+)=(.*?)(?=\n\t\t[A-Z][A-Za-z ]+: )", unit[1], re.DOTALL)
    return dict(entries)


def main():
    forms = {form.__name__.replace("_", "-"): form
             for form in (azure_pipelines, github_actions, gitlab_ci, pulumi, docker, systemd)}
    if len(sys.argv) != 2 or sys.argv[1] not in forms:
        sys.exit(__doc__)
    judged = []
    for text in json.loads(sys.stdin.buffer.read()):
        try:
            judged.append({"variables": forms[sys.argv[1]](text)})
        except Unreadable as reason:
            judged.append({"error": str(reason)})
    json.dump(judged, sys.stdout)


if __name__ == "__main__":
    main()
