#!/usr/bin/env python3
"""Counts the persons that `cloakroom scan --jsonl` finds in texts about nobody.

  benign.py PROGRAM FILE [--show]

Standard library only.
"""
import json, subprocess, sys


def main():
    program, path = sys.argv[1:3]
    texts = [json.loads(line) for line in open(path, encoding="utf8")]
    given = "".join(json.dumps({"id": t["id"], "text": t["text"]}) + "\n" for t in texts)
    run = subprocess.run([program, "scan", "--jsonl"], input=given.encode(), stdout=subprocess.PIPE)
    if run.returncode not in (0, 1):
        sys.exit(f"{program} ended with {run.returncode}")
    words = sum(len(t["text"].split()) for t in texts)
    persons = 0
    for text, line in zip(texts, run.stdout.decode().splitlines()):
        data = text["text"].encode()
        for finding in json.loads(line)["findings"]:
            if finding["entity"] == "PERSON":
                persons += 1
                if "--show" in sys.argv:
                    start, end = finding["bytes"]
                    around = data[max(0, start - 30):start], data[start:end], data[end:end + 20]
                    print(text["id"], "|".join(part.decode(errors="replace") for part in around).replace("\n", "~"))
    print(f"{len(texts)} texts about nobody, {words} words: {persons} persons found, {persons * 2000 / words:.1f} in 2,000 words")


main()
