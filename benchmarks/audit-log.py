#!/usr/bin/env python3
"""Writes a large audit log to measure exports and reports with.

    audit-log.py MADE LOG COUNT

MADE is any log that Cloakroom made and closed; LOG gets its tables, and COUNT entries of invented exchanges over a year, in the
form of docs/evidence-format.md. It has neither tree nor checkpoints, so it can be exported and not verified.
"""
import hashlib
import os
import random
import shutil
import sqlite3
import struct
import sys

START = 1_756_713_600_000
YEAR = 365 * 86_400_000
SCHOOLS = ["Oak Primary", "Ash Academy", "Elm Infants", "Hazel High", "Rowan Special School"]
RULES = [("general.names.tagger", "PERSON"), ("general.contact.email", "EMAIL"), ("uk.schools.upn", "UPN"),
         ("general.contact.phone", "PHONE"), ("uk.places.postcode", "POSTCODE")]
BLOCKS = [("uk.sensitive.health", "SENSITIVE"), ("general.secrets.password", "SECRET")]
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def number(value):
    return struct.pack(">q", value)


def text(value):
    data = value.encode()
    return struct.pack(">I", len(data)) + data


def optional(value, write):
    return b"\0" if value is None else b"\1" + write(value)


def items(values, write):
    return number(len(values)) + b"".join(map(write, values))


def tally(rule):
    spans = items([(10, 20), (40, 52)], lambda span: number(span[0]) + number(span[1] - span[0]) + os.urandom(8))
    return text(rule[0]) + text(rule[1]) + text("messages[1].content") + number(2) + number(90) + b"\0" + spans


def evidence(reference, verdict, dice):
    rules = [] if verdict == "allow" else dice.sample(BLOCKS if verdict == "block" else RULES, 1 if verdict == "block" else 2)
    endpoint = None if verdict == "block" else "azure-uk"
    return b"".join([
        text(reference), text(f"key-{dice.randrange(200)}"), text("teacher"), text("/v1/chat/completions"), text(verdict),
        b"\0", optional(endpoint, text), optional(endpoint and "gpt-5", text), b"\1", number(1_500),
        optional(endpoint and 1_490, number), text("a" * 64), text("b" * 64), items(rules, tally),
        optional(dice.choice(SCHOOLS), text), optional("2026-Q4", text), number(0)])


def contents(count):
    """Kind, reference and content of each entry."""
    dice = random.Random(7)
    made, blocked = 0, []
    while made < count:
        reference = "CR-" + "".join(dice.choices(LETTERS, k=8))
        chance = dice.random()
        if blocked and chance < 0.02:
            old = blocked.pop(0)
            yield "review", old, 8, text(old) + text("training") + text("dpo") + number(0)
            made += 1
        elif chance < 0.06:
            blocked.append(reference)
            yield "blocked", reference, 2, evidence(reference, "block", dice)
            made += 1
        else:
            verdict = "allow" if chance < 0.6 else "redact"
            yield "intent", reference, 1, evidence(reference, verdict, dice)
            yield "outcome", reference, 3, text(reference) + b"\1" + b"".join(map(number, [200, 900, 2, 0, 0, 0]))
            made += 2


def rows(count):
    for index, (kind, reference, code, content) in enumerate(contents(count), 1):
        if index > count:
            return
        time = START + YEAR * index // count
        entry = b"\4" + number(index) + number(time) + os.urandom(16) + bytes([code]) + content
        yield index, reference, kind, time, entry, hashlib.sha256(b"\0" + entry).digest()


def main(made, log, count):
    shutil.copy(made, log)
    database = sqlite3.connect(log)
    # They refuse what is done next, and stay away: the copy is to be read only.
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    for table in ["entry", "node", "checkpoint", "kept"]:
        database.execute(f"DELETE FROM {table}")
    database.commit()
    database.execute("PRAGMA journal_mode = WAL")
    with database:
        database.executemany(
            "INSERT INTO entry (sequence, exchange, kind, recorded, content, digest) VALUES (?, ?, ?, ?, ?, ?)",
            rows(count))
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
