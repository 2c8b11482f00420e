"""The form of Cloakroom's evidence: tree, entries, checkpoints. From docs/evidence-format.md; see verify_log.py."""
import base64, collections, hashlib, re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
try:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
except ImportError:
    MLDSA65PublicKey = None


class Fault(Exception):
    """Evidence that is not good, with a word of REASONS."""


def require(condition, reason="malformed"):
    if not condition:
        raise Fault(reason)


def unbase64(text, size=None):
    """Standard Base64, in the one way to write it."""
    require(type(text) is str)
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text and size in (None, len(data)))
    return data


# ---- The tree: RFC 9162, 2.1

def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """As much of a tree as adding a leaf takes: the hashes of its complete subtrees, the largest first."""

    def __init__(self, size, frontier):
        require(len(frontier) == size.bit_count())
        self.size, self.frontier = size, frontier

    def add(self, hash):
        rest = self.size
        while rest & 1:
            hash, rest = node(self.frontier.pop(), hash), rest >> 1
        self.frontier.append(hash)
        self.size += 1

    def root(self):
        root = self.frontier[-1] if self.frontier else hashlib.sha256().digest()
        for left in reversed(self.frontier[:-1]):
            root = node(left, root)
        return root


def is_included(hash, index, size, path, root):
    """2.1.3.2"""
    if not 0 <= index < size:
        return False
    fn, sn = index, size - 1
    for other in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            hash = node(other, hash)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            hash = node(hash, other)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and hash == root


def is_consistent(first, second, path, first_root, second_root):
    """2.1.4.2; and what that leaves out: from nothing, and from a size to itself, the proof is empty."""
    if first == 0 or first == second:
        return not path and (first == 0 or first_root == second_root)
    if first & (first - 1) == 0:
        path = [first_root, *path]
    if first > second or not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for other in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(other, fr), node(other, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, other)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and (fr, sr) == (first_root, second_root)


# ---- Entries. A form is a word, a number of bytes, a tuple of forms in a row, or one of ("optional", form),
# ("many", form) and ("choice", {byte: form}).

MAYBE = ("optional", "text")
KEPT = ("many", ("kept", 32, "number"))
TALLY = ("text", "text", "text", "number", "number", "flag", ("many", ("number", "number", 8)))
EVIDENCE = ("reference", "text", "text", "text", "verdict", MAYBE, MAYBE, MAYBE, "flag", "number", ("optional", "number"),
            "text", "text", ("many", TALLY), MAYBE, MAYBE, KEPT)
ANSWERED = ("number", "number", "number", "number", "number", ("many", ("text", "text", "number", "flag")))
OUTCOME = ("choice", {1: ANSWERED, 2: "number", 3: "text", 4: ()})
RANGES = ("many", ("number", "number"))
IS_INTENT, IS_OUTCOME, IS_ERASURE = 1, 3, 12
ENTRY = (1, "number", "number", 16, ("choice", {
    1: EVIDENCE, 2: EVIDENCE, 3: ("reference", OUTCOME), 4: ("text", "text", "text"), 5: (), 6: ("text", "text"),
    7: ("number",), 8: ("reference", "ruling", "text", KEPT), 9: ("reference", "text", KEPT), 10: (("optional", "reference"), "text", KEPT),
    11: ("number", "text"), 12: ("erased", "why", "text", "number", RANGES), 13: ("text", "text"),
    14: ("number", "text"), 15: (("many", "text"),),
}))
# What a text may be that is not free.
CLOSED = {
    "kept": "redacted|original|note", "erased": "redacted|original|note|entry", "why": "retention|request",
    "verdict": "allow|redact|block", "ruling": "no_action|training|breach|safeguarding|false_positive",
    "reference": "CR-[0-9A-HJKMNP-TV-Z]{8}", "text": "(?s:.*)",
}


def read(form, data, at):
    """The value of a form in the data, and where it ends."""
    match form:
        case int():
            require(form <= len(data) - at)
            return data[at:at + form], at + form
        case "number":
            value, at = read(8, data, at)
            return int.from_bytes(value, signed=True), at
        case "flag":
            value, at = read(1, data, at)
            require(value[0] <= 1)
            return value == b"\1", at
        case str():
            size, at = read(4, data, at)
            text, at = read(int.from_bytes(size), data, at)
            require(re.fullmatch(CLOSED[form], text.decode()))
            return text.decode(), at
        case ["optional", inner]:
            there, at = read("flag", data, at)
            return read(inner, data, at) if there else (None, at)
        case ["choice", forms]:
            tag, at = read(1, data, at)
            require(tag[0] in forms)
            value, at = read(forms[tag[0]], data, at)
            return (tag[0], value), at
        case ["many", inner]:
            count, at = read("number", data, at)
            require(0 <= count <= len(data))
            form = (inner,) * count
    values = []
    for inner in form:
        value, at = read(inner, data, at)
        values.append(value)
    return values, at


def write(form, value):
    """The bytes of a value: the other way round, so that an entry has one form only."""
    match form:
        case int():
            return value
        case "number":
            return value.to_bytes(8, signed=True)
        case "flag":
            return bytes([value])
        case str():
            return len(value.encode()).to_bytes(4) + value.encode()
        case ["optional", inner]:
            return b"\0" if value is None else b"\1" + write(inner, value)
        case ["choice", forms]:
            return bytes([value[0]]) + write(forms[value[0]], value[1])
        case ["many", inner]:
            return write("number", len(value)) + b"".join(write(inner, each) for each in value)
    return b"".join(map(write, form, value))


def read_entry(data):
    """Sequence, kind and content."""
    require(data[:1] == b"\4")
    value, end = read(ENTRY, data, 0)
    require(end == len(data) and write(ENTRY, value) == data)
    _, sequence, _, _, (kind, content) = value
    if kind == IS_ERASURE:
        require(all(0 < first <= last < sequence for first, last in content[4]))
        require(all(a[1] + 1 < b[0] for a, b in zip(content[4], content[4][1:])))
    return sequence, kind, content


# ---- Checkpoints: C2SP signed notes

ED25519, WITNESS, ML_DSA = b"\x01", b"\x04", b"\xffcloakroom/ml-dsa-65"
Key = collections.namedtuple("Key", "name id algorithm public")
Checkpoint = collections.namedtuple("Checkpoint", "origin size root")


def read_keys(text):
    """The keys of a file that has a line for each."""
    keys = []
    for line in text.removesuffix("\n").split("\n"):
        match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(\S+)", line)
        require(match)
        data = unbase64(match[3])
        require(hashlib.sha256(match[1].encode() + b"\n" + data).hexdigest()[:8] == match[2])
        for algorithm, size in (ED25519, 32), (WITNESS, 32), (ML_DSA, 1952):
            if data.startswith(algorithm) and len(data) == len(algorithm) + size:
                keys.append(Key(match[1], bytes.fromhex(match[2]), algorithm, data[len(algorithm):]))
    require(keys)
    return keys


def is_signed(key, signature, body, checkpoint):
    time = signature[:8]
    try:
        if key.algorithm == ED25519:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, body)
        elif key.algorithm == WITNESS:
            body = b"cosignature/v1\ntime %d\n" % int.from_bytes(time) + body
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature[8:], body)
        elif MLDSA65PublicKey:
            name, origin = (bytes([len(text.encode())]) + text.encode() for text in (key.name, checkpoint.origin))
            body = b"subtree/v1\n\0" + name + time + origin + bytes(8) + checkpoint.size.to_bytes(8) + checkpoint.root
            MLDSA65PublicKey.from_public_bytes(key.public).verify(signature[8:], body)
    except InvalidSignature:
        return False
    return True


def read_checkpoint(note, keys):
    """A checkpoint that is signed with every key given of its log; a witness's key may have signed it too."""
    text, _, lines = note.rpartition("\n\n")
    match = re.fullmatch(r"(.+)\n(0|[1-9][0-9]{0,18})\n(\S+)", text)
    require(match and lines.endswith("\n") and not re.search(r"[\0-\x09\x0b-\x1f]", note))
    checkpoint = Checkpoint(match[1], int(match[2]), unbase64(match[3], 32))
    signatures = [re.fullmatch(r"\u2014 ([^+\s]+) (\S+)", line) for line in lines[:-1].split("\n")]
    require(all(signatures))
    signatures = [(match[1], unbase64(match[2])) for match in signatures]
    own = [key for key in keys if key.name == checkpoint.origin and key.algorithm != WITNESS]
    require(own, "origin")
    for key in keys:
        by_key = [data[4:] for name, data in signatures if (name, data[:4]) == (key.name, key.id)]
        require(by_key or key not in own, "signature")
        require(all(is_signed(key, each, (text + "\n").encode(), checkpoint) for each in by_key), "signature")
    return checkpoint
