"""Parts whose answer is one entry of a dict of written expressions: public checks read it, hidden ones decide it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.checks.expectations import item, readable
from autograder.questions.schema import Case, Draw, Part, Read, identity

GRAPH = {"v": ["a", "b", "c"], "a": ["w", "x", "y"], "b": ["x", "y", "z"]}
KEYS = ("dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz")
WHOLE = 'a dict with the keys "dv/dc", "dv/dw", "dv/dx", "dv/dy" and "dv/dz"'


def written(
    variable: str,
    key: str,
    truth: str,
    notation: Mapping[str, Any],
    paths: Mapping[str, str],
    definitions: Mapping[str, str] | None = None,
) -> Part:
    """One point for `variable[key]`, a string identical to `truth`."""

    def public(draw: Draw) -> list[Case]:
        return [Case(Read(variable), item(key, WHOLE, readable(notation, own_name=key)))]

    def hidden(draw: Draw) -> list[Case]:
        points = f"{draw.integers(0, 2**62):x}{draw.integers(0, 2**62):x}"
        expected = identity(truth, notation, points, own_name=key, paths=paths, definitions=definitions)
        return [Case(Read(variable), item(key, WHOLE, expected))]

    return Part(key, 1, public, hidden, reads_only=True)


def changed(variable: str, entries: Mapping[str, Any]) -> str:
    """Code that replaces these entries of the dict, and leaves the dict that was there as it is."""
    return f"{variable} = {{**{variable}, {', '.join(f'{key!r}: {value!r}' for key, value in entries.items())}}}\n"
