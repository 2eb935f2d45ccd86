"""Calls drawn from a domain so that every one of its regimes occurs, and each call serves several of them."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.questions.domain import ANY_SHAPE, Argument, Domain, Row, is_integer
from autograder.questions.regimes import Facts, Regime, levels, patterns, regimes
from autograder.questions.schema import Call, Case, Draw
from autograder.questions.ways import shown

Arguments = tuple[Any, ...]
TRIES = 40
ATTEMPTS = 12
ROUNDS = 5
WIDTH = 16
"""Bits for the ways of being wrong, in each regime."""


def covering(domain: Domain, draw: Draw) -> tuple[Arguments, ...]:
    """Calls in which every regime of the domain occurs, and shows every way of being wrong that can show in it.

    First a chain that shares all arguments but one: one call, then for each argument the same call with another value
    there, an integer among floats. Then rows that each take the next kind, size and sign of every argument, and what
    is left over: a zero may hide what another regime is to show. The same calls for every part that shares the draw.
    """
    return _covering(domain, draw.words)


@lru_cache(maxsize=64)
def _covering(domain: Domain, words: tuple[str, ...]) -> tuple[Arguments, ...]:
    draw = Draw(*words, domain.function, "covering")
    needed = list(chain(domain, draw))
    pool = [call for row in rows(domain, draw) for call in _fitting(domain, draw, row)]
    pool += [in_regime(domain, draw, regime) for regime in regimes(domain) if regime.row.special]
    show = _Shows(domain)
    covered = [show(call) for call in needed]
    found = _fewest(pool, [show(call) for call in pool], _union(covered))
    return (*needed, *found, *_left_over(domain, draw, show, _union([show(call) for call in (*needed, *found)])))


def _fitting(domain: Domain, draw: Draw, row: Row) -> Iterator[Arguments]:
    """A call as the row says, or of its sizes and kinds alone."""
    for attempt in (row, Row(row.sizes, row.integers), Row(integers=row.integers)):
        call = drawn(domain, draw, attempt)
        if domain.fits(*call):
            yield call
            return


class _Shows:
    """What a call shows, as bits: for each regime that it lies in, the ways of being wrong that it tells."""

    def __init__(self, domain: Domain) -> None:
        self._domain, self._ways = domain, dict[str, int]()
        self._seen: dict[int, int] = {}
        self.regimes = regimes(domain)

    def __call__(self, call: Arguments) -> int:
        if id(call) not in self._seen:
            ways, facts = self.ways(call), Facts(self._domain, call)
            bits = (ways << (WIDTH * i) for i, regime in enumerate(self.regimes) if regime.test(facts))
            self._seen[id(call)] = functools.reduce(operator.or_, bits, 0)
        return self._seen[id(call)]

    def ways(self, call: Arguments) -> int:
        """The ways of being wrong that a call shows; the first bit: that there is one at all."""
        told = shown(self._domain.expect(*call))
        return 1 | sum(2 << self._ways.setdefault(way, len(self._ways)) for way in told)


def _union(bits: Iterable[int]) -> int:
    return functools.reduce(operator.or_, bits, 0)


def _fewest(pool: list[Arguments], shows: list[int], have: int) -> list[Arguments]:
    """Calls of the pool that together show all that it shows: always the one that adds most."""
    found, everything = [], _union(shows)
    while everything & ~have:
        best = max(range(len(pool)), key=lambda i: (shows[i] & ~have).bit_count())
        found.append(pool[best])
        have |= shows[best]
    return found


def _left_over(domain: Domain, draw: Draw, show: _Shows, have: int) -> Iterator[Arguments]:
    """Calls for what no call so far shows in a regime, though some regime shows it; a few attempts each."""
    mask = (1 << WIDTH) - 1
    wanted = 1 | _union((have >> (WIDTH * i)) & mask for i in range(len(show.regimes)))
    for i, regime in enumerate(show.regimes):
        for attempt in range(ATTEMPTS):
            here = (have >> (WIDTH * i)) & mask
            missing = wanted & ~here
            if not missing or (here and attempt > 1 and regime.row.sizes.keys() & domain.costly):
                break
            call = in_regime(domain, draw, regime)
            if missing & show.ways(call):
                have |= show(call)
                yield call


def cases(domain: Domain, calls: Iterable[Arguments], expect: Callable[..., Expectation]) -> Iterator[Case]:
    """A case for each call."""
    for call in calls:
        yield Case(Call(domain.function, call), expect(*call), tags(domain, call))


def chain(domain: Domain, draw: Draw) -> Iterator[Arguments]:
    """A call of floats, then for each argument one that differs from it in nothing else."""
    base = next(call for call in iter(lambda: drawn(domain, draw, _first_row(domain)), None) if domain.fits(*call))
    yield base
    if len(domain.arguments) > 1:
        for position in range(len(base)):
            other = _another(domain, draw, position, base)
            if other is not None:
                yield (*base[:position], other, *base[position + 1 :])


def _first_row(domain: Domain) -> Row:
    """A middling call."""
    sizes = {letter: min(high, max(low, 3 + i)) for i, (letter, (low, high)) in enumerate(domain.sizes.items())}
    return Row(sizes=sizes).but(domain.first)


def _another(domain: Domain, draw: Draw, position: int, base: Arguments) -> Any:
    """Another value of one argument, for which the answer is another one, if that can be had."""
    argument, value = domain.arguments[position], base[position]
    if argument.name in domain.others:
        return domain.others[argument.name](*base)
    if not argument.numeric:
        return None
    truth, fitting = _truth(domain, base), None
    for attempt in range(TRIES):
        found = _numbers(draw, np.shape(value), argument, "mixed", argument.integers and attempt < TRIES // 2)
        call = (*base[:position], found, *base[position + 1 :])
        if domain.fits(*call):
            fitting = found
            if _truth(domain, call) != truth or attempt >= ATTEMPTS:
                break
    return fitting


def _truth(domain: Domain, call: Arguments) -> str:
    return repr([np.asarray(expect.get("value")).tolist() for expect in domain.expect(*call)])


def rows(domain: Domain, draw: Draw) -> Iterator[Row]:
    """Rows that take every kind of numbers, every size and every style of every argument, each in an order of its own."""
    kinds, sizes = patterns(domain), size_rows(domain)
    numeric = [a for a in domain.arguments if a.numeric]
    count = ROUNDS * max(len(kinds), len(sizes), *(len(a.styles) + 1 for a in numeric), 1)
    orders = [_in_turn(draw, kinds, count), _in_turn(draw, sizes, count)]
    styles = [_in_turn(draw, (*a.styles, *(("zero",) if a.zero else ())), count) for a in numeric]
    for pattern, size, *chosen in zip(*orders, *styles):
        nil = draw.integers(0, max(1, len(numeric)))  # one argument at most is 0: two hide too much
        told = {a.name: "mixed" if s == "zero" and i != nil else s for i, (a, s) in enumerate(zip(numeric, chosen))}
        yield Row(size, pattern, told)


def _in_turn(draw: Draw, items: Sequence[Any], count: int) -> list[Any]:
    """`count` items, each as often as any other, shuffled anew in every round."""
    found: list[Any] = []
    while len(found) < count:
        rest = list(items)
        while rest:
            found.append(rest.pop(draw.integers(0, len(rest))))
    return found[:count]


def size_rows(domain: Domain) -> list[dict[str, int]]:
    """Every level of every size in turn, one against the other; then equal ones where two meet in one array."""
    by_letter = {letter: _levels(domain, letter) for letter in domain.sizes}
    count = max((len(values) for values in by_letter.values()), default=1)
    found = [
        {
            letter: values[(i + j * (len(values) // 2)) % len(values)]
            for j, (letter, values) in enumerate(by_letter.items())
        }
        for i in range(count)
    ]
    return found + [{**found[-1], one: 4, other: 4} for one, other in domain.compared]


def _levels(domain: Domain, letter: str) -> list[int]:
    wanted = levels(domain, letter)
    if letter in domain.costly:
        del wanted["the largest"]
    return list(dict.fromkeys(wanted.values()))


def in_regime(domain: Domain, draw: Draw, regime: Regime) -> Arguments:
    """A call in that regime.

    Raises:
        ValueError: none was drawn; the domain's `settle` does not do what the regime's row says.
    """
    for _ in range(TRIES):
        call = drawn(domain, draw, regime.row)
        if domain.fits(*call) and regime.test(Facts(domain, call)):
            return call
    raise ValueError(f"{domain.function}: no call drawn for “{regime.name}”")


def drawn(domain: Domain, draw: Draw, row: Row) -> Arguments:
    """One call as `row` says."""
    sizes = {letter: row.sizes.get(letter, _some_size(draw, *ends)) for letter, ends in domain.sizes.items()}
    row = Row(sizes, row.integers, row.styles, row.special)
    values = {a.name: _value(domain, draw, a, row, sizes) for a in domain.arguments}
    values = domain.settle(values, row, draw)
    found = [v.item() if isinstance(v := values[a.name], np.generic) else v for a in domain.arguments]
    return tuple(found if found[-1] is not None else found[:-1])  # without an optional last one


def _some_size(draw: Draw, low: int, high: int) -> int:
    return draw.integers(max(low, min(2, high)), min(high, 6) + 1)


def _value(domain: Domain, draw: Draw, argument: Argument, row: Row, sizes: Mapping[str, int]) -> Any:
    if argument.given:
        return None
    if argument.counts:
        return sizes[argument.counts]
    shape = (sizes["n"],) if argument.shape == ANY_SHAPE else tuple(sizes.get(letter, 1) for letter in argument.shape)
    style = row.styles.get(argument.name, "mixed")
    return _numbers(draw, shape, argument, style, argument.name in row.integers)


def _numbers(draw: Draw, shape: tuple[int, ...], argument: Argument, style: str, integers: bool) -> Any:
    """An array of this shape, or a plain number; no entry is near 0 but where the style puts one at it."""
    if style == "zero":
        return _plain(np.zeros(shape, dtype=np.int64 if integers else float))
    signs = 1 - 2 * draw.integers(0, 2, *shape) if argument.negative and style not in ("positive", "negative") else 1
    signs = -1 if style == "negative" else signs
    if integers:
        found = np.asarray(draw.integers(*((6, 10) if style == "large" else (1, 4)), *shape)) * signs
    else:
        found = np.asarray(draw.uniform(0.5, 1.5, *shape)) * signs * _scale(draw, style, argument)
    if style == "zero entry" and found.size > 1:
        found.reshape(-1)[draw.integers(0, found.size)] = 0
    return _plain(found)


def _scale(draw: Draw, style: str, argument: Argument) -> float:
    return {"large": 10.0, "small": 0.1}.get(style) or argument.scale * 10 ** draw.uniform(-0.3, 0.3)


def _plain(found: np.ndarray) -> Any:
    return found if found.ndim else found.item()


def tags(domain: Domain, call: Arguments) -> tuple[str, ...]:
    """In which ways a call is special, in the words that a report uses."""
    numbers = [(a, v) for a, v in zip(domain.arguments, call) if a.numeric]
    told = {
        "integers": any(is_integer(v) and (a.shape or not any(b.shape for b in domain.arguments)) for a, v in numbers),
        "zeros": any(np.size(v) and not np.all(v) for a, v in numbers if a.zero),
    }
    told |= {f"{letter} = 1": domain.size_of(letter, call) == 1 for letter in domain.sizes}
    told |= {
        f"{one} = {other}": domain.size_of(one, call) == domain.size_of(other, call) for one, other in domain.compared
    }
    told |= {special.name: bool(special.holds(*call)) for special in domain.specials}
    return tuple(tag for tag, true in told.items() if true)
