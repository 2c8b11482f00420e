"""The anthropic SDK, with the key as a bearer token and as `x-api-key`."""

import json

import anthropic
import pytest

from sample import ANSWER, ANTHROPIC_TOOLS, BLOCKED, LETTER, PROMPT, RESULT, TOOL, Letter

MODEL = "stand-in-claude"


def bearer(server, key=None):
    return anthropic.Anthropic(base_url=server.root, api_key=key or server.key)


def x_api_key(server, key=None):
    """As older versions send it."""
    headers = {"x-api-key": key or server.key, "authorization": anthropic.omit}
    return anthropic.Anthropic(base_url=server.root, api_key="unused", default_headers=headers)


CLIENTS = pytest.mark.parametrize("client", [bearer, x_api_key])


def ask(text, **more):
    return {"model": MODEL, "max_tokens": 1024, "messages": [{"role": "user", "content": text}], **more}


@CLIENTS
@pytest.mark.parametrize("given", [PROMPT, [{"type": "text", "text": PROMPT}]], ids=["text", "blocks"])
def test_a_message_comes_back_restored(server, client, given):
    answer = client(server).messages.create(**ask(given))
    assert answer.content[0].text == ANSWER and answer.stop_reason == "end_turn"
    server.check_sent()


@pytest.mark.parametrize("system", [PROMPT, [{"type": "text", "text": PROMPT}]], ids=["text", "blocks"])
def test_the_system_prompt_is_redacted(server, system):
    assert bearer(server).messages.create(**ask("hi", system=system)).content[0].text == "You wrote: hi"
    server.check_sent()


@CLIENTS
def test_a_stream_comes_back_restored(server, client):
    with client(server).messages.stream(**ask(PROMPT)) as stream:
        pieces = list(stream.text_stream)
        final = stream.get_final_message()
    assert "".join(pieces) == final.content[0].text == ANSWER
    assert len(pieces) > 40 and final.stop_reason == "end_turn"
    server.check_sent()


def test_a_plain_stream_comes_back_restored(server):
    events = list(bearer(server).messages.create(**ask(PROMPT, stream=True)))
    assert "".join(event.delta.text for event in events if event.type == "content_block_delta") == ANSWER
    assert events[0].type == "message_start" and events[-1].type == "message_stop"
    server.check_sent()


def called(server, stream):
    """The message in which the tool is called."""
    if not stream:
        return bearer(server).messages.create(**ask(PROMPT, tools=ANTHROPIC_TOOLS))
    with bearer(server).messages.stream(**ask(PROMPT, tools=ANTHROPIC_TOOLS)) as events:
        pieces = [event.partial_json for event in events if event.type == "input_json"]
        assert json.loads("".join(pieces)) == {"text": PROMPT}
        return events.get_final_message()


@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, stream):
    message = called(server, stream)
    [call] = message.content
    assert message.stop_reason == "tool_use"
    assert call.name == TOOL and call.input == {"text": PROMPT}
    server.check_sent()
    server.begin()
    turns = [
        {"role": "user", "content": PROMPT},
        {"role": "assistant", "content": [call.to_dict()]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": RESULT}]},
    ]
    answer = bearer(server).messages.create(model=MODEL, max_tokens=1024, messages=turns, tools=ANTHROPIC_TOOLS)
    assert answer.content[0].text == "You wrote: " + RESULT
    server.check_sent()


def test_structured_output_is_parsed_with_the_values(server):
    assert bearer(server).messages.parse(**ask(PROMPT), output_format=Letter).parsed_output == LETTER
    server.check_sent()


def test_tokens_are_counted_of_the_redacted_text(server):
    messages = [{"role": "user", "content": PROMPT}]
    assert bearer(server).messages.count_tokens(model=MODEL, messages=messages).input_tokens > 5
    server.check_sent()


@CLIENTS
@pytest.mark.parametrize("send", [
    lambda client: client.messages.create(**ask(BLOCKED)),
    lambda client: client.messages.create(**ask(BLOCKED, stream=True)),
    lambda client: client.messages.count_tokens(model=MODEL, messages=[{"role": "user", "content": BLOCKED}]),
], ids=["message", "stream", "count"])
def test_a_block_is_a_bad_request_and_is_not_tried_again(gateway, client, send):
    with pytest.raises(anthropic.BadRequestError) as caught:
        send(client(gateway))
    assert caught.value.body["type"] == "error"
    assert caught.value.request_id.startswith("CR-")
    gateway.check_blocked(str(caught.value))


@CLIENTS
def test_a_wrong_key_is_refused(gateway, client):
    with pytest.raises(anthropic.AuthenticationError):
        client(gateway, "wrong").messages.create(**ask("hi"))
    assert gateway.received() == ""
