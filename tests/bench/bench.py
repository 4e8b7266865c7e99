#!/usr/bin/env python3
"""How fast signet is, in ratios taken in one run on one machine.

    sudo tests/bench/bench.py build/release [--runs N] [--round-trips MS ...]

Needs root (network namespaces), curl and the release build with its bench programs:

    cmake --preset release && cmake --build --preset release --target signet bench_empty bench_qcoreapplication

1. Start: `signet --version` against an empty program with the same libraries and a bare QCoreApplication.
2. Token: `signet token` against curl on the same endpoint, no delay.
3. Diagnosis over a real round trip (tests/tools/relay.py between two namespaces) against the ideal and
   against the same requests made one after the other by curl. The ideal is the longest chain of requests
   that depend on each other, handshakes included, read from the exchange record: name look-ups aside, a
   connection costs one round trip, TLS one more, a request one.
4. Peak memory of a diagnosis.

Every figure is the median of alternating runs; the smallest and largest ratio stand beside it.
"""
import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPACE = ROOT / "tests/tools/azure-namespace.sh"
RELAY = ROOT / "tests/tools/relay.py"


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


def compare(name, first, second, runs):
    """Alternates both, so that a machine that slows down slows both down."""
    seconds(first), seconds(second)
    pairs = [(seconds(first), seconds(second)) for _ in range(runs)]
    ratios = sorted(a / b for a, b in pairs)
    print(f"  {name}: {statistics.median(ratios):.2f} x ({ratios[0]:.2f} to {ratios[-1]:.2f}), "
          f"{statistics.median(a for a, _ in pairs) * 1000:.1f} ms against "
          f"{statistics.median(b for _, b in pairs) * 1000:.1f} ms")
    return statistics.median(ratios)


def peak_memory(command):
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as child:
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
    return usage.ru_maxrss / 1024


def ideal_round_trips(exchanges):
    """Longest chain of dependent requests. Plain http: connect 1, request 1. TLS: connect 2, request 1,
    of which the connecting may go on while the token is asked for."""
    checks = {exchange["check"] for exchange in exchanges}
    token = 2 if "identity.token" in checks else 0
    anonymous = 2 + 1 if "organization.exists" in checks else 0
    with_token = max(token, 2) + 1 if "devops.connection" in checks else token
    return max(token, anonymous, with_token)


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
        head = "-I " if exchange["method"] == "HEAD" else ""
        secret = f'-H "Authorization: Bearer $(cat {token_file})" ' if exchange["check"] in (
            "devops.connection", "devops.projects") else ""
        lines.append(f"curl -s -o /dev/null {head}{secret}-H Metadata:true -H Accept:application/json "
                     f"-H X-TFS-FedAuthRedirect:Suppress '{url}'")
    return "\n".join(lines)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build", type=Path)
    arguments.add_argument("--runs", type=int, default=11)
    arguments.add_argument("--round-trips", type=float, nargs="*", default=[20, 100])
    options = arguments.parse_args()
    if os.geteuid() != 0:
        sys.exit("network namespaces need root")
    # A variable of this machine must not decide: reading a file of authorities costs a tenth of a second.
    os.environ.pop("SSL_CERT_FILE", None)
    programs = options.build.resolve() / "bin"
    signet = programs / "signet"

    print("start")
    compare("signet --version against an empty program with the same libraries",
            [signet, "--version"], [programs / "bench_empty"], options.runs * 4)
    compare("signet --version against a bare QCoreApplication",
            [signet, "--version"], [programs / "bench_qcoreapplication"], options.runs * 4)

    with tempfile.TemporaryDirectory() as folder:
        ca = Path(folder) / "ca.pem"
        name = f"bench{os.getpid()}"
        run([SPACE, "up", name])
        try:
            server = serve(signet, name, ca)
            run([SPACE, "trust", name, ca])
            inside = [SPACE, "exec", name]
            token_url = ("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
                         "&resource=499b84ac-1321-427f-aa17-267ca6975798")
            print("token, no delay")
            compare("signet token against curl", [*inside, signet, "token", "--quiet"],
                    [*inside, "curl", "-s", "-o", "/dev/null", "-H", "Metadata:true", token_url], options.runs)
            diagnose = [*inside, signet, "diagnose", "--org", "https://dev.azure.com/contoso", "--quiet"]
            print("memory")
            print(f"  peak of a diagnosis: {peak_memory(diagnose):.1f} MiB")
            server.terminate()
        finally:
            run([SPACE, "down", name])

        for trip in options.round_trips:
            near, far = f"near{os.getpid()}", f"far{os.getpid()}"
            run([SPACE, "up", near, "--far"])
            run([SPACE, "up", far])
            relay = None
            try:
                relay = subprocess.Popen([sys.executable, str(RELAY), near, far, "--delay-ms", str(trip / 2)],
                                         stdout=subprocess.PIPE, text=True)
                if relay.stdout.readline().strip() != "ready":
                    sys.exit("the relay did not start")
                server = serve(signet, far, ca)
                run([SPACE, "trust", near, ca])
                inside = [SPACE, "exec", near]
                diagnose = [*inside, signet, "diagnose", "--org", "https://dev.azure.com/contoso", "--quiet"]
                report = json.loads(run([*diagnose, "--output", "json"]).stdout)
                token_file = Path(folder) / "token"
                answer = run([*inside, "curl", "-s", "-H", "Metadata:true", token_url]).stdout
                token_file.write_text(json.loads(answer)["access_token"])
                token_file.chmod(0o600)
                script = curl_script(report["exchanges"], token_file)

                exec_cost = statistics.median(seconds([*inside, "true"]) for _ in range(options.runs))
                ideal = ideal_round_trips(report["exchanges"]) * trip / 1000
                pairs = []
                for _ in range(options.runs):
                    pairs.append((seconds(diagnose) - exec_cost, seconds([*inside, "bash", "-c", script]) - exec_cost))
                median = statistics.median(a for a, _ in pairs)
                print(f"diagnosis, round trip {trip:g} ms, {len(report['exchanges'])} requests")
                print(f"  against the ideal of {ideal * 1000:.0f} ms: {median / ideal:.2f} x "
                      f"({min(a for a, _ in pairs) / ideal:.2f} to {max(a for a, _ in pairs) / ideal:.2f})")
                faster = sorted(b / a for a, b in pairs)
                print(f"  curl in a row takes {statistics.median(faster):.2f} x as long "
                      f"({faster[0]:.2f} to {faster[-1]:.2f})")
                server.terminate()
            finally:
                if relay:
                    relay.terminate()
                    relay.wait()
                run([SPACE, "down", near])
                run([SPACE, "down", far])


if __name__ == "__main__":
    main()
