"""`nnhw check` as it is typed: what it prints, how it exits, what it leaves behind."""

import os
import subprocess
import sys

import pytest

from autograder import cli
from autograder.selftest import checks_run, proof_cache
from autograder.selftest.catalogue import Refusal

# Traitlets, which otter imports, warns of itself.
WARN = {"PYTHONWARNINGS": "always,ignore:Traits should be given as instances"}


@pytest.mark.slow
def test_a_check_ends_quietly_and_leaves_no_process():
    command = [sys.executable, "-X", "dev", "-m", "autograder", "check", "participation", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=os.environ | WARN)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1) and done.stdout.endswith("0 refusals.\n")
    assert done.stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize(("refusals", "status"), [((), 0), ((Refusal("slip s of q1", "it keeps full points."),), 1)])
def test_a_refusal_is_named_and_decides_the_exit_status(refusals, status, monkeypatch, capsys):
    proof = checks_run.Proof("chain_rule", (checks_run.SpecimenOutcome("slip", "q1_structure", "s", refusals),))
    monkeypatch.setattr(checks_run, "check", lambda *arguments: [proof])
    monkeypatch.setattr(proof_cache, "note", lambda *arguments: None)
    assert cli.main(["check", "chain_rule", "--quiet"]) == status
    assert ("slip s of q1: it keeps full points." in capsys.readouterr().out) == bool(refusals)


def test_a_question_is_one_task_and_the_largest_comes_first():
    from autograder.course import Course

    tasks = list(checks_run._tasks(Course(), "initialization", 2))
    first = [task for task in tasks if task.course.key == Course().key]
    assert len(tasks) == 2 * len(first) == 2 * len({task.question for task in tasks})
    assert all(task.twice == (task in first) for task in tasks)
    sizes = [len(checks_run._specimens(task)) for task in first[1:]]
    assert not first[0].question and sizes == sorted(sizes, reverse=True)
