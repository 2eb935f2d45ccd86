"""Calls drawn from a domain so that every one of its regimes occurs, and each call serves several of them."""

from __future__ import annotations

import functools
import heapq
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain as chain_of
from itertools import islice
from typing import Any

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.questions import kept_draws
from autograder.questions.domain import ANY_SHAPE, Argument, Domain, Row, is_integer
from autograder.questions.kept_draws import Origin, Step
from autograder.questions.regimes import Facts, Regime, regimes
from autograder.questions.schema import Call, Case, Draw
from autograder.questions.ways import shown

Arguments = tuple[Any, ...]
TRIES = 40
BEST_OF = 5
AGAIN = 12
BASES = 4
TOGETHER, ATTEMPTS = 2, 9
"""Rows that may pass without anything new in a regime that misses a way of being wrong: with others, and in all."""


def covering(domain: Domain, draw: Draw) -> tuple[Arguments, ...]:
    """Calls in which every regime of the domain occurs, and shows every way of being wrong that can show in it.

    First a chain that shares all arguments but one: one call, then for each argument the same call with another value
    there. Then calls that each lie in as many regimes as go together, out of those that miss something: a zero may hide
    what another regime is to show. The same calls for every part that shares the draw.
    """
    return _covering(domain, draw.words)


@lru_cache(maxsize=64)
def _covering(domain: Domain, words: tuple[str, ...]) -> tuple[Arguments, ...]:
    draw = Draw(*words, domain.function, "covering")
    needed = tuple(chain(domain, draw))
    needed += (*islice(_exchanged(domain, needed[0]), 1), *_like(domain, needed[0]))
    kept = kept_draws.in_force()
    steps = kept.steps(domain, words) if kept else None
    if steps is not None:
        return (*needed, *_drawn_again(domain, draw, steps))
    start = draw.mark()
    search = _Search(domain, draw)
    for call in needed:
        search.take(call)
    search.run()
    pool = search.drawn
    chosen = _fewest(pool, [search.shows(call) for call in pool], _union(map(search.shows, needed)))
    if kept:
        kept.remember(domain, words, start, [search.origin(call) for call in chosen])
    return (*needed, *chosen)


def _drawn_again(domain: Domain, draw: Draw, steps: Iterable[Step]) -> list[Arguments]:
    """Return the calls that an earlier search has chosen."""
    calls: dict[int, Arguments] = {}
    for step in steps:
        draw.skip(step.skip)
        calls[step.place] = drawn(domain, draw, step.row)
    return [calls[place] for place in sorted(calls)]


class _Search:
    """The calls still to be found: which ways of being wrong each regime shows by now, and how often it was tried.

    Args:
        domain: whose regimes are to be covered.
        draw: where the numbers come from.
    """

    def __init__(self, domain: Domain, draw: Draw) -> None:
        self._domain, self._draw = domain, draw
        self._regimes = regimes(domain)
        self._mates = _mates(domain)
        self._names: dict[str, int] = {}
        self._shown: dict[int, tuple[int, list[int], Arguments]] = {}
        self._have, self._tried = [0] * len(self._regimes), [0] * len(self._regimes)
        self._costly = [bool(regime.row.sizes.keys() & domain.costly) for regime in self._regimes]
        self._special = [bool(regime.row.special) for regime in self._regimes]
        self._origins: dict[int, Origin] = {}
        self._wanted, self._decides = 1, True

    def take(self, call: Arguments) -> bool:
        """Count what a call shows; return whether any of it is new."""
        ways, inside = self._look(call)
        new = [i for i in inside if ways & ~self._have[i]]
        for i in new:
            self._have[i] |= ways
        self._wanted |= ways
        return bool(new)

    def origin(self, call: Arguments) -> Origin:
        """Return how a call was drawn."""
        return self._origins[id(call)]

    @property
    def drawn(self) -> list[Arguments]:
        """Return every call that was looked at."""
        return [call for _, _, call in self._shown.values()]

    def run(self) -> None:
        """Draw calls until every regime shows every way that any of them shows, or was tried often enough."""
        while missing := self._missing():
            drawn = [self._drawn(self._together(missing))]
            if len(drawn[0][1]) > 1:
                drawn += [self._drawn(self._together(self._missing())) for _ in range(BEST_OF - 1)]
            call, chosen = max(drawn, key=lambda one: self._gain(one[0]))
            if call is None or not self.take(call):
                for i in chosen:
                    self._tried[i] += 1

    def _gain(self, call: Arguments | None) -> int:
        if call is None:
            return 0
        ways, inside = self._look(call)
        return sum((ways & ~self._have[i]).bit_count() for i in inside)

    def shows(self, call: Arguments) -> int:
        """Return what a call shows, as bits: for each regime that it lies in, the ways of being wrong that it tells."""
        ways, inside = self._look(call)
        return _union(ways << (WIDTH * i) for i in inside)

    def _look(self, call: Arguments) -> tuple[int, list[int]]:
        known = self._shown.get(id(call))
        if known is None:
            facts = Facts(self._domain, call)
            told = shown(self._domain, call)
            self._decides = self._decides and len(told & {"zero", "one"}) == 1
            ways = 1 | _union(2 << self._names.setdefault(way, len(self._names)) for way in told)
            inside = [i for i, regime in enumerate(self._regimes) if regime.test(facts)]
            known = self._shown[id(call)] = ways, inside, call  # kept, so that no other call takes its id
        return known[0], known[1]

    def _missing(self) -> list[int]:
        """Return the regimes that miss something, those tried least first, in an order drawn anew each time."""
        wanted = self._wanted
        found = [i for i, have in enumerate(self._have) if wanted & ~have and self._tried[i] < self._most(i)]
        self._draw.shuffle(found)
        return sorted(found, key=lambda i: (bool(self._have[i]), self._tried[i]))

    def _most(self, i: int) -> int:
        if not self._have[i]:
            return TRIES
        if self._costly[i]:
            return 2
        by_chance = self._decides and not self._special[i]  # yes or no, which is one of two
        return 3 * ATTEMPTS if by_chance else ATTEMPTS

    def _together(self, missing: list[int]) -> list[int]:
        """Return the first of these regimes and, until it has been tried in vain, others that go with it."""
        chosen, mates = missing[:1], self._mates[missing[0]]
        for i in missing[1:] if self._tried[missing[0]] < TOGETHER else ():
            if i in mates and self._tried[i] < TOGETHER:
                chosen.append(i)
                mates = mates & self._mates[i]
        return chosen

    def _drawn(self, chosen: list[int]) -> tuple[Arguments | None, list[int]]:
        """Return a call in these regimes, or in half of them if nothing fits, and so on; and the regimes that were left."""
        while True:
            row = functools.reduce(Row.but, (self._regimes[i].row for i in chosen))
            if len(chosen) == 1 and self._tried[chosen[0]] % 2:
                row = self._enlarged(row)
            for _ in range(2):
                before = self._draw.mark() if kept_draws.in_force() else None  # a mark costs as much as a call
                call = drawn(self._domain, self._draw, row)
                if self._domain.fits(*call):
                    if before is not None:
                        self._origins[id(call)] = Origin(row, before, self._draw.mark())
                    return call, chosen
            if len(chosen) == 1:
                return None, chosen
            chosen = chosen[: (len(chosen) + 1) // 2]

    def _enlarged(self, row: Row) -> Row:
        """Return the row with large numbers where it leaves them open, since a small answer hides that it is clipped."""
        free = (a.name for a in self._domain.arguments if a.numeric and "large" in a.styles)
        return Row(styles={name: self._draw.choice(("large", "mixed", "mixed")) for name in free}).but(row)


VISIBLE = 1e-5
"""Least relative difference of two right answers that no tolerance hides."""

WIDTH = 32
"""Bits for the ways of being wrong, in each regime."""


@lru_cache(maxsize=256)
def _mates(domain: Domain) -> tuple[frozenset[int], ...]:
    """Return for each regime of the domain those that a call may be drawn for together with it."""
    rows = [regime.row for regime in regimes(domain)]
    return tuple(frozenset(i for i, row in enumerate(rows) if _go_together(row, other)) for other in rows)


def _go_together(row: Row, other: Row) -> bool:
    """Return False if both rows speak of the same thing, or if one would hide what the other shows."""
    if row.sizes.keys() & other.sizes.keys() or row.styles.keys() & other.styles.keys():
        return False
    if (row.special and other.special) or (row.integers is not None and other.integers is not None):
        return False
    both = row.but(other)
    nil = [name for name, style in both.styles.items() if style == "zero"]
    fractions = {name for name, style in both.styles.items() if style == "small"}
    return len(nil) < 2 and not fractions & (both.integers or frozenset())


def _union(bits: Iterable[int]) -> int:
    return functools.reduce(operator.or_, bits, 0)


def _fewest(pool: list[Arguments], shows: list[int], have: int) -> list[Arguments]:
    """Calls of the pool that together show all that it shows: always the one that adds most, then none that adds nothing.

    Starts again without each of the first few, and returns the fewest of all.
    """
    best = _greedy(shows, have)
    for without in best[:AGAIN]:
        found = _greedy(shows, have, without)
        if _union(shows[i] for i in found) | have == _union(shows) | have and len(found) < len(best):
            best = found
    return [pool[i] for i in best]


def _greedy(shows: list[int], have: int, without: int = -1) -> list[int]:
    everything = _union(one for i, one in enumerate(shows) if i != without) | have
    chosen, now = list[int](), have
    # What a call adds never grows, so a call that still adds as much as when it was looked at last adds most of all.
    waiting = [(-(one & ~now).bit_count(), i) for i, one in enumerate(shows) if i != without]
    heapq.heapify(waiting)
    while everything & ~now:
        least, best = waiting[0]
        adds = -(shows[best] & ~now).bit_count()
        if adds > least:
            heapq.heapreplace(waiting, (adds, best))
            continue
        heapq.heappop(waiting)
        chosen.append(best)
        now |= shows[best]
    for i in sorted(chosen, key=lambda i: shows[i].bit_count()):  # those that later ones have made superfluous
        if not everything & ~(_union(shows[j] for j in chosen if j != i) | have):
            chosen.remove(i)
    return chosen


def cases(domain: Domain, calls: Iterable[Arguments], expect: Callable[..., Expectation]) -> Iterator[Case]:
    """Yield a case for each call."""
    for call in calls:
        yield Case(Call(domain.function, call), expect(*call), tags(domain, call))


def chain(domain: Domain, draw: Draw) -> list[Arguments]:
    """Return a call of floats, then for each argument a call or more with another value of that argument alone.

    Draws again, up to BASES times, while an argument matters but no other value of it both looks alike and changes the
    answer; of these chains, returns the one with the fewest such arguments.
    """
    fewest, best = len(domain.arguments) + 1, list[Arguments]()
    for again in range(BASES):
        source = Draw(*draw.words, f"again {again}") if again else draw  # what is drawn after the chain stays the same
        base = _base(domain, source)
        others = [list(_others(domain, source, position, base)) for position in range(len(base))]
        unlike = sum(map(_is_unlike, (argument.name in domain.others for argument in domain.arguments), base, others))
        if unlike < fewest:
            fewest = unlike
            best = [base, *((*base[:i], v, *base[i + 1 :]) for i, found in enumerate(others) for v in found)]
        if not unlike:
            break
    return best


def _exchanged(domain: Domain, base: Arguments) -> Iterator[Arguments]:
    """Yield calls in which two arguments of the same kind have changed places and the answer is another one.

    An answer remembered by the sum of all arguments, or by their values in any order, is then wrong.
    """
    alike = [i for i, argument in enumerate(domain.arguments) if argument.numeric and i < len(base)]
    for i, j in ((i, j) for i in alike for j in alike if i < j and np.shape(base[i]) == np.shape(base[j])):
        call = (*base[:i], base[j], *base[i + 1 : j], base[i], *base[j + 1 :])
        if domain.fits(*call) and any(map(_differ, _truth(domain, base), _truth(domain, call))):
            yield call


def _like(domain: Domain, base: Arguments) -> Iterator[Arguments]:
    """Yield further calls that a hasty look confuses with the first one, if the answer is another one.

    A number has the other sign (of many numbers, all of them), two vectors are equal, or the array of an elementwise
    function has another shape, or entries that are the same when rounded.
    """
    numeric = [i for i, argument in enumerate(domain.arguments) if argument.numeric and i < len(base)]
    numbers = [i for i in numeric if not domain.arguments[i].shape and domain.arguments[i].negative]
    calls = [{i: -base[i] for i in turned} for turned in ([[i] for i in numbers] if len(numbers) < 3 else [numbers])]
    for i in numeric:
        argument, value = domain.arguments[i], base[i]
        if argument.shape == ANY_SHAPE and len(base) == 1:
            calls += [{i: value.reshape(2, -1)}, {i: value + 0.25}]
        elif len(argument.shape) == 1:
            calls += [{j: value} for j in numeric if j > i and domain.arguments[j].shape == argument.shape]
    if numbers and domain.rivals and numeric[0] not in numbers:  # a decision: turned for sure with both terms
        calls.append({numeric[0]: -base[numeric[0]], **{i: -base[i] for i in numbers}})
    for changed in calls:
        call = tuple(changed.get(i, value) for i, value in enumerate(base))
        if domain.fits(*call) and any(map(_differ, _truth(domain, base), _truth(domain, call))):
            yield call


def _is_unlike(declared: bool, value: Any, others: list[Any]) -> bool:
    """Return True if a hasty look tells `value` from all of `others`; False for values that a domain declares."""
    return bool(others) and not declared and all(_look(value) != _look(other) for other in others)


def _look(value: Any) -> tuple[Any, ...]:
    """Return what is left of a value at a hasty look: the whole part, or the shape, sum, extremes and ends."""
    if not isinstance(value, np.ndarray):
        return (int(value),)
    flat = value.ravel()
    return (value.shape, flat.sum(), flat.min(), flat.max(), flat[0], flat[-1]) if value.size else (value.shape,)


def _base(domain: Domain, draw: Draw) -> Arguments:
    """Return a call of middling floats, whole if that fits, whose sum is the same to the bit after a swap of entries."""
    least = 6 if len(domain.sizes) == 1 else 4  # inner entries of either sign
    sizes = {letter: min(high, max(low, least + i)) for i, (letter, (low, high)) in enumerate(domain.sizes.items())}
    plain = Row(sizes=sizes).but(domain.first)
    numbers = {a.name: "broken" for a in domain.arguments if a.numeric and not a.shape}
    arrays = {a.name: "whole" for a in domain.arguments if a.numeric and a.shape and a.styled}
    attempts = [Row(styles=numbers if domain.first.styles else {**arrays, **numbers}).but(plain), plain]
    for attempt in (one for one in attempts for _ in range(TRIES)):
        call = tuple(map(_coarse, drawn(domain, draw, attempt)))
        if domain.fits(*call):
            return call
    raise ValueError(f"{domain.function}: no call was drawn from which others could differ in one argument")


def _coarse(value: Any) -> Any:
    """Return an array in multiples of 1/64, which add up without rounding; return anything else as it is."""
    return np.round(value * 64) / 64 if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def _others(domain: Domain, draw: Draw, position: int, base: Arguments) -> Iterator[Any]:
    """Yield other values of one argument until every part of the answer has changed, as far as that is possible.

    The first one agrees, if it can, in its shape, sum, extremes, first and last entries, or rounded: an answer
    remembered by these is wrong.
    """
    argument, value = domain.arguments[position], base[position]
    if argument.name in domain.others:
        yield domain.others[argument.name](*base)
    elif argument.numeric:
        truth, tried = _truth(domain, base), 0
        same = set(range(len(truth)))
        alike = islice(_alike(draw, argument, value), ATTEMPTS // 2 if len(truth) > 1 else TRIES)
        for found in chain_of(alike, _unlike(draw, argument, value)):
            call = (*base[:position], found, *base[position + 1 :])
            if domain.fits(*call):
                now = _truth(domain, call)
                changed = {i for i in same if _differ(now[i], truth[i])}
                if changed:
                    yield found
                    same -= changed
                tried += 1
                if not same or tried > (ATTEMPTS if len(base) > 1 else TRIES):
                    return


def _alike(draw: Draw, argument: Argument, value: Any) -> Iterator[Any]:
    """Values that a hasty look does not tell from this one: two inner entries swapped, or the fraction cut off.

    Entries that differ in their signs alone are swapped first: then the sizes of all entries remain, too.
    """
    if not isinstance(value, np.ndarray):
        whole = int(value)
        if argument.integers and whole and whole != value:
            yield whole
        yield whole + (value - whole) / 2
        return
    columns = value.shape[-1] if value.ndim else 0
    table = value.reshape(-1, columns) if columns else value.reshape(0, 0)
    rows = len(table)
    swaps = [(i, j, k) for i in range(rows) for j in range(columns) for k in range(j + 1, columns)]
    draw.shuffle(swaps)

    def distance(swap: tuple[int, int, int]) -> tuple[bool, int, bool]:
        i, j, k = swap
        outer = sum(_outer(i, j, k, rows, columns))
        return table[i, j] != -table[i, k], (i in (j, k)) + outer, j == 1

    for i, j, k in sorted(swaps, key=distance)[:TRIES]:
        found = table.copy()
        found[i, [j, k]] = found[i, [k, j]]
        if found[i, j] != found[i, k]:
            yield found.reshape(value.shape)


def _outer(i: int, j: int, k: int, rows: int, columns: int) -> tuple[bool, ...]:
    """Return whether a swap in row i touches the first or last row, if there are others, and such a column."""
    outer = rows > 1 and i in (0, rows - 1)
    return outer, outer, j == 0, k == columns - 1


def _unlike(draw: Draw, argument: Argument, value: Any) -> Iterator[Any]:
    for attempt in range(TRIES):
        yield _numbers(draw, np.shape(value), argument, "mixed", argument.integers and attempt < TRIES // 2)


def _truth(domain: Domain, call: Arguments) -> list[list[Any]]:
    """Return the values that are expected in each part, to be compared; empty for an expectation without one."""
    return [list(_values(expect)) for expect in domain.expect(*call)]


def _values(expect: Any) -> Iterator[Any]:
    """Yield every value in an expectation, and in those that it is made of."""
    if isinstance(expect, Mapping):
        if expect.get("value") is not None:
            value = np.asarray(expect["value"])
            yield value.astype(float) if value.dtype.kind in "fiub" else value.tolist()
        yield from (value for part in expect.values() for value in _values(part))
    elif isinstance(expect, (list, tuple)):
        yield from (value for part in expect for value in _values(part))


def _differ(values: list[Any], others: list[Any]) -> bool:
    """Return True if values that are expected differ by more than the tolerance, or if there are none to compare."""
    return not values or len(values) != len(others) or any(map(_differs, values, others))


def _differs(value: Any, other: Any) -> bool:
    if not (isinstance(value, np.ndarray) and isinstance(other, np.ndarray)):
        return bool(value != other)
    if value.shape != other.shape:
        return True
    equal = (value == other) | (np.isnan(value) & np.isnan(other))
    with np.errstate(invalid="ignore"):  # inf − inf, which is equal
        return not bool(np.all(equal | (np.abs(value - other) <= VISIBLE * np.abs(other))))


def in_regime(domain: Domain, draw: Draw, regime: Regime) -> Arguments:
    """Return a call in that regime.

    Raises:
        ValueError: none was drawn; the domain's `settle` does not do what the regime's row says.
    """
    for _ in range(TRIES):
        call = drawn(domain, draw, regime.row)
        if domain.fits(*call) and regime.test(Facts(domain, call)):
            return call
    raise ValueError(f"{domain.function}: no call drawn for “{regime.name}”")


def drawn(domain: Domain, draw: Draw, row: Row) -> Arguments:
    """Return one call as `row` says."""
    sizes = {letter: row.sizes.get(letter, _some_size(draw, *ends)) for letter, ends in domain.sizes.items()}
    row = Row(sizes, row.integers or frozenset(), row.styles, row.special)
    values = {a.name: _value(domain, draw, a, row, sizes) for a in domain.arguments}
    values = domain.settle(values, row, draw)
    found = [v.item() if isinstance(v := values[a.name], np.generic) else _laid_out(v, a) for a in domain.arguments]
    return tuple(found if found[-1] is not None else found[:-1])  # without an optional last one


def _laid_out(value: Any, argument: Argument) -> Any:
    """Return a matrix with an odd number of rows column by column in memory, as a transposed one is."""
    is_matrix = len(argument.shape) == 2 and isinstance(value, np.ndarray) and min(value.shape) > 1
    return np.asfortranarray(value) if is_matrix and len(value) % 2 else value


def _some_size(draw: Draw, low: int, high: int) -> int:
    return draw.integers(max(low, min(2, high)), min(high, 6) + 1)


def _value(domain: Domain, draw: Draw, argument: Argument, row: Row, sizes: Mapping[str, int]) -> Any:
    if argument.given:
        return None
    if argument.counts:
        return sizes[argument.counts]
    shape = (sizes["n"],) if argument.shape == ANY_SHAPE else tuple(sizes.get(letter, 1) for letter in argument.shape)
    style = row.styles.get(argument.name, "mixed")
    return _numbers(draw, shape, argument, style, argument.name in (row.integers or ()))


def _numbers(draw: Draw, shape: tuple[int, ...], argument: Argument, style: str, integers: bool) -> Any:
    """Return an array of this shape, or a plain number; entries are near 0 only where the style puts one at 0."""
    if style == "zero":
        return np.zeros(shape, dtype=np.int64 if integers else float) if shape else 0 if integers else 0.0
    if style == "broken" and not integers:  # cut or rounded, the whole number next to 0 is left
        return float(draw.choice((-1, 1)) if argument.negative else 1) * (draw.integers(1, 4) + draw.uniform(0.1, 0.4))
    exact = style == "whole" and not integers
    signs = 1 - 2 * draw.integers(0, 2, *shape) if argument.negative and style not in ("positive", "negative") else 1
    signs = -1 if style == "negative" else signs
    found: Any
    if exact:  # each as often as any other
        found = np.arange(int(np.prod(shape, dtype=int))) % 6 + 1
        found = found * (1 - 2 * (np.arange(found.size) % 2)) if argument.negative else found
        draw.shuffle(found)
        found = found.reshape(shape)
        if argument.negative and shape and shape[-1] > 3:  # two inner entries of each row that differ in their signs
            first = 1 if shape[-1] == 4 else 2
            found[..., first + 1] = -found[..., first]
    elif integers:
        ends = (10, 25) if argument.scale > 4 else (6, 10) if style == "large" else (1, 4)
        found = draw.integers(*ends, *shape) * signs
    else:
        found = draw.uniform(0.5, 1.5, *shape) * signs * _scale(draw, style, argument)
    if style == "zero entry" and shape and found.size > 1:
        found.reshape(-1)[draw.integers(0, found.size)] = 0
    if exact:
        return found.astype(float) if shape else float(found)
    return found


def _scale(draw: Draw, style: str, argument: Argument) -> float:
    return {"large": 10.0, "small": 0.1}.get(style) or argument.scale * 10 ** draw.uniform(-0.3, 0.3)


def tags(domain: Domain, call: Arguments) -> tuple[str, ...]:
    """Return in which ways a call is special, in the words of a report."""
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
