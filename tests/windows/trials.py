#!/usr/bin/env python3
"""Runs signet.exe under Wine as a person would, and compares it with the program for Linux.

    trials.py SIGNET_EXE KEYCHAIN_STEPS_EXE [LINUX_SIGNET]

Without LINUX_SIGNET nothing is compared with it, and the trials that only compare are listed as skipped. WINEPREFIX
and WINEPATH are those of the environment. Prints a line for each trial and `N passed, M failed, K skipped` last.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

SCENARIOS = ["healthy", "healthy-arc", "not-in-org", "identity-not-assigned", "imds-throttled", "pat-overrides-msi",
             "tenant-mismatch", "org-url-has-project", "az-not-signed-in", "version-constraint-invalid"]

EXE, KEYCHAIN = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
LINUX = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else None
WORK = tempfile.mkdtemp(prefix="signet-windows-")
WINE = shutil.which("wine64") or shutil.which("wine")
CLEAN = {key: value for key, value in os.environ.items()
         if not re.match(r"(AZDO|ARM|AZURE|SYSTEM|NO_COLOR|COLUMNS)", key)}
CLEAN |= {"WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}

results = {"passed": 0, "failed": 0, "skipped": 0}


def windows(path):
    return "Z:" + path.replace("/", "\\")


class Run:
    def __init__(self, command, data=b"", cwd=None, env=None):
        done = subprocess.run(command, input=data, capture_output=True, cwd=cwd or WORK, env=CLEAN | (env or {}),
                              timeout=120, check=False)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def __str__(self):
        return f"exit {self.code}\n{self.out.decode(errors='replace')}\n{self.err.decode(errors='replace')}"


def signet(*arguments, **how):
    return Run([WINE, EXE, *arguments], **how)


def linux(*arguments, **how):
    home = os.path.join(WORK, "home")
    os.makedirs(home, exist_ok=True)
    return Run([LINUX, *arguments], env={"HOME": home, "XDG_CONFIG_HOME": home}, **how)


class Skipped(Exception):
    pass


def need_linux():
    if not LINUX:
        raise Skipped("no program for Linux to compare with")


def equal(found, expected, about=""):
    if found != expected:
        raise AssertionError(f"{about}\nfound    {found!r}\nexpected {expected!r}")


def holds(text, part):
    if part not in text:
        raise AssertionError(f"{part!r} is not in {text!r}")


def trial(function):
    began = time.monotonic()
    name = function.__name__.replace("_", " ")
    try:
        note = function() or ""
        kind = "passed"
    except Skipped as why:
        kind, note = "skipped", str(why)
    except (AssertionError, subprocess.TimeoutExpired, KeyError, ValueError, OSError) as error:
        kind, note = "failed", f"{type(error).__name__}: {error}"
    results[kind] += 1
    print(f"{kind.upper():8}{name} ({time.monotonic() - began:.1f} s) {note}", flush=True)


def without_times(value):
    """A report without what differs from run to run, and without commands, which are for another shell."""
    if isinstance(value, dict):
        return {key: without_times(one) for key, one in value.items()
                if not re.fullmatch(r".*Ms|startedAt|command|serverSkew", key)}
    if isinstance(value, list):
        return [without_times(one) for one in value]
    if isinstance(value, str):
        value = re.sub(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "ID", value)
        value = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", value)
        return re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+Z?", "TIME", value)
    return value


def comparable(report):
    """Requests that are sent side by side end in any order."""
    report = without_times(report)
    report["exchanges"].sort(key=lambda exchange: json.dumps(exchange, sort_keys=True))
    return report


def first_difference(a, b, where="$"):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            if a.get(key) != b.get(key):
                return first_difference(a.get(key), b.get(key), f"{where}.{key}")
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for number, (one, other) in enumerate(zip(a, b)):
            if one != other:
                return first_difference(one, other, f"{where}[{number}]")
    return f"{where}: {a!r} is not {b!r}"


def the_version_is_that_of_linux():
    run = signet("--version")
    equal(run.code, 0, run)
    if b"\r" in run.out:
        raise AssertionError("a line ends in two characters")
    if LINUX:
        equal(run.out, linux("--version").out)
    return run.out.decode().strip()


def reports_of_ten_scenarios_equal_those_of_linux():
    need_linux()
    available = linux("sandbox", "list", "--output", "json").out.decode()
    chosen = [name for name in SCENARIOS if f'"{name}"' in available]
    for one in re.findall(r'"name": "([a-z0-9-]+)"', available):
        if len(chosen) < 10 and one not in chosen:
            chosen.append(one)
    equal(len(chosen), 10)
    checks = 0
    for name in chosen:
        here, there = (program("diagnose", "--sandbox", name, "--output", "json") for program in (signet, linux))
        equal(here.code, there.code, f"{name}: {here}")
        if b"\r" in here.out:
            raise AssertionError(f"{name}: a line ends in two characters")
        mine, theirs = comparable(json.loads(here.out)), comparable(json.loads(there.out))
        if mine != theirs:
            raise AssertionError(f"{name}: {first_difference(mine, theirs)}")
        checks += len(mine["checks"])
    return f"{len(chosen)} scenarios, {checks} checks: {' '.join(chosen)}"


def started(*arguments):
    process = subprocess.Popen([WINE, EXE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL, cwd=WORK, env=CLEAN)
    return process, process.stdout.readline().decode().strip()


def ended(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def a_plan_is_applied_and_undone():
    server, address = started("sandbox", "serve", "not-in-org")
    try:
        plan, receipt = windows(WORK + "/計画.json"), windows(WORK + "/受領.json")
        before = signet("diagnose", "--sandbox", address, "--output", "json")
        equal(before.code, 2, before)
        machine = json.loads(before.out)["identities"]["machine"]["objectId"]
        planned = signet("setup", "plan", "--sandbox", address, "--object-id", machine, "--out", plan)
        equal(planned.code, 0, planned)
        holds(planned.err.decode(), plan)
        applied = signet("setup", "apply", plan, "--sandbox", address, "--yes", "--out", receipt)
        equal(applied.code, 0, applied)
        ready = json.loads(signet("diagnose", "--sandbox", address, "--output", "json").out)
        if "not-in-org" in ready["rootCauses"]:
            raise AssertionError("applied, but not a member")
        undone = signet("setup", "undo", receipt, "--sandbox", address, "--yes")
        equal(undone.code, 0, undone)
        after = json.loads(signet("diagnose", "--sandbox", address, "--output", "json").out)
        equal(after["rootCauses"], ["not-in-org"])
    finally:
        ended(server)
    return "plan, apply, undo; names in Japanese"


CONFIGURATION = """terraform {
  required_providers {
    azuredevops = { source = "microsoft/azuredevops", version = ">= 1.0.0" }
  }
}

provider "azuredevops" {
  org_service_url       = "https://dev.azure.com/contoso"
  personal_access_token = "$TOKEN"
}

# 日本語の注釈
resource "azuredevops_project" "p" {
  name = "基盤"
}
""".replace("$TOKEN", "a" * 52)


def configurations_are_explained_and_written_as_on_linux():
    need_linux()
    for name, end in (("lf", "\n"), ("crlf", "\r\n")):
        content = CONFIGURATION.replace("\n", end).encode()
        folders = {}
        for side in ("here", "there"):
            folder = folders[side] = os.path.join(WORK, "日本 " + name + " " + side)
            os.makedirs(folder)
            with open(os.path.join(folder, "設定.tf"), "wb") as file:
                file.write(content)
        here = signet("terraform", "explain", "--dir", windows(folders["here"]), "--output", "json")
        there = linux("terraform", "explain", "--dir", folders["there"], "--output", "json")
        equal(here.code, there.code, here)
        mine, theirs = json.loads(here.out), json.loads(there.out)
        for one in (mine, theirs):
            for file in (one.get("edit") or {}).get("files", []):
                file["path"] = os.path.basename(file["path"].replace("\\", "/"))
        mine, theirs = (without_times(one) for one in (mine, theirs))
        if mine != theirs:
            raise AssertionError(f"{name}: {first_difference(mine, theirs)}")
        here = signet("terraform", "write", "--dir", windows(folders["here"]), "--yes")
        there = linux("terraform", "write", "--dir", folders["there"], "--yes")
        equal(here.code, there.code, here)
        equal(here.out, there.out, "the diff")
        holds(here.err.decode(), windows(folders["here"]) + "\\設定.tf")
        for file in sorted(os.listdir(folders["there"])):
            with open(os.path.join(folders["there"], file), "rb") as one, \
                    open(os.path.join(folders["here"], file), "rb") as other:
                equal(other.read(), one.read(), file)
        equal(sorted(os.listdir(folders["here"])), sorted(os.listdir(folders["there"])))
    return "LF and CRLF, folder and file in Japanese, backup"


def names_of_devices_are_refused():
    folder = os.path.join(WORK, "devices")
    os.makedirs(folder)
    run = signet("terraform", "write", "--dir", windows(folder), "--org", "contoso", "--file", "NUL.tf", "--yes")
    equal(run.code, 1, run)
    holds(run.err.decode(), '"NUL.tf" is not a valid Terraform file name')


def errors_have_the_words_of_linux():
    missing = signet("report", "show", windows(WORK + "/none/報告.json"))
    equal(missing.code, 1, missing)
    holds(missing.err.decode(), windows(WORK + "/none/報告.json"))
    if b".." in missing.err:
        raise AssertionError(missing)
    if LINUX:
        other = linux("report", "show", WORK + "/none/報告.json")
        equal(missing.err.decode().replace(windows(WORK + "/none/報告.json"), "FILE").splitlines()[0],
              other.err.decode().replace(WORK + "/none/報告.json", "FILE").splitlines()[0])
    return missing.err.decode().splitlines()[0].replace(windows(WORK), "...")


def resource_ids_are_not_options():
    resource = ("/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/"
                "Microsoft.ManagedIdentity/userAssignedIdentities/id")
    run = signet("principal", "attach", resource, "--help")
    equal(run.code, 0, run)
    run = signet("principal", "find", resource, "--sandbox", "healthy", "--no-input")
    if run.code == 1 and b"required" in run.err:
        raise AssertionError(run)


def profiles_are_kept_in_appdata():
    saved = signet("profile", "save", "prod", "--org", "contoso")
    equal(saved.code, 0, saved)
    listed = signet("profile", "list", "--output", "json")
    holds(listed.out.decode(), '"prod"')
    found = subprocess.run(["find", os.environ["WINEPREFIX"], "-path", "*AppData/Roaming/signet/*.json"],
                           capture_output=True, check=True).stdout.decode()
    holds(found, "AppData/Roaming/signet/")
    removed = signet("profile", "remove", "prod")
    equal(removed.code, 0, removed)
    return "save, list, remove"


def variables_are_for_powershell():
    run = signet("terraform", "env", "--org", "contoso")
    equal(run.code, 0, run)
    holds(run.out.decode(), "$env:ARM_USE_MSI")


def the_keychain_keeps_secrets():
    long = "s" * 2000
    run = Run([WINE, KEYCHAIN, "20000", "write", "sign-in/trial", b"short".hex(), "read", "sign-in/trial",
               "write", "sign-in/trial", long.encode().hex(), "read", "sign-in/trial", "remove", "sign-in/trial",
               "read", "sign-in/trial"])
    lines = [json.loads(line) for line in run.out.decode().splitlines()]
    equal([line["outcome"] for line in lines], ["done", "value", "done", "value", "done", "nothing"], run)
    equal(bytes.fromhex(lines[3]["value"]).decode(), long)
    return "write, read, 2000 bytes, remove"


def curl_verifies_the_sandbox():
    authority = WORK + "/ca.pem"
    server, address = started("sandbox", "serve", "healthy", "--tls-listen", "127.0.0.1:0", "--ca-out",
                              windows(authority))
    try:
        match = re.fullmatch(r"https://127\.0\.0\.1:(\d+)", address)
        if not match:
            raise AssertionError(f"no address: {address!r}")
        done = Run(["curl", "--silent", "--show-error", "--noproxy", "*", "--cacert", authority, "--output", "/dev/null",
                    "--write-out", "%{http_code} %{ssl_verify_result}", "--resolve",
                    f"dev.azure.com:{match[1]}:127.0.0.1", f"https://dev.azure.com:{match[1]}/contoso/_apis/connectionData"])
        equal(done.code, 0, done)
        equal(done.out.decode().split()[1], "0", done)
    finally:
        ended(server)
    return f"verified, status {done.out.decode().split()[0]}"


def standard_input_is_read_byte_for_byte():
    run = signet("explain", "--paste", "--output", "json", data=b"line one\x1a\nTF401444: Please sign-in at least once\n")
    equal(run.code, 0, run)
    holds(run.out.decode(), '"finding"')


def main():
    try:
        for function in (the_version_is_that_of_linux, errors_have_the_words_of_linux, names_of_devices_are_refused,
                         resource_ids_are_not_options, variables_are_for_powershell,
                         standard_input_is_read_byte_for_byte, profiles_are_kept_in_appdata,
                         the_keychain_keeps_secrets, configurations_are_explained_and_written_as_on_linux,
                         curl_verifies_the_sandbox, a_plan_is_applied_and_undone,
                         reports_of_ten_scenarios_equal_those_of_linux):
            trial(function)
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**results))
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
