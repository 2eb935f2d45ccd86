"""Check that points changed by hand in Gradescope are shown next to ours and count."""

import csv

import pytest

from autograder.classroom.arrivals.person import Person
from autograder.classroom.gradebook import gradebook
from autograder.classroom.gradescope_scores import read_scores
from tests.review.made_folders import NAME, reviewable

SINGLE = "First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status\n"
COURSE = 'First Name,Last Name,SID,Email,"Forward Backward",Forward Backward - Max Points\n'


def book(tmp_path, text, file="forward_backward_scores.csv", **more):
    reviewable(tmp_path / "graded", ["", ""])
    (tmp_path / file).write_text(text, encoding="utf-8")
    made = gradebook([tmp_path / "graded"], tmp_path / "book.csv", gradescope=tmp_path / file, **more)
    with (tmp_path / "book.csv").open(encoding="utf-8") as found:
        return {row["email"]: row for row in csv.DictReader(found)}, made


@pytest.mark.parametrize(
    "text",
    [
        SINGLE + "A,B,2.19E+02,STUDENT0000@example.edu,x,37.5,42,Graded\nC,D,901,,x,,42,Missing\n",
        COURSE + "A,B,900,student0000@example.edu,37.5,42\n",
    ],
    ids=["one assignment", "a course"],
)
def test_points_there_count_and_ours_stay(tmp_path, text):
    rows, made = book(tmp_path, text, systems=("moodle",))
    first, second = rows["student0000@example.edu"], rows["student0001@example.edu"]
    assert (first[f"{NAME} total"], first[f"{NAME} gradescope"], first[f"{NAME} final"]) == ("0", "37.5", "37.5")
    assert (second[f"{NAME} gradescope"], second[f"{NAME} final"]) == ("", "0")
    assert "37.5 there" in " ".join(made.sentences)
    assert "37.5" in (tmp_path / "book-moodle.csv").read_text()


@pytest.mark.parametrize("sid", ["100000", "1.00E+05", "", "00012"])
def test_a_damaged_sid_falls_back_on_the_name_and_a_stranger_is_said(tmp_path, sid):
    path = tmp_path / "scores.csv"
    path.write_text(
        f"First Name,Last Name,SID,Email,Total Score\nBo,O'Neil,{sid},,38\nEve,X,,eve@x.edu,3\nCy,Reed,9,c@y.edu,4\n"
    )
    scores = read_scores(path, ["hw"])
    people = [Person("bo@x.edu", "1E5", "O'Neil, Bo"), Person("cy@x.edu", "12", "Reed, Cy")]
    assert [scores.of("hw", person) for person in people] == [38, None]
    (sentence,) = scores.strangers(people)
    assert "lines 3 (eve@x.edu), 4 (c@y.edu)" in sentence
    namesake = Person("bo2@x.edu", "7", "Bo O'Neil")
    assert read_scores(path, ["hw"], [*people, namesake]).of("hw", people[0]) is None


def test_a_damaged_number_is_said_by_line(tmp_path):
    _, made = book(tmp_path, SINGLE + "A,B,900,student0000@example.edu,x,37th,42,Graded\n")
    assert made.refused
    assert "line 2: '37th' is not a number" in " ".join(made.sentences)


def test_another_table_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="SID or Email"):
        read_scores(tmp_path / "x.csv", [NAME])
