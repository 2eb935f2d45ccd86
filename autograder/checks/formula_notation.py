"""The symbols of a written answer, and the errors for an answer that cannot be read or is refused.

A notation is data that students receive; it contains no formulas and no truths.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

UNCLOSED = re.compile(r"\S+ \(for the (\S+) at character (\d+)\)")  # what is expected until a bracket is closed


class UnreadableAnswer(ValueError):
    r"""Raised for an answer that cannot be read; `str()` is a sentence for the student.

    `position` is the place of the first character not understood, counted from 1 in Python's string (a `\f` typed
    without r is one character), or 0 if the error is not about one character.
    """

    verdict = "error"

    def __init__(self, sentence: str, position: int = 0, expected: str = "", kind: str = "unreadable") -> None:
        self.position, self.expected, self.kind = position, expected, kind
        super().__init__(sentence)

    @classmethod
    def at(cls, position: int, text: str, expected: str, kind: str = "unreadable") -> UnreadableAnswer:
        """Return the error for an unexpected `text` at `position`; `text` is "" at the end of the answer."""
        open_bracket = UNCLOSED.fullmatch(expected)
        if open_bracket and not text:
            sentence = f"The `{open_bracket[1]}` at character {open_bracket[2]} is never closed."
        elif text:
            sentence = f"Unexpected {_quoted(text)} at character {position}: expected {expected}."
        else:
            sentence = f"The answer ends too early, at character {position}: expected {expected}."
        return cls(sentence, position, expected, kind)


class Refused(ValueError):
    """Raised for an answer that can be read but is not of the kind asked for; `str()` is a sentence for the student."""

    verdict = "wrong"
    kind = "refused"

    def __init__(self, position: int, sentence: str) -> None:
        self.position = position
        super().__init__(sentence)


class HandedBack(Refused):
    """Raised for an answer that contains a total derivative, which is what the question asks for."""

    kind = "handed_back"


class Evaluated(Refused):
    """Raised for an answer with variables where symbols of partial derivatives are asked for."""

    kind = "evaluated"


class Divided(Refused):
    """Raised for an answer that divides by something other than a whole number where only those may divide."""

    kind = "division"


UNPRINTED = {"\a": "a", "\b": "b", "\f": "f", "\v": "v"}
"""Control characters that Python makes of a backslash and a letter."""


def _quoted(text: str) -> str:
    short = text if len(text) <= 20 else text[:19] + "…"
    if short[0] in UNPRINTED:
        return f"A control character (\\{UNPRINTED[short[0]]}: write r before the string)"
    if not short.isprintable():
        return f"The control character {short!r}"
    if len(short) == 1 and not short.isascii():
        return f"`{short}` ({unicodedata.name(short, 'a character without a name').lower()})"
    return f"`{short}`"


@dataclass(frozen=True)
class Notation:
    """The symbols of a written answer.

    A symbol is a name ("x", "w_1", "sigma") or a partial derivative ("dv/da"). Partial derivatives in `zero` and `one`
    count as these numbers. Those in `totals` repeat the question and are refused. Those in `upside_down` and all others
    cannot be read. Names in `variables` show that a formula was evaluated. With `whole_divisors`, an answer may divide
    only by whole numbers.

    Notations for a closed form, and for the expansion of a derivative along the edges of the graph of s = pq, p = t²:

        Notation.from_data({"symbols": ["p", "q", "t"], "totals": ["ds/dt"]})
        Notation.from_data({"graph": {"s": ["p", "q"], "p": ["t"]}})
    """

    symbols: tuple[str, ...]
    zero: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    upside_down: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    whole_divisors: bool = False

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Notation:
        """Return the notation for JSON data: {"graph": {node: its inputs}} or {"symbols": [...], "totals": [...]}."""
        if "graph" in data:
            return cls.of_graph(data["graph"])
        return cls(symbols=tuple(data["symbols"]), totals=frozenset(data.get("totals", ())))

    @classmethod
    def of_graph(cls, inputs: Mapping[str, Iterable[str]]) -> Notation:
        """Return the notation whose symbols are the edges of a graph, "dv/da" for each input a of v.

        A partial derivative without an edge is zero; of a variable by itself, it is one. A derivative along paths of
        two or more edges is a total derivative. One against the direction of a path is upside down.
        """
        below = {node: tuple(nodes) for node, nodes in inputs.items()}
        nodes = list(dict.fromkeys([*below, *(node for nodes in below.values() for node in nodes)]))
        reached = {node: _reachable(node, below) for node in nodes}
        edges = [f"d{node}/d{entry}" for node in below for entry in below[node]]
        totals = {f"d{node}/d{far}" for node in nodes for far in reached[node]} - set(edges)
        upside_down = {f"d{far}/d{node}" for node in nodes for far in reached[node]}
        ones = {f"d{node}/d{node}" for node in nodes}
        every = {f"d{above}/d{under}" for above in nodes for under in nodes}
        return cls(
            symbols=tuple(edges),
            zero=frozenset(every - set(edges) - totals - upside_down - ones),
            one=frozenset(ones),
            totals=frozenset(totals),
            upside_down=frozenset(upside_down),
            variables=frozenset(nodes),
            whole_divisors=True,
        )

    @property
    def names(self) -> frozenset[str]:
        """Return every name that may occur outside a partial derivative."""
        return frozenset(symbol for symbol in self.symbols if "/" not in symbol) | self.variables

    @property
    def has_partials(self) -> bool:
        """Return True if partial derivatives are among the symbols."""
        return any("/" in symbol for symbol in self.symbols)

    @property
    def operand(self) -> str:
        """Return in words what an operand may be."""
        if self.has_partials:
            return f"a partial derivative such as {self.symbols[0]}, a number or a bracket"
        symbols = f"a symbol ({', '.join(self.symbols)}), " if self.symbols else ""
        return f"{symbols}a number or a bracket"

    def expected_for(self, name: str) -> tuple[str, str]:
        """Return what was expected in place of an unreadable name, and the kind of error."""
        if name in self.upside_down:
            return f"a derivative the other way up ({name} is upside down)", "upside_down"
        return self.operand, "unreadable"

    def refusal(self, name: str, position: int) -> Refused | None:
        """Return the refusal of a name that can be read but is not a symbol; None if it cannot be read."""
        if name in self.totals:
            return HandedBack(
                position, f"{name} is a total derivative: what is asked for, not a step towards it. {self._instead}."
            )
        if name in self.variables:
            return Evaluated(
                position,
                f"`{name}` (character {position}) is a variable: leave the answer in symbols of partial derivatives, "
                f"such as {self.symbols[0]}, and do not work them out.",
            )
        return None

    @property
    def _instead(self) -> str:
        if self.variables:
            return "Expand it, by the chain rule, along the edges of the graph"
        return f"Write it as an expression in {', '.join(self.symbols)}"


def _reachable(node: str, below: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(below.get(node, ()))
    while waiting:
        entry = waiting.pop()
        if entry not in reached:
            reached.add(entry)
            waiting.extend(below.get(entry, ()))
    return reached
