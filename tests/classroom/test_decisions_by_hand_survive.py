"""Check that overrides.csv, points for answers in words and the gradebook are validated, kept and shown everywhere."""

import csv
import json
import os

import pytest

from autograder import cli
from autograder.classroom.compare import compare
from autograder.classroom.explain import NoSuchResult, explanation
from autograder.classroom.gradebook import gradebook
from autograder.classroom.hand_grading import Answer, _shares
from autograder.classroom.hand_grading import written as write_answers
from autograder.classroom.hand_points import answer_code
from autograder.classroom.journal import JournalError


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def written(*arguments):
    return write_answers(*arguments).sentences


def lines_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def grade_of(out, student, column):
    return next(row[column] for row in lines_of(out / "grades.csv") if row["student"] == student)


def override(out, *lines):
    out.mkdir(exist_ok=True)
    (out / "overrides.csv").write_text("student,question,points,reason,by\n" + "\n".join(lines) + "\n")


@pytest.mark.slow
def test_an_override_shows_wherever_the_score_shows(run, hand_in, out):
    run(hand_in("ada.ipynb", points={"q4_forward": 0.0}))
    override(out, "ada,q4_forward,3.5,accepted on paper,Mr T")
    run(hand_in("ada.ipynb", points={"q4_forward": 0.0}))
    assert (grade_of(out, "ada", "q4_forward"), grade_of(out, "ada", "total")) == ("3.5", "41.5")
    verdicts = json.loads((out / "results" / "ada" / "verdicts.json").read_text())["questions"]["q4_forward"]
    assert verdicts["override"] == {"points": 3.5, "reason": "accepted on paper", "by": "Mr T", "before": 0.0}
    for page in (out / "report.html", out / "results" / "ada" / "feedback.html"):
        assert "accepted on paper" in page.read_text() and "Mr T" in page.read_text()
    assert json.loads((out / "results" / "ada" / "results.json").read_text())["tests"][7]["score"] == 3.5


def test_report_applies_an_override_to_grades_and_pages_and_the_gradebook_agrees(run, hand_in, out, tmp_path):
    run(hand_in("ada.ipynb", points={"q4_forward": 0.0}))
    override(out, "ada,q4_forward,3.5,accepted on paper,Mr T")
    os.utime(out / "overrides.csv", (2e9, 2e9))
    book = tmp_path / "book.csv"
    assert any("nnhw report" in sentence for sentence in gradebook([out], book).sentences)
    os.utime(out / "overrides.csv", (1e9, 1e9))
    assert cli.main(["report", str(out)]) == 0
    made = gradebook([out], book)
    assert not any("nnhw report" in sentence for sentence in made.sentences)
    assert grade_of(out, "ada", "total") == lines_of(book)[0]["forward_backward total"] == "41.5"
    for page in (out / "report.html", out / "results" / "ada" / "feedback.html"):
        assert "accepted on paper" in page.read_text()


@pytest.mark.slow
def test_an_override_survives_a_fresh_run(run, hand_in, out):
    run(hand_in("ada.ipynb", points={"q4_forward": 0.0}))
    override(out, "ada,q4_forward,3,looked,T")
    run(hand_in("ada.ipynb", points={"q4_forward": 0.0}), fresh=True)
    assert grade_of(out, "ada", "q4_forward") == "3"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("eve,q4_forward,3,why,T", "no student 'eve'"), ("ada,q99,3,why,T", "no question 'q99'"),
        ("ada,q4_forward,many,why,T", "'many' is not a number"), ("ada,q4_forward,-1,why,T", "'-1' is not a number"),
        ("ada,q4_forward,nan,why,T", "'nan' is not a number"), ("ada,q4_forward,3,,T", "reason must not be empty"),
        ("ada,q4_forward,4.5,why,T", "4.5 is more than the 4 points of q4_forward"),
        ("ada,q4_forward,3,why,", "by must not be empty"), ("ada,*,3,why,T", "given per question"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_applied_is_said_with_its_number_and_the_others_are(run, hand_in, out, line, sentence):
    override(out, line, "ada,q8_hidden_weights,1,why,T")
    sentences = " ".join(run(hand_in("ada.ipynb")).sentences)
    assert "overrides.csv, line 2" in sentences and sentence in sentences
    assert (grade_of(out, "ada", "q4_forward"), grade_of(out, "ada", "q8_hidden_weights")) == ("4", "1")


def test_a_student_is_found_in_any_case_unless_that_leaves_a_doubt(run, hand_in, out):
    override(out, "ADA,q4_forward,1,why,T", "Bob,q4_forward,2,why,T")
    hand_in("ada.ipynb"), hand_in("bob.ipynb"), hand_in("BOB.ipynb")
    sentences = " ".join(run(out.parent / "class").sentences)
    assert grade_of(out, "ada", "q4_forward") == "1" and "there is no student 'Bob'" in sentences


@pytest.mark.slow
def test_a_student_who_may_be_meant_is_named_and_not_guessed(run, hand_in, out):
    run(hand_in("ada@x.edu.ipynb"))
    (out / "overrides.csv").write_text("student,question,points,reason,by\nada,q4_forward,1,an interview,Ann\n")
    said = " ".join(run(hand_in("ada@x.edu.ipynb")).sentences)
    assert "there is no student 'ada' (is it ada@x.edu?); the line was not applied." in said


@pytest.mark.slow
def test_compare_says_that_a_question_pays_more(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"), out=tmp_path / "before")
    journal = tmp_path / "after" / "results" / "ada" / "verdicts.json"
    run(tmp_path / "class", out=tmp_path / "after")
    record = json.loads(journal.read_text())
    record["questions"]["q4_forward"] |= {"points": 8.0, "max": 8.0}
    journal.write_text(json.dumps(record))
    assert "1 × q4_forward, pays 8 in place of 4" in compare(tmp_path / "before", tmp_path / "after").sentences


def test_an_override_file_without_its_columns_is_said(run, hand_in, out):
    out.mkdir()
    (out / "overrides.csv").write_text("who,what\nada,q4\n")
    assert "no column student, question, points, reason, by" in " ".join(run(hand_in("ada.ipynb")).sentences)


@pytest.mark.slow
def test_a_star_settles_a_review_and_lets_the_points_stand(run, hand_in, out):
    run(hand_in("ada.ipynb", review=True))
    assert grade_of(out, "ada", "needs_review") == "1"
    override(out, "ada,*,,the notebook is the right one,T")
    run(hand_in("ada.ipynb", review=True))
    assert (grade_of(out, "ada", "needs_review"), grade_of(out, "ada", "total")) == ("0", "42")


@pytest.mark.slow
def test_deciding_every_question_settles_an_internal_error(run, hand_in, out):
    run(hand_in("ada.ipynb", **{"raise": "a fault of ours"}))
    questions = [
        name
        for name in json.loads((out / "results/ada/verdicts.json").read_text())["questions"]
        if name != "q12_dead_zones"
    ]
    override(out, *(f"ada,{name},1,by eye,T" for name in questions))
    run(hand_in("ada.ipynb", **{"raise": "a fault of ours"}))
    assert (grade_of(out, "ada", "total"), grade_of(out, "ada", "needs_review")) == ("11", "0")


@pytest.mark.slow
def test_compare_says_who_changes_by_how_much_and_why(run, hand_in, tmp_path):
    hand_in("ada.ipynb", points={"q4_forward": 2.0})
    run(hand_in("bob.ipynb"), out=tmp_path / "old")
    run(hand_in("ada.ipynb"), out=tmp_path / "new")
    found = compare(tmp_path / "old", tmp_path / "new")
    (change,) = found.changes
    assert (change.student, change.difference, change.reasons[0].question) == ("ada", 2.0, "q4_forward")
    assert (
        found.sentences[0] == "1 of 2 students change: 1 up, 0 down, +2 points in all."
        and "wrong → right" in found.sentences[1]
    )
    assert "q4_forward" in (tmp_path / "new" / "comparison.csv").read_text()
    assert "ada" in (tmp_path / "new" / "comparison.html").read_text()


def test_compare_says_when_nobody_changes(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"))
    assert compare(tmp_path / "out", tmp_path / "out").sentences == ("Nobody changes. 1 student was compared.",)


@pytest.mark.slow
def test_compare_shows_a_decision_by_hand_as_the_reason(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"), out=tmp_path / "old")
    override(tmp_path / "new", "ada,q4_forward,1,copied out of a book,T")
    run(hand_in("ada.ipynb"), out=tmp_path / "new")
    assert "decided by hand: copied out of a book (T)" in compare(tmp_path / "old", tmp_path / "new").sentences[1]


@pytest.mark.slow
def test_compare_lists_who_is_in_one_folder_only(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"), out=tmp_path / "old")
    run(hand_in("bob.ipynb"), out=tmp_path / "new")
    assert [(c.student, c.old is None) for c in compare(tmp_path / "old", tmp_path / "new").changes] == [("bob", True)]


@pytest.mark.slow
def test_compare_needs_no_pages(run, hand_in, tmp_path):
    hand_in("ada.ipynb", points={"q4_forward": 2.0})
    run(hand_in("bob.ipynb"), out=tmp_path / "old", pages=False)
    run(hand_in("ada.ipynb"), out=tmp_path / "new", pages=False)
    (change,) = compare(tmp_path / "old", tmp_path / "new").changes
    assert (change.student, change.difference, change.reasons[0].question) == ("ada", 2.0, "q4_forward")


def test_compare_refuses_a_folder_that_is_none(tmp_path):
    with pytest.raises(JournalError, match="not a graded folder"):
        compare(tmp_path, tmp_path)


def points_table(out):
    return lines_of(out / "written" / "points.csv")


def enter(out, **points):
    """Enter points by answer text order: a=…, b=… for the lines of the table."""
    rows = points_table(out)
    for row, (value, comment) in zip(rows, points.values()):
        row["points"], row["comment"] = value, comment
    with open(out / "written" / "points.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.slow
def test_written_answers_are_anonymous_and_identical_ones_together(run, hand_in, out):
    for name, text in (("ada", "Because of this."), ("bob", "Because  of\nthis."), ("cyd", "Another reason.")):
        hand_in(f"{name}.ipynb", text)
    run(out.parent / "class")
    written(out)
    page = (out / "written" / "q12_dead_zones.html").read_text()
    assert "the same from 2 students" in page and len(points_table(out)) == 2
    assert not any(name in page for name in ("ada", "bob", "cyd"))


@pytest.mark.slow
def test_points_for_written_answers_are_read_back_into_total_and_max(run, hand_in, out):
    run(hand_in("ada.ipynb", "Because."))
    written(out)
    assert (grade_of(out, "ada", "total"), grade_of(out, "ada", "max")) == ("42", "42")
    enter(out, a=("3.5", "Say why."))
    written(out)
    assert (grade_of(out, "ada", "total"), grade_of(out, "ada", "max")) == ("45.5", "46")
    assert "Say why." in (out / "results" / "ada" / "feedback.html").read_text()


@pytest.mark.slow
def test_entered_points_survive_new_submissions_and_fresh_runs(run, hand_in, out):
    run(hand_in("ada.ipynb", "Because."))
    written(out)
    enter(out, a=("3", "fine"))
    run(hand_in("bob.ipynb", "Another."), fresh=True)
    written(out)
    assert grade_of(out, "ada", "q12_dead_zones") == "3" and len(points_table(out)) == 2
    assert [row["comment"] for row in points_table(out)] == ["fine", ""]


@pytest.mark.slow
def test_no_answer_is_zero_once_others_are_graded(run, hand_in, out):
    hand_in("ada.ipynb", "Because.")
    run(hand_in("bob.ipynb"))
    written(out)
    assert grade_of(out, "bob", "q12_dead_zones") == ""
    enter(out, a=("3", ""))
    written(out)
    assert grade_of(out, "bob", "q12_dead_zones") == "0"


@pytest.mark.slow
@pytest.mark.parametrize("value", ["5", "-1", "lots", "inf"])
def test_points_out_of_range_are_said_and_not_applied(run, hand_in, out, value):
    run(hand_in("ada.ipynb", "Because."))
    written(out)
    enter(out, a=(value, ""))
    assert any("written/points.csv, line 2" in text and "from 0 to 4" in text for text in written(out))
    assert grade_of(out, "ada", "q12_dead_zones") == ""


def test_answers_are_split_among_graders_and_one_in_twenty_is_graded_twice():
    codes = [answer_code("q12_dead_zones", f"Answer number {number}.") for number in range(1000)]
    shares = _shares([Answer(code, "", 1) for code in codes], ["ann", "ben", "cyd"])
    twice = sum(len(graders) == 2 for graders in shares.values())
    firsts = [graders[0] for graders in shares.values()]
    assert 30 <= twice <= 70 and all(280 <= firsts.count(name) <= 390 for name in ("ann", "ben", "cyd"))


@pytest.mark.slow
def test_who_grades_what_does_not_change_when_answers_come_later(run, hand_in, out):
    run(hand_in("ada.ipynb", "Because."))
    written(out, ["ann", "ben"])
    before = points_table(out)
    for number in range(5):
        hand_in(f"s{number}.ipynb", f"Answer number {number}.")
    run(out.parent / "class")
    written(out, ["ann", "ben"])
    assert all(row in points_table(out) for row in before) and {row["grader"] for row in points_table(out)} == {
        "ann",
        "ben",
    }


@pytest.mark.slow
def test_two_graders_who_differ_are_listed_and_flagged(run, hand_in, out):
    run(hand_in("ada.ipynb", "Because."))
    written(out)
    code = points_table(out)[0]["answer"]
    with open(out / "written" / "points.csv", "a") as file:
        file.write(f"q12_dead_zones,{code},ann,2,\nq12_dead_zones,{code},ben,3,\n")
    assert any("graders differ: ann 2" in text and "ben 3" in text for text in written(out))
    assert grade_of(out, "ada", "needs_review") == "1"


@pytest.mark.slow
def test_hostile_answers_show_as_text(run, hand_in, out):
    run(
        hand_in(
            "ada.ipynb",
            "<script>alert(1)</script> ![x](http://evil) [y](javascript:alert(1)) $\\text{<script>}$ **bold**",
        )
    )
    written(out)
    page = (out / "written" / "q12_dead_zones.html").read_text()
    assert (
        "<script" not in page.split("<main>")[1]
        and "<img" not in page
        and "javascript:" not in page.replace("](javascript:", "")
    )
    assert "<strong>bold</strong>" in page


@pytest.mark.slow
def test_formulas_become_mathml_and_the_rubric_stands_above(run, hand_in, out):
    run(hand_in("ada.ipynb", "So $\\sigma' \\le \\frac{1}{4}$."))
    written(out)
    page = (out / "written" / "q12_dead_zones.html").read_text()
    assert "<mfrac>" in page and "Rubric" in page and "dead ReLUs" in page


def test_a_gradebook_joins_assignments_and_keeps_lateness_in_a_column_of_its_own(run, hand_in, tmp_path, out):
    export = hand_in("submission_1/x.ipynb")
    (export / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n  - :name: Ada\n    :sid: '42'\n    :email: ada@x.edu\n  :created_at: 2027-05-23 01:30:00 Z\n"
    )
    run(export)
    (tmp_path / "course.yaml").write_text("assignments:\n  forward_backward:\n    due: 2027-05-22 23:59 +0000\n")
    (tmp_path / "roster.csv").write_text("name,sid,email\nAda,42,ada@x.edu\nBob,43,bob@x.edu\n")
    book = gradebook([out], tmp_path / "book.csv", roster=tmp_path / "roster.csv", course_file=tmp_path / "course.yaml")
    rows = lines_of(book.path)
    ada = {key.removeprefix("forward_backward "): value for key, value in rows[0].items()}
    assert (ada["email"], ada["id"], ada["code"], ada["total"], ada["hours_late"], ada["quiz"]) == (
        "ada@x.edu",
        "42",
        "42",
        "42",
        "2",
        "",
    )
    assert rows[1]["forward_backward status"] == "no_submission"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("until", "late"), [("2027-05-23 12:00 +0000", ""), ("2027-05-23 01:00 +0000", "1"), ("soon", "2")]
)
def test_an_extension_moves_the_due_date_of_one_student(run, hand_in, tmp_path, out, until, late):
    export = hand_in("submission_1/x.ipynb")
    (export / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n  - :name: Ada\n    :sid: '42'\n    :email: ada@x.edu\n  :created_at: 2027-05-23 01:30:00 Z\n"
    )
    run(export)
    (tmp_path / "course.yaml").write_text("assignments:\n  forward_backward:\n    due: 2027-05-22 23:59 +0000\n")
    (tmp_path / "extensions.csv").write_text(f"student,assignment,until\nADA@x.edu,forward_backward,{until}\n")
    book = gradebook([out], tmp_path / "book.csv", course_file=tmp_path / "course.yaml")
    assert lines_of(book.path)[0]["forward_backward hours_late"] == late
    assert any("'soon' is not a date" in text for text in book.sentences) == (until == "soon")


def test_an_extension_of_nobodys_is_said(run, hand_in, tmp_path, out):
    run(hand_in("ada.ipynb"))
    (tmp_path / "extensions.csv").write_text(
        "student,assignment,until\nadda,forward_backward,2027-05-23\nada,backward,2027-05-23\n"
    )
    said = " ".join(gradebook([out], tmp_path / "book.csv").sentences)
    assert "An extension is for 'adda', who is in no graded folder." in said
    assert "extensions.csv, line 3: there is no assignment 'backward'" in said


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ada@x.edu", "ADA@X.EDU", "42", "Ada Lovelace", "lovelace", "ada"])
def test_a_regrade_request_may_name_its_student_in_any_way(run, hand_in, tmp_path, out, who):
    (tmp_path / "roster.csv").write_text("Name,SID,Email\nAda Lovelace,42,ada@x.edu\nBob B,43,bob@x.edu\n")
    run(hand_in("ada@x.edu.ipynb", points={}), roster=tmp_path / "roster.csv")
    lines = explanation(out, who, "q4")
    assert lines[0] == "ada@x.edu (Ada Lovelace), q4_forward: 4 of 4 points." and "class/ada@x.edu.ipynb" in lines[1]


@pytest.mark.slow
def test_a_student_or_question_that_could_be_several_is_asked_back(run, hand_in, out):
    hand_in("ada.ipynb")
    run(hand_in("adam.ipynb"))
    assert explanation(out, "ada", "q1_perceptron")
    with pytest.raises(NoSuchResult, match="'ad' may be any of ada, adam"):
        explanation(out, "ad", "q1_perceptron")
    with pytest.raises(NoSuchResult, match="there is no student 'eve' in .*; there are ada, adam"):
        explanation(out, "eve", "q1_perceptron")
    with pytest.raises(NoSuchResult, match="there is no question 'q'; there are q1_perceptron"):
        explanation(out, "ada", "q")


@pytest.mark.slow
def test_a_gradebook_says_which_of_two_folders_counts(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"), out=tmp_path / "before")
    run(tmp_path / "class", out=tmp_path / "now")
    said = " ".join(gradebook([tmp_path / "before", tmp_path / "now"], tmp_path / "g.csv").sentences)
    assert "1 student, 1 assignment (forward_backward)" in said and f"{tmp_path / 'now'} counts" in said


@pytest.mark.slow
def test_a_run_says_what_to_do_next_and_repeats_no_note_without_end(run, hand_in, tmp_path, out):
    for number in range(12):
        hand_in(f"s{number}.ipynb"), hand_in(f"s{number}.ipynb", folder="again")
    sentences = run(tmp_path / "class", tmp_path / "again").sentences
    assert sentences[-1] == f"Next: open {out / 'report.html'}, then nnhw written {out}."
    assert sum("handed in 2 times" in sentence for sentence in sentences) == 10 and "… and 2 more" in " ".join(
        sentences
    )
