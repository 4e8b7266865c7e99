#!/usr/bin/env python3
"""How fast signet is, in ratios taken in one run on one machine.

    sudo tests/bench/bench.py build/release [--runs N] [--round-trips MS ...] [--against PROGRAM]

Needs root (network namespaces), curl and the release build with its bench programs:

    cmake --preset release && cmake --build --preset release --target signet bench_empty bench_qcoreapplication

1. Start: `signet --version` against an empty program with the same libraries and a bare QCoreApplication.
2. Token: `signet token` against curl on the same endpoint, no delay.
3. Diagnosis of a configuration over a real round trip (tests/tools/relay.py between two namespaces) against the
   ideal, and against the same requests made one after the other by curl. The ideal knows nothing of what signet
   does. It is counted in the round trips that the relay adds: one for TCP and one for TLS 1.3, while the identity
   endpoint is asked, then three waves of requests that depend on each other. Nothing else costs time in it.
   What the relay saw is printed: the connections, and what each of them waited for.
4. Peak memory of a diagnosis.

With --against, another signet takes its turn in the diagnosis, and the ratio of the two is printed.

Every figure is the median of alternating runs; the smallest and largest ratio stand beside it.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPACE = ROOT / "tests/tools/azure-namespace.sh"
RELAY = ROOT / "tests/tools/relay.py"
HANDSHAKES = 2
WAVES = 3
TOKEN_URL = ("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
             "&resource=499b84ac-1321-427f-aa17-267ca6975798")
CONFIGURATION = """terraform {
  required_providers {
    azuredevops = {
      source = "microsoft/azuredevops"
    }
  }
}

provider "azuredevops" {
  org_service_url = "https://dev.azure.com/contoso"
  use_msi         = true
}

data "azuredevops_project" "fabrikam" {
  name = "Fabrikam-Fiber"
}
"""


def run(command, **options):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, **options)


def seconds(command, ok=(0,)):
    begin = time.perf_counter()
    code = subprocess.run([str(part) for part in command], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode
    took = time.perf_counter() - begin
    if code not in ok:
        sys.exit(f"{command} ended with {code}")
    return took


def spread(ratios):
    ratios = sorted(ratios)
    return f"{statistics.median(ratios):.2f} x ({ratios[0]:.2f} to {ratios[-1]:.2f})"


def compare(name, first, second, runs):
    """Alternates both, so that a machine that slows down slows both down."""
    seconds(first), seconds(second)
    pairs = [(seconds(first), seconds(second)) for _ in range(runs)]
    print(f"  {name}: {spread(a / b for a, b in pairs)}, "
          f"{statistics.median(a for a, _ in pairs) * 1000:.1f} ms against "
          f"{statistics.median(b for _, b in pairs) * 1000:.1f} ms")


def peak_memory(command):
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as child:
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
    return usage.ru_maxrss / 1024


def serve(signet, space, ca):
    server = subprocess.Popen([str(SPACE), "exec", space, str(signet), "sandbox", "serve", "healthy",
                               "--listen", "169.254.169.254:80", "--tls-listen", "169.254.169.254:443",
                               "--ca-out", str(ca)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if not server.stdout.readline().startswith("http://169.254.169.254"):
        sys.exit("the simulated Azure did not start")
    return server


def curl_script(exchanges, token_file):
    lines = ["set -e"]
    for exchange in exchanges:
        url = exchange["url"].replace("'", "")
        method = {"GET": "", "HEAD": "-I ", "POST": "-H Content-Type:application/json -d '{}' "}.get(
            exchange["method"], f"-X {exchange['method']} ")
        is_ours = exchange["check"].startswith("devops.") or exchange["check"] == "terraform.connection"
        secret = f'-H "Authorization: Bearer $(cat {token_file})" ' if is_ours else ""
        lines.append(f"curl -g -s -o /dev/null {method}{secret}-H Metadata:true -H Accept:application/json "
                     f"-H X-TFS-FedAuthRedirect:Suppress '{url}'")
    return "\n".join(lines)


class Connection:
    """What the relay saw of one connection: bursts of data, by who sent them."""

    def __init__(self, opened, service):
        self.opened = opened
        self.host = "169.254.169.254" if service == 80 else "?"
        self.bursts = []  # (first segment, "client" or "server", last segment)


def connections_in(log, since):
    """Connections in the order of their start. Segments of one side within ten milliseconds are one burst."""
    connections = {}
    for line in log.splitlines():
        entry = json.loads(line)
        if entry["time"] < since:
            continue
        if entry["syn"]:
            connections.setdefault(entry["port"], Connection(entry["time"], entry["service"]))
        connection = connections.get(entry["port"])
        if not connection or not entry["bytes"]:
            continue
        connection.host = entry.get("name", connection.host)
        side = "client" if entry["client"] else "server"
        last = connection.bursts[-1] if connection.bursts else None
        if not last or last[1] != side or entry["time"] - last[2] > 0.01:
            connection.bursts.append((entry["time"], side, entry["time"]))
        else:
            connection.bursts[-1] = (last[0], side, entry["time"])
    return list(connections.values())


def print_waves(log, since, trip):
    """Each connection with the moments at which it sent something, and the answer that came last before."""
    connections = connections_in(log, since)
    if not connections:
        return
    names, number = {}, Counter()
    for connection in connections:
        number[connection.host] += 1
        names[connection] = f"{connection.host} {number[connection.host]}"
    answers = sorted((at, names[connection]) for connection in connections
                     for _, side, at in connection.bursts if side == "server")
    print(f"  first packet after {(connections[0].opened - since) * 1000:.0f} ms; connections: "
          + ", ".join(f"{count} to {host}" for host, count in number.items()))
    for connection in connections:
        sent = [f"opened {(connection.opened - since) * 1000:.0f}"]
        sends = [at for at, side, _ in connection.bursts if side == "client"]
        for index, at in enumerate(sends):
            is_tls = connection.host != "169.254.169.254"
            what = "hello" if is_tls and index == 0 else "keys, request" if is_tls and index == 1 else "request"
            before = [name for when, name in answers if at - trip / 2 < when <= at]
            waited = f" after {before[-1]}" if before and before[-1] != names[connection] else ""
            sent.append(f"{what} {(at - since) * 1000:.0f}{waited}")
        print(f"    {names[connection]}: " + "; ".join(sent))


def measure(options, programs, folder, trip):
    signet, ca = programs / "signet", folder / "ca.pem"
    near, far = f"near{os.getpid()}", f"far{os.getpid()}"
    run([SPACE, "up", near, "--far"])
    run([SPACE, "up", far])
    relay = None
    try:
        log = folder / "relay.log"
        relay = subprocess.Popen([sys.executable, str(RELAY), near, far, "--delay-ms", str(trip / 2), "--log", str(log)],
                                 stdout=subprocess.PIPE, text=True)
        if relay.stdout.readline().strip() != "ready":
            sys.exit("the relay did not start")
        server = serve(signet, far, ca)
        run([SPACE, "trust", near, ca])
        inside = ["ip", "netns", "exec", near]
        (folder / "main.tf").write_text(CONFIGURATION)
        question = ["diagnose", "--org", "https://dev.azure.com/contoso", "--terraform", folder, "--quiet"]
        diagnose = [*inside, signet, *question]
        seconds(diagnose)
        since = time.monotonic()
        report = json.loads(run([*diagnose, "--output", "json"]).stdout)
        exchanges = report["exchanges"]
        hosts = Counter(exchange["url"].split("/")[2] for exchange in exchanges)
        print(f"diagnosis, round trip {trip:g} ms: {report['verdict']}, {len(exchanges)} requests: "
              + ", ".join(f"{count} to {host}" for host, count in hosts.items()))
        print_waves(log.read_text(), since, trip / 1000)

        token_file = folder / "token"
        token_file.touch(0o600)
        token_file.write_text(json.loads(run([*inside, "curl", "-s", "-H", "Metadata:true", TOKEN_URL]).stdout)["access_token"])
        script = curl_script(exchanges, token_file)
        exec_cost = statistics.median(seconds([*inside, "true"]) for _ in range(options.runs))
        rows = []
        for _ in range(options.runs):
            row = [seconds(diagnose) - exec_cost, seconds([*inside, "bash", "-c", script]) - exec_cost]
            if options.against:
                row.append(seconds([*inside, options.against.resolve(), *question]) - exec_cost)
            rows.append(row)
        median = statistics.median(row[0] for row in rows) * 1000
        ideal = (HANDSHAKES + WAVES) * trip
        if ideal:
            print(f"  against the ideal of {ideal:g} ms: {spread(row[0] * 1000 / ideal for row in rows)}, "
                  f"median {median:.0f} ms, {median - ideal:+.0f} ms")
        else:
            print(f"  without a round trip: {median:.0f} ms")
        print(f"  curl in a row takes {spread(row[1] / row[0] for row in rows)} as long")
        if options.against:
            print(f"  the other program takes {spread(row[2] / row[0] for row in rows)} as long, "
                  f"median {statistics.median(row[2] for row in rows) * 1000:.0f} ms")
        server.terminate()
    finally:
        if relay:
            relay.terminate()
            relay.wait()
        run([SPACE, "down", near])
        run([SPACE, "down", far])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build", type=Path)
    arguments.add_argument("--runs", type=int, default=11)
    arguments.add_argument("--round-trips", type=float, nargs="*", default=[0, 20, 50, 100])
    arguments.add_argument("--against", type=Path, metavar="PROGRAM")
    options = arguments.parse_args()
    if os.geteuid() != 0:
        sys.exit("network namespaces need root")
    # What this machine sets for its own programs must not decide.
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE"):
        os.environ.pop(variable, None)
    programs = options.build.resolve() / "bin"
    signet = programs / "signet"

    if (programs / "bench_empty").exists():
        print("start")
        compare("signet --version against an empty program with the same libraries",
                [signet, "--version"], [programs / "bench_empty"], options.runs * 4)
        compare("signet --version against a bare QCoreApplication",
                [signet, "--version"], [programs / "bench_qcoreapplication"], options.runs * 4)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ca = folder / "ca.pem"
        space = f"bench{os.getpid()}"
        run([SPACE, "up", space])
        try:
            server = serve(signet, space, ca)
            run([SPACE, "trust", space, ca])
            inside = ["ip", "netns", "exec", space]
            print("token, no delay")
            compare("signet token against curl", [*inside, signet, "token", "--quiet"],
                    [*inside, "curl", "-s", "-o", "/dev/null", "-H", "Metadata:true", TOKEN_URL], options.runs)
            diagnose = [*inside, signet, "diagnose", "--org", "https://dev.azure.com/contoso", "--quiet"]
            print("memory")
            print(f"  peak of a diagnosis: {peak_memory(diagnose):.1f} MiB")
            server.terminate()
        finally:
            run([SPACE, "down", space])
        for trip in options.round_trips:
            measure(options, programs, folder, trip)


if __name__ == "__main__":
    main()
