"""Writes logs as docs/evidence-format.md has them, with entries of every kind, to test verifiers with.

Written apart from verify_log.py: the tree is RFC 6962's definition word for word, and entries are put together by hand.
"""
import base64, copy, hashlib, hmac, json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RAW = Encoding.Raw, PublicFormat.Raw


def sha256(data):
    return hashlib.sha256(data).digest()


def base64_of(data):
    return base64.b64encode(data).decode()


# ---- RFC 6962, 2.1, over hashes of leaves

def split(count):
    """The largest power of two that is smaller than the count."""
    return 1 << ((count - 1).bit_length() - 1)


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + root_of(leaves[:k]) + root_of(leaves[k:]))


def path_of(index, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return path_of(index, leaves[:k]) + [root_of(leaves[k:])]
    return path_of(index - k, leaves[k:]) + [root_of(leaves[:k])]


def consistency_of(size, leaves):
    def subproof(m, leaves, is_whole):
        if m == len(leaves):
            return [] if is_whole else [root_of(leaves)]
        k = split(len(leaves))
        if m <= k:
            return subproof(m, leaves[:k], is_whole) + [root_of(leaves[k:])]
        return subproof(m - k, leaves[k:], False) + [root_of(leaves[:k])]

    return subproof(size, leaves, True) if 0 < size < len(leaves) else []


def frontier_of(leaves):
    if not leaves:
        return []
    k = 1 << (len(leaves).bit_length() - 1)
    return [root_of(leaves[:k])] + frontier_of(leaves[k:])


# ---- Bytes of entries

def number(value):
    return value.to_bytes(8, "big", signed=True)


def text(value):
    data = value.encode()
    return len(data).to_bytes(4, "big") + data


def maybe(written):
    return b"\0" if written is None else b"\1" + written


def many(written):
    return number(len(written)) + b"".join(written)


def kept(rng, *names):
    return many([text(name) + rng.randbytes(32) + number(rng.randrange(17, 9000)) for name in names])


def evidence(rng, reference, verdict, *names):
    def tally(rule):
        spans = [number(rng.randrange(500)) + number(4) + rng.randbytes(8) for _ in range(rng.randrange(3))]
        return (text(rule) + text(rng.choice(["UPN", "PERSON", "EMAIL"])) + text("messages[1].content")
                + number(len(spans)) + number(rng.randrange(50, 100)) + rng.choice([b"\0", b"\1"]) + many(spans))

    reason, endpoint, sent = text("password"), text("openai"), number(rng.randrange(9000))
    reason, endpoint, sent = (reason, None, None) if verdict == "block" else (None, endpoint, sent)
    return (text(reference) + text("c-4f1a") + text("teachers") + text("/v1/chat/completions") + text(verdict)
            + maybe(reason) + maybe(endpoint) + maybe(text("stand-in")) + rng.choice([b"\0", b"\1"])
            + number(rng.randrange(9000)) + maybe(sent) + text("r" * 64) + text("p" * 64)
            + many([tally(rule) for rule in rng.sample(["upn", "name", "e-mail", "nhs"], rng.randrange(3))])
            + maybe(rng.choice([None, text("Grünwald Primary ☕")])) + maybe(text("2026-11")) + kept(rng, *names))


def outcome(rng, reference):
    tallies = [text("upn") + text("UPN") + number(2) + rng.choice([b"\0", b"\1"]) for _ in range(rng.randrange(3))]
    return text(reference) + rng.choice([
        b"\1" + b"".join(number(n) for n in (200, rng.randrange(9000), 3, 0, 1)) + many(tallies),
        b"\2" + number(429), b"\3" + text("upstream_closed"), b"\4",
    ])


class Log:
    """A log, the gateway that writes it, and its keys."""

    def __init__(self, rng, origin="school.example/cloakroom/1"):
        self.rng, self.origin = rng, origin
        self.ed25519 = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))
        self.ml_dsa = MLDSA65PrivateKey.from_seed_bytes(rng.randbytes(32))
        self.mac_key_0 = self.mac_key = rng.randbytes(32)
        self.time = 1_795_000_000_000
        self.entries, self.leaves, self.macs, self.notes = [], [], [], {}

    def copy(self):
        """The same log once more, to be continued otherwise."""
        other = copy.copy(self)
        other.entries, other.leaves, other.macs = self.entries[:], self.leaves[:], self.macs[:]
        other.notes = dict(self.notes)
        return other

    @property
    def size(self):
        return len(self.leaves)

    # -- Writing

    def entry(self, kind, content, sequence=None, version=4):
        self.time += self.rng.randrange(1, 5000)
        sequence = sequence or self.size + 1
        nonce = self.rng.randbytes(16)
        return bytes([version]) + number(sequence) + number(self.time) + nonce + bytes([kind]) + content

    def append(self, kind, content, **more):
        self.append_bytes(self.entry(kind, content, **more))
        return self.size

    def append_bytes(self, entry):
        self.entries.append(entry)
        self.append_leaf(sha256(b"\x00" + entry))

    def append_leaf(self, leaf):
        self.entries += [None] * (self.size + 1 - len(self.entries))
        self.leaves.append(leaf)
        self.macs.append(hmac.digest(self.mac_key, b"\x01" + leaf, "sha256")[:16])
        self.mac_key = hmac.digest(self.mac_key, b"\x02", "sha256")

    def reference(self):
        return "CR-" + "".join(self.rng.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=8))

    def exchange(self, outcomes=1):
        """A request that left, and its outcome. Returns their numbers."""
        reference = self.reference()
        names = self.rng.choice([(), ("redacted",), ("redacted", "original")])
        intent = self.append(1, evidence(self.rng, reference, self.rng.choice(["allow", "redact"]), *names))
        return [intent] + [self.append(3, outcome(self.rng, reference)) for _ in range(outcomes)]

    def one_of_each(self):
        """Entries of every kind. Returns the numbers of those that may be erased."""
        rng, self.blocked = self.rng, self.reference()
        digests = text(rng.randbytes(32).hex()) + text(rng.randbytes(32).hex())
        self.append(4, text("0.7.0") + digests)
        erasable = self.exchange() + self.exchange(outcomes=0) + self.exchange()
        erasable.append(self.append(2, evidence(rng, self.blocked, "block", "redacted", "original")))
        self.append(6, digests)
        self.append(7, number(self.time + 60_000))
        erasable.append(self.append(8, text(self.blocked) + text("training") + text("dpo") + kept(rng, "note")))
        erasable.append(self.append(9, text(self.blocked) + text("dpo") + kept(rng, "note")))
        hold = self.append(10, maybe(rng.choice([None, text(self.blocked)])) + text("dpo") + kept(rng, "note"))
        self.append(11, number(hold) + text("dpo"))
        self.append(13, text("school.example/cloakroom/2") + text("school.example/cloakroom/2\n…\n"))
        self.append(14, number(self.size) + text("— dpo.example AAAA\n"))
        self.append(15, many([text("9f2c-11ab-04de-77a0-3c51"), text("01d3-77ab-99de-5aa0-0c12")]))
        self.append(5, b"")
        return erasable

    def erase(self, numbers, what="entry", named=None):
        """Erases these, and names them, or others."""
        numbers, ranges = sorted(numbers), []
        for each in sorted(numbers if named is None else named):
            if ranges and ranges[-1][1] == each - 1:
                ranges[-1][1] = each
            else:
                ranges.append([each, each])
        for each in numbers if what == "entry" else []:
            self.entries[each - 1] = None
        return self.append(12, text(what) + text("retention") + text("cloakroom") + number(self.time)
                           + many([number(first) + number(last) for first, last in ranges]))

    # -- Signing

    def keys(self):
        """The lines of the log's keys."""
        def line(data):
            id = sha256(self.origin.encode() + b"\n" + data)[:4].hex()
            return f"{self.origin}+{id}+{base64_of(data)}\n"

        return line(b"\x01" + self.ed25519.public_key().public_bytes(*RAW)) + line(
            b"\xffcloakroom/ml-dsa-65" + self.ml_dsa.public_key().public_bytes_raw())

    def sign(self, size, root, origin=None):
        """A checkpoint that says what it is told to say."""
        origin = origin or self.origin
        body = f"{origin}\n{size}\n{base64_of(root)}\n"
        ids = [bytes.fromhex(line.split("+")[1]) for line in self.keys().splitlines()]
        name, time = bytes([len(origin.encode())]) + origin.encode(), (self.time // 1000).to_bytes(8, "big")
        message = b"subtree/v1\n\0" + name + time + name + bytes(8) + size.to_bytes(8, "big") + root
        signatures = [ids[0] + self.ed25519.sign(body.encode()), ids[1] + time + self.ml_dsa.sign(message)]
        return body + "\n" + "".join(f"— {origin} {base64_of(signature)}\n" for signature in signatures)

    def checkpoint(self):
        self.notes[self.size] = self.sign(self.size, root_of(self.leaves))
        return self.notes[self.size]

    # -- Giving out

    def head(self, start, stop):
        return {
            "format": "cloakroom-log/1", "origin": self.origin, "from": start,
            "frontier": [base64_of(hash) for hash in frontier_of(self.leaves[:start])],
            "previous": self.notes[start] if start else None,
            "consistency": [base64_of(hash) for hash in consistency_of(start, self.leaves[:stop])],
        }

    def lines(self, start, stop):
        """The lines of an export as what JSON says."""
        lines = [self.head(start, stop)]
        for index in range(start, stop):
            entry = self.entries[index]
            said = {"leaf": base64_of(self.leaves[index])} if entry is None else {"entry": base64_of(entry)}
            lines.append({"n": index + 1, **said, "mac": base64_of(self.macs[index])})
        return lines + [{"checkpoint": self.notes[stop], "size": stop}]

    def proof(self, number, size):
        leaves = self.leaves[:size]
        path = "".join(base64_of(hash) + "\n" for hash in path_of(number - 1, leaves))
        return (f"c2sp.org/tlog-proof@v1\nextra {base64_of(self.entries[number - 1])}\nindex {number - 1}\n{path}\n"
                + self.notes[size])


def json_lines(lines):
    """An export's bytes."""
    return b"".join(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n" for line in lines)
