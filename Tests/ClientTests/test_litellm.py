"""litellm, which speaks each family itself; a refusal must not make it send the prompt elsewhere."""

import json
import os

import pytest

from sample import ANSWER, BLOCKED, FUNCTION_TOOLS, LETTER, PROMPT, RESULT, TOOL, Letter

# Else it asks the network for its list of models when it is imported.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm  # noqa: E402

MODELS = pytest.mark.parametrize("model, base", [
    ("openai/stand-in", "/v1"),
    ("azure/stand-in-azure", ""),
    ("anthropic/stand-in-claude", ""),
    ("ollama_chat/stand-in-llama", ""),
    ("gemini/stand-in-gemini", "/v1beta"),
], ids=["openai", "azure", "anthropic", "ollama", "gemini"])


def complete(server, model, base, content, key=None, **more):
    turns = content if isinstance(content, list) else [{"role": "user", "content": content}]
    if model.startswith("azure/"):
        more["api_version"] = "2024-10-21"
    return litellm.completion(
        model=model, messages=turns, api_base=server.root + base, api_key=key or server.key, **more
    )


@MODELS
def test_an_answer_comes_back_restored(server, model, base):
    assert complete(server, model, base, PROMPT).choices[0].message.content == ANSWER
    server.check_sent()


@MODELS
def test_a_stream_comes_back_restored(server, model, base):
    chunks = complete(server, model, base, PROMPT, stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == ANSWER
    server.check_sent()


@MODELS
@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, model, base, stream):
    answer = complete(server, model, base, PROMPT, tools=FUNCTION_TOOLS, stream=stream)
    if stream:
        answer = litellm.stream_chunk_builder(list(answer))
    [call] = answer.choices[0].message.tool_calls
    assert call.function.name == TOOL and json.loads(call.function.arguments) == {"text": PROMPT}
    server.check_sent()
    server.begin()
    turns = [
        {"role": "user", "content": PROMPT},
        answer.choices[0].message.model_dump(),
        {"role": "tool", "tool_call_id": call.id, "name": TOOL, "content": RESULT},
    ]
    answer = complete(server, model, base, turns, tools=FUNCTION_TOOLS)
    assert answer.choices[0].message.content == "You wrote: " + RESULT
    server.check_sent()


@MODELS
def test_structured_output_is_parsed_with_the_values(server, model, base):
    answer = complete(server, model, base, PROMPT, response_format=Letter)
    letter = Letter.model_validate_json(answer.choices[0].message.content)
    # For Gemini it writes the schema behind the prompt.
    assert letter == LETTER or model.startswith("gemini/") and letter.text.startswith(PROMPT + "\n")
    server.check_sent()


@MODELS
@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_a_bad_request_and_is_sent_nowhere_else(gateway, model, base, stream):
    with pytest.raises(litellm.BadRequestError) as caught:
        list(complete(gateway, model, base, BLOCKED, stream=stream))
    gateway.check_blocked(str(caught.value))


@MODELS
def test_a_wrong_key_is_refused(gateway, model, base):
    with pytest.raises(litellm.AuthenticationError):
        complete(gateway, model, base, "hi", key="wrong")
    assert gateway.received() == ""
