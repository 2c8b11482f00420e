"""langchain-anthropic."""

import anthropic
import langchain_anthropic
import langchain_core.messages as messages
import pytest

from sample import ANSWER, ANTHROPIC_TOOLS, BLOCKED, LETTER, PROMPT, Letter
from turns import check_langchain_tool


def model(server, key=None):
    return langchain_anthropic.ChatAnthropic(
        base_url=server.root, api_key=key or server.key, model="stand-in-claude", max_tokens=1024
    )


def test_an_answer_comes_back_restored(server):
    assert model(server).invoke(PROMPT).text == ANSWER
    server.check_sent()


def test_the_system_prompt_is_redacted(server):
    turns = [messages.SystemMessage(PROMPT), messages.HumanMessage("hi")]
    assert model(server).invoke(turns).text == "You wrote: hi"
    server.check_sent()


def test_a_stream_comes_back_restored(server):
    pieces = [chunk.text for chunk in model(server).stream(PROMPT)]
    assert "".join(pieces) == ANSWER and len(pieces) > 40
    server.check_sent()


@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, stream):
    check_langchain_tool(server, model(server), ANTHROPIC_TOOLS, stream)


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_structured_output_is_parsed_with_the_values(server, method):
    assert model(server).with_structured_output(Letter, method=method).invoke(PROMPT) == LETTER
    server.check_sent()


@pytest.mark.parametrize("send", [
    lambda model: model.invoke(BLOCKED), lambda model: list(model.stream(BLOCKED)),
], ids=["whole", "stream"])
def test_a_block_is_a_bad_request_and_is_not_tried_again(gateway, send):
    with pytest.raises(anthropic.BadRequestError) as caught:
        send(model(gateway))
    gateway.check_blocked(str(caught.value))


def test_a_wrong_key_is_refused(gateway):
    with pytest.raises(anthropic.AuthenticationError):
        model(gateway, "wrong").invoke("hi")
    assert gateway.received() == ""
