"""The openai SDK's AzureOpenAI, and the plain client on Azure's newer addresses."""

import functools

import openai
import pytest

from sample import ANSWER, BLOCKED, FUNCTION_TOOLS, LETTER, PROMPT, Letter
from turns import check_chat_tool

MODEL = "stand-in-azure"


def older(server, key=None):
    """Names the deployment in the path and the version in the query, and sends the key as `api-key`."""
    return openai.AzureOpenAI(azure_endpoint=server.root, api_key=key or server.key, api_version="2024-10-21")


def newer(server, key=None):
    return openai.OpenAI(base_url=server.root + "/openai/v1", api_key=key or server.key)


def with_token(server, key=None):
    """As with a token of Entra ID."""
    return openai.AzureOpenAI(
        azure_endpoint=server.root, azure_ad_token=key or server.key, api_version="2024-10-21"
    )


CLIENTS = pytest.mark.parametrize("client", [older, newer, with_token])


def ask(text, **more):
    return {"model": MODEL, "messages": [{"role": "user", "content": text}], **more}


@CLIENTS
def test_chat_comes_back_restored(server, client):
    answer = client(server).chat.completions.create(**ask(PROMPT))
    assert answer.choices[0].message.content == ANSWER
    server.check_sent()


@CLIENTS
def test_a_stream_comes_back_restored_behind_what_the_filter_said(server, client):
    chunks = list(client(server).chat.completions.create(**ask(PROMPT, stream=True)))
    assert chunks[0].choices == [] and chunks[0].prompt_filter_results
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks[1:]) == ANSWER
    server.check_sent()


@CLIENTS
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, client):
    completions = client(server).chat.completions
    with completions.stream(**ask(PROMPT, tools=FUNCTION_TOOLS)) as events:
        [call] = events.get_final_completion().choices[0].message.tool_calls
    check_chat_tool(server, call, functools.partial(completions.create, model=MODEL))


@CLIENTS
def test_structured_output_is_parsed_with_the_values(server, client):
    answer = client(server).chat.completions.parse(**ask(PROMPT), response_format=Letter)
    assert answer.choices[0].message.parsed == LETTER
    server.check_sent()


@CLIENTS
@pytest.mark.parametrize("stream", [False, True])
def test_a_response_comes_back_restored(server, client, stream):
    answer = client(server).responses.create(model=MODEL, input=PROMPT, stream=stream)
    response = list(answer)[-1].response if stream else answer
    assert response.output_text == ANSWER
    server.check_sent()


@CLIENTS
def test_embeddings_come_back_untouched(server, client):
    assert len(client(server).embeddings.create(model=MODEL, input="the water cycle").data[0].embedding) == 8
    assert "the water cycle" in server.received()


@CLIENTS
@pytest.mark.parametrize("send", [
    lambda client: client.chat.completions.create(**ask(BLOCKED)),
    lambda client: client.chat.completions.create(**ask(BLOCKED, stream=True)),
    lambda client: client.responses.create(model=MODEL, input=BLOCKED),
    lambda client: client.embeddings.create(model=MODEL, input=BLOCKED),
], ids=["chat", "stream", "response", "embeddings"])
def test_a_block_is_a_bad_request_and_is_not_tried_again(gateway, client, send):
    with pytest.raises(openai.BadRequestError) as caught:
        send(client(gateway))
    assert caught.value.code == "content_filter"
    gateway.check_blocked(str(caught.value))


@CLIENTS
def test_a_wrong_key_is_refused(gateway, client):
    with pytest.raises(openai.AuthenticationError):
        client(gateway, "wrong").chat.completions.create(**ask("hi"))
    assert gateway.received() == ""
