"""One expectation against one observation: missing → raises → type → shape → finite → values; the first that fails.

The same comparison judges hidden cases, public checks in a student's folder and `grader.check` in a notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .answers import NotAccepted, read_quiz, read_written
from .expect import Expectation
from .observe import Observation
from .plain import NUMERIC_KINDS, Opaque

# The error budget of a right formula, in units of ε (u = ε/2 is one rounding).
#
# 1. The pre-activation a = Σ W x + b. Rounding W and x to the dtype, their product, a sum of d + 1 terms in any order:
#    |δa| ≤ (d + 4) u·condition with condition = Σ|W||x| + |b|, so at most 8ε·condition for d ≤ 12.
# 2. What comes after it passes δa on: |σ′| ≤ σ and |σ″| ≤ σ′, so σ and σ′ lose |δa| relative. That is the term
#    BUDGET·ε·condition·|truth|: below RTOL in float64 (1e-6, far above all that float64 loses here and far below
#    the nearest wrong formula, σ′ × 1.001), but the larger one in float32, where ε is 1.2e-7.
# 3. z near 1, by 1/(1 + e⁻ᵃ), ½(1 + tanh(a/2)) or 1 − 1/(1 + eᵃ), is off by exp's or tanh's 2ε at most and two more
#    roundings; 1 − z keeps all of that as an absolute error: 3ε·scale, where scale counts z and 1 − z as 1.
# 4. Products of up to four factors, and the sum y of h ≤ 16 terms: 4u and 16u, 10ε·scale.
#
# 3 and 4 add up to 13ε; BUDGET is the next power of two. tests/judge/test_tolerance_budget.py measures the margin.
RTOL = 1e-6
BUDGET = 16
# The condition of an expectation that states none: pre-activations whose terms add up to 64.
CONDITION = 64.0
RTOL_FLOAT32 = BUDGET * CONDITION * float(np.finfo(np.float32).eps)

# Categories that speak about the code's age or housekeeping, not about its numbers: np.matrix warns so.
NOT_ABOUT_NUMBERS = {
    "DeprecationWarning",
    "PendingDeprecationWarning",
    "VisibleDeprecationWarning",
    "FutureWarning",
    "ImportWarning",
    "ResourceWarning",
}

SIGNS_OF_LIMITS = {
    "timeout": "did not finish within the time limit",
    "memory": "needed more memory than the limit",
    "output": "printed more than the limit",
    "crash": "ended the Python process",
    "protocol": "disturbed the channel to the grader",
}

Kind = Callable[[Expectation, Any, str, bool], None]


@dataclass(frozen=True)
class Finding:
    """What a comparison found.

    `verdict` is right or the first test that failed. `sentence` says where and of what kind, without any expected
    number, so that it may be read for hidden cases too; `detail` adds got and expected, for public cases and for TAs.
    """

    verdict: str
    sentence: str = ""
    detail: str = ""

    @property
    def right(self) -> bool:
        return self.verdict == "right"


RIGHT = Finding("right")


class Wrong(Exception):
    """Carries the finding of the first test that failed."""

    def __init__(self, verdict: str, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.finding = Finding(verdict, sentence, detail)


def compare(
    expect: Expectation, seen: Observation, name: str, *, transposed: bool = False, kinds: Mapping[str, Kind] | None = None
) -> Finding:
    """Judge `seen`, the outcome of a call of `name`.

    `transposed` judges matrices as their transposes: for an answer that is the transpose in every case, whose shape
    another part judges. `kinds` adds kinds of expectation that students do not receive.
    """
    known = KINDS | (kinds or {})
    alternatives = [expect, *expect.get("or", ())]
    findings = [_all_of(alternative, seen, name, transposed, known) for alternative in alternatives]
    return next((finding for finding in findings if finding.right), findings[0])


def _all_of(expect: Expectation, seen: Observation, name: str, transposed: bool, kinds: Mapping[str, Kind]) -> Finding:
    try:
        for one in [expect, *expect.get("and", ())]:
            _judge(one, seen, name, transposed, kinds)
    except Wrong as wrong:
        return wrong.finding
    return RIGHT


def _judge(expect: Expectation, seen: Observation, name: str, transposed: bool, kinds: Mapping[str, Kind]) -> None:
    if expect["kind"] == "raises":
        _judge_raises(expect, seen, name)
    else:
        _returned(seen, name)
        value = _item(expect, seen.value, name) if "item" in expect else seen.value
        kinds[expect["kind"]](expect, value, _label(expect, name), transposed)
        if expect.get("quiet"):
            _quiet(seen, name)
    if expect.get("untouched") and seen.changed:
        raise Wrong("wrong", f"{name} does not leave its argument as it was.")


def _quiet(seen: Observation, name: str) -> None:
    loud = [category for category in seen.warnings if category not in NOT_ABOUT_NUMBERS]
    if loud:
        raise Wrong("wrong", f"{name} gives a warning ({loud[0]}) where it should be silent.")


def _label(expect: Expectation, name: str) -> str:
    return f'{name}[{expect["item"]!r}]'.replace("'", '"') if "item" in expect else name


def _returned(seen: Observation, name: str) -> None:
    """The steps that come before any look at a value: missing, then raises or a limit."""
    if seen.outcome == "missing" or (seen.outcome == "returned" and (seen.value is None or seen.value is Ellipsis)):
        raise Wrong("missing", f"{name} is not written yet: it gives no value.")
    if seen.outcome == "not_callable":
        raise Wrong("type", f"{name} is {_describe(seen.value)}, expected a function.")
    if seen.outcome == "raised":
        where = f" ({seen.line})" if seen.line else ""
        raise Wrong("error", f"{name} raised {seen.error}.", f"{seen.error}: {seen.message}{where}")
    if seen.outcome in SIGNS_OF_LIMITS:
        raise Wrong(seen.outcome, f"{name} {SIGNS_OF_LIMITS[seen.outcome]}.", seen.message)


def _judge_raises(expect: Expectation, seen: Observation, name: str) -> None:
    if seen.outcome != "raised":
        _returned(seen, name)
        raise Wrong("wrong", f"{name} swallows an exception of the function it was given; it should go on to the caller.")
    if seen.error != expect["error"]:
        raise Wrong("error", f"{name} raised {seen.error}, not the exception of the function it was given.", seen.message)


def _item(expect: Expectation, value: Any, name: str) -> Any:
    key, whole = expect["item"], expect["of"]
    if isinstance(key, str):
        if not isinstance(value, dict):
            raise Wrong("type", f"{name} gives {_describe(value)}, expected {whole}.")
        if key not in value:
            raise Wrong("missing", f'{name} gives no entry "{key}"; expected {whole}.')
        found = value[key]
    else:
        if not isinstance(value, (tuple, list)) or len(value) != (expect.get("size") or len(value)) or len(value) <= key:
            raise Wrong("type", f"{name} gives {_describe(value)}, expected {whole}.")
        found = value[key]
    if found is None or found is Ellipsis:
        raise Wrong("missing", f"{_label(expect, name)} is not written yet: it has no value.")
    return found


def numbers(value: Any, label: str) -> np.ndarray:
    """`value` as an array of real numbers: lists and tuples convert, booleans count as 1 and 0."""
    if isinstance(value, (list, tuple)):
        value = _converted(value, label)
    if not isinstance(value, (bool, int, float, complex, np.ndarray)):
        raise Wrong("type", f"{label} is {_describe(value)}, expected numbers.")
    try:
        found = np.asarray(value)
        found = found.astype(float) if found.dtype.kind == "O" else found  # integers beyond 64 bits
    except OverflowError:
        found = np.asarray(np.inf)
    if found.dtype.kind not in NUMERIC_KINDS:
        raise Wrong("type", f"{label} is {_describe(value)}, expected numbers.")
    if found.dtype.kind == "c":
        if np.any(found.imag != 0):
            raise Wrong("type", f"{label} has complex entries, expected real numbers.")
        found = found.real
    return found.astype(float) if found.dtype.kind in "biu" else found


def _converted(value: list | tuple, label: str) -> np.ndarray:
    if _has_gaps(value):
        raise Wrong("missing", f"{label} has entries without a value (None or ...).")
    try:
        found = np.asarray(value)
    except (ValueError, OverflowError):
        raise Wrong("shape", f"{label} is a ragged list: its rows have different lengths.") from None
    if found.dtype.kind not in NUMERIC_KINDS:
        raise Wrong("type", f"{label} is {_describe(value)} with entries that are no numbers.")
    return found


def _has_gaps(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_has_gaps(entry) for entry in value)
    return value is None or value is Ellipsis


def _scalar(found: np.ndarray, label: str) -> np.ndarray:
    if found.size != 1:
        raise Wrong("shape", f"{label} has shape {found.shape}, expected a single number.")
    return found.reshape(())


def _vector(found: np.ndarray, n: int, label: str) -> np.ndarray:
    if n == 1 and found.size == 1:
        return found.reshape(1)
    if found.shape not in ((n,), (1, n), (n, 1)):
        hint = " (a column times a row?)" if found.shape == (n, n) else ""
        raise Wrong("shape", f"{label} has shape {found.shape}, expected {(n,)}{hint}.")
    return found.reshape(n)


def _matrix(found: np.ndarray, shape: tuple[int, ...], label: str) -> np.ndarray:
    if found.shape != shape:
        hint = ": transposed?" if found.shape == shape[::-1] else ""
        raise Wrong("shape", f"{label} has shape {found.shape}, expected {shape}{hint}.")
    return found


def _shaped(expect: Expectation, value: Any, label: str, transposed: bool) -> np.ndarray:
    """The numbers in `value`, in the shape of the truth."""
    found, truth = numbers(value, label), np.asarray(expect["value"])
    if expect["kind"] == "vector":
        return _vector(found, truth.size, label)
    if truth.shape == ():
        return _scalar(found, label)
    if transposed and found.ndim == 2:
        found = found.T
    return _matrix(found, truth.shape, label)


def _finite(found: np.ndarray, label: str) -> None:
    if not np.all(np.isfinite(found)):
        place = _place(~np.isfinite(found))
        raise Wrong("not_finite", f"{label} is not finite{place}.", f"got {found.ravel()[~np.isfinite(found).ravel()][0]}")


def tolerance(expect: Expectation, dtype: np.dtype) -> np.ndarray:
    """The distance from the truth up to which an answer of this dtype is right; see expect.py."""
    truth = np.abs(np.asarray(expect["value"]))
    if "within" in expect:
        return np.full(truth.shape, float(expect["within"]))
    single = dtype.kind == "f" and dtype.itemsize < 8
    eps = float(np.finfo(np.float32 if single else np.float64).eps)
    relative = np.maximum(RTOL, BUDGET * eps * np.asarray(expect.get("condition", CONDITION)))
    scale = np.asarray(expect.get("scale", truth))
    return relative * truth + BUDGET * eps * scale + np.asarray(expect.get("half_width", 0.0))


def _judge_numbers(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    found = _shaped(expect, value, label, transposed)
    _finite(found, label)
    truth = np.asarray(expect["value"])
    off = np.abs(found.astype(float) - truth) > tolerance(expect, found.dtype)
    if np.any(off):
        got, wanted = found[off].ravel()[0], truth[off].ravel()[0]
        sentence = f"{label} is wrong{_place(off)}."
        raise Wrong("wrong", sentence, f"got {got:.6g}, expected {wanted:.6g}")


def _judge_losses(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    truth = np.asarray(expect["value"])
    found = _vector(numbers(value, label), truth.size, label)
    # Past 10³⁰ a run has blown up; from there on right formulas overflow to inf or NaN at different steps.
    blown_up, seen_blown_up = (~(np.abs(losses) <= 1e30) for losses in (truth, found))
    if np.any(seen_blown_up & ~blown_up):
        raise Wrong("not_finite", f"{label} blows up{_place(seen_blown_up & ~blown_up)}, where the right losses do not.")
    kept = ~blown_up
    calm = {"value": truth[kept], "scale": np.asarray(expect["scale"])[kept]}
    off = np.zeros(truth.shape, dtype=bool)
    off[kept] = np.abs(found[kept] - calm["value"]) > tolerance(calm, found.dtype)
    off |= blown_up & (np.abs(found) < 1e25)
    if np.any(off):
        detail = f"got {found[off][0]:.6g}, expected {truth[off][0]:.6g}"
        raise Wrong("wrong", f"{label} is wrong{_place(off)}.", detail)


def _place(off: np.ndarray) -> str:
    """Where: the first entry, and how many there are; nothing for a scalar."""
    if off.ndim == 0 or off.size == 1:
        return ""
    first = tuple(int(i) for i in np.argwhere(off)[0])
    entry = first[0] if len(first) == 1 else first
    if off.all():
        return " in every entry"
    count = int(off.sum())
    return f" in entry {entry}" + (f" and {count - 1} more of {off.size}" if count > 1 else f" (the others of {off.size} are right)")


def _judge_shape(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    found = numbers(value, label)
    truth = np.asarray(expect["value"])
    found = _scalar(found, label) if truth.shape == () else _matrix(found, truth.shape, label)
    _finite(found, label)


def _judge_equal_units(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    if not isinstance(value, (tuple, list)) or len(value) != 4:
        raise Wrong("type", f"{label} returned {_describe(value)}, expected (W0, b0, W1, b1).")
    W0, b0, W1 = (numbers(part, f"{label}[{i}]") for i, part in enumerate(value[:3]))
    shapes = [np.asarray(truth) for truth in expect["value"]]
    W0 = _matrix(W0, shapes[0].shape, f"{label}[0]")
    b0, W1 = _vector(b0, shapes[1].size, f"{label}[1]"), _vector(W1, shapes[2].size, f"{label}[2]")
    for found, names in ((W0, "rows of W0"), (b0, "entries of b0"), (W1, "entries of W1")):
        _finite(found, label)
        # Equal units do not stay bitwise equal under BLAS; these tolerances are far above that, and above float32's
        # rounding where the answer is float32.
        single = found.dtype.itemsize < 8
        if not np.allclose(found, found[:1], rtol=1e-4 if single else 1e-9, atol=1e-6 if single else 1e-12):
            raise Wrong("wrong", f"{label}: the {names} differ, though all units started equal.")


def _judge_draws(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    found = _matrix(numbers(value, label), tuple(expect["shape"]), label)
    _finite(found, label)
    n, variance, bound = found.size, expect["variance"], expect["bound"]
    sigma = variance**0.5
    single = found.dtype.kind == "f" and found.dtype.itemsize < 8
    if len(np.unique(found)) < n * (0.99 if single else 1.0):
        raise Wrong("wrong", f"{label} repeats values; every entry should be a draw of its own.")
    # Six standard errors each: a right sampler fails one case in 10⁸; the nearest wrong ones are off by 30 and more.
    if abs(found.mean()) > 6 * sigma / n**0.5:
        raise Wrong("wrong", f"{label}: the mean of the draws is not 0.", f"mean {found.mean():.4g} of {n} draws")
    if abs(found.var() / variance - 1) > 6 * (2 / n) ** 0.5:
        raise Wrong("wrong", f"{label}: the variance of the draws is not the one asked for.", f"variance {found.var():.4g}")
    if bound is not None and np.abs(found).max() > bound * (1 + 1e-6):
        raise Wrong("wrong", f"{label}: some draws lie outside the bounds.")
    share, expected = float(np.mean(np.abs(found) > 2 * sigma)), expect["beyond_two_sigma"]
    if abs(share - expected) > 6 * max(expected * (1 - expected) / n, 1 / n**2) ** 0.5:
        raise Wrong("wrong", f"{label}: the draws have the wrong distribution (tails).", f"{share:.3%} beyond 2σ")


def _judge_draws_of_one_value(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    found = _matrix(numbers(value, label), tuple(expect["shape"]), label)
    if len(np.unique(found)) > found.size / 2:
        raise Wrong("wrong", f"{label}: the draws do not come from the generator that was handed in.")


def _judge_readable(expect: Expectation, value: Any, label: str, transposed: bool) -> None:
    try:
        (read_quiz if expect["kind"] == "answered" else read_written)(expect, value)
    except NotAccepted as refusal:
        raise Wrong(refusal.verdict, f"{label}: {refusal}") from None


KINDS: dict[str, Kind] = {
    "number": _judge_numbers,
    "vector": _judge_numbers,
    "matrix": _judge_numbers,
    "array": _judge_numbers,
    "shape": _judge_shape,
    "losses": _judge_losses,
    "equal_units": _judge_equal_units,
    "draws": _judge_draws,
    "draws_of_one_value": _judge_draws_of_one_value,
    "readable": _judge_readable,
    "answered": _judge_readable,
}


def _describe(value: Any) -> str:
    """A value's type, as a person says it."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"a {value.type_name}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    names = {bool: "a bool", int: "a number", float: "a number", complex: "a complex number", str: "a string"}
    names |= {list: "a list", tuple: "a tuple", dict: "a dict", set: "a set"}
    found = names.get(type(value), "an unexpected value")
    return f"{found} of length {len(value)}" if isinstance(value, (list, tuple)) else found
