"""The verifier in Python, which is written from the text of the format, finds what is wrong and passes what is not."""

import json
import pathlib
import random
import subprocess
import sys

import pytest

from conftest import PROGRAM

SUITES = pathlib.Path(__file__).resolve().parents[1] / "Suites"
sys.path.insert(0, str(SUITES))

import log_fixture  # noqa: E402
import log_form  # noqa: E402
import tampering  # noqa: E402
import tampering_signed  # noqa: E402
import verify_log  # noqa: E402
from log_fixture import Log, base64_of, json_lines, text  # noqa: E402

# The leaves that implementations of RFC 6962 have been tested with since its first, and the roots over the first n.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [log_form.leaf_hash(b"%d" % n) for n in range(33)]
SIZES = [(first, second) for second in range(1, 33) for first in range(second + 1)]


# ---- The tree

@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_known_one(size):
    leaves = [log_form.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    tree = log_form.Tree(0, [])
    for leaf in leaves:
        tree.add(leaf)
    assert tree.root().hex() == ROOTS[size] == log_fixture.root_of(leaves).hex()


def test_a_tree_goes_on_from_its_frontier():
    for first, second in SIZES:
        tree = log_form.Tree(first, log_fixture.frontier_of(HASHES[:first]))
        for leaf in HASHES[first:second]:
            tree.add(leaf)
        assert (tree.size, tree.root()) == (second, log_fixture.root_of(HASHES[:second]))


def test_inclusion_is_proved_by_the_path_and_by_nothing_near_it():
    for size in range(1, 33):
        leaves = HASHES[:size]
        root = log_fixture.root_of(leaves)
        for index, leaf in enumerate(leaves):
            path = log_fixture.path_of(index, leaves)
            assert log_form.is_included(leaf, index, size, path, root)
            for other in range(-1, size + 1):
                assert other == index or not log_form.is_included(leaf, other, size, path, root)
            for wrong in [path[:-1]] * bool(path) + [path + [leaf], [leaf] + path, [root], [], path[1:], path + path]:
                assert wrong == path or not log_form.is_included(leaf, index, size, wrong, root)


def test_consistency_is_proved_by_the_proof_and_by_nothing_near_it():
    for first, second in SIZES:
        roots = log_fixture.root_of(HASHES[:first]), log_fixture.root_of(HASHES[:second])
        proof = log_fixture.consistency_of(first, HASHES[:second])
        assert log_form.is_consistent(first, second, proof, *roots)
        assert not log_form.is_consistent(second, first, proof, *roots[::-1]) or first in (0, second)
        for wrong in [proof[:-1], proof[1:], proof + [roots[0]], [roots[0]] + proof, proof + proof, [roots[1]], []]:
            assert wrong == proof or not log_form.is_consistent(first, second, wrong, *roots)
        for at in range(len(proof)):
            wrong = proof[:at] + [roots[0]] + proof[at + 1:]
            assert wrong == proof or not log_form.is_consistent(first, second, wrong, *roots)
        if 0 < first < second:
            assert not log_form.is_consistent(first, second, proof, HASHES[0], roots[1]) or roots[0] == HASHES[0]
            assert not log_form.is_consistent(first, second, proof, roots[0], HASHES[0])


def test_the_second_size_is_used_up():
    """hash-tree 0.1.1 did not look at what was left of it, and took a proof for one of a larger tree."""
    for first, second in SIZES:
        proof = log_fixture.consistency_of(first, HASHES[:second])
        roots = log_fixture.root_of(HASHES[:first]), log_fixture.root_of(HASHES[:second])
        for other in [*range(33), 64, 1 << 20, 1 << 62] if 0 < first < second else []:
            # Where a proof of that size has as many hashes, it is the signed root that tells sizes apart.
            is_as_long = first < other <= 33 and len(log_fixture.consistency_of(first, HASHES[:other])) == len(proof)
            assert is_as_long or not log_form.is_consistent(first, other, proof, *roots), (first, second, other)


def test_nothing_follows_when_the_sizes_are_used_up():
    for first, second in SIZES:
        proof = log_fixture.consistency_of(first, HASHES[:second])
        roots = [log_fixture.root_of(HASHES[:size]) for size in (first, second)]
        over = [log_form.node(HASHES[0], root) for root in roots]
        assert not log_form.is_consistent(first, second, proof + [HASHES[0]], *over)


def test_entries_between_two_checkpoints_are_bound_one_by_one():
    """immudb verified a proof beside the tree for them (GHSA-672p-m5jq-mrh8), and did not verify all of it."""
    world = tampering.World(random.Random(1))
    start, stop = world.sizes[2], world.sizes[3]
    for at in range(start, stop):
        lines = world.log.lines(start, stop)
        line = lines[1 + at - start]
        if "entry" in line:
            entry = bytearray(world.log.entries[at])
            entry[20] ^= 1
            line["entry"] = base64_of(entry)
        else:
            line["leaf"] = base64_of(bytes(32))
        assert reason_of(world.case(export=json_lines(lines), mac_key=False)) == "root"


# ---- Exports and proofs

@pytest.fixture(autouse=True)
def folder(tmp_path):
    global verify_in
    verify_in = tmp_path


def written(case):
    job = {}
    for name, data in case.items():
        if data is not None:
            job[name] = str(verify_in / name)
            (verify_in / name).write_bytes(data)
    return job


def reason_of(case):
    """The verifier's word, or None where it finds nothing wrong."""
    try:
        verify_log.verify(written(case))
    except verify_log.Fault as fault:
        return str(fault)
    return None


def test_every_good_log_passes():
    for seed in range(20):
        rng = random.Random(seed)
        world = tampering.World(rng)
        assert [reason_of(world.good(rng)) for _ in range(20)] == [None] * 20, seed


def test_a_file_has_one_form():
    world = tampering.World(random.Random(2))
    lines = world.log.lines(0, world.sizes[4])
    for form in {"separators": None}, {"sort_keys": False}, {"ensure_ascii": True}:
        form = {"separators": (",", ":"), "sort_keys": True, "ensure_ascii": False, **form}
        written = b"".join(json.dumps(line, **form).encode() + b"\n" for line in lines)
        assert reason_of(world.case(export=written)) == "malformed"


def test_every_kind_of_entry_is_read_and_each_of_its_bytes_counts():
    """Cut anywhere, or with a byte more, no entry is one."""
    log = Log(random.Random(3))
    for _ in range(20):
        log.erase(log.one_of_each()[:3], "original")
    kinds = set()
    for number, entry in enumerate(log.entries, 1):
        sequence, kind, _ = log_form.read_entry(entry)
        kinds.add(kind)
        assert sequence == number
        for wrong in [entry[:size] for size in range(len(entry))] + [entry + b"\0"]:
            with pytest.raises((verify_log.Fault, ValueError)):
                log_form.read_entry(wrong)
    assert kinds == set(range(1, 16))


def test_what_is_nearly_an_entry_is_none():
    world = tampering.World(random.Random(15))
    for entry in tampering_signed.entries_in_another_form(world.log.copy(), world.log.rng):
        case = tampering_signed.continued(world, world.log.rng, lambda log: log.append_bytes(entry))
        assert reason_of(case) == "malformed", entry


def test_a_frontier_has_a_hash_for_each_subtree():
    """One hash for all of them gives the right root, until something is added."""
    world = tampering.World(random.Random(17))
    for start in (world.sizes[3], world.sizes[4]):
        assert start.bit_count() > 1
        lines = world.log.lines(start, world.sizes[4])
        lines[0]["frontier"] = [base64_of(log_fixture.root_of(world.log.leaves[:start]))]
        assert reason_of(world.case(export=json_lines(lines))) == "malformed"


def test_a_log_without_entries_is_one():
    log = Log(random.Random(5))
    log.checkpoint()
    assert reason_of({"key": log.keys().encode(), "export": json_lines(log.lines(0, 0))}) is None


def cosigned(note, name, key, time=1_795_000_000):
    """A note with the line of a witness, and the witness's key."""
    data = b"\x04" + key.public_key().public_bytes(*log_fixture.RAW)
    id = log_fixture.sha256(name.encode() + b"\n" + data)[:4]
    message = b"cosignature/v1\ntime %d\n" % time + note.split("\n\n")[0].encode() + b"\n"
    signature = id + time.to_bytes(8, "big") + key.sign(message)
    return f"{note}— {name} {base64_of(signature)}\n", f"{name}+{id.hex()}+{base64_of(data)}\n"


def test_a_witness_may_have_signed_and_must_have_signed_rightly():
    world = tampering.World(random.Random(6))
    size = world.sizes[4]
    seen, witness = cosigned(world.log.notes[size], "dpo.example", world.stranger.ed25519)
    case = world.case(export=json_lines(world.log.lines(0, size)))
    keys = case["key"] + witness.encode()
    wrong, _ = cosigned(world.log.notes[world.sizes[3]], "dpo.example", world.stranger.ed25519)
    mixed = world.log.notes[size] + wrong.splitlines()[-1] + "\n"
    for note, key, reason in [
        (seen, keys, None), (seen, case["key"], None), (world.log.notes[size], keys, None),
        (mixed, keys, "signature"), (mixed, case["key"], None),
        (seen, witness.encode(), "origin"),
    ]:
        assert reason_of({**case, "seen": note.encode(), "key": key}) == reason


def test_a_proof_is_of_the_log_that_was_seen():
    world = tampering.World(random.Random(12))
    size = world.sizes[2]
    case = world.case(proof=world.log.proof(1, size).encode(), seen=world.log.sign(size, bytes(32)))
    assert reason_of(case) == "fork"
    keys = case["key"] + world.stranger.keys().encode()
    seen = world.stranger.checkpoint().encode()
    assert reason_of({**case, "key": keys, "seen": seen}) == "origin"
    export = json_lines(world.log.lines(0, world.sizes[4]))
    assert reason_of(world.case(export=export) | {"key": keys, "seen": seen}) == "origin"
    assert reason_of(world.case(export=export) | {"seen": b""}) == reason_of({**case, "seen": b""}) == "malformed"


def test_a_proof_is_of_the_entry_with_its_number():
    log = Log(random.Random(13))
    log.append(6, text("a") + text("b"), sequence=7)
    log.append(6, text("a") + text("b"))
    log.checkpoint()
    key = log.keys().encode()
    assert reason_of({"key": key, "proof": log.proof(1, 2).encode()}) == "sequence"
    assert reason_of({"key": key, "proof": log.proof(2, 2).encode()}) is None


def test_a_mac_has_its_length_though_nobody_can_verify_it():
    world = tampering.World(random.Random(14))
    lines = world.log.lines(0, world.sizes[4])
    lines[3]["mac"] = base64_of(bytes(15))
    assert reason_of(world.case(export=json_lines(lines), mac_key=False)) == "malformed"


def test_a_file_of_keys_is_sound_or_not_used():
    world = tampering.World(random.Random(16))
    case = world.case(export=json_lines(world.log.lines(0, world.sizes[4])))
    keys = case["key"].decode()
    name, id, data = keys.split("\n")[0].split("+", 2)
    other_id = world.stranger.keys().split("+")[1]
    for wrong in [
        "", "\n", "\n" + keys, keys + "\n", keys.replace("\n", "\r\n"), keys + "# mine\n",
        f"{name}+{id.upper()}+{data}\n", f"{name}+{other_id}+{data}\n", f"{name}/x+{id}+{data}\n",
        f"{name} +{id}+{data}\n", f"{name}+{id}+{data}=\n",
        *(f"{name}+{log_fixture.sha256(name.encode() + b'%c' % 10 + odd)[:4].hex()}+{base64_of(odd)}\n"
          for odd in (b"", b"\1", b"\1" + bytes(31), b"\1" + bytes(33), b"\2" + bytes(32), b"\xffx" + bytes(32))),
    ]:
        assert reason_of({**case, "key": wrong.encode()}) == "key", wrong
    for wrong in [b"", b"\n", b"AAAA\n", case["mac_key"] + b"\n", b" " + case["mac_key"], case["mac_key"] * 2]:
        assert reason_of({**case, "mac_key": wrong}) == "key", wrong


def test_what_was_seen_before_the_file_begins_is_not_compared():
    world = tampering.World(random.Random(7))
    case = world.case(export=json_lines(world.log.lines(*world.sizes[3:])), seen=world.log.notes[world.sizes[1]])
    assert "so what was seen then" in verify_log.verify(written(case))


def test_an_outcome_counts_for_one_that_is_gone():
    log = Log(random.Random(8))
    gone = log.exchange()[:1] + log.exchange()[:1]
    log.erase(gone)
    log.checkpoint()
    key = log.keys().encode()
    assert reason_of({"key": key, "export": json_lines(log.lines(0, log.size))}) is None
    log.append(3, text(log.reference()) + b"\4")
    log.checkpoint()
    assert reason_of({"key": key, "export": json_lines(log.lines(0, log.size))}) == "missing_intent"


@pytest.mark.parametrize(
    "line", [b"[]", b"{}", b"7", b"null", b"", b'{"n":', b"[" * 100_000, b'"\xff"', b"NaN", b"1" * 5000])
def test_what_is_no_export_is_malformed(line):
    world = tampering.World(random.Random(9))
    first, *rest = json_lines(world.log.lines(0, world.sizes[3])).split(b"\n")
    for data in (b"\n".join([line, *rest]), b"\n".join([first, line, *rest]), line):
        assert reason_of(world.case(export=data)) == "malformed"


# ---- The command

def run(*arguments, given=""):
    command = [sys.executable, SUITES / "verify_log.py", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60)


def test_the_command_tells_good_from_altered_from_unusable():
    world = tampering.World(random.Random(10))
    good = written(world.case(export=json_lines(world.log.lines(0, world.sizes[4]))))
    arguments = ["--key", good["key"], "--mac-key", good["mac_key"], "--export", good["export"]]
    told = run(*arguments)
    assert (told.returncode, told.stderr) == (0, "") and "are as they were signed" in told.stdout
    told = run(*arguments[:-1], good["key"])
    assert told.returncode == 1 and told.stdout.endswith("(malformed)\n")
    told = run(*arguments[:-1], "missing")
    assert told.returncode == 2 and told.stdout.endswith("(unreadable)\n")
    told = run("--key", good["mac_key"], "--export", good["export"])
    assert told.returncode == 2 and told.stdout.endswith("(key)\n")


def test_a_batch_answers_with_a_line_each():
    world = tampering.World(random.Random(11))
    good = written(world.case(export=json_lines(world.log.lines(0, world.sizes[4]))))
    jobs = [{"id": 1, **good}, {"id": "2", **good, "export": good["key"]}, {"id": 3, **good, "mac_key": None}]
    told = run("--batch", given="".join(json.dumps(job) + "\n" for job in jobs))
    assert [json.loads(line) for line in told.stdout.splitlines()] == [
        {"id": 1, "ok": True, "reason": None}, {"id": "2", "ok": False, "reason": "malformed"},
        {"id": 3, "ok": True, "reason": None},
    ]
    assert told.returncode == 1


def test_a_thousand_mutants_are_found():
    """By both verifiers, which agree."""
    told = subprocess.run(
        [sys.executable, SUITES / "tamper.py", "--count", "1000", "--second", f"{PROGRAM} audit verify"],
        capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stdout[-3000:]
