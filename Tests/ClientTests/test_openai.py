"""The openai SDK as staff's clients use it, against the real program."""

import httpx2
import openai
import pytest

PROMPT = "Write to Mrs Whitlock (t.whitlock@family.example, 07700 900123) about UPN Z000000026001, dob 03/09/2014."
VALUES = ["Whitlock", "t.whitlock", "900123", "Z000000026001", "03/09/2014"]


class CountingTransport(httpx2.HTTPTransport):
    count = 0

    def handle_request(self, request):
        self.count += 1
        return super().handle_request(request)


def client(gateway, key="none", transport=None):
    return openai.OpenAI(
        base_url=gateway.base, api_key=key, http_client=httpx2.Client(transport=transport or CountingTransport())
    )


def ask(text, **more):
    return {"model": "stand-in", "messages": [{"role": "user", "content": text}], **more}


def test_chat_comes_back_restored(gateway):
    answer = client(gateway).chat.completions.create(**ask(PROMPT))
    assert answer.choices[0].message.content == "You wrote: " + PROMPT
    received = gateway.received()
    assert "[PERSON_1]" in received and "[UPN_1]" in received
    assert not [value for value in VALUES if value in received]


def test_stream_comes_back_restored_though_every_placeholder_is_cut_at_each_character(gateway):
    pieces = [
        chunk.choices[0].delta.content or ""
        for chunk in client(gateway).chat.completions.create(**ask(PROMPT, stream=True))
        if chunk.choices
    ]
    assert "".join(pieces) == "You wrote: " + PROMPT
    assert len([piece for piece in pieces if piece]) > 40
    assert not [piece for piece in pieces if "[" in piece]
    assert "[PHONE_1]" in gateway.received()
    assert not [value for value in VALUES if value in gateway.received()]


def test_parts_are_redacted_too(gateway):
    parts = [{"type": "text", "text": "UPN Z000000026001"}, {"type": "text", "text": "and Mrs Whitlock"}]
    answer = client(gateway).chat.completions.create(model="stand-in", messages=[{"role": "user", "content": parts}])
    assert answer.choices[0].message.content == "You wrote: UPN Z000000026001\nand Mrs Whitlock"
    assert "[UPN_1]" in gateway.received() and "Z000000026001" not in gateway.received()


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_a_bad_request_and_is_not_tried_again(gateway, stream):
    transport = CountingTransport()
    with pytest.raises(openai.BadRequestError) as caught:
        client(gateway, transport=transport).chat.completions.create(**ask("The password: purplefox41", stream=stream))
    assert caught.value.code == "content_filter"
    assert transport.count == 1
    assert "Nothing was sent to the AI service." in str(caught.value)
    assert "purplefox41" not in str(caught.value)
    assert caught.value.request_id.startswith("CR-")
    assert gateway.received() == ""


def test_an_image_is_refused(gateway):
    parts = [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]
    with pytest.raises(openai.BadRequestError) as caught:
        client(gateway).chat.completions.create(model="stand-in", messages=[{"role": "user", "content": parts}])
    assert caught.value.code == "uninspectable_part"
    assert gateway.received() == ""


def test_keys(gateway):
    issued = gateway.command("keys", "issue", "Office PC")
    key = issued.stdout.strip()
    assert key.startswith("ck_")
    transport = CountingTransport()
    with pytest.raises(openai.AuthenticationError) as caught:
        client(gateway, "wrong", transport).chat.completions.create(**ask("hi"))
    assert caught.value.code == "invalid_api_key" and transport.count == 1
    assert client(gateway, key).chat.completions.create(**ask("hi")).choices[0].message.content == "You wrote: hi"
    listed = gateway.command("keys", "list").stdout
    assert "Office PC" in listed and key not in listed
    assert gateway.command("keys", "revoke", listed.split("\t")[0]).returncode == 0
    with pytest.raises(openai.AuthenticationError):
        client(gateway, key).chat.completions.create(**ask("hi"))


def test_unknown_model(gateway):
    with pytest.raises(openai.NotFoundError) as caught:
        client(gateway).chat.completions.create(model="gpt-unknown", messages=[{"role": "user", "content": "hi"}])
    assert caught.value.code == "model_not_found"
    assert gateway.received() == ""


def test_unknown_route(gateway):
    with pytest.raises(openai.NotFoundError) as caught:
        client(gateway).embeddings.create(model="stand-in", input="Mrs Whitlock")
    assert caught.value.code == "unknown_url"
    assert gateway.received() == ""


def test_models(gateway):
    assert [model.id for model in client(gateway).models.list()] == ["stand-in"]


def test_evidence_holds_what_happened_and_no_values(gateway):
    client(gateway).chat.completions.create(**ask(PROMPT))
    with pytest.raises(openai.BadRequestError):
        client(gateway).chat.completions.create(**ask("The password: purplefox41"))
    listed = gateway.command("audit", "list").stdout
    assert "redact  answered" in listed and "block  blocked" in listed
    assert "uk.schools.upn" in listed
    for path in gateway.folder.rglob("*"):
        if path.is_file() and not path.name.startswith("stand-in"):
            content = path.read_bytes()
            assert not [value for value in [*VALUES, "purplefox41"] if value.encode() in content], path
