"""Derivatives of the graph v = c(a − b)², a = (w + x + y)², b = (x − y − z)², and of one linear neuron.

The graph has nine edges: v depends on a, b, c; a on w, x, y; b on x, y, z. A total derivative is the sum, over the
paths from v to a variable, of the products of the partial derivatives on their edges.
"""

import numpy as np

from reference_impl.arrays import as_inexact, require_dimensions, require_shape

structure = {
    "dv/dc": "dv/dc",
    "dv/dw": "dv/da * da/dw",
    "dv/dx": "dv/da * da/dx + dv/db * db/dx",
    "dv/dy": "dv/da * da/dy + dv/db * db/dy",
    "dv/dz": "dv/db * db/dz",
}
"""The derivatives of v, expanded along the paths of the graph."""

closed_form = {
    "dv/dc": "(a - b)**2",
    "dv/dw": "4*c*(a - b)*(w + x + y)",
    "dv/dx": "4*c*(a - b)*(w + 2*y + z)",
    "dv/dy": "4*c*(a - b)*(w + 2*x - z)",
    "dv/dz": "4*c*(a - b)*(x - y - z)",
}
"""The derivatives of v as expressions, in which a and b are the values of their nodes."""


def v(a, b, c):
    """Return v = c(a − b)²."""
    return c * (a - b) ** 2


def a(w, x, y):
    """Return a = (w + x + y)²."""
    return (w + x + y) ** 2


def b(x, y, z):
    """Return b = (x − y − z)²."""
    return (x - y - z) ** 2


def local_partials(w, x, y, z, c):
    """Return the numerical partial derivatives on the nine edges, with keys such as "dv/da"."""
    difference = a(w, x, y) - b(x, y, z)
    toward_a = 2 * (w + x + y)
    toward_b = 2 * (x - y - z)
    return {
        "dv/da": 2 * c * difference,
        "dv/db": -2 * c * difference,
        "dv/dc": difference**2,
        "da/dw": toward_a,
        "da/dx": toward_a,
        "da/dy": toward_a,
        "db/dx": toward_b,
        "db/dy": -toward_b,
        "db/dz": -toward_b,
    }


def total_derivatives(w, x, y, z, c):
    """Return the numerical derivatives dv/dc, dv/dw, dv/dx, dv/dy, dv/dz: `structure` with the local partials."""
    edge = local_partials(w, x, y, z, c)
    return {
        "dv/dc": edge["dv/dc"],
        "dv/dw": edge["dv/da"] * edge["da/dw"],
        "dv/dx": edge["dv/da"] * edge["da/dx"] + edge["dv/db"] * edge["db/dx"],
        "dv/dy": edge["dv/da"] * edge["da/dy"] + edge["dv/db"] * edge["db/dy"],
        "dv/dz": edge["dv/db"] * edge["db/dz"],
    }


def weight_gradient(inputs, upstream):
    """Return ∂L/∂w = ∂L/∂z · inputs, shape (n,), for z = w · inputs and upstream = ∂L/∂z."""
    return upstream * _vector("inputs", inputs)


def squared_loss(w, inputs, target):
    """Return L = (ŷ − t)², where ŷ = w · inputs and both factors have shape (n,)."""
    return _residual(w, inputs, target) ** 2


def squared_loss_gradient(w, inputs, target):
    """Return ∂L/∂w = 2(ŷ − t) · inputs, shape (n,), for L = (ŷ − t)²."""
    return weight_gradient(inputs, upstream=2 * _residual(w, inputs, target))


def gradient_step(w, gradient, learning_rate):
    """Return w − λ · gradient as a new array, with λ the learning rate."""
    w, gradient = as_inexact(w), as_inexact(gradient)
    require_shape("gradient", gradient, w.shape, "like w")
    return w - learning_rate * gradient


def linear_gradient(b, x):
    """Return ∂(bᵀx)/∂x = b, a new array of shape (n,)."""
    b, x = _vector("b", b), _vector("x", x)
    require_shape("x", x, b.shape, "like b")
    return b.copy()


def square_gradient(x):
    """Return ∂(xᵀx)/∂x = 2x, shape (n,)."""
    return 2 * _vector("x", x)


def quadratic_gradient(B, x):
    """Return ∂(xᵀBx)/∂x = (B + Bᵀ)x, shape (n,), which is 2Bx only if B is symmetric."""
    B, x = as_inexact(B), _vector("x", x)
    require_shape("B", B, x.shape * 2, f"since x has shape {x.shape}")
    return (B + B.T) @ x


def _residual(w, inputs, target):
    w, inputs = _vector("w", w), _vector("inputs", inputs)
    require_shape("inputs", inputs, w.shape, "like w")
    return np.dot(w, inputs) - target


def _vector(name, values):
    array = as_inexact(values)
    require_dimensions(name, array, "n")
    return array
