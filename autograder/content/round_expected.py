"""Expected values as text that is the same on every machine.

NumPy and its BLAS choose their kernels by the processor, and the last digits of a sum, an exp or a tanh follow that choice.
A build that wrote every bit would therefore change with the machine that it runs on.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

DIGITS = 10
"""Significant ones. This moves a value by 5·10⁻¹⁰ of itself at most, where every tolerance is 10⁻⁶ or absolute."""

NUDGE = 3e-12
"""Relative. Values that people choose are short in decimals, and so lie on a tie (…5 in the eleventh digit) or far from one.
Moved by this much, a tie is some 10⁴ roundings away from the bound, and nothing shorter rounds differently for it."""


def canonical(expectation: Any) -> Any:
    """`expectation` with every float in it at ten significant digits; −0 becomes 0."""
    if isinstance(expectation, dict):
        return {key: canonical(value) for key, value in expectation.items()}
    if isinstance(expectation, (list, tuple)):
        return [canonical(value) for value in expectation]
    if isinstance(expectation, np.ndarray) and expectation.dtype.kind == "f":
        return np.array([_rounded(value) for value in expectation.ravel()], float).reshape(expectation.shape)
    return _rounded(expectation) if isinstance(expectation, float) else expectation


def _rounded(value: float) -> float:
    """`value`, and with it everything within a few hundred roundings of it, as one number."""
    value = float(value)
    return float(f"{value * (1 + NUDGE):.{DIGITS - 1}e}") + 0.0 if math.isfinite(value) else value
