"""Every hostile submission, in every mode this machine offers: no gain, no leak, no trace, and the next grade is right.

The whole table takes minutes; `make test` runs a core of it, as what we are.
"""

import json
import subprocess
from functools import cache
from pathlib import Path

import modes
import otter_table
import pytest
from arena import ATTACKS, Arena, submission

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
    "public answers looked up, nothing else",
    "numbers that collide in a set",
    "a stand-in kept busy",
    "in a file for the next worker",
    "the coding punycode",
    "a notebook with a heading of blanks",
    "sitecustomize.py beside it",
    "control files of every layout",
    "an array of no columns",
    "folders in such a folder",
    "words out of band",
    "escapes in an exception's name",
}
# Those that took points from stock otter-grader, or its parent process, or left it without a result.
# Not "files named like the harness": otter refuses two .py files before any plugin is asked.
BEHIND_OTTER = {
    "the reference, by import",
    "a pickle called like otter's log",
    "os._exit while loading",
    "a script called autograder.py",
    "folders called like packages",
}


@pytest.fixture(scope="module")
def arena():
    with Arena() as arena:
        yield arena


@pytest.mark.sampled
@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.name in CORE], ids=lambda a: a.name)
def test_a_core_attack_gains_nothing(arena, attack):
    assert arena.run(attack).faults == []


@cache
def tables():
    """The whole table in every mode, at the same time: most of it is waiting for limits."""
    script = str(Path(__file__).with_name("table.py"))
    runs = {
        mode: modes.start(mode, [script, "--mode", "here", "--json"], stdout=subprocess.PIPE, text=True)
        for mode in modes.AVAILABLE
    }
    rows = {mode: [json.loads(line) for line in run.communicate()[0].splitlines()] for mode, run in runs.items()}
    return {(mode, row["family"], row["name"]): row for mode in rows for row in rows[mode]}


@pytest.mark.slow
@pytest.mark.parametrize("mode", modes.AVAILABLE)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: f"{a.family}: {a.name}")
def test_an_attack_gains_nothing(attack, mode):
    assert tables()[mode, attack.family, attack.name]["faults"] == []


@pytest.fixture(scope="module")
def plugin_zip(tmp_path_factory):
    return otter_table.ZIPS["plugin"](tmp_path_factory.mktemp("plugin"))


@pytest.mark.slow
@pytest.mark.skipif(
    "root" not in modes.AVAILABLE, reason="an otter run that is attacked needs processes of its own: root"
)
@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.name in BEHIND_OTTER], ids=lambda a: a.name)
def test_an_attack_behind_otter_gains_nothing(plugin_zip, honest_behind_otter, attack):
    score, _, ending = otter_table.grade(plugin_zip, attack)
    assert (ending, score <= honest_behind_otter) == ("graded", True), (score, ending)


@pytest.fixture(scope="module")
def honest_behind_otter(plugin_zip, arena):
    score = otter_table.grade(plugin_zip, otter_table.HONEST)[0]
    assert score == arena.honest.total  # the same points as everywhere else
    return score


def test_the_attacks_are_many_and_named_once():
    names = [(attack.family, attack.name) for attack in ATTACKS]
    assert len(names) == len(set(names)) >= 200 and {a.name for a in ATTACKS} >= CORE


def test_public_answers_looked_up_are_right_and_earn_nothing(arena):
    """The attack does what it says: its public verdicts are right, and no part that was wrong pays."""
    (attack,) = [a for a in ATTACKS if a.name.startswith("public answers looked up")]
    result = arena.judge.judge(submission(attack.cells(**arena.places), attack.files))
    part = next(q for q in result.questions if q.id == "q7_hidden_output").parts[0]
    assert (part.public_verdict, part.verdict, part.points) == ("right", "wrong", 0.0)
