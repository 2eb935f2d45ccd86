"""What may come into a function of a network and its data: rows of inputs, targets, parameters that fit each other."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.questions.domain import BIGGEST, BIGGEST_BATCH, Argument, Row, Values, is_integer
from autograder.questions.schema import Draw

PROBLEM = (
    Argument("X", ("n", "d"), scale=0.7),
    Argument("targets", ("n",), scale=3.0),
    Argument("W0", ("h", "d")),
    Argument("b0", ("h",)),
    Argument("W1", ("1", "h"), scale=2.0),
    Argument("b1"),
)
SIZES = {"n": (1, BIGGEST_BATCH), "d": (1, BIGGEST), "h": (1, BIGGEST)}
FIRST = {"X": "whole", "targets": "whole", "W0": "small", "b0": "whole", "W1": "whole"}
"""The call from which others differ in one argument only: with other inputs, too, the sigmoid bends."""
# Pre-activations beyond this are dead zones, which have cases of their own.
BENT = 12.0


def bends(X: Any, targets: Any, W0: Any, b0: Any, *_: Any) -> bool:
    """Is every unit, in every row, where the sigmoid bends?"""
    return float(np.abs(X @ W0.T + b0).max()) <= BENT


def settled(values: Values, row: Row, draw: Draw) -> Values:
    """Keep the pre-activations small where weights or inputs are not told."""
    X, W0 = values["X"], values["W0"]
    size = float(np.abs(X @ W0.T).max(initial=0.0))
    told = {name for name in ("X", "W0") if row.styles.get(name, "mixed") != "mixed"}
    if size > 4.0 and not is_integer(W0) and "W0" not in told:
        W0 = W0 * (4.0 / size)
    elif size > 4.0 and not is_integer(X) and "X" not in told:
        X = X * (4.0 / size)
    return values | {"X": X, "W0": W0}
