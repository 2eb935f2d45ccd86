"""q3: the mean squared loss over all rows, and its four gradients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation
from autograder.questions.covering import cases, covering
from autograder.questions.domain import Domain, Row, Special, Values, signs_turned
from autograder.questions.initialization.sample_networks import (
    FIRST,
    PROBLEM,
    SIZES,
    Problem,
    bends,
    gradient,
    problem,
    settled,
)
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

KEYS = ("loss", "W0", "b0", "W1", "b1")
WHOLE = 'a dict with the keys "loss", "W0", "b0", "W1" and "b1"'


def _public_problems() -> Iterable[Problem]:
    X = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]])
    W0, W1 = np.array([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0], [2.0, 0.0]]), np.array([[1.0, -2.0, 0.5, 3.0]])
    yield Problem(X, np.array([3.0, 0.0, -1.0]), W0, np.array([0.0, 0.5, -1.0, 1.0]), W1, 0.5)
    one_unit = (np.array([[1, -1]]), np.array([0]), np.array([[3]]), 1)
    yield Problem(np.array([[2, 1]]), np.array([1]), *one_unit, ("integers", "h = 1"))


def _hidden_problems(draw: Draw) -> Iterable[Problem]:
    yield problem(draw, 5, 2, 3)
    yield problem(draw, 4, 3, 5, "dead zone")
    yield problem(draw, 6, 4, 1, "h = 1", "zeros")
    yield problem(draw, 1, 2, 4, "n = 1", "large scale")


def scales(given: Problem) -> dict[str, np.ndarray | float]:
    """Return the scale of rounding errors of each entry: the mean over the rows of the product of its factors.

    The residual has the scale Σ|W1| + |b1| + |t|. The factors z, 1 − z and σ′ have the scale 1 + κσ′, where κ is the
    absolute sum of the terms of a: a is off by κε, which changes z by κσ′ε and σ′ by at most as much.
    """
    W1, X = np.abs(given.W1[0]).astype(float), np.abs(given.X).astype(float)
    condition = X @ np.abs(given.W0).T + np.abs(given.b0)
    spread = 1 + condition * ref.sigmoid_derivative(given.X @ given.W0.T + given.b0)  # (n, h)
    residual = spread @ W1 + abs(given.b1) + np.abs(given.targets)
    upstream = 2 * residual / len(X)
    return {
        "loss": float(np.mean(residual**2)),
        "W0": W1[:, np.newaxis] * ((upstream[:, np.newaxis] * spread).T @ X),
        "b0": W1 * (upstream @ spread),
        "W1": upstream @ spread,
        "b1": float(upstream.sum()),
    }


def _expected(key: str, given: Problem) -> Expectation:
    value = ref.loss_gradients(*given.arguments)[key]
    return gradient(key, value, scales(given)[key], WHOLE)


def _all_expected(*call: Any) -> list[Expectation]:
    """Return the expectations for all keys, which share one computation."""
    given = Problem(*call)
    values, sizes = ref.loss_gradients(*call), scales(given)
    return [gradient(key, values[key], sizes[key], WHOLE) for key in KEYS]


def _residuals(X: Any, targets: Any, *network: Any) -> np.ndarray:
    z = ref.sigmoid(X @ network[0].T + network[1])
    return z @ network[2][0] + network[3] - targets


_FITTED = Special("every target nearly met", lambda *call: 0 < float(np.abs(_residuals(*call)).max()) < 0.01)


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Settle the weights, and move each target close to y if the row requires it."""
    values = settled(values, row, draw)
    if row.special != _FITTED.name:
        return values
    targets = values["targets"] + _residuals(*(values[argument.name] for argument in PROBLEM))
    return values | {"targets": targets + draw.choice((-1, 1)) * draw.uniform(0.002, 0.008, len(targets))}


DOMAIN = Domain(
    "loss_gradients",
    PROBLEM,
    _all_expected,
    sizes=SIZES,
    compared=(("d", "h"), ("n", "d")),
    specials=(_FITTED,),
    settle=_settled,
    fits=bends,
    first=Row(styles=FIRST),
    public={"n": 3, "d": 2, "h": 4},
    nudged=signs_turned(ref.loss_gradients, PROBLEM),
)


def _cases(problems: Iterable[Problem], key: str) -> Iterator[Case]:
    for given in problems:
        yield Case(Call("loss_gradients", given.arguments), _expected(key, given), given.tags)


def _part(key: str) -> Part:
    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        covered = cases(DOMAIN, covering(DOMAIN, shared), lambda *call: _expected(key, Problem(*call)))
        return chain(_cases(_hidden_problems(shared), key), covered)

    return Part(key, 2 if key == "loss" else 1, public=lambda draw: _cases(_public_problems(), key), hidden=hidden)


def _written(**changed: str) -> str:
    """Return code for the right function, except for the lines given."""
    lines = {
        "A": "X @ W0.T + b0",
        "Z": "1 / (1 + np.exp(-A))",
        "y": "Z @ W1[0] + b1",
        "upstream": "2 * (y - targets) / len(X)",
        "slope": "Z * (1 - Z)",
        "delta": "np.outer(upstream, W1[0]) * slope",
        "loss": "np.mean((y - targets) ** 2)",
        "dW0": "delta.T @ X",
        "db0": "delta.sum(axis=0)",
        "dW1": "(upstream @ Z).reshape(1, -1)",
        "db1": "upstream.sum()",
        "result": '{"loss": loss, "W0": dW0, "b0": db0, "W1": dW1, "b1": db1}',
    } | changed
    body = "\n".join(f"    {name} = {code}" for name, code in lines.items())
    return f"def loss_gradients(X, targets, W0, b0, W1, b1):\n{body}\n    return result\n"


SLIPS = (
    Slip("sum_for_mean", "The loss is the mean over the rows. Give the network the same row twice: should the loss "
         "double?",
         _written(loss="np.sum((y - targets) ** 2)", upstream="2 * (y - targets)")),
    Slip("gradient_of_sum", "Your loss is a mean and your gradients are those of a sum: the two disagree by the "
         "number of rows.",
         _written(upstream="2 * (y - targets)")),
    Slip("two_missing", "Differentiate the square once more by hand: a factor of the power rule has gone missing.",
         _written(upstream="(y - targets) / len(X)")),
    Slip("half_loss", "The loss here carries no factor ½, though many books put one in to make the gradient look tidy.",
         _written(loss="np.mean((y - targets) ** 2) / 2", upstream="(y - targets) / len(X)")),
    Slip("sign_of_residual", "All gradients point the other way: in which order are y and t subtracted?",
         _written(upstream="2 * (targets - y) / len(X)")),
    Slip("upstream_ignored", "These are gradients of y. How the loss reacts to y differs from row to row and is still "
         "to be multiplied in.",
         _written(upstream="np.ones(len(X)) / len(X)")),
    Slip("residual_missing", "The power rule leaves the base standing: 2 alone is not the derivative of a square.",
         _written(upstream="2 * np.ones(len(X)) / len(X)")),
    Slip("targets_ignored", "The targets do not appear in your answer: the loss compares y with them.",
         _written(loss="np.mean(y ** 2)", upstream="2 * y / len(X)")),
    Slip("mean_before_square", "Errors of opposite sign must not cancel: is it the mean of the squares, or the square "
         "of the mean?",
         _written(loss="np.mean(y - targets) ** 2", upstream="np.full(len(X), 2 * np.mean(y - targets) / len(X))")),
    Slip("mean_residual", "Each row has its own residual and its own inputs; average their products, not each by "
         "itself.",
         _written(upstream="np.full(len(X), 2 * np.mean(y - targets) / len(X))")),
    Slip("residual_squared", "The power rule lowers the exponent: the residual is squared in the loss, not in its "
         "gradient.",
         _written(upstream="2 * (y - targets) ** 2 / len(X)")),
    Slip("y_ignored", "y is missing beside the targets: the residual is their difference.",
         _written(upstream="-2 * targets / len(X)")),
    Slip("product_of_means", "Averages were multiplied: average the products of each row.",
         _written(dW0="np.outer(delta.sum(axis=0), X.mean(axis=0))", dW1="(upstream.sum() * Z.mean(axis=0)).reshape(1, -1)")),
    Slip("variance", "That is the variance of the residuals: their mean is not to be taken off first.",
         _written(loss="np.var(y - targets)")),
    Slip("root_of_loss", "A root was taken at the end; the loss is the mean of the squares itself.",
         _written(loss="np.sqrt(np.mean((y - targets) ** 2))")),
    Slip("absolute_loss", "That is the mean absolute error; this loss squares the residuals.",
         _written(loss="np.mean(np.abs(y - targets))")),
    Slip("outer_residual", "y and targets were subtracted as a column and a row, which gives every y minus every "
         "target: print the shape.",
         _written(loss="np.mean((y.reshape(-1, 1) - targets) ** 2)")),
    Slip("outer_residual_throughout", "A column minus a row is an (n, n) table: subtract arrays of the same shape, in "
         "the loss and in the gradients.",
         _written(loss="np.mean((y.reshape(-1, 1) - targets) ** 2)", upstream="2 * (y - np.mean(targets)) / len(X)")),
    Slip("last_row_only", "Only the last row has left a trace: in a loop over the rows, the gradients have to be "
         "added up.",
         _written(upstream="2 * (y - targets) / len(X) * (np.arange(len(X)) == len(X) - 1)")),
    Slip("first_row_only", "Only the first row has left a trace: does the function return from inside its loop?",
         _written(upstream="2 * (y - targets) / len(X) * (np.arange(len(X)) == 0)")),
    Slip("divided_by_entries", "The mean goes over the rows; X has more entries than rows.",
         _written(upstream="2 * (y - targets) / X.size")),
    Slip("divided_by_units", "The mean goes over the rows of data, not over the hidden units.",
         _written(upstream="2 * (y - targets) / len(b0)")),
    Slip("slope_missing", "On its way to the hidden layer the gradient passes through the sigmoid, whose slope is "
         "missing.",
         _written(slope="1")),
    Slip("one_minus_z_missing", "The sigmoid's slope has two factors; one of them is missing.", _written(slope="Z")),
    Slip("z_missing_in_slope", "The sigmoid's slope has two factors; one of them is missing: compare it with its "
         "value at a = −10.",
         _written(slope="1 - Z")),
    Slip("slope_at_z", "The sigmoid was applied twice: its slope is wanted at the pre-activation, or as z(1 − z) from "
         "z.",
         _written(slope="(1 / (1 + np.exp(-Z))) * (1 - 1 / (1 + np.exp(-Z)))")),
    Slip("slope_of_tanh", "1 − z² is the slope of tanh; the hidden units here are sigmoids.",
         _written(slope="1 - Z ** 2")),
    Slip("W1_missing", "The hidden layer acts on y through W1, and W1 does not appear in your gradients of W0 and b0.",
         _written(delta="np.outer(upstream, np.ones(len(b0))) * slope")),
    Slip("clipped", "Pre-activations were clipped somewhere. The gradient in a dead zone is tiny, but it is not that "
         "of the edge.",
         _written(Z="1 / (1 + np.exp(-np.clip(A, -20, 20)))")),
    Slip("W0_transposed", "The gradient of the loss with respect to W0 has the shape of W0, (h, d).",
         _written(dW0="X.T @ delta")),
    Slip("W0_without_inputs", "Each weight of W0 is multiplied by its own input: where are the inputs in its gradient?",
         _written(dW0="np.tile(delta.sum(axis=0).reshape(-1, 1), (1, X.shape[1]))")),
    Slip("b0_summed", "b0 has an entry for each hidden unit: along which axis does your sum run?",
         _written(db0="delta.sum()")),
    Slip("b0_along_units", "The sum for b0 runs along the wrong axis: it should leave an entry for each unit, not for "
         "each row.",
         _written(db0="delta.sum(axis=1)")),
    Slip("W1_from_pre_activations", "W1 multiplies the activations z; its gradient was built from what comes before "
         "the sigmoid.",
         _written(dW1="(upstream @ A).reshape(1, -1)")),
    Slip("b1_is_one", "∂y/∂b1 is 1 for each row, but the loss reacts to every row's y by its own residual.",
         _written(db1="1.0")),
    Slip("b1_mean", "The division by the number of rows happened twice for b1.", _written(db1="upstream.mean()")),
    Slip("b0_left_out", "The hidden bias does not take part in your forward pass.", _written(A="X @ W0.T")),
    Slip("b1_left_out", "The output bias does not take part in your forward pass.", _written(y="Z @ W1[0]")),
    Slip("sigmoid_on_output", "The output has no activation: y is the weighted sum itself.",
         _written(y="1 / (1 + np.exp(-(Z @ W1[0] + b1)))")),
)  # fmt: skip

VARIANTS = (
    Variant("vectors_as_columns", _written(db0="delta.sum(axis=0).reshape(-1, 1)", dW1="(upstream @ Z).reshape(-1, "
         "1)")),
    Variant("row_by_row", """
def loss_gradients(X, targets, W0, b0, W1, b1):
    loss, dW0, db0 = 0.0, np.zeros(W0.shape), np.zeros(len(b0))
    dW1, db1 = np.zeros(W1.shape), 0.0
    for x, t in zip(X, targets):
        z = 1 / (1 + np.exp(-(W0 @ x + b0)))
        error = (W1 @ z)[0] + b1 - t
        loss += error ** 2 / len(X)
        for i in range(len(b0)):
            delta = 2 * error / len(X) * W1[0, i] * z[i] * (1 - z[i])
            db0[i] += delta
            dW1[0, i] += 2 * error / len(X) * z[i]
            for j in range(len(x)):
                dW0[i, j] += delta * x[j]
        db1 += 2 * error / len(X)
    return {"loss": loss, "W0": dW0, "b0": db0, "W1": dW1, "b1": db1}
"""),
    Variant("columns_and_tanh", """
def loss_gradients(X, targets, W0, b0, W1, b1):
    A = W0 @ X.T + b0[:, None]
    Z = (1 + np.tanh(A / 2)) / 2
    R = W1 @ Z + b1 - targets[None, :]
    D = W1.T * (2 * R) * (1 - np.tanh(A / 2) ** 2) / 4
    n = X.shape[0]
    return {"loss": R @ R.T / n, "W0": D @ X / n, "b0": D.mean(axis=1), "W1": R @ Z.T * 2 / n,
            "b1": np.mean(2 * R, keepdims=True)}
"""),
    Variant("einsum", """
def loss_gradients(X, targets, W0, b0, W1, b1):
    Z = 1 - 1 / (1 + np.exp(np.einsum("nd,hd->nh", X, W0) + b0))
    r = np.einsum("nh,h->n", Z, W1[0]) + b1 - targets
    g = 2 * r / r.size
    D = np.einsum("n,h,nh->nh", g, W1[0], Z - Z ** 2)
    return {"loss": np.average(r * r), "W0": np.einsum("nh,nd->hd", D, X), "b0": np.einsum("nh->h", D),
            "W1": np.einsum("n,nh->h", g, Z), "b1": np.einsum("n->", g)}
"""),
    Variant("one_element", _written(loss="[np.mean((y - targets) ** 2)]", db1="np.array([upstream.sum()]).item()")),
    Variant("stable_sigmoid",
            _written(Z="np.exp(-np.logaddexp(0, -A))", slope="np.exp(-np.logaddexp(0, A) - np.logaddexp(0, -A))")),
    Variant("extra_key", _written(result='{"y": y, "loss": loss, "W0": dW0, "b0": db0, "W1": dW1, "b1": db1}')),
)  # fmt: skip

LOSS_GRADIENTS = Question(
    id="q3_loss_gradients",
    domains=(DOMAIN,),
    title="A batch and its loss",
    owns={"loss_gradients": ref.loss_gradients},
    parts=tuple(_part(key) for key in KEYS),
    slips=SLIPS,
    variants=VARIANTS,
    experiment=(
        "Compare one entry of each gradient with the slope of your own loss: nudge that parameter by 1e-5 either way."
    ),
)
