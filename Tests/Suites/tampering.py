"""Logs that are good, and what is done to them: each function below is one way to tamper, and says what must be found.

A case is what a verifier is given: the bytes of `export` or `proof`, of `key`, and, or None, of `mac_key` and `seen`.
"""
import json
import re

from log_fixture import Log, base64_of, json_lines, sha256

# Way to tamper: words of which one must be the reason, or none of them where it depends on chance.
WAYS = {}


def way(*reasons):
    def register(function):
        WAYS[function] = reasons
        return function

    return register


class World:
    """A log over four days with an erasure on the third, as it is and as it was on the second day, and another log.

    `base` is the good case that was given last, to tamper with.
    """

    def __init__(self, rng):
        self.log, self.stranger = Log(rng), Log(rng, origin="school.example/cloakroom/2")
        self.sizes, erasable = [0], []
        for day in range(4):
            erasable += self.log.one_of_each()
            for _ in range(rng.randrange(6)):
                erasable += self.log.exchange()
            if day == 1:
                self.old = self.log.copy()
            if day == 2:
                self.log.erase(rng.sample(erasable, 4), "original")
                self.log.erase(rng.sample(erasable, rng.randrange(4, 9)))
                self.log.exchange()
            self.log.checkpoint()
            self.sizes.append(self.log.size)
        self.old.checkpoint()
        self.stranger.one_of_each()
        self.stranger.checkpoint()
        self.there = [n for n, entry in enumerate(self.log.entries, 1) if entry]

    def case(self, log=None, seen=None, mac_key=True, **file):
        log = log or self.log
        key_0 = base64_of(self.log.mac_key_0).encode() + b"\n" if mac_key else None
        return {**file, "key": self.log.keys().encode(), "mac_key": key_0, "seen": seen and seen.encode()}

    def good_range(self, rng):
        """From where to where an export can go now, so that it holds the erasures of what is gone."""
        start, stop = rng.choice([(0, 3), (0, 4), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)])
        return self.sizes[start], self.sizes[stop]

    def good(self, rng):
        """What a verifier must let pass."""
        seen_at = rng.choice(self.sizes[1:])
        mac_key = rng.random() < 0.8
        chance = rng.randrange(10)
        if chance == 0:
            size = rng.choice(self.sizes[1:])
            return self.case(export=json_lines(self.log.lines(size, size)), mac_key=mac_key)
        if chance == 1:
            start, stop = rng.choice([(0, 1), (0, 2), (1, 2)])
            lines = self.old.lines(self.sizes[start], self.sizes[stop])
            return self.case(export=json_lines(lines), seen=self.log.notes[self.sizes[1]], mac_key=mac_key)
        if chance < 4:
            size = rng.choice(self.sizes[1:])
            there = [n for n in self.there if n <= size]
            proof = self.log.proof(rng.choice(there), size).encode()
            return self.case(proof=proof, seen=self.log.notes[seen_at], mac_key=mac_key)
        start, stop = self.good_range(rng)
        seen = self.log.notes[seen_at] if seen_at <= stop and rng.random() < 0.8 else None
        return self.case(export=json_lines(self.log.lines(start, stop)), seen=seen, mac_key=mac_key)

    def good_export(self, rng):
        start, stop = self.good_range(rng)
        seen = self.log.notes[rng.choice([size for size in self.sizes[1:] if size <= stop])]
        seen = rng.choice([seen, None])
        lines, case = self.log.lines(start, stop), self.case(seen=seen)
        self.base = {**case, "export": json_lines(lines)}
        return lines, case

    def good_proof(self, rng):
        size = rng.choice(self.sizes[1:])
        index = rng.choice([n for n in self.there if n <= size])
        self.base = self.case(proof=self.log.proof(index, size).encode())
        return index, size, self.base


def is_same(one, other):
    """Whether two cases mean the same: in an export, how JSON is written means nothing."""
    def meaning(data):
        return [json.loads(line, object_pairs_hook=sorted) for line in data.split(b"\n") if line]

    try:
        different = [name for name in one if one[name] != other.get(name)]
        return all(name == "export" and meaning(one[name]) == meaning(other[name]) for name in different)
    except (ValueError, TypeError, KeyError):
        return False


# ---- Anywhere in a file

def flip(rng, data):
    at, data = rng.randrange(len(data) * 8), bytearray(data)
    data[at // 8] ^= 1 << at % 8
    return bytes(data)


@way()
def a_bit_of_an_export(world, rng):
    lines, case = world.good_export(rng)
    return {**case, "export": flip(rng, json_lines(lines))}


@way()
def a_bit_of_an_entry_line(world, rng):
    lines, case = world.good_export(rng)
    data = json_lines(lines).split(b"\n")
    at = rng.randrange(1, len(lines) - 1)
    return {**case, "export": b"\n".join(data[:at] + [flip(rng, data[at])] + data[at + 1:])}


@way()
def a_bit_of_a_proof(world, rng):
    *_, case = world.good_proof(rng)
    return {**case, "proof": flip(rng, case["proof"])}


@way()
def a_bit_of_another_file(world, rng):
    lines, case = world.good_export(rng)
    name = rng.choice([name for name in ("key", "mac_key", "seen") if case[name]])
    return {**case, "export": json_lines(lines), name: flip(rng, case[name])}


@way()
def bytes_missing_or_too_many(world, rng):
    lines, case = world.good_export(rng)
    data = json_lines(lines)
    at, count = rng.randrange(len(data)), rng.randrange(1, 40)
    rest = data[at + count:] if rng.random() < 0.5 else data[at:at + count] + data[at:]
    return {**case, "export": data[:at] + rest}


@way()
def cut_off(world, rng):
    lines, case = world.good_export(rng)
    data = json_lines(lines)
    return {**case, "export": data[:rng.randrange(len(data) - 1)]}


def with_unused_bits(rng, text):
    """Base64 that says the same in another way, where its last character has bits to spare."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    count = text.count("=")
    if not count:
        return text
    last = digits.index(text[-count - 1]) ^ rng.randrange(1, 4 if count == 1 else 16)
    return text[:-count - 1] + digits[last] + "=" * count


@way("malformed", "key")
def base64_said_otherwise(world, rng):
    """Bits that it does not use, and characters that many readers skip."""
    lines, case = world.good_export(rng)
    data = {name: case[name].decode() for name in ("key", "mac_key", "seen") if case[name]}
    data["export"] = json_lines(lines).decode()
    name = rng.choice([*data, "export"])
    strings = [match for match in re.finditer(r"[A-Za-z0-9+/]{10,}=*", data[name]) if "=" in match[0]]
    match = rng.choice(strings)
    text = with_unused_bits(rng, match[0])
    skipped = match[0][:8] + rng.choice("-_.! ") + match[0][8:]
    text = rng.choice([text, text, text, match[0].rstrip("="), match[0] + "=", skipped])
    new = data[name][:match.start()] + text + data[name][match.end():]
    return {**case, "export": json_lines(lines), name: new.encode()}


@way("malformed")
def a_proof_cut_off(world, rng):
    *_, case = world.good_proof(rng)
    return {**case, "proof": case["proof"][:rng.randrange(len(case["proof"]))]}


# ---- Lines of entries

def edited(edit):
    """A way to tamper that edits the lines of a good export; what it returns is given in their place."""
    def tamper(world, rng):
        lines, case = world.good_export(rng)
        head, entries, end = lines[0], [dict(line) for line in lines[1:-1]], lines[-1]
        new = edit(world, rng, entries)
        return {**case, "export": json_lines([head, *new, end])} if new else None

    tamper.__name__ = edit.__name__
    return tamper


def renumbered(entries):
    for n, line in enumerate(entries, entries[0]["n"]):
        line["n"] = n
    return entries


def edit_way(*reasons):
    return lambda edit: way(*reasons)(edited(edit))


@edit_way("sequence")
def lines_deleted(world, rng, entries):
    at = rng.randrange(len(entries))
    return entries[:at] + entries[at + rng.randrange(1, 4):]


@edit_way("sequence")
def lines_deleted_and_numbers_closed_up(world, rng, entries):
    at = rng.randrange(1, len(entries))
    return renumbered(entries[:at] + entries[at + 1:])


@edit_way("sequence")
def a_line_numbered_wrongly(world, rng, entries):
    rng.choice(entries)["n"] += rng.choice([-1, 1, 256, 1 << 62])
    return entries


@edit_way("sequence")
def a_line_inserted(world, rng, entries):
    at = rng.randrange(len(entries))
    other = world.stranger if rng.random() < 0.5 else world.log
    line = dict(rng.choice(other.lines(0, max(other.notes))[1:-1]))
    new = entries[:at] + [line] + entries[at:]
    return renumbered(new) if at and rng.random() < 0.5 else new


@edit_way("sequence")
def a_line_doubled(world, rng, entries):
    at = rng.randrange(len(entries))
    new = entries[:at] + [dict(entries[at])] + entries[at:]
    return renumbered(new) if rng.random() < 0.5 else new


@edit_way("sequence")
def the_last_leaf_doubled(world, rng, entries):
    return renumbered(entries + [dict(entries[-1])])


@edit_way("sequence", "root")
def lines_swapped(world, rng, entries):
    a, b = rng.sample(range(len(entries)), 2)
    entries[a], entries[b] = entries[b], entries[a]
    if rng.random() < 0.5:
        entries[a]["n"], entries[b]["n"] = entries[b]["n"], entries[a]["n"]
    return entries


@edit_way("malformed", "sequence", "root")
def a_line_taken_from_another_log(world, rng, entries):
    other = world.stranger.lines(0, world.stranger.size)[1:-1]
    line = rng.choice(entries)
    line.update(rng.choice(other), n=line["n"])
    return entries


@edit_way("mac")
def macs_swapped(world, rng, entries):
    a, b = rng.sample(entries, 2)
    a["mac"], b["mac"] = b["mac"], a["mac"]
    return entries


@edit_way("mac", "malformed")
def a_mac_altered(world, rng, entries):
    line = rng.choice(entries[1:])
    others = [base64_of(rng.randbytes(size)) for size in (15, 16, 17)]
    line["mac"] = rng.choice([None, "", line["mac"] + "AA==", *others])
    return entries


@edit_way("malformed")
def no_macs(world, rng, entries):
    for line in entries:
        line["mac"] = None
    return entries


@edit_way("erasure")
def erased_without_an_erasure(world, rng, entries):
    line = rng.choice([line for line in entries if "entry" in line])
    entry = world.log.entries[line["n"] - 1]
    mac = line.pop("mac")
    del line["entry"]
    line.update(leaf=base64_of(sha256(b"\x00" + entry)), mac=mac)
    return entries


@way("erasure")
def there_although_erased(world, rng):
    start = 0 if rng.random() < 0.7 else world.sizes[1]
    erased = [n for n in range(start + 1, world.old.size + 1) if world.log.entries[n - 1] is None]
    if not erased:
        return None
    log = world.log.copy()
    for n in rng.sample(erased, rng.randrange(1, len(erased) + 1)):
        log.entries[n - 1] = world.old.entries[n - 1]
    return world.case(export=json_lines(log.lines(start, rng.choice(world.sizes[3:]))))


@edit_way("root", "malformed", "sequence")
def an_entry_rewritten(world, rng, entries):
    line = rng.choice([line for line in entries if "entry" in line])
    entry = bytearray(world.log.entries[line["n"] - 1])
    at = rng.randrange(len(entry))
    entry[at] = (entry[at] + rng.randrange(1, 256)) % 256
    line["entry"] = base64_of(entry)
    return entries


@edit_way("root")
def a_leaf_replaced(world, rng, entries):
    gone = [line for line in entries if "leaf" in line]
    rng.choice(gone or entries)["leaf"] = base64_of(rng.randbytes(32))
    return gone and entries


@edit_way("malformed")
def a_line_in_another_form(world, rng, entries):
    line = rng.choice(entries)
    rng.choice([
        lambda: line.update(n=str(line["n"])), lambda: line.update(n=line["n"] + 0.5), lambda: line.update(n=None),
        lambda: line.update(n=True), lambda: line.update(note="x"), lambda: line.pop("mac"), lambda: line.pop("n"),
        lambda: line.update({"leaf": base64_of(rng.randbytes(32)), "entry": base64_of(rng.randbytes(60))}),
        lambda: line.update(mac=7), lambda: line.update(mac=[line["mac"]]), lambda: line.update(Mac=line.pop("mac")),
        lambda: line.update(mac=line["mac"].rstrip("=")), lambda: line.update(mac=line["mac"] + "\n"),
    ])()
    return entries
