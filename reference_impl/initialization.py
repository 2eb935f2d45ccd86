"""Initialization: hidden units that start with equal parameters stay equal, random draws make them differ.

With all parameters 0, every z is 1/2 and y is 0. The first step of gradient descent changes only W⁽¹⁾ and b⁽¹⁾, since
∂y/∂W⁽⁰⁾ has the factor W⁽¹⁾ = 0. Later steps change W⁽⁰⁾ and b⁽⁰⁾ too, but all rows equally, since equal units have
equal gradients. If the targets' mean is 0, no parameter changes.
"""

import numpy as np

from reference_impl.arrays import as_inexact, require_dimensions
from reference_impl.network import backward, forward, layers, loss_gradients


def constant_parameters(inputs, hidden_units, constant):
    """Return (W0, b0, W1, b1) with all entries equal to `constant`; shapes (h, d), (h,), (1, h), scalar."""
    constant = float(constant)
    return (
        np.full((hidden_units, inputs), constant),
        np.full(hidden_units, constant),
        np.full((1, hidden_units), constant),
        constant,
    )


def zero_init_forward(x, hidden_units):
    """Return (z, y) of the forward pass with all parameters 0: (½ … ½, 0) for every x; z has shape (h,)."""
    x = as_inexact(x)
    require_dimensions("x", x, "d")
    return forward(x, *constant_parameters(len(x), hidden_units, 0.0))


def zero_init_gradients(x, hidden_units):
    """Return the gradients of y with all parameters 0: ½ for W⁽¹⁾, 1 for b⁽¹⁾, 0 for W⁽⁰⁾ and b⁽⁰⁾.

    Returns:
        dict with "W0" (h, d), "b0" (h,), "W1" (1, h) and "b1", a scalar.
    """
    x = as_inexact(x)
    require_dimensions("x", x, "d")
    return backward(x, *constant_parameters(len(x), hidden_units, 0.0), upstream=1.0)


def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    """Return (W0, b0, W1, b1) after `steps` full-batch steps θ ← θ − η ∂L/∂θ on L = mean (y − t)².

    All four gradients of a step are computed before any parameter changes. `steps=0` returns copies of the parameters.
    Equal units stay equal up to rounding errors, since a BLAS product may sum equal rows in different orders.

    Args:
        X: inputs, shape (n, d), n ≥ 1.
        targets: shape (n,).
        W0: initial hidden weights, shape (h, d).
        b0: initial hidden biases, shape (h,).
        W1: initial output weights, shape (1, h).
        b1: initial output bias, a scalar.
        learning_rate: η, a number.
        steps: number of steps, ≥ 0.
    """
    W0, b0, W1, b1 = (parameter.copy() for parameter in layers(W0, b0, W1, b1))
    for _ in range(steps):
        gradient = loss_gradients(X, targets, W0, b0, W1, b1)
        W0 = W0 - learning_rate * gradient["W0"]
        b0 = b0 - learning_rate * gradient["b0"]
        W1 = W1 - learning_rate * gradient["W1"]
        b1 = b1 - learning_rate * gradient["b1"]
    return W0, b0, W1, b1


def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    """Return whether all units have the same incoming weights, bias and outgoing weight, to an absolute tolerance.

    Rows of W⁽⁰⁾ are compared with each other; weights within a row may differ. One unit alone is identical to itself.
    A NaN is not identical to anything.
    """
    W0, b0, W1, _ = layers(W0, b0, W1, 0.0)
    units = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(units - units[0]) <= tolerance))


def merge_identical_units(W0, b0, W1, b1):
    """Return the network with a single hidden unit that computes the same y: one of the units, with the sum of W⁽¹⁾.

    It exists since W⁽¹⁾z = z₁ ΣW⁽¹⁾ if all z are equal.

    Returns:
        (W0, b0, W1, b1) of shapes (1, d), (1,), (1, 1) and a scalar.

    Raises:
        ValueError: the units differ, so no single unit can compute the same y.
    """
    W0, b0, W1, b1 = layers(W0, b0, W1, b1)
    if not hidden_units_identical(W0, b0, W1):
        raise ValueError(f"the {len(W0)} hidden units differ: only identical ones merge into a single unit")
    return W0[:1].copy(), b0[:1].copy(), W1.sum(axis=1, keepdims=True), b1


def xavier_uniform(fan_in, fan_out, rng):
    """Return (fan_out, fan_in) draws from U(−r, r), r = √(6 / (fan_in + fan_out)) (Glorot & Bengio 2010, eq. 16).

    The variance 2/(fan_in + fan_out) is a compromise that preserves the scale of both signals and gradients, for an
    activation of slope 1 at 0, such as tanh.
    """
    bound = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, size=(fan_out, fan_in))


def he_normal(fan_in, fan_out, rng):
    """Return (fan_out, fan_in) draws from N(0, 2/fan_in) (He et al. 2015, eq. 10).

    The variance is twice 1/fan_in, since ReLU passes half of the variance.
    """
    return rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
