#!/usr/bin/env python3
"""Counts the persons that `cloakroom scan --jsonl` finds in texts about nobody.

  benign.py PROGRAM FILE [--show]

Standard library only.
"""
import json, sys

import scanning


def main():
    program, path = sys.argv[1:3]
    texts = [json.loads(line) for line in open(path, encoding="utf8")]
    words = sum(len(t["text"].split()) for t in texts)
    persons = 0
    for text, found in zip(texts, scanning.findings(program, [t["text"] for t in texts])):
        data = text["text"].encode()
        for finding in found:
            if finding["entity"] == "PERSON":
                persons += 1
                if "--show" in sys.argv:
                    start, end = finding["bytes"]
                    around = data[max(0, start - 30):start], data[start:end], data[end:end + 20]
                    print(text["id"], "|".join(part.decode(errors="replace") for part in around).replace("\n", "~"))
    print(f"{len(texts)} texts about nobody, {words} words: {persons} persons found, {persons * 2000 / words:.1f} in 2,000 words")


main()
