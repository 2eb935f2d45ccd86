"""Decide whether two written formulas are the same function, by their values at random points of a prime field.

Two polynomials that differ somewhere differ almost everywhere (Schwartz 1980, Zippel 1979). So no simplification is
needed, and every form of a right answer is recognized.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import count

from autograder.checks.formula_reader import Expression

POINTS = 2
DRAWS = 3
"""A denominator that vanishes at this many random points in a row vanishes everywhere."""


class NowhereDefined(ZeroDivisionError):
    """Report an answer that divides by something that is zero everywhere, in a sentence for the student."""

    verdict = "wrong"
    kind = "undefined"

    def __init__(self) -> None:
        super().__init__("Your expression divides by something that is 0 for all values, so it has no value anywhere.")


def identical(
    expression: Expression, truth: Expression, key: str, definitions: Mapping[str, Expression] | None = None
) -> bool:
    """Return True if `expression` equals `truth` wherever both are defined.

    Each symbol in `definitions` is an abbreviation of its formula; an answer may use either, also in part.

    Equal formulas are always found equal. Different ones are found equal with probability below 10⁻²⁶ over the keys:
    Over one denominator, the numerator of the difference is a polynomial N with integer coefficients. A formula of
    L ≤ 10⁵ characters (longer ones are not read) with powers up to 1,000, where nested ones are multiplied, has a
    degree of at most 10⁸, or 10¹¹ with definitions of degree up to 1,000. At a random point of the field of p > 2¹²⁶
    elements, N ≠ 0 vanishes with probability at most 10¹¹/p < 10⁻²⁶, and at both points with less than 10⁻⁵². N is
    zero modulo p, however, if p divides all its coefficients. These are below 10^(10⁹), so at most 10⁸ primes of 127
    bits divide them, and the key draws one of more than 10³⁵ such primes.

    Raises:
        NowhereDefined: `expression` divides by something that is zero everywhere.
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
    """Return the values of the expressions at the random point number `index`, where all are defined."""
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


PRIME_BITS = 127
WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71)

Ratio = tuple[int, int]
"""A field element as numerator and denominator, so that one inverse at the end replaces one for each division."""


class Undefined(ZeroDivisionError):
    """Report a denominator that vanishes at a point."""


def random_number(*words: str) -> int:
    """Return 256 bits that depend only on these words."""
    return int.from_bytes(hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).digest(), "big")


@lru_cache(maxsize=64)
def random_prime(key: str) -> int:
    """Return a prime of PRIME_BITS bits drawn by the key; without the key nobody can write a multiple of it."""
    for attempt in count():
        candidate = random_number("prime", key, str(attempt)) % 2**PRIME_BITS | 1 | 1 << (PRIME_BITS - 1)
        if is_prime(candidate):
            return candidate
    raise AssertionError("unreachable: count() does not end")


def is_prime(n: int) -> bool:
    """Return True if `n` passes Miller–Rabin with 20 fixed bases; random odd composites pass less often than 4⁻²⁰."""
    twos = ((n - 1) & -(n - 1)).bit_length() - 1
    odd = (n - 1) >> twos
    return all(_is_witnessed(n, pow(base, odd, n), twos) for base in WITNESSES)


def _is_witnessed(n: int, power: int, twos: int) -> bool:
    if power in (1, n - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % n
        if power == n - 1:
            return True
    return False


def random_point(symbols: Iterable[str], prime: int, *words: str) -> dict[str, Ratio]:
    """Return a value for each symbol, drawn by the words and the symbol's name."""
    return {symbol: (random_number("point", *words, symbol) % prime, 1) for symbol in symbols}


def evaluate(expression: Expression, point: Mapping[str, Ratio], prime: int) -> Ratio:
    """Return the value of `expression` at `point` as (numerator, denominator) modulo `prime`.

    Raises:
        Undefined: the expression divides by something that is 0 there.
        KeyError: `point` has no value for one of the symbols.
    """
    stack: list[Ratio] = []
    push, pop = stack.append, stack.pop
    for kind, value in expression.steps:  # this loop is most of the time that a long answer takes
        if kind == "symbol":
            push(point[value])
        elif kind == "*":
            (m, e), (n, d) = pop(), pop()
            push((n * m % prime, d if e == 1 else d * e % prime))
        elif kind in ("+", "-"):
            (m, e), (n, d) = pop(), pop()
            m = m if kind == "+" else -m
            push(((n + m) % prime, d) if d == e else ((n * e + m * d) % prime, d * e % prime))
        elif kind == "number":
            push((value[0] % prime, value[1] % prime))
        elif kind == "negate":
            n, d = pop()
            push((-n, d))
        elif kind == "power":
            push(_power(pop(), value, prime))
        else:
            push(_quotient(pop(), pop(), prime))
    return stack[0][0] % prime, stack[0][1]


def _quotient(divisor: Ratio, dividend: Ratio, prime: int) -> Ratio:
    (m, e), (n, d) = divisor, dividend
    if not m % prime:
        raise Undefined
    return n * e % prime, d * m % prime


def _power(base: Ratio, exponent: int, prime: int) -> Ratio:
    numerator, denominator = base
    if exponent < 0:
        if not numerator % prime:
            raise Undefined
        numerator, denominator, exponent = denominator, numerator, -exponent
    return pow(numerator, exponent, prime), pow(denominator, exponent, prime) if denominator != 1 else 1
