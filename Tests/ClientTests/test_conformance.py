"""Other people's measures of gateways like this one, against the real program with `strict.yaml`.

pii-leak-benchmark plays the client and the AI service, and looks at every byte between. chunk-invariance feeds
`cloakroom redact` in pieces.
"""

import json
import pathlib
import subprocess
import sys

import pytest
from chunk_invariance import assert_chunk_invariant

from conftest import ENDPOINT, ENVIRONMENT, PROGRAM, ROOT, Process, free_port

COMMANDS = pathlib.Path(sys.executable).parent


@pytest.fixture(scope="module")
def ports():
    """Where the benchmark listens: one port for its first profile, one for its second."""
    return free_port(), free_port()


@pytest.fixture(scope="module")
def gateways(tmp_path_factory, ports):
    running = []
    for port, model in zip(ports, ["conformance-model", "test"]):
        folder = tmp_path_factory.mktemp("gateway")
        endpoint = ENDPOINT.format(api="openai", root=f"http://127.0.0.1:{port}", path="/v1", model=model)
        (folder / "endpoints.yaml").write_text("endpoints:" + endpoint)
        running.append(Process(
            folder, "serve", "--listen", "127.0.0.1:0", "--endpoints", "endpoints.yaml", "--policy", "strict",
            "--rules", str(ROOT / "rules"),
        ))
    yield [process.root for process in running]
    for process in running:
        process.stop()


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=300, env=ENVIRONMENT)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("command", ["selfcheck", "ci"])
def test_nothing_reaches_the_ai_service_and_everything_comes_back(gateways, ports, tmp_path, command):
    more = ["--out", str(tmp_path)] if command == "ci" else []
    out = run(
        COMMANDS / "pii-leak-benchmark", command, "--target-base-url", gateways[0] + "/v1",
        "--capture-port", str(ports[0]), *more,
    )
    assert "CLEAN" in out and "FAIL" not in out.replace("CHECK FAILED", "")


def test_what_an_answer_brings_in_is_taken_out_wherever_it_is_cut(gateways, ports, tmp_path):
    run(
        COMMANDS / "pii-leak-benchmark-v2", "--validate", "--out", str(tmp_path), "--only", "cloakroom",
        "--gateway-url", gateways[1] + "/v1/chat/completions", "--upstream-port", str(ports[1]),
        "--seed", "a1b2c3d4e5f60001", "--exhaustive-splits", "--partial-emission",
        "--json-out", str(tmp_path / "summary.json"),
    )
    [row] = json.loads((tmp_path / "summary.json").read_text())["rows"]
    assert row["outcome"] == "pass" and row["schema_valid"]
    assert row["fidelity_rate"] == 1.0
    assert row["leak_single_chunk"] == row["leak_adversarial"] == row["delta_frag"] == 0.0
    assert row["cases_attempted"] == row["cases_applicable"] == 32
    print(row)


def redact(pieces):
    process = subprocess.Popen(
        [PROGRAM, "redact", "-", "--rules", str(ROOT / "rules")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    for piece in pieces:
        process.stdin.write(piece)
        process.stdin.flush()
    process.stdin.close()
    out = process.stdout.read()
    process.wait()
    return out


def test_redact_says_the_same_however_its_input_is_cut():
    text = b"Ada Bloggs, UPN Z000000026001"
    assert assert_chunk_invariant(lambda pieces: [redact(pieces)], lambda whole: redact([whole]), text) >= len(text)
    assert b"Z000000026001" not in redact([text])
