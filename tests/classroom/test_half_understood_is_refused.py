"""Check that unclear times, codes and cells are refused with a sentence and a line number, and the rest is applied."""

import csv
from datetime import datetime, timedelta, timezone

import pytest

from autograder.classroom.gradebook import gradebook
from autograder.classroom.hand_grading import written
from autograder.classroom.hand_points import answer_code, older_code
from autograder.classroom.times import TimeNotUnderstood, parse_time, read_time
from autograder.cli import main

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("12:00 PST", 20), ("12:00 PDT", 19), ("12:00:00.123456 CET", 11), ("12:00 CEST", 10), ("12:00 UTC+2", 10), ("12:00 UTC", 12),
     ("12:00 GMT-03:30", 15.5), ("12:00 -0800", 20), ("12:00-08", 20), ("12:00:00Z", 12), ("12:00 America/Los_Angeles", 20),
     ("12:00 Europe/Berlin", 11), ("11:59 PM UTC", 23 + 59 / 60), ("12:00 AM UTC", 0), ("12:30 p.m. PST", 20.5), ("1:05 pm EST", 18 + 5 / 60)],
)  # fmt: skip
def test_a_time_is_understood_with_its_zone_and_its_clock(text, hours):
    assert parse_time(f"2026-11-20 {text}") == NOON + timedelta(hours=hours - 12)


@pytest.mark.parametrize(
    "text",
    ["2026-11-20 12:00 CST", "2026-11-20 12:00 IST", "2026-11-20 12:00 BST", "2026-11-20 12:00 XYZ", "2026-11-20 12:00 Nowhere/City",
     "2026-11-20 13:00 PM", "2026-11-20 0:30 AM", "2026-11-20 11:59 nachm.", "2026-11-20 23:59 Uhr", "2026-13-01 12:00", "11/20/2026 23:59",
     "20. November 2026 23:59", "20 de noviembre de 2026", "viernes, 20 noviembre 2026, 23:59", "2026-11-20 12:00 PST or so", "2026-11-20 25:00",
     "tomorrow", "", "46346.99", "2026-11-20 12:00 +99:00"],
)  # fmt: skip
def test_a_time_of_which_a_part_is_not_understood_is_none_and_says_why(text):
    assert parse_time(text) is None
    with pytest.raises(TimeNotUnderstood, match=r"\w"):
        read_time(text)


def test_a_time_without_a_zone_is_in_the_courses():
    assert read_time("2026-11-20 12:00", timezone(timedelta(hours=-8))) == NOON + timedelta(hours=8)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def late(run, hand_in, tmp_path):
    """Return the hours late of a student who hands in at 03:30 UTC on the 21st, and the sentences."""
    export = hand_in("submission_1/x.ipynb")
    (export / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n  - :name: Ada\n    :sid: '42'\n    :email: ada@x.edu\n  :created_at: 2026-11-21 03:30:00 Z\n"
    )
    run(export)
    (tmp_path / "course.yaml").write_text("assignments:\n  forward_backward:\n    due: 2026-11-20 18:00 -0800\n")

    def late(*lines):
        (tmp_path / "extensions.csv").write_text("student,assignment,until\n" + "".join(f"{line}\n" for line in lines))
        book = gradebook([tmp_path / "out"], tmp_path / "book.csv", course_file=tmp_path / "course.yaml")
        with open(book.path, newline="", encoding="utf-8") as file:
            return next(csv.DictReader(file))["forward_backward hours_late"], " ".join(book.sentences), book.refused

    return late


@pytest.mark.parametrize(
    ("until", "hours"),
    [("2026-11-20 11:59 PM", ""), ("2026-11-20 11:59 AM", "8"), ("2026-11-20 19:00 PST", "1"), ("2026-11-20", ""), ("2026-11-20 19:00", "1"),
     ("2026-11-21 03:30 UTC", "")],
)  # fmt: skip
def test_an_extension_is_read_by_the_clock_of_12_hours_and_in_the_courses_zone(late, until, hours):
    assert late(f"ada@x.edu,forward_backward,{until}")[0] == hours


@pytest.mark.parametrize(
    "lines",
    [["ada@x.edu,forward_backward,2026-11-25 12:00 CST"], ["ada@x.edu,forward_backward,20.11.2026 23:59"], ["ada@x.edu,forward,2026-11-25"],
     ["ada@x.edu,forward_backward,2026-11-25", "ada@x.edu,forward_backward,2026-11-26"], [",forward_backward,2026-11-25"],
     ["ada@x.edu,forward_backward,2026-11-25", "42,forward_backward,2026-11-26"], ["adda,forward_backward,2026-11-25"]],
)  # fmt: skip
def test_an_extension_that_leaves_a_doubt_is_refused_with_a_sentence(late, lines):
    hours, said, refused = late(*lines)
    assert hours == "2" and refused and ("extensions.csv" in said or "An extension is for" in said)


def test_the_same_extension_twice_is_one(late):
    line = "ada@x.edu,forward_backward,2026-11-25"
    assert late(line, line)[0] == "" and not late(line, line)[2]


def test_no_code_reads_as_a_number_a_date_or_a_truth():
    for number in range(20_000):
        code = answer_code("q12_dead_zones", f"Answer {number}")
        assert code.isalpha() and not {*code} & {*"aeiouy"} and len(code) == 10
        with pytest.raises(ValueError):
            float(code)


@pytest.fixture
def enter(run, hand_in, out):
    """Grade one answer in words, enter lines into points.csv (CODE stands for the answer's), read them back."""
    run(hand_in("ada.ipynb", "Because."))
    written(out)

    def enter(*lines):
        code = answer_code("q12_dead_zones", "Because.")
        text = "question;answer;grader;points;comment\n" + "".join(f"{line}\n" for line in lines)
        (out / "written" / "points.csv").write_text(
            text.replace("CODE", code).replace("OLD", older_code("q12_dead_zones", "Because."))
        )
        found = written(out)
        with open(out / "grades.csv", newline="", encoding="utf-8") as file:
            return next(csv.DictReader(file))["q12_dead_zones"], " ".join(found.sentences), found.refused

    return enter


@pytest.mark.parametrize(
    "code", ["3.85154E+267", "1.23E+10", "0", "Mar 05", "TRUE", "bcdfghjklm", "", "#NAME?", "inf", "2.19E+03"]
)
def test_points_under_a_code_of_no_answer_are_refused_by_line(enter, code):
    points, said, refused = enter(f"q12_dead_zones;{code};Ann;4;fine")
    assert points == "" and refused and "written/points.csv, line 2" in said


@pytest.mark.parametrize("code", ["CODE", "OLD"])
def test_points_under_the_code_of_today_or_of_an_earlier_version_count(enter, code):
    assert enter(f"q12_dead_zones;{code};Ann;3,5;fine")[::2] == ("3.5", False)


def test_a_line_that_was_refused_makes_the_command_fail(enter, out):
    enter("q12_dead_zones;3.85154E+267;Ann;4;fine")
    assert main(["written", str(out)]) == 1
    enter("q12_dead_zones;CODE;Ann;4;fine")
    assert main(["written", str(out)]) == 0


@pytest.mark.parametrize(("points", "said"), [(2, "decides q4_forward of ada, too"), (1, "says the same")])
def test_two_lines_of_overrides_about_one_question_are_said(run, hand_in, out, points, said):
    out.mkdir()
    (out / "overrides.csv").write_text(
        f"student,question,points,reason,by\nada,q4_forward,1,why,T\nada,q4_forward,{points},why,T\n"
    )
    graded = run(hand_in("ada.ipynb"))
    assert f"overrides.csv, line 3: line 2 {said}; line 3 counts" in " ".join(graded.sentences)
    assert graded.exit_status == 1


CANVAS = """\
LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,forward_backward (8841)
    Points Possible,,,,,,42.00
Moss,Ada,3001,S1,amoss,01,
Reed,Bo,3002,S2,breed,01,{}
"""


@pytest.mark.parametrize("cell", ["EX", "ex", " EX "])
def test_who_is_excused_in_canvas_stays_excused_and_it_is_said(run, hand_in, tmp_path, cell):
    hand_in("mossada_3001_1_forward_backward.ipynb")
    run(hand_in("reedbo_3002_2_forward_backward.ipynb"))
    (tmp_path / "canvas.csv").write_text(CANVAS.format(cell))
    book = gradebook([tmp_path / "out"], tmp_path / "book.csv", canvas=tmp_path / "canvas.csv")
    with open(tmp_path / "book-canvas.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["forward_backward (8841)"] for row in rows] == ["42.00", "42", cell.strip()]
    assert [row["LastName"] for row in rows[1:]] == ["Moss", "Reed"]
    assert "Bo Reed is excused (EX) from forward_backward (8841)" in " ".join(book.sentences)


def test_text_in_place_of_a_file_is_no_zero_in_canvas(run, hand_in, tmp_path):
    hand_in("mossada_3001_1_forward_backward.ipynb")
    (tmp_path / "class" / "reedbo_3002_text.html").write_text("<p>my answers</p>")
    run(tmp_path / "class")
    (tmp_path / "canvas.csv").write_text(CANVAS.format(""))
    book = gradebook([tmp_path / "out"], tmp_path / "book.csv", canvas=tmp_path / "canvas.csv")
    with open(tmp_path / "book-canvas.csv", newline="") as file:
        assert [row["forward_backward (8841)"] for row in csv.DictReader(file)] == ["42.00", "42", ""]
    assert "1 handed in text or a link in place of a file" in " ".join(book.sentences)
