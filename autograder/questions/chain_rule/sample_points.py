"""Points of the warm-up graph at which mistakes show, and what rounding may cost there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from autograder.checks.expectations import item, number
from autograder.questions.schema import Call, Case, Draw, Part

Point = tuple[float, float, float, float, float]

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


def scales(point: Point) -> dict[str, float]:
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


def derivative(function: str, truth: Callable[..., dict[str, float]], key: str, whole: str) -> Part:
    """The part of half a point for one key of the dict that `function` returns; `whole` names that dict."""

    def cases(points: Iterable[tuple[Point, tuple[str, ...]]]) -> Iterator[Case]:
        for point, tags in points:
            expected = item(key, whole, number(truth(*point)[key], scales(point)[key]))
            yield Case(Call(function, point), expected, tags)

    return Part(key, 0.5, public=lambda draw: cases(PUBLIC_POINTS), hidden=lambda draw: cases(hidden_points(draw)))
