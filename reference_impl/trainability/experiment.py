"""One training run of the experiment, and its convergence measure V, written exactly as they are defined.

Source: J. Sohl-Dickstein, "The boundary of neural network trainability is fractal", arXiv:2402.06184 (2024). All
arithmetic is in float64, since a zoomed window of learning rates is only tens of float32 units wide.
"""

from importlib import resources

import numpy as np

SEED = 3
"""Seed of the shipped data: one of the first few seeds, whose border is rich in the zoomed window."""

CLIP = 1e6
"""Bound on losses relative to the first; also the value of a loss that is not finite."""

TAIL = 20
"""Number of relative losses at the end of a run whose mean is below 1 if it converged."""


def draw_data(seed=SEED, datapoints=272, inputs=16, hidden_units=16):
    """Return standard normal W0 (h, d), W1 (1, h), X (n, d), Y (n,), drawn in this order from `default_rng(seed)`."""
    rng = np.random.default_rng(seed)
    shapes = {"W0": (hidden_units, inputs), "W1": (1, hidden_units), "X": (datapoints, inputs), "Y": (datapoints,)}
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


def load_data(full_batch=False):
    """Return (X, Y, W0, W1) from the shipped file, with its first datapoint, or all 272 for the full batch."""
    with resources.files(__package__).joinpath("data.npz").open("rb") as file, np.load(file) as data:
        X, Y, W0, W1 = (data[name] for name in ("X", "Y", "W0", "W1"))
    return (X, Y, W0, W1) if full_batch else (X[:1], Y[:1], W0, W1)


def training_losses(X, Y, W0, W1, rate0, rate1, steps):
    """Return the mean squared loss before each of `steps` full-batch gradient steps on ŷ = W⁽¹⁾ tanh(√2 W⁽⁰⁾x/√d) / h.

    Args:
        X: inputs, shape (n, d).
        Y: targets, shape (n,).
        W0: initial hidden weights, shape (h, d); not modified.
        W1: initial output weights, shape (1, h); not modified.
        rate0: learning rate of W0.
        rate1: learning rate of W1.
        steps: number of losses, ≥ 0.

    Returns:
        Losses, shape (steps,); inf or NaN, without a warning, where the run blew up.
    """
    (datapoints, inputs), hidden_units = np.shape(X), len(W0)
    into_hidden = np.sqrt(2) / np.sqrt(inputs)
    losses = np.empty(steps)
    with np.errstate(all="ignore"):
        for step in range(steps):
            A = np.tanh(into_hidden * (X @ W0.T))  # (n, h)
            residual = A @ W1[0] / hidden_units - Y
            losses[step] = residual @ residual / datapoints
            upstream = 2 * residual / (datapoints * hidden_units)  # ∂L/∂(W⁽¹⁾A) of each datapoint
            toward_hidden = into_hidden * upstream[:, np.newaxis] * W1 * (1 - A * A)
            W0, W1 = W0 - rate0 * (toward_hidden.T @ X), W1 - rate1 * (upstream @ A)
    return losses


def convergence_measure(losses):
    """Return V = −Σv if the run converged, else Σ 1/v, with v = ℓ/ℓ₀ clipped at 10⁶; negative means converged.

    A loss that is not finite is replaced by 10⁶ before the division. The run converged if the mean of the last 20 v (or
    of all, if fewer) is below 1.

    Args:
        losses: shape (T,), T ≥ 1, with the first greater than 0.

    Raises:
        ValueError: `losses` is empty, or the first loss is 0.
    """
    losses = np.asarray(losses, dtype=np.float64)
    if losses.ndim != 1 or len(losses) == 0 or losses[0] == 0:
        raise ValueError(f"losses of shape {losses.shape}: expected one or more, the first of them not 0")
    losses = np.where(np.isfinite(losses), losses, CLIP)
    with np.errstate(over="ignore", divide="ignore"):  # huge ratios are clipped; a failed run may have had a loss of 0
        v = np.minimum(losses / losses[0], CLIP)
        return -np.sum(v) if np.mean(v[-TAIL:]) < 1 else np.sum(1 / v)
