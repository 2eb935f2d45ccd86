"""Known mistakes in the training run of trainability: each is the run with one of its steps changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from autograder.questions.vocabulary import Vocabulary

STEPS = 3  # number of steps compared; a wrong step is visible from the first one on
Arguments = tuple[Any, ...]


def _losses(
    arguments: Arguments,
    *,
    hidden: Callable[[int], float] = lambda d: np.sqrt(2 / d),
    hidden_gradient: Callable[[int], float] | None = None,
    output: Callable[[int], float] = lambda h: 1 / h,
    gradient0: Callable[[int], float] | None = None,
    gradient1: Callable[[int], float] | None = None,
    slope: Callable[[np.ndarray], np.ndarray] = lambda A: 1 - A**2,
    loss: Callable[[np.ndarray], Any] = lambda r: np.mean(r**2),
    factor: Callable[[int], float] = lambda n: 2 / n,
    rows: Callable[[int, int], Any] = lambda n, step: slice(None),
    frozen: bool = False,
) -> np.ndarray:
    """Return the first losses of a run with the given steps changed."""
    X, Y, W0, W1 = (np.asarray(argument, float) for argument in arguments[:4])
    rate0, rate1, steps = arguments[4:7]
    (h, d), losses, kept = W0.shape, [], None
    k, o = hidden(d), output(h)
    k0 = (hidden_gradient or hidden)(d)
    for step in range(min(int(steps), STEPS)):
        A = np.tanh(k * X @ W0.T)
        r = o * A @ W1[0] - Y
        losses.append(loss(r))
        use = rows(len(Y), step)
        u = factor(len(Y[use])) * r[use]
        G1 = (gradient1 or output)(h) * u @ A[use]
        G0 = (gradient0 or output)(h) * k0 * (np.outer(u, W1[0]) * slope(A[use])).T @ X[use]
        G0, G1 = kept = kept if frozen and kept is not None else (G0, G1)
        W0, W1 = W0 - rate0 * G0, W1 - rate1 * G1
    return np.array(losses, float)


def _one(n: int) -> float:
    return 1.0


CHANGES: Mapping[str, dict[str, Any]] = {
    "The factor in front of the pre-activations is not complete: √2 is missing.": {"hidden": lambda d: np.sqrt(1 / d)},
    "The factor in front of the pre-activations is missing.": {"hidden": _one},
    "The gradient of W0 lacks the factor that stands inside tanh.": {"hidden_gradient": _one},
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
    "The loss is a sum: it should be a mean.": {"loss": lambda r: np.sum(r**2)},
    "The loss has a factor ½ that does not belong there.": {"loss": lambda r: np.mean(r**2) / 2},
    "The loss is a root of the mean.": {"loss": lambda r: np.sqrt(np.mean(r**2))},
    "The loss is the mean of absolute errors.": {"loss": lambda r: np.mean(np.abs(r))},
    "The gradients are those of the start in every step.": {"frozen": True},
    "Each step looks at one datapoint alone: all of them count.": {"rows": lambda n, step: slice(step % n, step % n + 1)},
    "Each step looks at the first datapoint alone.": {"rows": lambda n, step: slice(0, 1)},
    "Loss and gradients are both those of a sum.": {"loss": lambda r: np.sum(r**2), "factor": lambda n: 2.0},
    "Loss and gradients both have a factor ½ that does not belong there.": {"loss": lambda r: np.mean(r**2) / 2, "factor": lambda n: 1 / n},
}  # fmt: skip


def _quiet(arguments: Arguments, change: Mapping[str, Any]) -> np.ndarray:
    with np.errstate(all="ignore"):
        return _losses(arguments, **change)


RIVALS = tuple((sentence, partial(_quiet, change=change)) for sentence, change in CHANGES.items())
VOCABULARY: Mapping[str, Vocabulary] = {
    "training_losses": Vocabulary(lambda arguments, key: {}, {}, RIVALS, first=STEPS)
}
