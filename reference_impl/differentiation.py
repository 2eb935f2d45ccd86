"""Gradients by probing a function: central differences, and the complex step that has no cancellation."""

import numpy as np

from reference_impl.arrays import as_inexact


def numerical_gradient(f, theta, step=1e-5):
    """∂f/∂θ ≈ (f(θ + s eᵢ) − f(θ − s eᵢ)) / 2s for each entry i: central differences.

    The truncation error is f‴s²/6, the rounding error about ε|f|/s; s near ε^(1/3) balances them. A gradient smaller
    than ε|f|/s, as in a sigmoid's dead zone, drowns.

    Args:
        f: a scalar function of an array of θ's shape (its value may be an array of one element). It gets a fresh
            float64 array each time, which it may change or keep.
        theta: floats or integers of any shape, 0-d too; never touched, so it is as it was also if f raises.
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
    """∂f/∂θ = Im f(θ + i s eᵢ) / s for each entry i, to rounding error (Squire & Trapp 1998).

    Nothing is subtracted, so the step may be as small as 10⁻²⁰⁰ and the error of order s² vanishes: right to 10⁻¹⁶
    relative, also in dead zones. f must be analytic and written without abs, conj, max or comparisons of θ.

    Args:
        f: as in `numerical_gradient`, of a complex array.
        theta: real, any shape; never touched.
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
