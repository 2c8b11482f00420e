"""Files that are attached to a prompt: read in a process of their own, inspected, and forwarded as redacted text."""

import base64
import io
import zipfile

import anthropic
import openai
import pytest

from sample import PROMPT, VALUES

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(text):
    """A Word file with one paragraph a line."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{paragraphs}</w:body></w:document>')
    return buffer.getvalue()


def pdf_file(text):
    """A PDF of one page with the text in one line."""
    content = f"BT /F1 10 Tf 20 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def data_url(media_type, content):
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


FILES = {
    "note.txt": ("text/plain", PROMPT.encode()),
    "letter.docx": (WORD, word_file(PROMPT)),
    "letter.pdf": ("application/pdf", pdf_file(PROMPT.replace("\n", " "))),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_a_chat_is_redacted(gateway, name):
    part = {"type": "file", "file": {"filename": name, "file_data": data_url(*FILES[name])}}
    answer = openai.OpenAI(base_url=gateway.root + "/v1", api_key=gateway.key).chat.completions.create(
        model="stand-in", messages=[{"role": "user", "content": [{"type": "text", "text": "Sum it up."}, part]}]
    )
    gateway.check_sent()
    assert ("Notes that were attached to its pages" in gateway.received()) == name.endswith(".pdf")
    assert not [value for value in VALUES if value not in answer.choices[0].message.content.replace("\n", " ")]


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_a_response_is_redacted(gateway, name):
    part = {"type": "input_file", "filename": name, "file_data": data_url(*FILES[name])}
    openai.OpenAI(base_url=gateway.root + "/v1", api_key=gateway.key).responses.create(
        model="stand-in", input=[{"role": "user", "content": [part]}]
    )
    gateway.check_sent()


def test_a_document_in_a_message_is_redacted(gateway):
    media_type, content = FILES["letter.pdf"]
    source = {"type": "base64", "media_type": media_type, "data": base64.b64encode(content).decode()}
    anthropic.Anthropic(base_url=gateway.root, api_key=gateway.key).messages.create(
        model="stand-in-claude", max_tokens=100,
        messages=[{"role": "user", "content": [{"type": "document", "source": source}]}],
    )
    gateway.check_sent()


@pytest.mark.parametrize("media_type, content, words", [
    ("image/png", b"\x89PNG", "cannot be inspected"),
    (WORD, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word file"),
    ("application/pdf", b"%PDF-1.4 nothing of it is there", "PDF"),
])
def test_a_file_that_cannot_be_read_is_refused(gateway, media_type, content, words):
    part = {"type": "file", "file": {"filename": "x", "file_data": data_url(media_type, content)}}
    with pytest.raises(openai.BadRequestError) as caught:
        openai.OpenAI(base_url=gateway.root + "/v1", api_key=gateway.key).chat.completions.create(
            model="stand-in", messages=[{"role": "user", "content": [part]}]
        )
    assert words in str(caught.value) and "Nothing was sent to the AI service." in str(caught.value)
    assert gateway.received() == ""
