"""Activation functions and their derivatives.

All work element by element on arrays of any shape and on scalars (returning a NumPy scalar), and keep the precision of
their argument: float32 stays float32, integers become float64. They never modify their arguments.
"""

import numpy as np

from reference_impl.arrays import as_inexact


def perceptron(x, w, b):
    """Return 1 if w·x + b > 0, else 0 (a value of exactly 0 belongs to class 0).

    Args:
        x: input, shape (d,).
        w: weights, shape (d,).
        b: bias, a number.

    Raises:
        ValueError: x and w differ in shape; the message gives both.
    """
    x, w = as_inexact(x), as_inexact(w)
    if x.ndim != 1 or x.shape != w.shape:
        raise ValueError(f"x has shape {x.shape} and w {w.shape}, expected the same (d,) twice")
    return int(w @ x + b > 0)


def sigmoid(a):
    """Return σ(a) = 1 / (1 + e⁻ᵃ) without overflow, with a relative error of a few ε for every a.

    It is computed from e^(−|a|), which is in (0, 1]: σ(a) = 1/(1 + e⁻ᵃ) for a ≥ 0 and eᵃ/(1 + eᵃ) for a < 0. For
    complex arguments the sign of the real part decides, so complex-step differentiation works.
    """
    a = as_inexact(a)
    positive = a.real >= 0
    small = np.exp(np.where(positive, -a, a))
    return (np.where(positive, 1, small) / (1 + small))[()]


def sigmoid_derivative(a):
    """Return σ′(a) = σ(a) σ(−a), which equals σ(1 − σ) but avoids its cancellation.

    In float64, 1 − σ(a) has a relative error of 3.6·10⁻⁸ at a = 20. From a = 36.74 on, σ rounds to 1 and the
    difference to 0, where the derivative is still 8.5·10⁻¹⁷ (at a = 37). One of the factors is 1/(1 + e^(−|a|)), the
    other one e^(−|a|)/(1 + e^(−|a|)), as in `sigmoid`.
    """
    a = as_inexact(a)
    small = np.exp(np.where(a.real >= 0, -a, a))
    return ((1 / (1 + small)) * (small / (1 + small)))[()]


def relu(a):
    """Return max(a, 0)."""
    return np.maximum(as_inexact(a), 0)


def relu_derivative(a):
    """Return 1 where a > 0 and 0 elsewhere.

    At the kink a = 0, every value in [0, 1] is a subgradient; PyTorch and JAX use 0 too.
    """
    return np.heaviside(as_inexact(a), 0)
