"""q4: full-batch gradient descent, in which equal units stay equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, equal_units
from autograder.questions.covering import cases, covering
from autograder.questions.domain import MOST_STEPS, Argument, Domain, Row, Special, Values, is_integer, signs_turned
from autograder.questions.initialization.q3_loss_gradients import SLIPS as GRADIENT_SLIPS
from autograder.questions.initialization.sample_networks import (
    FIRST,
    PROBLEM,
    SIZES,
    Problem,
    bends,
    parameters,
    problem,
    settled,
)
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

Run = tuple[Problem, float, int]

# A step adds a few rounding errors of ε times the size of a parameter or a residual, here at most 25. A rate at which
# the loss falls does not amplify them. This matters only for parameters near 0, where the relative tolerance is small.
ROUNDING_SCALE = 100.0


def _public_problem() -> Problem:
    X, targets = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([3.0, -1.0])
    W0, b0 = np.array([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]]), np.array([0.0, 0.5, -1.0])
    return Problem(X, targets, W0, b0, np.array([[1.0, -2.0, 0.5]]), 0.5)


def _public_integers() -> Problem:
    X, targets = np.array([[1, 0], [0, 2]]), np.array([3, -1])
    return Problem(
        X, targets, np.array([[1, 0], [-1, 2], [0, 1]]), np.array([0, 1, -1]), np.array([[1, -2, 1]]), 1, ("integers",)
    )


def _rate(draw: Draw, given: Problem) -> float:
    """Return a rate at which the loss falls: less than 1 divided by a bound of the curvature.

    The bound is 2·(mean ‖∂y/∂θ‖² + |r|·‖W1‖‖x‖²).
    """
    inputs = 1 + float(np.mean(np.sum(given.X**2, axis=1)))
    size, residual = float(np.abs(given.W1).max()), float(np.abs(given.targets).max()) + float(np.abs(given.W1).sum())
    curvature = 2 * (1 + given.W1.size * (1 + size**2 * inputs / 16) + residual * (1 + size) * inputs / 4)
    return round(draw.uniform(0.4, 0.9) / curvature, 6)


def _one_step(draw: Draw) -> Iterable[Run]:
    sizes = ((5, 2, 3), (4, 2, 3, "integers"))
    for n, d, h, *tags in sizes:
        given = problem(draw, n, d, h, *tags)
        yield given, draw.uniform(0.05, 0.5), 1
    yield problem(draw, 3, 2, 2, "integers"), draw.uniform(0.05, 0.5), 0


def _many_steps(draw: Draw) -> Iterable[Run]:
    """Yield runs of many steps, one of them nearly fitted, in which every step still changes the weights."""
    sizes = ((5, 2, 3, 20), (4, 2, 3, 15, "nearly fitted"))
    for n, d, h, steps, *tags in sizes:
        given = problem(draw, n, d, h, *tags)
        yield given, _rate(draw, given), steps


def _constant_starts(draw: Draw) -> Iterable[Run]:
    """Yield runs whose parameters all start at one constant, such as 0, with sizes safe for comparing equal units."""
    above, below = draw.uniform(0.3, 1.0), -draw.uniform(0.3, 1.0)
    for n, d, h, constant, *tags in ((4, 2, 4, 0.0, "zeros"), (5, 3, 8, above), (3, 2, 4, below)):
        given = problem(draw, n, d, h, *tags)
        W0, b0, W1 = np.full((h, d), constant), np.full(h, constant), np.full((1, h), constant)
        given = replace(given, W0=W0, b0=b0, W1=W1, b1=constant)
        yield given, _rate(draw, given), draw.integers(10, 31)


def _expected(run: Run) -> Expectation:
    given, rate, steps = run
    arguments = [*given.arguments, rate, steps]
    result = ref.gradient_descent(*arguments)
    return parameters(result, [ROUNDING_SCALE] * 4)


def _case(run: Run, units: bool = False) -> Case:
    given, rate, steps = run
    expected = _expected(run)
    if units:  # first check that the units are equal, which the part is about, then check the values
        right = [{key: value for key, value in expected.items() if key != "and"}, *expected["and"]]
        expected = equal_units(given.W0, given.b0, given.W1) | {"and": right}
    return Case(Call("gradient_descent", (*given.arguments, rate, steps)), expected, given.tags)


def _expected_of(*call: Any) -> Expectation:
    *given, rate, steps = call
    return _expected((Problem(*given), rate, steps))


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Choose a rate at which the loss falls; rates that are integers, 0 or too large run for a few steps only."""
    values = settled(values, row, draw)
    if row.special == BLOWS_UP:
        return values | {"learning_rate": draw.uniform(10.0, 20.0), "steps": 2}
    if row.styles.get("X") == "zero":  # without a step, X would make no difference
        values |= {"steps": max(values["steps"], 2)}
    if row.special == CONSTANT:
        constant = draw.choice((-1, 1)) * draw.uniform(0.5, 1.8)
        values |= {name: np.full_like(values[name], constant, dtype=float) for name in ("W0", "b0", "W1")}
        values |= {"b1": constant}
    rate = values["learning_rate"]
    if is_integer(rate) and rate:
        return values | {"steps": min(values["steps"], 3)}
    if rate:
        floats: dict[str, Any] = {a.name: np.asarray(values[a.name], float) for a in PROBLEM}
        given = Problem(**floats)
        rate = _rate(draw, given)
    # Without a step, another rate would make no difference.
    return values | {"learning_rate": rate, "steps": values["steps"] if rate else max(values["steps"], 2)}


def _calm(*call: Any) -> bool:
    """Return True if the sigmoid is curved at all pre-activations and the result is not dominated by rounding."""
    with np.errstate(all="ignore"):
        return bends(*call) and all(np.abs(result).max() < 1e9 for result in ref.gradient_descent(*call))


BLOWS_UP, CONSTANT = "a rate at which the run blows up", "a constant start"
DOMAIN = Domain(
    "gradient_descent",
    (*PROBLEM, Argument("learning_rate", negative=False, styled=False), Argument("steps", counts="steps")),
    lambda *call: [_expected_of(*call)],
    sizes={**SIZES, "steps": (0, MOST_STEPS)},
    compared=(("d", "h"),),
    specials=(
        Special(BLOWS_UP, lambda *call: call[-2] >= 10 and call[-1] > 1),
        Special(CONSTANT, lambda *call: len({*call[2].flat, *call[3].flat, *call[4].flat, call[5]}) == 1),
    ),
    settle=_settled,
    fits=_calm,
    costly=frozenset({"steps", "n"}),
    first=Row(sizes={"steps": 2}, styles=FIRST),
    others={"steps": lambda *call: call[-1] + 3},
    public={"n": 2, "d": 2, "h": 4, "steps": 12},
    nudged=signs_turned(ref.gradient_descent, PROBLEM),
)


def _covering(draw: Draw, one: bool) -> Iterator[Case]:
    calls = covering(DOMAIN, draw.shared())
    return cases(DOMAIN, (call for call in calls if (call[-1] == 1) == one), _expected_of)


def _public_equal() -> Iterable[Run]:
    X, targets = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([3.0, -1.0])
    yield Problem(X, targets, np.full((4, 2), 0.5), np.full(4, 0.5), np.full((1, 4), 0.5), 0.5), 0.1, 3
    yield Problem(X, targets, np.zeros((4, 2)), np.zeros(4), np.zeros((1, 4)), 0.0, ("zeros",)), 0.1, 2


PARTS = (
    Part("one step", 2,
         public=lambda draw: [_case((_public_problem(), 0.1, 1)), _case((_public_integers(), 0.1, 1))],
         hidden=lambda draw: chain(map(_case, _one_step(draw)), _covering(draw, one=True))),
    Part("many steps", 2,
         public=lambda draw: [_case((_public_problem(), 0.1, 12)), _case((_public_problem(), 0.1, 0))],
         hidden=lambda draw: chain(map(_case, _many_steps(draw)), _covering(draw, one=False))),
    Part("equal units stay equal", 1,
         public=lambda draw: [_case(run, units=True) for run in _public_equal()],
         hidden=lambda draw: [_case(run, units=True) for run in _constant_starts(draw)]),
)  # fmt: skip

_LOOP = """    for step in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
"""
_MOVE = """        W0 = W0 - learning_rate * g["W0"]
        b0 = b0 - learning_rate * g["b0"]
        W1 = W1 - learning_rate * g["W1"]
        b1 = b1 - learning_rate * g["b1"]
"""


def _written(loop: str = _LOOP, move: str = _MOVE, result: str = "W0, b0, W1, b1") -> str:
    return f"def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):\n{loop}{move}    return {result}\n"


def _moving(name: str, code: str) -> str:
    """Return the right updates, except for the line that updates `name`."""
    lines = _MOVE.splitlines(keepends=True)
    return "".join(f"        {code}\n" if line.startswith(f"        {name} =") else line for line in lines)


_SEQUENTIAL = """    for step in range(steps):
        W0 = W0 - learning_rate * loss_gradients(X, targets, W0, b0, W1, b1)["W0"]
        b0 = b0 - learning_rate * loss_gradients(X, targets, W0, b0, W1, b1)["b0"]
        W1 = W1 - learning_rate * loss_gradients(X, targets, W0, b0, W1, b1)["W1"]
        b1 = b1 - learning_rate * loss_gradients(X, targets, W0, b0, W1, b1)["b1"]
"""
_OUTER_FIRST = """    for step in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W1 = W1 - learning_rate * g["W1"]
        b1 = b1 - learning_rate * g["b1"]
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * g["W0"]
        b0 = b0 - learning_rate * g["b0"]
"""
_EACH_ROW = """    for step in range(steps):
        for i in range(len(X)):
            g = loss_gradients(X[i:i + 1], targets[i:i + 1], W0, b0, W1, b1)
            W0 = W0 - learning_rate * g["W0"]
            b0 = b0 - learning_rate * g["b0"]
            W1 = W1 - learning_rate * g["W1"]
            b1 = b1 - learning_rate * g["b1"]
"""
_IN_PLACE = """    for step in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 -= learning_rate * g["W0"]
        b0 -= learning_rate * g["b0"]
        W1 -= learning_rate * g["W1"]
        b1 -= learning_rate * g["b1"]
"""
_IN_PLACE_CAST = """    for step in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0[:] = W0 - learning_rate * g["W0"]
        b0[:] = b0 - learning_rate * g["b0"]
        W1[:] = W1 - learning_rate * g["W1"]
        b1 = b1 - learning_rate * g["b1"]
"""

# Slips of the gradients themselves, which a loop repeats in every step.
_GRADIENTS = (
    "two_missing", "upstream_ignored", "targets_ignored", "mean_residual", "last_row_only", "first_row_only",
    "slope_missing", "one_minus_z_missing", "z_missing_in_slope", "slope_at_z", "slope_of_tanh", "W0_without_inputs",
    "W1_from_pre_activations", "b0_left_out", "b1_left_out",
)  # fmt: skip
_INHERITED = tuple(
    Slip(
        f"gradient_{slip.id}",
        f"A step goes along another gradient than that of the loss. {slip.sentence}",
        slip.code.replace("loss_gradients", "_gradients") + _written(loop=_LOOP.replace("loss_g", "_g")),
    )
    for slip in GRADIENT_SLIPS
    if slip.id in _GRADIENTS
)
_BIASES_TWICE = _MOVE.replace("b0 - l", "b0 - 2 * l").replace("b1 - l", "b1 - 2 * l")
_W1_FIRST = """    for step in range(steps):
        Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
        e = 2 * (Z @ W1[0] + b1 - targets) / len(X)
        W1 = W1 - learning_rate * (e @ Z)
        D = np.outer(e, W1[0]) * Z * (1 - Z)
        W0, b0, b1 = W0 - learning_rate * D.T @ X, b0 - learning_rate * D.sum(axis=0), b1 - learning_rate * e.sum()
"""
_ROW_BY_STEP = """    for step in range(steps):
        i = step % len(X)
        g = loss_gradients(X[i:i + 1], targets[i:i + 1], W0, b0, W1, b1)
"""

SLIPS = (
    Slip("one_row_per_step", "Each step looks at a single row; a full-batch step uses them all.",
         _written(loop=_ROW_BY_STEP)),
    Slip("biases_faster", "The biases move further than the weights: all four parameters have the same learning rate.",
         _written(move=_BIASES_TWICE)),
    Slip("ten_steps_at_most", "Your loop ends after a number of steps of its own: take as many as are asked for.",
         _written(loop=_LOOP.replace("range(steps)", "range(min(steps, 10))"))),
    Slip("uphill", "The loss rises: the gradient points uphill, and a step of descent goes the other way.",
         _written(move=_MOVE.replace("- learning_rate", "+ learning_rate"))),
    Slip("rate_ignored", "The learning rate does not appear in your steps.",
         _written(move=_MOVE.replace("learning_rate * ", ""))),
    Slip("one_step_only", "However many steps are asked for, yours stops after the first: where does the return stand?",
         _written(loop=_LOOP.replace("range(steps)", "range(min(steps, 1))"))),
    Slip("always_one_step", "The number of steps is not used: 0 should return the start, and 5 should take five.",
         _written(loop=_LOOP.replace("range(steps)", "range(1)"))),
    Slip("one_too_many", "Count the steps with steps=0 and steps=1: the loop runs once too often.",
         _written(loop=_LOOP.replace("range(steps)", "range(steps + 1)"))),
    Slip("one_too_few", "Count the steps with steps=1: the loop starts or stops one step off.",
         _written(loop=_LOOP.replace("range(steps)", "range(1, steps)"))),
    Slip("stale_gradient", "The gradient was taken once, before the loop; it changes as soon as the parameters have "
         "moved.",
         _written(loop="    g = loss_gradients(X, targets, W0, b0, W1, b1)\n    for step in range(steps):\n")),
    Slip("sequential", "Some gradients were taken after other parameters had moved; a step takes all four at the same "
         "point.",
         _written(loop=_SEQUENTIAL, move="")),
    Slip("output_layer_first", "W1 and b1 had moved already when the hidden layer's gradient was taken; take all four "
         "first.",
         _written(loop=_OUTER_FIRST, move="")),
    Slip("W1_first", "W1 had moved already when the hidden layer's gradient was taken; take all four first.",
         _written(loop=_W1_FIRST, move="")),
    Slip("row_by_row", "A full-batch step uses the mean over all rows; yours moves after every single row.",
         _written(loop=_EACH_ROW, move="")),
    Slip("rate_over_rows", "The loss is a mean already, so the step is not to be divided by the number of rows again.",
         _written(loop="    learning_rate = learning_rate / len(X)\n" + _LOOP)),
    Slip("rate_times_rows", "That is a step on the sum over the rows; the loss here is their mean.",
         _written(loop="    learning_rate = learning_rate * len(X)\n" + _LOOP)),
    Slip("stops_early", "All steps that are asked for are to be taken: yours stops when the loss hardly falls any "
         "more.",
         _written(loop="    before = np.inf\n" + _LOOP + "        if before - g['loss'] < 1e-9:\n            break\n"
                       "        before = g['loss']\n")),
    Slip("rate_decays", "The learning rate stays the same for all steps; yours shrinks.",
         _written(move=_MOVE.replace("learning_rate", "learning_rate / (step + 1)"))),
    Slip("W0_frozen", "W0 never moves in your steps; all four parameters learn.", _written(move=_moving("W0", "pass"))),
    Slip("b0_frozen", "b0 never moves in your steps; all four parameters learn.", _written(move=_moving("b0", "pass"))),
    Slip("W1_frozen", "W1 never moves in your steps; all four parameters learn.", _written(move=_moving("W1", "pass"))),
    Slip("b1_frozen", "b1 never moves in your steps; all four parameters learn.", _written(move=_moving("b1", "pass"))),
    Slip("biases_frozen", "The biases never move in your steps; they are parameters like the weights.",
         _written(move=_moving("b0", "pass").replace('b1 = b1 - learning_rate * g["b1"]', "pass"))),
    Slip("in_place", "Your steps change the arrays that the caller handed in: start from copies, or assign new arrays.",
         _written(loop=_IN_PLACE, move="")),
    Slip("in_place_cast", "The new values are written into the caller's arrays, and into integer ones they do not "
         "even fit.",
         _written(loop=_IN_PLACE_CAST, move="")),
    Slip("returns_dict", "The four parameters are to come back as a tuple, in the order in which they came.",
         _written(result='{"W0": W0, "b0": b0, "W1": W1, "b1": b1}')),
    Slip("returns_three", "Four parameters go in and four come out.", _written(result="W0, b0, W1")),
    Slip("returns_gradients", "The result should be the parameters after the steps, not their last gradients.",
         _written(loop='    g = {"W0": W0, "b0": b0, "W1": W1, "b1": b1}\n' + _LOOP,
                  result='g["W0"], g["b0"], g["W1"], g["b1"]')),
    *_INHERITED,
    Slip("noise_added", "The units were set apart by something of your own; the gradient is all that may move them.",
         _written(loop="    W0 = W0 + 0.01 * np.random.default_rng(0).normal(size=W0.shape)\n" + _LOOP)),
)  # fmt: skip

VARIANTS = (
    Variant("copies_in_place",
            _written(loop="    W0, b0, W1 = (np.array(p, dtype=float) for p in (W0, b0, W1))\n" + _IN_PLACE, move="")),
    Variant("by_formula", """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    while steps > 0:
        Z = 1 / (1 + np.exp(-(X @ W0.T + b0)))
        r = 2 * (Z @ W1.T + b1 - targets[:, None]) / len(X)
        D = r * W1 * Z * (1 - Z)
        W0, b0, W1, b1 = (W0 - learning_rate * D.T @ X, b0 - learning_rate * D.sum(0),
                          W1 - learning_rate * r.T @ Z, b1 - learning_rate * r.sum())
        steps -= 1
    return [W0, b0, W1, b1]
"""),
    Variant("recursive", """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    if steps == 0:
        return W0, b0, W1, b1
    g = loss_gradients(X, targets, W0, b0, W1, b1)
    moved = [p - learning_rate * np.asarray(g[k]) for p, k in ((W0, "W0"), (b0, "b0"), (W1, "W1"), (b1, "b1"))]
    return gradient_descent(X, targets, *moved, learning_rate, steps - 1)
"""),
    Variant("dict_of_parameters", """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    theta = {"W0": W0, "b0": b0, "W1": W1, "b1": b1}
    for _ in range(steps):
        g = loss_gradients(X, targets, **theta)
        theta = {k: theta[k] - learning_rate * g[k] for k in theta}
    return tuple(theta.values())
"""),
    Variant("columns", _written(result="W0, np.reshape(b0, (-1, 1)), np.reshape(W1, (-1, 1)), np.reshape(b1, (1, 1))")),
    Variant("flat", """
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    h, d = W0.shape
    theta = np.concatenate([W0.ravel(), b0, W1.ravel(), [b1]])
    def unpack(v):
        return v[:h * d].reshape(h, d), v[h * d:h * d + h], v[h * d + h:-1].reshape(1, h), v[-1]
    for _ in range(steps):
        g = loss_gradients(X, targets, *unpack(theta))
        theta = theta - learning_rate * np.concatenate([np.ravel(g[k]) for k in ("W0", "b0", "W1", "b1")])
    return unpack(theta)
"""),
)  # fmt: skip

GRADIENT_DESCENT = Question(
    id="q4_gradient_descent",
    needs=("q3_loss_gradients",),
    domains=(DOMAIN,),
    title="Full-batch gradient descent",
    owns={"gradient_descent": ref.gradient_descent},
    parts=PARTS,
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Print the loss after each of five small steps: does it fall every time? Then try steps=0 and steps=1.",
)
