"""Parts of the questions about the warm-up graph: derivatives as written formulas and as numbers.

The numeric ones are compared at points where mistakes are visible, with a bound for rounding errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from autograder.checks.expectations import Expectation, item, number, readable
from autograder.questions.covering import cases, covering
from autograder.questions.domain import Argument, Domain, Row, Special, Values, signs_turned
from autograder.questions.schema import Call, Case, Draw, Part, Read, identity

GRAPH = {"v": ["a", "b", "c"], "a": ["w", "x", "y"], "b": ["x", "y", "z"]}
KEYS = ("dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz")
WHOLE = 'a dict with the keys "dv/dc", "dv/dw", "dv/dx", "dv/dy" and "dv/dz"'

Point = tuple[float, float, float, float, float]
Truth = Callable[..., dict[str, float]]

PUBLIC_POINTS: tuple[tuple[Point, tuple[str, ...]], ...] = (
    ((1, 2, 0, 1, 3), ("integers",)),
    ((0.5, 1.5, -3.0, 2.0, 0.7), ("w + x + y < 0",)),
)


def hidden_points(draw: Draw) -> Iterator[tuple[Point, tuple[str, ...]]]:
    """Yield points (w, x, y, z, c) with every sign of w + x + y and x − y − z, with a > b and with a < b."""
    large, small = draw.uniform(2.5, 4.0), draw.uniform(0.5, 1.5)
    yield _all_positive(draw, small), ()
    yield _point(draw, -large, -small), ("w + x + y < 0",)
    yield _point(draw, small, -large), ("a < b",)
    yield _scaled(_point(draw, -large, small), draw.uniform(5.0, 10.0)), ("w + x + y < 0", "large scale")
    w, x, y = draw.integers(2, 6), draw.integers(3, 6), draw.integers(1, 3)  # c alone is negative
    yield (w, x, y, x - y + draw.integers(1, 3), -draw.integers(2, 6)), ("integers",)
    yield (draw.uniform(2.0, 3.0), 0, 0, draw.uniform(0.5, 1.5), draw.uniform(0.5, 2.0)), ("zeros",)


def _point(draw: Draw, upper: float, lower: float) -> Point:
    """Return a point with w + x + y = `upper` and x − y − z = `lower`."""
    x, y = (draw.choice((-1, 1)) * draw.uniform(0.5, 2.0) for _ in "xy")
    c = draw.choice((-1, 1)) * draw.uniform(0.5, 2.0)
    return upper - x - y, x, y, x - y - lower, c


def _all_positive(draw: Draw, lower: float) -> Point:
    """Return a point of positive numbers with x − y − z = `lower`, so that w + x + y is larger."""
    w, y, z = (draw.uniform(0.5, 1.0) for _ in "wyz")
    return w, lower + y + z, y, z, draw.uniform(0.5, 2.0)


def _scaled(point: Point, factor: float) -> Point:
    w, x, y, z, c = point
    return factor * w, factor * x, factor * y, factor * z, c


def scales(point: tuple[float, ...]) -> dict[str, float]:
    """Return the scale of rounding errors of each derivative: its formula with absolute values of all terms.

    The values themselves would be too small a scale, because the terms of an expanded polynomial cancel.
    """
    w, x, y, z, c = map(abs, point)
    upper, lower = w + x + y, x + y + z
    difference = upper**2 + lower**2
    to_node = 2 * c * difference
    edges = {"dv/da": to_node, "dv/db": to_node, "dv/dc": difference**2}
    edges |= dict.fromkeys(("da/dw", "da/dx", "da/dy"), 2 * upper)
    edges |= dict.fromkeys(("db/dx", "db/dy", "db/dz"), 2 * lower)
    both = 2 * to_node * (upper + lower)
    return edges | {"dv/dw": 2 * to_node * upper, "dv/dx": both, "dv/dy": both, "dv/dz": 2 * to_node * lower}


def expected(truth: Truth, whole: str, key: str, *point: float) -> Expectation:
    """Expect the right value under `key` of the dict at this point."""
    return item(key, whole, number(truth(*point)[key], scales(point)[key]))


def domain(function: str, truth: Truth, keys: Iterable[str], whole: str) -> Domain:
    """Return the domain of a function of w, x, y, z and c, where both sums can have either sign or be exactly 0."""
    arguments = tuple(Argument(name) for name in "wxyzc")

    def a_little_more(key: str) -> Callable[..., Any]:
        return lambda *point: truth(*point) | {key: truth(*point)[key] + 1e-3}

    return Domain(
        function,
        arguments,
        lambda *point: [expected(truth, whole, key, *point) for key in keys],
        specials=(
            Special("w + x + y < 0", lambda w, x, y, z, c: w + x + y < 0),
            Special("w + x + y = 0", lambda w, x, y, z, c: w + x + y == 0),
            Special("x − y − z < 0", lambda w, x, y, z, c: x - y - z < 0),
            Special("x − y − z = 0", lambda w, x, y, z, c: x - y - z == 0),
            Special("a = b", lambda w, x, y, z, c: abs(w + x + y) == abs(x - y - z) > 0),
            Special("a < b", lambda w, x, y, z, c: abs(w + x + y) < abs(x - y - z)),
        ),
        settle=_settled,
        # Where all arguments are large, a little more is within the tolerance.
        nudged={**signs_turned(truth, arguments), **{f"a little added to {key}": a_little_more(key) for key in keys}},
    )


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Make a sum, or a − b, exactly 0 if the row requires it, with multiples of 1/4, which add without rounding."""
    zeros: dict[str, Callable[[float, float, float], dict[str, float]]] = {
        "w + x + y = 0": lambda w, x, y: {"w": -(x + y)},
        "x − y − z = 0": lambda w, x, y: {"z": x - y},
        "a = b": lambda w, x, y: {"z": -w - 2 * y},
    }
    if row.special in zeros:
        values = {name: draw.integers(1, 12) / 4 for name in values}
        values |= zeros[row.special](values["w"], values["x"], values["y"])
    return values


def derivatives(domain: Domain, truth: Truth, keys: Iterable[str], whole: str) -> tuple[Part, ...]:
    """Return one part of half a point for each key; all parts share their calls."""
    return tuple(_derivative(domain, truth, key, whole) for key in keys)


def _derivative(domain: Domain, truth: Truth, key: str, whole: str) -> Part:
    def expect(*point: float) -> Expectation:
        return expected(truth, whole, key, *point)

    def given(points: Iterable[tuple[Point, tuple[str, ...]]]) -> Iterator[Case]:
        for point, tags in points:
            yield Case(Call(domain.function, point), expect(*point), tags)

    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        yield from given(hidden_points(shared))
        yield from cases(domain, covering(domain, shared), expect)

    return Part(key, 0.5, public=lambda draw: given(PUBLIC_POINTS), hidden=hidden)


def written(
    variable: str,
    key: str,
    truth: str,
    notation: Mapping[str, Any],
    paths: Mapping[str, str],
    definitions: Mapping[str, str] | None = None,
) -> Part:
    """Return a part of one point for `variable[key]`, a string identical to `truth`.

    The public case checks only that the string can be read.
    """

    def public(draw: Draw) -> list[Case]:
        return [Case(Read(variable), item(key, WHOLE, readable(notation, own_name=key)))]

    def hidden(draw: Draw) -> list[Case]:
        points = f"{draw.integers(0, 2**62):x}{draw.integers(0, 2**62):x}"
        equal = identity(truth, notation, points, own_name=key, paths=paths, definitions=definitions)
        return [Case(Read(variable), item(key, WHOLE, equal))]

    return Part(key, 1, public, hidden, reads_only=True)


def changed(variable: str, entries: Mapping[str, Any]) -> str:
    """Return code that rebinds `variable` to a copy with these entries replaced."""
    return f"{variable} = {{**{variable}, {', '.join(f'{key!r}: {value!r}' for key, value in entries.items())}}}\n"
