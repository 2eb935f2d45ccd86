"""q4: the box dimension of a set of pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import reference_impl as ref
from autograder.checks.arguments import Function, build
from autograder.checks.expectations import Expectation, number
from autograder.questions.domain import Argument, Domain, Row, Special, Values
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

WITHIN = 0.1
"""Ways of counting boxes differ: at a rim that is cut short, in the sizes taken and in the fit."""

Drawn = tuple[Function, float, tuple[str, ...]]


def _picture(name: str, *lines: str) -> Function:
    """Return a picture as the code that draws it; the pixels would take half a megabyte of JSON."""
    return Function(name, "\n".join((*lines, "")))


def _nothing(name: str, side: int) -> str:
    return f"{name} = np.zeros(({side}, {side}), dtype=bool)"


def _filled(side: int) -> Function:
    return _picture(f"filled_{side}", f"filled_{side} = np.ones(({side}, {side}), dtype=bool)")


def _row(side: int, at: int) -> Function:
    return _picture(f"row_{side}", _nothing(f"row_{side}", side), f"row_{side}[{at}] = True")


def _column(side: int, at: int) -> Function:
    return _picture(f"column_{side}", _nothing(f"column_{side}", side), f"column_{side}[:, {at}] = True")


def _two_rows(side: int, at: int) -> Function:
    """Return a full row and most of a distant one: the count of boxes of one size alone does not give the dimension."""
    lines = f"rows_256[{at % 100}] = True", f"rows_256[{200 + at % 50}, :240] = True"
    return _picture("rows_256", _nothing("rows_256", 256), *lines)


def _last_row(side: int, at: int) -> Function:
    """Return the last row of a picture with an odd number of rows, where the boxes are cut off."""
    return _picture("rim_255", _nothing("rim_255", 255), "rim_255[-1] = True")


def _diagonal(side: int) -> Function:
    return _picture(f"diagonal_{side}", f"diagonal_{side} = np.eye({side}, dtype=bool)")


def _antidiagonal(side: int) -> Function:
    return _picture(f"antidiagonal_{side}", f"antidiagonal_{side} = np.eye({side}, dtype=bool)[::-1].copy()")


def _sierpinski(side: int) -> Function:
    """Return Pascal's triangle modulo 2; halving the boxes triples their number, so that D = log 3 / log 2."""
    rows = f"i, j = np.indices(({side}, {side}))"
    return _picture(f"sierpinski_{side}", rows, f"sierpinski_{side} = (i & j) == 0")


SIDES = (255, 256)
SIERPINSKI = 1.5849625007211562
PICTURES: dict[str, tuple[Callable[[int, int], Function], float]] = {
    "rows": (_two_rows, 1.0),
    "rim": (_last_row, 1.0),
    "filled": (lambda side, at: _filled(side), 2.0),
    "row": (_row, 1.0),
    "column": (_column, 1.0),
    "diagonal": (lambda side, at: _diagonal(side), 1.0),
    "antidiagonal": (lambda side, at: _antidiagonal(side), 1.0),
    "sierpinski": (lambda side, at: _sierpinski(side), SIERPINSKI),
}


def _expected(picture: Function) -> Expectation:
    return number(PICTURES[picture.name.partition("_")[0]][1], within=WITHIN)


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    kind, _, side = (row.special or "filled_256").partition("_")
    return {"edges": PICTURES[kind][0](int(side), draw.integers(0, int(side)))}


# Excluded pictures, on which right implementations differ by more than the margin: the antidiagonal of an odd side, for
# instance, does not align with the boxes.
_ASKEW = {("antidiagonal", 255), ("rows", 255), ("rim", 256), ("sierpinski", 255)}
_NAMES = [f"{kind}_{side}" for kind in PICTURES for side in SIDES if (kind, side) not in _ASKEW]
DOMAIN = Domain(
    "box_dimension",
    (Argument("edges", given=True),),
    lambda picture: [_expected(picture)],
    specials=tuple(Special(name, lambda picture, name=name: picture.name == name) for name in _NAMES),
    settle=_settled,
)


def _public(draw: Draw) -> Iterator[Drawn]:
    yield _filled(256), 2.0, ()
    yield _diagonal(256), 1.0, ()
    yield _column(255, 254), 1.0, ("side 255",)  # at the rim, where boxes are cut off
    yield _sierpinski(128), SIERPINSKI, ("a fractal",)
    yield _two_rows(256, 20), 1.0, ("two lines",)


def _hidden(draw: Draw) -> Iterator[Drawn]:
    yield _filled(255), 2.0, ("side 255",)
    for side, *tags in ((255, "side 255"), (256,)):
        yield _row(side, draw.integers(0, side)), 1.0, tuple(tags)
        yield _column(side, draw.integers(0, side)), 1.0, tuple(tags)
    yield _diagonal(255), 1.0, ("side 255",)
    yield _antidiagonal(256), 1.0, ()
    yield _two_rows(256, draw.integers(0, 256)), 1.0, ()
    yield _last_row(255, 0), 1.0, ("side 255",)
    yield _sierpinski(256), SIERPINSKI, ("a fractal",)


def _cases(pictures: Iterable[Drawn]) -> Iterator[Case]:
    for picture, dimension, tags in pictures:
        yield Case(Call("box_dimension", (picture,)), number(dimension, within=WITHIN), tags)


def reference_agrees() -> bool:
    """Return True if the reference is within half of the margin on every picture drawn here."""
    drawn = [*_public(Draw("agrees")), *_hidden(Draw("agrees"))]
    return all(abs(ref.box_dimension(build(picture)) - dimension) <= WITHIN / 2 for picture, dimension, _ in drawn)


_BOXES = """def count(edges, s):
    r, c = (-(-n // s) for n in edges.shape)
    padded = np.zeros((r * s, c * s), dtype=bool)
    padded[:edges.shape[0], :edges.shape[1]] = edges
    return {result}
"""
_COUNT = _BOXES.format(result="padded.reshape(r, s, c, s).any(axis=(1, 3)).sum()")


def _written(**changed: str) -> str:
    """Return code for a right function, except for the lines given."""
    lines = {
        "n": "min(edges.shape)",
        "sizes": "[2 ** k for k in range(20) if 2 ** k < n]",
        "counts": "[count(edges, s) for s in sizes]",
        "slopes": "np.diff(np.log(counts)) / np.diff(np.log(sizes))",
        "result": "-np.median(slopes)",
    } | changed
    top = lines.pop("top", _COUNT)
    body = "".join(f"    {name} = {code}\n" for name, code in lines.items())
    return f"{top}def box_dimension(edges):\n{body}    return result\n"


DIMENSION = Question(
    id="q4_dimension",
    domains=(DOMAIN,),
    title="How rough it is",
    owns={"box_dimension": ref.box_dimension},
    parts=(
        Part("box_dimension", 1, public=lambda draw: _cases(_public(draw)), hidden=lambda draw: _cases(_hidden(draw))),
    ),
    experiment=(
        "Print the counts of boxes for a diagonal of 8 pixels: by which factor do they shrink when the side doubles?"
    ),
    slips=(
        Slip("sign", "The count falls as the boxes grow, so the slope is negative and the dimension is minus the "
             "slope.",
             _written(result="np.median(slopes)")),
        Slip("upside_down", "The slope is log N over log s, not the other way round.",
             _written(slopes="np.diff(np.log(sizes)) / np.diff(np.log(counts))")),
        Slip("different_logarithms", "Both logarithms need the same base.",
             _written(slopes="np.diff(np.log(counts)) / np.diff(np.log2(sizes))")),
        Slip("no_logarithms", "A power law is a straight line in logarithms only.",
             _written(slopes="np.diff(counts) / np.diff(sizes)")),
        Slip("half_logarithms", "The sides need a logarithm as well as the counts.",
             _written(slopes="np.diff(np.log(counts)) / np.diff(sizes)")),
        Slip("all_boxes", "All boxes were counted; only those that hold some of the border count.",
             _written(top=_BOXES.format(result="r * c"))),
        Slip("pixels_counted", "Boxes that hold any of the border are counted, not pixels.",
             _written(top=_BOXES.format(result="padded.sum()"))),
        Slip("full_boxes_only", "A box counts as soon as any of its pixels belongs to the border, not only when all "
             "do.",
             _written(top=_BOXES.format(result="max(1, padded.reshape(r, s, c, s).all(axis=(1, 3)).sum())"))),
        Slip("rows_only", "The boxes are cut in both directions; yours are strips.",
             _written(top=_BOXES.format(result="padded.reshape(r, s, c * s).any(axis=(1, 2)).sum()"))),
        Slip("needs_power_of_two", "The side need not be a multiple of the box: boxes at the rim are cut short.",
             _written(top="def count(edges, s):\n    r, c = edges.shape\n"
                          "    return edges.reshape(r // s, s, c // s, s).any(axis=(1, 3)).sum()\n")),
        Slip("doubled", "Doubling the side divides the count by 2 to the power of D, with nothing more to multiply.",
             _written(result="-2 * np.median(slopes)")),
        Slip("whole_number", "A fractal's dimension lies between whole numbers; yours is rounded.",
             _written(result="float(round(-np.median(slopes)))")),
        Slip("all_slopes", "One number is asked for: the median of the slopes.", _written(result="-slopes")),
        Slip("one_size_only", "How many boxes of one size there are does not give the dimension: compare sizes, by the "
             "slope.",
             _written(result="np.log(counts[0]) / np.log(n)")),
        Slip("share_of_pixels", "How much of the picture the border fills says nothing about its dimension.",
             _written(result="1 + np.mean(edges)")),
    ),
    variants=(
        Variant("padded", _written()),
        Variant("least_squares", _written(slopes="np.polyfit(np.log(sizes), np.log(counts), 1)", result="-slopes[0]")),
        Variant("reduceat", _written(top="""def count(edges, s):
    rows = np.logical_or.reduceat(edges, np.arange(0, edges.shape[0], s), axis=0)
    return np.logical_or.reduceat(rows, np.arange(0, edges.shape[1], s), axis=1).sum()
""")),
        Variant("sets_of_boxes",
                _written(top="def count(edges, s):\n    i, j = np.nonzero(edges)\n"
                             "    return len(np.unique(i // s * 1000 + j // s))\n")),
        Variant("one_over_s",
                _written(slopes="np.diff(np.log10(counts)) / np.diff(np.log10(1 / np.array(sizes)))",
                         result="np.array([np.median(slopes)])")),
    ),
)  # fmt: skip
