#!/usr/bin/env python3
"""Measures the gateway over loopback: what it adds to a request, how many it takes, and how it streams.

  gateway.py PROGRAM [--seconds N]

Starts the stand-in endpoint, the gateway in front of it with its evidence on disk, and nginx in front of the same stand-in,
and asks each the same. Everything shares this machine's processors, the load too. Needs wrk and nginx; else standard library.

A second gateway keeps its evidence in memory ("without the disk"): what it adds the code costs, the rest is the disk's, whose
own cost is measured beside it. The figures that count are those of the first one. The processor's time of a request is the
gateway's own, of which the kernel takes a part; unlike the others it hardly depends on what else the machine does.
"""

import argparse
import asyncio
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
MODEL = "stand-in"
SENTENCE = "Plan a lesson about rivers for year seven, with a starter, a main task and a plenary that checks what they learnt. "
CLEAN = SENTENCE * 9
FULL = (
    "Write to Mrs Whitlock (t.whitlock@family.example, 07700 900123) about UPN Z000000026001, born 03/09/2014. "
    + SENTENCE * 8
)
FRAMES, FRAMES_A_SECOND = 100, 50


def body(text, stream=False):
    return json.dumps({"model": MODEL, "stream": stream, "messages": [{"role": "user", "content": text}]})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Servers:
    """The stand-in and what stands in front of it, each on a port of its own."""

    def __init__(self, program, folder, pace=None):
        self.program, self.folder, self.processes = program, folder, []
        self.memory = tempfile.TemporaryDirectory(dir="/dev/shm")
        more = ["--pace", str(pace)] if pace else []
        self.ports = {name: free_port() for name in ["stand-in", "nginx", "cloakroom", "without the disk"]}
        self.start("stand-in", [program, "stand-in", "--port", str(self.ports["stand-in"]), *more])
        base = f"http://127.0.0.1:{self.ports['stand-in']}/v1"
        (folder / "endpoints.yaml").write_text(
            f"endpoints:\n  - id: stand-in\n    title: Stand-in\n    base_url: {base}\n    models: [{MODEL}]\n    owner: x\n"
            "    dpia_ref: x\n    review_by: 2099-01-01\n    no_training: true\n")
        for name, audit in [("cloakroom", folder), ("without the disk", self.memory.name)]:
            self.start(name, [
                program, "serve", "--listen", f"127.0.0.1:{self.ports[name]}", "--endpoints", "endpoints.yaml",
                "--rules", str(ROOT / "rules")], CLOAKROOM_AUDIT=f"{audit}/audit.sqlite")
        (folder / "nginx.conf").write_text(
            f"""daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
            events {{ worker_connections 4096; }}
            http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
              fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
              upstream standin {{ server 127.0.0.1:{self.ports['stand-in']}; keepalive 256; }}
              server {{ listen 127.0.0.1:{self.ports['nginx']};
                location / {{ proxy_pass http://standin; proxy_http_version 1.1; proxy_buffering off;
                  proxy_set_header Connection ""; }} }} }}""")
        self.start("nginx", ["nginx", "-e", f"{folder}/nginx.log", "-c", f"{folder}/nginx.conf"])

    def start(self, name, command, **settings):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CLOAKROOM_")}
        environment |= {"CLOAKROOM_CONNECTIONS": "1200", "CLOAKROOM_LOG_LEVEL": "error"} | settings if settings else {}
        log = open(self.folder / f"{name}.log", "wb")
        process = subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, stderr=log)
        self.processes.append((name, process))
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports[name])) == 0:
                    return
            if process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(f"{name} did not start: {(self.folder / f'{name}.log').read_text()[-500:]}")

    def pid(self, name):
        [pid] = [process.pid for other, process in self.processes if other == name]
        return pid

    def processor_time(self, name):
        """What a server has taken of the processors so far, in µs."""
        fields = pathlib.Path(f"/proc/{self.pid(name)}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1e6 / os.sysconf("SC_CLK_TCK")

    def resident(self, name):
        """Resident memory of a server, in MiB."""
        for line in pathlib.Path(f"/proc/{self.pid(name)}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024

    def stop(self):
        for _, process in reversed(self.processes):
            process.terminate()
        for _, process in self.processes:
            process.wait(timeout=30)
        self.memory.cleanup()


def synced(folder, count=300):
    """How long a disk takes to make 4 KB durable, in µs: half of the times, and all but one in a hundred."""
    times = []
    with open(folder / "synced", "wb") as file:
        for _ in range(count):
            file.write(bytes(4096))
            file.flush()
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - start) * 1e6)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def wrk(folder, port, text, connections, seconds):
    """Latencies in µs, requests a second, how many failed, and how many there were."""
    script = folder / "post.lua"
    script.write_text(
        'wrk.method = "POST"\nwrk.headers["content-type"] = "application/json"\nwrk.body = [==[' + body(text) + "]==]\n"
        'done = function(s, l, r) io.write(string.format("RESULT %d %d %f %d %d\\n", l:percentile(50), l:percentile(99), '
        "s.requests / s.duration * 1e6, s.errors.connect + s.errors.read + s.errors.write + s.errors.status + s.errors.timeout, "
        "s.requests)) end\n")
    out = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script,
         f"http://127.0.0.1:{port}/v1/chat/completions"], capture_output=True, text=True, check=True).stdout
    p50, p99, rate, failed, count = re.search(r"RESULT (\d+) (\d+) ([\d.]+) (\d+) (\d+)", out).groups()
    return int(p50), int(p99), float(rate), int(failed), int(count)


async def lines(reader):
    """The lines of a chunked answer's body."""
    await reader.readuntil(b"\r\n\r\n")
    rest = b""
    while size := int(await reader.readline(), 16):
        rest += await reader.readexactly(size)
        await reader.readexactly(2)
        *whole, rest = rest.split(b"\n")
        for line in whole:
            yield line


async def stream(port, text):
    """Asks for a stream; gives the seconds to its first word and how many events came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    data = body(text, stream=True).encode()
    writer.write(
        b"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n" % len(data) + data)
    start, first, count, words = time.perf_counter(), None, 0, []
    async for line in lines(reader):
        if not line.startswith(b"data: {"):
            continue
        count += 1
        content = json.loads(line[6:])["choices"][0]["delta"].get("content")
        if content:
            first = first or time.perf_counter() - start
            words.append(content)
    writer.close()
    return first, count, "".join(words)


def first_words(port, count=300):
    async def run():
        return [(await stream(port, CLEAN))[0] * 1e6 for _ in range(count)]
    return statistics.median(asyncio.run(run()))


def many_streams(port, count):
    text = " ".join(f"word{index}" for index in range(FRAMES))
    async def run():
        start = time.perf_counter()
        results = await asyncio.gather(*(stream(port, text) for _ in range(count)), return_exceptions=True)
        return results, time.perf_counter() - start
    results, seconds = asyncio.run(run())
    whole = sum(not isinstance(result, BaseException) and result[2] == "You wrote: " + text for result in results)
    return whole, seconds


def row(what, *cells):
    print("| " + " | ".join([what, *cells]) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--streams", type=int, default=1_000)
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    names = ["stand-in", "nginx", "cloakroom", "without the disk"]
    row("", *names, "cloakroom adds", "without the disk", "nginx adds")
    row(*["---"] * 8)

    def added(what, values):
        row(what, *(f"{value:.0f}" for value in values),
            *(f"{values[index] - values[0]:.0f}" for index in [2, 3, 1]))

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        servers = Servers(program, folder)
        idle = servers.resident("cloakroom")
        for what, text in [("1 KB clean", CLEAN), ("1 KB with five identifiers", FULL)]:
            found = {name: wrk(folder, servers.ports[name], text, 1, options.seconds) for name in names}
            for index, quantile in enumerate(["p50", "p99"]):
                added(f"{what}, one connection, {quantile} µs", [found[name][index] for name in names])
        p50, p99 = synced(folder)
        row("fdatasync of 4 KB on this disk, p50 and p99 µs", "", "", f"{p50:.0f} and {p99:.0f}", "", "", "", "")
        found, times = {}, {}
        for name in names:
            before = 0 if name == "nginx" else servers.processor_time(name)
            found[name] = wrk(folder, servers.ports[name], CLEAN, 64, options.seconds)
            after = 0 if name == "nginx" else servers.processor_time(name)
            times[name] = (after - before) / found[name][4]
        rates = [found[name][2] for name in names]
        row("64 connections, requests/s", *(f"{rate:.0f}" for rate in rates), f"{rates[2] / rates[1]:.2f} of nginx",
            f"{rates[3] / rates[1]:.2f} of nginx", "")
        row("64 connections, failed", *(str(found[name][3]) for name in names), "", "", "")
        # nginx answers in processes of its own.
        row("processor's time of a request, µs", *(f"{times[name]:.0f}" if times[name] else "" for name in names), "", "", "")
        added("first word of a stream, p50 µs", [first_words(servers.ports[name]) for name in names])
        row("resident MiB, idle and after load", "", "", f"{idle:.0f} and {servers.resident('cloakroom'):.0f}", "", "", "", "")
        servers.stop()
    with tempfile.TemporaryDirectory() as name:
        servers = Servers(program, pathlib.Path(name), pace=1_000 // FRAMES_A_SECOND)
        whole = {name: many_streams(servers.ports[name], options.streams) for name in ["stand-in", "cloakroom"]}
        for name, (count, seconds) in whole.items():
            row(f"{options.streams} streams of {FRAMES} frames at {FRAMES_A_SECOND}/s through {name}",
                f"{count} whole", f"{seconds:.1f} s", f"{servers.resident(name):.0f} MiB", "", "", "", "")
        servers.stop()


main()
