"""Each function in forms that content.md declares equivalent, and in some that it does not."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from autograder import questions
from autograder.judge.cases import question_cases
from autograder.judge.slips import look, reference_namespace
from autograder.judge.verdict import judge_question

FUNCTIONS = [
    (a, q.id, name)
    for a in questions.names()
    for q in questions.find(a).questions
    for name, truth in q.owns.items()
    if callable(truth)
]


def each(change, value):
    """Return `value` with `change` applied to every array and number in it."""
    if isinstance(value, dict):
        return {key: each(change, item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(each(change, item) for item in value)
    return change(value)


def of_arrays(change):
    return lambda value: each(lambda item: change(item) if isinstance(item, np.ndarray) else item, value)


def shaken(value):
    warnings.warn("for no reason", UserWarning, stacklevel=1)
    return value


def padded(array):
    """Return the same numbers as a view with other strides."""
    room = np.zeros((*array.shape, 2), array.dtype)
    room[..., 0] = array
    return room[..., 0]


HARMLESS = {
    "lists": lambda value: each(lambda item: item.tolist() if isinstance(item, np.ndarray) else item, value),
    "tuples": lambda value: each(lambda item: tuple(item.tolist()) if np.ndim(item) == 1 else item, value),
    "pairs as lists": lambda value: list(value) if isinstance(value, tuple) else value,
    "scalars as arrays": lambda value: each(lambda item: np.full((1, 1), item) if np.ndim(item) == 0 else item, value),
    "other strides": of_arrays(padded),
    "column order": of_arrays(np.asfortranarray),
    "other byte order": of_arrays(lambda item: item.astype(item.dtype.newbyteorder())),
    "masked": of_arrays(np.ma.asarray),
    "objects": of_arrays(lambda item: item.astype(object)),
    "long doubles": lambda value: each(lambda item: np.asarray(item, np.longdouble), value),
    "complex without imaginary part": lambda value: each(lambda item: np.asarray(item, complex), value),
    "further keys": lambda value: {**value, "note": "mine"} if isinstance(value, dict) else value,
    "read-only": of_arrays(lambda item: np.broadcast_to(item, item.shape)),
}
HARMFUL = {
    "nothing": lambda value: None,
    "text": lambda value: each(str, value),
    "half as much again": lambda value: each(lambda item: np.asarray(item) * 1.5 + 0.25, value),
    "a thousandth more": lambda value: each(lambda item: np.asarray(item) * 1.001 + 1e-3, value),
    "a further axis": lambda value: each(lambda item: np.stack([np.asarray(item)] * 2), value),
    "a generator": lambda value: (item for item in np.ravel(np.asarray(value, object))),
    "imaginary": lambda value: each(lambda item: np.asarray(item) + 1e-3j, value),
    "not a number": lambda value: each(lambda item: np.asarray(item) * np.nan, value),
}


# A sample's statistics and an estimate to a tenth: what content.md asks of these is rough.
ROUGH = {"he_normal", "box_dimension"}
# ∂y/∂b⁽¹⁾ is 1 whatever the arguments, and so is what is remembered of it.
CONSTANT = {"dy_db1"}


def judged(assignment, question, **replaced):
    found = questions.find(assignment)
    cases = question_cases(found, found.question(question), "guises")
    namespace = reference_namespace(found) | replaced
    with np.errstate(all="ignore"):
        seen = {key: look(namespace, ask) for key, ask in cases.asks.items()}
        again = {name: look(namespace, ask) for name, ask in cases.repeats.items()}
    return judge_question(cases, seen, again)


def in_guise(assignment, question, name, change):
    right = reference_namespace(questions.find(assignment))[name]
    return judged(assignment, question, **{name: lambda *arguments: change(right(*arguments))})


def lost(found):
    return {(part.cases.part.name, part.wrong[0].finding.sentence) for part in found.parts if not part.right}


@pytest.mark.sampled
@pytest.mark.parametrize("guise", HARMLESS)
@pytest.mark.parametrize(("assignment", "question", "name"), FUNCTIONS)
def test_a_guise_that_does_not_matter_keeps_full_points(assignment, question, name, guise):
    found = in_guise(assignment, question, name, HARMLESS[guise])
    assert lost(found) == set() and not found.changed_argument


@pytest.mark.sampled
@pytest.mark.parametrize("guise", HARMFUL)
@pytest.mark.parametrize(("assignment", "question", "name"), FUNCTIONS)
def test_a_guise_that_matters_loses_points(assignment, question, name, guise):
    if guise == "a thousandth more" and name in ROUGH:
        assert in_guise(assignment, question, name, HARMFUL[guise]).right
    else:
        assert not in_guise(assignment, question, name, HARMFUL[guise]).right


@pytest.mark.sampled
@pytest.mark.parametrize(("assignment", "question", "name"), FUNCTIONS)
def test_a_warning_matters_only_where_a_part_names_it(assignment, question, name):
    found = in_guise(assignment, question, name, shaken)
    assert all("warning" in sentence for _, sentence in lost(found))
    silent = {"q2_sigmoid", "q3_sigmoid_derivative", "q1_losses"}
    assert bool(lost(found)) == (question in silent)


@pytest.mark.sampled
@pytest.mark.parametrize(("assignment", "question", "name"), FUNCTIONS)
def test_an_argument_changed_afterwards_costs_one_point_or_its_own_part(assignment, question, name):
    right = reference_namespace(questions.find(assignment))[name]
    changed = []

    def careless(*arguments):
        result = right(*arguments)
        for argument in arguments:
            if isinstance(argument, np.ndarray) and argument.size:
                argument[...] = ~argument if argument.dtype == bool else argument + 1
                changed.append(1)
        return result

    found = judged(assignment, question, **{name: careless})
    full = questions.find(assignment).question(question).points
    about = [part.cases.part for part in found.parts if part.cases.part.about_arguments]
    if not changed:
        assert found.right
    elif about:
        assert found.points == full - sum(part.points for part in about)
    else:
        assert found.points == max(0.0, full - 1) and found.changed_argument


@pytest.mark.sampled
@pytest.mark.parametrize(("assignment", "question", "name"), FUNCTIONS)
def test_answers_that_drift_or_are_remembered_are_wrong(assignment, question, name):
    right = reference_namespace(questions.find(assignment))[name]
    calls = []

    def drifting(*arguments):
        calls.append(1)
        return each(lambda item: np.asarray(item) * (1 + 1e-2 * len(calls)) + 1e-2 * len(calls), right(*arguments))

    remembered = {}

    def by_shape(*arguments):
        key = tuple(np.shape(argument) for argument in arguments if not callable(argument))
        if key not in remembered:
            remembered[key] = right(*arguments)
        return remembered[key]

    assert not judged(assignment, question, **{name: drifting}).right
    assert judged(assignment, question, **{name: by_shape}).right == (name in CONSTANT)
