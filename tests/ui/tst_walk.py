#!/usr/bin/env python3
"""The guided path of the real signet-gui, from a machine whose identity nobody added to the provider block.

Everything is read and pressed through the accessibility interface, as a screen reader does it: what has no
name there, or is not said to be there, cannot be used here either.

    tst_walk.py SIGNET_GUI

Needs Xvfb, a session bus and AT-SPI; without them it is skipped (exit code 77).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
LIMIT = 30  # seconds, for anything that is waited for
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


def skip(reason):
    print("SKIP: " + reason)
    sys.exit(SKIPPED)


def fail(reason):
    print("FAIL: " + reason)
    sys.exit(1)


# ---- Outside: a display and a bus of its own --------------------------------------------------------------


def outside(program):
    for needed in ("Xvfb", "dbus-run-session"):
        if not shutil.which(needed):
            skip(needed + " is not installed")
    if not any(os.path.exists(launcher) for launcher in LAUNCHERS):
        skip("at-spi2-core is not installed")
    try:
        import pyatspi  # noqa: F401
    except ImportError:
        skip("python3-pyatspi is not installed")

    with tempfile.TemporaryDirectory() as home:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading) as pipe:
                display = pipe.readline().strip()
            if not display:
                skip("Xvfb does not start")
            runtime = os.path.join(home, "run")
            os.mkdir(runtime, 0o700)
            environment = {name: value for name, value in os.environ.items()
                           if not name.startswith(("ARM_", "AZDO_", "AZURE_", "XDG_"))}
            environment.update({"DISPLAY": ":" + display, "HOME": home, "XDG_RUNTIME_DIR": runtime,
                                "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                                "LC_ALL": "C.UTF-8"})
            inner = subprocess.run(["dbus-run-session", "--", sys.executable, os.path.abspath(__file__),
                                    "--inside", program], env=environment, check=False)
            return inner.returncode
        finally:
            server.terminate()
            server.wait()


# ---- Inside: the walk -------------------------------------------------------------------------------------


class Window:
    """What is showing of the program, by role and name."""

    def __init__(self, pyatspi, process):
        self.pyatspi = pyatspi
        self.process = process
        self.application = self.until("the program to appear", self._find_application)

    def until(self, what, look):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if self.process.poll() is not None:
                fail("the program ended with %s" % self.process.returncode)
            try:
                found = look()
            except (LookupError, RuntimeError, AttributeError, NotImplementedError):
                found = None  # gone while it was looked at
            except Exception as error:  # what has just gone is told as an error of the bus
                if "GError" not in type(error).__name__ and "GLib" not in type(error).__module__:
                    raise
                found = None
            if found:
                return found
            time.sleep(0.05)
        print("\n".join(self.story()))
        fail("waited in vain for " + what)

    def _find_application(self):
        for application in self.pyatspi.Registry.getDesktop(0):
            if application and application.name in ("Signet", "signet-gui") and application.childCount:
                return application
        return None

    def _has(self, node, state):
        return node.getState().contains(state)

    def showing(self, node=None):
        """Everything that is showing, in reading order."""
        node = node or self.application
        for child in node:
            if child is None:
                continue
            if self._has(child, self.pyatspi.STATE_SHOWING):
                yield child
                yield from self.showing(child)

    def story(self):
        return ["%-14s %s" % (node.getRoleName(), node.name or node.description) for node in self.showing()]

    def button(self, name):
        def look():
            for node in self.showing():
                if (node.getRoleName() in ("push button", "button", "radio button") and node.name.startswith(name)
                        and self._has(node, self.pyatspi.STATE_ENABLED)):
                    return node
            return None

        return self.until('the button "%s"' % name, look)

    def press(self, name):
        action = self.button(name).queryAction()
        for index in range(action.nActions):
            if action.getName(index) in ("Press", "Toggle", "Check"):
                action.doAction(index)
                print("pressed    " + name)
                return
        fail('"%s" cannot be pressed' % name)

    def read(self, beginning):
        """Waits for words that are said somewhere on the page."""
        node = self.until('the words "%s"' % beginning,
                          lambda: next((node for node in self.showing() if beginning in (node.name or "")), None))
        print("read       " + node.name.splitlines()[0])
        return node

    def type(self, name, text):
        node = self.until('the field "%s"' % name,
                          lambda: next((node for node in self.showing()
                                        if node.getRoleName() == "text" and node.name.startswith(name)), None))
        node.queryEditableText().setTextContents(text)
        print("typed      %s: %s" % (name, text))

    def check_names(self):
        """Whatever can be used says what it is."""
        usable = ("push button", "button", "radio button", "check box", "combo box", "text", "tree", "tree table")
        for node in self.showing():
            if node.getRoleName() in usable and not node.name.strip():
                fail("a %s without a name, in %s" % (node.getRoleName(), node.parent.name))


def inside(program):
    import pyatspi

    launcher = next(path for path in LAUNCHERS if os.path.exists(path))
    bus = subprocess.Popen([launcher, "--launch-immediately"], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
    process = subprocess.Popen([program, "--sandbox", "not-in-org"])
    folder = tempfile.mkdtemp(dir=os.environ["HOME"])
    try:
        window = Window(pyatspi, process)
        window.press("Set up an identity")
        window.read("This machine is an Azure virtual machine")
        window.read("Signed in: Jane Doe")
        window.check_names()
        window.press("Use this machine")
        window.check_names()
        window.press("Use vm-build")
        window.check_names()
        window.press("Use contoso")
        window.read("Signed in as Jane Doe (jane@contoso.example)")
        window.check_names()
        window.press("Continue as Jane Doe")
        window.read("Basic is the lowest access level")
        window.check_names()
        window.press("Plan the changes")
        window.read("+  member vm-build (Basic)")
        window.read("+  group [Fabrikam-Fiber]\\Readers")
        window.read("Nothing has been changed yet")
        window.check_names()
        window.press("Add vm-build to contoso")
        window.read("All changes are in place")
        window.press("See the proof")
        window.read("All changes are in place in contoso")
        window.button("Create the provider block")
        window.read("vm-build can work in contoso.")
        window.check_names()
        window.press("Create the provider block")
        window.type("Folder of the Terraform configuration", folder)
        # A field that is not left takes over what was typed with the button.
        window.press("Choose the folder…")
        window.press("Write 1 file")
        window.read("1 file was written")
        with open(os.path.join(folder, "providers.tf"), encoding="utf-8") as file:
            block = file.read()
        for words in ("https://dev.azure.com/contoso", "use_msi", "use_cli"):
            if words not in block:
                fail("%s is not in the provider block" % words)
        print("PASS: from nobody to ready")
        return 0
    finally:
        process.terminate()
        process.wait()
        bus.terminate()
        bus.wait()


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--inside":
        sys.exit(inside(sys.argv[2]))
    if len(sys.argv) != 2:
        print(__doc__)
        sys.exit(1)
    sys.exit(outside(sys.argv[1]))
