#!/usr/bin/env python3
"""Replaces files under attack, and looks each time at what is there afterwards.

Usage: replacetrials.py killed|meanwhile|disks PROGRAM [DIRECTORY]

PROGRAM is replace_file_once. DIRECTORY is where the files are made, the system's folder for temporary files
unless it is named; the trials of `disks` bring file systems of their own.

  killed     the program is killed at every call of the system, and every call that may fail fails in turn,
             with errors that disks give; each time the file is the old or the new one, and a following run
             succeeds
  meanwhile  somebody else changes the file between two calls; their change wins
  disks      a full disk, a disk with no room for names, one that is read-only, directories and files that
             may not be written, and an owner that cannot be kept

Needs strace for the first two, and root with unshare and mount for the third. Exit code: 0 all held; 1 the
first that did not, with the reason; 77 it could not be tried, with the reason.
"""

import collections
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))
# pylint: disable-next=wrong-import-position
from trials import Wrong, read, require, run_in_folder, skip, write  # noqa: E402

OLD = b'provider "azuredevops" {\n  # old\n}\n' + b"# filling\n" * 700
NEW = b'provider "azuredevops" {\n  # new\n}\n' + b"# filling\n" * 900
OLDER = b"# saved by an earlier run, and different\n"
MARK = "/the/replacement/begins/here"
ROOT = os.geteuid() == 0
OWNER = (1234, 2345) if ROOT else (os.getuid(), os.getgid())
MODE = 0o640
# user 4711 may read, as the system stores an access list (version 2; tag, rights, id)
ACCESS_LIST = struct.pack("<I", 2) + b"".join(
    struct.pack("<HHI", *entry)
    for entry in ((1, 6, 0xFFFFFFFF), (2, 4, 4711), (4, 4, 0xFFFFFFFF), (16, 4, 0xFFFFFFFF), (32, 0, 0xFFFFFFFF))
)
ATTRIBUTES = {"user.note": b"keep me", "system.posix_acl_access": ACCESS_LIST}

DISK_ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES")
# What takes part in a replacement. A call that is not here and not in QUIET makes the trials fail, so that a
# new one is not passed over.
CALLS = (
    "getcwd readlink openat newfstatat fstat flock faccessat2 pread64 write fchown flistxattr fgetxattr fsetxattr "
    "fremovexattr fchmod fsync renameat2 renameat linkat unlinkat close"
).split()
CHANGING_CALLS = "openat write fchown fsetxattr fchmod fsync renameat2 renameat linkat unlinkat".split()
# Memory and the end of the process; their numbers differ from run to run.
QUIET = "brk mmap munmap sched_yield sigaltstack mprotect madvise futex access exit_group rt_sigaction rt_sigprocmask getrandom".split()


class Scene:
    """A directory with files to replace, reached by links, with everything that has to survive."""

    def __init__(self, parent, names=("providers.tf",), attributes=ATTRIBUTES):
        self.directory = os.path.join(parent, "configuration")
        self.names = names
        shutil.rmtree(self.directory, ignore_errors=True)
        os.mkdir(self.directory)
        self.kept = {}
        for name in names:
            path = self.path(name)
            write(path, OLD)
            for attribute, value in attributes.items():
                os.setxattr(path, attribute, value)
            os.chown(path, *OWNER)
            os.chmod(path, MODE)
            os.symlink(name, self.path("link-to-" + name))
            older = name + ".signet-backup"
            write(self.path(older), OLDER)
            self.kept[older] = OLDER
            self.facts = self.facts_of(path)
        self.before = self.listing()

    def path(self, name):
        return os.path.join(self.directory, name)

    def link(self, name):
        return self.path("link-to-" + name)

    def listing(self):
        return sorted(os.listdir(self.directory))

    @staticmethod
    def facts_of(path):
        facts = os.lstat(path)
        attributes = {name: os.getxattr(path, name) for name in os.listxattr(path)}
        return (stat.filemode(facts.st_mode), facts.st_uid, facts.st_gid, facts.st_nlink, attributes)

    def look(self):
        """Every file is old or new as a whole, with all that belongs to it. Returns which is which."""
        states = []
        for name in self.names:
            link = self.link(name)
            require(os.path.islink(link) and os.readlink(link) == name, "the link is not as it was")
            content = read(self.path(name))
            require(content in (OLD, NEW), f"{name} is neither old nor new: {content[:60]!r}...")
            require(self.facts_of(self.path(name)) == self.facts, f"{name}: {self.facts_of(self.path(name))}")
            states.append("new" if content == NEW else "old")
        for name, content in self.kept.items():
            require(read(self.path(name)) == content, f"{name}, an older backup, was changed")
        for name in self.backups():
            require(read(self.path(name)) in (OLD, NEW), f"the backup {name} is not whole")
            # A link count of two is a run that was killed while it gave the backup its name.
            facts, wanted = self.facts_of(self.path(name)), self.facts
            require(facts[:3] == wanted[:3] and facts[4] == wanted[4], f"the backup {name} has {facts}")
        for name, state in zip(self.names, states):
            if state == "new":
                require(self.backup_of(name), f"{name} is new, and there is no backup of the old one")
        return states

    def backups(self):
        return [name for name in self.listing() if ".signet-backup." in name]

    def backup_of(self, name):
        return any(read(self.path(backup)) == OLD for backup in self.backups() if backup.startswith(name))

    def leftovers(self):
        return [name for name in self.listing() if name.endswith(".signet-new")]

    def expect_unchanged(self, what):
        require(self.look() == ["old"] * len(self.names), f"{what}: not the old content")
        require(self.listing() == self.before, f"{what}: left behind {set(self.listing()) - set(self.before)}")

    def expect_replaced(self, what):
        require(self.look() == ["new"] * len(self.names), f"{what}: not the new content")
        require(not self.leftovers(), f"{what}: left behind {self.leftovers()}")


class Program:
    def __init__(self, program, parent):
        self.program = program
        self.old = os.path.join(parent, "old")
        self.new = os.path.join(parent, "new")
        self.trace = os.path.join(parent, "trace")
        write(self.old, OLD)
        write(self.new, NEW)
        # The search for leaks does not work under a tracer.
        self.environment = os.environ | {
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0", "LC_ALL": "C.UTF-8"}

    def command(self, scene, back=()):
        """Files named in `back` go from the new content to the old one."""
        arguments = [self.program]
        for name in scene.names:
            arguments += [scene.link(name), *((self.new, self.old) if name in back else (self.old, self.new))]
        return arguments

    def run(self, command, strace=()):
        if strace:
            command = ["strace", "-o", self.trace, *strace, *command]
        return subprocess.run(command, env=self.environment, capture_output=True, timeout=60, check=False)

    def calls(self, scene, strace=()):
        """The calls of the replacement, as (name, number from the start of the program, line)."""
        self.run(self.command(scene), ["-e", "trace=all", *strace])
        counts, calls, begun, pipes = collections.Counter(), [], False, set()
        with open(self.trace, encoding="utf-8", errors="replace") as trace:
            for line in trace:
                found = re.match(r"(\w+)\(", line)
                if not found:
                    continue
                counts[found[1]] += 1
                # The sanitizers try memory by writing it into a pipe. That is no part of the replacement.
                pipe = re.match(r"pipe2\(\[(\d+), (\d+)\]", line)
                if pipe:
                    pipes.update(pipe.groups())
                    continue
                used = re.match(r"\w+\((\d+)", line)
                if used and used[1] in pipes:
                    if found[1] == "close":
                        pipes.remove(used[1])
                    continue
                if begun:
                    calls.append((found[1], counts[found[1]], line.strip()))
                begun = begun or MARK in line
        require(calls, "the tracer saw nothing of the replacement")
        unknown = {name for name, _, _ in calls} - set(CALLS) - set(QUIET)
        require(not unknown, f"calls that the trials do not know: {unknown}")
        return [call for call in calls if call[0] in CALLS]

    def succeeds_now(self, scene, states, what):
        """A following run has no trouble, whatever was left to it."""
        back = [name for name, state in zip(scene.names, states) if state == "new"]
        wanted = ["old" if state == "new" else "new" for state in states]
        ended = self.run(self.command(scene, back))
        require(ended.returncode == 0, f"{what}: the following run failed: {ended.stdout + ended.stderr}")
        require(scene.look() == wanted, f"{what}: the following run did not change the files")
        require(not scene.leftovers(), f"{what}: the following run left {scene.leftovers()}")


def have_strace(program):
    if not shutil.which("strace"):
        skip("strace is not installed")
    if program.run(["true"]).returncode != 0 or program.run(["true"], ["-e", "trace=none"]).returncode != 0:
        skip("this account may not trace its own programs")


# (what, names, faults that last for the whole run). The first one has an access list, which sets rights of its
# own; in the others they come from the mode alone.
KINDS = (
    ("one file", ("providers.tf",), ()),
    ("two files", ("a.tf", "b.tf"), ()),
    ("one file, names cannot be exchanged", ("providers.tf",), ("renameat2:error=EINVAL",)),
    ("two files, names cannot be exchanged", ("a.tf", "b.tf"), ("renameat2:error=EINVAL",)),
    ("one file, no exchange, no hard links", ("providers.tf",), ("renameat2:error=EINVAL", "linkat:error=EPERM")),
)


def require_order(calls):
    """What no kill can show: a power cut may lose what was not flushed, and may keep a later step of an
    earlier one. Each file is flushed between its last change and its new name, and the directory between
    the steps that build on each other."""
    steps, directory = [], None
    for call, _, line in calls:
        if call == "openat" and "O_DIRECTORY" in line:
            directory = line.rpartition("= ")[2]
        if call == "fsync":
            steps.append("flush directory" if line.startswith(f"fsync({directory})") else "flush file")
        elif call in ("write", "fchown", "fsetxattr", "fchmod") and not line.startswith("write(1,"):
            steps.append("change file")
        elif call == "renameat2":
            steps.append("exchange" if "RENAME_EXCHANGE" in line else "name backup")
        elif call == "unlinkat":
            steps.append("remove old")
    short = [step for i, step in enumerate(steps) if i == 0 or step != steps[i - 1]]
    wanted = ["change file", "flush file", "name backup", "flush directory", "change file", "flush file", "exchange",
              "flush directory", "remove old"]
    require(short == wanted, f"the order is {short}")


def killed(program, parent):
    have_strace(program)
    kills, faults, outcomes = 0, 0, collections.Counter()
    for kind, names, lasting in KINDS:
        always = [part for fault in lasting for part in ("-e", "inject=" + fault)]
        attacked = [call for call in CALLS if call not in {fault.partition(":")[0] for fault in lasting}]
        attributes = ATTRIBUTES if kind == KINDS[0][0] else {"user.note": b"keep me"}
        scene = Scene(parent, names, attributes)
        calls = program.calls(scene, always)
        scene.expect_replaced(kind)
        if kind == KINDS[0][0]:
            require_order(calls)
        calls = [call for call in calls if call[0] in attacked]

        for call, number, line in calls:
            what = f"{kind}, killed at {line}"
            scene = Scene(parent, names, attributes)
            ended = program.run(program.command(scene), [*always, "-e", f"inject={call}:signal=KILL:when={number}"])
            require(ended.returncode == -signal.SIGKILL, f"{what}: it was not reached ({ended.returncode})")
            try:
                states = scene.look()
                require(len(scene.leftovers()) <= len(names), f"left behind {scene.leftovers()}")
            except Wrong as wrong:
                raise Wrong(f"{what}: {wrong}") from wrong
            outcomes["mixed" if len(set(states)) > 1 else states[0]] += 1
            program.succeeds_now(scene, states, what)
            kills += 1

        for call, number, line in calls:
            # Looking fails in the same way whatever is done with it: once is enough.
            if call not in CHANGING_CALLS and kind != KINDS[0][0]:
                continue
            for error in DISK_ERRORS if call in CHANGING_CALLS else ("EIO", "EACCES"):
                what = f"{kind}, {error} at {line}"
                scene = Scene(parent, names, attributes)
                ended = program.run(program.command(scene), [*always, "-e", f"inject={call}:error={error}:when={number}"])
                try:
                    states = scene.look()
                    if ended.returncode == 0:
                        require(set(states) == {"new"}, f"it said it was done, but: {states}")
                        require(call not in CHANGING_CALLS or call in ("openat", "unlinkat") or "write(1," in line,
                                "it said it was done, but this was not")
                        # Only when the fault hits the very call that takes it away, or looks at it before.
                        require(not scene.leftovers() or call in ("unlinkat", "newfstatat"),
                                f"left {scene.leftovers()}")
                    else:
                        require(ended.returncode == 1, f"ended with {ended.returncode}: {ended.stderr}")
                        require(b"path=" in ended.stdout and b"file-not-restored" not in ended.stdout, ended.stdout)
                        scene.expect_unchanged("refused")
                except Wrong as wrong:
                    raise Wrong(f"{what}: {wrong}") from wrong
                outcomes[states[0]] += 1
                program.succeeds_now(scene, states, what)
                faults += 1
        print(f"{kind}: {len(calls)} calls", flush=True)
    # Two failures in a row: the second file cannot take its place, and the first cannot go back.
    scene = Scene(parent, ("a.tf", "b.tf"))
    ended = program.run(program.command(scene), ["-e", "inject=renameat2:error=EIO:when=4+"])
    require(ended.returncode == 1 and ended.stdout.startswith(b"file-not-restored"), ended.stdout)
    require(scene.path("a.tf.signet-backup.1").encode() in ended.stdout, ended.stdout)
    require(scene.look() == ["new", "old"], "two failures in a row")
    program.succeeds_now(scene, ["new", "old"], "two failures in a row")

    require(kills > 300 and faults > 500, "too few calls were found")
    print(f"{kills} kills, {faults} faults: {kills + faults} times old or new, a following run succeeded each "
          f"time ({outcomes['old']} old, {outcomes['new']} new, {outcomes['mixed']} killed between two files)")


def stopped_before(program, scene, call, number, act):
    """Runs the program, holds it when the call has returned, lets `act` happen, and lets it go on."""
    command = ["strace", "-e", f"trace={call}", "-e", f"inject={call}:signal=STOP:when={number}", *program.command(scene)]
    with subprocess.Popen(command, env=program.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tracer:
        for line in tracer.stderr:
            if b"stopped by SIGSTOP" in line:
                break
        else:
            raise Wrong("it did not stop")
        with open(f"/proc/{tracer.pid}/task/{tracer.pid}/children", encoding="ascii") as children:
            child = int(children.read().split()[0])
        try:
            act()
        finally:
            os.kill(child, signal.SIGCONT)
        tracer.stderr.read()
        return tracer.wait(timeout=60), tracer.stdout.read()


def meanwhile(program, parent):
    have_strace(program)
    theirs = b"# what somebody else saved\n"
    scene = Scene(parent)
    name = scene.names[0]
    calls = program.calls(scene)
    exchange = next(i for i, call in enumerate(calls) if "RENAME_EXCHANGE" in call[2])
    first_read = next(i for i, call in enumerate(calls) if call[0] == "pread64")

    def in_place():
        with open(scene.path(name), "r+b") as file:
            file.truncate()
            file.write(theirs)

    def same_size():
        with open(scene.path(name), "r+b") as file:
            file.write(b"#")

    def another_file():
        write(scene.path("theirs"), theirs)
        os.rename(scene.path("theirs"), scene.path(name))

    def away():
        os.rename(scene.path(name), scene.path("moved.tf"))

    def link_turned():
        write(scene.path("other.tf"), theirs)
        os.unlink(scene.link(name))
        os.symlink("other.tf", scene.link(name))

    def rights():
        os.chmod(scene.path(name), 0o600)

    def hard_link():
        os.link(scene.path(name), scene.path("second.tf"))

    def state():
        facts = {}
        for entry in scene.listing():
            path = scene.path(entry)
            content = None
            if os.path.islink(path):
                content = os.readlink(path)
            elif not entry.endswith(".signet-new"):  # which its owner may not read before it is complete
                content = read(path)
            facts[entry] = (content, os.lstat(path).st_mode, os.lstat(path).st_ino)
        return facts

    tried = collections.Counter()
    # Held between the first comparison and the exchange, after each call there is. The last of them is the
    # window that a comparison alone would leave open.
    for act in (in_place, same_size, another_file, away, link_turned, rights, hard_link):
        for i in range(first_read + 1, exchange):
            # After the path was resolved for the last time a link that is turned leads elsewhere, and the
            # file that it led to is replaced: the other file is not touched.
            resolved = max(j for j in range(exchange) if calls[j][0] == "readlink")
            if act is link_turned and i >= resolved - 1:
                continue
            # A second name that comes in the last moment keeps the old content.
            counted = max(j for j in range(exchange) if calls[j][0] == "newfstatat")
            if act is hard_link and i >= counted:
                continue
            call, number, line = calls[i]
            what = f"{act.__name__} after {line}"
            scene = Scene(parent)
            then = {}

            def changed(act=act, then=then):
                act()
                then.update(state())

            code, out = stopped_before(program, scene, call, number, changed)
            require(code == 1 and out.startswith(b"file-changed-meanwhile"), f"{what}: {code} {out}")
            now = state()
            made = {entry for entry in then if entry.endswith(".signet-new") or ".signet-backup." in entry}
            for entry in made:
                then.pop(entry)
            require(now == then, f"{what}: there is {sorted(now)}, there was {sorted(then)}, or they differ")
            tried[act] += 1
        require(tried[act] >= 25, f"{act.__name__}: there are only {tried[act]} calls to hold it after")

    # Written through a handle from before, when the names are exchanged already.
    scene = Scene(parent)
    call, number, line = calls[exchange]
    with open(scene.path(name), "r+b") as before:

        def through_the_handle():
            before.truncate()
            before.write(theirs)
            before.flush()

        code, out = stopped_before(program, scene, call, number, through_the_handle)
    require(code == 1 and out.startswith(b"file-changed-meanwhile"), f"{line}: {code} {out}")
    require(read(scene.path(name)) == theirs, "their change is lost")
    require(scene.listing() == scene.before, f"left behind {set(scene.listing()) - set(scene.before)}")

    # A second run while the first holds the file.
    scene = Scene(parent)
    second = []
    call, number, _ = calls[exchange - 1]
    code, out = stopped_before(program, scene, call, number,
                               lambda: second.append(program.run(program.command(scene))))
    require(code == 0, f"the first run: {out}")
    require(second[0].returncode == 1 and b"locked" in second[0].stdout, f"the second run: {second[0].stdout}")
    scene.expect_replaced("the first run")

    # Somebody saves between comparison and exchange, and the program is killed right after the exchange: only
    # the scratch name has what they saved. A following run keeps it.
    scene = Scene(parent)
    another_file()
    os.rename(scene.path(name), scene.path("." + name + ".signet-new"))
    os.chown(scene.path("." + name + ".signet-new"), *OWNER)
    write(scene.path(name), OLD)
    ended = program.run(program.command(scene))
    require(ended.returncode == 0, f"with a leftover of somebody: {ended.stdout}")
    require(any(read(scene.path(backup)) == theirs for backup in scene.backups()), "what they saved is gone")
    require(not scene.leftovers(), f"left behind {scene.leftovers()}")
    print(f"{tried.total() + 3} changes by somebody else: none lost")


def disks(program, parent):
    if not ROOT:
        skip("only root can mount a disk and act for several users")
    if not shutil.which("unshare") or subprocess.run(["unshare", "-m", "true"], check=False).returncode != 0:
        skip("no mount namespace can be made here")
    # Everything that is mounted goes with the last process of the namespace.
    if os.environ.get("REPLACETRIALS_INSIDE") != "1":
        os.environ["REPLACETRIALS_INSIDE"] = "1"
        ended = subprocess.run(["unshare", "-m", sys.executable, *sys.argv], check=False)
        shutil.rmtree(parent)
        sys.exit(ended.returncode)

    disk = os.path.join(parent, "disk")
    os.mkdir(disk)
    os.chmod(parent, 0o755)

    def mount(options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", disk], check=True)

    def unmount():
        subprocess.run(["umount", disk], check=True)

    # tmpfs of this kernel may not know attributes of users; the access list is enough here.
    attributes = {"system.posix_acl_access": ACCESS_LIST}
    refused, replaced = 0, 0
    for names in (("providers.tf",), ("a.tf", "b.tf")):
        for option in ("size", "nr_inodes"):
            for left in range(0, 14):
                mount("mode=755")
                scene = Scene(disk, names, attributes)
                facts = os.statvfs(disk)
                if option == "size":
                    used = (facts.f_blocks - facts.f_bfree) * facts.f_frsize
                    limit = f"size={used + left * 4096}"
                else:
                    limit = f"nr_inodes={facts.f_files - facts.f_ffree + left}"
                subprocess.run(["mount", "-o", "remount," + limit, disk], check=True)
                what = f"{limit} ({left} left), {len(names)} files"
                ended = program.run(program.command(scene))
                if ended.returncode == 0:
                    scene.expect_replaced(what)
                    replaced += 1
                else:
                    require(b"file-not-writable" in ended.stdout and b"No space left" in ended.stdout, ended.stdout)
                    scene.expect_unchanged(what)
                    refused += 1
                    subprocess.run(["mount", "-o", "remount,size=0,nr_inodes=0", disk], check=True)
                    program.succeeds_now(scene, scene.look(), what)
                unmount()
    require(refused > 10 and replaced > 10, f"{refused} refused, {replaced} replaced")
    print(f"full disks: {refused} times old, {replaced} times new")

    mount("mode=755")
    scene = Scene(disk, attributes=attributes)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    ended = program.run(program.command(scene))
    require(ended.returncode == 1 and b"Read-only file system" in ended.stdout, ended.stdout)
    scene.expect_unchanged("read-only disk")
    unmount()
    print("read-only disk: old")

    user = (OWNER[0], OWNER[1])

    def attempt(prepare, who, expected, what):
        scene = Scene(parent)
        os.chown(scene.directory, *user)
        prepare(scene)
        before = {name: (os.lstat(scene.path(name)).st_ino, os.lstat(scene.path(name)).st_mtime_ns)
                  for name in scene.listing()}
        command = program.command(scene)
        ended = program.run([command[0], "--as", str(who[0]), str(who[1]), *command[1:]])
        if expected is None:
            require(ended.returncode == 0, f"{what}: {ended.stdout}")
            require(not scene.leftovers(), f"{what}: left {scene.leftovers()}")
        else:
            require(ended.returncode == 1 and ended.stdout.startswith(expected), f"{what}: {ended.stdout}")
            now = {name: (os.lstat(scene.path(name)).st_ino, os.lstat(scene.path(name)).st_mtime_ns)
                   for name in scene.listing()}
            require(now == before, f"{what}: something was touched")
        print(f"{what}: {expected.decode() if expected else 'replaced'}")
        return scene

    def everybody_writes(scene):
        os.chmod(scene.directory, 0o777)
        os.chmod(scene.path("providers.tf"), 0o666)

    def group_of_others(scene):
        os.chown(scene.path("providers.tf"), user[0], 3456)

    def file_read_only(scene):
        os.chmod(scene.path("providers.tf"), 0o440)

    def unreadable(scene):
        os.removexattr(scene.path("providers.tf"), "system.posix_acl_access")
        os.chmod(scene.path("providers.tf"), 0o200)

    def leftover_of_others(scene):
        write(scene.path(".providers.tf.signet-new"), OLD)

    def leftover_of_mine(scene):
        write(scene.path(".providers.tf.signet-new"), NEW[:1000])
        os.chown(scene.path(".providers.tf.signet-new"), *user)
        os.chmod(scene.path(".providers.tf.signet-new"), 0o200)

    def attribute_of_root(scene):
        os.setxattr(scene.path("providers.tf"), "security.signet", b"only root may set it")

    def list_handed_down(scene):
        os.setxattr(scene.directory, "system.posix_acl_default", ACCESS_LIST)
        os.removexattr(scene.path("providers.tf"), "system.posix_acl_access")
        os.chmod(scene.path("providers.tf"), MODE)

    attempt(lambda scene: None, user, None, "own file")
    attempt(lambda scene: os.chmod(scene.directory, 0o555), user, b"directory-not-writable", "directory read-only")
    attempt(lambda scene: os.chmod(scene.directory, 0o333), user, b"directory-not-writable", "directory unreadable")
    attempt(file_read_only, user, b"file-not-writable", "file read-only")
    attempt(unreadable, user, b"file-not-readable", "file unreadable")
    attempt(everybody_writes, (4321, 4321), b"file-owner-foreign", "file of somebody else")
    attempt(group_of_others, user, b"file-owner-foreign", "group of others")
    attempt(leftover_of_others, user, b"file-not-writable", "leftover of somebody else")
    attempt(leftover_of_mine, user, None, "own leftover")
    attempt(attribute_of_root, user, b"file-attributes-not-kept", "attribute that only root may set")
    attempt(attribute_of_root, (0, 0), None, "the same as root")
    scene = attempt(list_handed_down, user, None, "access list handed down by the directory")
    require(os.listxattr(scene.path("providers.tf")) == ["user.note"], "the new file got a list of its own")


TRIALS = {"killed": killed, "meanwhile": meanwhile, "disks": disks}


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in TRIALS:
        sys.exit(__doc__)
    trial = TRIALS[sys.argv[1]]
    run_in_folder(lambda parent: trial(Program(os.path.abspath(sys.argv[2]), parent), parent), "signet-replace-",
                  sys.argv[3] if len(sys.argv) == 4 else None)


if __name__ == "__main__":
    main()
