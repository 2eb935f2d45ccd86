"""The quiz: a complete bank, answers read as published, and an explanation for every wrong answer."""

import numpy as np
import pytest
import yaml

from autograder import questions
from autograder.checks.compare import compare
from autograder.checks.observation import Observation
from autograder.judge.answer_kinds import JUDGE_KINDS
from autograder.questions import quiz_bank
from autograder.questions.quiz_bank import BankError, bank_file, read_bank
from autograder.questions.schema import Draw
from autograder.questions.typed import TypedAnswer, typed_answer
from autograder.questions.typed import typed_question as question

ENTRIES = {entry.id: entry for entry in map(typed_answer, read_bank("participation").items)}


def verdict(entry, answer, public=False):
    (part,) = question(entry).parts
    (case,) = part.public(Draw("public")) if public else part.hidden(Draw("a key"))
    return compare(case.expect, Observation("returned", answer), entry.id, kinds=JUDGE_KINDS).verdict


def entry(kind, right, **more):
    """Return a question made up for a test."""
    reader = {"answer": kind} | {key: more.pop(key) for key in ("options", "notation") if key in more}
    return TypedAnswer("p1", kind, "made up", 1.0, right, reader, more.pop("wrong", ()), **more)


CHOICE = entry("choice", "c", options=["a", "b", "c", "d"])
CHOICES = entry("choices", frozenset("ad"), options=["a", "b", "c", "d"])
NONE_APPLIES = entry("choices", frozenset(), options=["a", "b"])
NUMBER = entry("number", 0.25, tolerance=0.001)
TEXT = entry("text", "backpropagation", accepted=("backprop",))
SYMBOLIC = entry("expression", "5*b", notation={"symbols": ["a", "b", "c"]})


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        (CHOICE, ["c", "C", " c ", "c)", " C ", ["c"], {"c"}, ("c",)]),
        (CHOICES, [{"a", "d"}, ["a", "d"], ("d", "a", "a"), "ad", "a, d", "A, D", {"A", "d"}]),
        (NONE_APPLIES, [set(), [], ()]),
        (NUMBER, [0.25, np.float64(0.25), np.array([0.25]), np.array(0.25), "0.25", "1/4", " 1/4 ", 0.251, 0.249, np.float32(0.25)]),
        (TEXT, ["backpropagation", "Backprop", "BACK-PROPAGATION", "the backpropagation algorithm", "back propagation method", "backpropogation"]),
        (SYMBOLIC, ["5*b", "5b", "b*5", "10b/2", r"$5 \cdot b$", "a + 5b - a", "5 × b"]),
    ],
    ids=["choice", "choices", "none applies", "number", "text", "expression"],
)  # fmt: skip
def test_right_answers_count_in_every_published_spelling(asked, answers):
    assert {str(answer): verdict(asked, answer) for answer in answers} == {str(answer): "right" for answer in answers}


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        (CHOICE, ["a", ["b"]]),
        (CHOICES, [set(), {"a"}, {"a", "b", "d"}, "abcd"]),
        (NONE_APPLIES, [{"a"}, "b"]),
        (NUMBER, [0.2512, 0.2488, 1, "1/5", "-0.25"]),
        (TEXT, ["gradient descent", "propagation", "bckprp", "backpropogaton"]),
        (SYMBOLIC, ["5", "b", "5*a", "5 + b", "5b^2", "0"]),
    ],
    ids=["choice", "choices", "none applies", "number", "text", "expression"],
)  # fmt: skip
def test_wrong_answers_are_wrong(asked, answers):
    assert {str(answer): verdict(asked, answer) for answer in answers} == {str(answer): "wrong" for answer in answers}


@pytest.mark.parametrize("asked", [CHOICE, CHOICES, NUMBER, TEXT, SYMBOLIC], ids=lambda asked: asked.kind)
def test_what_is_not_answered_is_missing_and_worth_nothing(asked):
    for nothing in (..., None, "", "  "):
        assert verdict(asked, nothing) == verdict(asked, nothing, public=True) == "missing"
    (part,) = question(asked).parts
    (case,) = part.hidden(Draw("a key"))
    assert compare(case.expect, Observation("missing"), "p1", kinds=JUDGE_KINDS).verdict == "missing"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [(CHOICE, 3), (CHOICE, {"a", "c"}), (CHOICES, 4), (NUMBER, True), (NUMBER, [1, 2]), (TEXT, 5), (TEXT, ["backprop"]), (SYMBOLIC, {"b": 5})],
)  # fmt: skip
def test_a_wrong_type_says_what_was_expected(asked, answer):
    (part,) = question(asked).parts
    (case,) = part.public(Draw("public"))
    found = compare(case.expect, Observation("returned", answer), "p1")
    assert found.verdict == "type" and "should be" in found.sentence


@pytest.mark.parametrize("asked", ENTRIES.values(), ids=ENTRIES)
def test_public_checks_accept_wrong_answers_and_hold_no_right_one(asked):
    for wrong in asked.wrong:
        answer = set(wrong.answer) if isinstance(wrong.answer, frozenset) else wrong.answer
        assert verdict(asked, answer, public=True) == "right" and verdict(asked, answer) == "wrong"
    (part,) = question(asked).parts
    (case,) = part.public(Draw("public"))
    assert set(case.expect) <= {"kind", "answer", "options", "notation"}


def test_every_option_and_every_wrong_answer_is_explained_in_a_line():
    for one in ENTRIES.values():
        assert len(one.wrong) >= 3, one.id
        for wrong in one.wrong:
            assert 15 < len(wrong.explanation) <= 200 and "\n" not in wrong.explanation


def test_the_quiz_has_every_kind_and_at_least_twelve_questions():
    assert len(ENTRIES) >= 12 and {one.kind for one in ENTRIES.values()} == {
        "choice",
        "choices",
        "number",
        "text",
        "expression",
    }
    assert questions.find("participation").ids == tuple(ENTRIES)


def test_no_known_wrong_number_is_within_the_tolerance_of_another():
    for one in (one for one in ENTRIES.values() if one.kind == "number"):
        answers = [one.right, *(wrong.answer for wrong in one.wrong)]
        assert all(abs(a - b) > 2 * one.tolerance for i, a in enumerate(answers) for b in answers[:i])


def test_completion_pays_for_any_readable_answer():
    from autograder.course import paid_for_completion

    (part,) = paid_for_completion(question(CHOICE)).parts
    assert part.points == 1 and not list(part.hidden(Draw("a key"))) and len(list(part.public(Draw("public")))) == 1


def test_a_zip_finds_the_bank_beside_the_package(monkeypatch, tmp_path):
    beside = tmp_path / "participation.yaml"
    beside.write_bytes(bank_file("participation").read_bytes())
    monkeypatch.setattr(quiz_bank, "BESIDE", tmp_path)
    monkeypatch.setattr(quiz_bank.paths, "solution", lambda name: tmp_path / "solutions" / name)
    assert bank_file("participation") == beside
    assert [item.id for item in read_bank("participation").items] == list(ENTRIES)


RIGHT, WRONG = {"text": "a", "right": True, "explanation": "x"}, {"text": "b", "explanation": "x"}
BROKEN = {
    "an unknown kind": ({"kind": "guess"}, "there are single"),
    "two right options": (
        {"options": {"a": RIGHT, "b": RIGHT}},
        "one right option",
    ),
    "an option without an explanation": (
        {"options": {"a": RIGHT, "b": {"text": "b"}}},
        "`explanation` is missing",
    ),
    "no topic": ({"topic": ""}, "`topic` is missing"),
}


@pytest.mark.parametrize(("change", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_bank_is_refused_with_its_line(change, says, tmp_path):
    sound = {
        "id": "p1",
        "kind": "single",
        "topic": "made up",
        "prompt": "Which?",
        "options": {"a": RIGHT, "b": WRONG},
    }
    file = tmp_path / "bank.yaml"
    head = {"title": "T", "intro": "I", "outro": "O"}
    file.write_text(yaml.safe_dump(head | {"questions": [sound | change]}), encoding="utf-8")
    with pytest.raises(BankError, match=says) as refusal:
        read_bank("bank", file)
    assert "line " in str(refusal.value) and "p1" in str(refusal.value)


def test_no_bank_and_no_yaml_are_refused_in_a_sentence(tmp_path):
    (tmp_path / "bank.yaml").write_text("questions: [", encoding="utf-8")
    with pytest.raises(BankError, match="not YAML"):
        read_bank("bank", tmp_path / "bank.yaml")
    with pytest.raises(BankError, match="'chain_rule' is not a quiz"):
        read_bank("chain_rule")
