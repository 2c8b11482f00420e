"""Embeddings: what is embedded is the redacted text, and vectors come back untouched."""

import openai
import pytest

from sample import BLOCKED, PROMPT


def embeddings(server, key=None):
    return openai.OpenAI(base_url=server.root + "/v1", api_key=key or server.key).embeddings


@pytest.mark.parametrize("encoding", [openai.omit, "float"])
def test_a_text_is_redacted_and_its_vector_comes_back(server, encoding):
    answer = embeddings(server).create(model="stand-in", input=PROMPT, encoding_format=encoding)
    assert len(answer.data[0].embedding) == 8
    assert all(-1 <= value <= 1 for value in answer.data[0].embedding)
    server.check_sent()


def test_each_of_several_texts_has_a_vector_of_its_own(server):
    answer = embeddings(server).create(model="stand-in", input=["same", PROMPT, "same"], dimensions=4)
    first, second, third = [entry.embedding for entry in answer.data]
    assert first == third != second and len(first) == 4
    server.check_sent()


def test_a_block_is_a_bad_request_and_is_not_tried_again(gateway):
    with pytest.raises(openai.BadRequestError) as caught:
        embeddings(gateway).create(model="stand-in", input=BLOCKED)
    assert caught.value.code == "content_filter"
    gateway.check_blocked(str(caught.value))


def test_a_wrong_key_is_refused(gateway):
    with pytest.raises(openai.AuthenticationError):
        embeddings(gateway, "wrong").create(model="stand-in", input="hi")
    assert gateway.received() == ""
