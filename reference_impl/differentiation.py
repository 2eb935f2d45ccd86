"""Numerical gradients: central differences, and the complex step, which has no cancellation."""

import numpy as np

from reference_impl.arrays import as_inexact


def numerical_gradient(f, theta, step=1e-5):
    """Return ∂f/∂θ ≈ (f(θ + s eᵢ) − f(θ − s eᵢ)) / 2s for each entry i, by central differences.

    The truncation error is f‴s²/6, the rounding error about ε|f|/s; s near ε^(1/3) balances them. A gradient below
    ε|f|/s, as in a sigmoid's dead zone, is lost in the rounding error.

    Args:
        f: scalar function of an array of θ's shape (its value may be an array of one element). Each call gets a new
            float64 array, which f may modify or keep.
        theta: floats or integers of any shape, also 0-d; never modified, even if f raises an exception.
        step: s > 0.

    Returns:
        Gradient, float64, the shape of theta.
    """
    theta = np.asarray(theta, dtype=np.float64)
    gradient = np.empty_like(theta)
    for index in np.ndindex(theta.shape):
        above, below = theta.copy(), theta.copy()
        above[index] += step
        below[index] -= step
        taken = above[index] - below[index]  # 2s after rounding; dividing by it removes an error of ε|θ|/s
        gradient[index] = (np.asarray(f(above)).item() - np.asarray(f(below)).item()) / taken
    return gradient


central_difference = numerical_gradient


def complex_step(f, theta, step=1e-20):
    """Return ∂f/∂θ = Im f(θ + i s eᵢ) / s for each entry i, up to rounding error (Squire & Trapp 1998).

    Nothing is subtracted, so the step may be as small as 10⁻²⁰⁰, which makes the error of order s² negligible: the
    relative error is 10⁻¹⁶, also in dead zones. f must be analytic, without abs, conj, max or comparisons of θ.

    Args:
        f: as in `numerical_gradient`, but of a complex array.
        theta: real numbers of any shape; never modified.
        step: s > 0.

    Returns:
        Gradient, float64, the shape of theta.
    """
    theta = as_inexact(theta)
    gradient = np.empty(theta.shape)
    for index in np.ndindex(theta.shape):
        point = theta.astype(np.complex128)
        point[index] += 1j * step
        gradient[index] = np.asarray(f(point)).item().imag / step
    return gradient
