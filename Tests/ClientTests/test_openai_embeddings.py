"""Embeddings: vectors come back untouched, and personal data blocks: the vector of a placeholder would find nothing."""

import openai
import pytest

from sample import PROMPT


def embeddings(server, key=None):
    return openai.OpenAI(base_url=server.root + "/v1", api_key=key or server.key).embeddings


@pytest.mark.parametrize("encoding", [openai.omit, "float"])
def test_the_vector_of_a_text_comes_back(server, encoding):
    answer = embeddings(server).create(model="stand-in", input="the water cycle", encoding_format=encoding)
    assert len(answer.data[0].embedding) == 8
    assert all(-1 <= value <= 1 for value in answer.data[0].embedding)
    assert "the water cycle" in server.received()


def test_each_of_several_texts_has_a_vector_of_its_own(server):
    answer = embeddings(server).create(model="stand-in", input=["same", "other", "same"], dimensions=4)
    first, second, third = [entry.embedding for entry in answer.data]
    assert first == third != second and len(first) == 4


@pytest.mark.parametrize("given", [PROMPT, ["the water cycle", PROMPT]])
def test_personal_data_is_blocked_and_not_tried_again(gateway, given):
    with pytest.raises(openai.BadRequestError) as caught:
        embeddings(gateway).create(model="stand-in", input=given)
    assert caught.value.code == "content_filter"
    gateway.check_blocked(str(caught.value), "Unique Pupil Number (UPN)")


def test_a_wrong_key_is_refused(gateway):
    with pytest.raises(openai.AuthenticationError):
        embeddings(gateway, "wrong").create(model="stand-in", input="hi")
    assert gateway.received() == ""
