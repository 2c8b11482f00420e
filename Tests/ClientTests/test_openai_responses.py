"""The openai SDK's Responses API, in which a stream says everything five times."""

import json

import openai
import pytest

from sample import ANSWER, BLOCKED, LETTER, PARAMETERS, PROMPT, RESULT, TOOL, Letter

TOOLS = [{"type": "function", "name": TOOL, "description": "Sends it.", "parameters": PARAMETERS, "strict": False}]


def responses(server, key=None):
    return openai.OpenAI(base_url=server.root + "/v1", api_key=key or server.key).responses


def ask(text, **more):
    return {"model": "stand-in", "input": text, **more}


@pytest.mark.parametrize("given", [
    PROMPT,
    [{"role": "user", "content": PROMPT}],
    [{"role": "user", "content": [{"type": "input_text", "text": PROMPT}]}],
])
def test_a_response_comes_back_restored(server, given):
    answer = responses(server).create(**ask(given))
    assert answer.output_text == answer.output[0].content[0].text == ANSWER
    server.check_sent()


def test_instructions_are_redacted_and_come_back_restored(server):
    answer = responses(server).create(**ask("hi", instructions=PROMPT))
    assert answer.instructions == PROMPT
    assert answer.output_text == "You wrote: hi"
    server.check_sent()


def test_every_event_of_a_stream_comes_back_restored(server):
    events = list(responses(server).create(**ask(PROMPT, stream=True)))
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(deltas) == ANSWER and len(deltas) > 40
    [last] = {event.type: event for event in events if event.type == "response.completed"}.values()
    done = {event.type: event for event in events if event.type.endswith(".done")}
    assert done["response.output_text.done"].text == ANSWER
    assert done["response.content_part.done"].part.text == ANSWER
    assert done["response.output_item.done"].item.content[0].text == ANSWER
    assert last.response.output_text == ANSWER
    assert [event.sequence_number for event in events] == sorted({event.sequence_number for event in events})
    server.check_sent()


def test_the_stream_helper_puts_a_restored_response_together(server):
    with responses(server).stream(**ask(PROMPT)) as stream:
        snapshots = [event.snapshot for event in stream if event.type == "response.output_text.delta"]
        final = stream.get_final_response()
    assert snapshots[-1] == final.output_text == ANSWER
    server.check_sent()


def called(server, stream):
    """The call that the prompt is answered with."""
    if not stream:
        return responses(server).create(**ask(PROMPT, tools=TOOLS)).output[0]
    events = list(responses(server).create(**ask(PROMPT, tools=TOOLS, stream=True)))
    kind = "response.function_call_arguments"
    pieces = [event.delta for event in events if event.type == f"{kind}.delta"]
    [whole] = [event.arguments for event in events if event.type == f"{kind}.done"]
    [item] = [event.item for event in events if event.type == "response.output_item.done"]
    [final] = events[-1].response.output
    arguments = {json.loads(text)["text"] for text in ["".join(pieces), whole, item.arguments, final.arguments]}
    assert arguments == {PROMPT}
    return final


@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, stream):
    call = called(server, stream)
    assert call.type == "function_call" and call.name == TOOL
    assert json.loads(call.arguments) == {"text": PROMPT}
    server.check_sent()
    server.begin()
    turns = [
        {"role": "user", "content": PROMPT},
        {"type": "function_call", "call_id": call.call_id, "name": call.name, "arguments": call.arguments},
        {"type": "function_call_output", "call_id": call.call_id, "output": RESULT},
    ]
    answer = responses(server).create(**ask(turns, tools=TOOLS))
    assert answer.output_text == "You wrote: " + RESULT
    server.check_sent()


def test_structured_output_is_parsed_with_the_values(server):
    assert responses(server).parse(**ask(PROMPT), text_format=Letter).output_parsed == LETTER
    server.check_sent()


def test_streamed_structured_output_is_parsed_with_the_values(server):
    with responses(server).stream(**ask(PROMPT), text_format=Letter) as stream:
        assert stream.get_final_response().output_parsed == LETTER
    server.check_sent()


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_a_bad_request_and_is_not_tried_again(gateway, stream):
    with pytest.raises(openai.BadRequestError) as caught:
        responses(gateway).create(**ask(BLOCKED, stream=stream))
    assert caught.value.code == "content_filter"
    gateway.check_blocked(str(caught.value))


def test_a_wrong_key_is_refused(gateway):
    with pytest.raises(openai.AuthenticationError):
        responses(gateway, "wrong").create(**ask("hi"))
    assert gateway.received() == ""
