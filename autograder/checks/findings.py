"""The finding of a comparison, and words for types, ratios and differences of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .normalize_values import Opaque


@dataclass(frozen=True)
class Finding:
    """The result of a comparison.

    `verdict` is "right" or names the first test that failed. `sentence` describes the place and the kind of error
    without expected numbers, so it may be shown for hidden cases too. `detail` adds got and expected, for public cases
    and for TAs.
    """

    verdict: str
    sentence: str = ""
    detail: str = ""

    @property
    def right(self) -> bool:
        return self.verdict == "right"


RIGHT = Finding("right")
UNCHANGED = "it must leave it unchanged."  # the end of the sentence on a changed argument
NEW = "it must return a new array."  # the end of the sentence on an argument that was handed back
SILENT = "It should run without warnings."  # the end of the sentence on numbers that are right but for a warning


class Wrong(Exception):
    """Raised by the first test that fails, with its finding."""

    def __init__(self, verdict: str, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.finding = Finding(verdict, sentence, detail)


def describe(value: Any) -> str:
    """Return a value's type in words."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"{'an' if value.type_name[:1].lower() in tuple('aeiou') else 'a'} {value.type_name}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    names = {bool: "a bool", int: "a number", float: "a number", complex: "a complex number", str: "a string"}
    names |= {list: "a list", tuple: "a tuple", dict: "a dict", set: "a set"}
    name = names.get(type(value), "an unexpected value")
    return f"{name} of length {len(value)}" if isinstance(value, (list, tuple)) else name


MOST_RATIOS = 8


def ratio_text(got: np.ndarray, wanted: np.ndarray) -> str:
    """Return got / expected in words if it is constant in the array, its rows or its columns, else ""."""
    with np.errstate(all="ignore"):
        ratio = np.where((got == 0) & (wanted == 0), np.nan, got / wanted)
    if np.any(np.isinf(ratio)) or np.isnan(ratio).all() or np.any(np.isnan(ratio) & (wanted != 0)):
        return ""
    common = _constant(ratio, None)
    if common is not None:
        number = float(common)
        if number == 0 or np.nanmax(ratio) - np.nanmin(ratio) > 0.1 * abs(number - 1):
            return ""
        plain = ratio.size > 1 or abs(number - float(f"{number:.2g}")) <= 1e-6 * abs(number)
        text = f"{number:.4g}" if f"{number:.4g}" != "1" else f"{number:.7g}"
        return f"got / expected = {text}{' in every entry' if ratio.size > 1 else ''}" if plain else ""
    for axis, name in ((1, "row by row"), (0, "column by column")):
        several = _constant(ratio, axis) if ratio.ndim == 2 and min(ratio.shape) > 1 else None
        if several is not None and several.size <= MOST_RATIOS:
            return f"got / expected, {name}: {', '.join(f'{value:.4g}' for value in several.ravel())}"
    return ""


def _constant(ratio: np.ndarray, axis: int | None) -> np.ndarray | None:
    """Return the constant ratio along an axis (None: of all entries), or None if it varies."""
    if np.isnan(ratio).all(axis=axis).any():
        return None
    low, high = np.nanmin(ratio, axis=axis), np.nanmax(ratio, axis=axis)
    return np.asarray(low + high) / 2 if np.allclose(low, high, rtol=1e-4, atol=0) else None


def apart(got: float, wanted: float) -> str:
    """Return "got …, expected …" with enough digits to distinguish the numbers; −0 is written 0."""
    got, wanted = got + 0.0, wanted + 0.0
    digits = next((n for n in (6, 9, 12) if f"{got:.{n}g}" != f"{wanted:.{n}g}"), 17)
    return f"got {got:.{digits}g}, expected {wanted:.{digits}g}"
