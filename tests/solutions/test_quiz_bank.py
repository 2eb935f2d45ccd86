"""The quiz bank keeps to its schema, explains everything, and its right answers are right."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
import sympy
import yaml

from autograder.checks import experiment_cells

BANK = yaml.safe_load((Path(__file__).parents[2] / "solutions/participation.yaml").read_text(encoding="utf-8"))
QUESTIONS = {question["id"]: question for question in BANK["questions"]}
CHOICES = [question for question in BANK["questions"] if question["kind"] in ("single", "multiple")]
TYPED = [question for question in BANK["questions"] if question["kind"] in ("number", "text", "symbolic")]
FIELDS = {
    "single": {"options"}, "multiple": {"options"},
    "number": {"answer", "tolerance", "explanation", "wrong", "otherwise"},
    "text": {"answer", "accepted", "explanation", "wrong", "otherwise"},
    "symbolic": {"answer", "variables", "explanation", "wrong", "otherwise"},
}  # fmt: skip
by_id = {"ids": lambda question: question["id"]}


def right_letters(question):
    return {letter for letter, option in question["options"].items() if option.get("right")}


def plain(text):
    """Text as the judge compares it: letters and digits alone, without a trailing "algorithm" or "method"."""
    return re.sub(r"(algorithm|method)$", "", re.sub(r"[^a-z0-9]", "", text.lower()))


def expression(text, question):
    return sympy.sympify(text, locals={name: sympy.Symbol(name) for name in question["variables"]})


def is_one_line(text):
    return isinstance(text, str) and text.endswith(".") and "\n" not in text.strip() and 15 < len(text) < 200


def test_ids_are_numbered_and_all_kinds_occur():
    assert list(QUESTIONS) == [f"p{number}" for number in range(1, len(BANK["questions"]) + 1)]
    assert len(QUESTIONS) >= 12
    assert {question["kind"] for question in QUESTIONS.values()} == set(FIELDS)


@pytest.mark.parametrize("question", BANK["questions"], **by_id)
def test_question_has_the_fields_of_its_kind_and_one_point(question):
    optional = {"groups"} if question["kind"] == "multiple" else set()
    assert set(question) - optional == {"id", "kind", "topic", "points", "prompt"} | FIELDS[question["kind"]]
    assert question["points"] == 1
    assert question["topic"].strip() and question["prompt"].strip()


@pytest.mark.parametrize("question", CHOICES, **by_id)
def test_every_option_is_explained(question):
    assert list(question["options"]) == list("abcdefgh"[: len(question["options"])])
    for option in question["options"].values():
        assert set(option) <= {"text", "right", "explanation"} and option.get("right", True) is True
        assert option["text"].strip() and is_one_line(option["explanation"])
    count = len(right_letters(question))
    assert count == 1 if question["kind"] == "single" else 1 < count < len(question["options"])


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_no_letter_is_right_more_often_than_its_share(kind):
    """Always the same letter, or the same set of letters, is right in no more questions than a fair share, rounded up."""
    asked = [question for question in CHOICES if question["kind"] == kind]
    right = [right_letters(question) for question in asked]
    for letter in sorted(set().union(*(question["options"] for question in asked))):
        share = sum(len(r) / len(q["options"]) for r, q in zip(right, asked) if letter in q["options"])
        assert sum(letter in r for r in right) <= math.ceil(share), letter
    most = max(right.count(r) for r in right)
    assert most <= math.ceil(len(asked) / (4 if kind == "single" else len(asked)))


@pytest.mark.parametrize("question", TYPED, **by_id)
def test_every_typed_answer_is_explained(question):
    assert is_one_line(question["explanation"]) and is_one_line(question["otherwise"])
    assert len(question["wrong"]) >= 3
    assert all(set(slip) == {"answer", "explanation"} and is_one_line(slip["explanation"]) for slip in question["wrong"])


@pytest.mark.parametrize("question", [q for q in TYPED if q["kind"] == "number"], **by_id)
def test_wrong_numbers_lie_outside_the_tolerance(question):
    numbers = [question["answer"], *(slip["answer"] for slip in question["wrong"])]
    gaps = [abs(one - other) for i, one in enumerate(numbers) for other in numbers[:i]]
    assert min(gaps) > 2 * question["tolerance"] > 0


@pytest.mark.parametrize("question", [q for q in TYPED if q["kind"] == "text"], **by_id)
def test_accepted_and_wrong_words_do_not_meet(question):
    accepted = {plain(word) for word in (question["answer"], *question["accepted"])}
    wrong = [plain(slip["answer"]) for slip in question["wrong"]]
    assert not accepted & set(wrong) and len(wrong) == len(set(wrong))


@pytest.mark.parametrize("question", [q for q in TYPED if q["kind"] == "symbolic"], **by_id)
def test_wrong_expressions_differ_from_the_answer_and_each_other(question):
    texts = [question["answer"], *(slip["answer"] for slip in question["wrong"])]
    forms = [sympy.expand(expression(text, question)) for text in texts]
    assert len(set(forms)) == len(forms)
    assert set().union(*(form.free_symbols for form in forms)) <= {sympy.Symbol(name) for name in question["variables"]}


@pytest.mark.slow
def test_largest_slope_and_its_place_are_right():
    a = sympy.Symbol("a", real=True)
    slope = sympy.diff(1 / (1 + sympy.exp(-a)), a)
    place = sympy.solve(sympy.diff(slope, a), a)
    assert place == [QUESTIONS["p6"]["answer"]]
    assert float(slope.subs(a, place[0])) == QUESTIONS["p5"]["answer"]


def test_neuron_and_update_answers_are_right():
    a, b, c, w = sympy.symbols("a b c w")
    assert expression(QUESTIONS["p10"]["answer"], QUESTIONS["p10"]) == 5 * sympy.diff(a + w * b + c, w)
    step = sympy.lambdify(sympy.symbols("w g r"), expression(QUESTIONS["p11"]["answer"], QUESTIONS["p11"]))
    assert step(4.0, 10.0, 0.1) == 3.0


def numbers_of_table(question):
    """The two columns of numbers in the prompt's table."""
    rows = re.findall(r"^\|[^|]+\| *([−\d.]+) *\| *([−\d.]+) *\|$", question["prompt"], re.MULTILINE)
    return np.array([[float(number.replace("−", "-")) for number in row] for row in rows]).T


def test_first_slip_lacks_one_minus_z():
    x, z, W1 = np.array([1.0, 3.0]), np.array([0.5, 0.2]), np.array([2.0, -1.0])
    wrong, numerical = numbers_of_table(QUESTIONS["p16"])
    np.testing.assert_allclose(numerical, np.outer(W1 * z * (1 - z), x).ravel(), rtol=1e-12)
    np.testing.assert_allclose(wrong, np.outer(W1 * z, x).ravel(), rtol=1e-12)
    assert right_letters(QUESTIONS["p16"]) == {"d", "g"}


def test_second_slip_lacks_the_upstream_gradient():
    wrong, numerical = numbers_of_table(QUESTIONS["p17"])
    assert len(wrong) == 5
    np.testing.assert_allclose(numerical, 2 * (1 - 2.5) * wrong, rtol=1e-12)
    assert right_letters(QUESTIONS["p17"]) == {"a", "f"}


@pytest.mark.parametrize("experiment", BANK["experiments"], ids=lambda experiment: experiment["before"])
def test_experiment_runs_with_and_without_a_prediction(experiment, capsys):
    assert experiment["before"] in QUESTIONS and experiment["text"].startswith("**Predict.**")
    experiment_cells._predicted.clear()
    given = {"np": np, "reconcile": experiment_cells.reconcile}
    exec(experiment["predict"] + experiment["run"], given)
    assert "Type your prediction in the cell above first" in capsys.readouterr().out
    exec("prediction = 3\n" + experiment["run"], given)
    assert "you predicted: 3" in capsys.readouterr().out
