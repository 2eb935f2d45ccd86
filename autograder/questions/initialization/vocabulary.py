"""Quantities of initialization that a wrong gradient over a batch may be a product of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.questions.vocabulary import Step, Vocabulary, sizes

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


VOCABULARY: Mapping[str, Vocabulary] = {
    "loss_gradients": Vocabulary(batch_quantities, STEPS),
    "merge_identical_units": Vocabulary(merge_quantities, STEPS),
    "zero_init_forward": Vocabulary(zero_quantities, STEPS),
    "zero_init_gradients": Vocabulary(zero_quantities, STEPS),
}
