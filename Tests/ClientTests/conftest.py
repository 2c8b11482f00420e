"""Starts the real program for the client tests: the gateway, and a stand-in endpoint whose output is kept."""

import os
import pathlib
import re
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "release" / "cloakroom"

REGISTER = """
endpoints:
  - id: stand-in
    title: Stand-in
    base_url: {base}
    models: [stand-in]
    owner: Head of IT
    dpia_ref: DPIA-TEST
    review_by: 2099-01-01
    no_training: true
"""


class Process:
    """A running command, ready once a line of its standard error matches."""

    def __init__(self, arguments, ready, folder):
        self.log = open(folder / f"{arguments[0]}.log", "w+", encoding="utf8")
        self.output = open(folder / f"{arguments[0]}.out", "w+", encoding="utf8")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CLOAKROOM_")}
        self.process = subprocess.Popen(
            [PROGRAM, *arguments], stderr=subprocess.PIPE, stdout=self.output, text=True, cwd=folder, env=environment
        )
        for line in self.process.stderr:
            self.log.write(line)
            match = re.search(ready, line)
            if match:
                self.base = match.group(1)
                return
        raise RuntimeError(f"{arguments} did not start; see {self.log.name}")

    def received(self):
        self.output.flush()
        return pathlib.Path(self.output.name).read_text(encoding="utf8")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


class Gateway:
    def __init__(self, folder, *stand_in_options):
        self.folder = folder
        self.endpoint = Process(["stand-in", "--port", "0", *stand_in_options], r"base URL (\S+)", folder)
        (folder / "endpoints.yaml").write_text(REGISTER.format(base=self.endpoint.base))
        self.process = Process(
            ["serve", "--listen", "127.0.0.1:0", "--endpoints", "endpoints.yaml", "--rules", str(ROOT / "rules")],
            r"base URL (\S+)", folder,
        )
        self.base = self.process.base

    def command(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60)

    def received(self):
        return self.endpoint.received()

    def stop(self):
        self.process.stop()
        self.endpoint.stop()


@pytest.fixture
def gateway():
    with tempfile.TemporaryDirectory() as folder:
        gateway = Gateway(pathlib.Path(folder), "--piece", "1")
        yield gateway
        gateway.stop()
