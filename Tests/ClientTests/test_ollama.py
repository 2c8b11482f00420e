"""The ollama client."""

import ollama
import pytest

from sample import ANSWER, BLOCKED, FUNCTION_TOOLS, LETTER, PROMPT, RESULT, TOOL, Letter

MODEL = "stand-in-llama"


def client(server, key=None):
    return ollama.Client(host=server.root, headers={"authorization": f"Bearer {key or server.key}"})


def ask(text, **more):
    return {"model": MODEL, "messages": [{"role": "user", "content": text}], **more}


def test_chat_comes_back_restored(server):
    answer = client(server).chat(**ask(PROMPT))
    assert answer.message.content == ANSWER and answer.done_reason == "stop"
    server.check_sent()


def test_a_chat_stream_comes_back_restored(server):
    lines = list(client(server).chat(**ask(PROMPT, stream=True)))
    assert "".join(line.message.content for line in lines) == ANSWER
    assert len(lines) > 40 and [line.done for line in lines[-2:]] == [False, True]
    server.check_sent()


def test_a_generated_text_comes_back_restored(server):
    assert client(server).generate(model=MODEL, prompt=PROMPT).response == ANSWER
    server.check_sent()


def test_a_generated_stream_comes_back_restored(server):
    lines = list(client(server).generate(model=MODEL, prompt=PROMPT, stream=True))
    assert "".join(line.response for line in lines) == ANSWER and lines[-1].done
    server.check_sent()


def test_the_system_prompt_is_redacted(server):
    answer = client(server).generate(model=MODEL, prompt="hi", system=PROMPT)
    assert answer.response == "You wrote: hi"
    server.check_sent()


@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, stream):
    answer = client(server).chat(**ask(PROMPT, tools=FUNCTION_TOOLS, stream=stream))
    [call] = [call for line in (answer if stream else [answer]) for call in line.message.tool_calls or []]
    assert call.function.name == TOOL and call.function.arguments == {"text": PROMPT}
    server.check_sent()
    server.begin()
    turns = [
        {"role": "user", "content": PROMPT},
        {"role": "assistant", "tool_calls": [call.model_dump()]},
        {"role": "tool", "tool_name": TOOL, "content": RESULT},
    ]
    assert client(server).chat(MODEL, turns, tools=FUNCTION_TOOLS).message.content == "You wrote: " + RESULT
    server.check_sent()


@pytest.mark.parametrize("stream", [False, True])
def test_structured_output_is_parsed_with_the_values(server, stream):
    answer = client(server).chat(**ask(PROMPT, format=Letter.model_json_schema(), stream=stream))
    text = "".join(line.message.content for line in (answer if stream else [answer]))
    assert Letter.model_validate_json(text) == LETTER
    server.check_sent()


def test_embeddings_come_back_untouched(server):
    first, second = client(server).embed(MODEL, ["hi", "the water cycle"]).embeddings
    assert len(first) == len(second) == 8 and first != second
    assert "the water cycle" in server.received()


def test_models_are_listed_and_shown(server):
    assert [model.model for model in client(server).list().models]
    assert "tools" in client(server).show(MODEL).capabilities


@pytest.mark.parametrize("send", [
    lambda client: client.chat(**ask(BLOCKED)),
    lambda client: list(client.chat(**ask(BLOCKED, stream=True))),
    lambda client: client.generate(model=MODEL, prompt=BLOCKED),
    lambda client: client.embed(MODEL, BLOCKED),
], ids=["chat", "stream", "generate", "embed"])
def test_a_block_is_an_error_and_is_not_tried_again(gateway, send):
    with pytest.raises(ollama.ResponseError) as caught:
        send(client(gateway))
    assert caught.value.status_code == 400
    gateway.check_blocked(str(caught.value))


def test_a_wrong_key_is_refused(gateway):
    with pytest.raises(ollama.ResponseError) as caught:
        client(gateway, "wrong").chat(**ask("hi"))
    assert caught.value.status_code == 401
    assert gateway.received() == ""
