"""Quantities of initialization that a wrong gradient over a batch may be a product of."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.questions.vocabulary import Arguments, Rival, Step, Vocabulary, no_quantities, rivals_of, sizes

NAMES = ("W0", "b0", "W1", "b1")

STEPS = {
    "n": Step(
        "n",
        "It is averaged twice: it is n times too small.",
        "It is not averaged over the rows: it is n times too large.",
        counts=True,
    ),
    "h": Step(
        "h",
        "It is divided by the number of hidden units.",
        "It is multiplied by the number of hidden units.",
        counts=True,
    ),
    "d": Step("d", "It is divided by the number of inputs.", "It is multiplied by the number of inputs.", counts=True),
    "W1": Step("W⁽¹⁾", "The step from z to y is missing.", "The step from z to y is in it twice."),
    "x": Step("x"),
    "n/(n−1)": Step("the divisor of the mean", extra="It is divided by n − 1: a mean divides by n.", counts=True),
    "n/(n+1)": Step("the divisor of the mean", extra="It is divided by n + 1: a mean divides by n.", counts=True),
}


def batch_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities that are factors of a gradient over the whole batch."""
    X, W1 = np.asarray(arguments[0], float), np.asarray(arguments[4], float)
    output = W1.ravel()[:, np.newaxis] if key == "W0" else W1.ravel()
    n = X.shape[0]
    means = {"n/(n−1)": n / max(n - 1, 1), "n/(n+1)": n / (n + 1)}
    return {"W1": output, **means, **sizes(n=n, d=X.shape[1], h=W1.size)}


def zero_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities for the gradients of a network of zeros."""
    x = np.asarray(arguments[0], float)
    return {"x": x, **sizes(d=x.size, h=int(arguments[1]))}


def merge_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities for the parameters of the merged network."""
    W0 = np.asarray(arguments[0], float)
    return sizes(h=W0.shape[0], d=W0.shape[1])


def _batch(change: Callable[..., tuple[Any, ...]]) -> Rival:
    """Return the loss and its gradients for changed data or parameters."""

    def changed(arguments: Arguments) -> Mapping[str, Any]:
        return ref.loss_gradients(*change(*(np.asarray(argument, float) for argument in arguments[:6])))

    return changed


def _centered(arguments: Arguments) -> Mapping[str, Any]:
    """Return the gradients with the inputs' mean subtracted where the last step multiplies with them."""
    X = np.asarray(arguments[0], float)
    right = ref.loss_gradients(*arguments)
    return {"W0": right["W0"] - np.outer(np.ravel(right["b0"]), X.mean(axis=0))}


def _some_rows(rows: slice, averaged: bool) -> Rival:
    """Return the loss and the gradients over some rows alone, divided by the number of these or of all rows."""

    def changed(arguments: Arguments) -> Mapping[str, Any]:
        X, targets = (np.asarray(argument, float) for argument in arguments[:2])
        share = len(targets[rows]) / len(targets)
        if not share:
            return {key: 0 * np.asarray(value) for key, value in ref.loss_gradients(*arguments).items()}
        values = ref.loss_gradients(X[rows], targets[rows], *arguments[2:])
        return {key: np.asarray(value) * (1 if averaged else share) for key, value in values.items()}

    return changed


A_ROW_LEFT_OUT = "One of the rows is left out: does a loop begin too late or end too early?"
BATCHES: tuple[tuple[str, Rival], ...] = (
    ("The inputs' mean is subtracted from them.", _centered),
    ("The inputs' mean is subtracted from them.", _batch(lambda X, t, *rest: (X - X.mean(axis=0), t, *rest))),
    ("The targets' mean is subtracted from them.", _batch(lambda X, t, *rest: (X, t - t.mean(), *rest))),
    ("The targets take no part: the loss compares y with them.", _batch(lambda X, t, *rest: (X, 0 * t, *rest))),
    ("The targets come in reverse order.", _batch(lambda X, t, *rest: (X, t[::-1], *rest))),
    ("The targets have the wrong sign: they are added to y.", _batch(lambda X, t, *rest: (X, -t, *rest))),
    ("b⁽⁰⁾ takes no part.", _batch(lambda X, t, W0, b0, W1, b1: (X, t, W0, 0 * b0, W1, b1))),
    ("b⁽¹⁾ takes no part.", _batch(lambda X, t, W0, b0, W1, b1: (X, t, W0, b0, W1, 0.0))),
    ("b⁽¹⁾ is added once for each hidden unit: it belongs to y once.",
     _batch(lambda X, t, W0, b0, W1, b1: (X, t, W0, b0, W1, b1 * W1.size))),
    ("y averages over the hidden units: it should be a sum.",
     _batch(lambda X, t, W0, b0, W1, b1: (X, t, W0, b0, W1 / W1.size, b1))),
    ("Only the first row takes part.", _batch(lambda X, t, *rest: (X[:1], t[:1], *rest))),
    *((A_ROW_LEFT_OUT, _some_rows(rows, averaged)) for rows in (slice(1, None), slice(None, -1)) for averaged in (False, True)),
    *(("Only some of the rows take part.", _some_rows(rows, averaged))
      for rows in (slice(None, None, 2), slice(1, None, 2), slice(2), slice(3)) for averaged in (False, True)),
)  # fmt: skip


def _loss(of: Callable[..., Any]) -> Rival:
    """Return a loss made otherwise of the residuals of all rows."""

    def loss(arguments: Arguments) -> Mapping[str, float]:
        X, targets, W0, b0, W1, b1 = (np.asarray(argument, float) for argument in arguments[:6])
        return {"loss": float(of(ref.sigmoid(X @ W0.T + b0) @ W1.ravel() + b1 - targets))}

    return loss


def _loss_of(of: Callable[..., Any]) -> Rival:
    """Return a loss made otherwise of the outputs and the targets of all rows."""

    def loss(arguments: Arguments) -> Mapping[str, float]:
        X, targets, W0, b0, W1, b1 = (np.asarray(argument, float) for argument in arguments[:6])
        return {"loss": float(of(ref.sigmoid(X @ W0.T + b0) @ W1.ravel() + b1, targets))}

    return loss


def _residuals(of: Callable[[np.ndarray], Any], keys: Container[str] = NAMES) -> Rival:
    """Return the gradients under some keys with something else than the residual of each row in them."""

    def changed(arguments: Arguments) -> Mapping[str, Any]:
        X, targets, W0, b0, W1, b1 = (np.asarray(argument, float) for argument in arguments[:6])
        Z = ref.sigmoid(X @ W0.T + b0)
        upstream = 2 / len(targets) * of(Z @ W1.ravel() + b1 - targets)
        units = upstream[:, np.newaxis] * W1.ravel() * ref.sigmoid_derivative(X @ W0.T + b0)
        every = {"W0": units.T @ X, "b0": units.sum(axis=0), "W1": upstream @ Z, "b1": upstream.sum()}
        return {key: value for key, value in every.items() if key in keys}

    return changed


def _slope_for_activation(arguments: Arguments) -> Mapping[str, Any]:
    X, targets, W0, b0, W1, b1 = (np.asarray(argument, float) for argument in arguments[:6])
    a = X @ W0.T + b0
    return {"W1": 2 / len(targets) * (ref.sigmoid(a) @ W1.ravel() + b1 - targets) @ ref.sigmoid_derivative(a)}


ONE_BY_ONE = "y and the targets are squared one by one: their differences are squared."
SIGNS = "Only the signs of the residuals are used: that is the slope of the absolute error."
LOSSES = (
    (ONE_BY_ONE, _loss_of(lambda y, t: np.mean(y**2 - t**2))),
    (ONE_BY_ONE, _loss_of(lambda y, t: np.mean(y**2 + t**2))),
    ("The residuals have lost their signs.", _residuals(np.abs)),
    ("The slope of sigmoid is in the gradient of W1: W1 comes after the sigmoid.", _slope_for_activation),
    ("The residuals are not squared.", _loss(np.mean)),
    ("The residuals have another power than 2.", _loss(lambda r: np.mean(np.abs(r) ** 3))),
    ("The residuals have another power than 2.", _loss(lambda r: np.mean(r**3))),
    ("The residuals have another power than 2.", _loss(lambda r: np.mean(r**4))),
    (SIGNS, _residuals(np.sign)),
    (SIGNS, _residuals(lambda r: np.sign(r) / 2)),
    ("The residual of the first row is used for all rows.", _residuals(lambda r: np.full(r.size, r[0]))),
    ("The mean of the residuals is used for all rows: each row has its own.", _residuals(lambda r: np.full(r.size, r.mean()), ("W0", "b0", "W1"))),
    ("The sum of the residuals is used for all rows: each row has its own.", _residuals(lambda r: np.full(r.size, r.sum()), ("W0", "b0", "W1"))),
    ("The largest of the squares is taken: their mean is asked for.", _loss(lambda r: np.max(r**2))),
    ("The smallest of the squares is taken: their mean is asked for.", _loss(lambda r: np.min(r**2))),
    ("The median of the squares is taken: their mean is asked for.", _loss(lambda r: np.median(r**2))),
)  # fmt: skip


def _hidden_half(arguments: Arguments) -> Mapping[str, Any]:
    x, h = np.asarray(arguments[0], float), int(arguments[1])
    return {"W0": np.outer(np.full(h, 0.5), x), "b0": np.full(h, 0.5)}


def _from_x(of: Callable[[np.ndarray, int], Any]) -> Rival:
    """Return the output of a network of zeros with z taken from x."""
    return lambda args: (ref.sigmoid(np.asarray(of(np.asarray(args[0], float), int(args[1])), float)), 0.0)


X_IN_Z = "x still reaches z: with weights of 0 no input can."
FORWARDS: tuple[tuple[str, Rival], ...] = (
    (X_IN_Z, _from_x(lambda x, h: np.resize(x, h))),
    (X_IN_Z, _from_x(lambda x, h: np.full(h, x.sum()))),
    (X_IN_Z, _from_x(lambda x, h: np.full(h, x.mean()))),
    (X_IN_Z, _from_x(lambda x, h: np.full(h, x[0]))),
)
ZEROS: tuple[tuple[str, Rival], ...] = (
    ("z is used where its slope belongs, and the step from z to y is missing.", _hidden_half),
)


def _run(
    arguments: Arguments,
    *,
    moving: Container[str] = NAMES,
    first: Container[str] = NAMES,
    rate: Callable[[float, int, int], float] = lambda rate, step, steps: rate,
    bend: Callable[[Mapping[str, np.ndarray]], Mapping[str, np.ndarray]] = lambda gradients: gradients,
    momentum: float = 0.0,
    keep: float = 1.0,
    averaged: bool = False,
    count: Callable[[int], int] = lambda steps: steps,
) -> tuple[Any, ...]:
    """Return the parameters after gradient descent with one of its steps changed.

    Args:
        arguments: those of gradient_descent.
        moving: the parameters that change at all.
        first: those that change before the gradients of the others are computed.
        rate: the learning rate in a step of so many.
        bend: a function of the four gradients that are used.
        momentum: the share of the last change that is carried along.
        keep: the share of the parameters that a step starts from.
        averaged: whether the parameters of all steps are averaged.
        count: how many steps are made, of so many.
    """
    X, targets = arguments[:2]
    now = dict(zip(NAMES, (np.asarray(argument, float) for argument in arguments[2:6])))
    change = {name: np.zeros_like(value) for name, value in now.items()}
    all_of = [now]
    for step in range(count(int(arguments[7]))):
        for group in (first, [name for name in NAMES if name not in first]):
            names = [name for name in NAMES if name in group and name in moving]
            if names:
                gradients = bend(ref.loss_gradients(X, targets, *now.values()))
                eta = rate(float(arguments[6]), step, int(arguments[7]))
                change |= {n: momentum * change[n] - eta * np.reshape(gradients[n], now[n].shape) for n in names}
                now = {**now, **{n: keep * now[n] + change[n] for n in names}}
        all_of.append(now)
    return tuple(np.mean([one[n] for one in all_of], axis=0) if averaged else now[n] for n in NAMES)


def _cut(gradients: Mapping[str, np.ndarray], size: float) -> Mapping[str, np.ndarray]:
    length = float(np.sqrt(sum(np.sum(np.square(gradients[name])) for name in NAMES)))
    return {name: np.asarray(gradients[name]) / max(1.0, length / size) for name in NAMES}


def _resized(gradients: Mapping[str, np.ndarray], name: str, factor: float) -> Mapping[str, np.ndarray]:
    return {**gradients, name: factor * np.asarray(gradients[name])}


def _each(function: Callable[..., Any]) -> Callable[[Mapping[str, np.ndarray]], Mapping[str, np.ndarray]]:
    return lambda gradients: {name: function(np.asarray(gradients[name])) for name in NAMES}


HIDDEN, OUTPUT = ("W0", "b0"), ("W1", "b1")
MIXED = "Some parameters move before the gradients of the others are computed: compute all four first."
CUT = "The gradients are cut off or rescaled: their size counts."
CHANGING = "The learning rate changes from step to step: it stays the same."
SIZED = "All steps are too long or too short: the learning rate is not used as it is given."
COUNTED = "Too many or too few steps are made: count them."
CARRIED = (
    "Each step carries a part of the step before along: that is momentum, and plain gradient descent is asked for."
)
RUNS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Only the output layer moves; all four parameters learn.", {"moving": OUTPUT}),
    ("Only the hidden layer moves; all four parameters learn.", {"moving": HIDDEN}),
    ("Only the weights move; the biases learn, too.", {"moving": ("W0", "W1")}),
    ("Only the biases move; the weights learn, too.", {"moving": ("b0", "b1")}),
    *((f"Only {name} moves; all four parameters learn.", {"moving": (name,)}) for name in NAMES),
    *((MIXED, {"first": first}) for first in (HIDDEN, OUTPUT, ("W0",), ("b0",), ("W1",), ("b1",), ("W0", "b0", "W1"),
                                              ("b0", "W1", "b1"), ("W0", "W1"), ("b0", "b1"))),
    *((f"{name} moves by the wrong amount or the wrong way; the other three parameters are right.",
       {"bend": partial(_resized, name=name, factor=factor)}) for name in NAMES for factor in (-1.0, 0.5, 2.0, 0.1, 10.0)),
    *((SIZED, {"rate": lambda rate, k, steps, by=by: rate * by}) for by in (0.5, 2.0, 0.9, 0.99, 0.1, 0.01, 10.0)),
    (SIZED, {"rate": lambda rate, k, steps: rate**2}),
    (SIZED, {"rate": lambda rate, k, steps: np.sqrt(rate)}),
    (COUNTED, {"count": lambda steps: steps // 2}),
    (COUNTED, {"count": lambda steps: 2 * steps}),
    (COUNTED, {"count": lambda steps: steps + 2}),
    (COUNTED, {"count": lambda steps: max(0, steps - 2)}),
    ("The learning rate is divided by the number of steps.", {"rate": lambda rate, k, steps: rate / steps}),
    *((CHANGING, {"rate": lambda rate, k, steps, by=by: rate * by**k}) for by in (0.5, 0.9, 0.95, 0.99, 0.999)),
    (CHANGING, {"rate": lambda rate, k, steps: rate / (k + 1)}),
    (CHANGING, {"rate": lambda rate, k, steps: rate / np.sqrt(k + 1)}),
    (CHANGING, {"rate": lambda rate, k, steps: rate * (1 - k / steps)}),
    *((CARRIED, {"momentum": beta}) for beta in (0.5, 0.8, 0.9, 0.95, 0.99)),
    *((CUT, {"bend": partial(_cut, size=size)}) for size in (0.1, 0.5, 1.0, 5.0)),
    *((CUT, {"bend": _each(lambda g, size=size: np.clip(g, -size, size))}) for size in (0.1, 0.5, 1.0, 5.0)),
    (CUT, {"bend": _each(lambda g: g / (np.linalg.norm(g) or 1))}),
    ("Only the signs of the gradients are used: their size counts.", {"bend": _each(np.sign)}),
    ("The gradients are squared.", {"bend": _each(np.square)}),
    ("The gradients have lost their signs.", {"bend": _each(np.abs)}),
    ("The parameters are replaced by the step: subtract it from them.", {"keep": 0.0}),
    *(("The parameters are shrunk in each step: nothing of the kind is asked for.", {"keep": keep})
      for keep in (0.9, 0.99, 0.999)),
    ("The parameters of all steps are averaged: the last ones are asked for.", {"averaged": True}),
)  # fmt: skip


def _merged(
    *, W1: Callable[[np.ndarray], Any] = np.sum, b1: Callable[[np.ndarray, np.ndarray], Any] = lambda b0, W1: 0.0
) -> Rival:
    """Return the parameters of the merged network with the output weight, or what is added to b1, made otherwise."""

    def merged(arguments: Arguments) -> tuple[Any, ...]:
        W0, b0, V, c = (np.asarray(argument, float) for argument in arguments[:4])
        return W0[:1], b0[:1], np.reshape(W1(V.ravel()), (1, 1)), c + b1(b0, V)

    return merged


NOT_ADDED = "The output weights are to be added up: something else is made of them."
MOVED_BIAS = "Something is added to b1: merging hidden units leaves it as it is."
MERGES = (
    *((NOT_ADDED, _merged(W1=of)) for of in (
        np.prod, np.max, np.min, lambda V: np.sum(V**2), lambda V: np.sum(np.abs(V)), lambda V: np.linalg.norm(V),
        lambda V: V[0] ** V.size, lambda V: V[0] / V.size)),
    *((MOVED_BIAS, _merged(b1=of)) for of in (
        lambda b0, W1: b0.sum(), lambda b0, W1: b0.mean(), lambda b0, W1: W1.sum(), lambda b0, W1: W1.mean(),
        lambda b0, W1: W1.sum() / 2, lambda b0, W1: 1.0)),
)  # fmt: skip


def _identical(of: Callable[[np.ndarray, float], Any]) -> Rival:
    """Return a decision about the table with a row for each unit: incoming weights, bias, outgoing weight."""

    def decided(arguments: Arguments) -> float:
        W0, b0, W1 = (np.asarray(argument, float) for argument in arguments[:3])
        tolerance = float(arguments[3]) if len(arguments) > 3 else 1e-9
        return float(bool(of(np.column_stack([W0, b0.ravel(), W1.ravel()]), tolerance)))

    return decided


IDENTICAL = (
    ("Only the first and the last unit are compared: one between them may differ.",
     _identical(lambda table, most: np.all(np.abs(table[0] - table[-1]) <= most))),
    ("Units count as equal here only if all their parameters are 0.", _identical(lambda table, most: not np.any(table))),
    ("Only each unit's mean is compared: its entries may differ.",
     _identical(lambda table, most: np.ptp(table.mean(axis=1)) <= most)),
    ("Only each unit's sum of sizes is compared: its entries may differ.",
     _identical(lambda table, most: np.ptp(np.abs(table).sum(axis=1)) <= most)),
    ("Differences of opposite sign cancel here: each counts.",
     _identical(lambda table, most: np.abs((table - table[0]).sum()) <= most)),
    ("Only larger entries count as different here: smaller ones do, too.",
     _identical(lambda table, most: np.all(table - table[0] <= most))),
    ("Two equal units are enough here: all of them have to agree.",
     _identical(lambda table, most: any(np.all(np.abs(table[i] - table[j]) <= most) for i in range(len(table)) for j in range(i)))),
)  # fmt: skip


VOCABULARY: Mapping[str, Vocabulary] = {
    "loss_gradients": Vocabulary(batch_quantities, STEPS, BATCHES + LOSSES),
    "gradient_descent": Vocabulary(no_quantities, {}, rivals_of(_run, RUNS)),
    "merge_identical_units": Vocabulary(merge_quantities, STEPS, MERGES),
    "hidden_units_identical": Vocabulary(no_quantities, {}, IDENTICAL),
    "zero_init_forward": Vocabulary(zero_quantities, STEPS, FORWARDS),
    "zero_init_gradients": Vocabulary(zero_quantities, STEPS, ZEROS),
}
