"""Runs texts through `cloakroom scan --jsonl`. Standard library only."""
import json, subprocess, sys


def findings(program, texts, *options):
    """What the program finds in each of the texts, in order."""
    given = "".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate(texts))
    run = subprocess.run([program, "scan", "--jsonl", *options], input=given.encode(), stdout=subprocess.PIPE)
    if run.returncode not in (0, 1):
        sys.exit(f"{program} ended with {run.returncode}")
    return [json.loads(line)["findings"] for line in run.stdout.decode().splitlines()]
