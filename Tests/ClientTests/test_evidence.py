"""The evidence of the real program: verified by the script that was written from the format alone, and after kills."""
import json
import pathlib
import subprocess
import sys

import pytest

from conftest import IS_DIRECT, PROGRAM, ROOT

SUITES = ROOT / "Tests" / "Suites"
pytestmark = pytest.mark.skipif(IS_DIRECT, reason="the stand-in keeps no evidence")


def run(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600, **more)


def test_fifty_kills_under_load_lose_nothing():
    told = run(sys.executable, SUITES / "crash.py", PROGRAM, "--rounds", 50)
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr
