"""A network with one hidden layer, z = σ(W⁽⁰⁾x + b⁽⁰⁾), y = W⁽¹⁾z + b⁽¹⁾, and all gradients of y in closed form.

The gradient of the scalar y with respect to an array has the shape of that array. Arguments are arrays and are never
modified; integers become float64, complex numbers are allowed for complex-step differentiation. Where the slides write
z ∘ (1 − z), this module computes σ′(a) = σ(a)σ(−a), which is accurate in the sigmoid's dead zones.
"""

import numpy as np

from reference_impl.activations import sigmoid, sigmoid_derivative
from reference_impl.arrays import as_inexact, as_scalar, require_dimensions, require_shape


def forward(x, W0, b0, W1, b1):
    """Return (z, y) with z = σ(W⁽⁰⁾x + b⁽⁰⁾) and y = W⁽¹⁾z + b⁽¹⁾.

    Args:
        x: input, shape (d,).
        W0: hidden weights, shape (h, d).
        b0: hidden biases, shape (h,).
        W1: output weights, shape (1, h).
        b1: output bias, a scalar.

    Returns:
        z of shape (h,) and y, a scalar.

    Raises:
        ValueError: the shapes disagree; the message gives both.
    """
    x, W0, b0, W1, b1 = _one_input(x, W0, b0, W1, b1)
    z = sigmoid(W0 @ x + b0)
    return z, W1[0] @ z + b1


def dy_dW1(x, W0, b0, W1, b1):
    """Return ∂y/∂W⁽¹⁾ = zᵀ, shape (1, h). Arguments and errors as in `forward`."""
    z, _ = forward(x, W0, b0, W1, b1)
    return z[np.newaxis, :]


def dy_db1(x, W0, b0, W1, b1):
    """Return ∂y/∂b⁽¹⁾ = 1. Arguments and errors as in `forward`."""
    _one_input(x, W0, b0, W1, b1)
    return 1.0


def dy_dz(x, W0, b0, W1, b1):
    """Return ∂y/∂z = W⁽¹⁾ as a new array of z's shape (h,). Arguments and errors as in `forward`."""
    _, _, _, W1, _ = _one_input(x, W0, b0, W1, b1)
    return W1[0].copy()


def dy_dW0(x, W0, b0, W1, b1):
    """Return ∂y/∂W⁽⁰⁾ = [W⁽¹⁾ᵀ ∘ σ′(a)] xᵀ, shape (h, d); accurate in dead zones.

    Entry (i, j) is W⁽¹⁾ᵢ σ′(aᵢ) xⱼ: the slope ∂y/∂aᵢ times the input that the weight is multiplied with. Arguments and
    errors as in `forward`.
    """
    return np.outer(dy_db0(x, W0, b0, W1, b1), as_inexact(x))


def dy_db0(x, W0, b0, W1, b1):
    """Return ∂y/∂b⁽⁰⁾ = W⁽¹⁾ᵀ ∘ σ′(a), shape (h,); accurate in dead zones. Arguments and errors as in `forward`."""
    x, W0, b0, W1, b1 = _one_input(x, W0, b0, W1, b1)
    return W1[0] * sigmoid_derivative(W0 @ x + b0)


def backward(x, W0, b0, W1, b1, upstream):
    """Return the gradients of a loss L from upstream = ∂L/∂y, by the chain rule ∂L/∂θ = ∂L/∂y · ∂y/∂θ.

    Args:
        x: input, shape (d,).
        W0: hidden weights, shape (h, d).
        b0: hidden biases, shape (h,).
        W1: output weights, shape (1, h).
        b1: output bias, a scalar.
        upstream: ∂L/∂y, any number.

    Returns:
        dict with "W0" (h, d), "b0" (h,), "W1" (1, h) and "b1", a scalar.
    """
    upstream = as_scalar("upstream", upstream)
    x, W0, b0, W1, b1 = _one_input(x, W0, b0, W1, b1)
    a = W0 @ x + b0
    toward_hidden = W1[0] * sigmoid_derivative(a)  # ∂y/∂a
    return {
        "W0": upstream * np.outer(toward_hidden, x),
        "b0": upstream * toward_hidden,
        "W1": upstream * sigmoid(a)[np.newaxis, :],
        "b1": upstream * 1.0,
    }


def loss_gradients(X, targets, W0, b0, W1, b1):
    """Return the loss L = mean over the rows of (y − t)² and its gradients.

    Args:
        X: inputs, shape (n, d), n ≥ 1.
        targets: shape (n,).
        W0: hidden weights, shape (h, d).
        b0: hidden biases, shape (h,).
        W1: output weights, shape (1, h).
        b1: output bias, a scalar.

    Returns:
        dict with "loss" (a scalar), "W0" (h, d), "b0" (h,), "W1" (1, h) and "b1" (a scalar).

    Raises:
        ValueError: the shapes disagree; the message gives both.
    """
    X, targets, W0, b0, W1, b1 = _many_inputs(X, targets, W0, b0, W1, b1)
    A = X @ W0.T + b0  # (n, h), as are Z and toward_hidden
    Z = sigmoid(A)
    residual = Z @ W1[0] + b1 - targets
    upstream = 2 * residual / len(X)  # ∂L/∂y of each row
    toward_hidden = np.outer(upstream, W1[0]) * sigmoid_derivative(A)  # ∂L/∂a of each row
    return {
        "loss": np.mean(residual**2),
        "W0": toward_hidden.T @ X,
        "b0": toward_hidden.sum(axis=0),
        "W1": (upstream @ Z)[np.newaxis, :],
        "b1": upstream.sum(),
    }


def _one_input(x, W0, b0, W1, b1):
    """Return the five arguments as arrays of floats, b1 as a scalar; raise ValueError if their shapes disagree."""
    x, W0 = as_inexact(x), as_inexact(W0)
    require_dimensions("x", x, "d")
    require_dimensions("W0", W0, ["h", "d"])
    require_shape("x", x, W0.shape[1:], f"since W0 has shape {W0.shape}")
    return (x, *layers(W0, b0, W1, b1))


def _many_inputs(X, targets, W0, b0, W1, b1):
    X, targets = as_inexact(X), as_inexact(targets)
    require_dimensions("X", X, ["n", "d"])
    require_shape("targets", targets, X.shape[:1], f"since X has shape {X.shape}")
    W0, b0, W1, b1 = layers(W0, b0, W1, b1)
    if len(X) == 0:
        raise ValueError(f"X has shape {X.shape}, expected at least one row: the mean of no loss is undefined")
    require_shape("X", X, (len(X), W0.shape[1]), f"since W0 has shape {W0.shape}")
    return X, targets, W0, b0, W1, b1


def layers(W0, b0, W1, b1):
    """Return the parameters as arrays of floats, b1 as a scalar; raise ValueError if their shapes disagree."""
    W0, b0, W1 = as_inexact(W0), as_inexact(b0), as_inexact(W1)
    require_dimensions("W0", W0, ["h", "d"])
    because = f"since W0 has shape {W0.shape}"
    require_shape("b0", b0, W0.shape[:1], because)
    require_shape("W1", W1, (1, len(W0)), because)
    return W0, b0, W1, as_scalar("b1", b1)
