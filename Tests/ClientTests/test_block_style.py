"""A policy that tells of blocks as the assistant's message and puts words below answers, as clients see both."""

import pathlib
import tempfile

import anthropic
import ollama
import openai
import pytest

from conftest import IS_DIRECT, Gateway
from sample import ANSWER, ANTHROPIC_TOOLS, BLOCKED, FUNCTION_TOOLS, LETTER, PROMPT, Letter

FOOTER = "Written with AI support; check it."
POLICY = f"\nblock_style: assistant_message\nfooter: {FOOTER}\n"
SIGNED = f"{ANSWER}\n\n{FOOTER}"


@pytest.fixture(scope="module")
def speaking():
    if IS_DIRECT:
        pytest.skip("needs the gateway")
    with tempfile.TemporaryDirectory() as folder:
        running = Gateway(pathlib.Path(folder), policy=POLICY)
        yield running
        running.stop()


@pytest.fixture
def gateway(speaking):
    speaking.begin()
    return speaking


def chat(gateway, text, stream):
    completions = openai.OpenAI(base_url=gateway.root + "/v1", api_key=gateway.key).chat.completions
    question = {"model": "stand-in", "messages": [{"role": "user", "content": text}]}
    if not stream:
        choice = completions.create(**question).choices[0]
        return choice.message.content, choice.finish_reason
    choices = [chunk.choices[0] for chunk in completions.create(**question, stream=True)]
    return "".join(choice.delta.content or "" for choice in choices), choices[-1].finish_reason


def response(gateway, text, stream):
    responses = openai.OpenAI(base_url=gateway.root + "/v1", api_key=gateway.key).responses
    if not stream:
        answer = responses.create(model="stand-in", input=text)
    else:
        events = list(responses.create(model="stand-in", input=text, stream=True))
        answer = events[-1].response
        deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
        assert "".join(deltas) == answer.output_text
        assert [event.sequence_number for event in events] == list(range(len(events)))
        [done] = [event.item for event in events if event.type == "response.output_item.done"]
        assert done.content[0].text == answer.output_text
    details = answer.incomplete_details
    return answer.output_text, details.reason if details else answer.status


def message(gateway, text, stream):
    messages = anthropic.Anthropic(base_url=gateway.root, api_key=gateway.key).messages
    question = {
        "model": "stand-in-claude", "max_tokens": 9, "messages": [{"role": "user", "content": text}],
    }
    if not stream:
        answer = messages.create(**question)
    else:
        with messages.stream(**question) as events:
            pieces = list(events.text_stream)
            answer = events.get_final_message()
        assert "".join(pieces) == answer.content[0].text
    [block] = answer.content
    return block.text, answer.stop_reason


def ollama_chat(gateway, text, stream):
    client = ollama.Client(host=gateway.root, headers={"authorization": f"Bearer {gateway.key}"})
    answer = client.chat("stand-in-llama", [{"role": "user", "content": text}], stream=stream)
    lines = list(answer) if stream else [answer]
    return "".join(line.message.content for line in lines), lines[-1].done_reason


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("ask, end, blocked_end", [
    (chat, "stop", "content_filter"), (response, "completed", "content_filter"), (message, "end_turn", "refusal"),
    (ollama_chat, "stop", "stop"),
])
def test_a_block_is_said_and_an_answer_is_signed(gateway, ask, end, blocked_end, stream):
    text, reason = ask(gateway, BLOCKED, stream)
    gateway.check_blocked(text)
    assert reason == blocked_end and FOOTER not in text
    gateway.begin()
    assert ask(gateway, PROMPT, stream) == (SIGNED, end)
    gateway.check_sent()


def test_calls_of_tools_and_structured_output_are_not_signed(gateway):
    completions = openai.OpenAI(base_url=gateway.root + "/v1", api_key=gateway.key).chat.completions
    question = {"model": "stand-in", "messages": [{"role": "user", "content": PROMPT}]}
    assert FOOTER not in completions.create(**question, tools=FUNCTION_TOOLS).model_dump_json()
    assert completions.parse(**question, response_format=Letter).choices[0].message.parsed == LETTER
    messages = anthropic.Anthropic(base_url=gateway.root, api_key=gateway.key).messages
    question = {"model": "stand-in-claude", "max_tokens": 9, "messages": question["messages"]}
    with messages.stream(**question, tools=ANTHROPIC_TOOLS) as events:
        assert FOOTER not in events.get_final_message().model_dump_json()
    assert messages.parse(**question, output_format=Letter).parsed_output == LETTER


def test_a_program_that_wants_json_or_a_vector_gets_an_error(gateway):
    client = openai.OpenAI(base_url=gateway.root + "/v1", api_key=gateway.key)
    question = {"model": "stand-in", "messages": [{"role": "user", "content": BLOCKED}]}
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.parse(**question, response_format=Letter)
    with pytest.raises(openai.BadRequestError):
        client.embeddings.create(model="stand-in", input=BLOCKED)
