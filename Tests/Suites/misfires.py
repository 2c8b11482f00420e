#!/usr/bin/env python3
"""How often texts that come from no school are taken for telling something about somebody.

  misfires.py PROGRAM FOLDER [RULE]

FOLDER holds sets of annotated texts (`*.jsonl`: news, literature, e-mail, chat): 300 of each are scanned, and as many pieces of code,
manuals and data below `.build/checkouts`, and lines of nonsense. RULE is `sensitive.told`. Prints how many of each set the rule takes; a
few of the first sort do tell something. The same texts each time, as long as the packages are the same.
"""

import json
import pathlib
import random
import sys

import scanning

COUNT, CHARACTER_COUNT = 300, 1_500


def sample(texts, random_numbers):
    texts = [text for text in texts if len(text) > 40]
    random_numbers.shuffle(texts)
    return [text[:CHARACTER_COUNT] for text in texts[:COUNT]]


def files(kinds):
    folder = pathlib.Path(__file__).resolve().parents[2] / ".build/checkouts"
    for path in sorted(path for kind in kinds for path in folder.rglob(f"*.{kind}")):
        if path.is_file() and path.stat().st_size < 500_000:
            yield path.read_text(errors="ignore")


def nonsense(random_numbers):
    letters = "abcdefghijklmnopqrstuvwxyz"
    for _ in range(COUNT):
        words = ["".join(random_numbers.choices(letters, k=random_numbers.randint(2, 10))) for _ in range(12)]
        count = random_numbers.randint(1, 12)
        yield " ".join(
            random_numbers.choice(words[:count]) + random_numbers.choice(["", str(place)]) for place in range(40))


def taken(program, texts, rule):
    return sum(any(finding["rule"] == rule for finding in found) for found in scanning.findings(program, texts))


def main():
    program, folder, *rest = sys.argv[1:]
    rule = rest[0] if rest else "sensitive.told"
    sets = {
        path.stem: [json.loads(line)["text"] for line in path.open()]
        for path in sorted(pathlib.Path(folder).glob("*.jsonl"))
    }
    sets["code"] = list(files(["swift", "c", "h", "sh", "py"]))
    sets["manuals and data"] = list(files(["md", "json", "yml", "yaml", "txt"]))
    random_numbers = random.Random(3)
    sets["nonsense"] = list(nonsense(random_numbers))
    for name, texts in sets.items():
        texts = sample(texts, random_numbers)
        assert texts, f"there are no texts of the set {name}; build first: some are below .build/checkouts"
        print(f"{name}: {taken(program, texts, rule)} of {len(texts)}")


main()
