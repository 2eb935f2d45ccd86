"""q8: the gradients of bᵀx, xᵀx and xᵀBx with respect to x."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, vector
from autograder.questions.chain_rule.q5_upstream import away_from_zero
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST, Argument, Domain, Row, Special, Values
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant

Arguments = tuple[tuple[np.ndarray, ...], tuple[str, ...]]
LENGTHS = ((3,), (5, "large scale"))


def _linear_public(draw: Draw) -> Iterator[Arguments]:
    yield (np.array([1.0, -2.0]), np.array([3.0, 0.5])), ()
    yield (np.array([4, 0, -1]), np.array([1, 2, 3])), ("integers",)


def _linear(draw: Draw) -> Iterator[Arguments]:
    for n, *tags in LENGTHS:
        yield (away_from_zero(draw, n) * draw.scale(), away_from_zero(draw, n)), tuple(tags)
    yield (draw.integers(-5, 6, 4), draw.integers(1, 6, 4)), ("integers",)
    yield (away_from_zero(draw, 3), np.zeros(3)), ("zeros",)


def _square_public(draw: Draw) -> Iterator[Arguments]:
    yield (np.array([3.0, -0.5]),), ()
    yield (np.array([1, 2, -3]),), ("integers",)


def _square(draw: Draw) -> Iterator[Arguments]:
    for n, *tags in LENGTHS:
        x = away_from_zero(draw, n) * draw.scale()
        if n > 2:
            x[1] = x[0]  # equal entries count each by themselves
        yield (x,), tuple(tags)
    yield (np.cumsum(draw.integers(1, 3, 4)) + 2,), ("integers",)


def _quadratic_public(draw: Draw) -> Iterator[Arguments]:
    yield (np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([3.0, 5.0])), ()
    yield (np.array([[1, 2], [0, 3]]), np.array([1, -1])), ("integers",)


def _quadratic(draw: Draw) -> Iterator[Arguments]:
    for n, *tags in LENGTHS:
        yield (away_from_zero(draw, n, n), away_from_zero(draw, n) * draw.scale()), tuple(tags)
    yield (draw.integers(-5, 6, 4, 4), draw.integers(1, 6, 4)), ("integers",)
    symmetric = away_from_zero(draw, 3, 3)
    yield (symmetric + symmetric.T, away_from_zero(draw, 3)), ("B symmetric",)


def _scale(arguments: tuple[np.ndarray, ...]) -> Any:
    """Return the scale of rounding errors: (|B| + |B|ᵀ)|x| for the quadratic form, |b| or |x| for the others."""
    first = arguments[0]
    return (np.abs(first) + np.abs(first.T)) @ np.abs(arguments[1]) if first.ndim == 2 else np.abs(first)


def _expected(name: str) -> Callable[..., Expectation]:
    return lambda *arguments: vector(getattr(ref, name)(*arguments), _scale(arguments))


def _domain(name: str, *arguments: Argument, public: int) -> Domain:
    expect = _expected(name)
    nearly: dict[str, Any] = {}
    if name == "linear_gradient":
        nearly = {"specials": (Special(_SHARED, lambda b, x: bool(np.any((b == x) & (b != 0)))),), "settle": _sharing}
    if name == "quadratic_gradient":
        nearly = {
            "specials": (Special(_NEARLY, lambda B, x: 0 < np.abs(B - B.T).max(initial=0) < 0.1 < np.abs(B).min()),),
            "settle": _settled,
            "rivals": {"B taken for symmetric": lambda B, x: 2 * B @ x, "B transposed": lambda B, x: 2 * B.T @ x},
        }
    return Domain(
        name, arguments, lambda *call: [expect(*call)], sizes={"n": (1, BIGGEST)}, public={"n": public}, **nearly
    )


_NEARLY, _SHARED = "B nearly symmetric", "an entry that b and x share"


def _sharing(values: Values, row: Row, draw: Draw) -> Values:
    if row.special != _SHARED:
        return values
    place = draw.integers(0, len(values["b"]))
    return values | {"x": np.where(np.arange(len(values["b"])) == place, values["b"], values["x"])}


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    if row.special != _NEARLY or len(values["x"]) < 2:
        return values
    B = np.asarray(values["B"], float)
    away = draw.uniform(0.01, 0.04, *B.shape)
    return values | {"B": np.where(np.tri(len(B), dtype=bool), B, B.T) + np.triu(away, 1)}


LINEAR = _domain("linear_gradient", Argument("b", ("n",)), Argument("x", ("n",)), public=3)
SQUARE = _domain("square_gradient", Argument("x", ("n",)), public=3)
QUADRATIC = _domain("quadratic_gradient", Argument("B", ("n", "n")), Argument("x", ("n",)), public=2)


def _part(domain: Domain, public: Callable[..., Any], hidden: Callable[..., Any]) -> Part:
    expect = _expected(domain.function)

    def given(calls: Iterator[Arguments]) -> Iterator[Case]:
        for arguments, tags in calls:
            yield Case(Call(domain.function, arguments), expect(*arguments), tags)

    def all_hidden(draw: Draw) -> Iterator[Case]:
        return chain(given(hidden(draw)), cases(domain, covering(domain, draw), expect))

    return Part(domain.function, 1, public=lambda draw: given(public(draw)), hidden=all_hidden)


def _linear_as(result: str) -> str:
    return f"def linear_gradient(b, x):\n    return {result}\n"


def _square_as(result: str, before: str = "") -> str:
    return f"def square_gradient(x):\n{before}    return {result}\n"


def _quadratic_as(result: str, before: str = "") -> str:
    return f"def quadratic_gradient(B, x):\n{before}    return {result}\n"


VECTOR_DERIVATIVES = Question(
    id="q8_vector_derivatives",
    title="Three derivatives worth knowing by heart",
    owns={name: getattr(ref, name) for name in ("linear_gradient", "square_gradient", "quadratic_gradient")},
    parts=(
        _part(LINEAR, _linear_public, _linear),
        _part(SQUARE, _square_public, _square),
        _part(QUADRATIC, _quadratic_public, _quadratic),
    ),
    domains=(LINEAR, SQUARE, QUADRATIC),
    experiment="Write the function out for n = 2, differentiate it by x₀ and by x₁, and compare entry by entry.",
    slips=(
        Slip("linear_value", "That is bᵀx itself, a number; its gradient has an entry for each xᵢ.",
             _linear_as("b @ x")),
        Slip("linear_by_b", "That is the gradient with respect to b. Which of the two is held still?",
             _linear_as("1.0 * x")),
        Slip("linear_terms", "Those are the terms of bᵀx; differentiate each of them by its own xᵢ.",
             _linear_as("b * x")),
        Slip("linear_ones", "Each xᵢ stands beside a factor of its own, and that factor stays.",
             _linear_as("np.ones(len(x))")),
        Slip("linear_doubled", "bᵀx holds each xᵢ once: no 2 comes down.", _linear_as("2 * b")),
        Slip("linear_summed", "Each xᵢ has its own derivative; yours are added up.", _linear_as("np.sum(b)")),
        Slip("square_value", "That is xᵀx itself, a number; its gradient has an entry for each xᵢ.",
             _square_as("x @ x")),
        Slip("square_two_missing", "The power rule brings the exponent down.", _square_as("1.0 * x")),
        Slip("square_of_entries", "Those are the terms of xᵀx; differentiate each of them.", _square_as("x ** 2")),
        Slip("square_kept", "The power rule lowers the exponent as well as bringing it down.",
             _square_as("2 * x ** 2")),
        Slip("square_two_alone", "The derivative of x² is not a constant.", _square_as("np.full(len(x), 2.0)")),
        Slip("square_summed", "Each xᵢ has its own derivative; yours are added up.", _square_as("2 * np.sum(x)")),
        Slip("square_of_norm", "xᵀx is the square of the norm; that is the gradient of the norm.",
             _square_as("x / np.linalg.norm(x)")),
        Slip("square_in_place", "`x *= 2` changes the caller's array: `2 * x` makes a new one.",
             _square_as("x", "    x *= 2\n")),
        Slip("quadratic_symmetric_only", "That holds for symmetric B alone: each xᵢ stands on the left of B and on "
             "the right.",
             _quadratic_as("2 * B @ x")),
        Slip("quadratic_transposed_only", "x stands on both sides of B; your answer knows one of them.",
             _quadratic_as("2 * B.T @ x")),
        Slip("quadratic_right_side", "x stands on the left of B, too: the product rule has two terms.",
             _quadratic_as("B @ x")),
        Slip("quadratic_left_side", "x stands on the right of B, too: the product rule has two terms.",
             _quadratic_as("B.T @ x")),
        Slip("quadratic_halved", "The product rule adds the two sides; it does not average them.",
             _quadratic_as("(B + B.T) @ x / 2")),
        Slip("quadratic_difference", "The product rule adds the two sides.", _quadratic_as("(B - B.T) @ x")),
        Slip("quadratic_value", "That is xᵀBx itself, a number; its gradient has an entry for each xᵢ.",
             _quadratic_as("x @ B @ x")),
        Slip("quadratic_second_derivative", "That is the second derivative; x is still to be multiplied in.",
             _quadratic_as("B + B.T")),
        Slip("quadratic_times_entries", "`*` multiplies entry by entry; a matrix acts on a vector by `@`.",
             _quadratic_as("(B + B.T) * x")),
        Slip("quadratic_doubled", "There are two terms, and no further 2.", _quadratic_as("2 * (B + B.T) @ x")),
        Slip("quadratic_diagonal", "Only the diagonal of B takes part in your answer.",
             _quadratic_as("2 * np.diag(B) * x")),
        Slip("quadratic_in_place", "`B += B.T` changes the caller's matrix: make a new one.",
             _quadratic_as("B @ x", "    B += B.T\n")),
    ),
    variants=(
        Variant("linear_argument_itself", _linear_as("b")),
        Variant("linear_by_matrix", _linear_as("(np.eye(len(x)) @ b).reshape(-1, 1)")),
        Variant("square_sum", _square_as("x + x")),
        Variant("square_list", _square_as("[2 * value for value in x]")),
        Variant("square_float32", _square_as("np.float32(2) * x.astype(np.float32)")),
        Variant("quadratic_two_products", _quadratic_as("B @ x + x @ B")),
        Variant("quadratic_loop", """
def quadratic_gradient(B, x):
    n = len(x)
    return [sum(B[k, j] * x[j] for j in range(n)) + sum(B[i, k] * x[i] for i in range(n)) for k in range(n)]
"""),
        Variant("quadratic_einsum", _quadratic_as("np.einsum('ij,j->i', B, x) + np.einsum('ij,i->j', B, x)")),
        Variant("quadratic_column", _quadratic_as("(B + B.T) @ x.reshape(-1, 1)")),
    ),
)  # fmt: skip
