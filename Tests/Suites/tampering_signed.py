"""More ways to tamper: with the header, with checkpoints, proofs and keys, and by whoever has the real signing key."""
from log_fixture import base64_of, json_lines, kept, many, maybe, number, outcome, path_of, root_of, sha256, text
from tampering import way


def any_hash(rng):
    return base64_of(rng.randbytes(32))


# ---- The header and the last line

@way()
def the_header_altered(world, rng):
    lines, case = world.good_export(rng)
    head = lines[0] = dict(lines[0])
    name = rng.choice(list(head))
    hashes = head[name] if isinstance(head[name], list) else []
    if name in ("frontier", "consistency") and rng.random() < 0.8:
        at = rng.randrange(len(hashes)) if hashes else 0
        whole = [base64_of(root_of(world.log.leaves[:head["from"]]))]
        head[name] = rng.choice([
            hashes[:at] + hashes[at + 1:], hashes + [any_hash(rng)], hashes[::-1], hashes[:at] + hashes[at:at + 1] * 2,
            [], hashes[:at] + [any_hash(rng)] + hashes[at + 1:], hashes + ["AA=="], None, "", [7], whole,
        ])
    elif name == "from":
        # With as many ones there would be as many hashes, for a verifier that then counts up to it.
        head[name] += rng.choice([-1, 1, 2, 256, 1 << 62, -head[name], head[name] * ((1 << 50) - 1)])
    elif name == "previous":
        head[name] = rng.choice([None, "", world.stranger.checkpoint(), *world.log.notes.values()])
    elif name == "format":
        head[name] = rng.choice(["cloakroom-log/2", "cloakroom-log", "", 1])
    else:
        head[name] = rng.choice(["school.example/cloakroom/2", "", None, "school.example/cloakroom/1 ", []])
    if rng.random() < 0.1:
        del head[name]
    return {**case, "export": json_lines(lines)}


@way()
def the_last_line_altered(world, rng):
    lines, case = world.good_export(rng)
    end = lines[-1] = dict(lines[-1])
    size = end["size"]
    rng.choice([
        lambda: end.update(size=rng.choice([size + 1, size - 1, 1 << 40, str(size), None])), lambda: end.pop("size"),
        lambda: end.update(checkpoint=rng.choice([note for of, note in world.log.notes.items() if of != size])),
        lambda: end.update(checkpoint=world.stranger.checkpoint()), lambda: end.update(n=size + 1),
        lambda: lines.append(dict(end)), lambda: lines.insert(1, dict(end)), lambda: lines.pop(),
    ])()
    return {**case, "export": json_lines(lines)}


@way("signature", "malformed")
def a_signature_left_out_or_replaced(world, rng):
    lines, case = world.good_export(rng)
    where, name = rng.choice([(lines[-1], "checkpoint"), (lines[0], "previous")])
    if where[name] is None:
        return None
    body, first, second = where[name].rsplit("\n", 3)[0], *where[name].splitlines()[-2:]
    stranger = world.stranger.sign(lines[-1]["size"], root_of(world.log.leaves), world.log.origin).splitlines()[-2:]
    kept_lines = rng.choice([
        [first], [second], [], stranger, [first, stranger[1]], [stranger[0], second], [second, second]])
    return {**case, "export": json_lines(
        [{**line, name: "\n".join([body, *kept_lines, ""])} if line is where else line for line in lines])}


@way("malformed", "signature")
def a_checkpoint_said_otherwise(world, rng):
    """Same origin, size and root, in another form."""
    lines, case = world.good_export(rng)
    note = lines[-1]["checkpoint"]
    size = f"\n{lines[-1]['size']}\n"
    other = rng.choice([
        *(note.replace(size, f"\n{sign}{size[1:]}") for sign in ("0", "+", " ", "\uff11")), note.replace("\n\n", "\n"),
        note.replace("\n\n", "\nmore\n\n"), note.replace("\n", "\r\n"), note[:-1], note + "\n", "\n" + note,
        note.replace("— ", "- "), note.replace("=\n\n", "\n\n"), note.replace("— ", "—\u00a0"),
    ])
    return {**case, "export": json_lines([*lines[:-1], {**lines[-1], "checkpoint": other}])}


@way()
def the_header_of_another_file(world, rng):
    """Or the last line, both as they were signed."""
    lines, case = world.good_export(rng)
    start, stop = world.good_range(rng)
    others = world.log.lines(start, stop)
    at = rng.choice([0, -1])
    lines[at] = others[at]
    return {**case, "export": json_lines(lines)}


# ---- Keys

@way("key", "signature", "origin", "mac")
def other_keys(world, rng):
    lines, case = world.good_export(rng)
    own, other = case["key"].decode().splitlines(), world.stranger.keys().splitlines()
    keys = rng.choice([
        other, [], [own[0][:-4]], [own[0].replace("+", "-", 1)], [own[0].upper()], [*own, "junk"],
        [own[0], own[1].replace(own[1].split("+")[1], other[1].split("+")[1])], [own[0].replace("/1", "/3")],
        [other[0].replace("/2", "/1")], [own[0] + own[1]],
    ])
    if rng.random() < 0.2:
        mac_key = rng.choice([base64_of(world.stranger.mac_key_0), base64_of(rng.randbytes(16)), "", "x" * 44])
        return {**case, "export": json_lines(lines), "mac_key": mac_key.encode() + b"\n"}
    return {**case, "export": json_lines(lines), "key": "".join(key + "\n" for key in keys).encode()}


# ---- Proofs of one entry

@way("proof")
def a_proof_with_other_hashes(world, rng):
    index, size, case = world.good_proof(rng)
    head, note = case["proof"].decode().split("\n\n", 1)
    title, extra, told_index, *hashes = head.split("\n")
    at = rng.randrange(len(hashes))
    leaves = world.log.leaves[:size]
    new = rng.choice([
        [], hashes[:at] + hashes[at + 1:], hashes + [any_hash(rng)], hashes[:at] + [hashes[at]] + hashes[at:],
        hashes[:at] + [base64_of(leaves[index - 1])] + hashes[at + 1:], hashes[:-1] + [base64_of(root_of(leaves))],
        hashes[::-1], [base64_of(hash) for hash in path_of(index % size, leaves)],
        [base64_of(hash) for hash in path_of(0, leaves[:1])],
    ])
    return {**case, "proof": "\n".join([title, extra, told_index, *new, "", note]).encode()}


@way("proof")
def a_proof_with_another_size(world, rng):
    """The entry, the path of one size, and the real checkpoint of another."""
    index, size, case = world.good_proof(rng)
    other = rng.choice([other for other in world.sizes[1:] if other != size])
    return {**case, "proof": case["proof"].replace(world.log.notes[size].encode(), world.log.notes[other].encode())}


@way("signature")
def a_proof_with_a_size_written_in(world, rng):
    _, size, case = world.good_proof(rng)
    other = str(rng.choice([size - 1, size + 1, size * 2, 1, 0, 1 << 62]))
    return {**case, "proof": case["proof"].replace(b"\n%d\n" % size, b"\n%s\n" % other.encode())}


@way("proof")
def a_proof_with_a_signed_lie_about_the_size(world, rng):
    """By the real key: the root of one size as that of another, so that nothing but using up the size tells."""
    index, size, case = world.good_proof(rng)
    depth = (size - 1).bit_length()
    other = rng.choice([1 << depth + 1, (1 << depth) + 1 + size, 1 << 40])
    lie = world.log.sign(other, root_of(world.log.leaves[:size]))
    return {**case, "proof": case["proof"].replace(world.log.notes[size].encode(), lie.encode())}


@way("proof")
def a_proof_with_a_signed_lie_above_the_root(world, rng):
    """By the real key: a root over the root, for which a proof goes on when the size is used up."""
    index, size, case = world.good_proof(rng)
    over = rng.randbytes(32)
    lie = world.log.sign(size, sha256(b"\x01" + over + root_of(world.log.leaves[:size])))
    note = "\n" + world.log.notes[size]
    return {**case, "proof": case["proof"].decode().replace(note, f"{base64_of(over)}\n\n{lie}").encode()}


@way("sequence", "proof")
def a_proof_of_something_else(world, rng):
    index, size, case = world.good_proof(rng)
    other = rng.choice([n for n in world.there if n != index and n <= size])
    there = base64_of(world.log.entries[index - 1]).encode()
    if rng.random() < 0.5:
        return {**case, "proof": case["proof"].replace(b"\nindex %d\n" % (index - 1), b"\nindex %d\n" % (other - 1))}
    return {**case, "proof": case["proof"].replace(there, base64_of(world.log.entries[other - 1]).encode())}


@way("malformed")
def a_proof_without_its_entry(world, rng):
    *_, case = world.good_proof(rng)
    lines = case["proof"].split(b"\n")
    del lines[rng.choice([0, 1, 2])]
    return {**case, "proof": b"\n".join(lines)}


# ---- Whoever has the real key, but neither the keys of the MACs from before, nor what was seen

def rewritten(world, rng, before):
    """The log with an entry altered that stands before a size, and everything signed anew with the real key."""
    log = world.log.copy()
    entries = [n for n in range(1, before + 1) if log.entries[n - 1]]
    n = rng.choice(entries)
    entry = bytearray(log.entries[n - 1])
    entry[9 + rng.randrange(2, 24)] ^= 1 << rng.randrange(8)  # Its time, or its nonce.
    log.entries[n - 1], log.leaves[n - 1] = bytes(entry), sha256(b"\x00" + entry)
    for size in log.notes:
        log.notes[size] = log.sign(size, root_of(log.leaves[:size]))
    return n, log


@way("fork")
def a_fork_of_what_was_seen(world, rng):
    start, stop = world.good_range(rng)
    seen_at = rng.choice([size for size in world.sizes[1:] if start <= size <= stop and size])
    _, log = rewritten(world, rng, seen_at)
    seen = world.log.notes[seen_at]
    return world.case(export=json_lines(log.lines(start, stop)), seen=seen, mac_key=rng.random() < 0.5)


@way("mac")
def a_fork_without_the_keys_of_then(world, rng):
    start, stop = world.good_range(rng)
    n, log = rewritten(world, rng, stop)
    return world.case(export=json_lines(log.lines(start, stop))) if n > start else None


@way("mac")
def a_fork_by_whoever_has_a_later_key(world, rng):
    """MACs are right from the takeover on, and made up for an entry put in the place of an older one."""
    stop = world.sizes[rng.choice([3, 4])]
    n, log = rewritten(world, rng, stop)
    log.macs[n - 1] = rng.choice([rng.randbytes(16), bytes(16), log.macs[n % log.size]])
    return world.case(export=json_lines(log.lines(0, stop)))


@way("mac", "fork", "rolled_back")
def a_fork_with_an_entry_left_out(world, rng):
    """Or one more; those behind it are numbered and signed anew, and keep their MACs."""
    log, n = world.log.copy(), rng.choice(world.there[:-1])
    inserted = [log.entry(6, text("a") + text("b"), sequence=n)] if rng.random() < 0.5 else []
    entries, leaves = log.entries[:n - 1] + inserted, log.leaves[:n - 1] + [sha256(b"\x00" + each) for each in inserted]
    for entry, leaf in zip(log.entries[n - len(inserted):], log.leaves[n - len(inserted):]):
        entry = entry and entry[:1] + number(len(entries) + 1) + entry[9:]
        entries.append(entry)
        leaves.append(sha256(b"\x00" + entry) if entry else leaf)
    log.entries, log.leaves, log.macs = entries, leaves, log.macs + log.macs[:1]
    erasures = [n for n, entry in enumerate(entries, 1) if entry and entry[33] == 12]
    if erasures and n < erasures[-1]:
        return None  # It would have to be written anew as well.
    log.checkpoint()
    return rng.choice([world.case(export=json_lines(log.lines(0, log.size))), world.case(
        export=json_lines(log.lines(0, log.size)), seen=world.log.notes[world.sizes[4]], mac_key=False)])


@way("fork")
def another_end_of_the_log(world, rng):
    """Split view: after the second day everything else was written, with right MACs even."""
    log = world.old.copy()
    while log.size < world.sizes[3]:
        log.append(6, text("other") + text("other"))
    log.checkpoint()
    start = rng.choice([0, world.sizes[2]])
    log.notes.update({size: world.log.notes[size] for size in world.sizes[1:3]})
    seen = world.log.notes[world.sizes[3]]
    return world.case(export=json_lines(log.lines(start, log.size)), seen=seen, mac_key=rng.random() < 0.5)


@way("rolled_back")
def an_old_copy(world, rng):
    start, stop, seen_at = rng.choice([(0, 1, 2), (0, 2, 3), (1, 2, 4), (0, 2, 4), (2, 2, 4), (0, 1, 4)])
    lines = world.old.lines(world.sizes[start], world.sizes[stop])
    return world.case(export=json_lines(lines), seen=world.log.notes[world.sizes[seen_at]], mac_key=rng.random() < 0.5)


@way("root", "proof")
def a_checkpoint_of_another_root(world, rng):
    """Signed with the real key over what the entries do not give: at the start, at the end, or both."""
    start, stop = world.good_range(rng)
    log = world.log.copy()
    size = rng.choice([start, stop]) or stop
    log.notes[size] = log.sign(size, rng.choice([rng.randbytes(32), root_of(log.leaves[:size - 1]), sha256(b"")]))
    return world.case(export=json_lines(log.lines(start, stop)))


@way("sequence")
def a_checkpoint_of_another_size(world, rng):
    """The right root, signed with the real key as that of another size."""
    start, stop = world.good_range(rng)
    log, size = world.log.copy(), rng.choice([start, stop]) or stop
    log.notes[size] = log.sign(size + rng.choice([1, -1, 7, 1 << 62]), root_of(log.leaves[:size]))
    return world.case(export=json_lines(log.lines(start, stop)))


@way("root", "sequence")
def the_last_leaf_doubled_and_signed(world, rng):
    """As if the tree filled itself up with copies of the last leaf: the same root for two sizes."""
    start, stop = world.good_range(rng)
    lines = world.log.lines(start, stop)
    lines.insert(-1, {**lines[-2], "n": stop + 1})
    leaves = world.log.leaves[:stop]
    root = root_of(rng.choice([leaves, leaves + leaves[-1:]]))
    lines[-1] = {"checkpoint": world.log.sign(stop + 1, root), "size": stop + 1}
    return world.case(export=json_lines(lines))


@way("proof", "malformed")
def a_consistency_proof_that_proves_nothing(world, rng):
    start, stop = rng.choice([(0, 3), (1, 3), (1, 4), (2, 4)])
    lines = world.log.lines(world.sizes[start], world.sizes[stop])
    hashes = lines[0]["consistency"]
    wrong = [hashes[1:], hashes[:-1], [], hashes + hashes[-1:], hashes[:1] + hashes] if start else [[any_hash(rng)]]
    lines[0]["consistency"] = rng.choice(wrong)
    return world.case(export=json_lines(lines))


# ---- What the gateway itself would sign, were it broken

def continued(world, rng, write, start=3):
    log = world.log.copy()
    write(log)
    log.checkpoint()
    return world.case(export=json_lines(log.lines(world.sizes[start], log.size)))


def entries_in_another_form(log, rng):
    """What a reader must not take for the log's next entry, though it is nearly one."""
    digests, nobody = text("a") + text("b"), text("") + text("")
    ranges = [[(3, 2)], [(1, 2), (3, 4)], [(5, 6), (1, 2)], [(0, 4)], [(2, 4), (3, 5)], [(1, 10_000)], [(-3, 1)]]
    contents = [
        (6, digests + b"\0"), (6, digests[:-1]), (5, b"\0"), (4, digests), (0, b""), (15, b""), (7, bytes(7)),
        (10, b"\2" + text("x") + text("dpo") + many([])), (10, maybe(None) + text("dpo") + number(-1)),
        (10, maybe(None) + text("dpo") + number(1)), (10, maybe(None) + text("dpo") + number(1 << 40)),
        *((6, len(odd).to_bytes(4, "big") + odd + text("b")) for odd in (b"\xc3\x28", b"\xed\xa0\x80", b"\xc0\x80")),
        (6, (1 << 31).to_bytes(4, "big") + text("b")), (9, text("r") + text("dpo") + kept(rng, "secret")),
        (9, text("r") + text("dpo") + kept(rng, "entry")), (12, text("all") + nobody + number(0) + many([])),
        (3, text("r") + b"\0"), (3, text("r") + b"\5"), (3, text("r") + b"\4\0"), (3, text("r") + b"\2"),
        *((12, text("original") + nobody + number(0) + many([number(first) + number(last) for first, last in some]))
          for some in ranges),
    ]
    entries = [log.entry(kind, content) for kind, content in contents]
    good = log.entry(6, digests)
    return [*entries, *(bytes([version]) + good[1:] for version in (0, 3, 5, 255)), good[:20], b""]


@way("malformed")
def an_entry_in_another_form(world, rng):
    entry = rng.choice(entries_in_another_form(world.log.copy(), rng))
    return continued(world, rng, lambda log: log.append_bytes(entry))


@way("sequence")
def an_entry_with_another_number(world, rng):
    other = world.log.size + rng.choice([0, 2, -5, 1 << 40])
    return continued(world, rng, lambda log: log.append(6, text("a") + text("b"), sequence=other))


@way("missing_intent")
def an_outcome_of_nothing(world, rng):
    log = world.old.copy()
    write = rng.choice([
        lambda: log.append(3, outcome(rng, log.reference())), lambda: log.exchange(outcomes=2),
        lambda: log.append(3, outcome(rng, log.blocked)),  # A request that never left.
    ])
    write()
    log.exchange()
    log.checkpoint()
    return world.case(export=json_lines(log.lines(0, log.size)))


@way("erasure")
def an_erasure_that_is_not_so(world, rng):
    """It names one more than is gone, or one fewer, or is of the wrong thing, or there is none."""
    log = world.old.copy()
    numbers = log.exchange() + log.exchange() + log.exchange()
    gone = rng.sample(numbers, 3)
    named = rng.choice([gone[1:], numbers[:4], [n for n in numbers if n not in gone], [1], gone + [1], []])
    start = rng.choice([0, world.sizes[2]])
    if start and named == gone + [1]:
        return None  # That is in an earlier file.
    log.erase(gone, named=named)
    if rng.random() < 0.3:
        log.erase(gone, "original")
        for n in gone:
            log.entries[n - 1] = None
    log.checkpoint()
    return world.case(export=json_lines(log.lines(start, log.size)))
