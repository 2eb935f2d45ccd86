"""Whole numbers of any length, and the value of steps without symbols: what powers and divisors need while reading."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf
from typing import Any

MAX_BITS = 512
"""Values are worked out up to this size: far more than any power or divisor that is admitted, and quickly done."""

TOO_LARGE = inf
CHUNK = 4_000
"""Python converts at most 4,300 digits at a time, in a time that grows with their square."""


def whole_number(digits: str) -> int:
    """int(digits), for any number of digits; 0 for none."""
    if len(digits) <= CHUNK:
        return int(digits or "0")
    value = 0
    for start in range(0, len(digits), CHUNK):
        chunk = digits[start : start + CHUNK]
        value = value * 10 ** len(chunk) + int(chunk)
    return value


def constant(steps: Sequence[tuple[str, Any]]) -> int | Fraction | float | None:
    """The exact value of postfix steps; None if symbols occur or it is undefined, TOO_LARGE beyond MAX_BITS."""
    stack: list[Any] = []
    for kind, value in steps:
        if kind == "symbol":
            return None
        if kind == "number":
            result: Any = value[0] if value[1] == 1 else _fraction(*value)
        elif kind == "negate":
            result = -stack.pop()
        elif kind == "power":
            result = _power(stack.pop(), value)
        else:
            right = stack.pop()
            result = _joined(kind, stack.pop(), right)
        if result is None:
            return None
        if result in (inf, -inf) or max(result.numerator.bit_length(), result.denominator.bit_length()) > MAX_BITS:
            return TOO_LARGE
        stack.append(result)
    return stack[-1]


def _fraction(numerator: int, denominator: int) -> Any:
    too_large = max(numerator.bit_length(), denominator.bit_length()) > 4 * MAX_BITS
    return TOO_LARGE if too_large else Fraction(numerator, denominator)


def _power(base: int | Fraction, exponent: int) -> Any:
    if base == 0 and exponent < 0:
        return None
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if (size - 1) * abs(exponent) > MAX_BITS:
        return TOO_LARGE
    return base**exponent if exponent >= 0 else Fraction(base) ** exponent


def _joined(symbol: str, left: Any, right: Any) -> Any:
    if symbol == "+":
        return left + right
    if symbol == "-":
        return left - right
    if symbol == "*":
        return left * right
    return Fraction(left) / right if right else None
