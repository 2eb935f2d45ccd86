"""What a comparison finds, and how a value's type is named to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .normalize_values import Opaque


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


def describe(value: Any) -> str:
    """A value's type, as a person says it."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"{'an' if value.type_name[:1].lower() in tuple('aeiou') else 'a'} {value.type_name}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    names = {bool: "a bool", int: "a number", float: "a number", complex: "a complex number", str: "a string"}
    names |= {list: "a list", tuple: "a tuple", dict: "a dict", set: "a set"}
    found = names.get(type(value), "an unexpected value")
    return f"{found} of length {len(value)}" if isinstance(value, (list, tuple)) else found


def apart(got: float, wanted: float) -> str:
    """Both numbers, with as many digits as it takes to tell them apart; −0 is 0."""
    got, wanted = got + 0.0, wanted + 0.0
    digits = next((n for n in (6, 9, 12) if f"{got:.{n}g}" != f"{wanted:.{n}g}"), 17)
    return f"got {got:.{digits}g}, expected {wanted:.{digits}g}"
