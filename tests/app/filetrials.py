#!/usr/bin/env python3
"""Runs signet on disks that fail, side by side with itself, and before files that are none.

Usage: filetrials.py faults|full|together|hostile|stopped SIGNET FAULTYDISK

SIGNET is the program; FAULTYDISK the library that is built from tests/support/faultydisk.c.

  faults    each call that changes something fails with errors of disks, or the program is killed at it, for
            everything that signet writes: each file is the old or the new one, and the exit code says which
  full      the same on a small file system of its own that is full, or read-only
  together  several runs change the same file at once: whatever says that it is done is in the file
  hostile   a pipe, a socket, a device, a directory, a loop, a file of 5 GB ... in the place of each file that
            signet reads: an answer within its limit, and with a true reason

  stopped   a configuration that takes long is left at once, on a signal and at the end of --timeout

SIGNET_TRIALS=all tries every call with every error, and every file with everything; else a part of them.
Exit code: 0 all held; 1 the first that did not, with the reason; 77 it could not be tried, with the reason.
"""

import collections
import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))
# pylint: disable-next=wrong-import-position
from trials import Wrong, read, require, run_in_folder, skip, write  # noqa: E402

ALL = os.environ.get("SIGNET_TRIALS") == "all"
ROOT = os.geteuid() == 0
VM_BUILD = "a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"
REQUIRED = """terraform {
  required_providers {
    azuredevops = {
      source  = "microsoft/azuredevops"
      version = ">= 1.0"
    }
  }
}
"""
PROVIDER = """provider "azuredevops" {
  org_service_url       = "https://dev.azure.com/contoso"
  personal_access_token = "not-a-real-one"
}
"""
# Nobody waits longer for an answer; a run that would hang is ended then, and that is a failure.
LIMIT = 60


class Signet:
    def __init__(self, program, library, parent):
        self.program = os.path.abspath(program)
        self.library = os.path.abspath(library)
        self.parent = parent
        keep = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
        self.environment = {name: os.environ[name] for name in keep if name in os.environ}
        self.environment |= {"LC_ALL": "C.UTF-8"}
        self.environment["ASAN_OPTIONS"] = ":".join(
            (os.environ.get("ASAN_OPTIONS", ""), "detect_leaks=0", "verify_asan_link_order=0"))

    def start(self, arguments, folder, fault=None):
        environment = dict(self.environment)
        for name, part in (("HOME", "home"), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state")):
            environment[name] = os.path.join(folder, part)
        if fault is not None:
            environment |= {"LD_PRELOAD": self.library, "FAULTYDISK_DIRECTORY": folder, **fault}
        # pylint: disable-next=consider-using-with
        return subprocess.Popen([self.program, *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, arguments, folder, fault=None):
        started = self.start(arguments, folder, fault)
        try:
            out, err = started.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            started.kill()
            started.communicate()
            raise Wrong(f"signet {' '.join(arguments)} did not end within {LIMIT} s") from None
        return subprocess.CompletedProcess(arguments, started.returncode, out, err)


class Writing:
    """A command that writes one file, and what has to be there for it."""

    def __init__(self, name, arguments, file, prepare):
        self.name, self.arguments, self.file, self.prepare = name, arguments, file, prepare

    def new_folder(self, signet, name="folder"):
        prepared = os.path.join(signet.parent, "prepared", self.name)
        if not os.path.exists(prepared):
            os.makedirs(prepared)
            self.prepare(signet, prepared)
        folder = os.path.join(signet.parent, name)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(prepared, folder)
        return folder

    def content(self, folder):
        path = os.path.join(folder, self.file)
        return read(path) if os.path.exists(path) else None


def prepare_profile(signet, folder):
    require(signet.run(["profile", "save", "first", "--org", "contoso"], folder).returncode == 0, "profile save")


def plan_arguments(project):
    return ["setup", "plan", "--sandbox", "not-in-org", "--object-id", VM_BUILD, "--project", project,
            "--out", "plan.json"]


def prepare_plan(signet, folder):
    ended = signet.run(plan_arguments("Fabrikam-Fiber=contributor"), folder)
    require(ended.returncode == 0, f"setup plan: {ended.stderr}")


def prepare_configuration(_, folder):
    write(os.path.join(folder, "main.tf"), REQUIRED + PROVIDER)


def prepare_new_configuration(_, folder):
    write(os.path.join(folder, "versions.tf"), REQUIRED)


def prepare_report(_, folder):
    write(os.path.join(folder, "out.json"), '{"an older": "report"}\n')


WRITINGS = (
    Writing("profiles", ["profile", "save", "second", "--org", "fabrikam"], "config/signet/profiles.json",
            prepare_profile),
    Writing("first profile", ["profile", "save", "second", "--org", "fabrikam"], "config/signet/profiles.json",
            lambda signet, folder: None),
    Writing("plan", plan_arguments("Fabrikam-Fiber=reader"), "plan.json", prepare_plan),
    Writing("receipt", ["setup", "apply", "plan.json", "--yes", "--sandbox", "not-in-org"], "plan.receipt.json",
            prepare_plan),
    Writing("configuration", ["terraform", "write", "--yes", "--org", "contoso"], "main.tf",
            prepare_configuration),
    Writing("new configuration", ["terraform", "write", "--yes", "--org", "contoso"], "providers.tf",
            prepare_new_configuration),
    Writing("report", ["explain", "not-in-org", "--output", "json", "--out", "out.json"], "out.json",
            prepare_report),
)
ERRORS = ("ENOSPC", "EDQUOT", "EROFS", "EIO")


def receipts(text):
    """Every state of each step, in the order of the steps."""
    return [step["state"] for step in json.loads(text)["steps"]]


def check_receipt(ended, content, what):
    """A receipt is rewritten before and after each request. It is whole, and where it lags behind what was done
    the screen shows the true one."""
    states = receipts(content) if content is not None else []
    if ended.returncode == 0:
        require(states and set(states) <= {"done", "was-there"}, f"{what}: exit code 0, and the receipt says {states}")
    elif ended.returncode == 1 and b"could not be saved" in ended.stderr:
        shown = ended.stdout[ended.stdout.index(b'{\n'):]
        require(receipts(shown) != states, f"{what}: the receipt that is shown is the one that is kept")
        require("done" in receipts(shown), f"{what}: it shows {receipts(shown)}")
    elif ended.returncode == 1:
        require(b"begun" not in ended.stdout, ended.stdout)
    return states


def look(writing, folder, before, after, ended, what):
    content = writing.content(folder)
    if writing.name == "receipt":
        check_receipt(ended, content, what)
        return "new" if content is not None else "old"
    require(content in (before, after), f"{what}: neither old nor new but {content!r}")
    if ended.returncode == 0:
        require(content == after, f"{what}: exit code 0, and the file is the old one")
    elif ended.returncode > 0:
        require(ended.returncode == 1, f"{what}: exit code {ended.returncode}")
        require(content == before, f"{what}: exit code 1, and the file is the new one: {ended.stderr}")
    return "new" if content == after else "old"


def faults(signet, _):
    # With an address sanitizer a library cannot come first.
    probe = signet.run(["--version"], signet.parent, {})
    if probe.returncode != 0:
        skip(f"no library can be preloaded into signet: {probe.stderr[:200]!r}")
    kills, failures, outcomes = 0, 0, collections.Counter()
    for writing in WRITINGS:
        folder = writing.new_folder(signet)
        before = writing.content(folder)
        log = os.path.join(signet.parent, "calls")
        write(log, "")
        ended = signet.run(writing.arguments, folder, {"FAULTYDISK_LOG": log})
        require(ended.returncode == 0, f"{writing.name}: {ended.stderr}")
        after = writing.content(folder)
        require(after is not None and after != before, f"{writing.name}: nothing was written")
        calls = read(log).decode().split()
        require("write" in calls and "fsync" in calls and any("rename" in call for call in calls), f"calls: {calls}")
        # A plan has the time in it, and so has a receipt.
        varies = writing.name == "plan"

        for number, call in enumerate(calls, 1):
            # The first call of each kind stands for the others, and each that puts a file in its place.
            if not ALL and call in calls[:number - 1] and "rename" not in call:
                continue
            wanted = [(f"{name} at", {"FAULTYDISK_FAULT": str(getattr(errno, name))}) for name in ERRORS]
            wanted += [("killed at", {"FAULTYDISK_FAULT": "kill"}), ("killed after", {"FAULTYDISK_FAULT": "killed"})]
            # A disk stays full.
            wanted.append(("ENOSPC from", {"FAULTYDISK_FAULT": str(errno.ENOSPC), "FAULTYDISK_LASTING": "1"}))
            if not ALL:
                wanted = [wanted[6] if call == "write" else wanted[number % len(ERRORS)]]
                wanted += [("killed after", {"FAULTYDISK_FAULT": "killed"})] if "rename" in call else []
            for words, fault in wanted:
                what = f"{writing.name}, {words} call {number}, {call}"
                folder = writing.new_folder(signet)
                before = writing.content(folder)
                ended = signet.run(writing.arguments, folder, {"FAULTYDISK_CALL": str(number), **fault})
                killed = words.startswith("killed")
                require(not killed or ended.returncode == -signal.SIGKILL, f"{what}: ended with {ended.returncode}")
                content = writing.content(folder)
                now = content if varies and content != before and json.loads(content) else after
                outcomes[look(writing, folder, before, now, ended, what)] += 1
                kills, failures = kills + killed, failures + (not killed)
                if killed and writing.name not in ("receipt", "report"):
                    # Whatever a kill left behind does not stand in the way.
                    again = signet.run(writing.arguments, folder)
                    require(again.returncode == 0, f"{what}: the following run failed: {again.stderr}")
                    left = [name for _, _, names in os.walk(folder) for name in names if "signet-new" in name]
                    # A run that finds nothing to change writes nothing, and so removes nothing.
                    wrote = content == before or varies
                    require(not left or not wrote, f"{what}: the following run left {left}")
    require(kills >= 7 and failures >= 42, f"{kills} kills, {failures} faults")
    print(f"{len(WRITINGS)} files that are written, {kills} kills, {failures} faults of the disk: {outcomes['old']} "
          f"times old, {outcomes['new']} times new, never other, and the exit code is true")


def full(signet, parent):
    if not ROOT:
        skip("only root can mount a disk")
    if not shutil.which("unshare") or subprocess.run(["unshare", "-m", "true"], check=False).returncode != 0:
        skip("no mount namespace can be made here")
    # Everything that is mounted goes with the last process of the namespace.
    if os.environ.get("FILETRIALS_INSIDE") != "1":
        ended = subprocess.run(["unshare", "-m", sys.executable, *sys.argv], check=False,
                               env=os.environ | {"FILETRIALS_INSIDE": "1"})
        shutil.rmtree(parent)
        sys.exit(ended.returncode)
    disk = os.path.join(parent, "folder")
    tried, outcomes = 0, collections.Counter()
    for writing in WRITINGS:
        for left in (0, 1) if not ALL else (0, 1, 2, 3):
            for option in ("size", "inodes", "ro"):
                if option == "ro" and left > 0:
                    continue
                what = f"{writing.name}, {left} left ({option})"
                os.makedirs(disk, exist_ok=True)
                subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "none", disk], check=True)
                shutil.copytree(writing.new_folder(signet, "original"), disk, dirs_exist_ok=True)
                before = writing.content(disk)
                facts = os.statvfs(disk)
                limit = {"size": f"size={(facts.f_blocks - facts.f_bfree + left) * facts.f_frsize}",
                         "inodes": f"nr_inodes={facts.f_files - facts.f_ffree + left}", "ro": "ro"}[option]
                subprocess.run(["mount", "-o", "remount," + limit, disk], check=True)
                ended = signet.run(writing.arguments, disk)
                content = writing.content(disk)
                if writing.name == "receipt":
                    check_receipt(ended, content, what)
                elif ended.returncode == 0:
                    require(content and content != before, f"{what}: exit code 0, and the file is {content!r}")
                else:
                    require(ended.returncode == 1 and content == before, f"{what}: {ended.returncode} {content!r}")
                outcomes["new" if ended.returncode == 0 else "old"] += 1
                tried += 1
                subprocess.run(["umount", disk], check=True)
    require(outcomes["old"] >= 14, f"{outcomes}")
    print(f"{tried} full or read-only disks: {outcomes['old']} times old, {outcomes['new']} times new")


def together(signet, parent):
    rounds = 10 if ALL else 2
    saved, refused = 0, 0
    for number in range(rounds):
        folder = os.path.join(parent, f"profiles{number}")
        os.mkdir(folder)
        runs = {f"p{i}": signet.start(["profile", "save", f"p{i}", "--org", "contoso"], folder) for i in range(12)}
        ended = {name: (run.communicate(timeout=LIMIT), run.returncode) for name, run in runs.items()}
        text = read(os.path.join(folder, "config/signet/profiles.json"))
        there = {profile["name"] for profile in json.loads(text)["profiles"]}
        done = {name for name, (_, code) in ended.items() if code == 0}
        require(done == there, f"these say that they are saved: {sorted(done)}; these are: {sorted(there)}")
        require(all(code in (0, 1) for _, code in ended.values()), f"{ended}")
        saved, refused = saved + len(done), refused + len(ended) - len(done)
        require(len(done) == len(ended), f"refused: {[end for end in ended.values() if end[1] != 0]}")
    print(f"{rounds} times 12 profiles at once: {saved} saved and in the file, {refused} refused")

    # What each would write by itself fits no other: two blocks required_providers are an error of Terraform.
    written, refused, other = 0, 0, 0
    for number in range(rounds):
        for name, files, options in (
            ("one file", {"main.tf": PROVIDER}, lambda i: []),
            ("a file each", {}, lambda i: ["--file", f"f{i}.tf"]),
        ):
            folder = os.path.join(parent, f"configuration{number}{len(files)}")
            os.mkdir(folder)
            for file, content in files.items():
                write(os.path.join(folder, file), content)
            runs = [signet.start(["terraform", "write", "--yes", "--org", "contoso", *options(i)], folder)
                    for i in range(10)]
            ended = [(run.communicate(timeout=LIMIT), run.returncode) for run in runs]
            texts = [read(os.path.join(folder, file)) for file in os.listdir(folder) if file.endswith(".tf")]
            blocks = sum(text.count(b"required_providers") for text in texts)
            providers = sum(text.count(b'provider "azuredevops"') for text in texts)
            require(blocks == 1 and providers == 1,
                    f"{name}: {blocks} blocks required_providers, {providers} provider blocks")
            codes = collections.Counter(code for _, code in ended)
            require(codes[0] >= 1 and set(codes) <= {0, 1}, f"{name}: {codes} {ended}")
            require(all(b"changed" in err or b"locked" in err for (_, err), code in ended if code == 1), f"{ended}")
            written, refused = written + codes[0], refused + codes[1]
            other += 1
    print(f"{other} times 10 edits of one configuration at once: one block each time; {written} ended with 0, "
          f"{refused} were refused")


def churn(path, stop):
    """Replaces, shortens, and removes a file until it is told to stop."""
    contents = [b"{}", b"", REQUIRED.encode(), b"x" * 70_000, b"{\"a\": ["]
    number = 0
    while not stop.is_set():
        number += 1
        try:
            with open(path + ".next", "wb") as file:
                file.write(contents[number % len(contents)])
            os.replace(path + ".next", path)
            if number % 3 == 0:
                os.truncate(path, 1)
            if number % 7 == 0:
                os.unlink(path)
        except FileNotFoundError:
            pass  # signet has replaced or removed it


def hostile(signet, parent):
    def fifo(path):
        os.mkfifo(path)

    def bound_socket(path):
        with socket.socket(socket.AF_UNIX) as listener:
            here = os.getcwd()
            os.chdir(os.path.dirname(path))  # the path of a socket has 100 characters at most
            listener.bind(os.path.basename(path))
            os.chdir(here)

    def device(path):
        os.symlink("/dev/zero", path)

    def directory(path):
        os.mkdir(path)

    def loop(path):
        os.symlink(os.path.basename(path), path)

    def nowhere(path):
        os.symlink("does-not-exist", path)

    def sparse(path):
        with open(path, "wb") as file:
            file.truncate(5 * 1024**3)

    def locked(path):
        write(path, "x")
        os.chmod(path, 0)

    def garbage(path):
        with open(path, "wb") as file:
            file.write(bytes(range(256)) * 64)

    kinds = [fifo, bound_socket, device, directory, loop, nowhere, sparse, garbage]
    if not ROOT:
        kinds.append(locked)

    def beside(file, arguments, **codes):
        """A file of a configuration."""
        def prepare(folder):
            write(os.path.join(folder, "a.tf"), REQUIRED + PROVIDER)
        return file, arguments, prepare, codes

    explain = ["terraform", "explain", "--dir", "."]
    edit = ["terraform", "write", "--dry-run", "--dir", ".", "--org", "contoso"]
    diagnose = ["diagnose", "--sandbox", "healthy", "--output", "json"]
    nothing = lambda folder: None
    # (the file, the command that reads it, what is there, the exit codes that are right)
    readers = [
        beside("z.tf", explain), beside("z.tf", edit), beside("z.tf.json", explain),
        beside("terraform.tfvars", explain), beside("x.auto.tfvars.json", explain),
        beside(".terraform.lock.hcl", explain), beside("terragrunt.hcl", explain),
        beside("v.tfvars", [*explain, "--var-file", "v.tfvars"]),
        beside("e.env", [*explain, "--env-file", "e.env"]),
        beside("z.tf", [*diagnose, "--terraform", "."]),
        ("config/signet/profiles.json", ["profile", "list"], nothing, {}),
        ("config/signet/profiles.json", ["profile", "save", "x", "--org", "contoso"], nothing, {}),
        ("ca.pem", ["identity", "--ca-file", "ca.pem", "--timeout", "5"], nothing, {}),
        ("error.txt", [*diagnose, "--error", "error.txt"], nothing, {}),
        ("plan.json", ["setup", "apply", "plan.json", "--yes", "--sandbox", "not-in-org"], nothing, {}),
        ("plan.json", [*plan_arguments("Fabrikam-Fiber=reader")], nothing, {}),
        ("r.json", ["setup", "verify", "r.json", "--sandbox", "not-in-org"], nothing, {}),
        ("r.json", ["setup", "undo", "r.json", "--yes", "--sandbox", "not-in-org"], nothing, {}),
        ("report.json", ["report", "show", "report.json"], nothing, {}),
        ("out.json", ["explain", "not-in-org", "--out", "out.json"], nothing, {}),
        ("log", ["sandbox", "serve", "healthy", "--log", "log"], nothing, {}),
    ]
    tried, answers = 0, collections.Counter()
    for place, (file, arguments, prepare, _) in enumerate(readers):
        for number, kind in enumerate(kinds):
            # A pipe is what hangs; of the others each file meets some.
            if not ALL and kind is not fifo and (place + number) % 4 != 0:
                continue
            if file == "log" and kind not in (fifo, bound_socket, directory, loop):
                continue  # a log may be any file, and the server runs until it is stopped
            what = f"{kind.__name__} as {file}, signet {' '.join(arguments)}"
            folder = os.path.join(parent, "folder")
            shutil.rmtree(folder, ignore_errors=True)
            os.mkdir(folder)
            prepare(folder)
            path = os.path.join(folder, file)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            kind(path)
            ended = signet.run(arguments, folder)
            require(ended.returncode in (0, 1, 2, 3), f"{what}: exit code {ended.returncode}, {ended.stderr}")
            is_configuration = "explain" in arguments or "--terraform" in arguments
            if kind in (fifo, bound_socket, device, loop) or (kind is sparse and file not in ("out.json", "plan.json")):
                told = ended.stdout + ended.stderr
                require(ended.returncode != 0, f"{what}: exit code 0, {told}")
                require(os.path.basename(file).encode() in told, f"{what}: the file is not named in {told}")
            require(is_configuration or ended.returncode != 2 or "diagnose" in arguments, f"{what}: exit code 2")
            answers[ended.returncode] += 1
            tried += 1

    # A file that others change, shorten and take away while it is read, in no order that is known beforehand.
    changed = 0
    for file, arguments, prepare, _ in readers:
        if file == "log":
            continue
        folder = os.path.join(parent, "folder")
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        prepare(folder)
        path = os.path.join(folder, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        stop = threading.Event()
        churner = threading.Thread(target=churn, args=(path, stop))
        churner.start()
        try:
            for _ in range(10 if ALL else 2):
                ended = signet.run(arguments, folder)
                require(ended.returncode in (0, 1, 2, 3),
                        f"{file} changes, signet {' '.join(arguments)}: {ended.returncode} {ended.stderr}")
                changed += 1
        finally:
            stop.set()
            churner.join()

    # Many files, and names that no text can hold.
    folder = os.path.join(parent, "many")
    os.mkdir(folder)
    write(os.path.join(folder, "a.tf"), REQUIRED + PROVIDER)
    for i in range(100_000 if ALL else 5_000):
        write(os.path.join(folder, f"f{i}.txt" if i % 5 else f"f{i}.tf"), "")
    ended = signet.run(explain, folder)
    require(ended.returncode == 2, f"many files: {ended.returncode} {ended.stderr}")
    with open(os.path.join(os.fsencode(folder), b"b\xff.tf"), "wb") as file:
        file.write(b"# what this says is not known\n")
    ended = signet.run(explain, folder)
    told = ended.stdout + ended.stderr
    require(ended.returncode != 0 and "b\ufffd.tf".encode() in told and b"UTF-8" in told, f"not UTF-8: {told}")
    tried += 2
    print(f"{changed} runs while the file changed; {tried} hostile files, each with an answer: exit codes {dict(sorted(answers.items()))}")


def stopped(signet, parent):
    folder = os.path.join(parent, "folder")
    os.mkdir(folder)
    # Each block that is used is decided by itself, which makes minutes of this.
    blocks = [PROVIDER.replace("{", f'{{\n  alias = "a{i}"', 1)
              + f'resource "azuredevops_project" "p{i}" {{\n  provider = azuredevops.a{i}\n}}\n'
              for i in range(20_000)]
    write(os.path.join(folder, "main.tf"), REQUIRED + "".join(blocks))
    commands = (["terraform", "explain"], ["terraform", "write", "--yes", "--org", "contoso"],
                ["diagnose", "--sandbox", "healthy", "--terraform", "."])
    for command in commands:
        ended = signet.run([*command, "--timeout", "1"], folder)
        wanted = 2 if command[0] == "diagnose" else 5
        require(ended.returncode == wanted, f"{command}, --timeout: {ended.returncode} {ended.stderr}")
        for number in (signal.SIGINT, signal.SIGTERM):
            started = signet.start(command, folder)
            # Until it works on another thread.
            while started.poll() is None and len(os.listdir(f"/proc/{started.pid}/task")) < 2:
                pass
            started.send_signal(number)
            out, err = started.communicate(timeout=LIMIT)
            require(started.returncode == 130, f"{command}, {number}: {started.returncode} {out} {err}")
    require(read(os.path.join(folder, "main.tf")).startswith(REQUIRED.encode()), "it was written")
    print(f"{len(commands)} commands, each stopped by --timeout and two signals")


def main():
    trials = {trial.__name__: trial for trial in (faults, full, together, hostile, stopped)}
    if len(sys.argv) != 4 or sys.argv[1] not in trials:
        sys.exit(__doc__)
    trial = trials[sys.argv[1]]
    run_in_folder(lambda parent: trial(Signet(sys.argv[2], sys.argv[3], parent), parent), "filetrials")


if __name__ == "__main__":
    main()
