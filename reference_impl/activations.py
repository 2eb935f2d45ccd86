"""Activations and their derivatives, each beside the other.

All work element by element on any shape, scalars included (a scalar in, a NumPy scalar out), and keep the precision
of what they are given: float32 stays float32, integers become float64. The arguments are never changed.
"""

import numpy as np

from reference_impl.arrays import as_inexact


def perceptron(x, w, b):
    """1 if w·x + b > 0, else 0 (so a value of exactly 0 belongs to class 0).

    Args:
        x, w: input and weights, shape (d,).
        b: bias, a number.

    Raises:
        ValueError: x and w differ in shape; the message gives both.
    """
    x, w = as_inexact(x), as_inexact(w)
    if x.ndim != 1 or x.shape != w.shape:
        raise ValueError(f"x has shape {x.shape} and w {w.shape}, expected the same (d,) twice")
    return int(w @ x + b > 0)


def sigmoid(a):
    """σ(a) = 1 / (1 + e⁻ᵃ), right to a few ε relative for every a, without overflow.

    Written with e^(−|a|), which lies in (0, 1]: σ(a) = 1/(1 + e⁻ᵃ) for a ≥ 0 and eᵃ/(1 + eᵃ) for a < 0. Complex
    arguments are split by the sign of their real part, so that complex-step differentiation goes through.
    """
    a = as_inexact(a)
    positive = a.real >= 0
    small = np.exp(np.where(positive, -a, a))
    return (np.where(positive, 1, small) / (1 + small))[()]


def sigmoid_derivative(a):
    """σ′(a) = σ(a) σ(−a), which is σ(1 − σ) without its cancellation.

    σ(−a) equals 1 − σ(a), but is computed, not subtracted: at a = 20 the subtraction loses 3.6·10⁻⁸ relative, and from
    a = 36.74 on (float64) σ rounds to 1 and it returns 0 where the truth is 8.5·10⁻¹⁷ (a = 37).
    """
    a = as_inexact(a)
    return sigmoid(a) * sigmoid(-a)


def relu(a):
    """max(a, 0)."""
    return np.maximum(as_inexact(a), 0)


def relu_derivative(a):
    """1 where a > 0, 0 where a < 0; at the kink a = 0 the subgradient 0 is taken.

    Any value in [0, 1] is a subgradient there; 0 is the choice of PyTorch and JAX too.
    """
    return np.heaviside(as_inexact(a), 0)
