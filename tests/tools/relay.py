#!/usr/bin/env python3
"""Joins two network namespaces by a link with a real delay, for measurements.

Usage: relay.py NS_CLIENT NS_SERVER --delay-ms D [--mtu N] [--device NAME] [--log FILE]

In NS_CLIENT and in NS_SERVER a TUN device is opened (10.77.0.1 and 10.77.0.2); every packet that goes into one
comes out of the other D milliseconds later. D counts for one direction: a round trip takes 2 D. NS_CLIENT gets a
route to 169.254.169.254 over the link; the address is expected in NS_SERVER (azure-namespace.sh up NS_SERVER; the
client's by up NS_CLIENT --far).

With --log it writes a line of JSON for each TCP segment that opens a connection or carries data, as the client sees
it: {"time": seconds of the monotonic clock, "client": true when the client sent it, "port": of the client, "service":
port of the server, "syn": true for a new connection, "bytes": of data, "name": the server that a ClientHello asks for}.

Prints "ready" on standard output when packets flow, and runs until SIGTERM or SIGINT; the devices and the route go
away with it. Needs root and /dev/net/tun. Exit code: 0 stopped; 1 could not be set up, with the reason.

The kernel's own way to do this is the queueing discipline netem; not every kernel has it.
"""

import argparse
import ctypes
import fcntl
import heapq
import json
import os
import select
import signal
import struct
import subprocess
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
METADATA_ADDRESS = "169.254.169.254"
CLIENT_ADDRESS = "10.77.0.1"
SERVER_ADDRESS = "10.77.0.2"

libc = ctypes.CDLL(None, use_errno=True)


def enter(path):
    """Makes the namespace behind the path that of this process."""
    file = os.open(path, os.O_RDONLY)
    try:
        if libc.setns(file, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), path)
    finally:
        os.close(file)


def open_tun(namespace, device):
    """A TUN device of that name in the namespace: the open file gives and takes whole IP packets."""
    home = f"/proc/{os.getpid()}/ns/net"
    back = os.open(home, os.O_RDONLY)
    enter(f"/run/netns/{namespace}")
    try:
        tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
        return tun
    finally:
        libc.setns(back, CLONE_NEWNET)
        os.close(back)


def ip(namespace, *arguments):
    subprocess.run(["ip", "-n", namespace, *arguments], check=True)


def set_up(options):
    client = open_tun(options.client, options.device)
    server = open_tun(options.server, options.device)
    for namespace, address in ((options.client, CLIENT_ADDRESS), (options.server, SERVER_ADDRESS)):
        ip(namespace, "addr", "add", f"{address}/24", "dev", options.device)
        ip(namespace, "link", "set", options.device, "mtu", str(options.mtu), "txqueuelen", "5000", "up")
    ip(options.client, "route", "add", f"{METADATA_ADDRESS}/32", "via", SERVER_ADDRESS)
    return client, server


def server_name(data):
    """The name in a TLS ClientHello (RFC 8446, 4.1.2; RFC 6066, 3); None in anything else."""
    if len(data) < 44 or data[0] != 0x16 or data[5] != 0x01:
        return None
    at = 43
    at += 1 + data[at]  # session id
    at += 2 + int.from_bytes(data[at:at + 2], "big")  # cipher suites
    at += 1 + data[at]  # compression methods
    end = at + 2 + int.from_bytes(data[at:at + 2], "big")
    at += 2
    while at + 4 <= min(end, len(data)):
        kind, size = struct.unpack_from("!HH", data, at)
        if kind == 0:
            length = int.from_bytes(data[at + 7:at + 9], "big")
            return data[at + 9:at + 9 + length].decode("ascii", "replace")
        at += 4 + size
    return None


def note(log, packet, from_client):
    """Writes down what a packet says about its connection."""
    if packet[0] >> 4 != 4 or packet[9] != 6:
        return
    tcp = packet[(packet[0] & 15) * 4:]
    source, target = struct.unpack_from("!HH", tcp)
    data = tcp[(tcp[12] >> 4) * 4:]
    is_new = from_client and tcp[13] & 0x12 == 0x02
    if not data and not is_new:
        return
    entry = {"time": time.monotonic(), "client": from_client, "port": source if from_client else target,
             "service": target if from_client else source, "syn": is_new, "bytes": len(data)}
    name = server_name(data) if from_client else None
    if name:
        entry["name"] = name
    log.write(json.dumps(entry) + "\n")
    log.flush()


def relay(client, server, delay, log):
    """Copies packets both ways, each `delay` seconds after it was read, in the order in which it was read."""
    peer = {client: server, server: client}
    waiting = []  # (due, sequence number, file to write to, packet)
    sequence = 0
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        readable, _, _ = select.select([client, server], [], [], timeout)
        for tun in readable:
            # All that is there: one packet a turn would fall behind at full speed.
            while True:
                try:
                    packet = os.read(tun, 65536)
                except BlockingIOError:
                    break
                if log and tun == client:
                    note(log, packet, True)
                heapq.heappush(waiting, (time.monotonic() + delay, sequence, peer[tun], packet))
                sequence += 1
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, tun, packet = heapq.heappop(waiting)
            if log and tun == client:
                note(log, packet, False)
            try:
                os.write(tun, packet)
            except BlockingIOError:
                pass  # The receiver's queue is full: a real link drops the packet, too.


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("client", metavar="NS_CLIENT")
    parser.add_argument("server", metavar="NS_SERVER")
    parser.add_argument("--delay-ms", type=float, required=True, help="for one direction; a round trip takes twice as long")
    parser.add_argument("--mtu", type=int, default=1500)
    parser.add_argument("--device", default="relay0", help="name of the device in both namespaces")
    parser.add_argument("--log", type=argparse.FileType("w"), metavar="FILE", help="what each connection did, and when")
    options = parser.parse_args()
    if options.client == options.server:
        parser.error("the two namespaces must differ")
    if options.delay_ms < 0:
        parser.error("a delay cannot be negative")

    # Both end the program by SystemExit; closing the files removes the devices.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    try:
        client, server = set_up(options)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"relay.py: {error}")
    print("ready", flush=True)
    relay(client, server, options.delay_ms / 1000, options.log)


if __name__ == "__main__":
    main()
