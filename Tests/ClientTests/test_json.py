"""What Cloakroom reads in a body is what Python reads in it: ten thousand bodies, sound, odd and broken."""

import http.client
import json
import random
import urllib.parse

COUNT = 10_000
PIECES = [
    "a", "B", " ", "é", "☕", "𝄞", "\\n", "\\t", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\u0041", "\\u00e9", "\\u2615",
    "\\ud834\\udd1e", "\\uD834\\uDD1E", "x1", "-", "{", "]", ":", ",", "\u2028", "\u00a0", "\\u0000", "\\u200b",
]
# What may not stand in a string.
ODD = ["\\ud800", "\\udc00x", "\\ud800\\u0041", "\\x41", "\\u12", "\n", "\t", "\x01", "\"", "\\", "\\u 041"]


def string(rng):
    return "".join(rng.choice(PIECES) for _ in range(rng.randrange(12)))


def space(rng):
    return rng.choice(["", "", "", " ", "\n", "\t", "\r\n", "  "])


def sound(rng):
    s = [space(rng) for _ in range(6)]
    key = rng.choice(['"text"', '"te\\u0078t"', '"\\u0074ext"'])
    return f'{s[0]}{{{s[1]}{key}{s[2]}:{s[3]}"{string(rng)}"{s[4]}}}{s[5]}'.encode()


def broken(rng):
    body = sound(rng)
    kind = rng.randrange(10)
    at = rng.randrange(len(body) + 1)
    if kind == 0:
        return body[:at]
    if kind == 1:
        return body + rng.choice([b"x", b"{}", b",", b"\x00", b"]"])
    if kind == 2:
        return body[:at] + rng.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"]) + body[at:]
    if kind == 3:
        return b"\xef\xbb\xbf" + body
    if kind == 4:
        return body.replace(b"}", b',"text":"b"}')
    if kind == 5:
        return body.replace(b"}", b",}")
    if kind == 6:
        return body.replace(b'"', b"'")
    if kind == 7:
        return rng.choice([b"", b"null", b"[]", b'"text"', b"NaN", b'{"text":NaN}', b'{"text":01}', b"{\"text\":\"a\"/**/}"])
    if kind == 8:
        return body[:at] + body[min(len(body), at + 1):]
    return f'{{"text":"{string(rng)}{rng.choice(ODD)}{string(rng)}"}}'.encode()


def read(body):
    """The text as Python reads it; None where there is none, or where two parsers could read two things."""
    def unique(pairs):
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)
    def refuse(word):
        raise ValueError(word)
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=unique, parse_constant=refuse)
        if not isinstance(value, dict) or list(value) != ["text"] or not isinstance(value["text"], str):
            return None
        value["text"].encode()
        return value["text"]
    except (ValueError, UnicodeError):
        return None


def test_what_is_scanned_is_what_python_reads(gateway):
    rng = random.Random(7)
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(gateway.root).netloc)
    headers = {"content-type": "application/json", "authorization": f"Bearer {gateway.key}"}
    taken = refused = 0
    for number in range(COUNT):
        body = (sound if rng.random() < 0.6 else broken)(rng)
        connection.request("POST", "/v1/redact", body, headers)
        reply = connection.getresponse()
        answer = json.loads(reply.read())
        expected = read(body)
        if expected is None:
            assert reply.status == 400, (number, body)
            refused += 1
            continue
        assert reply.status == 200, (number, body, answer)
        if not answer["findings"]:
            assert answer["redacted"] == expected, (number, body)
            taken += 1
    assert taken > COUNT / 2 and refused > COUNT / 10
