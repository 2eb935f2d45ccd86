"""Check that unchanged work is not read, judged or written again, and that memory does not grow with the class."""

import gc
import json
import sqlite3
import subprocess
import sys
import tracemalloc
import zlib

import pytest

from autograder.classroom import judge_process
from autograder.classroom.class_statistics import MOST_LISTED
from autograder.classroom.final_results import light, standings
from autograder.classroom.journal import SCHEMA_VERSION, Journal
from autograder.classroom.outputs import write_outputs
from autograder.classroom.pages import report
from autograder.course import Course
from tests.classroom.graded_folders import NAME, graded_folder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def known_grader(fake_judge_process):
    """Return the fake judge with the fingerprint of the present grader."""
    fake_judge_process.fingerprint = judge_process.fingerprint(Course(), NAME)
    return fake_judge_process


@pytest.mark.slow
def test_a_submission_whose_files_are_as_they_were_is_not_even_read(run, hand_in, known_grader):
    run(hand_in("ada.ipynb"))
    assert "0 judged, 1 unchanged" in run(hand_in("ada.ipynb")).sentences[0]
    assert known_grader.asked == ["class/ada.ipynb"]


@pytest.mark.slow
def test_a_submission_whose_outputs_alone_changed_is_read_and_not_judged(run, hand_in, known_grader, tmp_path):
    run(hand_in("ada.ipynb"))
    path = tmp_path / "class" / "ada.ipynb"
    path.write_bytes(path.read_bytes().replace(b'"outputs": []', b'"outputs": [1]'))
    assert "0 judged, 1 unchanged" in run(path.parent).sentences[0]
    assert known_grader.asked == 2 * ["class/ada.ipynb"]


@pytest.mark.slow
def test_another_grader_reads_and_judges_everything(run, hand_in, known_grader):
    known_grader.fingerprint = "an older one"
    run(hand_in("ada.ipynb"))
    known_grader.fingerprint = judge_process.fingerprint(Course(), NAME)
    assert "1 judged, 0 unchanged" in run(hand_in("ada.ipynb")).sentences[0]


def pages(folder):
    return {
        path.parent.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.glob("results/*/feedback.html")
    }


@pytest.mark.slow
def test_a_decision_by_hand_writes_that_students_pages_alone(run, hand_in, out):
    hand_in("ada.ipynb")
    run(hand_in("bob.ipynb"))
    before = pages(out)
    (out / "overrides.csv").write_text("student,question,points,reason,by\nada,q4_forward,1,an interview,Ann\n")
    run(hand_in("ada.ipynb"))
    after = pages(out)
    assert after["bob"] == before["bob"] and after["ada"] != before["ada"]
    assert "an interview" in (out / "results" / "ada" / "feedback.html").read_text()


@pytest.mark.parametrize("damage", [lambda path: path.write_text("edited"), lambda path: path.unlink()])
def test_a_page_that_was_changed_or_deleted_comes_back(run, hand_in, out, damage):
    run(hand_in("ada.ipynb"))
    page = out / "results" / "ada" / "verdicts.json"
    whole = page.read_bytes()
    damage(page)
    run(hand_in("ada.ipynb"))
    assert page.read_bytes() == whole


@pytest.mark.slow
def test_a_journal_of_the_first_version_goes_on(run, hand_in, out):
    run(hand_in("ada.ipynb"))
    with sqlite3.connect(out / "journal.db") as base:
        base.executescript(
            "DROP INDEX records_files; ALTER TABLE records DROP COLUMN files_sha256; DROP TABLE pages; PRAGMA user_version = 1"
        )
    base.close()
    assert "0 judged, 1 unchanged" in run(hand_in("ada.ipynb")).sentences[0]
    with Journal(out) as journal:
        assert journal._base.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


@pytest.mark.slow
def test_a_journal_of_the_second_version_loses_nothing_but_examples_of_slips(run, hand_in, out):
    run(hand_in("ada.ipynb"))
    before = (out / "grades.csv").read_bytes()
    with sqlite3.connect(out / "journal.db") as base:
        base.executescript("""UPDATE records SET code = '{"q2_forward": "def f(v1): ..."}'; PRAGMA user_version = 2""")
    base.close()
    assert "0 judged, 1 unchanged" in run(hand_in("ada.ipynb")).sentences[0]
    assert (out / "grades.csv").read_bytes() == before and "def f" not in (out / "report.html").read_text()


def most_memory(folder, size):
    """Return the peak of memory, in bytes, while a class of this size is written."""
    journal = graded_folder(folder, size)
    gc.set_threshold(50, 2, 2)  # garbage in cycles is not what is measured
    tracemalloc.start()
    with journal:
        write_outputs(journal, Course())
    return tracemalloc.get_traced_memory()[1]


# In a process of its own: here, other tests' threads and caches would be measured, too.
MEASURED = """
import pathlib, runpy, sys
sys.path[:] = {path!r}
test, folder = runpy.run_path({test!r}), pathlib.Path({folder!r})
test["most_memory"](folder / "first", 2)  # imports and caches
print(*(test["most_memory"](folder / f"class of {{size}}", size) for size in (20, 420)))
"""


@pytest.mark.slow
def test_writing_a_large_class_takes_no_more_memory_than_a_small_one(tmp_path):
    code = MEASURED.format(path=sys.path, test=__file__, folder=str(tmp_path))
    small, large = map(
        int, subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.split()
    )
    a_student = (large - small) / 400
    assert a_student < 1000, "bytes"


@pytest.mark.slow
def test_counts_are_right_where_lists_are_cut(tmp_path):
    size = MOST_LISTED + 50
    with graded_folder(tmp_path / "class", size, status="crash", message="It ended the process.") as journal:
        outcome = write_outputs(journal, Course())
    text = (tmp_path / "class" / "report.html").read_text()
    assert f"could not be graded: {size}" in text and "… and 50 more; all of them are in the table below." in text
    assert f"… and {size - 10} more that could not be graded." in outcome.sentences(tmp_path)


@pytest.mark.slow
def test_a_light_result_keeps_points_and_states(run, hand_in, out):
    """Check that the gradebook keeps results without their texts, which are most of their size."""
    hand_in("ada.ipynb", points={"q4_forward": 2.0}, review=True)
    hand_in("bob.ipynb", **{"raise": "a fault of ours"})
    run(hand_in("cyd.ipynb"))
    with Journal(out, create=False) as journal:
        found = [standing.result for standing in standings(journal)]
    for result in found:
        small = light(result)
        assert [(q.id, q.points, q.max, bool(q.parts)) for q in small.questions] == [
            (q.id, q.points, q.max, bool(q.parts)) for q in result.questions
        ]
        assert (small.total, small.max, small.needs_review, small.status) == (
            result.total,
            result.max,
            result.needs_review,
            result.status,
        )
    assert light(found[2]).questions[0] is light(found[2]).questions[0]


def test_the_report_of_a_huge_class_says_whom_its_table_leaves_out(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "ENOUGH_DATA", 2000)
    with graded_folder(tmp_path / "class", 60) as journal:
        path = report.write_report(journal, Course())
    text = path.read_text()
    rows = json.loads(text.partition('id="rows">')[2].partition("</script>")[0])
    assert 10 < len(rows) < 60 and f"the table contains {len(rows)} of 60 students" in text


@pytest.mark.slow
def test_a_journal_whose_texts_are_not_compressed_goes_on(run, hand_in, out):
    run(hand_in("ada.ipynb"))
    before = (out / "grades.csv").read_bytes()
    with sqlite3.connect(out / "journal.db") as base:
        base.create_function("as_text", 1, lambda stored: zlib.decompress(stored).decode())
        base.execute(
            "UPDATE records SET verdicts = as_text(verdicts), written = as_text(written), code = as_text(code)"
        )
        base.execute("PRAGMA user_version = 3")
    base.close()
    assert "0 judged, 1 unchanged" in run(hand_in("ada.ipynb")).sentences[0]
    assert (out / "grades.csv").read_bytes() == before


def test_a_student_takes_at_most_six_kilobytes_of_the_journal(tmp_path):
    sizes = []
    for students in (50, 100):
        with graded_folder(tmp_path / str(students), students) as journal:
            pass
        sizes.append((journal.folder / "journal.db").stat().st_size)
    assert sizes[1] - sizes[0] <= 50 * 6000
