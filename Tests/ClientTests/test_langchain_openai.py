"""langchain-openai, by chat completions and by the Responses API."""

import langchain_openai
import openai
import pytest

from sample import ANSWER, BLOCKED, FUNCTION_TOOLS, LETTER, PROMPT, Letter
from turns import check_langchain_tool


def chat(server, key=None):
    return langchain_openai.ChatOpenAI(base_url=server.root + "/v1", api_key=key or server.key, model="stand-in")


def responses(server, key=None):
    return langchain_openai.ChatOpenAI(
        base_url=server.root + "/v1", api_key=key or server.key, model="stand-in", use_responses_api=True
    )


def azure(server, key=None):
    return langchain_openai.AzureChatOpenAI(
        azure_endpoint=server.root, api_key=key or server.key, azure_deployment="stand-in-azure",
        api_version="2024-10-21",
    )


MODELS = pytest.mark.parametrize("model", [chat, responses, azure])


@MODELS
def test_an_answer_comes_back_restored(server, model):
    assert model(server).invoke(PROMPT).text == ANSWER
    server.check_sent()


@MODELS
def test_a_stream_comes_back_restored(server, model):
    pieces = [chunk.text for chunk in model(server).stream(PROMPT)]
    assert "".join(pieces) == ANSWER and len(pieces) > 40
    server.check_sent()


@MODELS
@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, model, stream):
    check_langchain_tool(server, model(server), FUNCTION_TOOLS, stream)


@MODELS
@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_structured_output_is_parsed_with_the_values(server, model, method):
    assert model(server).with_structured_output(Letter, method=method).invoke(PROMPT) == LETTER
    server.check_sent()


def test_embeddings_come_back_untouched(server):
    embeddings = langchain_openai.OpenAIEmbeddings(
        base_url=server.root + "/v1", api_key=server.key, model="stand-in", check_embedding_ctx_length=False
    )
    assert len(embeddings.embed_query("the water cycle")) == 8
    assert "the water cycle" in server.received()


@MODELS
@pytest.mark.parametrize("send", [
    lambda model: model.invoke(BLOCKED), lambda model: list(model.stream(BLOCKED)),
], ids=["whole", "stream"])
def test_a_block_is_a_bad_request_and_is_not_tried_again(gateway, model, send):
    with pytest.raises(openai.BadRequestError) as caught:
        send(model(gateway))
    assert caught.value.code == "content_filter"
    gateway.check_blocked(str(caught.value))


@MODELS
def test_a_wrong_key_is_refused(gateway, model):
    with pytest.raises(openai.AuthenticationError):
        model(gateway, "wrong").invoke("hi")
    assert gateway.received() == ""
