"""Check that feedback pages link to the solutions only after the course publishes them."""

import re

import pytest

from autograder import course as courses
from autograder import questions
from autograder.classroom.final_results import Standing
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.pages.feedback import Openness, feedback_page
from autograder.content.solution_page import solution_page
from autograder.content.sources import document
from autograder.course import CourseError
from autograder.judge.result import PartResult, QuestionResult, Result

ADDRESS = "https://example.edu/forward_backward-solution.html"


def load(tmp_path, solutions):
    path = tmp_path / "course.yaml"
    path.write_text(f"assignments: {{forward_backward: {{solutions: {solutions}}}}}", encoding="utf-8")
    return courses.load(path, {})


def feedback(solutions):
    """The page of a student with one wrong and one right question."""
    parts = [PartResult("values", 0.0, 1.0, verdict, verdict) for verdict in ("wrong", "right")]
    results = tuple(
        QuestionResult(name, 0.0, 1.0, (part,)) for name, part in zip(("q2_sigmoid", "q8_hidden_weights"), parts)
    )
    result = Result("forward_backward", "ada", "s", "g", "k", "graded", questions=results)
    standing = Standing(RollEntry("ada", "", "", "", "s", "s", "", "", False, ""), result, {}, {}, 0.0)
    return feedback_page(standing, {}, Openness(False, False, False, "Later.", solutions))


def test_each_question_links_to_its_section():
    assert re.findall(r'href="([^"]+)"', feedback(ADDRESS)) == [f"{ADDRESS}#q2_sigmoid", f"{ADDRESS}#q8_hidden_weights"]


def test_before_they_are_out_nothing_is_linked():
    assert "href" not in feedback("")


@pytest.mark.parametrize("text", [ADDRESS, "http://localhost:8000/s.html", "../solutions/fb.html", "solution.html"])
def test_an_address_is_a_page_on_the_network_or_beside(text, tmp_path):
    assert load(tmp_path, f'"{text}"').of("forward_backward").solutions == text


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "my solutions.html", "https://a.b/c#q1", "", "data:text/html,x"]
)
def test_what_is_no_address_of_a_page_is_refused(text, tmp_path):
    with pytest.raises(CourseError, match="solutions must be"):
        load(tmp_path, f'"{text}"')


def test_every_link_leads_to_a_section_of_the_solution_page():
    assignment = courses.Course().assignment("forward_backward")
    page = solution_page(document("forward_backward"), assignment)
    assert {question.id for question in questions.find("forward_backward").questions} <= set(
        re.findall(r'<h2 id="([^"]+)"', page)
    )


def test_the_setting_reaches_the_page(tmp_path):
    assert Openness.of(load(tmp_path, ADDRESS), "forward_backward", None).solutions == ADDRESS
    assert Openness.of(courses.Course(), "forward_backward", None).solutions == ""
