#!/usr/bin/env python3
"""Tampers with evidence in every way that tampering*.py knows, and sees that verifiers find it.

  tamper.py [--count N] [--seed S] [--second COMMAND] [--reasons]

A command verifies what it is told on standard input when --batch is added to it, as verify_log.py does. One mutant in
eleven is none, to find verifiers that let nothing pass. Ends with 1 if a mutant passes, a good log does not, or the two
disagree; with --reasons, if their words differ too. What a verifier got wrong is left in a folder.
"""
import argparse, collections, hashlib, json, pathlib, random, shlex, shutil, subprocess, sys, tempfile

import tampering, tampering_signed  # noqa: F401, which adds ways.

CHUNK = 500
GOOD_EVERY = 11
# For a chunk, which takes two.
SECONDS = 120
FILES = ("export", "proof", "key", "mac_key", "seen")


class Cases:
    """Cases, written into a folder; files that are the same are written once."""

    def __init__(self, folder):
        self.folder, self.jobs = folder, []

    def add(self, id, case):
        job = {"id": id}
        for name in FILES:
            if case.get(name) is not None:
                path = self.folder / hashlib.sha256(case[name]).hexdigest()
                if not path.exists():
                    path.write_bytes(case[name])
                job[name] = str(path)
        self.jobs.append(job)

    def verdicts(self, command):
        """What a verifier says of each, by id."""
        given = "".join(json.dumps(job) + "\n" for job in self.jobs)
        try:
            command = [*command, "--batch"]
            said = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, timeout=SECONDS).stdout
        except subprocess.TimeoutExpired as late:
            said = late.stdout or b""
        # A line that was not ended is none; whoever says nothing is wrong.
        answers = [json.loads(line) for line in said.split(b"\n")[:-1]]
        return {answer["id"]: (answer["ok"], answer["reason"]) for answer in answers}


def cases(seed, number, count):
    """Cases with the way of each, or None for one that is good."""
    rng = random.Random(f"{seed}/{number}")
    world, ways = tampering.World(rng), list(tampering.WAYS)
    for index in range(number * CHUNK, number * CHUNK + count):
        if index % GOOD_EVERY == 0:
            yield None, world.good(rng)
        way, case, world.base = ways[index % len(ways)], None, None
        while case is None or world.base and tampering.is_same(world.base, case):
            case = way(world, rng)
        yield way, case


def name_of(way):
    return way.__name__.replace("_", " ") if way else "good"


class Tally:
    """What the verifiers said, gathered over all cases."""

    def __init__(self, expects_same_reasons):
        self.expects_same_reasons = expects_same_reasons
        self.counts, self.reasons, self.wrong = collections.Counter(), {}, []
        self.differences = collections.Counter()

    def add(self, id, way, verdicts):
        """Whether the verifiers are right."""
        self.counts[way] += 1
        oks, reasons = [v and v[0] for v in verdicts], [v and v[1] for v in verdicts]
        self.reasons.setdefault(way, collections.Counter()).update(reasons[:1])
        if reasons[0] != reasons[-1]:
            self.differences[tuple(reasons)] += 1
        is_right = all(ok is (way is None) for ok in oks)
        is_right &= not way or not tampering.WAYS[way] or reasons[0] in tampering.WAYS[way]
        is_right &= reasons[0] == reasons[-1] or not self.expects_same_reasons
        if not is_right:
            self.wrong.append(f"{id}: {name_of(way)}: {' / '.join(map(str, verdicts))}")
        return is_right

    def show(self):
        for way, count in sorted(self.counts.items(), key=lambda item: name_of(item[0])):
            words = ", ".join(f"{reason or 'passed'} {n}" for reason, n in self.reasons[way].most_common())
            print(f"{count:6}  {name_of(way)}: {words}")
        for (first, second), count in self.differences.most_common():
            print(f"{count:6}  said {first} and {second}")
        mutants = sum(self.counts.values()) - self.counts[None]
        print(f"{mutants} mutants and {self.counts[None]} that are none: {len(self.wrong)} verdicts wrong")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="mutants")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--second", type=shlex.split, help="the command of another verifier")
    parser.add_argument("--reasons", action="store_true", help="its words must be the same")
    options = parser.parse_args()
    commands = [[sys.executable, str(pathlib.Path(__file__).with_name("verify_log.py"))]]
    commands += [options.second] if options.second else []
    tally, left = Tally(options.reasons), None
    for number in range(-(-options.count // CHUNK)):
        with tempfile.TemporaryDirectory() as folder:
            written, ways = Cases(pathlib.Path(folder)), {}
            count = min(CHUNK, options.count - number * CHUNK)
            for index, (way, case) in enumerate(cases(options.seed, number, count)):
                id = f"{options.seed}-{number}-{index}"
                ways[id] = way
                written.add(id, case)
            verdicts = [written.verdicts(command) for command in commands]
            for job in written.jobs:
                if not tally.add(job["id"], ways[job["id"]], [said.get(job["id"]) for said in verdicts]):
                    left = left or pathlib.Path(tempfile.mkdtemp(prefix="tamper-"))
                    for name in job.keys() - {"id"}:
                        shutil.copy(job[name], left / f"{job['id']}.{name}")
    tally.show()
    if tally.wrong:
        print(*tally.wrong[:50], f"Left in {left}; the seed is {options.seed}.", sep="\n")
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
