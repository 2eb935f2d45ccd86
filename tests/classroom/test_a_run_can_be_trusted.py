"""Check that a run continues after any stop, excludes other runs, and judges only what changed."""

import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.classroom.arrivals.layouts import NothingThere
from autograder.classroom.grade import grade
from autograder.classroom.gradebook import gradebook
from autograder.classroom.journal import DiskFull, Journal, JournalError
from autograder.classroom.journal_rows import Record, unpacked
from autograder.classroom.pool import JudgeDied
from autograder.questions import UnknownAssignment


def grades(folder):
    with open(folder / "grades.csv", newline="", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.mark.slow
def test_a_class_gets_grades_in_the_documented_columns(run, hand_in, tmp_path):
    hand_in("ada.ipynb", points={"q8_hidden_weights": 2.5})
    assert run(hand_in("bob.ipynb")).exit_status == 0
    found = grades(tmp_path / "out")
    head = (tmp_path / "out" / "grades.csv").read_text().splitlines()[0].split(",")
    assert head[:5] == ["student", "submission", "status", "total", "max"] and head[-1] == "needs_review"
    assert (found["ada"]["total"], found["ada"]["q8_hidden_weights"], found["bob"]["total"]) == ("38.5", "2.5", "42")
    assert found["ada"]["q12_dead_zones"] == ""


@pytest.mark.slow
def test_two_students_who_hand_in_two_files_each_keep_their_own_grades(run, hand_in, tmp_path):
    for name, points in (("ada", 4.0), ("bob", 1.0)):
        hand_in(f"{name}.ipynb", points={"q4_forward": points})
        (tmp_path / "class" / f"{name}.py").write_text("x = 1\n")
    assert "2 submissions" in run(tmp_path / "class").sentences[0]
    assert [row["q4_forward"] for row in grades(tmp_path / "out").values()] == ["4", "1"]


@pytest.mark.slow
def test_the_exit_status_is_1_when_a_submission_could_not_be_graded(run, hand_in, tmp_path):
    (hand_in("ada.ipynb") / "bob.ipynb").write_bytes(b'{"cells": [')
    graded = run(tmp_path / "class")
    assert graded.exit_status == 1 and "bob: unreadable (class/bob.ipynb). bob.ipynb breaks off" in graded.sentences[1]
    assert (grades(tmp_path / "out")["bob"]["status"], grades(tmp_path / "out")["bob"]["total"]) == ("unreadable", "0")


@pytest.mark.parametrize("make", [lambda path: path / "nowhere", lambda path: path])
def test_nothing_to_grade_is_a_sentence(run, tmp_path, make):
    with pytest.raises(NothingThere):
        run(make(tmp_path))


@pytest.mark.slow
def test_an_unknown_assignment_is_a_sentence(tmp_path):
    with pytest.raises(UnknownAssignment, match="there is no assignment 'nope'; there are"):
        grade("nope", [tmp_path])


@pytest.mark.slow
def test_only_what_changed_is_judged_again(run, hand_in, tmp_path, fake_judge_process):
    hand_in("ada.ipynb")
    run(hand_in("bob.ipynb"))
    hand_in("bob.ipynb", points={"q4_forward": 0.0})
    assert "1 judged, 1 unchanged" in run(tmp_path / "class").sentences[0]
    assert grades(tmp_path / "out")["bob"]["total"] == "38"


@pytest.mark.slow
def test_a_changed_grader_judges_everything_again(run, hand_in, fake_judge_process):
    run(hand_in("ada.ipynb"))
    fake_judge_process.fingerprint = "second"
    assert "1 judged, 0 unchanged" in run(hand_in("bob.ipynb", folder="other").parent / "class").sentences[0]


@pytest.mark.slow
def test_fresh_starts_anew(run, hand_in):
    run(hand_in("ada.ipynb"))
    assert "1 judged, 0 unchanged" in run(hand_in("ada.ipynb"), fresh=True).sentences[0]


@pytest.mark.slow
def test_a_class_that_moved_to_another_folder_is_not_judged_again(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"))
    (tmp_path / "elsewhere").mkdir()
    shutil.move(tmp_path / "class", tmp_path / "elsewhere" / "class")
    assert "0 judged, 1 unchanged" in run(tmp_path / "elsewhere" / "class").sentences[0]


@pytest.mark.slow
def test_the_same_run_twice_writes_the_same_bytes(run, hand_in, tmp_path):
    hand_in("ada.ipynb", slips={"q4_forward": "transposed"}, points={"q4_forward": 0.0})
    run(hand_in("bob.ipynb", "Because."))
    first = contents(tmp_path / "out")
    run(tmp_path / "class")
    assert contents(tmp_path / "out") == first


def contents(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in ("journal.db", "report.html")]
    return {path.relative_to(folder): path.read_bytes() for path in files}


@pytest.mark.slow
def test_all_files_can_be_deleted_and_come_back_from_the_journal(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb", "Because.", points={"q4_forward": 1.0}))
    first = contents(tmp_path / "out")
    for path in first:
        (tmp_path / "out" / path).unlink()
    run(tmp_path / "class")
    assert contents(tmp_path / "out") == first


@pytest.mark.slow
def test_an_exception_of_ours_is_an_internal_error_and_never_a_zero(run, hand_in, tmp_path):
    hand_in("ada.ipynb", **{"raise": "a fault of ours"})
    assert run(hand_in("bob.ipynb")).exit_status == 1
    found = grades(tmp_path / "out")
    assert (found["ada"]["status"], found["ada"]["total"], found["ada"]["needs_review"]) == ("internal_error", "", "1")
    assert found["ada"]["q4_forward"] == "" and found["bob"]["total"] == "42"


@pytest.mark.slow
def test_an_internal_error_is_tried_again_by_the_next_run(run, hand_in, tmp_path, fake_judge_process):
    run(hand_in("ada.ipynb", **{"raise": "a fault of ours"}))
    run(tmp_path / "class")
    assert fake_judge_process.asked == ["class/ada.ipynb"] * 2


def test_a_judge_that_dies_is_asked_once_more(run, hand_in, tmp_path, fake_judge_process, monkeypatch):
    honest, times = fake_judge_process.judge, []

    def dies_once(task):
        times.append(task)
        if len(times) == 1:
            raise JudgeDied("out of memory")
        return honest(task)

    monkeypatch.setattr(fake_judge_process, "judge", dies_once)
    assert run(hand_in("ada.ipynb")).exit_status == 0 and len(times) == 2


def test_neither_order_nor_neighbours_nor_jobs_change_a_grade(run, hand_in, tmp_path):
    for number in range(12):
        hand_in(f"s{number}.ipynb", points={"q8_hidden_weights": number % 7})
    paths = [tmp_path / "class" / f"s{number}.ipynb" for number in range(12)]
    run(*paths, out=tmp_path / "a")
    run(*reversed(paths), out=tmp_path / "b")
    run(*paths[3:5], out=tmp_path / "c")
    assert (
        grades(tmp_path / "a") == grades(tmp_path / "b")
        and grades(tmp_path / "c").items() <= grades(tmp_path / "a").items()
    )


@pytest.mark.slow
def test_a_second_run_in_the_same_folder_is_refused(run, hand_in, tmp_path):
    (tmp_path / "out").mkdir()
    with Journal(tmp_path / "out"), pytest.raises(JournalError, match="in use by another run"):
        run(hand_in("ada.ipynb"))


def test_a_folder_without_a_journal_is_no_graded_folder(tmp_path):
    with pytest.raises(JournalError, match="not a graded folder"):
        Journal(tmp_path, create=False)


def test_a_damaged_journal_is_said_and_fresh_replaces_it(run, hand_in, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "journal.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(JournalError, match="--fresh"):
        run(hand_in("ada.ipynb"))
    assert run(tmp_path / "class", fresh=True).exit_status == 0


def test_a_journal_of_a_newer_version_is_refused(tmp_path):
    Journal(tmp_path).close()
    base = sqlite3.connect(tmp_path / "journal.db")
    base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(JournalError, match="newer nnhw"):
        Journal(tmp_path)


@pytest.fixture
def read_only(run, hand_in, tmp_path, monkeypatch):
    """A graded folder of somebody else's; for root, who may write anywhere, the question alone is answered otherwise."""
    run(hand_in("ada.ipynb"))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    return tmp_path / "out"


def test_a_folder_of_somebody_elses_is_not_graded_into(run, read_only, tmp_path):
    with pytest.raises(JournalError, match="cannot be written to; grade into a folder of your own with --out"):
        run(tmp_path / "class")


def test_a_folder_of_somebody_elses_can_be_read_and_is_left_as_it_is(read_only, tmp_path):
    before = sorted(read_only.rglob("*"))
    assert "1 student, 1 assignment" in gradebook([read_only], tmp_path / "book.csv").sentences[0]
    assert sorted(read_only.rglob("*")) == before


def test_a_stopped_run_of_somebody_elses_is_not_half_read(read_only, tmp_path):
    (read_only / "journal.db-wal").write_bytes(b"x" * 100)
    with pytest.raises(JournalError, match="under way or was stopped"):
        gradebook([read_only], tmp_path / "book.csv")


def noise(size):
    """Return a text that cannot be compressed much."""
    return random.Random(size).randbytes(size // 2).hex()


def record(name, size=10):
    return Record(name, "sha", "fingerprint", {"text": noise(size)}, {}, {}, 0.0)


def test_a_full_disk_is_a_sentence_and_keeps_what_was_committed(tmp_path):
    with Journal(tmp_path) as journal:
        journal._base.execute("PRAGMA max_page_count = 40")
        with pytest.raises(DiskFull, match="no room left"):
            for number in range(100):
                journal.commit(record(f"s{number}", 8000))
    with Journal(tmp_path) as journal:
        assert journal.known("s0") == ("sha", "fingerprint")


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="mounting a small file system needs root")
def test_a_run_on_a_full_disk_stops_cleanly_and_continues_when_there_is_room(run, hand_in, tmp_path):
    for number in range(30):
        hand_in(f"s{number:02}.ipynb", f"{noise(25_000)} {number}")
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("this container may not mount")
    try:
        stopped = run(tmp_path / "class", out=small / "out")
        assert stopped.exit_status == 1 and "same command continues" in " ".join(stopped.sentences)
        subprocess.run(["mount", "-o", "remount,size=40M", small], check=True)
        assert run(tmp_path / "class", out=small / "out").exit_status == 0
        assert len(grades(small / "out")) == 30
    finally:
        subprocess.run(["umount", small], check=True)


KILLED = """
import os, signal, sys, threading, random, time
sys.path[:] = {path!r}
from pathlib import Path
from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import Record
threading.Timer({delay}, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
with Journal(Path({folder!r})) as journal:
    for number in range(100000):
        if journal.known(f"s{{number}}") is None:
            journal.commit(Record(f"s{{number}}", "sha", "print", {{"n": number, "text": "x" * 3000}}, {{}}, {{}}, 0.0))
"""


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.05, 0.11, 0.23])
def test_after_kill_9_every_record_is_whole_and_none_is_lost(tmp_path, delay):
    for turn in range(2):
        code = KILLED.format(path=sys.path, delay=delay + turn / 50, folder=str(tmp_path))
        subprocess.run([sys.executable, "-c", code])
    with Journal(tmp_path) as journal:
        rows = [
            (name, unpacked(text))
            for name, text in journal._base.execute("SELECT submission, verdicts FROM records ORDER BY rowid")
        ]
    assert [name for name, _ in rows] == [f"s{number}" for number in range(len(rows))]
    assert all(verdicts == {"n": number, "text": "x" * 3000} for number, (_, verdicts) in enumerate(rows))


@pytest.mark.slow
def test_results_of_students_who_left_the_roll_are_removed(run, hand_in, tmp_path):
    hand_in("ada.ipynb")
    run(hand_in("bob.ipynb"))
    (tmp_path / "class" / "bob.ipynb").unlink()
    run(tmp_path / "class")
    assert sorted(path.name for path in (tmp_path / "out" / "results").iterdir()) == ["ada"] and "bob" not in grades(
        tmp_path / "out"
    )


def test_a_group_has_a_row_and_a_folder_each(run, tmp_path, hand_in):
    export = hand_in("submission_1/x.ipynb")
    people = "".join(f"  - :name: {n}\n    :sid: '{n}'\n    :email: {n}@x.edu\n" for n in ("ada", "bob"))
    (export / "submission_metadata.yml").write_text(
        f"submission_1:\n  :submitters:\n{people}  :created_at: 2027-05-20 17:34:02 Z\n"
    )
    run(export)
    assert list(grades(tmp_path / "out")) == ["ada@x.edu", "bob@x.edu"]
    assert (
        Path(tmp_path / "out" / "results" / "bob@x.edu" / "verdicts.json").read_text().count('"student": "bob@x.edu"')
        == 1
    )


def test_with_a_roster_who_handed_in_nothing_has_a_row(run, hand_in, tmp_path):
    (tmp_path / "roster.csv").write_text("email\nada@x.edu\nbob@x.edu\n")
    assert run(hand_in("ada.ipynb"), roster=tmp_path / "roster.csv").exit_status == 0
    row = grades(tmp_path / "out")["bob@x.edu"]
    assert (row["status"], row["total"], row["submission"]) == ("no_submission", "0", "")


@pytest.mark.slow
def test_a_folder_holds_the_grades_of_one_assignment(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"))
    with pytest.raises(JournalError, match="has the grades of forward_backward; give chain_rule another folder"):
        grade("chain_rule", [tmp_path / "class"], tmp_path / "out", quiet=True)
    assert grades(tmp_path / "out")["ada"]["total"] == "42"


@pytest.mark.slow
def test_who_leaves_the_grades_is_named(run, hand_in, tmp_path):
    hand_in("ada.ipynb")
    run(hand_in("bob.ipynb"))
    assert "bob was in" not in " ".join(run(tmp_path / "class").sentences)
    said = " ".join(run(tmp_path / "class" / "ada.ipynb").sentences)
    assert f"bob was in {tmp_path / 'out'} before and was not handed in now, so their grades were removed." in said
