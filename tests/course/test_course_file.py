"""What a course file may say, and the sentence for what it may not."""

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from autograder import course, paths, questions
from autograder.course import CourseError


def load(tmp_path, text, **environment):
    path = tmp_path / "course.yaml"
    path.write_text(text, encoding="utf-8")
    return course.load(path, environment)


def test_the_shipped_file_is_valid_and_its_key_is_public(tmp_path):
    assert load(tmp_path, (paths.PACKAGE / "course.yaml").read_text(encoding="utf-8")).key_is_public


def test_an_empty_file_keeps_every_default(tmp_path):
    assert load(tmp_path, "# nothing\n") == course.Course()


def test_the_environment_sets_the_key(tmp_path):
    assert load(tmp_path, "key: from file\n", NNHW_KEY="secret").key == "secret"


def test_points_are_shared_among_the_parts_as_declared(tmp_path):
    changed = load(tmp_path, "assignments: {forward_backward: {points: {q8_hidden_weights: 12}}}")
    parts = changed.assignment("forward_backward").question("q8_hidden_weights").parts
    assert [part.points for part in parts] == [2, 6, 2, 2]


def test_omitted_questions_are_gone(tmp_path):
    changed = load(tmp_path, "assignments: {forward_backward: {omit: [q11_relu]}}")
    assert "q11_relu" not in changed.assignment("forward_backward").ids


def test_completion_pays_for_any_readable_answer(tmp_path):
    changed = load(tmp_path, "assignments: {participation: {pay: completion}}")
    draws = [list(part.hidden(None)) for q in changed.assignment("participation").questions for part in q.parts]
    assert all(cases == [] for cases in draws)


def test_a_due_date_knows_its_zone(tmp_path):
    due = load(tmp_path, "assignments: {chain_rule: {due: 2027-05-22 23:59 -0700}}").of("chain_rule").due
    assert due.utcoffset().total_seconds() == -7 * 3600


@pytest.mark.parametrize("text", ["2027-05-22 23:59 -07:00", "2027-05-22T23:59:00-0700", "2027-05-23 06:59Z"])
def test_a_due_date_may_be_written_in_iso_form(text, tmp_path):
    due = load(tmp_path, f"assignments: {{chain_rule: {{due: {text}}}}}").of("chain_rule").due
    assert due == datetime(2027, 5, 23, 6, 59, tzinfo=timezone.utc)


def test_limits_in_bytes_are_whole_and_may_be_large(tmp_path):
    limits = (
        load(tmp_path, "assignments: {chain_rule: {limits: {memory: 500000000, call: 2.5}}}").of("chain_rule").limits
    )
    assert limits == {"memory": 500_000_000, "call": 2.5}
    assert [type(value) for value in limits.values()] == [int, float]


@pytest.mark.sampled
@pytest.mark.parametrize(
    "text, line, word",
    [
        ("kye: x\n", 1, "kye"),
        ("key: a\nkey: b\n", 2, "twice"),
        ("hints: sometimes\n", 1, "sometimes"),
        ("key: a\nassignments:\n  chain_rul:\n    omit: []\n", 3, "chain_rul"),
        ("assignments:\n  chain_rule:\n    points:\n      q9_nothing: 3\n", 4, "q9_nothing"),
        ("assignments:\n  chain_rule:\n    points:\n      q1_structure: -3\n", 4, "positive"),
        ("assignments:\n  chain_rule:\n    due: tomorrow\n", 3, "tomorrow"),
        ("assignments:\n  chain_rule:\n    due: 2027-05-22\n", 3, "zone"),
        ("assignments:\n  chain_rule:\n    due: 2027-05-22 23:59\n", 3, "zone"),
        (
            "assignments:\n  trainability:\n    omit: [q1_losses, q2_convergence, q3_boundary, q4_dimension]\n",
            3,
            "nothing is left",
        ),
        ("assignments:\n  chain_rule:\n    limits: {processes: 2.5}\n", 3, "whole number"),
        ("assignments:\n  chain_rule:\n    points: {q5_upstream: 1, q5_upstream: 2}\n", 3, "twice"),
        ("assignments:\n\tchain_rule:\n", 2, "a tab"),
        ("[1]: a\n", 1, "nested value"),
        ("key: {a: 1}\n", 1, "must be a text"),
        ("assignments:\n  chain_rule:\n    limits: {patience: 3}\n", 3, "patience"),
        ("key: [\n", 2, "YAML"),
        ("- key\n", 1, "value"),
        ("key: null\n", 1, "null means none"),
        ("key: ~\n", 1, "means none"),
        ("course:\nkey:\n", 1, "must be a text"),
        ("assignments:\n  chain_rule:\n    due: 0001-01-01 00:00 +0000\n", 3, "year"),
        ("assignments:\n  chain_rule:\n    due: 9999-12-31 23:59 -1200\n", 3, "year"),
        ("assignments:\n  chain_rule:\n    due: 2027-13-22 23:59 +0000\n", 3, "zone"),
        ("assignments:\n  chain_rule:\n    points: {q5_upstream: 1e-300}\n", 3, "positive"),
        ("assignments:\n  chain_rule:\n    points: {q5_upstream: nan}\n", 3, "positive"),
        ("assignments:\n  chain_rule:\n    points: {q5_upstream: inf}\n", 3, "positive"),
        ("assignments:\n  chain_rule:\n    points: {q5_upstream: 1e7}\n", 3, "positive"),
        ("assignments:\n  chain_rule:\n    points: {q5_upstream: null}\n", 3, "means none"),
        ("assignments:\n  chain_rule:\n    points: {q7_gradient_step: {speed: 1}}\n", 3, "unknown part"),
        ("assignments:\n  chain_rule:\n    points:\n      q7_gradient_step:\n        value: 0\n", 5, "positive"),
        ("assignments:\n  forward_backward:\n    points: {q12_dead_zones: {a: 1}}\n", 3, "no parts"),
        ("assignments:\n  chain_rule:\n    limits: {call: 1e-300}\n", 3, "positive"),
        ("assignments:\n  chain_rule:\n    limits: {memory: nan}\n", 3, "positive"),
        ("assignments:\n  forward_backward:\n    omit: [q2_sigmoid]\n", 3, "builds on q2_sigmoid"),
        ("assignments:\n  chain_rule:\n    late_due: 2027-05-22 23:59 +0000\n", 3, "give due"),
        (
            "assignments:\n  chain_rule:\n    due: 2027-05-22 23:59 +0000\n    late_due: 2027-05-22 23:00 +0000\n",
            3,
            "not after",
        ),
        ("assignments:\n  chain_rule:\n    hints: loud\n", 3, "loud"),
        ("assignments:\n  chain_rule:\n    visibility: loud\n", 3, "loud"),
        ("assignments:\n  chain_rule:\n    notebook_check: loud\n", 3, "loud"),
        ("assignments:\n  chain_rule:\n    canvas: 12e3\n", 3, "Canvas"),
        ("assignments:\n  chain_rule:\n    columns: {webct: x}\n", 3, "unknown system"),
        ("late:\n  days: 1.5\n", 2, "whole number"),
        ("late:\n  penalty: 101\n", 2, "percent"),
        ("late:\n  grace: soon\n", 2, "hours"),
        ("late:\n  of: best\n", 2, "earned, possible"),
        ("late:\n  fine: 3\n", 2, "unknown late key"),
        ("assignments:\n  chain_rule:\n    title: |\n      two\n      lines\n", 3, "one line"),
        ("assignments:\n  chain_rule: &a\n    <<: *a\n", 2, "merges itself"),
        ("assignments:\n  chain_rule:\n    <<: [1]\n", 3, "lines"),
        ("x-shared: &x {speed: 3}\nassignments:\n  chain_rule: {<<: *x}\n", 1, "unknown key"),
        ("<<: {kye: x}\n", 1, "kye"),
        ("# one\n# two\ncourse: a\x00b\n", 3, "YAML"),
        ("course: a\nkey: " + "[" * 3000 + "]" * 3000, 2, "too deeply"),
        ("hints: never\ncourse: |\n  two\n  lines\n", 2, "one line"),
        ("assignments:\n  chain_rule:\n    limits: {memory: 512}\n", 3, "number of bytes, from 8,388,608"),
        ("assignments:\n  chain_rule:\n    points: {q1_structure: 0.02}\n", 3, "less than 0.01"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, text, line, word):
    with pytest.raises(CourseError, match=rf"line {line}: .*{word}"):
        load(tmp_path, text)


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path):
    (tmp_path / "course.yaml").write_bytes("# one\ncourse: Café\n".encode("latin-1"))
    with pytest.raises(CourseError, match=r"line 2: .*UTF-8"):
        course.load(tmp_path / "course.yaml", {})


def test_points_may_be_scaled_for_a_question_by_hand():
    question = questions.find("forward_backward").question("q12_dead_zones")
    assert course.with_points(question, 7).points == 7
    assert replace(question, hand_points=7) == course.with_points(question, 7)


@pytest.mark.parametrize("points", [0.1, 1.1, 5.4, 7, 10, 33.3, 100])
@pytest.mark.parametrize("name", questions.names())
def test_a_question_is_worth_exactly_what_the_course_says(name, points):
    """Shared among parts and added up again, 7 is 7.000000000000001: more than a right answer would be paid."""
    for question in questions.find(name).questions:
        changed = course.with_points(question, points)
        assert changed.points == points, question.id


def test_every_setting_of_an_assignment_is_read(tmp_path):
    text = """\
assignments:
  chain_rule:
    title: Chains
    due: 2027-05-22 23:59 -0700
    late_due: 2027-05-25 23:59 -0700
    hints: never
    visibility: visible
    canvas: 4711
    notebook_check: panel
    points: {q7_gradient_step: {value: 3}}
"""
    changed = load(tmp_path, text)
    said, assignment = changed.of("chain_rule"), changed.assignment("chain_rule")
    assert (said.late_due - said.due).days == 3 and (said.canvas, said.notebook_check) == (4711, "panel")
    assert assignment.title == "Chains"
    assert [part.points for part in assignment.question("q7_gradient_step").parts] == [3, 1]
    seen = changed.seen_by("chain_rule")
    assert (seen.hints, seen.visibility) == ("never", "visible")
    assert changed.seen_by("initialization").hints == changed.hints
    assert course.from_text(course.to_text(changed, "chain_rule")).of("chain_rule") == replace(
        said, hints="", visibility=""
    )


def test_merge_keys_bring_what_an_entry_does_not_say_itself(tmp_path):
    text = """\
x-term: &term
  due: 2027-05-22 23:59 -0700
  hints: never
assignments:
  chain_rule:
    <<: *term
    hints: at_once
  initialization: {<<: *term}
"""
    changed = load(tmp_path, text)
    assert [changed.of(name).hints for name in ("chain_rule", "initialization")] == ["at_once", "never"]
    assert changed.of("chain_rule").due == changed.of("initialization").due


def test_what_needs_an_omitted_question_may_be_omitted_with_it(tmp_path):
    changed = load(tmp_path, "assignments: {chain_rule: {omit: [q5_upstream, q6_squared_loss]}}")
    assert "q6_squared_loss" not in changed.assignment("chain_rule").ids
