"""Are two written formulas the same function? Decided by their values at random points of a prime field.

Two polynomials that differ somewhere differ almost everywhere (Schwartz 1980, Zippel 1979), so no simplification is
needed, and no form of a right answer is too complicated to be recognised.
"""

from __future__ import annotations

from collections.abc import Mapping

from autograder.checks.expressions import Expression
from autograder.judge.modular import Ratio, Undefined, evaluate, random_point, random_prime

POINTS = 2
DRAWS = 3
"""A denominator that vanishes at this many random points in a row vanishes everywhere."""


class NowhereDefined(ZeroDivisionError):
    """The answer divides by something that is zero everywhere. `str()` is a sentence for the student."""

    verdict = "wrong"
    kind = "undefined"

    def __init__(self) -> None:
        super().__init__(
            "Your expression divides by something that is 0 whatever the values, so it has no value anywhere."
        )


def identical(
    expression: Expression, truth: Expression, key: str, definitions: Mapping[str, Expression] | None = None
) -> bool:
    """Is `expression` equal to `truth` wherever both are defined?

    Symbols in `definitions` stand for those formulas, so that either may be written for the other, also in part.

    Equal formulas are always found equal. Different ones are found equal with probability below 10⁻²⁶ over the keys:
    Written over one denominator, the difference has as numerator a polynomial N with integer coefficients. A formula of
    L ≤ 10⁵ characters with powers up to 1,000, nested ones multiplied, has a degree of at most 10⁸, or 10¹¹ with
    definitions of degree up to 1,000. At a random point of the field of p > 2¹²⁶ elements, N ≠ 0 vanishes with
    probability at most 10¹¹/p < 10⁻²⁶, at both points below 10⁻⁵². N is zero modulo p, however, if p divides all its
    coefficients. These are below 10^(10⁹), so at most 10⁸ primes of 127 bits do; of more than 10³⁵, the key draws one.

    Raises:
        NowhereDefined: `expression` divides by what is zero everywhere.
    """
    prime = random_prime(key)
    for index in range(POINTS):
        (n, d), (m, e) = values(expression, truth, key=key, index=index, definitions=definitions)
        if (n * e - m * d) % prime:
            return False
    return True


def values(
    *expressions: Expression, key: str, index: int, definitions: Mapping[str, Expression] | None = None
) -> list[Ratio]:
    """The values of the expressions at random point number `index`, where all of them are defined."""
    prime = random_prime(key)
    definitions = definitions or {}
    symbols = frozenset().union(*(e.symbols for e in (*expressions, *definitions.values()))) - definitions.keys()
    for draw in range(DRAWS):
        point = random_point(symbols, prime, key, str(index), str(draw))
        try:
            for name, definition in definitions.items():
                point[name] = evaluate(definition, point, prime)
            return [evaluate(expression, point, prime) for expression in expressions]
        except Undefined:
            continue
    raise NowhereDefined
