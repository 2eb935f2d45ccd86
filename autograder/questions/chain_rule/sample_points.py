"""Points of the warm-up graph at which mistakes show, and what rounding may cost there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from autograder.checks.expectations import Expectation, item, number
from autograder.questions.covering import cases, covering
from autograder.questions.domain import Argument, Domain, Row, Special, Values
from autograder.questions.schema import Call, Case, Draw, Part

Point = tuple[float, float, float, float, float]
Truth = Callable[..., dict[str, float]]

PUBLIC_POINTS: tuple[tuple[Point, tuple[str, ...]], ...] = (
    ((1, 2, 0, 1, 3), ("integers",)),
    ((0.5, 1.5, -3.0, 2.0, 0.7), ("w + x + y < 0",)),
)


def hidden_points(draw: Draw) -> Iterator[tuple[Point, tuple[str, ...]]]:
    """(w, x, y, z, c) with every sign of w + x + y and x − y − z, and a above b as well as below."""
    large, small = draw.uniform(2.5, 4.0), draw.uniform(0.5, 1.5)
    yield _point(draw, large, small), ()
    yield _point(draw, -large, -small), ("w + x + y < 0",)
    yield _point(draw, small, -large), ("a < b",)
    yield _scaled(_point(draw, -large, small), draw.uniform(5.0, 10.0)), ("w + x + y < 0", "large scale")
    w, x, y = draw.integers(2, 6), draw.integers(1, 5), draw.integers(1, 5)
    yield (w, x, y, x - y + draw.integers(1, 3), -draw.integers(2, 6)), ("integers",)
    yield (draw.uniform(2.0, 3.0), 0, 0, draw.uniform(0.5, 1.5), draw.uniform(0.5, 2.0)), ("zeros",)


def _point(draw: Draw, upper: float, lower: float) -> Point:
    """A point with w + x + y = `upper` and x − y − z = `lower`."""
    x, y = (draw.choice((-1, 1)) * draw.uniform(0.5, 2.0) for _ in "xy")
    c = draw.choice((-1, 1)) * draw.uniform(0.5, 2.0)
    return upper - x - y, x, y, x - y - lower, c


def _scaled(point: Point, factor: float) -> Point:
    w, x, y, z, c = point
    return factor * w, factor * x, factor * y, factor * z, c


def scales(point: tuple[float, ...]) -> dict[str, float]:
    """For each derivative, its formula with every term taken by its absolute value: expanded polynomials cancel."""
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
    """What `key` of the dict is at this point."""
    return item(key, whole, number(truth(*point)[key], scales(point)[key]))


def domain(function: str, truth: Truth, keys: Iterable[str], whole: str) -> Domain:
    """Five numbers, each an integer or not, of either sign or 0; both sums of either sign and exactly 0."""
    return Domain(
        function,
        tuple(Argument(name) for name in "wxyzc"),
        lambda *point: [expected(truth, whole, key, *point) for key in keys],
        specials=(
            Special("w + x + y < 0", lambda w, x, y, z, c: w + x + y < 0),
            Special("w + x + y = 0", lambda w, x, y, z, c: w + x + y == 0),
            Special("x − y − z < 0", lambda w, x, y, z, c: x - y - z < 0),
            Special("x − y − z = 0", lambda w, x, y, z, c: x - y - z == 0),
            Special("a < b", lambda w, x, y, z, c: abs(w + x + y) < abs(x - y - z)),
        ),
        settle=_settled,
    )


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Let a sum be exactly 0 where the row says so: by multiples of 1/4, which add without rounding."""
    if row.special in ("w + x + y = 0", "x − y − z = 0"):
        values = {name: draw.integers(1, 12) / 4 for name in values}
        x, y = values["x"], values["y"]
        values |= {"w": -(x + y)} if row.special.startswith("w") else {"z": x - y}
    return values


def derivatives(domain: Domain, truth: Truth, keys: Iterable[str], whole: str) -> tuple[Part, ...]:
    """A part of half a point for each key; all look at the same calls."""
    return tuple(_derivative(domain, truth, key, whole) for key in keys)


def _derivative(domain: Domain, truth: Truth, key: str, whole: str) -> Part:
    def expect(*point: float) -> Expectation:
        return expected(truth, whole, key, *point)

    def given(points: Iterable[tuple[Point, tuple[str, ...]]]) -> Iterator[Case]:
        for point, told in points:
            yield Case(Call(domain.function, point), expect(*point), told)

    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        yield from given(hidden_points(shared))
        yield from cases(domain, covering(domain, shared), expect)

    return Part(key, 0.5, public=lambda draw: given(PUBLIC_POINTS), hidden=hidden)
