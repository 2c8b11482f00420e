#!/usr/bin/env python3
"""Kills a gateway under load, at random moments, and looks at what its evidence says.

  crash.py PROGRAM [--rounds N] [--seed S]

In each round clients send while the gateway runs; it is killed with SIGKILL, and started again for the next. Then:
no exchange that a client got an answer to is missing; no request reached the endpoint without an INTENT of before; the log
verifies, with what was seen in the round before still in it. Ends with 1 where one of that is not so.
"""
import argparse, collections, concurrent.futures, contextlib, http.client, http.server, json, os, pathlib, random, signal, socket
import subprocess, sys, tempfile, threading, time

CLIENTS = 8
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Endpoint(http.server.ThreadingHTTPServer):
    """Answers, and remembers how long each request was: a client sends every length once only."""

    daemon_threads = True

    def __init__(self):
        self.lengths, self.lock = collections.Counter(), threading.Lock()
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self, body):
        with self.lock:
            self.lengths[len(body)] += 1

    def handle_error(self, *_):
        """A gateway that was killed leaves its connections: that is what this is for."""


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.server.take(self.rfile.read(int(self.headers["content-length"])))
        message = {"role": "assistant", "content": "Yes."}
        body = json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "m",
                           "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def free_port():
    """Below those that Linux gives to clients: else one of them may have it when a gateway starts again."""
    while True:
        port = random.SystemRandom().randint(20000, 32767)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Gateway:
    def __init__(self, program, folder, endpoint):
        self.program, self.folder = program, folder
        self.port = free_port()
        register = f"""endpoints:
  - id: test
    title: The endpoint of a test
    base_url: http://127.0.0.1:{endpoint.server_port}/v1
    models: [m]
    dpia_ref: DPIA-0
    owner: Nobody
    review_by: 2099-01-01
    no_training: true
"""
        (folder / "endpoints.yaml").write_text(register)
        # Settings come from here alone.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CLOAKROOM_")}
        self.environment = {**environment, "CLOAKROOM_LISTEN": f"127.0.0.1:{self.port}",
                            "CLOAKROOM_AUDIT": str(folder / "audit.sqlite"), "CLOAKROOM_LOG_LEVEL": "error",
                            "CLOAKROOM_RULES": str(ROOT / "rules"), "CLOAKROOM_KEYS": str(folder / "keys.json"),
                            "CLOAKROOM_ENDPOINTS": str(folder / "endpoints.yaml")}

    def start(self):
        self.process = subprocess.Popen([self.program, "serve"], cwd=self.folder, env=self.environment,
                                        stderr=subprocess.PIPE, text=True)
        said = []
        for line in self.process.stderr:
            said.append(line)
            if "is ready" in line:
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
        sys.exit(f"The gateway did not start: it ended with {self.process.wait()}.\n{''.join(said)}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def command(self, *arguments):
        return subprocess.run([self.program, "audit", *arguments], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True)


def send_until_killed(port, lengths, acknowledged):
    """One client. What is answered to it is acknowledged."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    while True:
        number = next(lengths)
        # Every seventh is blocked: it holds a password.
        text = "x" * number + (" My password is: Tr0ub4dor&3x" if number % 7 == 0 else "")
        body = json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]})
        try:
            connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return
        acknowledged.append((answer.getheader("x-request-id"), answer.status))


class Lengths:
    """Numbers that no two requests share."""

    def __init__(self):
        self.lock, self.number = threading.Lock(), 0

    def __iter__(self):
        return self

    def __next__(self):
        with self.lock:
            self.number += 1
            return self.number


def run(program, rounds, seed):
    rng = random.Random(seed)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="crash-"))
    endpoint, lengths, acknowledged = Endpoint(), Lengths(), []
    gateway = Gateway(program, folder, endpoint)
    gateway.start()
    told = gateway.command("handover", "--to", str(folder / "kit"))
    assert told.returncode == 0, told.stderr
    keys = ["--key", str(folder / "kit/verifier-keys"), "--mac-key", str(folder / "kit/first-mac-key")]
    for number in range(rounds):
        if number:
            gateway.start()
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(send_until_killed, gateway.port, lengths, acknowledged) for _ in range(CLIENTS)]
            time.sleep(rng.uniform(0.005, 0.6))
            gateway.kill()
            for client in clients:
                client.result()
        told = gateway.command("verify", *keys, *(["--seen", str(folder / "seen")] if number else []))
        if told.returncode:
            return f"Round {number}: {told.stdout}{told.stderr}"
        told = gateway.command("witness", "--state", str(folder / "seen"), *keys)
        if told.returncode:
            return f"Round {number}: {told.stdout}{told.stderr}"
    listed = gateway.command("list", "--limit", "100000", "--format", "json").stdout.splitlines()
    exchanges = {line["ref"]: line for line in map(json.loads, listed)}
    lost = [ref for ref, status in acknowledged if ref not in exchanges]
    intents = {line.get("sent_bytes") for line in exchanges.values() if line["verdict"] != "block"}
    unrecorded = [length for length in endpoint.lengths if length not in intents]
    states = collections.Counter(line["state"] for line in exchanges.values())
    print(f"{rounds} kills: {len(acknowledged)} exchanges acknowledged, {len(lost)} of them lost; "
          f"{sum(endpoint.lengths.values())} requests at the endpoint, {len(unrecorded)} without an INTENT; {dict(states)}")
    if not acknowledged or not endpoint.lengths or not states["blocked"]:
        return "Nothing happened: this proves nothing."
    if lost or unrecorded:
        return f"Lost: {lost[:5]}; not recorded: {unrecorded[:5]}. Left in {folder}."
    return None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    problem = run(str(pathlib.Path(options.program).resolve()), options.rounds, options.seed)
    if problem:
        sys.exit(problem)
