"""Read the file for Canvas as Canvas's own importer does (lib/gradebook_importer.rb of instructure/canvas-lms)."""

import csv
import re

import pytest

from autograder.classroom.gradebook import gradebook

EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Forward-Backward (8841),Essay (8842),Homework Current Score,Final Grade
,,,,,Manual Posting,,,
    Points Possible,,,,,40,10,(read only),(read only)
"Lovelace, Ada",501,s0001,ada@x.edu,Discussion 2,,9,,
"Babbage, Charles",502,s0002,cb@x.edu,Discussion 1,12.5,,,
"Student, Test",599,,d41d8cd9,Discussion 1,,,,
"""


def imported(text):
    """{Canvas id: {column: cell}}, points possible by column, and the columns that become new assignments.

    The importer's rules: row 1 names Student and ID, then perhaps SIS User ID and SIS Login ID, and Section last of those;
    every further column is an assignment, found by the number in parentheses or by its whole title, else a new one.
    """
    rows = list(csv.reader(text.splitlines()))
    head = rows[0]
    assert (
        "Student" in head[0]
        and "ID" in head[1]
        and head[2:4] == ["SIS User ID", "SIS Login ID"]
        and "Section" in head[4]
    )
    known = {"8841", "8842"}
    new = [title for title in head[5:] if not (found := re.search(r"\((\d+)\)$", title)) or found[1] not in known]
    possible = next(dict(zip(head[5:], row[5:])) for row in rows if "Points Possible" in row[0])
    students = {row[1]: dict(zip(head[5:], row[5:])) for row in rows[1:] if "Points Possible" not in row[0]}
    return students, possible, new


@pytest.fixture
def book(run, hand_in, tmp_path):
    """Write a gradebook with the file for Canvas beside it; its text and the sentences."""

    def book(export=EXPORT, *folders, **more):
        (tmp_path / "export.csv").write_text(export, encoding="utf-8")
        made = gradebook(folders or [tmp_path / "out"], tmp_path / "book.csv", canvas=tmp_path / "export.csv", **more)
        return (tmp_path / "book-canvas.csv").read_text(encoding="utf-8"), " ".join(made.sentences)

    hand_in("lovelaceada_501_77001_forward_backward.ipynb", points={"q4_forward": 1.5})
    run(hand_in("zuseknut_777_77002_forward_backward.ipynb"))
    return book


def test_totals_go_into_the_assignment_that_canvas_has(book):
    students, _, new = imported(book()[0])
    assert students["501"] == {"Forward-Backward (8841)": "39.5"} and new == []


def test_who_handed_in_nothing_keeps_the_cell_that_canvas_has(book):
    students, _, _ = imported(book()[0])
    assert students["502"] == {"Forward-Backward (8841)": "12.5"} and students["599"] == {"Forward-Backward (8841)": ""}


def test_points_possible_stay_canvas_own_and_a_difference_is_said(book):
    text, said = book()
    assert imported(text)[1] == {"Forward-Backward (8841)": "40"}
    assert "In Canvas Forward-Backward (8841) is out of 40 points, here out of 42." in said


def test_an_assignment_that_canvas_lacks_is_made_and_said(book):
    text, said = book(EXPORT.replace("Forward-Backward (8841)", "Something else (8843)"))
    students, possible, new = imported(text)
    assert (new, possible) == (["forward_backward"], {"forward_backward": "42"}) and students["502"] == {
        "forward_backward": ""
    }
    assert "Canvas will make a new assignment forward_backward" in said


def test_who_is_not_in_canvas_is_said_and_is_in_the_other_file(book, tmp_path):
    text, said = book()
    assert "777" not in text and "Not in Canvas's export and left out of that file: 777." in said
    assert "777" in (tmp_path / "book.csv").read_text()


def test_a_registrars_roster_may_stand_beside_it(book, tmp_path):
    (tmp_path / "roster.csv").write_text("name,number,email\n")
    (tmp_path / "roster.csv").write_text("Name,Student ID,Email\nAda Lovelace,501,ada@x.edu\n")
    assert imported(book(roster=tmp_path / "roster.csv")[0])[0]["501"] == {"Forward-Backward (8841)": "39.5"}


def test_an_export_with_semicolons_and_a_mark_is_read(book):
    assert imported(book("\ufeff" + EXPORT.replace(", ", "~").replace(",", ";").replace("~", ", "))[0])[0]["501"]


def test_a_file_that_canvas_did_not_export_is_refused(book):
    with pytest.raises(ValueError, match="not a gradebook exported by Canvas"):
        book("name,email\nAda,ada@x.edu\n")


@pytest.mark.slow
def test_a_total_that_is_not_final_is_said(run, hand_in, book):
    run(hand_in("lovelaceada_501_77001_forward_backward.ipynb", "Because of dead zones."))
    assert "forward_backward: 2 students have answers in words without points" in book()[1]


COPIES = EXPORT.replace("Essay (8842)", "Forward backward (8842)")


@pytest.mark.parametrize("column, title", [(8842, "Forward backward (8842)"), (8841, "Forward-Backward (8841)"), ("Forward-Backward (8841)", "Forward-Backward (8841)")])  # fmt: skip
def test_the_course_says_which_column_by_number_or_heading(book, tmp_path, column, title):
    (tmp_path / "course.yaml").write_text(f"assignments:\n  forward_backward:\n    canvas: {column}\n")
    students, _, new = imported(book(COPIES, course_file=tmp_path / "course.yaml")[0])
    assert students["501"] == {title: "39.5"} and new == []


@pytest.mark.parametrize("column", ["8843", "No such homework"])
def test_a_column_that_canvas_lacks_is_refused_with_those_it_has(book, tmp_path, column):
    (tmp_path / "course.yaml").write_text(f"assignments:\n  forward_backward:\n    canvas: {column}\n")
    with pytest.raises(ValueError, match=r"has no column for forward_backward: .*Essay \(8842\)"):
        book(course_file=tmp_path / "course.yaml")


def test_points_changed_in_gradescope_go_to_canvas(book, tmp_path):
    (tmp_path / "forward_backward.csv").write_text("SID,Email,Total Score\n501,,41\n")
    assert imported(book(gradescope=tmp_path / "forward_backward.csv")[0])[0]["501"] == {
        "Forward-Backward (8841)": "41"
    }


@pytest.mark.parametrize("cell", ["EX", "ex", "Ex", "eX"])
@pytest.mark.parametrize("names", ["Student", "LastName,FirstName", "FirstName,LastName"])
def test_names_sections_ids_and_excuses_come_back_as_canvas_wrote_them(book, cell, names):
    """Zeros in front, a number like 219E01, sections with commas: what a spreadsheet damages."""
    two = names != "Student"
    row = ["0042", "Ä, B"] if two else ["Ä B"]
    export = [[*names.split(","), "ID", "SIS User ID", "SIS Login ID", "Section", "Forward-Backward (8841)"],
              ["    Points Possible", *[""] * (4 + two), "40"],
              [*row, "501", "007", "219E01", "A, B and C", cell], [*row, "502", "1-2", "@x", "A", "7"]]  # fmt: skip
    text = "\n".join(",".join(f'"{value}"' if "," in value else value for value in line) for line in export)
    made, said = book(text + "\n")
    back = list(csv.reader(made.splitlines()))
    assert back[0] == export[0] and back[2] == export[2] and "is excused (EX)" in said
    assert back[3][:-2] == [value.replace("@x", "'@x") for value in export[3][:-2]]
