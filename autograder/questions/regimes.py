"""The regimes of a domain: the corners in which a function may be wrong while it is right everywhere else."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from autograder.questions.domain import Domain, Row, Special, is_integer

FACTOR = 3
"""Some hidden case is larger than every public one by this factor, as far as the domain goes."""

_COMPARED: dict[str, Callable[[int, int], bool]] = {
    "<": lambda one, other: 1 < one < other,  # a size of 1 hides in which order two meet
    "=": lambda one, other: one == other > 1,
    ">": lambda one, other: one > other > 1,
}


class Entries(NamedTuple):
    """What a regime may ask of the entries of one argument."""

    any: bool
    all: bool
    low: float
    high: float

    @classmethod
    def of(cls, value: Any) -> Entries:
        """Return the facts of an array or a number."""
        if not isinstance(value, np.ndarray):
            return cls(bool(value), bool(value), value, value)
        numbers = value.ravel().tolist()  # of which `any` and `all` are faster; only NumPy's extremes of NaN are NaN
        return cls(any(numbers), all(numbers), value.min(), value.max())

    @property
    def size(self) -> float:
        """Return the size of the largest entry."""
        return max(abs(self.low), abs(self.high))


class Facts:
    """What is special about one call, worked out once for all regimes."""

    def __init__(self, domain: Domain, call: tuple[Any, ...]) -> None:
        numbers = [(a, value) for a, value in zip(domain.arguments, call) if a.numeric]
        self.call = call
        self.integers = frozenset(a.name for a, value in numbers if a.integers and is_integer(value))
        """The free arguments that are integers here."""
        self.entries = {a.name: Entries.of(value) for a, value in numbers}
        """By numeric argument, what its entries are like."""
        self.sizes = {letter: domain.size_of(letter, call) for letter in domain.sizes}
        """By letter."""


Test = Callable[[Facts], bool]


@dataclass(frozen=True)
class Regime:
    """A corner of a domain: which calls lie in it, and a row that draws one."""

    name: str
    test: Test
    row: Row


@lru_cache(maxsize=256)
def regimes(domain: Domain) -> tuple[Regime, ...]:
    """Return every regime of the domain: kinds of numbers, zeros, signs, scales, sizes, and its specials."""
    found = [*_of_kinds(domain), *_of_values(domain), *_of_sizes(domain), *_of_relations(domain)]
    found += [Regime(s.name, _holds(s), Row(special=s.name)) for s in domain.specials]
    return tuple(found)


def patterns(domain: Domain) -> tuple[frozenset[str], ...]:
    """Return which arguments are integers: each alone, all but each, all arrays, none and all."""
    names = [a.name for a in domain.free]
    sets = [frozenset(), frozenset(names)]
    sets += [frozenset({name}) for name in names]
    sets += [frozenset(names) - {name} for name in names]
    sets += [frozenset(a.name for a in domain.free if a.shape)]
    return tuple(dict.fromkeys(sets))


def _of_kinds(domain: Domain) -> Iterator[Regime]:
    for pattern in patterns(domain):
        name = _named(pattern, {a.name for a in domain.free})
        yield Regime(name, _integers_are(pattern), Row(integers=pattern))


def _named(pattern: frozenset[str], names: set[str]) -> str:
    if not pattern:
        return "all floats"
    if len(pattern) == len(names):
        return "all integers"
    if len(pattern) == len(names) - 1 and len(names) > 2:
        return f"{next(iter(names - pattern))} alone a float"
    return f"{', '.join(sorted(pattern))} alone {'an integer' if len(pattern) == 1 else 'integers'}"


_STYLES: dict[str, Callable[[Entries], bool]] = {
    "zero": lambda e: not e.any,
    "zero entry": lambda e: e.any and not e.all,
    "positive": lambda e: e.low > 0,
    "negative": lambda e: e.high < 0,
    "large": lambda e: e.size >= 4.5,
    "small": lambda e: e.any and e.size <= 0.2,
}


def _of_values(domain: Domain) -> Iterator[Regime]:
    for argument in domain.arguments:
        if argument.numeric:
            for style in (*argument.styles, *(("zero",) if argument.zero else ())):
                if style in _STYLES:
                    yield Regime(
                        f"{argument.name} {style}",
                        _entries_are(argument.name, _STYLES[style]),
                        Row(styles={argument.name: style}),
                    )
            (*_, letter) = argument.shape or ("",)
            if argument.zero and set(argument.shape) <= {letter, "1"} and domain.sizes.get(letter, (0,))[0] == 1:
                row = Row(sizes={letter: 1}, styles={argument.name: "zero"})
                yield Regime(f"{argument.name} zero, of size 1", _single_zero(argument.name, letter), row)


def levels(domain: Domain, letter: str) -> dict[str, int]:
    """Return the sizes of a letter that have to occur, by what is special about them."""
    low, high = domain.sizes[letter]
    far = min(high, FACTOR * domain.public.get(letter, 1))
    found = {"0": 0, "1": 1, "2": 2, "odd": 5 if high >= 5 else 3, "even": 4, "far": far, "the largest": high}
    return {name: size for name, size in found.items() if low <= size <= high}


def _of_sizes(domain: Domain) -> Iterator[Regime]:
    for letter, (_, high) in domain.sizes.items():
        wanted = levels(domain, letter)
        far = wanted.get("far", 0)
        tests: dict[str, Callable[[int], bool]] = {
            "0": lambda n: n == 0,
            "1": lambda n: n == 1,
            "2": lambda n: n == 2,
            "odd": lambda n: n % 2 == 1 and n > 1,
            "even": lambda n: n % 2 == 0 and n > 2,
            "far": partial(operator.le, far),
            "the largest": partial(operator.eq, high),
        }
        for level, size in wanted.items():
            name = f"{letter} at least {size}" if level == "far" else f"{letter} {level}"
            yield Regime(name, _size_is(letter, tests[level]), Row(sizes={letter: size}))


def _of_relations(domain: Domain) -> Iterator[Regime]:
    for one, other in domain.compared:
        for sign, (a, b) in {"<": (2, 5), "=": (4, 4), ">": (5, 2)}.items():
            yield Regime(
                f"{one} {sign} {other}",
                _sizes_are(one, _COMPARED[sign], other),
                Row(sizes={one: a, other: b}),
            )


def _holds(special: Special) -> Test:
    return lambda of: bool(special.holds(*of.call))


def _integers_are(pattern: frozenset[str]) -> Test:
    return lambda of: of.integers == pattern


def _entries_are(name: str, test: Callable[[Entries], bool]) -> Test:
    return lambda of: test(of.entries[name])


def _single_zero(name: str, letter: str) -> Test:
    return lambda of: of.sizes[letter] == 1 and not of.entries[name].any


def _size_is(letter: str, test: Callable[[int], bool]) -> Test:
    return lambda of: test(of.sizes[letter])


def _sizes_are(one: str, test: Callable[[int, int], bool], other: str) -> Test:
    return lambda of: test(of.sizes[one], of.sizes[other])
