"""q1: the losses of a training run, without a warning even if it blows up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import BLOWN_UP, Expectation, losses_of_run, quiet
from autograder.questions.covering import cases, covering
from autograder.questions.domain import (
    BIGGEST_BATCH,
    MOST_STEPS,
    Argument,
    Domain,
    Row,
    Special,
    Values,
    is_integer,
    signs_turned,
)
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

SIZE = 16
"""Number of inputs and of hidden units in the paper's network; other sizes occur too, as the prompt says."""

Run = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, float, float, int]
Tagged = tuple[Run, tuple[str, ...]]


def _public(draw: Draw) -> Iterator[Tagged]:
    """Yield runs whose first loss can be computed by hand, because each unit sees at most two inputs.

    The first one's call is short enough to be shown.
    """
    whole = np.array([[1, 0]]), np.array([2]), np.array([[1, 0], [0, 1], [1, 1]]), np.array([[3, 1, 2]])
    yield (*whole, 0.5, 0.25, 3), ("integers", "other sizes")
    X = np.tile([1.0, -1.0], SIZE // 2)[np.newaxis]
    yield (X, np.array([1.0]), np.eye(SIZE), np.ones((1, SIZE)) / 2, 4.0, 2.0, 4), ()
    two = np.vstack([X, np.ones(SIZE)])
    yield (two, np.array([1.0, -1.0]), np.eye(SIZE), np.arange(SIZE)[np.newaxis] / 8, 1.0, 8.0, 3), ()


def _calm(draw: Draw) -> Iterator[Tagged]:
    """Yield runs whose loss falls, with two different rates, for one datapoint and for several."""
    for n, steps in ((1, 25), (5, 12)):
        rates = draw.uniform(4.0, 8.0), draw.uniform(0.5, 2.0)
        yield _steady(draw, n, *rates, steps), ()


def _wild(draw: Draw) -> Iterator[Tagged]:
    """Yield runs that blow up because of the output layer's rate or of both rates, one to infinity."""
    yield _steady(draw, 1, draw.uniform(1.0, 5.0), 10 ** draw.uniform(3, 4), 12), ("large rates",)
    yield _steady(draw, 2, 10 ** draw.uniform(2, 3), 10 ** draw.uniform(5, 6), 80), ("large rates",)


def _steady(draw: Draw, n: int, rate0: float, rate1: float, steps: int) -> Run:
    """Return a run that is insensitive to rounding.

    Near the border between convergence and failure one ulp decides the outcome, and a loss as small as the rounding
    error of its residual is noise.
    """
    for _ in range(40):
        X, Y, W0, W1 = draw.normal(n, SIZE), draw.normal(n) + 2.0, draw.normal(SIZE, SIZE), draw.normal(1, SIZE)
        run = (X, Y, W0, W1, rate0, rate1, steps)
        first, second = ref.training_losses(*run), ref.training_losses(X, Y, W0 * (1 + 1e-12), W1, *run[4:])
        finite = np.abs(first) <= BLOWN_UP
        if np.allclose(first[finite], second[finite], rtol=1e-8) and first[finite].min() > 1e-8 * first[0]:
            break
    return run


def _expected(run: Run) -> Expectation:
    """Expect the losses of a run, allowing for rounding errors of the residual where it nearly vanishes."""
    _, Y, _, W1, *_ = run
    losses = ref.training_losses(*run)
    size = np.abs(Y).max() + np.abs(W1).sum() / SIZE
    with np.errstate(all="ignore"):
        return losses_of_run(losses, np.nan_to_num(100 * np.sqrt(losses) * size))


def _expected_of(*call: Any) -> Expectation:
    return _expected(call)


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Choose rates suitable for the width of the network, unless the row fixes them."""
    h, styles = len(values["W0"]), row.styles
    if row.special in (_HIGH, _LOW):
        size = draw.uniform(2e3, 4e3) if row.special == _HIGH else draw.uniform(3e-4, 6e-4)
        n, tiny = len(values["Y"]), 1e-6 if row.special == _HIGH else 0.1
        small = {"W0": values["W0"] * 0.1, "W1": values["W1"] * 1e-3, "rate0": tiny * h, "rate1": 0.01 * h, "steps": 4}
        return values | small | {"Y": size * draw.uniform(0.9, 1.1, n)}
    if row.special == _FAST:  # small inputs, in the directions of the weights' signs
        rate = draw.uniform(1.5e3, 3e3)
        X = values["X"] / (np.abs(values["X"]).max() or 1) * 1e-2
        small = {"W1": draw.uniform(0.5, 1.5, 1, h), "rate0": rate, "rate1": rate, "steps": 4}
        return values | small | {"X": X, "Y": values["Y"] * 1.0 + 2.5}
    for name, size in (("rate0", h), ("rate1", h / 4)):
        if styles.get(name, "mixed") == "mixed" and name not in (row.integers or ()):
            values[name] = draw.uniform(0.2, 0.4) * size
    offset = (4 if is_integer(values["Y"]) else 2.5) * (styles.get("Y", "mixed") == "mixed")
    return values | {"Y": values["Y"] + offset}


def _lasting(*run: Any) -> bool:
    """Return True if a change in the last digits stays small and the loss stays above its rounding error."""
    X, Y, W0, W1, rate0, rate1, steps = run
    a, b = 1 + 1e-12, 1 - 1e-12
    first, second = (
        ref.training_losses(*run),
        ref.training_losses(X * a, Y, W0 * b, W1 * a, rate0 * a, rate1 * b, steps),
    )
    return bool(np.all(first < 1e9) and np.allclose(first, second, rtol=1e-9, atol=0) and first.min(initial=1) > 1e-9)


_HIGH, _LOW = "losses above 10⁶", "losses below 10⁻⁶"
_FAST = "two large rates that are equal, without a blow-up"


def _losses_are(test: Callable[[float], bool]) -> Callable[..., bool]:
    """Return a test of a call: whether there are several losses and the first one satisfies `test`.

    In the runs that are drawn for it, the other losses then satisfy it, too.
    """
    return lambda *call: bool(call[-1] > 1 and test(float(ref.training_losses(*(*call[:-1], 1))[0])))


RUN = (
    Argument("X", ("n", "d")),
    Argument("Y", ("n",)),
    Argument("W0", ("h", "d")),
    Argument("W1", ("1", "h"), scale=4.0),
    Argument("rate0", negative=False, styled=False),
    Argument("rate1", negative=False, styled=False),
    Argument("steps", counts="steps"),
)
DOMAIN = Domain(
    "training_losses",
    RUN,
    lambda *call: [_expected(call)],
    sizes={"n": (1, BIGGEST_BATCH), "d": (1, 24), "h": (1, 24), "steps": (0, MOST_STEPS)},
    compared=(("d", "h"),),
    specials=(
        Special(_HIGH, _losses_are(lambda loss: 1e6 < loss < np.inf)),
        Special(_LOW, _losses_are(lambda loss: loss < 1e-6)),
        Special(_FAST, lambda *call: bool(call[-1] > 1 and call[4] == call[5] > 1000)),
    ),
    settle=_settled,
    fits=_lasting,
    costly=frozenset({"steps", "n"}),
    # Larger inputs saturate every unit in the first step, and then no loss depends on rate0.
    first=Row(sizes={"steps": 3}, styles={"W0": "small", "W1": "whole"}),
    public={"n": 2, "d": 16, "h": 16, "steps": 80},
    others={"steps": lambda *call: call[-1] + 2},
    nudged=signs_turned(ref.training_losses, RUN),
)


def _values(runs: Iterable[Tagged]) -> Iterator[Case]:
    for run, tags in runs:
        yield Case(Call("training_losses", run), _expected(run), tags)


def _quiet(runs: Iterable[Tagged]) -> Iterator[Case]:
    for run, tags in runs:
        yield Case(Call("training_losses", run), quiet(_expected(run)), tags)


def _hidden_values(draw: Draw) -> Iterator[Case]:
    yield from _values(_calm(draw))
    yield from _values([next(_wild(draw))])
    yield from cases(DOMAIN, covering(DOMAIN, draw), _expected_of)


def _public_wild(draw: Draw) -> Iterator[Tagged]:
    _, (run, _), *_ = _public(draw)
    yield (*run[:4], 1.0, 1e6, 80), ("large rates",)


def _written(**changed: str) -> str:
    """Return code for the right function, except for the lines given."""
    lines = {
        "start": "k = np.sqrt(2) / np.sqrt(d)",
        "guard": "np.errstate(all='ignore')",
        "loop": "range(steps)",
        "A": "np.tanh(k * (X @ W0.T))",
        "y": "A @ W1[0] / h",
        "loss": "np.mean((y - Y) ** 2)",
        "upstream": "2 * (y - Y) / (len(Y) * h)",
        "slope": "1 - A ** 2",
        "delta": "k * np.outer(upstream, W1[0]) * slope",
        "dW0": "delta.T @ X",
        "dW1": "(upstream @ A).reshape(1, -1)",
        "move": "W0, W1 = W0 - rate0 * dW0, W1 - rate1 * dW1",
        "result": "np.array(losses, dtype=float)",
    } | changed
    inner = ("A", "y", "loss", "upstream", "slope", "delta", "dW0", "dW1")
    body = "".join(f"            {name} = {lines[name]}\n" for name in inner)
    return f"""
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    h, d = W0.shape
    {lines["start"]}
    losses = []
    with {lines["guard"]}:
        for step in {lines["loop"]}:
{body}            losses.append(loss)
            {lines["move"]}
    return {lines["result"]}
"""


LOSSES = Question(
    id="q1_losses",
    domains=(DOMAIN,),
    title="A training run",
    owns={"training_losses": ref.training_losses},
    parts=(
        Part("values", 3, public=lambda draw: _values(_public(draw)), hidden=_hidden_values),
        Part("quiet", 1, public=lambda draw: _quiet(_public_wild(draw)), hidden=lambda draw: _quiet(_wild(draw))),
    ),
    experiment=(
        "Set one of the two rates to 0 and the other to 1e-6: by how much should the loss fall in one step, if your "
        "gradient is right?"
    ),
    slips=(
        Slip("warnings", "The numbers are right, but NumPy warns on the way: look up np.errstate.",
             _written(guard="np.errstate(all='warn')")),
        Slip("W1_first", "W1 had moved already when the gradient of W0 was computed: take both gradients first.",
             _written(move="W1 = W1 - rate1 * dW1; W0 = W0 - rate0 * (k * np.outer(upstream, W1[0]) * slope).T @ X")),
        Slip("loss_after_step", "The loss before each step is asked for, so the first entry belongs to the weights as "
             "they came.",
             _written(loss="lambda V0, V1: np.mean((np.tanh(k * (X @ V0.T)) @ V1[0] / h - Y) ** 2)",
                      move="W0, W1 = W0 - rate0 * dW0, W1 - rate1 * dW1; losses[-1] = losses[-1](W0, W1)")),
        Slip("one_loss_too_many", "There are as many losses as steps: one before each, and none after the last.",
             _written(loop="range(steps + 1)")),
        Slip("last_loss_only", "All losses of the run are asked for, not only the last.",
             _written(result="losses[-1]")),
        Slip("rates_exchanged", "rate0 belongs to W0 and rate1 to W1.",
             _written(move="W0, W1 = W0 - rate1 * dW0, W1 - rate0 * dW1")),
        Slip("one_rate_for_both", "The two layers have rates of their own.",
             _written(move="W0, W1 = W0 - rate0 * dW0, W1 - rate0 * dW1")),
        Slip("root_two_missing", "The factor of the hidden layer has a √2 in it.",
             _written(start="k = 1 / np.sqrt(d)")),
        Slip("root_missing", "The hidden layer divides by the root of the number of inputs.",
             _written(start="k = np.sqrt(2) / d")),
        Slip("hidden_factor_missing", "The pre-activations are scaled before tanh is taken.",
             _written(start="k = 1.0")),
        Slip("hidden_factor_not_carried", "The factor inside tanh rides along into the gradient of W0.",
             _written(delta="np.outer(upstream, W1[0]) * slope")),
        Slip("output_factor_missing", "The output is divided by the number of hidden units.",
             _written(y="A @ W1[0]", upstream="2 * (y - Y) / len(Y)")),
        Slip("output_factor_not_carried", "The factor of the output rides along into both gradients.",
             _written(upstream="2 * (y - Y) / len(Y)")),
        Slip("root_for_output", "The output is divided by the number of hidden units itself, not by its root.",
             _written(y="A @ W1[0] / 4", upstream="2 * (y - Y) / (len(Y) * 4)")),
        Slip("two_missing", "The power rule brings a 2 down from the square.",
             _written(upstream="(y - Y) / (len(Y) * h)")),
        Slip("half_loss", "There is no factor ½ in this loss.",
             _written(loss="np.mean((y - Y) ** 2) / 2", upstream="(y - Y) / (len(Y) * h)")),
        Slip("sum_for_mean", "The loss is the mean over the data: try two datapoints.",
             _written(loss="np.sum((y - Y) ** 2)", upstream="2 * (y - Y) / h")),
        Slip("gradient_of_sum", "The loss is a mean and the gradient that of a sum: try two datapoints.",
             _written(upstream="2 * (y - Y) / h")),
        Slip("mean_before_square", "The mean is taken of the squares, so that errors cannot cancel.",
             _written(loss="np.mean(y - Y) ** 2")),
        Slip("slope_missing", "The gradient of W0 passes through tanh, whose slope is missing.", _written(slope="1.0")),
        Slip("slope_of_sigmoid", "That is the sigmoid's slope; the hidden units here are tanh.",
             _written(slope="A * (1 - A)")),
        Slip("slope_not_squared", "The slope of tanh has a square in it.", _written(slope="1 - A")),
        Slip("sigmoid_units", "The hidden units here are tanh, not sigmoids.",
             _written(A="1 / (1 + np.exp(-k * (X @ W0.T)))", slope="A * (1 - A)")),
        Slip("W1_missing", "The hidden layer acts on the output through W1.",
             _written(delta="k * np.outer(upstream, np.ones(h)) * slope")),
        Slip("uphill", "The loss rises where it should fall: a step goes against the gradient.",
             _written(move="W0, W1 = W0 + rate0 * dW0, W1 + rate1 * dW1")),
        Slip("W0_frozen", "W0 never moves; both layers learn.", _written(move="W1 = W1 - rate1 * dW1")),
        Slip("W1_frozen", "W1 never moves; both layers learn.", _written(move="W0 = W0 - rate0 * dW0")),
        Slip("never_moves", "All losses are the same: the new weights have to take the place of the old ones.",
             _written(move="V0, V1 = W0 - rate0 * dW0, W1 - rate1 * dW1")),
        Slip("first_datapoint_only", "The gradient uses all datapoints; yours looks at the first.",
             _written(upstream="2 * (y - Y) / (len(Y) * h) * (np.arange(len(Y)) == 0)")),
        Slip("stops_when_blown_up", "A run that blows up has as many losses as any other: go on to the last step.",
             _written(result="np.array([loss for loss in losses if np.isfinite(loss)])")),
        Slip("blown_up_replaced", "Leave losses that are not finite as they are; what to put in their place is the "
             "next question's matter.",
             _written(result="np.nan_to_num(np.array(losses), nan=1e6, posinf=1e6)")),
        Slip("clipped", "The losses were clipped; that belongs to the next question.",
             _written(result="np.fmin(np.array(losses), 1e6)")),
        Slip("in_place", "Your run changes the weights of the caller, so that the next run starts where this one "
             "ended.",
             _written(move="W0 -= rate0 * dW0; W1 -= rate1 * dW1")),
    ),
    variants=(
        Variant("any_size",
                _written(start="k = np.sqrt(2 / X.shape[1])", y="A @ W1[0] / len(W0)",
                         upstream="2 * (y - Y) / (len(Y) * len(W0))")),
        Variant("columns", """
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    losses, (h, d) = np.zeros(steps), W0.shape
    np_settings = np.seterr(all="ignore")
    for t in range(steps):
        a = np.sqrt(2.0) * (W0 @ X.T) / d ** 0.5
        A = np.tanh(a)
        r = (W1 @ A) / h - Y.reshape(1, -1)
        losses[t] = (r ** 2).mean()
        g = 2 * r / r.size
        g1 = g @ A.T / h
        g0 = np.sqrt(2.0 / d) * ((W1.T @ g / h) * (1 - A * A)) @ X
        W1 = W1 - rate1 * g1
        W0 = W0 - rate0 * g0
    np.seterr(**np_settings)
    return losses
"""),
        Variant("loop_over_data", """
import warnings
def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    W0, W1 = W0.astype(float), W1.astype(float)
    losses, (h, d) = [], W0.shape
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(steps):
            loss, g0, g1 = 0.0, np.zeros((h, d)), np.zeros((1, h))
            for x, t in zip(X, Y):
                A = np.tanh(2 ** 0.5 * (W0 @ x) / d ** 0.5)
                error = (W1 @ A)[0] / h - t
                loss += error ** 2 / len(X)
                g1 += 2 * error / len(X) * A / h
                g0 += np.outer(2 * error / len(X) * W1[0] / h * (1 - A ** 2), x) * (2 / d) ** 0.5
            losses.append(loss)
            W0 = W0 - rate0 * g0
            W1 = W1 - rate1 * g1
    return losses
"""),
        Variant("slope_by_cosh", _written(slope="1 / np.cosh(k * (X @ W0.T)) ** 2")),
        Variant("scaled_data", _written(start="k = 1; X = X * np.sqrt(2 / d)")),
        Variant("copies_in_place",
                _written(start="k = np.sqrt(2 / d); W0, W1 = W0.astype(float), W1.astype(float)",
                         move="W0 -= rate0 * dW0; W1 -= rate1 * dW1")),
        Variant("column_of_losses", _written(result="np.array(losses).reshape(-1, 1)")),
    ),
)  # fmt: skip
