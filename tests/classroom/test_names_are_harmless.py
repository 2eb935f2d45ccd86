"""Check that names and texts chosen by students control neither a terminal nor a spreadsheet nor the run."""

import csv
import json
import os

import pytest

from autograder.classroom.csv_tables import write_table
from autograder.classroom.pages.student_markdown import rendered
from autograder.gradescope.question_entries import escaped
from autograder.intake import read_submission
from autograder.safe_text import in_json, on_a_line, on_lines
from tests.classroom.conftest import NAME


def test_what_is_not_seen_is_spelled_out():
    assert on_a_line("a\x1b[2J\u202eb\nc\udcff") == r"a\x1b[2J\u202eb\x0ac\udcff"
    assert (
        on_a_line("a\xadb\u2060c\U000e0041") == r"a\xadb\u2060c\U000e0041"
        and on_a_line("نمی\u200cخواهم") == "نمی\u200cخواهم"
    )
    assert on_lines("first\n\tsecond\x07") == "first\n\tsecond\\x07"
    assert on_a_line("Zoë · ∂y/∂W⁽⁰⁾") == "Zoë · ∂y/∂W⁽⁰⁾"


def test_a_json_file_steers_no_terminal():
    """`cat verdicts.json` shows what a student's function returned; JSON itself lets C1 controls through."""
    value = {"a": "\x1b[2J\x9b2J\x7f\u202eb\u2028\U000e0041\ud800 ∂y"}
    text = in_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(text) == value and "∂y" in text
    assert all(sign.isprintable() for sign in text)


def test_gradescope_gets_no_escape_sequence():
    assert "\x1b" not in escaped("raised Bad\x1b]0;title\x07")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\x1b[2Jname", "a\u202eb"])
def test_a_table_holds_no_formula_and_no_escape_sequence(text):
    cell = next(csv.reader([write_table(["name"], [[text]]).splitlines()[1]]))[0]
    assert not cell.startswith(("=", "+", "-", "@", "\t")) and cell.isprintable()


def test_a_number_in_a_table_stays_one():
    assert write_table(["change"], [[-2.5], [None], [3]]) == 'change\n-2.5\n""\n3\n'


def test_an_answer_in_words_hides_nothing():
    assert "\x1b" not in rendered("a \x1b[31m b") and "\u202e" not in rendered("*a* \u202e b")


@pytest.fixture
def hostile(hand_in, tmp_path):
    hand_in("ada.ipynb")
    folder = os.fsencode(tmp_path / "class")
    data = (tmp_path / "class" / "ada.ipynb").read_bytes()
    for name in (
        b"\xff\xfe.ipynb",
        b"\xfe\xff.ipynb",
        b"\x1b[2Jred.ipynb",
        b"two\nlines.ipynb",
        b"=cmd|'calc'!A1.ipynb",
    ):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    return tmp_path / "class"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="no other system has such names")
def test_no_name_stops_a_class_or_is_merged_with_another(run, hostile, tmp_path):
    graded = run(hostile)
    assert graded.exit_status == 0, graded.sentences
    with open(tmp_path / "out" / "grades.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["student"] for row in rows}) == 6
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert not any("\n" in row["submission"] or "\x1b" in row["submission"] for row in rows)


@pytest.mark.parametrize("name", [b"\xff\xfe.ipynb", b".hidden.ipynb", b"two\nlines.ipynb"])
def test_a_file_of_any_name_is_read_by_itself(hostile, name):
    path = hostile / os.fsdecode(name)
    path.write_bytes((hostile / "ada.ipynb").read_bytes())
    assert "def sigmoid(a): ..." in read_submission(path, NAME).cells
