"""Do two samples come from one distribution, as far as the statistics that judge them can tell?"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.expectations import Expectation

# Six standard errors of a difference between two samples: one pair in 10⁸ of the same distribution lies further apart.
WIDTH = 6 * 2**0.5


def same_distribution(expect: Expectation, one: Any, other: Any) -> bool:
    """Two matrices of draws that agree in shape, mean, variance, share beyond 2σ, reach and repeated entries.

    A student's sampler and a known slip's may use the generator in different ways, so their entries need not be equal.
    """
    try:
        one, other = (np.asarray(draws).astype(float, casting="same_kind") for draws in (one, other))
    except (TypeError, ValueError):
        return type(one) is type(other)
    if one.shape != other.shape:
        return False
    first, second = _statistics(one), _statistics(other)
    if first is None or second is None:
        return first is second
    n, sigma = one.size, max(first["sigma"], second["sigma"])
    room = {
        "mean": WIDTH * sigma / n**0.5,
        "sigma": WIDTH * sigma / (2 * n) ** 0.5,
        "beyond": WIDTH * 0.5 / n**0.5,
        "reach": 0.35 * max(first["reach"], second["reach"]),
        "distinct": 0.02,
    }
    return all(abs(first[name] - second[name]) <= room[name] for name in room)


def _statistics(draws: np.ndarray) -> dict[str, float] | None:
    """None for what has no distribution to speak of."""
    if not np.all(np.isfinite(draws)) or draws.size < 2:
        return None
    sigma = float(draws.std())
    return {
        "mean": float(draws.mean()),
        "sigma": sigma,
        "beyond": float(np.mean(np.abs(draws - draws.mean()) > 2 * sigma)),
        "reach": float(np.abs(draws).max()) / (sigma or 1.0),
        "distinct": len(np.unique(draws)) / draws.size,
    }
