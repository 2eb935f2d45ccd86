"""A wrong array beside the expected one, entry by entry."""

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

MOST_ENTRIES = 60  # of an array that is shown in full


@dataclass(frozen=True)
class Difference:
    """Two arrays of one shape and where they differ."""

    got: np.ndarray
    expected: np.ndarray
    off: np.ndarray

    @property
    def count(self) -> str:
        """How many entries differ, in words."""
        return f"{int(self.off.sum())} of {self.off.size} entries differ (marked)."

    @property
    def first(self) -> str:
        """The first entry that differs, in words."""
        index = tuple(int(i) for i in np.argwhere(self.off)[0])
        return f"Entry {list(index)}: {apart(self.got[index], self.expected[index])}. {self.count}"


def difference(expect: Expectation, value: Any, transposed: bool) -> Difference | None:
    """Return how `value`, or its entry that the expectation names, differs from the truth; None if that cannot be shown."""
    try:
        found = shaped(expect, value[expect["item"]] if "item" in expect else value, "", transposed)
        truth = np.asarray(expect["value"], float)
        off = ~(np.abs(found.astype(float) - truth) <= tolerance(expect, found.dtype))
    except (Wrong, TypeError, KeyError, IndexError, ValueError):
        return None
    return Difference(found.astype(float), truth, off) if off.any() else None


def _table(expect: Expectation, value: Any, transposed: bool) -> str:
    """The two arrays as rows of a table; "" where there is nothing to compare."""
    found = difference(expect, value, transposed)
    if found is None:
        return ""
    if found.expected.size > MOST_ENTRIES:
        return f"<p style='margin:.3em 0'>{escape(found.first)}</p>"
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left;vertical-align:top">{name}</th>'
        f'<td style="text-align:left">{_array_cell(values, found.off, expect.get("boolean", False))}</td></tr>'
        for name, values in (("yours", found.got), ("expected", found.expected))
    )
    told = [found.count] if found.expected.size > 1 else []
    told += (
        []
        if expect.get("boolean")
        else [f"{text[:1].upper()}{text[1:]}." for text in (ratio_text(found.got, found.expected),) if text]
    )
    note = f"<p style='margin:.2em 0'>{' '.join(told)}</p>" if told else ""
    return f'<table style="margin:.2em 0"><tbody>{rows}</tbody></table>{note}'


def _array_cell(values: Any, off: Any, boolean: bool) -> str:
    """An array as lines of numbers; those that differ are marked."""
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


# By kind of expectation; a hand-out has those that it needs.
SIDE_BY_SIDE: dict[str, Callable[[Expectation, Any, bool], str]] = {
    "number": _table,
    "vector": _table,
    "matrix": _table,
    "array": _table,
}


def side_by_side(expect: Expectation, value: Any, transposed: bool) -> str:
    """Return HTML with `value` above the truth, entries that differ marked; "" if that cannot be shown."""
    for one in [expect, *expect.get("and", ())]:
        shown = SIDE_BY_SIDE[one["kind"]](one, value, transposed) if one["kind"] in SIDE_BY_SIDE else ""
        if shown:
            return shown
    return ""
