"""The display of a wrong array beside the expected one, entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from .expectations import Expectation
from .findings import Wrong, apart, ratio_text
from .numeric import shaped
from .terminal import number_text
from .tolerance import tolerance

MOST_ENTRIES = 60  # larger arrays are not shown in full


@dataclass(frozen=True)
class Difference:
    """Two arrays of the same shape and a mask of the entries that differ."""

    got: np.ndarray
    expected: np.ndarray
    off: np.ndarray

    @property
    def count(self) -> str:
        """Return a sentence with the number of entries that differ."""
        return f"{int(self.off.sum())} of {self.off.size} entries differ (marked)."

    @property
    def first(self) -> str:
        """Return a sentence about the first entry that differs."""
        index = tuple(int(i) for i in np.argwhere(self.off)[0])
        return f"Entry {list(index)}: {apart(self.got[index], self.expected[index])}. {self.count}"


def difference(expect: Expectation, value: Any, transposed: bool) -> Difference | None:
    """Return the difference of `value`, or of its entry that the expectation names, from the truth.

    Return None if the two are equal within the tolerance or cannot be compared.
    """
    try:
        given = shaped(expect, value[expect["item"]] if "item" in expect else value, "", transposed)
        truth = np.asarray(expect["value"], float)
        off = ~(np.abs(given.astype(float) - truth) <= tolerance(expect, given.dtype))
    except (Wrong, TypeError, KeyError, IndexError, ValueError):
        return None
    return Difference(given.astype(float), truth, off) if off.any() else None


def _table(expect: Expectation, value: Any, transposed: bool) -> str:
    """Return the two arrays as rows of an HTML table, or "" if they cannot be compared."""
    shown = difference(expect, value, transposed)
    if shown is None:
        return ""
    if shown.expected.size > MOST_ENTRIES:
        return f"<p style='margin:.3em 0'>{escape(shown.first)}</p>"
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left;vertical-align:top">{name}</th>'
        f'<td style="text-align:left">{_array_cell(values, shown.off, expect.get("boolean", False))}</td></tr>'
        for name, values in (("yours", shown.got), ("expected", shown.expected))
    )
    sentences = [shown.count] if shown.expected.size > 1 else []
    ratio = "" if expect.get("boolean") else ratio_text(shown.got, shown.expected)
    if ratio:
        sentences.append(f"{ratio[:1].upper()}{ratio[1:]}.")
    note = f"<p style='margin:.2em 0'>{' '.join(sentences)}</p>" if sentences else ""
    return f'<table style="margin:.2em 0"><tbody>{rows}</tbody></table>{note}'


def _array_cell(values: Any, off: Any, boolean: bool) -> str:
    """Return an array as HTML lines of numbers; entries that differ are marked."""
    rows = np.atleast_2d(values) if values.ndim <= 2 else values.reshape(-1, values.shape[-1])
    marks = np.atleast_2d(off) if off.ndim <= 2 else off.reshape(-1, off.shape[-1])
    lines = [
        " ".join(_marked_number(value, mark, boolean) for value, mark in zip(row, marked))
        for row, marked in zip(rows, marks)
    ]
    return "<code>" + "<br>".join(lines) + "</code>"


def _marked_number(value: Any, mark: Any, boolean: bool) -> str:
    text = str(bool(value)) if boolean and value in (0, 1) else escape(number_text(float(value)))
    return f'<mark style="font-weight:bold;text-decoration:underline">{text}</mark>' if mark else text


# The display of each kind of expectation; a student folder has only the entries that it needs.
SIDE_BY_SIDE: dict[str, Callable[[Expectation, Any, bool], str]] = {
    "number": _table,
    "vector": _table,
    "matrix": _table,
    "array": _table,
}


def side_by_side(expect: Expectation, value: Any, transposed: bool) -> str:
    """Return HTML with `value` above the truth and marked differences, or "" if they cannot be compared."""
    for condition in [expect, *expect.get("and", ())]:
        kind = condition["kind"]
        if kind in SIDE_BY_SIDE and (shown := SIDE_BY_SIDE[kind](condition, value, transposed)):
            return shown
    return ""
