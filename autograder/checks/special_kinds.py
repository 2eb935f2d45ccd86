"""The comparison of results without a single right value: equal units, random draws, losses of a run that blows up."""

from __future__ import annotations

from typing import Any

import numpy as np

from .expectations import BLOWN_UP, Expectation
from .findings import Wrong, apart, describe
from .numeric import finite, matrix, numbers, place, vector
from .tolerance import tolerance

RTOL_LOSSES = 2e-8
"""Relative tolerance: far above the rounding error of a stable run in float64, and below that of one in float32."""


def judge_equal_units(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    if not isinstance(value, (tuple, list)) or len(value) != 4:
        raise Wrong("type", f"{label} returned {describe(value)}, expected (W0, b0, W1, b1).")
    W0, b0, W1 = (numbers(part, f"{label}[{i}]") for i, part in enumerate(value[:3]))
    shapes = [np.asarray(truth) for truth in expect["value"]]
    W0 = matrix(W0, shapes[0].shape, f"{label}[0]")
    b0, W1 = vector(b0, shapes[1].size, f"{label}[1]"), vector(W1, shapes[2].size, f"{label}[2]")
    for answer, names in ((W0, "rows of W0"), (b0, "entries of b0"), (W1, "entries of W1")):
        finite(answer, label)
        # Equal units do not stay bitwise equal under BLAS; these tolerances are far above that difference, and for
        # float32 above its rounding error.
        single = answer.dtype.itemsize < 8
        if not np.allclose(answer, answer[:1], rtol=1e-4 if single else 1e-9, atol=1e-6 if single else 1e-12):
            raise Wrong("wrong", f"{label}: the {names} differ, though all units started equal.")


def judge_draws(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    answer = matrix(numbers(value, label), tuple(expect["shape"]), label)
    finite(answer, label)
    n, variance, bound = answer.size, expect["variance"], expect["bound"]
    sigma = variance**0.5
    single = answer.dtype.kind == "f" and answer.dtype.itemsize < 8
    if len(np.unique(answer)) < n * (0.99 if single else 1.0):
        raise Wrong("wrong", f"{label} repeats values; draw every entry separately.")
    # Six standard errors: a right sampler fails one case in 10⁸, and the nearest wrong ones are off by 30 or more.
    if abs(answer.mean()) > 6 * sigma / n**0.5:
        raise Wrong("wrong", f"{label}: your {n} samples have mean {answer.mean():.4g}, expected 0.")
    if abs(answer.var() / variance - 1) > 6 * (2 / n) ** 0.5:
        raise Wrong(
            "wrong", f"{label}: your samples have variance {answer.var():.4g}, which is not what the formula gives."
        )
    if bound is not None and np.abs(answer).max() > bound * (1 + 1e-6):
        raise Wrong("wrong", f"{label}: some samples lie outside the bounds that the formula gives.")
    # The largest of n uniform samples is below this with a probability of e⁻⁴⁰.
    if bound is not None and np.abs(answer).max() < bound * (1 - 40 / n):
        raise Wrong("wrong", f"{label}: no sample comes near the bounds that the formula gives.")
    share, expected = float(np.mean(np.abs(answer) > 2 * sigma)), expect["beyond_two_sigma"]
    if abs(share - expected) > 6 * max(expected * (1 - expected) / n, 1 / n**2) ** 0.5:
        raise Wrong(
            "wrong",
            f"{label}: {share:.3%} of your samples lie beyond two standard deviations, which is not what this "
            "distribution gives.",
        )


def judge_draws_of_one_value(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    answer = matrix(numbers(value, label), tuple(expect["shape"]), label)
    if len(np.unique(answer)) > answer.size / 2:
        raise Wrong("wrong", f"{label} does not draw from the generator that it is given (rng), or not from it alone.")


def judge_losses(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    truth = np.asarray(expect["value"])
    answer = vector(numbers(value, label), truth.size, label)
    kept = np.abs(truth) <= BLOWN_UP
    stray = ~np.isfinite(answer) & kept
    if np.any(stray):
        sentence = f"{label} is not finite{place(stray, 'finite or may be infinite')}, where it should be."
        raise Wrong("not_finite", sentence, f"got {answer[stray][0]}")
    calm = {"value": truth[kept], "scale": np.asarray(expect["scale"])[kept], "rtol": RTOL_LOSSES}
    off = np.zeros(truth.shape, dtype=bool)
    # The question asks for float64, so a float32 result does not get a larger tolerance.
    off[kept] = np.abs(answer[kept].astype(float) - calm["value"]) > tolerance(calm, truth.dtype)
    off |= ~kept & (np.abs(answer.astype(float)) < BLOWN_UP / 1e3)
    if np.any(off):
        raise Wrong("wrong", f"{label} is wrong{place(off)}.", apart(answer[off][0], truth[off][0]))
