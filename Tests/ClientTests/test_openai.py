"""The openai SDK as staff's clients use it: chat completions, and what holds for every family."""

import functools

import httpx2
import openai
import pytest

from sample import ANSWER, BLOCKED, FUNCTION_TOOLS, LETTER, PROMPT, SECRET, VALUES, Letter
from turns import check_chat_tool


class CountingTransport(httpx2.HTTPTransport):
    count = 0

    def handle_request(self, request):
        self.count += 1
        return super().handle_request(request)


def client(server, key=None, transport=None):
    return openai.OpenAI(
        base_url=server.root + "/v1", api_key=key or server.key,
        http_client=httpx2.Client(transport=transport or CountingTransport()),
    )


def ask(text, **more):
    return {"model": "stand-in", "messages": [{"role": "user", "content": text}], **more}


def test_chat_comes_back_restored(server):
    answer = client(server).chat.completions.create(**ask(PROMPT))
    assert answer.choices[0].message.content == ANSWER
    server.check_sent()


def test_every_choice_comes_back_restored(server):
    answer = client(server).chat.completions.create(**ask(PROMPT, n=3))
    assert [choice.message.content for choice in answer.choices] == [ANSWER] * 3
    server.check_sent()


def test_stream_comes_back_restored_though_every_placeholder_is_cut_at_each_character(server):
    pieces = [
        chunk.choices[0].delta.content or ""
        for chunk in client(server).chat.completions.create(**ask(PROMPT, stream=True))
        if chunk.choices
    ]
    assert "".join(pieces) == ANSWER
    # As it comes, by the words: some are held back until no number of a person can begin there.
    assert len([piece for piece in pieces if piece]) > 6
    assert not [piece for piece in pieces if "[" in piece]
    server.check_sent()


def test_a_stream_of_several_choices_in_turn_comes_back_restored_and_ends_with_the_usage(server):
    more = {"n": 2, "stream": True, "stream_options": {"include_usage": True}}
    chunks = list(client(server).chat.completions.create(**ask(PROMPT, **more)))
    texts = ["", ""]
    for chunk in chunks:
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""
    assert texts == [ANSWER] * 2
    assert chunks[-1].choices == [] and chunks[-1].usage.total_tokens == 2
    server.check_sent()


def test_the_stream_helper_puts_a_restored_answer_together(server):
    with client(server).chat.completions.stream(**ask(PROMPT)) as stream:
        deltas = [event.delta for event in stream if event.type == "content.delta"]
        final = stream.get_final_completion()
    assert "".join(deltas) == final.choices[0].message.content == ANSWER
    server.check_sent()


def test_parts_are_redacted_too(server):
    parts = [{"type": "text", "text": "UPN Z000000026001"}, {"type": "text", "text": "and Mrs Whitlock"}]
    answer = client(server).chat.completions.create(**ask(parts))
    assert answer.choices[0].message.content == "You wrote: UPN Z000000026001\nand Mrs Whitlock"
    server.check_sent(["Whitlock", "Z000000026001"], ["[PERSON_1]", "[UPN_1]"])


def called(completions, stream):
    """The call that the prompt is answered with."""
    question = ask(PROMPT, tools=FUNCTION_TOOLS)
    if not stream:
        return completions.create(**question).choices[0].message.tool_calls[0]
    with completions.stream(**question) as events:
        return events.get_final_completion().choices[0].message.tool_calls[0]


@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, stream):
    completions = client(server).chat.completions
    call = called(completions, stream)
    check_chat_tool(server, call, functools.partial(completions.create, model="stand-in"))


def test_structured_output_is_parsed_with_the_values(server):
    answer = client(server).chat.completions.parse(**ask(PROMPT), response_format=Letter)
    assert answer.choices[0].message.parsed == LETTER
    server.check_sent()


def test_streamed_structured_output_is_parsed_with_the_values(server):
    with client(server).chat.completions.stream(**ask(PROMPT), response_format=Letter) as stream:
        assert stream.get_final_completion().choices[0].message.parsed == LETTER
    server.check_sent()


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_a_bad_request_and_is_not_tried_again(gateway, stream):
    transport = CountingTransport()
    with pytest.raises(openai.BadRequestError) as caught:
        client(gateway, transport=transport).chat.completions.create(**ask(BLOCKED, stream=stream))
    assert caught.value.code == "content_filter"
    assert transport.count == 1
    assert caught.value.request_id.startswith("CR-")
    gateway.check_blocked(str(caught.value))


def test_an_image_is_refused(gateway):
    parts = [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]
    with pytest.raises(openai.BadRequestError) as caught:
        client(gateway).chat.completions.create(**ask(parts))
    assert caught.value.code == "uninspectable_part"
    assert gateway.received() == ""


def test_keys(gateway):
    key = gateway.command("keys", "issue", "Office PC").stdout.strip()
    assert key.startswith("ck_")
    transport = CountingTransport()
    with pytest.raises(openai.AuthenticationError) as caught:
        client(gateway, "wrong", transport).chat.completions.create(**ask("hi"))
    assert caught.value.code == "invalid_api_key" and transport.count == 1
    assert client(gateway, key).chat.completions.create(**ask("hi")).choices[0].message.content == "You wrote: hi"
    listed = gateway.command("keys", "list").stdout
    assert key not in listed
    [row] = [line for line in listed.splitlines() if "Office PC" in line]
    assert gateway.command("keys", "revoke", row.split("\t")[0]).returncode == 0
    with pytest.raises(openai.AuthenticationError):
        client(gateway, key).chat.completions.create(**ask("hi"))


def test_unknown_model(gateway):
    with pytest.raises(openai.NotFoundError) as caught:
        client(gateway).chat.completions.create(model="gpt-unknown", messages=[{"role": "user", "content": "hi"}])
    assert caught.value.code == "model_not_found"
    assert gateway.received() == ""


def test_unknown_route(gateway):
    with pytest.raises(openai.NotFoundError) as caught:
        client(gateway).audio.speech.create(model="stand-in", voice="alloy", input="Mrs Whitlock")
    assert caught.value.code == "unknown_url"
    assert gateway.received() == ""


def test_models(server):
    assert "stand-in" in [model.id for model in client(server).models.list()]


def test_evidence_holds_what_happened_and_no_values(gateway):
    client(gateway).chat.completions.create(**ask(PROMPT))
    with pytest.raises(openai.BadRequestError):
        client(gateway).chat.completions.create(**ask(BLOCKED))
    listed = gateway.command("audit", "list").stdout
    assert "redact  answered" in listed and "block  blocked" in listed
    assert "uk.schools.upn" in listed
    for path in gateway.folder.rglob("*"):
        if path.is_file() and not path.name.startswith("stand-in"):
            content = path.read_bytes()
            assert not [value for value in [*VALUES, SECRET] if value.encode() in content], path
