"""Where training starts: zeros and constants keep hidden units equal for ever, random draws set them apart.

With every parameter 0, all z are 1/2 and y is 0. The first step of gradient descent moves W⁽¹⁾ and b⁽¹⁾ alone (∂y/∂W⁽⁰⁾
carries the factor W⁽¹⁾ = 0); later ones move W⁽⁰⁾ and b⁽⁰⁾ too, every row alike, since equal units receive equal
gradients. If the targets' mean is 0, nothing moves at all.
"""

import numpy as np

from reference_impl.arrays import as_inexact, require_dimensions
from reference_impl.network import backward, forward, layers, loss_gradients


def constant_parameters(inputs, hidden_units, constant):
    """(W0, b0, W1, b1) with every entry equal to `constant`; shapes (h, d), (h,), (1, h), scalar."""
    constant = float(constant)
    return (
        np.full((hidden_units, inputs), constant),
        np.full(hidden_units, constant),
        np.full((1, hidden_units), constant),
        constant,
    )


def zero_init_forward(x, hidden_units):
    """(z, y) = (½ … ½, 0): the forward pass with every parameter 0, whatever x is; z has shape (h,)."""
    x = as_inexact(x)
    require_dimensions("x", x, "d")
    return forward(x, *constant_parameters(len(x), hidden_units, 0.0))


def zero_init_gradients(x, hidden_units):
    """The gradients of y with every parameter 0: ½ for W⁽¹⁾, 1 for b⁽¹⁾, 0 for W⁽⁰⁾ and b⁽⁰⁾.

    Returns:
        dict with "W0" (h, d), "b0" (h,), "W1" (1, h) and "b1", a scalar.
    """
    x = as_inexact(x)
    require_dimensions("x", x, "d")
    return backward(x, *constant_parameters(len(x), hidden_units, 0.0), upstream=1.0)


def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    """(W0, b0, W1, b1) after `steps` full-batch steps θ ← θ − η ∂L/∂θ on L = mean (y − t)².

    All four gradients of a step are taken before any parameter moves. `steps=0` returns the start, as new arrays.
    Equal units stay equal up to rounding, not to the last bit: a BLAS product may sum equal rows in different order.

    Args:
        X, targets, W0, b0, W1, b1: as in `network.loss_gradients`.
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
    """Whether all units agree in incoming weights, bias and outgoing weight, to an absolute tolerance.

    Units compare by rows of W⁽⁰⁾: unequal weights inside a row are no matter. One unit is identical to itself; a NaN
    is identical to nothing.
    """
    W0, b0, W1, _ = layers(W0, b0, W1, 0.0)
    units = np.column_stack([W0, b0, W1[0]])
    return bool(np.all(np.abs(units - units[0]) <= tolerance))


def merge_identical_units(W0, b0, W1, b1):
    """The network with one hidden unit that computes the same y: any one unit, with the sum of W⁽¹⁾.

    W⁽¹⁾z = z₁ ΣW⁽¹⁾ where all z are equal.

    Returns:
        (W0, b0, W1, b1) of shapes (1, d), (1,), (1, 1) and a scalar.

    Raises:
        ValueError: the units differ, so no single unit computes the same.
    """
    W0, b0, W1, b1 = layers(W0, b0, W1, b1)
    if not hidden_units_identical(W0, b0, W1):
        raise ValueError(f"the {len(W0)} hidden units differ: only identical ones merge into a single unit")
    return W0[:1].copy(), b0[:1].copy(), W1.sum(axis=1, keepdims=True), b1


def xavier_uniform(fan_in, fan_out, rng):
    """(fan_out, fan_in) draws from U(−r, r), r = √(6 / (fan_in + fan_out)) (Glorot & Bengio 2010, eq. 16).

    The variance 2/(fan_in + fan_out) keeps the scale of signals forward and of gradients backward, as far as one number
    can, for an activation of slope 1 at 0, such as tanh.
    """
    bound = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, size=(fan_out, fan_in))


def he_normal(fan_in, fan_out, rng):
    """(fan_out, fan_in) draws from N(0, 2/fan_in) (He et al. 2015, eq. 10).

    Twice 1/fan_in, since ReLU passes half of the variance.
    """
    return rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_out, fan_in))
