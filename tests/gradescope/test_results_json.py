"""What Gradescope gets: valid by its schema, seen by whom the course says, with no more points than were judged."""

from __future__ import annotations

import html
import itertools
import json
import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from autograder.course import AssignmentSettings, Course
from autograder.course_reader import HINTS, VISIBILITY
from autograder.gradescope.preview import side_by_side
from autograder.gradescope.question_entries import Occasion, escaped
from autograder.gradescope.rehearsal import faults
from autograder.gradescope.results_json import not_graded, results_json
from autograder.judge.result import PartResult, QuestionResult, Result

NOW = datetime(2027, 5, 20, 12, 0, tzinfo=timezone.utc)
COURSE = Course().assignment("chain_rule")


def part(
    name: str, points: float, top: float, verdict: str = "right", public: str = "right", **told: str
) -> PartResult:
    return PartResult(name, points, top, verdict, public, **told)


def record(**changes: object) -> Result:
    """Everything right, but for q5: right in public, wrong in hidden cases; and q8, wrong in public ones."""
    questions = []
    for question in COURSE.questions:
        parts = tuple(part(one.name, one.points, one.points) for one in question.parts)
        questions.append(QuestionResult(question.id, question.points, question.points, parts))
    questions[4] = QuestionResult(
        "q5_upstream", 1.0, 2.0,
        (part("values", 0.0, 1.0, "wrong", gap="weight_gradient is wrong in every case."), part("other lengths", 1.0, 1.0)),
        slip="local", slip_sentence="The upstream gradient is missing.", slip_is_public=False,
    )  # fmt: skip
    questions[7] = QuestionResult(
        "q8_vector_derivatives", 2.0, 3.0,
        (part("quadratic", 0.0, 1.0, "wrong", "wrong", message="quadratic_gradient is wrong (got 1, expected 2)"), part("a", 2.0, 2.0)),
        slip="symmetric", slip_sentence="B need not be symmetric.", slip_is_public=True, experiment="try n = 2",
    )  # fmt: skip
    fields = {"status": "graded", "questions": tuple(questions), "notes": ("cell 3: NameError: x",)} | changes
    return Result("chain_rule", "ada", "s", "g", "k", **fields)


def changed(question: str, into: QuestionResult) -> Result:
    """The record with one question's result replaced."""
    return record(questions=tuple(into if one.id == question else one for one in record().questions))


def entries(found: dict, question: str) -> list[dict]:
    return [test for test in found["tests"] if test["name"].startswith(question)]


@pytest.mark.parametrize(("hints", "visibility"), list(itertools.product(HINTS, VISIBILITY)))
@pytest.mark.parametrize("occasion", [Occasion(), Occasion(3), Occasion(1, past_due=True)])
def test_every_setting_is_valid_and_counts_the_same_points(hints, visibility, occasion):
    found = results_json(record(), Course(hints=hints, visibility=visibility), occasion)
    assert faults(json.dumps(found).encode()) == []
    assert sum(test.get("score", 0) for test in found["tests"]) == record().total
    assert sum(test.get("max_score", 0) for test in found["tests"]) == record().max


@pytest.mark.parametrize("points", [0.1, 5.4, 7, 10, 100])
def test_a_right_answer_is_passed_whatever_points_a_course_gives(points):
    given = {question.id: points for question in COURSE.questions}
    settings = {"chain_rule": AssignmentSettings(points=given)}
    course = Course(visibility="visible", settings=settings)
    full = tuple(
        QuestionResult(q.id, round(sum(p.points for p in q.parts), 6), q.points)
        for q in course.assignment("chain_rule").questions
    )
    found = results_json(record(questions=full), course)
    assert {test["status"] for test in found["tests"]} == {"passed"}


@pytest.mark.parametrize("points", [5 / 3, 10.333, 12345.678, 99999.99])
def test_points_are_shown_with_at_most_two_decimals_and_no_exponent(points):
    course = Course(visibility="visible", settings={"chain_rule": AssignmentSettings(points={"q1_structure": points})})
    parts = tuple(part(p.name, p.points, p.points) for p in course.assignment("chain_rule").questions[0].parts)
    found = results_json(changed("q1_structure", QuestionResult("q1_structure", points, points, parts)), course)
    shown = "".join(test["name"] + test["output"] for test in found["tests"]) + "".join(side_by_side(found, 200))
    assert f"{points:.2f} points" in shown and not re.search(r"\d\.\d{3}|\de\+", shown)


@pytest.mark.parametrize("visibility", VISIBILITY)
def test_public_entry_is_visible_and_the_hidden_one_as_the_course_says(visibility):
    public, hidden = entries(results_json(record(), Course(visibility=visibility)), "q5_upstream")
    assert (public["visibility"], hidden["visibility"]) == ("visible", visibility)
    assert "weight_gradient is wrong" in hidden["output"]
    assert "weight_gradient is wrong" not in public["output"]


def test_right_public_cases_never_read_as_all_passed():
    public, hidden = entries(results_json(record(), Course()), "q5_upstream")
    assert public["output"].startswith("All 2 parts pass their public cases.\n\nYour points come from hidden cases")
    assert hidden["status"] == "failed"
    assert (hidden["score"], hidden["max_score"]) == (1.0, 2.0)


def test_where_all_is_visible_the_first_entry_has_the_points_and_fails():
    public, hidden = entries(results_json(record(), Course(visibility="visible")), "q5_upstream")
    assert (public["score"], public["max_score"], public["status"]) == (1.0, 2.0, "failed")
    assert "score" not in hidden


@pytest.mark.parametrize(
    ("hints", "occasion", "shown"),
    [
        ("at_once", Occasion(), True),
        ("third_submission", Occasion(2), False),
        ("third_submission", Occasion(3), True),
        ("after_due_date", Occasion(9), False),
        ("after_due_date", Occasion(1, past_due=True), True),
        ("never", Occasion(9, past_due=True), False),
    ],
)
def test_hint_is_shown_when_the_course_says(hints, occasion, shown):
    public, _ = entries(results_json(record(), Course(hints=hints), occasion), "q8_vector_derivatives")
    assert ("B need not be symmetric" in public["output"]) == shown


def test_slip_that_only_hidden_cases_reveal_waits_for_the_due_date():
    course = Course(hints="at_once", visibility="visible")
    before = results_json(record(), course)
    after = results_json(record(), course, Occasion(past_due=True))
    assert "upstream gradient is missing" not in json.dumps(before)
    assert "upstream gradient is missing" in json.dumps(after)


@pytest.mark.parametrize("visibility", ["after_due_date", "after_published"])
def test_slip_waits_in_the_entry_that_opens_later(visibility):
    public, hidden = entries(
        results_json(record(), Course(hints="after_due_date", visibility=visibility)), "q5_upstream"
    )
    assert "upstream gradient is missing" in hidden["output"]
    assert "upstream gradient is missing" not in public["output"]


def test_the_same_message_is_said_once_for_all_its_parts():
    parts = tuple(part(name, 0.0, 1.0, "error", "error", message="f raised ValueError.") for name in ("one", "two"))
    found = results_json(changed("q2_local_partials", QuestionResult("q2_local_partials", 0.0, 2.0, parts)), Course())
    assert entries(found, "q2_local_partials")[0]["output"].startswith("**one**, **two**: f raised ValueError.\n\n")


def test_error_carried_forward_is_no_contradiction():
    parts = (part("values", 1.0, 1.0, message="f is wrong"), part("shape", 1.0, 1.0))
    carried = QuestionResult("q5_upstream", 2.0, 2.0, parts, carried_forward=True)
    public, _ = entries(results_json(changed("q5_upstream", carried), Course()), "q5_upstream")
    assert "With a right one in its place, **values** passes its public cases." in public["output"]
    assert "parts pass their public cases" not in public["output"]


def test_answer_that_can_be_read_is_not_called_passed():
    public, hidden = entries(results_json(record(), Course()), "q4_closed_form")
    assert "these checks do not show whether it is correct" in public["output"]
    assert "status" not in public
    assert hidden["status"] == "passed"


def test_answer_that_cannot_be_read_is_called_failed():
    parts = (part("dv/dc", 0.0, 5.0, "error", "error", message="character 3"),)
    found = results_json(changed("q4_closed_form", QuestionResult("q4_closed_form", 0.0, 5.0, parts)), Course())
    assert entries(found, "q4_closed_form")[0]["status"] == "failed"


def test_completion_has_one_visible_entry_and_speaks_of_no_hidden_case():
    course = Course(settings={"chain_rule": AssignmentSettings(pay="completion")})
    found = results_json(record(), course)
    assert "hidden" not in json.dumps([found["output"], *found["tests"]])
    assert [test["visibility"] for test in found["tests"]] == ["visible"] * len(COURSE.questions)
    assert sum(test["score"] for test in found["tests"]) == record().total


def test_unjudged_questions_have_no_points_and_say_so():
    found = results_json(record(), Course(), unjudged=("q5_upstream", "q8_vector_derivatives"))
    assert sum(test.get("score", 0) for test in found["tests"]) == record().total - 3.0
    assert "did not finish" in found["output"]
    assert all("stopped before" in test["output"] for test in entries(found, "q5_upstream"))


def test_fault_of_the_grader_is_no_zero_and_shows_no_traceback():
    broken = QuestionResult(
        "q5_upstream", 0.0, 2.0, (part("values", 0.0, 2.0, "internal", "internal"),), note="KeyError: secret"
    )
    questions = tuple(broken if one.id == "q5_upstream" else one for one in record().questions)
    found = results_json(record(questions=questions), Course())
    assert "score" not in entries(found, "q5_upstream")[0]
    assert "The total is not final" in found["output"]
    assert "secret" not in json.dumps(found)


@pytest.mark.parametrize(
    ("status", "why"), [("timeout", "took too long"), ("memory", "more memory"), ("crash", "ended the Python process")]
)
def test_submission_that_did_not_load_is_told_why_and_what_to_do(status, why):
    said = results_json(record(status=status, message="it closed the line", questions=()), Course())["output"]
    assert why in said
    assert "Restart the kernel" in said
    assert said.endswith("It closed the line.")


@pytest.mark.parametrize("status", ["unreadable", "timeout", "memory", "crash", "internal_error"])
def test_submission_that_was_not_judged_gets_its_sentence(status):
    found = results_json(record(status=status, message="line 3 is no Python", questions=()), Course())
    assert found["score"] == 0.0
    assert "Line 3 is no Python." in found["output"]
    assert faults(json.dumps(found).encode()) == []


def test_written_question_is_a_reminder_without_points():
    questions = tuple(
        QuestionResult(q.id, None if q.by_hand else q.points, q.points)
        for q in Course().assignment("forward_backward").questions
    )
    found = results_json(Result("forward_backward", "", "s", "g", "k", "graded", questions=questions), Course())
    (entry,) = entries(found, "q12_dead_zones")
    assert "score" not in entry
    assert "read by a person" in entry["output"]


METADATA = [
    ({}, Occasion(1, False)),
    ({"previous_submissions": [{}, {}]}, Occasion(3, False)),
    ({"previous_submissions": None, "assignment": None}, Occasion(1, False)),
    ({"previous_submissions": "many", "assignment": "none"}, Occasion(1, False)),
    ({"assignment": {"due_date": "2027-05-19T23:59:00.000000-07:00"}}, Occasion(1, True)),
    (
        {"assignment": {"due_date": "2027-05-19T23:59:00.000000-07:00", "late_due_date": "2027-05-25T23:59:00-07:00"}},
        Occasion(1, False),
    ),
    ({"assignment": {"due_date": "tomorrow"}}, Occasion(1, False)),
    ({"assignment": {"due_date": None}}, Occasion(1, False)),
    ({"assignment": {"due_date": "2027-05-19 23:59:00 UTC"}}, Occasion(1, True)),
    ({"assignment": {"due_date": "2027-05-19T23:59:00.1-0700"}}, Occasion(1, True)),
    ({"assignment": {"due_date": "9999-12-31T23:59:59-14:00"}}, Occasion(1, False)),
    ({"assignment": {"due_date": 1811000000}, "users": None}, Occasion(1, False)),
    ({"previous_submissions": [{"score": None}, None, {"results": None}]}, Occasion(4, False)),
]


@pytest.mark.parametrize(("metadata", "expected"), METADATA)
def test_metadata_with_fields_missing_or_odd_is_read(metadata, expected):
    assert Occasion.of(metadata, None, NOW) == expected


def test_the_later_of_the_courses_and_gradescopes_date_counts():
    earlier = {"assignment": {"due_date": "2027-01-01T00:00:00+00:00"}}
    later = {"assignment": {"due_date": "2027-06-01T00:00:00+00:00"}}
    assert not Occasion.of(earlier, NOW + timedelta(days=1), NOW).past_due
    assert not Occasion.of(later, NOW - timedelta(days=1), NOW).past_due
    assert Occasion.of(earlier, NOW - timedelta(days=1), NOW).past_due
    assert Occasion.of({}, NOW - timedelta(days=1), NOW).past_due


SPECIAL = r"""`tick` "two" 'one' back\slash \\n <b onclick=x>b</b> &amp; {0} {} %s %(a)d $x$ |a| a_b _c_ *d* ~~e~~ ![f](g) ∂σ″ 名 #h"""


def as_read(markdown: str) -> str:
    """The words of one paragraph that a browser shows of it, Markdown's extensions of GitHub included."""
    shown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    paragraph = re.fullmatch(r"<p>([^<]*)</p>\n", shown)
    assert paragraph, shown
    return html.unescape(paragraph[1])


@pytest.mark.parametrize(
    "text",
    [SPECIAL, "<img src=x onerror=alert(1)>", "- item", "+ item", "1. item", "23) item", "# heading", "=== x", "> quote", "---",
     "-", "+", "1.", "===", "https://example.org/a_b_c", "line\nbreak\r\n# heading", "&#42;", "\\", "|-|", "``", "~~~ x"],
)  # fmt: skip
def test_a_students_own_words_stay_words(text):
    assert as_read(escaped(text)) == " ".join(text.split())


@given(st.text("`*_[]<>#|~$&!\\-+=.)(1a \n∂{}%:\"'", min_size=1, max_size=30).filter(str.strip))
def test_whatever_marks_a_text_is_made_of_they_are_shown(text):
    assert as_read(escaped(text)) == " ".join(text.split())


@pytest.mark.parametrize("place", ["message", "gap", "note", "experiment", "slip_sentence"])
def test_special_characters_reach_the_student_in_every_text(place):
    told = {place: SPECIAL} if place in ("message", "gap") else {}
    wrong = part("values", 0.0, 2.0, "wrong", "wrong", **told)
    said = {} if told else {place: SPECIAL}
    found = QuestionResult("q5_upstream", 0.0, 2.0, (wrong,), slip="s", slip_is_public=True, **said)
    course = Course(hints="at_once", visibility="visible")
    data = json.dumps(results_json(changed("q5_upstream", found), course), ensure_ascii=False).encode()
    assert faults(data) == []
    texts = [test["output"] for test in json.loads(data)["tests"]]
    assert any(escaped(SPECIAL) in text for text in texts)


def test_every_text_is_cut_to_a_readable_length():
    assert len(escaped("x" * 10**6)) < 1000


def test_schema_refuses_what_gradescope_would():
    assert faults(b"no json")
    assert faults(b"{}")
    assert faults(json.dumps({"score": 1, "visibility": "soon"}).encode())
    assert faults(json.dumps({"tests": [{"score": "2"}]}).encode())
    assert faults(json.dumps(not_graded("x") | {"output": "y" * 2_000_000}).encode())


def test_a_students_own_due_date_decides_on_hints():
    """Gradescope repeats the dates for each user, with that user's extension."""
    passed, ahead = ((NOW + timedelta(days=days)).isoformat() for days in (-1, 1))
    own = {"assignment": {"due_date": passed}, "users": [{"assignment": {"due_date": ahead, "late_due_date": None}}]}
    assert not Occasion.of(own, NOW - timedelta(days=1), NOW).past_due
    assert Occasion.of({"assignment": {"due_date": passed}, "users": [{"assignment": None}, 7]}, None, NOW).past_due
