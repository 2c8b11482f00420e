#!/usr/bin/env python3
"""Verifies evidence that Cloakroom exported. Written from docs/evidence-format.md alone, it shares no code with it.

  verify_log.py --key FILE --export FILE [--mac-key FILE] [--seen FILE]   a day's file, or the whole log
  verify_log.py --key FILE --proof FILE [--seen FILE]                     one entry, as a C2SP tlog-proof
  verify_log.py --batch                                                   many: a JSON object a line on standard input,
      {"id":…,"export":FILE,"key":FILE,"mac_key":FILE,"seen":FILE}, or "proof"; what it lacks is as in the options.
      Answers {"id":…,"ok":true,"reason":null} or {"id":…,"ok":false,"reason":WORD}, with a word of REASONS.

Ends with 0 where all is as it was signed, 1 where something was altered, 2 where that cannot be told. Needs PyPI's
cryptography.
"""
import argparse, bisect, collections, hmac, json, re, sys

from log_form import (
    Fault, IS_ERASURE, IS_INTENT, IS_OUTCOME, MLDSA65PublicKey, Tree, is_consistent, is_included, leaf_hash,
    read_checkpoint, read_entry, read_keys, require, unbase64)

# What can be wrong. Where several things are, the first of these is told. The first two say nothing of the evidence.
REASONS = {
    "unreadable": "a file cannot be read",
    "key": "the file of the keys, or of the key of the MACs, is not sound",
    "malformed": "this is not in the form of Cloakroom's evidence",
    "origin": "parts of different logs stand together, or there is no key of this log",
    "signature": "a checkpoint is not signed with each of the log's keys",
    "sequence": "entries are missing, added, doubled or out of order",
    "root": "the entries are not those that were signed for",
    "proof": "a proof does not lead to what was signed",
    "rolled_back": "the log is shorter than when it was last seen",
    "fork": "the log is not the one that was last seen",
    "mac": "an entry was not written by the gateway at its time",
    "missing_intent": "a request has an outcome and was never recorded as leaving",
    "erasure": "something is gone that no erasure names, or is there although one does",
}

STRING, NUMBER, LIST, STRING_OR_NULL = {str}, {int}, {list}, {str, type(None)}
HEAD = {"format": STRING, "origin": STRING, "from": NUMBER, "frontier": LIST, "previous": STRING_OR_NULL}
HEAD["consistency"] = LIST
PRESENT = {"n": NUMBER, "entry": STRING, "mac": STRING}
GONE = {"n": NUMBER, "leaf": STRING, "mac": STRING}
END = {"checkpoint": STRING, "size": NUMBER}


def read_line(line, *shapes):
    """A line of JSON with the fields of one of the shapes, each of its type, in its one form."""
    fields = json.loads(line.decode())
    require(type(fields) is dict)
    form = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    require(form.encode() + b"\n" == line)
    require(any(fields.keys() == shape.keys() and all(type(fields[k]) in shape[k] for k in shape) for shape in shapes))
    return fields


def next_key(key):
    return hmac.digest(key, b"\2", "sha256")


class Export:
    """An export, read line by line. What is wrong gathers in `faults`, unless nothing can be made of the rest."""

    def __init__(self, line, keys, mac_key, seen):
        self.keys, self.faults = keys, set()
        head = read_line(line, HEAD)
        require(head["format"] == "cloakroom-log/1" and head["from"] >= 0)
        self.origin, self.start = head["origin"], head["from"]
        self.consistency = [unbase64(hash, 32) for hash in head["consistency"]]
        self.tree = Tree(self.start, [unbase64(hash, 32) for hash in head["frontier"]])
        self.first_root = self.tree.root()
        require((head["previous"] is None) == (self.start == 0))
        if self.start:
            self.check_checkpoint(head["previous"])
            self.tell()  # Or a size that nobody signed would be counted up to.
        for _ in range(self.start if mac_key else 0):
            mac_key = next_key(mac_key)
        self.mac_key = mac_key
        self.leaving, self.unmatched, self.gone, self.named = collections.Counter(), 0, [], set()
        self.seen = None if seen is None else read_checkpoint(seen, keys)
        self.compare_with_seen()

    def check(self, condition, reason):
        if not condition:
            self.faults.add(reason)

    def tell(self):
        for reason in REASONS:
            require(reason not in self.faults, reason)

    def check_checkpoint(self, note):
        checkpoint = read_checkpoint(note, self.keys)
        self.check(checkpoint.origin == self.origin, "origin")
        self.check(checkpoint.size == self.tree.size, "sequence")
        self.check(checkpoint.root == self.tree.root(), "root")
        return checkpoint

    def compare_with_seen(self):
        if self.seen and self.seen.size == self.tree.size:
            self.check(self.seen.root == self.tree.root(), "fork")

    def add(self, item):
        number = self.tree.size + 1
        self.check(item["n"] == number, "sequence")
        if "leaf" in item:
            leaf = unbase64(item["leaf"], 32)
            self.gone.append(number)
        else:
            entry = unbase64(item["entry"])
            sequence, kind, content = read_entry(entry)
            self.check(sequence == number, "sequence")
            self.check_content(kind, content)
            leaf = leaf_hash(entry)
        self.check_mac(leaf, unbase64(item["mac"], 16))
        self.tree.add(leaf)
        self.compare_with_seen()

    def check_mac(self, leaf, mac):
        if self.mac_key:
            self.check(mac == hmac.digest(self.mac_key, b"\1" + leaf, "sha256")[:16], "mac")
            self.mac_key = next_key(self.mac_key)

    def check_content(self, kind, content):
        if kind == IS_INTENT:
            self.leaving[content[0]] += 1
        elif kind == IS_OUTCOME and self.leaving[content[0]]:
            self.leaving[content[0]] -= 1
        elif kind == IS_OUTCOME:
            # Its INTENT may stand in an earlier file, or be one of those that are gone.
            self.unmatched += 1
            self.check(self.start or self.unmatched <= len(self.gone), "missing_intent")
        elif kind == IS_ERASURE and content[0] == "entry":
            for first, last in content[4]:
                first = max(first, self.start + 1)
                gone = self.gone[bisect.bisect_left(self.gone, first):bisect.bisect_right(self.gone, last)]
                self.check(len(gone) == max(0, last - first + 1), "erasure")
                self.named.update(gone)

    def end(self, item):
        checkpoint = self.check_checkpoint(item["checkpoint"])
        self.check(item["size"] == self.tree.size, "sequence")
        sizes, roots = (self.start, checkpoint.size), (self.first_root, checkpoint.root)
        self.check(is_consistent(*sizes, self.consistency, *roots), "proof")
        self.check(len(self.named) == len(self.gone), "erasure")
        if self.seen:
            self.check(self.seen.origin == self.origin, "origin")
            self.check(self.seen.size <= self.tree.size, "rolled_back")
        self.tell()

    def summary(self):
        if self.tree.size == self.start:
            yield f"{self.origin}: nothing came after entry {self.start}."
        else:
            yield f"{self.origin}: entries {self.start + 1} to {self.tree.size} are as they were signed,"
            yield f"{len(self.gone)} of them erased."
        if self.tree.size > self.start and not self.mac_key:
            yield "Their MACs were not verified, for want of the key."
        if self.seen and self.seen.size < self.start:
            yield f"The file begins after {self.seen.size}, so what was seen then was not compared."
        elif self.seen:
            yield "This is the log that was seen."


def verify_export(path, keys, mac_key, seen):
    with open(path, "rb") as lines:
        export, item = Export(next(lines, b""), keys, mac_key, seen), {}
        for line in lines:
            require("checkpoint" not in item)
            item = read_line(line, PRESENT, GONE, END)
            if "checkpoint" not in item:
                export.add(item)
    require("checkpoint" in item)
    export.end(item)
    return " ".join(export.summary())


def verify_proof(path, keys, seen):
    with open(path, "rb") as file:
        form = r"c2sp\.org/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9][0-9]{0,18})\n((?:\S+\n)*)\n(.*)"
        match = re.fullmatch(form, file.read().decode(), re.DOTALL)
    require(match)
    entry, index, path = unbase64(match[1]), int(match[2]), [unbase64(hash, 32) for hash in match[3].split()]
    checkpoint, seen = read_checkpoint(match[4], keys), None if seen is None else read_checkpoint(seen, keys)
    require(seen is None or seen.origin == checkpoint.origin, "origin")
    require(read_entry(entry)[0] == index + 1, "sequence")
    require(is_included(leaf_hash(entry), index, checkpoint.size, path, checkpoint.root), "proof")
    require(seen is None or seen.size != checkpoint.size or seen.root == checkpoint.root, "fork")
    return f"{checkpoint.origin}: entry {index + 1} is one of the {checkpoint.size} that were signed."


def verify(job):
    """Verifies the file that a job names, and says what it is; or throws a Fault."""
    texts = {}
    try:
        for name in ("key", "mac_key", "seen"):
            if job.get(name) is not None:
                with open(job[name], "rb") as file:
                    texts[name] = file.read()
        try:
            keys = read_keys(texts["key"].decode())
            mac_key = unbase64(texts["mac_key"].decode().removesuffix("\n"), 32) if "mac_key" in texts else None
        except (ValueError, Fault):
            raise Fault("key") from None
        seen = texts["seen"].decode() if "seen" in texts else None
        if job.get("export") is not None:
            return verify_export(job["export"], keys, mac_key, seen)
        return verify_proof(job["proof"], keys, seen)
    except OSError:
        raise Fault("unreadable") from None
    except (ValueError, RecursionError):
        raise Fault("malformed") from None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--key", "--export", "--proof", "--mac-key", "--seen"):
        parser.add_argument(option, metavar="FILE")
    parser.add_argument("--batch", action="store_true")
    options = vars(parser.parse_args())
    worst = 0
    jobs = map(json.loads, sys.stdin) if options.pop("batch") else [options]
    for job in jobs:
        job, reason, sentence = {**options, **job}, None, ""
        if job["key"] is None or job["export"] is job["proof"]:
            parser.error("give --key, and --export or --proof")
        try:
            sentence = verify(job)
        except Fault as fault:
            reason = str(fault)
            worst = max(worst, 2 if reason in ("unreadable", "key") else 1)
        if "id" in job:
            print(json.dumps({"id": job["id"], "ok": reason is None, "reason": reason}), flush=True)
        else:
            print(sentence or f"{job['export'] or job['proof']}: {REASONS[reason]} ({reason})")
            if not MLDSA65PublicKey:
                print("Signatures with ML-DSA were not verified: the installed `cryptography` does not know it.")
    sys.exit(worst)


if __name__ == "__main__":
    main()
