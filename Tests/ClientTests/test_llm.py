"""The `llm` command, with the gateway as a model of its own."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

from sample import ANSWER, BLOCKED, LETTER, PROMPT, RESULT, SECRET, TOOL, Letter

PROGRAM = pathlib.Path(sys.executable).with_name("llm")

MODEL = """
- model_id: cloakroom
  model_name: stand-in
  api_base: {root}/v1
  api_key_name: cloakroom
  supports_tools: true
  supports_schema: true
"""


@pytest.fixture
def ask(server, tmp_path):
    (tmp_path / "extra-openai-models.yaml").write_text(MODEL.format(root=server.root))

    def run(*arguments, key=None):
        return subprocess.run(
            [PROGRAM, "prompt", "--model", "cloakroom", "--key", key or server.key, "--no-log", *arguments],
            capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
            env={**os.environ, "LLM_USER_PATH": str(tmp_path)},
        )

    return run


def test_an_answer_comes_back_restored(server, ask):
    assert ask("--no-stream", PROMPT).stdout == ANSWER + "\n"
    server.check_sent()


def test_a_stream_comes_back_restored(server, ask):
    assert ask(PROMPT).stdout == ANSWER + "\n"
    server.check_sent()


@pytest.mark.parametrize("options", [[], ["--no-stream"]], ids=["stream", "whole"])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, ask, options):
    function = f"def {TOOL}(text: str) -> str:\n    return {RESULT!r} if text == {PROMPT!r} else 'wrong'\n"
    assert ask(*options, "--functions", function, PROMPT).stdout == f"You wrote: {RESULT}\n"
    server.check_sent()


def test_structured_output_is_parsed_with_the_values(server, ask):
    schema = json.dumps(Letter.model_json_schema())
    assert Letter.model_validate_json(ask("--schema", schema, PROMPT).stdout) == LETTER
    server.check_sent()


@pytest.mark.parametrize("options", [[], ["--no-stream"]], ids=["stream", "whole"])
def test_a_block_is_an_error_that_is_shown_and_not_tried_again(gateway, ask, options):
    ended = ask(*options, BLOCKED)
    assert ended.returncode == 1 and ended.stderr.startswith("Error: ")
    assert SECRET not in ended.stdout
    gateway.check_blocked(ended.stderr)


def test_a_wrong_key_is_refused(gateway, ask):
    ended = ask("hi", key="wrong")
    assert ended.returncode == 1 and "401" in ended.stderr
    assert gateway.received() == ""
