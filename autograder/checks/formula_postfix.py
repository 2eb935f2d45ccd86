"""Conversion of operands and operators, in the order in which they are written, to postfix (Dijkstra's shunting yard).

It is not recursive, so no input can exhaust Python's stack. It stops as soon as a limit is exceeded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any, NamedTuple

from .formula_notation import Divided, Notation, UnreadableAnswer
from .formula_tokens import CLOSING, Token, unreadable

DEEPEST = 200
MAX_POWER = 1_000

STEP = {symbol: (symbol, None) for symbol in ("+", "-", "*", "/", "negate")}
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "negate": 3, "^": 4}
OPERATOR = "an operator (+ - * / ^) or the end"
AS_POWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


@dataclass(frozen=True)
class Expression:
    """A formula in postfix order, as (kind, value) steps.

    Kinds: "number" (numerator, denominator), "symbol" (name), "power" (whole number) and "+", "-", "*", "/", "negate"
    (None). A step pops its operands from a stack and pushes its result.
    """

    steps: tuple[tuple[str, Any], ...]

    @property
    def symbols(self) -> frozenset[str]:
        """Return the symbols that occur in the formula."""
        return frozenset(value for kind, value in self.steps if kind == "symbol")


class _Group(NamedTuple):
    """An open bracket on the stack of operators; `part` is "numerator" or "denominator" within a fraction, else ""."""

    precedence: int
    symbol: str
    closing: str
    token: Token
    part: str


class _Pending(NamedTuple):
    """A `^` or `/` whose right operand is incomplete, with the token and the step that begin the operand."""

    precedence: int
    symbol: str
    left_power: int
    right_token: Token
    right_step: int


class PostfixBuilder:
    """Builder of an Expression: operands are appended to `steps` at once, operators before one of lower precedence.

    `last_power` is the highest power within the operand completed last, with nested powers multiplied; `highest` is a
    stack of the highest power within each open bracket.
    """

    def __init__(self, text: str, notation: Notation) -> None:
        self.text, self.notation = text, notation
        self.steps: list[tuple[str, Any]] = []
        self.operators: list[Any] = [_Group(0, "(", "", ("end", "", 0, 0), "")]
        self.highest = [1]
        self.last_power, self.tower = 1, 0

    def push(self, step: tuple[str, Any]) -> None:
        """Append an operand of one step."""
        self.last_power = 1
        self.steps.append(step)

    def push_number(self, digits: str) -> None:
        """Append a whole or decimal number, exactly."""
        if len(digits) < 10 and digits.isdigit():  # the usual case
            self.push(("number", (int(digits), 1)))
            return
        whole, _, decimals = digits.partition(".")
        self.push(("number", (whole_number(whole + decimals), 10 ** len(decimals))))

    def push_operator(self, symbol: str, token: Token, following: Token) -> None:
        """Add a binary operator, whose right operand begins with `following`, or the sign "negate"."""
        precedence = PRECEDENCE[symbol]
        if symbol == "negate":
            self.operators.append((precedence, symbol))
        elif symbol == "^":
            self._push_power(token, following)
        else:
            self.apply_down_to(precedence)
            self.operators.append((precedence, symbol) if symbol != "/" else self._pending(precedence, "/", following))

    def push_fraction(self, following: Token) -> None:
        """Add the line of a fraction, whose denominator begins with `following` and ends at `end_fraction`."""
        self.operators.append(self._pending(0, "/", following))

    def end_fraction(self) -> None:
        """Divide by the denominator, which is complete."""
        fraction = self.operators.pop()
        self._apply(fraction)
        self.last_power = max(self.last_power, fraction.left_power)

    def raise_by_superscript(self, token: Token) -> None:
        """Raise the operand completed last to a power in superscript digits."""
        written = token[1].translate(AS_POWER)
        digits = written.lstrip("+-").lstrip("0")[:5] or "0"  # five digits are enough to be too high
        self._raise_last(-int(digits) if written[0] == "-" else int(digits), self.last_power, token)

    def open(self, token: Token, part: str = "") -> None:
        """Open a bracket."""
        if len(self.highest) > DEEPEST:
            raise self.error(token, f"no further bracket (at most {DEEPEST} inside one another)", "too_deep")
        self.highest.append(1)
        self.operators.append(_Group(0, "(", CLOSING[token[1][-1]], token, part))

    def close(self, token: Token) -> str:
        """Close a bracket; return its part of a fraction, or ""."""
        self.apply_down_to(1)
        group = self.operators[-1]
        if not group.closing:
            raise self.error(token, OPERATOR)
        if token[1][-1] != group.closing:
            raise self._unclosed(token)
        self.operators.pop()
        self.last_power = self.highest.pop()
        self.highest[-1] = max(self.highest[-1], self.last_power)
        return group.part

    def finish(self, token: Token) -> Expression:
        """Return the whole expression, which ends at `token`."""
        self.apply_down_to(1)
        if len(self.operators) > 1:
            raise self._unclosed(token)
        return Expression(tuple(self.steps))

    def apply_down_to(self, precedence: int) -> None:
        """Apply the stacked operators of this precedence or a higher one."""
        operators = self.operators
        while operators[-1][0] >= precedence:
            self._apply(operators.pop())

    def error(self, token: Token, expected: str, kind: str = "unreadable") -> UnreadableAnswer:
        """Return the error for a token that is not what was expected."""
        return unreadable(self.text, token, expected, kind)

    def _pending(self, precedence: int, symbol: str, following: Token) -> _Pending:
        return _Pending(precedence, symbol, self.last_power, following, len(self.steps))

    def _push_power(self, token: Token, following: Token) -> None:
        """Stack a power without applying earlier ones, since a^b^c is a^(b^c); the depth is limited as for brackets."""
        self.tower += 1
        if self.tower > DEEPEST:
            raise self.error(token, f"no further power (at most {DEEPEST} upon one another)", "too_deep")
        self.operators.append(self._pending(PRECEDENCE["^"], "^", following))

    def _apply(self, operator: Any) -> None:
        """Append the operator's step once its operands are complete."""
        symbol = operator[1]
        if symbol == "^":
            self._apply_power(operator)
        elif symbol == "/" and self.notation.whole_divisors:
            self._apply_whole_divisor(operator)
        else:
            self.steps.append(STEP[symbol])

    def _apply_power(self, pending: _Pending) -> None:
        """Replace the steps of the exponent by one step with its value."""
        self.tower -= 1
        value = self._right_constant(pending)
        if value is None or (value is not TOO_LARGE and value.denominator != 1):
            raise self.error(pending.right_token, "a whole number as power")
        del self.steps[pending.right_step :]
        exponent = MAX_POWER + 1 if value is TOO_LARGE else int(value)
        self._raise_last(exponent, pending.left_power, pending.right_token)

    def _raise_last(self, exponent: int, base_power: int, token: Token) -> None:
        """Raise the last operand to a whole power."""
        power = base_power * max(1, abs(exponent))
        if power > MAX_POWER:
            raise self.error(token, f"a power of at most {MAX_POWER:,} in all", "too_high_power")
        if exponent < 0 and self.notation.whole_divisors:
            raise self._divided(token)
        self.steps.append(("power", exponent))
        self.last_power = power
        self.highest[-1] = max(self.highest[-1], power)

    def _apply_whole_divisor(self, pending: _Pending) -> None:
        value = self._right_constant(pending)
        if value is None or value is TOO_LARGE or value.denominator != 1 or value == 0:
            raise self._divided(pending.right_token)
        self.steps[pending.right_step :] = [("number", (int(value), 1)), STEP["/"]]

    def _right_constant(self, pending: _Pending) -> Any:
        """Return the value of the right operand, or None or TOO_LARGE (see `constant`)."""
        first = pending.right_step
        kind, value = self.steps[first]
        if first == len(self.steps) - 1 and kind == "number" and value[1] == 1 and value[0] <= MAX_POWER:
            return value[0]  # the usual case
        return constant(self.steps[first:])

    def _divided(self, token: Token) -> Divided:
        position = token[2] + 1
        sentence = f"Only a whole number other than 0 may divide in this answer (see character {position})."
        return Divided(position, sentence)

    def _unclosed(self, token: Token) -> UnreadableAnswer:
        _, _, closing, (_, bracket, start, _), _ = self.operators[-1]
        return self.error(token, f"{closing} (for the {bracket} at character {start + 1})")


MOST_BITS = 512
"""Limit on the size of computed values: far above any allowed power or divisor, and fast to reach."""

TOO_LARGE = inf
CHUNK = 4_000
"""Digits converted at a time: Python refuses more than 4,300, and its time grows with the square of their number."""


def whole_number(digits: str) -> int:
    """Return int(digits) for any number of digits; 0 for an empty string."""
    if len(digits) <= CHUNK:
        return int(digits or "0")
    value = 0
    for start in range(0, len(digits), CHUNK):
        chunk = digits[start : start + CHUNK]
        value = value * 10 ** len(chunk) + int(chunk)
    return value


def constant(steps: Sequence[tuple[str, Any]]) -> int | Fraction | float | None:
    """Return the exact value of postfix steps; None if it is undefined or has symbols, TOO_LARGE beyond MOST_BITS."""
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
        if result in (inf, -inf) or max(result.numerator.bit_length(), result.denominator.bit_length()) > MOST_BITS:
            return TOO_LARGE
        stack.append(result)
    return stack[-1]


def _fraction(numerator: int, denominator: int) -> Any:
    too_large = max(numerator.bit_length(), denominator.bit_length()) > 4 * MOST_BITS
    return TOO_LARGE if too_large else Fraction(numerator, denominator)


def _power(base: int | Fraction, exponent: int) -> Any:
    if base == 0 and exponent < 0:
        return None
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if (size - 1) * abs(exponent) > MOST_BITS:
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
