"""Google's genai SDK, as it speaks to Gemini."""

import pytest
from google import genai
from google.genai import errors, types

from sample import ANSWER, BLOCKED, LETTER, PARAMETERS, PROMPT, RESULT, TOOL, Letter

MODEL = "stand-in-gemini"


def client(server, key, version):
    options = types.HttpOptions(base_url=server.root, api_version=version)
    return genai.Client(vertexai=False, api_key=key or server.key, http_options=options)


def generate(server, contents, config=None, key=None, version=None):
    with client(server, key, version) as open_client:
        return open_client.models.generate_content(model=MODEL, contents=contents, config=config)


def stream(server, contents, config=None, version=None):
    with client(server, None, version) as open_client:
        return list(open_client.models.generate_content_stream(model=MODEL, contents=contents, config=config))


TOOLS = types.GenerateContentConfig(
    tools=[types.Tool(function_declarations=[
        types.FunctionDeclaration(name=TOOL, description="Sends it.", parameters_json_schema=PARAMETERS)
    ])],
    automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
)


# Without a version this SDK takes v1; litellm takes v1beta.
VERSIONS = pytest.mark.parametrize("version", [None, "v1beta"])


@VERSIONS
def test_an_answer_comes_back_restored(server, version):
    assert generate(server, PROMPT, version=version).text == ANSWER
    server.check_sent()


@VERSIONS
def test_a_stream_comes_back_restored(server, version):
    pieces = [chunk.text or "" for chunk in stream(server, PROMPT, version=version)]
    assert "".join(pieces) == ANSWER and len(pieces) > 40
    server.check_sent()


def test_the_system_prompt_is_redacted(server):
    config = types.GenerateContentConfig(system_instruction=PROMPT)
    assert generate(server, "hi", config).text == "You wrote: hi"
    server.check_sent()


def called(server, is_streaming):
    """The content that holds the call."""
    if not is_streaming:
        return generate(server, PROMPT, TOOLS).candidates[0].content
    [content] = [chunk.candidates[0].content for chunk in stream(server, PROMPT, TOOLS) if chunk.function_calls]
    return content


@pytest.mark.parametrize("is_streaming", [False, True])
def test_a_tool_is_called_with_the_values_and_its_result_is_redacted(server, is_streaming):
    content = called(server, is_streaming)
    call = content.parts[0].function_call
    assert call.name == TOOL and call.args == {"text": PROMPT}
    server.check_sent()
    server.begin()
    result = types.Part.from_function_response(name=TOOL, response={"result": RESULT})
    turns = [types.UserContent(PROMPT), content, types.UserContent(result)]
    assert generate(server, turns, TOOLS).text == "You wrote: " + RESULT
    server.check_sent()


def test_structured_output_is_parsed_with_the_values(server):
    config = types.GenerateContentConfig(response_mime_type="application/json", response_schema=Letter)
    assert generate(server, PROMPT, config).parsed == LETTER
    server.check_sent()


@pytest.mark.parametrize("is_streaming", [False, True])
def test_a_block_is_an_error_and_is_not_tried_again(gateway, is_streaming):
    with pytest.raises(errors.ClientError) as caught:
        (stream if is_streaming else generate)(gateway, BLOCKED)
    assert caught.value.code == 400
    gateway.check_blocked(str(caught.value))


def test_a_wrong_key_is_refused(gateway):
    with pytest.raises(errors.ClientError) as caught:
        generate(gateway, "hi", key="wrong")
    assert caught.value.code == 401
    assert gateway.received() == ""
