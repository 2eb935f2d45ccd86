"""The rehearsal passes for what is right, finds what is not, and shows both sides what they will see."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager

import pytest

from autograder import questions
from autograder.course import Course
from autograder.gradescope import emulator, rehearsal
from autograder.gradescope.cgroups import join, quota
from autograder.gradescope.emulator import EmulatedRun, staged

COURSE = Course(key="the key of these tests")
FULL, NOTHING = 28.0, 0.0


def results(points: float, **more: object) -> bytes:
    entry = {
        "number": "1",
        "name": "q1",
        "score": points,
        "max_score": FULL,
        "output": "fine\\_ly",
        "visibility": "visible",
    }
    later = {"number": "1.1", "name": "q1 hidden", "output": "**part**: 1 of 1", "visibility": "after_due_date"}
    return json.dumps({"output": "The total", "tests": [entry, later]} | more).encode()


@pytest.fixture
def pretend(monkeypatch, tmp_path):
    """A rehearsal whose stage answers with these results, one submission after the other."""

    def run(*answers: bytes) -> rehearsal.Rehearsal:
        waiting = list(answers)

        class Pretended:
            real = False

            def set_up(self) -> float:
                return 1.0

            def grade(self, files: dict[str, bytes]) -> EmulatedRun:
                return EmulatedRun(waiting.pop(0), "printed\n", 2.0, 100.0)

        @contextmanager
        def stage(archive, home):
            yield Pretended()

        monkeypatch.setattr(rehearsal, "staged", stage)
        (tmp_path / "chain_rule-autograder.zip").touch()
        return rehearsal.rehearse("chain_rule", course=COURSE, dist=tmp_path)

    return run


def test_right_results_pass_and_stand_side_by_side(pretend):
    found = pretend(results(FULL), results(NOTHING), results(NOTHING))
    assert found.passed
    line = next(line for line in str(found).splitlines() if "fine_ly" in line)
    assert line.index("part: 1 of 1") > line.index("fine_ly")
    assert "1.1) q1 hidden [after the due date]" in str(found)
    assert "the autograder's output:\n  printed" in str(found)
    assert str(found).endswith("The rehearsal passed.")


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ((results(27.0), results(0.0), results(0.0)), "solution: 27 of 28 points, expected all."),
        ((results(FULL), results(1.0), results(0.0)), "bare stub: 1 points, expected none."),
        ((results(FULL), results(0.0), results(1000.0)), "hostile sample: 1000 points, expected none."),
        ((b"", results(0.0), results(0.0)), "solution: results.json is not JSON"),
        ((results(FULL, visibility="soon"), results(0.0), results(0.0)), "solution: results.json: $.visibility"),
        ((results(FULL, output="x" * 1_000_001), results(0.0), results(0.0)), "bytes, more than 1000000"),
    ],
)
def test_wrong_results_are_found(answers, complaint, pretend):
    found = pretend(*answers)
    assert not found.passed
    assert complaint in str(found)


def test_missing_zip_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"chain_rule-autograder.zip is not there: run nnhw build chain_rule\."):
        rehearsal.rehearse("chain_rule", course=COURSE, dist=tmp_path)


def test_failing_set_up_says_its_last_lines(archive, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.gradescope.emulator._may_unshare", lambda: False)
    with staged(archive("chain_rule"), tmp_path / "home") as stage:
        (stage.tree / "source" / "setup.sh").write_text("echo the index is away; exit 3")
        with pytest.raises(RuntimeError, match=r"setup.sh failed: the index is away"):
            stage.set_up()


@pytest.mark.slow
def test_run_that_does_not_end_is_stopped_and_complained_about(archive, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.gradescope.emulator._may_unshare", lambda: False)
    monkeypatch.setattr("autograder.gradescope.emulator.SECONDS", 0.5)
    with staged(archive("chain_rule"), tmp_path / "home") as stage:
        (stage.tree / "run_autograder").write_text("sleep 100")
        found = rehearsal._try(stage, "endless", {}, "anything")
    assert found.run.stopped
    assert found.run.seconds < 20
    assert found.complaints[0] == "run_autograder did not finish in time."


@pytest.mark.slow
def test_memory_beyond_gradescopes_ends_the_run():
    with quota() as groups:
        if not any((group / name).is_file() for group in groups for name in ("memory.max", "memory.limit_in_bytes")):
            pytest.skip("control groups for memory are not to be had here")
        program = "x = bytearray(1 << 30); print(len(x))"
        done = subprocess.run(
            [sys.executable, "-c", program], preexec_fn=lambda: join(groups), capture_output=True, check=False
        )
    assert done.returncode != 0


def test_two_rehearsals_at_once_share_the_mount_points_and_the_last_removes_them(tmp_path, monkeypatch):
    """A folder that is removed takes the mounts with it, those of other namespaces too."""
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    theirs.mkdir()
    monkeypatch.setattr(emulator, "REAL", {"NNHW_AUTOGRADER": str(mine), "NNHW_HOME": str(theirs)})
    monkeypatch.setattr(emulator, "IN_USE", tmp_path / "lock")
    with emulator._mount_points(True):
        with emulator._mount_points(True):
            pass
        assert mine.is_dir()
    assert not mine.exists() and theirs.is_dir()
    with emulator._mount_points(True):
        assert mine.is_dir()
    assert not mine.exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_built_zip_passes_its_rehearsal(name, archive):
    found = rehearsal.rehearse(name, course=COURSE, dist=archive(name).parent)
    print(found)
    assert found.passed


@pytest.mark.slow
def test_rehearsal_of_one_submission_shows_it_alone(archive, solution, tmp_path):
    work = tmp_path / "mine.py"
    work.write_bytes(solution("chain_rule", "py"))
    found = rehearsal.rehearse("chain_rule", work, course=COURSE, dist=archive("chain_rule").parent)
    assert "mine.py: 28 of 28 points" in str(found)
    assert "bare stub" not in str(found)
