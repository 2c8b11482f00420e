"""Starts the real program for the client tests: the gateway, and a stand-in endpoint whose output is kept.

With CLOAKROOM_CLIENT_TESTS_DIRECT=1 the clients talk to the stand-in itself. Whatever passes through the gateway has to
pass there too, or a test expects something that no endpoint answers.
"""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile

import pytest

import sample

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "release" / "cloakroom"
IS_DIRECT = os.environ.get("CLOAKROOM_CLIENT_TESTS_DIRECT") == "1"

# API family, model, and the path of its base URL.
ENDPOINTS = [
    ("openai", "stand-in", "/v1"),
    ("azure", "stand-in-azure", "/openai"),
    ("anthropic", "stand-in-claude", ""),
    ("ollama", "stand-in-llama", ""),
    ("gemini", "stand-in-gemini", "/v1beta"),
]

ENDPOINT = """
  - id: {api}
    title: Stand-in
    api: {api}
    base_url: {root}{path}
    models: [{model}]
    owner: Head of IT
    dpia_ref: DPIA-TEST
    review_by: 2099-01-01
    no_training: true
"""

# What the program is started with: settings come from the tests alone.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("CLOAKROOM_")}
# More of the register's lines for one endpoint.
VERSIONS = {"azure": "    api_version: 2024-10-21\n"}



def free_port():
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A running command, ready once a line of its standard error tells its base URL."""

    def __init__(self, folder, *arguments):
        self.log = open(folder / f"{arguments[0]}.log", "w+", encoding="utf8")
        self.output = open(folder / f"{arguments[0]}.out", "w+", encoding="utf8")
        self.process = subprocess.Popen(
            [PROGRAM, *arguments], stderr=subprocess.PIPE, stdout=self.output, text=True, cwd=folder, env=ENVIRONMENT
        )
        for line in self.process.stderr:
            self.log.write(line)
            match = re.search(r"base URL (\S+)/v1", line)
            if match:
                self.root = match.group(1)
                return
        raise RuntimeError(f"{arguments} did not start; see {self.log.name}")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


class StandIn:
    """The endpoint without a model, and what it received since the test began."""

    def __init__(self, folder):
        self.folder = folder
        # Each character is an event of its own, and the network cuts the events anywhere.
        self.endpoint = Process(folder, "stand-in", "--port", "0", "--piece", "1", "--chunk", "61")
        self.root = self.endpoint.root
        self.key = "none"

    def begin(self):
        self.start = len(self._output())

    def received(self):
        return self._output()[self.start:]

    def check_sent(self, values=sample.VALUES, placeholders=sample.PLACEHOLDERS):
        """What the client sent holds the values: else it would prove nothing that the gateway replaces them."""
        received = self.received()
        assert [value for value in values if value in received] == values

    def stop(self):
        self.endpoint.stop()

    def _output(self):
        return pathlib.Path(self.endpoint.output.name).read_text(encoding="utf8")


class Gateway(StandIn):
    """The gateway in front of a stand-in for each API family, with a key issued."""

    def __init__(self, folder, policy=""):
        """With more lines in the default policy, if there are any."""
        super().__init__(folder)
        rules = ROOT / "rules"
        if policy:
            rules = shutil.copytree(rules, folder / "rules")
            path = rules / "policies" / "default.yaml"
            path.write_text(path.read_text(encoding="utf8") + policy, encoding="utf8")
        register = [
            ENDPOINT.format(api=api, root=self.root, path=path, model=model) + VERSIONS.get(api, "")
            for api, model, path in ENDPOINTS
        ]
        (folder / "endpoints.yaml").write_text("endpoints:" + "".join(register))
        self.process = Process(
            folder, "serve", "--listen", "127.0.0.1:0", "--endpoints", "endpoints.yaml", "--rules", str(rules)
        )
        self.root = self.process.root
        self.key = self.command("keys", "issue", "Client tests").stdout.strip()

    def begin(self):
        super().begin()
        self.exchange_count = len(self._evidence())

    def command(self, *arguments):
        return subprocess.run(
            [PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60, env=ENVIRONMENT
        )

    def exchanges(self):
        """The evidence since the test began, the newest first."""
        evidence = self._evidence()
        return evidence[:len(evidence) - self.exchange_count]

    def check_sent(self, values=sample.VALUES, placeholders=sample.PLACEHOLDERS):
        """What left holds the placeholders and none of the values."""
        received = self.received()
        assert [placeholder for placeholder in placeholders if placeholder in received] == placeholders
        assert not [value for value in values if value in received]

    def check_blocked(self, message, found="password"):
        """One request was blocked, nothing left, and the message says what to do without saying the value."""
        assert self.received() == ""
        assert [exchange["verdict"] for exchange in self.exchanges()] == ["block"]
        assert ("Found in your last message: " in message or "Found in your text: " in message) and found in message
        assert "Nothing was sent to the AI service." in message
        assert not [value for value in [sample.SECRET, *sample.VALUES] if value in message]

    def stop(self):
        self.process.stop()
        super().stop()

    def _evidence(self):
        listed = self.command("audit", "list", "--format", "json", "--limit", "100000").stdout
        return [json.loads(line) for line in listed.splitlines()]


def pytest_configure(config):
    # litellm's types make pydantic warn a screenful.
    config.addinivalue_line("filterwarnings", "ignore:.*`ReadOnly` qualifier:UserWarning")


@pytest.fixture(scope="module")
def running():
    """One gateway for a file of tests: it takes seconds to start."""
    with tempfile.TemporaryDirectory() as folder:
        running = (StandIn if IS_DIRECT else Gateway)(pathlib.Path(folder))
        yield running
        running.stop()


@pytest.fixture
def server(running):
    """The gateway, or the stand-in where the tests are run directly."""
    running.begin()
    return running


@pytest.fixture
def gateway(server):
    """The gateway, for what only a gateway does."""
    if IS_DIRECT:
        pytest.skip("needs the gateway")
    return server
