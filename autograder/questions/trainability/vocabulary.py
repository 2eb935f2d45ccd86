"""Known mistakes in the training run of trainability: each is the run with one of its steps changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import combinations
from typing import Any

import numpy as np

from autograder.checks.arguments import Function, build
from autograder.questions.vocabulary import Arguments, Rival, Vocabulary, no_quantities, rivals_of

STEPS = 3  # number of steps compared; a wrong step is visible from the first one on


def _losses(
    arguments: Arguments,
    *,
    hidden: Callable[[int], float] = lambda d: np.sqrt(2 / d),
    hidden_gradient: Callable[[int], float] | None = None,
    output: Callable[[int], float] = lambda h: 1 / h,
    gradient0: Callable[[int], float] | None = None,
    gradient1: Callable[[int], float] | None = None,
    activation: Callable[[np.ndarray], np.ndarray] = np.tanh,
    slope: Callable[[np.ndarray], np.ndarray] = lambda A: 1 - A**2,
    loss: Callable[[np.ndarray], Any] = lambda r: np.mean(r**2),
    factor: Callable[[int], float] = lambda n: 2 / n,
    rows: Callable[[int, int], Any] = lambda n, step: slice(None),
    frozen: bool = False,
    swapped: bool = False,
    fresh: str = "",
    bend: Callable[[np.ndarray], np.ndarray] = lambda gradient: gradient,
    keep: float = 0.0,
    falling: Callable[[int], float] = lambda step: 1.0,
    target: Callable[[np.ndarray], Any] = lambda Y: Y,
) -> np.ndarray:
    """Return the first losses of a run with the given steps changed."""
    X, Y, W0, W1 = (np.asarray(argument, float) for argument in arguments[:4])
    rate0, rate1, steps = arguments[4:7]
    if swapped:
        rate0, rate1 = rate1, rate0
    (h, d), losses, kept = W0.shape, [], None
    moved0, moved1 = np.zeros_like(W0), np.zeros_like(W1)
    k, o = hidden(d), output(h)
    k0 = (hidden_gradient or hidden)(d)

    def outputs(W0: np.ndarray, W1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the hidden activations and the residuals."""
        A = activation(k * X @ W0.T)
        return A, o * A @ W1[0] - target(Y)

    def gradients(W0: np.ndarray, W1: np.ndarray, use: Any) -> tuple[np.ndarray, np.ndarray]:
        A, r = outputs(W0, W1)
        u = factor(len(Y[use])) * r[use]
        G0 = (gradient0 or output)(h) * k0 * (np.outer(u, W1[0]) * slope(A[use])).T @ X[use]
        return G0, (gradient1 or output)(h) * u @ A[use]

    for step in range(min(int(steps), STEPS)):
        losses.append(loss(outputs(W0, W1)[1]))
        use, share = rows(len(Y), step), falling(step)
        G0, G1 = kept = kept if frozen and kept is not None else gradients(W0, W1, use)
        if fresh == "W0":
            G1 = gradients(W0 - rate0 * share * bend(G0), W1, use)[1]
        if fresh == "W1":
            G0 = gradients(W0, W1 - rate1 * share * bend(G1), use)[0]
        moved0, moved1 = keep * moved0 - rate0 * share * bend(G0), keep * moved1 - rate1 * share * bend(G1)
        W0, W1 = W0 + moved0, W1 + moved1
    return np.array(losses, float)


def _one(n: int) -> float:
    return 1.0


CHANGES: Mapping[str, dict[str, Any]] = {
    "The factor in front of the pre-activations is not complete: √2 is missing.": {"hidden": lambda d: np.sqrt(1 / d)},
    "The factor in front of the pre-activations is missing.": {"hidden": _one},
    "The pre-activations are not divided by the root of the number of inputs.": {"hidden": lambda d: np.sqrt(2)},
    "The pre-activations are divided by the number of inputs: by its root is asked for.": {"hidden": lambda d: np.sqrt(2) / d},
    "The factor in front of the pre-activations has a 2 in place of √2.": {"hidden": lambda d: 2 / np.sqrt(d)},
    "The output is divided by the root of the number of hidden units; its gradient is right.": {"output": lambda h: h**-0.5, "gradient0": lambda h: 1 / h, "gradient1": lambda h: 1 / h},
    "The output is not divided by the number of hidden units; its gradient is right.": {"output": _one, "gradient0": lambda h: 1 / h, "gradient1": lambda h: 1 / h},
    "The gradient of W0 lacks the factor that stands inside tanh.": {"hidden_gradient": _one},
    "The gradient of W0 lacks the √2 that stands inside tanh.": {"hidden_gradient": lambda d: np.sqrt(1 / d)},
    "The gradient of W0 has √2 in it once too often.": {"hidden_gradient": lambda d: 2 * np.sqrt(1 / d)},
    "The learning rates have changed places: rate0 belongs to W0 and rate1 to W1.": {"swapped": True},
    "The gradient of W1 is taken after W0 has moved: compute both first.": {"fresh": "W0"},
    "The gradient of W0 is taken after W1 has moved: compute both first.": {"fresh": "W1"},
    "The gradients are cut off at ±1: their size counts.": {"bend": lambda g: np.clip(g, -1, 1)},
    "The gradients are scaled to length 1: their size counts.": {"bend": lambda g: g / (np.linalg.norm(g) or 1)},
    "Only the signs of the gradients are used: their size counts.": {"bend": np.sign},
    "Each step carries the step before along: that is momentum.": {"keep": 0.9},
    "The learning rates fall from step to step: they stay the same.": {"falling": lambda step: 1 / (step + 1)},
    "The gradient of W1 lacks the factor of the output.": {"gradient1": _one},
    "The gradient of W0 lacks the factor of the output.": {"gradient0": _one},
    "The output is not divided by the number of hidden units.": {"output": _one},
    "The output is divided by the root of the number of hidden units.": {"output": lambda h: h**-0.5},
    "The slope of tanh is missing.": {"slope": np.ones_like},
    "The slope of tanh is not complete: a square is missing.": {"slope": lambda A: 1 - A},
    "The slope of tanh is taken of its own value: tanh is applied twice.": {"slope": lambda A: 1 - np.tanh(A) ** 2},
    "The slope is that of the sigmoid.": {"slope": lambda A: A * (1 - A)},
    "The gradients are those of a sum: the loss is a mean.": {"factor": lambda n: 2.0},
    "The gradients lack the 2 of the power rule.": {"factor": lambda n: 1 / n},
    "The gradients are twice what they should be.": {"factor": lambda n: 4 / n},
    "The gradients have the wrong sign.": {"factor": lambda n: -2 / n},
    "The hidden units are linear: tanh is missing.": {"activation": lambda a: a, "slope": np.ones_like},
    "The sizes of one network are written into the code: read them off the arrays.": {"hidden": lambda d: np.sqrt(2 / 16), "output": lambda h: 1 / 16},
    "The number of hidden units is written into the code: read it off the arrays.": {"output": lambda h: 1 / 16},
    "The number of inputs is written into the code: read it off the arrays.": {"hidden": lambda d: np.sqrt(2 / 16)},
    "The loss is a sum: it should be a mean.": {"loss": lambda r: np.sum(r**2)},
    "The loss has a factor ½ that does not belong there.": {"loss": lambda r: np.mean(r**2) / 2},
    "The targets have the wrong sign: they are added to ŷ.": {"target": np.negative},
    "The targets take no part.": {"target": np.zeros_like},
    "The gradient of W0 has the wrong sign.": {"gradient0": lambda h: -1 / h},
    "The gradient of W1 has the wrong sign.": {"gradient1": lambda h: -1 / h},
    "The residuals are not squared.": {"loss": np.mean},
    "The slope of tanh has a plus in place of a minus.": {"slope": lambda A: 1 + A**2},
    "The value of tanh is used where its slope belongs.": {"slope": lambda A: A},
    "The steps of W0 are twice as long as they should be; those of W1 are right.": {"gradient0": lambda h: 2 / h},
    "The steps of W1 are twice as long as they should be; those of W0 are right.": {"gradient1": lambda h: 2 / h},
    "The steps of W0 are half as long as they should be; those of W1 are right.": {"gradient0": lambda h: 0.5 / h},
    "The steps of W1 are half as long as they should be; those of W0 are right.": {"gradient1": lambda h: 0.5 / h},
    "The loss is the largest of the squares.": {"loss": lambda r: np.max(r**2)},
    "The loss is a root of the mean.": {"loss": lambda r: np.sqrt(np.mean(r**2))},
    "The loss is the mean of absolute errors.": {"loss": lambda r: np.mean(np.abs(r))},
    "The gradients are those of the start in every step.": {"frozen": True},
    "Each step looks at one datapoint alone: all of them count.": {"rows": lambda n, step: slice(step % n, step % n + 1)},
    "Each step looks at the first datapoint alone.": {"rows": lambda n, step: slice(0, 1)},
    "Loss and gradients are both those of a sum.": {"loss": lambda r: np.sum(r**2), "factor": lambda n: 2.0},
    "Loss and gradients both have a factor ½ that does not belong there.": {"loss": lambda r: np.mean(r**2) / 2, "factor": lambda n: 1 / n},
}  # fmt: skip


def _quiet(arguments: Arguments, **change: Any) -> np.ndarray:
    with np.errstate(all="ignore"):
        return _losses(arguments, **change)


def _measure(
    arguments: Arguments,
    *,
    clip: float = 1e6,
    bad: float = 1e6,
    decide: Callable[[np.ndarray], Any] = lambda v: np.mean(v[-20:]),
    start: Callable[[np.ndarray], Any] = lambda losses: losses[0],
    down: Callable[[np.ndarray], Any] = lambda v: -np.sum(v),
    up: Callable[[np.ndarray], Any] = lambda v: np.sum(1 / v),
    limit: float = 1.0,
) -> float:
    """Return the measure of a run's losses with the given steps changed."""
    losses = np.asarray(arguments[0], float)
    losses = np.where(np.isfinite(losses), losses, bad)
    with np.errstate(all="ignore"):
        v = np.minimum(losses / start(losses), clip)
        return float(down(v) if decide(v) < limit else up(v))


MEASURES: Mapping[str, dict[str, Any]] = {
    "For a converged run the values are averaged: they are to be added.": {"down": lambda v: -np.mean(v)},
    "For a failed run the reciprocals are averaged: they are to be added.": {"up": lambda v: np.mean(1 / v)},
    "For a failed run the sign is the wrong way round.": {"up": lambda v: -np.sum(1 / v)},
    "The median of the last values decides: their mean is asked for.": {"decide": lambda v: np.median(v[-20:])},
    "The smallest of the last values decides: their mean is asked for.": {"decide": lambda v: np.min(v[-20:])},
    "The largest of the last values decides: their mean is asked for.": {"decide": lambda v: np.max(v[-20:])},
    "The two cases have changed places: a small mean at the end means that the run converged.": {"decide": lambda v: 2 - np.mean(v[-20:])},
    "The smallest loss of the run decides: the mean of the last values is asked for.": {"decide": np.min},
    "The sum of the last values decides: their mean is asked for.": {"decide": lambda v: np.sum(v[-20:])},
    "The losses are divided by the largest one: by the first one is asked for.": {"start": np.max},
    "The losses are divided by the last one: by the first one is asked for.": {"start": lambda losses: losses[-1]},
    "The losses are divided by their mean: by the first one is asked for.": {"start": np.mean},
    "Only the last 20 values are added: all of them count.": {"down": lambda v: -np.sum(v[-20:]), "up": lambda v: np.sum(1 / v[-20:])},
    "The first value is left out of the sum.": {"down": lambda v: -np.sum(v[1:]), "up": lambda v: np.sum(1 / v[1:])},
    "The last value is left out of the sum.": {"down": lambda v: -np.sum(v[:-1]), "up": lambda v: np.sum(1 / v[:-1])},
    "For a converged run the reciprocals are added, too: only for a failed one.": {"down": lambda v: -np.sum(1 / v)},
    **{f"The mean is compared with {limit:g}, which is another number than asked for.": {"limit": limit}
       for limit in (0.1, 0.5, 0.9, 0.99, 1.1, 2.0, 10.0)},
    "The values are counted: they are to be added.": {"down": lambda v: -len(v)},
    "The start is subtracted from each value: the values are added as they are.": {"down": lambda v: -np.sum(v - 1)},
    "A logarithm is taken of the values: they are added as they are.": {"down": lambda v: -np.sum(np.log(v))},
    "A logarithm is taken of the values, plus 1: they are added as they are.": {"down": lambda v: -np.sum(np.log1p(v))},
    "For a failed run the mean of the reciprocals is turned over: the reciprocals are added.": {"up": lambda v: len(v) / np.sum(v)},
    "The values are squared before they are added.": {"down": lambda v: -np.sum(v**2), "up": lambda v: np.sum(1 / v**2)},
    "A loss that is not finite becomes 0, which looks like success.": {"bad": 0.0},
    **{f"The mean that decides goes over the last {last} values; 20 are asked for.":
       {"decide": lambda v, last=last: np.mean(v[-last:])}
       for last in (2, 3, 5, 10, 15, 18, 19, 21, 22, 25, 30, 40, 50, 60, 80, 100, 150, 200, 1000)},
    **{f"The values are clipped at 10^{power}, which is another number than asked for.": {"clip": 10.0**power}
       for power in (1, 2, 3, 4, 5, 7, 8, 9)},
    **{f"A loss that is not finite becomes 10^{power}, which is another number than asked for.": {"bad": 10.0**power}
       for power in (0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12)},
}  # fmt: skip
CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


def _compared(
    arguments: Arguments, pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]], bound: float
) -> np.ndarray:
    """Return whether the corners of a block differ in any of these pairs, in which side of `bound` they are on."""
    V = np.asarray(arguments[0], float) > bound
    r, c = V.shape[0] - 1, V.shape[1] - 1
    differ = [V[i : i + r, j : j + c] != V[k : k + r, m : m + c] for (i, j), (k, m) in pairs]
    return np.any(differ, axis=0).astype(float)


def _compared_with(arguments: Arguments, of: Callable[[np.ndarray], Any]) -> np.ndarray:
    """Return whether a block has corners on both sides of a number that is made of all values."""
    return _compared(arguments, PAIRS, float(of(np.asarray(arguments[0], float))))


def _all_compared(arguments: Arguments, pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> np.ndarray:
    """Return whether the corners of a block differ in sign in all of these pairs."""
    return np.all([_compared(arguments, [pair], 0.0) for pair in pairs], axis=0).astype(float)


def _values_differ(arguments: Arguments, pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> np.ndarray:
    """Return whether the corners of a block differ in value in any of these pairs."""
    V = np.asarray(arguments[0], float)
    r, c = V.shape[0] - 1, V.shape[1] - 1
    return np.any([V[i : i + r, j : j + c] != V[k : k + r, m : m + c] for (i, j), (k, m) in pairs], axis=0)


def _positive(arguments: Arguments) -> np.ndarray:
    """Return how many corners of each block are positive."""
    V = np.asarray(arguments[0], float) > 0
    r, c = V.shape[0] - 1, V.shape[1] - 1
    return np.sum([V[i : i + r, j : j + c] for i, j in CORNERS], axis=0)


PAIRS = tuple(combinations(CORNERS, 2))
FEW_CORNERS = "Some corners of a block are never compared with the others: all four count."
BORDERS: tuple[tuple[str, Rival], ...] = (
    ("A block that is positive all over holds one sign.", lambda args: _positive(args) == 4),
    ("A block that is negative all over holds one sign.", lambda args: _positive(args) < 4),
    ("A block that is negative all over holds one sign.", lambda args: _positive(args) == 0),
    ("A block that is positive all over holds one sign.", lambda args: _positive(args) > 0),
    ("Only blocks with a single positive corner count here.", lambda args: _positive(args) == 1),
    ("Only blocks with a single negative corner count here.", lambda args: _positive(args) == 3),
    ("Blocks with two corners of each sign are left out.", lambda args: _positive(args) % 2),
    ("A single positive corner is not enough here: one corner of either sign counts.", lambda args: (_positive(args) > 1) & (_positive(args) < 4)),
    ("A single negative corner is not enough here: one corner of either sign counts.", lambda args: (_positive(args) > 0) & (_positive(args) < 3)),
    ("Two corners of each sign are one of the cases: a single corner counts, too.", lambda args: _positive(args) == 2),
    *((FEW_CORNERS, partial(_compared, pairs=some, bound=0.0)) for size in (1, 2, 3) for some in combinations(PAIRS, size)),
    *(("Several pairs of corners have to differ at once here: one pair is enough.", partial(_all_compared, pairs=some))
      for size in (2, 3, 4) for some in combinations(PAIRS, size)),
    *(("The values are compared with another number than 0.", partial(_compared_with, of=of)) for of in (np.mean, np.median)),
    *(("Values are compared: it is their signs that count.", partial(_values_differ, pairs=some))
      for size in (1, 2, 3, 4, 6) for some in combinations(PAIRS, size)),
    *(("The values are compared with another number than 0.", partial(_compared, pairs=PAIRS, bound=bound))
      for bound in (1.0, -1.0, 0.5, -0.5, 0.1, -0.1, 1e-3, 1e-6)),
)  # fmt: skip


@lru_cache(maxsize=64)
def _boxes(picture: Function) -> tuple[np.ndarray, np.ndarray]:
    """Return the sides of boxes, up to half of the picture, and how many of each meet the set in it."""
    edges = np.asarray(build(picture), bool)
    n = len(edges)
    sides = 2 ** np.arange(int(np.log2(n)))
    counts = []
    for side in sides:
        whole = -(-n // side) * side
        padded = np.zeros((whole, whole), bool)
        padded[:n, :n] = edges
        counts.append(padded.reshape(whole // side, side, whole // side, side).any(axis=(1, 3)).sum())
    return sides.astype(float), np.array(counts, float)


def _dimension(of: Callable[[np.ndarray, np.ndarray], Any]) -> Rival:
    """Return a wrong dimension as a function of the sizes of boxes and of their numbers."""
    return partial(_of_boxes, of=of)


def _of_boxes(
    arguments: Arguments, *, of: Callable[[np.ndarray, np.ndarray], Any], largest: int | None = None
) -> float:
    sides, counts = _boxes(arguments[0])
    return float(of(sides[:largest], counts[:largest]))


def _slopes(s: np.ndarray, N: np.ndarray) -> np.ndarray:
    return -np.diff(np.log(N)) / np.diff(np.log(s))


def _median_times(factor: float) -> Rival:
    return _dimension(lambda s, N: np.median(_slopes(s, N)) * factor)


def _median_plus(number: float) -> Rival:
    return _dimension(lambda s, N: np.median(_slopes(s, N)) + number)


DIMENSIONS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("An exponential is taken of the slope.", _dimension(lambda s, N: np.exp(np.median(_slopes(s, N))))),
    ("The mean of all slopes is taken: the median is asked for.", _dimension(lambda s, N: np.mean(_slopes(s, N)))),
    *(("Logarithms of two bases are mixed: take both to the same one.", _median_times(by))
      for base in (2, 10) for by in (1 / np.log(base), np.log(base))),
    *(("A number is added to the slope, or subtracted: the dimension is minus the slope.", _median_plus(by)) for by in (1, -1, 2)),
    ("The slope is subtracted from 2: the dimension is minus the slope.", _dimension(lambda s, N: 2 - np.median(_slopes(s, N)))),
    ("The slope is upside down: the logarithm of the number belongs above.", _dimension(lambda s, N: 1 / np.median(_slopes(s, N)))),
    ("That is a number of boxes: its logarithm's slope is asked for.", _dimension(lambda s, N: N[0])),
    ("That is the logarithm of a number of boxes: its slope is asked for.", _dimension(lambda s, N: np.log(N[0]))),
    ("The largest slope is taken: the median is asked for.", _dimension(lambda s, N: np.max(_slopes(s, N)))),
    ("The smallest slope is taken: the median is asked for.", _dimension(lambda s, N: np.min(_slopes(s, N)))),
    ("The slopes are added up: their median is asked for.", _dimension(lambda s, N: np.sum(_slopes(s, N)))),
    ("No logarithm of the sizes is taken.", _dimension(lambda s, N: -np.median(np.diff(np.log(N)) / np.diff(s)))),
    ("No logarithm of the numbers is taken.", _dimension(lambda s, N: -np.median(np.diff(N) / np.diff(np.log(s))))),
    ("No logarithms are taken.", _dimension(lambda s, N: -np.median(np.diff(N) / np.diff(s)))),
    ("That is the share of the pixels that are set: the slope is asked for.", lambda args: float(np.mean(build(args[0])))),
)  # fmt: skip

VOCABULARY: Mapping[str, Vocabulary] = {
    "training_losses": Vocabulary(no_quantities, {}, rivals_of(_quiet, CHANGES.items()), first=STEPS),
    "convergence_measure": Vocabulary(no_quantities, {}, rivals_of(_measure, MEASURES.items())),
    "box_dimension": Vocabulary(
        no_quantities, {}, (*DIMENSIONS, *((said, partial(of, largest=-1)) for said, of in DIMENSIONS[:-1]))
    ),
    "boundary": Vocabulary(no_quantities, {}, BORDERS),
}
