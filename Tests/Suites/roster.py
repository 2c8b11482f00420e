#!/usr/bin/env python3
"""How well names are found with a roster of the people in annotated texts.

  roster.py PROGRAM TEXTS.jsonl [--show] [--crowd N]

Makes a school's export of the PERSON annotations in a temporary folder, builds the roster with the real program, scans the texts
without and with it, and compares. Forms that stand for a person but are nobody's name in a school's records (initials alone,
disguises) are left out; whoever is called by a forename only gets an invented surname, since records have one. `--crowd N` adds
so many invented people. Standard library only; what it makes is removed.
"""
import base64, collections, csv, html, json, os, random, re, subprocess, sys, tempfile, unicodedata

import scanning

TITLE = re.compile(r"\b(mr|mrs|miss|ms|mx|dr|prof|sir|rev)\.?(\s+(and|&)\s+(mr|mrs|miss|ms|dr)\.?)?\s*$", re.I)
INVENTED = "Quillfeather"
SAME = {"PERSON", "PUPIL", "PARENT", "STAFF"}


def plain(form):
    """What the records would have: without what hides it."""
    if "\\u" in form: form = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), form)
    form = html.unescape(form).replace("\u200b", "")
    if re.fullmatch(r"\w( \w)+(\s{2,}\w( \w)+)*", form): form = re.sub(r"(?<! ) (?! )", "", form)
    if re.fullmatch(r"[A-Za-z0-9+/]{12,}=+", form): form = base64.b64decode(form).decode().replace(";", ", ")
    return re.sub(r"\s+", " ", form).strip()


def people(doc):
    """Rows (role, forename, middle, surname) of one text."""
    text, rows, singles = doc["text"], [], []
    spans = sorted((s["start"], s["end"]) for s in doc["spans"] if s["type"] == "PERSON")
    skip = set()
    for i, (start, end) in enumerate(spans):
        if i in skip: continue
        form = plain(text[start:end])
        if not re.fullmatch(r"[^\W\d_][\w.'’ ,-]*", form) or re.fullmatch(r"([A-Z]\.?-?){2,4}", form) and len(form) < 7 and "." in form:
            continue
        title = bool(TITLE.search(text[max(0, start - 20):start]))
        # A surname and a forename in two cells.
        if i + 1 < len(spans) and form.isupper() and len(form) > 2 and " " not in form:
            between = text[end:spans[i + 1][0]]
            if len(between) <= 3 and re.fullmatch(r"[,\t| ]+", between):
                other = plain(text[spans[i + 1][0]:spans[i + 1][1]])
                rows.append(("pupil", other, "", form.title()))
                skip.add(i + 1)
                continue
        if "," in form:
            surname, forename = [p.strip() for p in form.split(",", 1)]
            rows.append(("pupil", forename, "", surname))
            continue
        words = form.split()
        if len(words) == 1:
            if not (form.isupper() and len(form) <= 3): singles.append((form, title))
        elif len(words[-1]) == 1:
            rows.append(("pupil", " ".join(words[:-1]), "", words[-1].upper() + "uillfeather"))
        else:
            rows.append(("staff" if title else "pupil", words[0].rstrip("."), " ".join(words[1:-1]), words[-1]))
            if len(words) > 2: rows.append((rows[-1][0], words[0].rstrip("."), "", " ".join(words[1:])))
    known = {unicodedata.normalize("NFC", p).casefold() for r in rows for w in r[1:] for p in re.split(r"[ -]", w) + [w]}
    for form, title in singles:
        if form.casefold() in known: continue
        rows.append(("staff", "", "", form) if title else ("pupil", form, "", INVENTED))
    return rows


def crowd(count):
    """Invented people with usual names."""
    rng = random.Random(11)
    heads = "ka be li jo ma sa ro an te vi do lu ha ne fi ga mo su ze pa ce wi ta".split()
    tails = "ren la ton da mira bel nus ric sha lyn dra vin mas kel tor".split()
    usual = "Jack Olivia Grace Mohammed Amelia Will Rose Mark May Summer Hope Jordan Chelsea Ava Noah Faith Jasmine".split()
    last = "Smith Jones Taylor Brown Khan Patel Hall Young King Long Day Church French West Field Rose Price Moore".split()
    for i in range(count):
        first = rng.choice(usual) if i % 3 == 0 else (rng.choice(heads) + rng.choice(tails)).title()
        name = rng.choice(last) if i % 3 == 0 else (rng.choice(heads) + rng.choice(heads) + rng.choice(tails)).title()
        yield ("pupil", first, "", name)


def build(program, folder, rows):
    files = collections.defaultdict(list)
    for role, *names in dict.fromkeys(rows): files[role].append(names)
    arguments = [program, "roster", "build", "--roster", f"{folder}/people.roster", "--roster-key", f"{folder}/key", "--make-key"]
    for role, names in files.items():
        path = f"{folder}/{role}.csv"
        with open(path, "w", encoding="utf8", newline="") as out:
            csv.writer(out).writerows([["Legal Forename", "Middle Names", "Legal Surname"]] + names)
        arguments += ["--" + {"pupil": "pupils", "staff": "staff"}[role], path]
    run = subprocess.run(arguments, capture_output=True, text=True)
    if run.returncode: sys.exit(run.stdout + run.stderr)
    print(run.stdout.splitlines()[-1])


def characters(doc, findings, kinds=None):
    """The characters that findings cover."""
    at, place = {}, 0
    for i, c in enumerate(doc["text"]):
        at[place] = i
        place += len(c.encode())
    at[place] = len(doc["text"])
    found = set()
    for f in findings:
        if kinds is None or f["entity"] in kinds: found.update(range(at[f["bytes"][0]], at[f["bytes"][1]]))
    return found


def score(name, docs, all_findings, show):
    hit = gold = spans = whole = traps = touched = roles = 0
    for doc, findings in zip(docs, all_findings):
        persons, anything = characters(doc, findings, SAME), characters(doc, findings)
        roles += sum(f["rule"] == "general.names.roster" for f in findings)
        for s in doc["spans"]:
            part = set(range(s["start"], s["end"]))
            if s["type"] == "PERSON":
                spans, gold, hit = spans + 1, gold + len(part), hit + len(part & persons)
                whole += part <= persons
                if show and not part <= persons:
                    around = doc["text"][max(0, s["start"] - 40):s["end"] + 30].replace("\n", "~")
                    print(f'  missed {len(part - persons)} of {doc["id"]} {doc["text"][s["start"]:s["end"]]!r}: …{around}…')
            elif s["type"] == "PUBLIC_PERSON":
                traps, touched = traps + 1, touched + bool(part & anything)
                if show and part & anything: print(f'  trap {doc["id"]} {doc["text"][s["start"]:s["end"]]!r}')
    print(f"{name}: {hit / gold:.4f} of the characters of {spans} names, {whole} of them whole; "
          f"{touched} of {traps} public persons touched; {roles} findings of the roster")


def main():
    program, path = sys.argv[1:3]
    show = "--show" in sys.argv
    extra = int(sys.argv[sys.argv.index("--crowd") + 1]) if "--crowd" in sys.argv else 0
    docs = [json.loads(line) for line in open(path, encoding="utf8")]
    with tempfile.TemporaryDirectory() as folder:
        build(os.path.abspath(program), folder, [row for d in docs for row in people(d)] + list(crowd(extra)))
        texts = [d["text"] for d in docs]
        score("without a roster", docs, scanning.findings(program, texts), False)
        found = scanning.findings(program, texts, "--roster", f"{folder}/people.roster", "--roster-key", f"{folder}/key")
        score("with the roster ", docs, found, show)


main()
