#!/usr/bin/env python3
"""Says of what `cloakroom scan --jsonl` misses in annotated texts at which step `cloakroom rules explain` sees it fail.

  misses.py PROGRAM GOLD [COUNT]

One miss a text, up to COUNT of them; of each its type, and the steps explained. Texts are not shown. Ends with 1 if
one is not explained. Standard library only.
"""
import json, subprocess, sys

import scanning

def first_miss(text, found):
    for span in text["spans"]:
        if span["type"] in ("IGNORE", "PUBLIC_PERSON"):
            continue
        start = len(text["text"][: span["start"]].encode())
        end = len(text["text"][: span["end"]].encode())
        if not any(f["bytes"][0] < end and start < f["bytes"][1] for f in found):
            return span["type"], start, end
    return None


def main():
    program, path = sys.argv[1:3]
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    texts = [json.loads(line) for line in open(path, encoding="utf8")]
    shown = unexplained = 0
    for text, found in zip(texts, scanning.findings(program, [t["text"] for t in texts])):
        miss = first_miss(text, found)
        if not miss or shown == wanted:
            continue
        shown += 1
        entity, start, end = miss
        run = subprocess.run(
            [program, "rules", "explain", "-", "--at", str(start)], input=text["text"].encode(), stdout=subprocess.PIPE)
        lines = [line.rstrip() for line in run.stdout.decode().splitlines() if line.strip()]
        steps = [line for line in lines if not line.startswith("verdict")]
        unexplained += not steps
        print(f"{text['id']}: {entity} at bytes {start}–{end} is missed")
        for line in steps[:12] or ["  nothing is explained"]:
            print("  ", line)
        if len(steps) > 12:
            print(f"   and {len(steps) - 12} lines more")
    print(f"{shown} misses, {shown - unexplained} of them explained")
    sys.exit(1 if unexplained else 0)


main()
