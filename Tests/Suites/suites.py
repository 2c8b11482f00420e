#!/usr/bin/env python3
"""Runs other projects' test cases through `cloakroom scan --jsonl` and prints how many come out right.

  suites.py PROGRAM FOLDER [--rules RULES] [--errors NAME]

FOLDER holds the sets, which are not part of this project. A text with spans is right when each of them is covered;
one without is right when nothing of its kind is found. Standard library only.
"""
import collections, json, os, re, sys

import scanning

CARRIERS = {  # what a bare number is asked about with
    "NHS_NUMBER": "NHS number: {}", "NINO": "National insurance number: {}", "UTR": "UTR: {}", "UPN": "UPN {}",
    "IBAN": "IBAN: {}", "PAYMENT_CARD": "Card: {}", "TEACHER_OR_UTR_TRN": "Tax reference number (TRN): {}",
}
# Ten digits, the tax office before them, a K: the tax reference, whatever the set calls it.
KIND_OF = {"TEACHER_OR_UTR_TRN": "UTR"}
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


# Rows that are wrong for a school, or that nobody could get right: not counted, and listed with the reason.
NO_DEVICE = "this computer, all, nobody or a whole network: no device of a person"
BARE = "a bare number that one in a few would pass: without a word beside it every order number would go"
NO_ADDRESS = "not an address of any kind"
READABLE = "written oddly, but a reader and a model read the number all the same"
MISTYPED = "the text says what it is: mistyped it points at the person all the same"
ORGANISATION = "the address of an organisation, which is public"
ABROAD = "Irish, without a number or a British postcode"
NO_DOOR = "a place, not an address"
MISMARKED = "the marked part holds more than the value"
REFUSED = {
    "Presidio, UK and general": [
        (r"(?i)^(use local ipv6 ::|my ip: ::1|connecting from ::1|src=:: dst=::1)$", NO_DEVICE),
        (r"^(localhost 127|Broadcast 255|Subnet 172|Default 0|Unspecified ::|Loopback ::1)", NO_DEVICE),
        (r"^(Subnet: |Prefix: |Route is |Use )?[0-9a-f:.]*(\.0|::|::1)(%eth0)?/\d+\.?$", NO_DEVICE),
        (r"^(192\.168\.1\.1\.1|::ffff:256\.0\.0\.1)$", NO_ADDRESS),
        (r"^(122000000000003|401-023-2137|221 395 1837|0032698674|[AaXx][BbYy]\d{7}|morga607054sm9ij)$", BARE),
        (r"^(BD62XYZ|LN14-HGT|aa02 aaa|[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z])$", BARE),
        (r"^(G T82|LV80 bANK|Slash as iban)", READABLE),
        (r"^(nino: nt|This isn't a valid national)", MISTYPED),
        (r"^(192\.168\.1\.1/32|Here is my National Insurance Number YZ 61 48 68 B)$", MISMARKED),
    ],
    "UK identifiers, valid and invalid": [(r"^UPN E000200005001$", MISTYPED)],
    "GB addresses, covered whole": [
        (r"(?i)the book club|st johns centre|lokku|university of|school|3fm|post office", ORGANISATION),
        (r"Ireland$", ABROAD),
        (r"^-1 ", MISMARKED),
        (r"^(Stoke-on-Trent|Stockwell Head|Hilton)\b", NO_DOOR),
    ],
    "IP addresses": [(r"(is )(0\.0\.0\.0|255\.255|::1?$|2001::|1::)", NO_DEVICE), (r"^08\.008", NO_ADDRESS)],
}


def refusal(name, case):
    return next((why for pattern, why in REFUSED.get(name, []) if re.search(pattern, case["text"])), None)


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
    reasons = []
    print("| set | right | of | share | refused |\n|---|---:|---:|---:|---:|")
    for name, rows in SUITES:
        given = [(c, refusal(name, c)) for c in rows(folder)]
        cases = [c for c, why in given if not why]
        if not cases:
            continue
        refused = collections.Counter(why for _, why in given if why)
        reasons += [(name, why, count) for why, count in refused.items()]
        answers = scanning.findings(program, [c["text"] for c in cases], *rules)
        right = [is_right(c, f) for c, f in zip(cases, answers)]
        print(f"| {name} | {sum(right)} | {len(cases)} | {100 * sum(right) / len(cases):.1f} % | {sum(refused.values())} |")
        if shown and shown in name:
            for c, f, ok in zip(cases, answers, right):
                if not ok:
                    print("    ", "find " if c["spans"] else "leave", json.dumps(c["text"][:150]), [x["rule"] for x in f])
    print("\n| refused | rows | why |\n|---|---:|---|")
    for name, why, count in reasons:
        print(f"| {name} | {count} | {why} |")


main()
