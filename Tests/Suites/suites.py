#!/usr/bin/env python3
"""Runs other projects' test cases through `cloakroom scan --jsonl` and prints how many come out right.

  suites.py PROGRAM FOLDER [--rules RULES] [--errors NAME]

FOLDER holds the sets, which are not part of this project. A text with spans is right when each of them is covered;
one without is right when nothing of its kind is found. Standard library only.
"""
import json, os, subprocess, sys

CARRIERS = {  # what a bare number is asked about with
    "NHS_NUMBER": "NHS number: {}", "NINO": "National insurance number: {}", "UTR": "UTR: {}", "UPN": "UPN {}",
    "IBAN": "IBAN: {}", "PAYMENT_CARD": "Card: {}", "TEACHER_OR_UTR_TRN": "Teacher reference number (TRN): {}",
}
KIND_OF = {"TEACHER_OR_UTR_TRN": "TRN"}
PRESIDIO = {
    "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP", "MAC_ADDRESS": "MAC", "CREDIT_CARD": "PAYMENT_CARD",
    "EMAIL_ADDRESS": "EMAIL", "UK_NHS": "NHS_NUMBER", "UK_NINO": "NINO", "UK_PASSPORT": "PASSPORT",
    "UK_POSTCODE": "POSTCODE", "UK_DRIVING_LICENCE": "DRIVING_LICENCE", "UK_VEHICLE_REGISTRATION": "VEHICLE_REG",
}


def lines(folder, name):
    path = os.path.join(folder, name)
    return [json.loads(l) for l in open(path, encoding="utf8")] if os.path.exists(path) else []


def case(text, spans=(), kinds=None):
    return {"text": text, "spans": [(s["start"], s["end"]) for s in spans], "kinds": kinds}


def identifier_vectors(folder):
    for row in lines(folder, "uk_identifier_vectors.jsonl"):
        if row["kind"] not in CARRIERS:
            continue
        text = CARRIERS[row["kind"]].format(row["value"])
        start = text.index(row["value"])
        span = [{"start": start, "end": start + len(row["value"])}] if row["valid"] else []
        yield case(text, span, {KIND_OF.get(row["kind"], row["kind"])})


def phones(folder):
    path = os.path.join(folder, "libphonenumber_examples.tsv")
    for line in open(path, encoding="utf8").read().splitlines()[1:] if os.path.exists(path) else []:
        region, code, kind, number = line.split("\t")
        if region != "GB":
            continue
        for text in (f"+44 {number}", f"0{number}"):
            yield case(f"Ring {text} today", [{"start": 5, "end": 5 + len(text)}], {"PHONE"})


def presidio(folder):
    for row in lines(folder, "presidio_recognizers.jsonl"):
        if row["entity"] in PRESIDIO:
            yield case(row["text"], row["spans"], {PRESIDIO[row["entity"]]})


def annotated(name, *kinds):
    def rows(folder):
        for row in lines(folder, name):
            spans = [s for s in row["spans"] if s["type"] in kinds]
            if spans or not row["spans"]:
                yield case(row["text"], spans, set(kinds))
    return rows


def secrets(expected):
    def rows(folder):
        for row in lines(folder, "gitleaks.jsonl"):
            if row["expected"] is expected:
                yield case(row["text"], [{"start": -1, "end": -1}] if expected else [], {"SECRET"})
    return rows


SUITES = [
    ("UK identifiers, valid and invalid", identifier_vectors), ("Presidio, UK and general", presidio),
    ("GB phone examples", phones), ("GB addresses, covered whole", annotated("addresses_gb.jsonl", "ADDRESS")),
    ("secrets to find", secrets(True)), ("secrets to leave", secrets(False)),
    ("e-mail addresses", annotated("recognizers_text_EmailModel.jsonl", "EMAIL")),
    ("IP addresses", annotated("recognizers_text_IpAddressModel.jsonl", "IP")),
]


def is_right(case, findings):
    text = case["text"]
    at, offsets = 0, {}
    for index, character in enumerate(text):
        offsets[index] = at
        at += len(character.encode("utf8"))
    offsets[len(text)] = at
    ours = [f for f in findings if case["kinds"] is None or f["entity"] in case["kinds"]]
    if not case["spans"]:
        return not ours
    if case["spans"][0][0] < 0:
        return bool(ours)
    covered = bytearray(at)
    for finding in findings:
        for place in range(*finding["bytes"]):
            covered[place] = 1
    return all(all(covered[offsets[s]:offsets[e]]) for s, e in case["spans"])


def main():
    program, folder = sys.argv[1:3]
    shown = sys.argv[sys.argv.index("--errors") + 1] if "--errors" in sys.argv else None
    rules = sys.argv[sys.argv.index("--rules"):][:2] if "--rules" in sys.argv else []
    print("| set | right | of | share |\n|---|---:|---:|---:|")
    for name, rows in SUITES:
        cases = list(rows(folder))
        if not cases:
            continue
        given = "".join(json.dumps({"id": i, "text": c["text"]}) + "\n" for i, c in enumerate(cases))
        run = subprocess.run([program, "scan", "--jsonl", *rules], input=given.encode(), stdout=subprocess.PIPE)
        if run.returncode not in (0, 1):
            sys.exit(f"{program} ended with {run.returncode}")
        answers = [json.loads(l)["findings"] for l in run.stdout.decode().splitlines()]
        right = [is_right(c, f) for c, f in zip(cases, answers)]
        print(f"| {name} | {sum(right)} | {len(cases)} | {100 * sum(right) / len(cases):.1f} % |")
        if shown and shown in name:
            for c, f, ok in zip(cases, answers, right):
                if not ok:
                    print("    ", "find " if c["spans"] else "leave", json.dumps(c["text"][:150]), [x["rule"] for x in f])


main()
