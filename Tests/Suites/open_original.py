#!/usr/bin/env python3
"""Opens a sealed original with nothing of Cloakroom's: written from the comment on `SealedOriginal` and RFC 9180 alone.

usage: open_original.py PARCEL KEYFILE PASSPHRASE-FILE > prompt
Needs the package `cryptography`, 47 or later.
"""
import base64
import hashlib
import hmac
import sys
import unicodedata

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

parcel, key_path, passphrase_path = (open(path, "rb").read() for path in sys.argv[1:4])


def text(value):
    return len(value.encode()).to_bytes(4, "big") + value.encode()


def extract(salt, value):
    return hmac.digest(salt or bytes(32), value, "sha256")


def expand(key, info, count):
    block, output = b"", b""
    while len(output) < count:
        block = hmac.digest(key, block + info + bytes([len(output) // 32 + 1]), "sha256")
        output += block
    return output[:count]


def labelled_extract(suite, salt, label, value):
    return extract(salt, b"HPKE-v1" + suite + label + value)


def labelled_expand(suite, key, label, info, count):
    return expand(key, count.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, count)


def x25519_secret(seed, encapsulated):
    """RFC 9180, 4.1."""
    private = X25519PrivateKey.from_private_bytes(seed)
    shared = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    suite = b"KEM" + (0x20).to_bytes(2, "big")
    key = labelled_extract(suite, b"", b"eae_prk", shared)
    return labelled_expand(
        suite, key, b"shared_secret", encapsulated + private.public_key().public_bytes_raw(), 32)


def xwing_secret(seed, encapsulated):
    """draft-connolly-cfrg-xwing-kem-06, 5.2 to 5.4."""
    expanded = hashlib.shake_256(seed).digest(96)
    private = X25519PrivateKey.from_private_bytes(expanded[64:])
    lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).decapsulate(encapsulated[:1088])
    curve = private.exchange(X25519PublicKey.from_public_bytes(encapsulated[1088:]))
    public = private.public_key().public_bytes_raw()
    return hashlib.sha3_256(lattice + curve + encapsulated[1088:] + public + b"\\.//^\\").digest()


def hpke_open(kem, aead, cipher, shared, info, aad, sealed):
    """RFC 9180, 5.1 and 5.2, base mode, the first message."""
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (kem, 1, aead))
    context = b"\0" + labelled_extract(suite, b"", b"psk_id_hash", b"") + labelled_extract(suite, b"", b"info_hash", info)
    secret = labelled_extract(suite, shared, b"secret", b"")
    key = labelled_expand(suite, secret, b"key", context, 32)
    nonce = labelled_expand(suite, secret, b"base_nonce", context, 12)
    return cipher(key).decrypt(nonce, sealed, aad)


# The private key's file.
lines = [line.strip() for line in key_path.decode().splitlines() if line.strip()]
fields = dict(line.split(": ", 1) for line in lines[1:-1])
log, block, parallel, salt = fields["scrypt"].split()
phrase = unicodedata.normalize("NFC", passphrase_path.decode().splitlines()[0]).encode()
rounds = 1 << int(log)
wrapping = hashlib.scrypt(
    phrase, salt=base64.b64decode(salt), n=rounds, r=int(block), p=int(parallel), maxmem=1 << 30, dklen=32)
head = "".join(f"{name}: {fields[name]}\n" for name in ("form", "public", "scrypt")).encode()
sealed = base64.b64decode(fields["sealed"])
seed = AESGCM(wrapping).decrypt(sealed[:12], sealed[12:], head)
_, kind, _, key_id, public = fields["public"].split(":")
number = {"xwing": 1, "x25519": 2}[kind]
named = hashlib.sha256(b"cloakroom-evidence-key/1\0" + bytes([number]) + base64.b64decode(public)).digest()[:10]
assert key_id.replace("-", "") == named.hex()

# The parcel and the header.
head, sealed = parcel.split(b"\n\n", 1)
form, origin, exchange, rules = (line.split(": ")[-1] for line in head.decode().splitlines())
assert form == "cloakroom-sealed-original/1"
assert sealed[:9] == b"CRSEAL1\n\x01"
at, found = 10, None
for _ in range(sealed[9]):
    size = {1: 1120, 2: 32}[sealed[at]]
    if sealed[at] == number and sealed[at + 1:at + 11] == named:
        found = sealed[at + 11:at + 11 + size + 48]
    at += 11 + size + 48
assert found, "sealed to others"
header, commitment, nonce, body = sealed[:at], sealed[at:at + 32], sealed[at + 32:at + 44], sealed[at + 44:]

# The secret, and what it opens.
context = text(origin) + text(exchange) + text(rules)
info = text("cloakroom-evidence/1") + text(origin) + named
encapsulated, wrapped = found[:-48], found[-48:]
if kind == "xwing":
    secret = hpke_open(0x647A, 2, AESGCM, xwing_secret(seed, encapsulated), info, context, wrapped)
else:
    secret = hpke_open(0x20, 3, ChaCha20Poly1305, x25519_secret(seed, encapsulated), info, context, wrapped)


def derived(use):
    return expand(extract(b"", secret), b"cloakroom-evidence/1 " + use, 32)


assert hmac.compare_digest(commitment, hmac.digest(derived(b"header"), header + context, "sha256"))
sys.stdout.buffer.write(AESGCM(derived(b"text")).decrypt(nonce, body, header + commitment + context))
