"""Every hostile submission, in every mode this machine offers: no gain, no leak, no trace, and the next grade is right.

The whole table takes minutes; `make test` runs a core of it, as what we are.
"""

import json
import subprocess
from functools import cache
from pathlib import Path

import modes
import pytest
from arena import ATTACKS, Arena

CORE = {
    "the reference, by import",
    "the results file",
    "NumPy's comparisons",
    "an object equal to everything",
    "the stack",
    "answers in advance",
    "deaf after answering",
    "the grader's memory",
    "killing everyone",
    "os._exit in a call",
    "a daemon",
    "UDP",
    "in an exception",
    "files named like the harness",
}


@pytest.fixture(scope="module")
def arena():
    with Arena() as arena:
        yield arena


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.name in CORE], ids=lambda a: a.name)
def test_a_core_attack_gains_nothing(arena, attack):
    assert arena.run(attack).faults == []


@cache
def table(mode):
    script = str(Path(__file__).with_name("table.py"))
    run = modes.start(mode, [script, "--mode", "here", "--json"], stdout=subprocess.PIPE, text=True)
    rows = [json.loads(line) for line in run.stdout]
    run.wait()
    run.stdout.close()
    return {(row["family"], row["name"]): row for row in rows}


@pytest.mark.slow
@pytest.mark.parametrize("mode", modes.AVAILABLE)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: f"{a.family}: {a.name}")
def test_an_attack_gains_nothing(attack, mode):
    assert table(mode)[attack.family, attack.name]["faults"] == []


def test_the_attacks_are_many_and_named_once():
    names = [(attack.family, attack.name) for attack in ATTACKS]
    assert len(names) == len(set(names)) >= 70 and {a.name for a in ATTACKS} >= CORE
