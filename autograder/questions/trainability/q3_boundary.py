"""q3: the blocks of a picture of convergence measures that contain both signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, array, truth_values
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST_BATCH, Argument, Domain, Row, Special, Values
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

Picture = tuple[np.ndarray, tuple[str, ...]]


def _public(draw: Draw) -> Iterator[Picture]:
    yield np.array([[-1.0, -2.0, 3.0], [-5.0, -1.0, -4.0]]), ()
    yield np.array([[1, 1, 1], [1, 1, -9], [1, 1, 1], [-1, 1, 1]]), ("integers",)
    yield np.array([[1.0, -1.0], [-1.0, 1.0]]), ("opposite corners",)
    yield np.array([[-1.0, -2.0], [-3.0, 1.0]]), ("a single corner",)
    yield np.array([[2.0, 1.0], [1.0, 3.0]]), ("corners alike",)
    yield np.array([[1.0, 2.0], [-3.0, -1.0]]), ("a border between rows",)
    yield np.array([[1.0, -2.0], [3.0, -1.0]]), ("a border between columns",)


def _hidden(draw: Draw) -> Iterator[Picture]:
    yield _signed(draw, 6, 9), ()
    yield draw.uniform(0.5, 2.0) * (-1.0) ** np.indices((4, 5)).sum(axis=0), ("opposite corners",)
    for corner in range(4):
        odd_one_out = np.full((2, 2), -draw.uniform(0.5, 2.0))
        odd_one_out.ravel()[corner] = draw.uniform(5.0, 9.0)
        yield odd_one_out, ("one corner",)
    yield draw.uniform(0.5, 2.0, 4, 3), ("one sign",)
    yield -draw.uniform(0.5, 2.0, 3, 4), ("one sign",)


def _signed(draw: Draw, r: int, c: int) -> np.ndarray:
    """Return values of 0.1 to 10 in size with random signs, so that every kind of block occurs."""
    signs = np.where(draw.uniform(0.0, 1.0, r, c) < 0.35, -1.0, 1.0)
    return signs * 10.0 ** draw.uniform(-1, 1, r, c)


def _expected(V: np.ndarray) -> Expectation:
    return truth_values(array(ref.boundary(V).astype(float)))


def _corners(V: np.ndarray) -> np.ndarray:
    """Return which of the four corners of each block are positive, shape (4, r − 1, c − 1)."""
    s = V > 0
    return np.array([s[:-1, :-1], s[:-1, 1:], s[1:, :-1], s[1:, 1:]])


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    V = values["V"]
    if row.special == _BOARD:
        V = np.abs(V) * (1 - 2 * (np.indices(V.shape).sum(axis=0) % 2))
    elif row.special == _TINY:
        V = V * 1e-5
    elif row.special in (_ODD, _HOLE):
        V = np.abs(V) * (-1 if row.special == _ODD else 1)
        r, c = V.shape
        inner = row.special == _ODD and r > 3  # keeps the first and the last row the same in every such picture
        across = 2 if inner and c == 5 else draw.integers(0, c)  # of the chain's first picture, see `whole` entries
        V[draw.integers(1, r - 1) if inner else draw.integers(0, r), across] *= -1
        if row.special == _HOLE:
            V = V * 10**7
    return {"V": V}


_BOARD, _TINY = "signs like a chessboard", "pixels next to 0"
_ODD, _HOLE = "a single positive pixel", "a single negative pixel, all of them large"
DOMAIN = Domain(
    "boundary",
    (Argument("V", ("r", "c"), zero=False),),
    lambda V: [_expected(V)],
    sizes={"r": (2, BIGGEST_BATCH), "c": (2, BIGGEST_BATCH)},
    compared=(("r", "c"),),
    specials=(
        Special(_BOARD, lambda V: bool((V[:-1] * V[1:] < 0).all() and (V[:, :-1] * V[:, 1:] < 0).all())),
        Special(_TINY, lambda V: float(np.abs(V).max()) < 1e-3),
        Special(_ODD, lambda V: int((V > 0).sum()) == 1),
        Special(_HOLE, lambda V: int((V < 0).sum()) == 1 and float(np.abs(V).max()) > 100),
    ),
    settle=_settled,
    first=Row(special=_ODD),
    public={"r": 4, "c": 3},
    nudged={
        "blocks with any positive corner": lambda V: _corners(V).any(axis=0),
        "blocks with any corner that is not": lambda V: ~_corners(V).all(axis=0),
    },
)


def _cases(pictures: Iterable[Picture]) -> Iterator[Case]:
    for V, tags in pictures:
        yield Case(Call("boundary", (V,)), _expected(V), tags)


def _all_hidden(draw: Draw) -> Iterator[Case]:
    yield from _cases(_hidden(draw))
    yield from cases(DOMAIN, covering(DOMAIN, draw), _expected)


def _written(result: str) -> str:
    corners = "    s = V > 0\n    a, b, c, d = s[:-1, :-1], s[:-1, 1:], s[1:, :-1], s[1:, 1:]\n"
    return f"def boundary(V):\n{corners}    return {result}\n"


BOUNDARY = Question(
    id="q3_boundary",
    domains=(DOMAIN,),
    title="Where the border runs",
    owns={"boundary": ref.boundary},
    parts=(Part("boundary", 2, public=lambda draw: _cases(_public(draw)), hidden=_all_hidden),),
    experiment=(
        "Try the four pictures of 2 × 2 pixels in which a single corner is positive, and the two with opposite corners "
        "alike."
    ),
    slips=(
        Slip("three_corners", "A block has four corners; the one at the lower right takes no part.",
             _written("(a != b) | (a != c)")),
        Slip("left_and_right_only", "A border may also run between a pixel and the one below it.",
             _written("(a != b) | (c != d)")),
        Slip("above_and_below_only", "A border may also run between a pixel and the one beside it.",
             _written("(a != c) | (b != d)")),
        Slip("diagonals_only", "Neighbours side by side count as well as those across.",
             _written("(a != d) | (b != c)")),
        Slip("one_diagonal_only", "The four corners have two diagonals and four sides.", _written("a != d")),
        Slip("any_positive", "A block that is positive all over holds one sign.", _written("a | b | c | d")),
        Slip("same_sign", "The answer is the other way round: true where both signs meet.",
             _written("(a == b) & (b == c) & (c == d)")),
        Slip("sum_of_values", "Large values outweigh small ones in a sum; only the signs count.",
             "def boundary(V):\n    t = V[:-1, :-1] + V[:-1, 1:] + V[1:, :-1] + V[1:, 1:]\n"
             "    m = abs(V)\n    return abs(t) < m[:-1, :-1] + m[:-1, 1:]\n"),
        Slip("product_of_corners", "The product of four signs is positive for two of each, too.",
             "def boundary(V):\n    return V[:-1, :-1] * V[:-1, 1:] * V[1:, :-1] * V[1:, 1:] < 0\n"),
        Slip("whole_size", "There is one block less than there are rows, and one less than there are columns.",
             "def boundary(V):\n    s = V > 0\n    e = np.zeros(V.shape, dtype=bool)\n"
             "    e[:-1, :-1] = (s[:-1, :-1] != s[1:, 1:]) | (s[:-1, 1:] != s[1:, :-1]) | (s[:-1, :-1] != s[1:, :-1])\n"
             "    return e\n"),
        Slip("blocks_side_by_side", "The blocks overlap: each starts one pixel further, not two.",
             "def boundary(V):\n    s = V > 0\n"
             "    a, b, c, d = s[:-1:2, :-1:2], s[:-1:2, 1::2], s[1::2, :-1:2], s[1::2, 1::2]\n"
             "    return (a != b) | (a != c) | (a != d)\n"),
        Slip("values_compared", "Different values of one sign are no border.",
             "def boundary(V):\n"
             "    return (V[:-1, :-1] != V[1:, 1:]) | (V[:-1, 1:] != V[1:, :-1]) | (V[:-1, :-1] != V[:-1, 1:])\n"),
        Slip("transposed", "Rows and columns are exchanged in the result.",
             _written("((a | b | c | d) & ~(a & b & c & d)).T")),
        Slip("list_of_places", "A picture of true and false is asked for, not a list of places.",
             _written("np.argwhere((a | b | c | d) & ~(a & b & c & d))")),
    ),
    variants=(
        Variant("all_pairs", _written("(a != b) | (a != c) | (a != d)")),
        Variant("sum_of_signs",
                "def boundary(V):\n    s = np.sign(V)\n"
                "    return abs(s[:-1, :-1] + s[:-1, 1:] + s[1:, :-1] + s[1:, 1:]) < 4\n"),
        Variant("extremes",
                "def boundary(V):\n    q = np.stack([V[:-1, :-1], V[:-1, 1:], V[1:, :-1], V[1:, 1:]])\n"
                "    return q.min(axis=0) * q.max(axis=0) < 0\n"),
        Variant("loops", """
def boundary(V):
    rows, columns = V.shape
    def mixed(i, j):
        return int(len({bool(V[i + k, j + l] > 0) for k in (0, 1) for l in (0, 1)}) == 2)
    return [[mixed(i, j) for j in range(columns - 1)] for i in range(rows - 1)]
"""),
        Variant("windows",
                "def boundary(V):\n    w = np.lib.stride_tricks.sliding_window_view(V < 0, (2, 2)).mean(axis=(2, 3))\n"
                "    return (w > 0) & (w < 1)\n"),
    ),
)  # fmt: skip
