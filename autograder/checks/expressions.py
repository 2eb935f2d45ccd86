r"""A written formula, read as a person writes it: plain, Unicode or LaTeX, with products by juxtaposition.

    expression := term (("+" | "-") term)*
    term       := factor (("*" | "/" | nothing) factor)*         from left to right: a/2b is (a/2)b
    factor     := ("+" | "-") factor | operand ("^" factor)?      -x^2 is -(x^2)
    operand    := number | symbol | "(" expression ")" | \frac{expression}{expression}

Read with two stacks and without recursion (Dijkstra's shunting yard), so that no input can exhaust Python's stack.
Nothing typed is ever evaluated by Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any, NamedTuple

from .expression_tokens import CLOSING, WRAPPERS, Token, tokenize
from .notation import END, Divided, Evaluated, HandedBack, Notation, Unreadable

MAX_LENGTH = 100_000
MAX_DEPTH = 200
MAX_POWER = 1_000
MAX_BITS = 512
"""Whole-number powers and divisors are worked out up to this size; beyond it, nothing but "too large" is known."""

STEP = {symbol: (symbol, None) for symbol in ("+", "-", "*", "/", "negate")}
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "negate": 3, "^": 4}
NEGATE = (PRECEDENCE["negate"], "negate")
TIMES = (PRECEDENCE["*"], "*")
AS_POWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
OPERATOR = "an operator (+ - * / ^) or the end"
BEGINS_OPERAND = frozenset(("number", "name", "letter", "d", "frac", "open"))


@dataclass(frozen=True)
class Expression:
    """A formula in postfix order, as (kind, value) steps.

    Kinds: "number" (numerator, denominator), "symbol" (name), "power" (whole number) and "+", "-", "*", "/", "negate"
    (None). A step takes its operands from a stack and leaves its result there.
    """

    steps: tuple[tuple[str, Any], ...]

    @property
    def symbols(self) -> frozenset[str]:
        """The symbols that occur."""
        return frozenset(value for kind, value in self.steps if kind == "symbol")


def read_expression(text: str, notation: Notation, own_name: str = "") -> Expression:
    """The formula that `text` spells; an `=` before it, or `own_name` and `=`, is passed over.

        read_expression("2c(a-b)", Notation(symbols=("a", "b", "c")))
        read_expression(r"dv/dx = \frac{∂v}{∂a}·∂a/∂x", Notation.of_graph({"v": "ab", "a": "x", "b": "x"}), "dv/dx")

    Raises:
        Unreadable: with the position of the first character not understood, or of the limit passed: MAX_LENGTH
            characters, MAX_DEPTH brackets inside one another, powers of MAX_POWER (nested powers multiplied).
        Refused: it can be read, but hands the question back, is an evaluated formula or divides where it must not.
    """
    if len(text) > MAX_LENGTH:
        raise Unreadable(MAX_LENGTH + 1, text[MAX_LENGTH], f"the end (an answer has at most {MAX_LENGTH:,} characters)", "too_long")
    return _Reader(text, notation, own_name).read()


class _Group(NamedTuple):
    """An open bracket, as it waits among the operators; `part` is its part in a fraction, if any."""

    precedence: int
    symbol: str
    closing: str
    token: Token
    part: str
    first_step: int


class _Pending(NamedTuple):
    """A `^` or `/` that waits for its right operand, whose steps begin at `right_step`, those of its left at `left_step`."""

    precedence: int
    symbol: str
    left_step: int
    right_step: int
    left_power: int
    right_token: int


class _Mismatch(Exception):
    """What was tried as a partial derivative is none, from this token on: (token, what was expected)."""


class _Reader:
    """Operands go to `steps` at once, operators when one of lower precedence comes.

    `last_step` and `last_power` describe the operand read last: where its steps begin and its highest power, nested
    powers multiplied; `highest` holds the highest power within each open bracket.
    """

    def __init__(self, text: str, notation: Notation, own_name: str) -> None:
        self.text, self.notation, self.own_name = text, notation, own_name
        within = {name for symbol in notation.symbols if "/" in symbol for name in symbol[1:].split("/d")}
        self.tokens = tokenize(text, notation.names | within)
        self.symbol_steps = {symbol: ("symbol", symbol) for symbol in notation.symbols}
        self.at = 0
        self.steps: list[tuple[str, Any]] = []
        self.operators: list[Any] = [_Group(0, "(", "", self.tokens[-1], "", 0)]
        self.highest = [1]
        self.last_step, self.last_power = 0, 1

    # -- the whole ---------------------------------------------------------------------------------------------------

    def read(self) -> Expression:
        self._unwrap()
        tokens, operand_next = self.tokens, True
        while operand_next or tokens[self.at][0] != "end":
            operand_next = self._operand(tokens[self.at]) if operand_next else self._operator(tokens[self.at])
        self._apply_down_to(1)
        if len(self.operators) > 1:
            raise self._unclosed(tokens[self.at])
        return Expression(tuple(self.steps))

    def _unwrap(self) -> None:
        """Passes over `$…$` and its like, a leading name and `=`, a trailing full stop."""
        last, changed = len(self.tokens) - 1, True
        while changed and self.at < last:
            (first, opening, *_), (final, closing, *_) = self.tokens[self.at], self.tokens[last - 1]
            before = self.at, last
            if final == "punctuation":
                last -= 1
            elif first == final == "wrapper" and WRAPPERS.get(opening) == closing and last - self.at > 1:
                self.at, last = self.at + 1, last - 1
            else:
                self.at += self._length_of_own_name()
            changed = before != (self.at, last)
        self.tokens[last:] = [("end", *self.tokens[last][1:])]

    def _length_of_own_name(self) -> int:
        """How many tokens `=`, or the answer's own name and `=`, take here; 0 if there is no such thing."""
        head = [kind for kind, *_ in self.tokens[self.at : self.at + 40]]
        if "=" not in head:
            return 0
        length = head.index("=")
        named = self.tokens[self.at : self.at + length]
        try:
            name, behind = self._partial(self.at)
        except _Mismatch:
            return length + 1 if "".join(value for _, value, *_ in named) in ("", self.own_name) else 0
        if not self.own_name or behind != self.at + length:
            return 0
        if name != self.own_name:
            raise self._error(named[0], f"the answer, or {self.own_name} = before it,", "other_name")
        return length + 1

    # -- operands ----------------------------------------------------------------------------------------------------

    def _operand(self, token: Token) -> bool:
        """Reads one sign, one opening bracket or one operand; says whether an operand must follow."""
        kind = token[0]
        if kind in ("d", "open", "frac") and self._read_partial(token):
            return False
        self.at += 1
        if kind == "name":
            self._push_symbol(token[1], token)
        elif kind == "number":
            self._push_number(token[1])
        elif kind == "open":
            self._open(token)
            return True
        elif kind == "frac":
            return self._fraction_part("numerator")
        elif kind == "-":
            self.operators.append(NEGATE)
            return True
        elif kind != "+":
            raise self._error(token, self.notation.operand)
        return kind == "+"

    def _push(self, step: tuple[str, Any]) -> None:
        self.last_step, self.last_power = len(self.steps), 1
        self.steps.append(step)

    def _push_number(self, digits: str) -> None:
        whole, _, decimals = digits.partition(".")
        self._push(("number", (whole_number(whole + decimals), 10 ** len(decimals))))

    def _push_symbol(self, name: str, token: Token) -> None:
        step = self.symbol_steps.get(name)
        if step:
            self._push(step)
        elif name in self.notation.zero or name in self.notation.one:
            self._push_number("1" if name in self.notation.one else "0")
        else:
            raise self._refused(name, token)

    def _open(self, token: Token, part: str = "") -> None:
        if len(self.highest) > MAX_DEPTH:
            raise self._error(token, f"no further bracket (at most {MAX_DEPTH} inside one another)", "too_deep")
        self.highest.append(1)
        self.operators.append(_Group(0, "(", CLOSING[token[1][-1]], token, part, len(self.steps)))

    def _fraction_part(self, part: str) -> bool:
        """After \\frac or its numerator: opens the part's brace, or takes one digit or symbol, as LaTeX does."""
        token = kind, value, start, end = self.tokens[self.at]
        if kind == "open" and value == "{":
            self.at += 1
            self._open(token, part)
            return True
        first_step = len(self.steps)
        if kind == "number" and value[0] != ".":
            self._push_number(value[0])
            self.tokens[self.at] = kind, value[1:], start + 1, end
            self.at += len(value) == 1
        elif kind == "name":
            self.at += 1
            self._push_symbol(value, token)
        else:
            raise self._error(token, f"{{ and the {part} of a fraction")
        return self._fraction_part_read(part, first_step)

    def _fraction_part_read(self, part: str, first_step: int) -> bool:
        if part == "numerator":
            self.operators.append(_Pending(0, "/", first_step, len(self.steps), self.last_power, self.at))
            return self._fraction_part("denominator")
        self._apply(self.operators.pop())
        return False

    # -- partial derivatives -----------------------------------------------------------------------------------------

    def _read_partial(self, token: Token) -> bool:
        """Reads one partial derivative, if one begins here; a `d` that begins none cannot be read."""
        try:
            name, behind = self._partial(self.at)
        except _Mismatch as mismatch:
            if token[0] != "d":
                return False
            culprit, expected = mismatch.args
            if any("/" in symbol for symbol in self.notation.symbols):
                raise self._error(culprit, expected) from None
            raise self._error(token, self.notation.operand) from None
        self._push_symbol(name, (*token[:3], self.tokens[behind - 1][3]))
        self.at = behind
        return True

    def _partial(self, at: int) -> tuple[str, int]:
        """The name of the partial derivative at token `at`, such as "dv/da", and where it ends."""
        fraction = self.tokens[at][0] == "frac"
        above, at = self._half(at + fraction)
        if not fraction:
            at = self._demand(at, "/", "/ (as in dv/da)")
        below, at = self._half(at)
        return f"d{above}/d{below}", at

    def _half(self, at: int) -> tuple[str, int]:
        """The variable v of `dv`, `∂v`, `(dv)`, `{d}v` or `d{v}` at token `at`, and where it ends."""
        closings = []
        while self.tokens[at][0] == "open" and len(closings) < 4 and not self._is_braced(at):
            closings.append(CLOSING[self.tokens[at][1][-1]])
            at += 1
        braced = self._is_braced(at)
        at = self._demand(at + braced, "d", "d or ∂") + braced
        braced = self._is_braced(at)
        variable = self.tokens[at + braced]
        if variable[0] not in ("name", "letter"):
            raise _Mismatch(variable, "a variable after d or ∂")
        at += 1 + 2 * braced
        for closing in reversed(closings):
            at = self._demand(at, "close", closing)
        return variable[1], at

    def _is_braced(self, at: int) -> bool:
        """Does one letter in brackets stand here, as in \\mathrm{d}v?"""
        kinds = [kind for kind, *_ in self.tokens[at : at + 3]]
        return kinds[::2] == ["open", "close"] and kinds[1] in ("d", "name", "letter")

    def _demand(self, at: int, kind: str, expected: str) -> int:
        """The place behind token `at`, which must be of this kind."""
        if self.tokens[at][0] != kind:
            raise _Mismatch(self.tokens[at], expected)
        return at + 1

    # -- operators ---------------------------------------------------------------------------------------------------

    def _operator(self, token: Token) -> bool:
        """Reads what follows an operand; says whether an operand must follow."""
        kind = token[0]
        if kind in BEGINS_OPERAND:
            if kind == "number" and self.tokens[self.at - 1][0] == "number":
                raise self._error(token, OPERATOR + " (no spaces inside a number)")
            self._apply_down_to(2)
            self.operators.append(TIMES)
            return True
        self.at += 1
        if kind == "close":
            return self._close(token)
        if kind == "superscript":
            self._push_superscript(token[1])
            return False
        if kind not in PRECEDENCE:
            raise self._error(token, OPERATOR)
        self._push_operator(kind)
        return True

    def _push_operator(self, symbol: str) -> None:
        precedence = PRECEDENCE[symbol]
        if symbol == "^":  # from right to left; binds its left operand at once
            self.operators.append(_Pending(precedence, symbol, self.last_step, len(self.steps), self.last_power, self.at))
            return
        self._apply_down_to(precedence)
        if symbol == "/":
            self.operators.append(_Pending(precedence, symbol, self.last_step, len(self.steps), 1, self.at))
        else:
            self.operators.append((precedence, symbol))

    def _push_superscript(self, value: str) -> None:
        self._push_operator("^")
        pending = self.operators.pop()._replace(right_token=self.at - 1)
        self._push_number(value.translate(AS_POWER).lstrip("+-"))
        if value[0] == "⁻":
            self.steps.append(STEP["negate"])
        self._apply(pending)

    def _close(self, token: Token) -> bool:
        self._apply_down_to(1)
        group = self.operators[-1]
        if not group.closing:
            raise self._error(token, OPERATOR)
        if token[1][-1] != group.closing:
            raise self._unclosed(token)
        self.operators.pop()
        self.last_step, self.last_power = group.first_step, self.highest.pop()
        self.highest[-1] = max(self.highest[-1], self.last_power)
        return self._fraction_part_read(group.part, group.first_step) if group.part else False

    def _apply_down_to(self, precedence: int) -> None:
        operators = self.operators
        while operators[-1][0] >= precedence:
            self._apply(operators.pop())

    def _apply(self, operator: Any) -> None:
        """Appends the operator's step, now that its operands are complete."""
        symbol = operator[1]
        if symbol == "^":
            self._apply_power(operator)
        elif symbol == "/" and self.notation.whole_divisors:
            self._apply_whole_divisor(operator)
        else:
            self.steps.append(STEP[symbol])

    def _apply_power(self, pending: _Pending) -> None:
        """Replaces the exponent's steps by one step that holds its value."""
        exponent = self.tokens[pending.right_token]
        value = constant(self.steps[pending.right_step :])
        if value is None or value is not TOO_LARGE and value.denominator != 1:
            raise self._error(exponent, "a whole number as power")
        power = MAX_POWER + 1 if value is TOO_LARGE else pending.left_power * max(1, abs(value))
        if power > MAX_POWER:
            raise self._error(exponent, f"a power of at most {MAX_POWER:,} in all", "too_high_power")
        if value < 0 and self.notation.whole_divisors:
            raise self._divided(exponent)
        self.steps[pending.right_step :] = [("power", int(value))]
        self.last_step, self.last_power = pending.left_step, power
        self.highest[-1] = max(self.highest[-1], power)

    def _apply_whole_divisor(self, pending: _Pending) -> None:
        value = constant(self.steps[pending.right_step :])
        if value is None or value is TOO_LARGE or value.denominator != 1 or value == 0:
            raise self._divided(self.tokens[pending.right_token])
        self.steps[pending.right_step :] = [("number", (int(value), 1)), STEP["/"]]

    # -- refusals ----------------------------------------------------------------------------------------------------

    def _refused(self, name: str, token: Token) -> Exception:
        """Why a name that is no symbol of the notation is refused."""
        notation, position = self.notation, token[2] + 1
        if name in notation.totals:
            return HandedBack(position, f"{name} is what is asked for, not a step towards it: {_instead(notation)}.")
        if name in notation.variables:
            return Evaluated(
                position,
                f"`{name}` (character {position}) is a variable: leave the answer in symbols of partial derivatives, "
                f"such as {notation.symbols[0]}, and do not work them out.",
            )
        if name in notation.upside_down:
            return self._error(token, f"a derivative the other way up ({name} is upside down)", "upside_down")
        return self._error(token, notation.operand)

    def _divided(self, token: Token) -> Divided:
        position = token[2] + 1
        return Divided(position, f"What stands below the line, from character {position}, must be a whole number (and not 0) here.")

    def _error(self, token: Token, expected: str, kind: str = "unreadable") -> Unreadable:
        _, _, start, end = token
        return Unreadable(start + 1, self.text[start:end] or END, expected, kind)

    def _unclosed(self, token: Token) -> Unreadable:
        group = self.operators[-1]
        _, bracket, start, _ = group.token
        return self._error(token, f"{group.closing} (for the {bracket} at character {start + 1})")


def _instead(notation: Notation) -> str:
    if notation.variables:
        return "expand it, by the chain rule, along the edges of the graph"
    return f"write it as an expression in {', '.join(notation.symbols)}"
