"""The inputs of forward_backward expose mistakes under every key, as grading.md requires."""

from __future__ import annotations

import json

import numpy as np
import pytest

import reference_impl as ref
from autograder import questions
from autograder.checks.arguments import from_json, to_json
from autograder.checks.compare import compare
from autograder.checks.observation import observe_call
from autograder.judge.cases import fingerprint, question_cases
from autograder.questions.schema import Call, Draw

ASSIGNMENT = questions.find("forward_backward")
KEYS = ("one key", "another", "a third")
OF_A_NETWORK = ("forward", "dy_dW1", "dy_db1", "dy_dz", "dy_dW0", "dy_db0", "backward")
PARTS = {
    "q1_perceptron": [2],
    "q2_sigmoid": [1, 1, 1],
    "q3_sigmoid_derivative": [1, 1, 1],
    "q4_forward": [2, 2],
    "q5_numerical_gradient": [2, 1, 1],
    "q6_output_layer": [2, 2],
    "q7_hidden_output": [3],
    "q8_hidden_weights": [1, 3, 1, 1],
    "q9_hidden_biases": [2, 1, 1],
    "q10_backward": [2, 1, 2, 1],
    "q11_relu": [1.5, 1.5],
}


def hidden_cases(function, key):
    question = ASSIGNMENT.question(ASSIGNMENT.owner[function])
    parts = question_cases(ASSIGNMENT, question, key).parts
    return [case for part in parts for case in part.hidden if case.ask.name == function]


def pre_activations(case):
    x, W0, b0 = case.ask.arguments[:3]
    return W0 @ x + b0


def test_points_are_those_of_the_interface():
    found = {q.id: [part.points for part in q.parts] for q in ASSIGNMENT.questions if not q.by_hand}
    assert found == PARTS
    assert ASSIGNMENT.question("q12_dead_zones").hand_points == 4


@pytest.mark.sampled
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("function", OF_A_NETWORK)
def test_every_function_of_a_network_meets_every_kind(function, key):
    cases = hidden_cases(function, key)
    shapes = {case.ask.arguments[1].shape for case in cases}
    tags = {tag for case in cases for tag in case.tags}
    assert {"d = h", "d = 1", "h = 1", "integers", "zeros"} <= tags
    assert any(h > d > 1 for h, d in shapes) and any(d > h > 1 for h, d in shapes)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("function", [name for name in OF_A_NETWORK if name != "dy_db1"])  # which is 1 always
def test_a_shape_comes_twice_with_other_values(function, key):
    """An answer that is remembered by shape is then wrong."""
    shapes = [case.ask.arguments[1].shape for case in hidden_cases(function, key)]
    assert len(shapes) > len(set(shapes))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("function", ["forward", "dy_dW1", "dy_dW0", "dy_db0", "backward"])
def test_dead_zones_reach_past_30_on_either_side_and_never_past_40(function, key):
    deep = [pre_activations(case) for case in hidden_cases(function, key) if "dead zone" in case.tags]
    assert deep and all(a.max() >= 33 and a.min() <= -33 and np.abs(a).max() <= 40 for a in deep)
    others = [pre_activations(case) for case in hidden_cases(function, key) if "dead zone" not in case.tags]
    assert all(np.abs(a).max() < 40 for a in others)


@pytest.mark.parametrize("key", KEYS)
def test_upstream_is_negative_a_fraction_an_integer_and_0_but_hardly_ever_1(key):
    upstream = [case.ask.arguments[-1] for case in hidden_cases("backward", key)]
    assert 0.0 in upstream and sum(u == 1 for u in upstream) < len(upstream) / 4 and min(upstream) < 0
    assert any(isinstance(u, int) for u in upstream) and any(0 < abs(u) < 1 for u in upstream)


@pytest.mark.sampled
@pytest.mark.parametrize("key", [f"key {i}" for i in range(20)])
def test_a_perceptron_is_never_asked_at_its_border(key):
    """The sum is at least a ten-thousandth of its terms, which is far more than rounding errors."""
    calls = [case.ask.arguments for case in hidden_cases("perceptron", key)]
    sums = [w @ x + b for x, w, b in calls]
    assert min(abs(total) / (np.abs(w) @ np.abs(x) + abs(b)) for total, (x, w, b) in zip(sums, calls)) > 1e-6
    assert 4 <= sum(total > 0 for total in sums) <= len(sums) - 4


def measured(function, step):
    """Return ∂y/∂W⁽⁰⁾ or ∂y/∂b⁽⁰⁾ by central differences."""
    position = {"dy_dW0": 1, "dy_db0": 2}[function]

    def gradient(*arguments):
        def y(theta):
            return ref.forward(*arguments[:position], theta, *arguments[position + 1 :])[1]

        return ref.numerical_gradient(y, arguments[position], step)

    return gradient


@pytest.mark.sampled
@pytest.mark.parametrize("key", [f"key {i}" for i in range(5)])
@pytest.mark.parametrize("step", [1e-5, 1e-6])
@pytest.mark.parametrize("function", ["dy_dW0", "dy_db0"])
def test_measuring_gets_values_right_and_loses_dead_zones_and_formula(function, step, key):
    question = ASSIGNMENT.question(ASSIGNMENT.owner[function])
    namespace = {function: measured(function, step)}
    right = {}
    for part in question_cases(ASSIGNMENT, question, key).parts:
        seen = [(case, observe_call(namespace, function, case.ask.arguments)) for case in part.all]
        right[part.part.name] = [compare(case.expect, one, function).right for case, one in seen]
    assert all(right["values"]) and all(right.get("shape", []))
    assert not any(right["dead zones"]) and not any(right["by formula"])


def every_case():
    for name in questions.names():
        assignment = questions.find(name)
        for question in assignment.questions:
            for part in question_cases(assignment, question, "a key").parts:
                yield from ((f"{name} {question.id} {part.part.name}", case) for case in part.all)


@pytest.mark.slow
def test_cases_survive_json_bit_by_bit():
    for where, case in every_case():
        back = from_json(json.loads(json.dumps(to_json(case.expect))))
        assert to_json(back) == to_json(case.expect), where
        # NumPy's own numbers occur in hidden cases alone, which are never written as JSON.
        if isinstance(case.ask, Call) and not any(isinstance(a, np.generic) for a in case.ask.arguments):
            arguments = tuple(from_json(json.loads(json.dumps(to_json(list(case.ask.arguments))))))
            assert fingerprint(Call(case.ask.name, arguments)) == fingerprint(case.ask), where


@pytest.mark.slow
def test_public_cases_do_not_depend_on_the_key_and_hidden_ones_do():
    for question in ASSIGNMENT.questions:
        one, other = (question_cases(ASSIGNMENT, question, key) for key in KEYS[:2])
        for a, b in zip(one.parts, other.parts):
            asked = [{fingerprint(case.ask) for case in cases} for cases in (a.public, b.public, a.hidden, b.hidden)]
            assert asked[0] == asked[1] and asked[2] != asked[3], a.part.name


def test_parts_that_look_at_one_result_share_its_calls():
    cases = question_cases(ASSIGNMENT, ASSIGNMENT.question("q10_backward"), "a key")
    assert {len(part.all) for part in cases.parts} == {len(cases.asks)}


def test_a_shared_draw_is_that_of_the_question_and_the_key():
    def first(*words):
        return Draw(*words).shared().uniform(0, 1)

    assert first("key", "k", "a", "q1", "z") == first("key", "k", "a", "q1", "y")
    assert (
        len({first("key", "k", "a", "q1", "z"), first("key", "k", "a", "q2", "z"), first("key", "l", "a", "q1", "z")})
        == 3
    )
