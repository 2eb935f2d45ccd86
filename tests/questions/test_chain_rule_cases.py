"""The cases of `chain_rule`: signs that expose mistakes, tolerance for cancellation, strings judged as written."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

import reference_impl as ref
from autograder import questions
from autograder.checks.compare import compare
from autograder.checks.observation import Observation, observe_call
from autograder.judge.answer_kinds import JUDGE_KINDS
from autograder.questions.chain_rule.graph_parts import PUBLIC_POINTS, hidden_points, scales
from autograder.questions.schema import Draw

ASSIGNMENT = questions.find("chain_rule")
KEYS = [f"key {i}" for i in range(20)]
EXACT = sympy.symbols("w x y z c")


def hidden(question_id, part_name, key="a key"):
    part = next(part for part in ASSIGNMENT.question(question_id).parts if part.name == part_name)
    return list(part.hidden(Draw(key, question_id, part_name)))


def call(case, function):
    seen = observe_call({case.ask.name: function}, case.ask.name, case.ask.arguments)
    return compare(case.expect, seen, case.ask.name)


def read(variable, key, text, question_id, public=False):
    """Return the finding for one written answer."""
    part = next(part for part in ASSIGNMENT.question(question_id).parts if part.name == key)
    (case,) = part.public(Draw("public")) if public else part.hidden(Draw("a key"))
    return compare(case.expect, Observation("returned", {key: text}), variable, kinds=JUDGE_KINDS)


@pytest.mark.parametrize("key", KEYS)
def test_points_have_every_sign_of_the_two_sums(key):
    points = [point for point, _ in hidden_points(Draw(key))]
    sums = {(w + x + y > 0, x - y - z > 0) for w, x, y, z, c in points}
    assert len(sums) == 4
    assert {abs(w + x + y) > abs(x - y - z) for w, x, y, z, c in points} == {True, False}
    assert {c > 0 for *_, c in points} == {True, False}


@pytest.mark.slow
@pytest.mark.parametrize("question_id", ["q2_local_partials", "q3_total_derivatives"])
def test_no_truth_is_near_zero_but_where_zeros_are_put_in(question_id):
    for part in ASSIGNMENT.question(question_id).parts:
        for key in KEYS:
            for case in list(part.hidden(Draw(key, part.name)))[:6]:  # those drawn for it; the domain has zeros
                assert abs(case.expect["value"]) > 1e-3 or "zeros" in case.tags, (part.name, key)


def derivatives_by_sympy():
    """Return the nine edges and the five totals as differentiated by SymPy."""
    w, x, y, z, c = EXACT
    A, B, C = sympy.symbols("A B C")
    v, a, b = C * (A - B) ** 2, (w + x + y) ** 2, (x - y - z) ** 2
    nodes = {A: a, B: b, C: c}
    edges = {f"dv/d{s.name.lower()}": sympy.diff(v, s).subs(nodes) for s in (A, B, C)}
    edges |= {f"da/d{s}": sympy.diff(a, s) for s in (w, x, y)} | {f"db/d{s}": sympy.diff(b, s) for s in (x, y, z)}
    return edges, {f"dv/d{s}": sympy.diff(v.subs(nodes), s) for s in EXACT}


EDGES, TOTALS = derivatives_by_sympy()
EXPANDED = {name: sympy.lambdify(EXACT, sympy.expand(formula)) for name, formula in TOTALS.items()}


@pytest.mark.parametrize(("function", "exact"), [("local_partials", EDGES), ("total_derivatives", TOTALS)])
def test_expected_values_are_those_of_symbolic_differentiation(function, exact):
    question = next(q for q in ASSIGNMENT.questions if function in q.owns)
    for part in question.parts:
        exactly = sympy.lambdify(EXACT, exact[part.name], modules="math")
        for case in [*part.public(Draw("p")), *part.hidden(Draw("h", part.name))]:
            wanted = exactly(*map(Fraction, case.ask.arguments))
            assert case.expect["value"] == pytest.approx(float(wanted), rel=1e-12)


@pytest.mark.sampled
@pytest.mark.parametrize("key", KEYS)
def test_fully_expanded_polynomials_are_not_refused(key):
    """Expanding cancels: the sum of the terms' sizes is far above the result, and the tolerance knows it."""
    for part in ASSIGNMENT.question("q3_total_derivatives").parts:
        for case in part.hidden(Draw(key, part.name)):
            assert call(case, lambda *at: {name: f(*at) for name, f in EXPANDED.items()}).right


def test_scales_bound_every_truth():
    for point, _ in [*PUBLIC_POINTS, *hidden_points(Draw("bound"))]:
        truths = ref.local_partials(*point) | ref.total_derivatives(*point)
        assert all(abs(truths[key]) <= scales(point)[key] * (1 + 1e-12) for key in truths)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", "missing"), (None, "missing"), (..., "missing"), ("…", "missing"),
        (3, "type"), (["dv/da*da/dw"], "type"),
        ("dv/da*", "error"), ("dw/da", "error"), ("dv/da*da/dq", "error"), ("x" * 100_001, "error"),
        ("dv/dw", "wrong"), ("2c(a-b)*2(w+x+y)", "wrong"), ("dv/da/da/dw", "wrong"), ("dv/da*da/dx", "wrong"),
        ("dv/da*da/dw", "right"), (r"\frac{\partial v}{\partial a}\frac{\partial a}{\partial w}", "right"),
    ],
)  # fmt: skip
def test_a_written_answer_gets_the_published_verdict(text, verdict):
    assert read("structure", "dv/dw", text, "q1_structure").verdict == verdict


@pytest.mark.parametrize("text", ["dv/da*da/dx", "0", "dv/dc"])
def test_public_checks_say_only_whether_an_answer_can_be_read(text):
    assert read("structure", "dv/dw", text, "q1_structure", public=True).right


def test_an_unreadable_answer_names_its_position():
    found = read("closed_form", "dv/dw", "4c(a-b)(w+q+y)", "q4_closed_form", public=True)
    assert found.verdict == "error" and "character 11" in found.sentence


@pytest.mark.sampled
@pytest.mark.parametrize("key", KEYS)
def test_closed_forms_by_sympy_are_identical(key):
    """An oracle for the truths: SymPy's own spelling of each derivative, expanded, counts as identical."""
    for name, formula in TOTALS.items():
        part = next(part for part in ASSIGNMENT.question("q4_closed_form").parts if part.name == name)
        (case,) = part.hidden(Draw(key, name))
        seen = Observation("returned", {name: str(sympy.expand(formula))})
        assert compare(case.expect, seen, "closed_form", kinds=JUDGE_KINDS).right


def test_a_step_that_returns_its_changed_argument_loses_the_second_part_only():
    def step(w, gradient, learning_rate):
        w[...] = w - learning_rate * gradient
        return w

    floats = [case for case in hidden("q7_gradient_step", "value") if "integers" not in case.tags]
    assert all(call(case, step).right for case in floats)
    assert not all(call(case, step).right for case in hidden("q7_gradient_step", "both arguments left as they were"))


def test_the_part_about_arguments_needs_a_numeric_result_of_the_right_shape():
    cases = hidden("q7_gradient_step", "both arguments left as they were")
    assert call(cases[0], lambda w, gradient, learning_rate: 100.0 * w).right
    for nothing in (None, "done", 1.0, np.zeros(99)):
        assert not call(cases[0], lambda *arguments: nothing).right
