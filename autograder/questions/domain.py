"""The domain of a function, declared once: what may come in, and what is promised of it.

Cases are drawn from it (covering.py), the regimes that they have to cover follow from it (regimes.py), and the gate
that proves the cases spoils the solution in each of these regimes (selftest/spoilers.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checks.expectations import Expectation
from autograder.questions.schema import Draw

# A decision is tested on both sides of its threshold, from here on, relative to what is compared; never on it.
NEAREST = 1e-4
BIGGEST_BATCH = 40
BIGGEST = 12
MOST_STEPS = 200

ANY_SHAPE = ("...",)
"""The shape of an argument of up to four axes, or a number; its size is the letter n."""

STYLES = ("mixed", "positive", "zero entry", "negative", "small", "large")
"""How an array's entries may look; "zero" beside these, for an argument that is exactly 0 throughout,
"whole" for floats without a fraction, "broken" for a number with a fraction below one half."""


@dataclass(frozen=True)
class Argument:
    """One argument: an array of this shape (letters stand for sizes), a number without a shape, or a count.

    `integers`: it comes as integers too, whatever the others are. `styled`: sizes and
    signs of its entries are free; `entries`: single ones may be 0. `scale` is the size of
    ordinary entries. `counts` is the letter of the size that it is.
    `given`: the domain's own `settle` makes it (a function, a generator).
    """

    name: str
    shape: tuple[str, ...] = ()
    integers: bool = True
    zero: bool = True
    negative: bool = True
    styled: bool = True
    entries: bool = True
    scale: float = 1.0
    counts: str = ""
    given: bool = False

    @property
    def numeric(self) -> bool:
        return not self.counts and not self.given

    @property
    def styles(self) -> tuple[str, ...]:
        """Return the styles that its entries may have."""
        if not self.styled:
            return ("mixed",)
        without = {"negative"} if not self.negative else set()
        without |= {"zero entry"} if not (self.zero and self.shape and self.entries) else set()
        return tuple(style for style in STYLES if style not in without)


@dataclass(frozen=True)
class Special:
    """A kind of call that sizes, dtypes and signs do not describe: a side of a threshold, a run of one value, a dead zone."""

    name: str
    holds: Callable[..., bool]


@dataclass(frozen=True)
class Row:
    """What one call is to be like; what is left open is drawn."""

    sizes: Mapping[str, int] = field(default_factory=dict)
    integers: frozenset[str] | None = None
    styles: Mapping[str, str] = field(default_factory=dict)
    special: str = ""

    def but(self, other: Row) -> Row:
        """Return this row with the settings of `other` in place of its own."""
        return Row(
            {**self.sizes, **other.sizes},
            self.integers if other.integers is None else other.integers,
            {**self.styles, **other.styles},
            other.special or self.special,
        )


Values = dict[str, Any]


def as_drawn(values: Values, row: Row, draw: Draw) -> Values:
    """Take the arguments as they were drawn, each by itself."""
    return values


@dataclass(frozen=True, eq=False)
class Domain:
    """What may come into `function`.

    Args:
        function: the name that a student defines.
        arguments: in order.
        expect: the expectations of a right answer to these arguments, one for each part that they concern.
        sizes: by letter, the least and the largest size.
        compared: pairs of sizes that meet in one array: one below the other, above it, the same.
        specials: kinds of calls of its own; `settle` draws them.
        settle: makes arguments fit each other, and a row's special.
        fits: whether a call is one in which mistakes show; another is drawn where not.
        costly: letters whose largest size is asked for once or twice, no more.
        first: what the call is like from which the chain of calls starts that share all arguments but one.
        public: the largest size of each letter in any public case; tests compare it with these.
        others: for a given argument, another one to share all the others of a call with.
        rivals: wrong answers that agree with the right one often; every regime has a call in which they do not.
        nudged: as rivals, but regimes may go without such a call where none is found soon; no gate asks for each.
    """

    function: str
    arguments: tuple[Argument, ...]
    expect: Callable[..., Iterable[Expectation]]
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    compared: tuple[tuple[str, str], ...] = ()
    specials: tuple[Special, ...] = ()
    settle: Callable[[Values, Row, Draw], Values] = as_drawn
    fits: Callable[..., bool] = lambda *call: True
    costly: frozenset[str] = frozenset()
    first: Row = Row()
    public: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    rivals: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    nudged: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    @property
    def free(self) -> tuple[Argument, ...]:
        """Return the arguments that are integers or floats independently of each other."""
        return tuple(a for a in self.arguments if a.numeric and a.integers)

    def size_of(self, letter: str, call: tuple[Any, ...]) -> int:
        """Return the size that `letter` has in this call."""
        for argument, value in zip(self.arguments, call):
            if argument.counts == letter:
                return int(value)
            if argument.shape == ANY_SHAPE:
                return int(np.size(value))
            if letter in argument.shape:
                return np.shape(value)[argument.shape.index(letter)]
        raise KeyError(letter)


def is_integer(value: Any) -> bool:
    """Return whether these numbers are integers by type."""
    return (value if isinstance(value, np.ndarray) else np.asarray(value)).dtype.kind in "iu"


ANY_SHAPES: dict[str, Callable[[int], tuple[int, ...]]] = {
    "a 0-d array": lambda n: (),
    "a row": lambda n: (1, n),
    "a column": lambda n: (n, 1),
    "a matrix": lambda n: (2, n // 2),
    "three axes": lambda n: (2, 1, n // 2) if n != 4 else (4, 1, 1),  # another shape when transposed
    "four axes": lambda n: (1, 2, n // 2, 1),
}


def shapes(position: int) -> Iterator[Special]:
    """Yield a special for each shape other than (n,) that the argument at `position` may have."""
    for name, shape in ANY_SHAPES.items():
        yield Special(
            name,
            lambda *call, shape=shape: (
                isinstance(call[position], np.ndarray)
                and call[position].shape == shape(call[position].size)
                and call[position].size > (1 if shape(1) else 0)
            ),
        )


def in_shape(value: np.ndarray, special: str) -> np.ndarray:
    """Return as many entries of a vector as fit the special's shape, in that shape."""
    if special not in ANY_SHAPES:
        return value
    n = value.size if value.size % 2 == 0 and value.size > 1 else max(2, value.size - 1)
    shape = ANY_SHAPES[special](n)
    return np.resize(value, shape)


def both_sides(what: str, distance: Callable[..., float]) -> Iterator[Special]:
    """Two specials: just above and just below a threshold.

    Args:
        what: names the threshold.
        distance: how far above it the arguments are, relative to what is compared.
    """
    yield Special(f"just above {what}", lambda *call: 0.9 * NEAREST <= distance(*call) <= 5 * NEAREST)
    yield Special(f"just below {what}", lambda *call: 0.9 * NEAREST <= -distance(*call) <= 5 * NEAREST)


def signs_turned(function: Callable[..., Any], arguments: Sequence[Argument]) -> dict[str, Callable[..., Any]]:
    """Return a rival for each argument: `function` of the call with that argument's sign turned.

    With them every regime has a call in which the argument matters: a call in which others are zero may hide that.
    """

    def rival(position: int) -> Callable[..., Any]:
        return lambda *call: function(*call[:position], -call[position], *call[position + 1 :])

    return {f"the sign of {argument.name} turned": rival(i) for i, argument in enumerate(arguments) if argument.numeric}
