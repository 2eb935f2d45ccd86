"""The build fills a course's settings into the prose and refuses settings that were typed by hand."""

import re
from datetime import datetime, timezone

import pytest

from autograder import questions
from autograder.content.build_folder import student_files
from autograder.content.percent_source import ContentError
from autograder.content.placeholders import complaints, fill
from autograder.content.solution_page import solution_page
from autograder.content.sources import document
from autograder.course import AssignmentSettings, Course
from autograder.safe_text import spell_points

PLAIN = questions.find("forward_backward")
NAMES = [name for name in questions.names() if name != "participation"]


def given(**settings):
    return Course(settings={"forward_backward": AssignmentSettings(**settings)}).assignment("forward_backward")


@pytest.mark.parametrize(
    "text, filled",
    [
        ("{{points}} in all", "46 in all"),
        ("{{points q8_hidden_weights}}", "6"),
        ("{{ points q8_hidden_weights.dead zones }}", "1"),
        ("{{questions}} questions", "12 questions"),
        ("{{graded}}", "`q12_dead_zones` is graded by a person, everything else by machine."),
        ("a\n- {{due}}\n- {{omitted}}\nb", "a\nb"),
        (r"$\frac{{a}}{{b}}$".replace("{{a}}", "{a}").replace("{{b}}", "{b}"), r"$\frac{a}{b}$"),
    ],
)
def test_a_placeholder_is_filled(text, filled):
    assert fill(text, PLAIN) == filled


def test_points_have_at_most_two_decimals():
    assert [spell_points(points) for points in (7 / 6, 3.0, 0.1 + 0.2, 100, 2.5)] == ["1.17", "3", "0.3", "100", "2.5"]


def test_dates_are_words_with_their_zone():
    due = datetime.strptime("2027-05-22 23:59 -0700", "%Y-%m-%d %H:%M %z")
    assert fill("{{due}}", given(due=due)) == "Due Saturday, May 22, 2027, 23:59 (UTC-07:00)."
    late = fill("{{due}}", given(due=due, late_due=datetime(2027, 5, 26, tzinfo=timezone.utc)))
    assert "late work is taken until Wednesday, May 26, 2027, 00:00 (UTC+00:00)" in late


def test_what_a_course_omits_is_said():
    assert "`q11_relu`" in fill("{{omitted}}", given(omit=("q11_relu",)))


@pytest.mark.parametrize(
    "text, word",
    [
        ("{{pionts}}", "there are points, questions, graded, due, omitted"),
        ("{{points q99}}", "does not have"),
        ("{{points q8_hidden_weights.speed}}", "has no part 'speed'"),
        ("{{due tomorrow}}", "not a placeholder"),
    ],
)
def test_a_mistaken_placeholder_is_refused(text, word):
    with pytest.raises(ContentError, match=re.escape(word)):
        fill(text, PLAIN)
    assert word in next(complaints(f"first\n{text}", PLAIN))[1]


def test_a_placeholder_about_an_omitted_question_is_refused():
    with pytest.raises(ContentError, match="omits"):
        fill("{{points q11_relu}}", given(omit=("q11_relu",)))


@pytest.mark.parametrize(
    "typed",
    ["one of the three points", "3 points", "Questions 1 to 11", "question q12", "12 questions", "**Points:** 46"],
)
def test_a_number_typed_beside_a_placeholder_is_refused(typed):
    line, complaint = next(complaints(f"ok\n{{{{graded}}}} {typed}", PLAIN))
    assert line == 1 and "typed by hand" in complaint


def test_rubrics_and_lines_without_placeholders_may_hold_numbers():
    text = "There are 3 points on the line.\n<!-- BEGIN RUBRIC -->\n{{points}}: 1 point for …\n<!-- END RUBRIC -->"
    assert list(complaints(text, PLAIN)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_points_of_ours_are_typed_by_hand(name):
    """Doubled points: every number of points in the student's files is doubled, too."""
    doubled = {question.id: 2 * question.points for question in questions.find(name).questions}
    course = Course(settings={name: AssignmentSettings(points=doubled)})
    text = student_files(document(name), course)[f"{name}.py"].decode()
    total = sum(doubled.values())
    assert f"Points: {total:g}" in text and "{{" not in text
    assert not re.search(r"\b(?:one|two) of the (?:two|three|four) points\b", text)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["forward_backward", "participation"])
def test_a_title_of_the_courses_is_the_heading_everywhere(name):
    course = Course(settings={name: AssignmentSettings(title="Week 3")})
    files = student_files(document(name), course)
    own = questions.find(name).title
    for file in (f"{name}.ipynb", f"{name}.py", "README.md"):
        assert "# Week 3" in files[file].decode() and own not in files[file].decode(), file
    assert "<h1>Week 3</h1>" in solution_page(document(name), course.assignment(name))
