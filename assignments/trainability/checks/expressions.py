r"""A written formula, read as a person writes it: plain, Unicode or LaTeX, with products by juxtaposition.

    expression := term (("+" | "-") term)*
    term       := factor (("*" | "/" | nothing) factor)*         from left to right: a/2b is (a/2)b
    factor     := ("+" | "-") factor | operand ("^" factor)?      -x^2 is -(x^2)
    operand    := number | symbol | "(" expression ")" | \frac{expression}{expression}

Read with two stacks and without recursion (Dijkstra's shunting yard), so that no input can exhaust Python's stack.
Nothing typed is ever evaluated by Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from .expression_numbers import TOO_LARGE, constant, whole_number
from .expression_tokens import CLOSING, Token, tokenize, unreadable
from .notation import Divided, Notation, Unreadable
from .partial_derivatives import Mismatch, may_begin_partial, partial_at
from .written_frame import unwrapped

MAX_LENGTH = 100_000
MAX_DEPTH = 200
MAX_POWER = 1_000

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
        expected = f"the end (an answer has at most {MAX_LENGTH:,} characters)"
        raise Unreadable.at(MAX_LENGTH + 1, text[MAX_LENGTH], expected, "too_long")
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


class _Reader:
    """Operands go to `steps` at once, operators when one of lower precedence comes.

    `last_step` and `last_power` describe the operand read last: where its steps begin and its highest power, nested
    powers multiplied; `highest` holds the highest power within each open bracket.
    """

    def __init__(self, text: str, notation: Notation, own_name: str) -> None:
        self.text, self.notation = text, notation
        within = {name for symbol in notation.symbols if "/" in symbol for name in symbol[1:].split("/d")}
        self.tokens = unwrapped(tokenize(text, notation.names | within), text, own_name)
        self.symbol_steps = {symbol: ("symbol", symbol) for symbol in notation.symbols}
        self.at = 0
        self.steps: list[tuple[str, Any]] = []
        self.operators: list[Any] = [_Group(0, "(", "", self.tokens[-1], "", 0)]
        self.highest = [1]
        self.last_step, self.last_power, self.tower = 0, 1, 0

    # -- the whole ---------------------------------------------------------------------------------------------------

    def read(self) -> Expression:
        tokens, operand_next = self.tokens, True
        while operand_next or tokens[self.at][0] != "end":
            operand_next = self._operand(tokens[self.at]) if operand_next else self._operator(tokens[self.at])
        self._apply_down_to(1)
        if len(self.operators) > 1:
            raise self._unclosed(tokens[self.at])
        return Expression(tuple(self.steps))

    # -- operands ----------------------------------------------------------------------------------------------------

    def _operand(self, token: Token) -> bool:
        """Reads one sign, one opening bracket or one operand; says whether an operand must follow."""
        kind = token[0]
        if kind not in ("name", "number", "-") and may_begin_partial(self.tokens, self.at) and self._read_partial(token):
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
        if len(digits) < 10 and digits.isdigit():  # the ordinary case, fast
            self._push(("number", (int(digits), 1)))
            return
        whole, _, decimals = digits.partition(".")
        self._push(("number", (whole_number(whole + decimals), 10 ** len(decimals))))

    def _push_symbol(self, name: str, token: Token) -> None:
        step = self.symbol_steps.get(name)
        if step:
            self._push(step)
        elif name in self.notation.zero or name in self.notation.one:
            self._push_number("1" if name in self.notation.one else "0")
        else:
            refusal = self.notation.refusal(name, token[2] + 1)
            raise refusal or self._error(token, *self.notation.expected_for(name))

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

    def _read_partial(self, token: Token) -> bool:
        """Reads one partial derivative, if one begins here; a `d` that begins none cannot be read."""
        try:
            name, behind = partial_at(self.tokens, self.at)
        except Mismatch as mismatch:
            if self.notation.has_partials and (mismatch.begun or token[0] == "d"):
                raise self._error(mismatch.token, mismatch.expected) from None
            if token[0] == "d":
                raise self._error(token, self.notation.operand) from None
            return False
        self._push_symbol(name, (*token[:3], self.tokens[behind - 1][3]))
        self.at = behind
        return True

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
            self._raise_by_superscript(token)
            return False
        if kind not in PRECEDENCE:
            raise self._error(token, OPERATOR)
        self._push_operator(kind, token)
        return True

    def _push_operator(self, symbol: str, token: Token) -> None:
        precedence = PRECEDENCE[symbol]
        if symbol == "^":
            self._push_power(token)
            return
        self._apply_down_to(precedence)
        if symbol == "/":
            self.operators.append(_Pending(precedence, symbol, self.last_step, len(self.steps), 1, self.at))
        else:
            self.operators.append((precedence, symbol))

    def _push_power(self, token: Token) -> None:
        """Powers wait for all that follow, since a^b^c is a^(b^c); such a tower is limited like brackets."""
        self.tower += 1
        if self.tower > MAX_DEPTH:
            raise self._error(token, f"no further power (at most {MAX_DEPTH} upon one another)", "too_deep")
        self.operators.append(_Pending(PRECEDENCE["^"], "^", self.last_step, len(self.steps), self.last_power, self.at))

    def _raise_by_superscript(self, token: Token) -> None:
        value = int(token[1].translate(AS_POWER)[:5])  # 5 characters are enough to be too high
        self._raise_last(value, self.last_step, self.last_power, token)

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

    def _right_constant(self, pending: _Pending) -> Any:
        """The value of the right operand, as far as a power or a divisor needs it (see `constant`)."""
        first = pending.right_step
        kind, value = self.steps[first]
        if first == len(self.steps) - 1 and kind == "number" and value[1] == 1 and value[0] <= MAX_POWER:
            return value[0]  # the ordinary case, fast
        return constant(self.steps[first:])

    def _apply_power(self, pending: _Pending) -> None:
        """Replaces the exponent's steps by one step that holds its value."""
        self.tower -= 1
        exponent = self.tokens[pending.right_token]
        value = self._right_constant(pending)
        if value is None or value is not TOO_LARGE and value.denominator != 1:
            raise self._error(exponent, "a whole number as power")
        del self.steps[pending.right_step :]
        self._raise_last(MAX_POWER + 1 if value is TOO_LARGE else int(value), pending.left_step, pending.left_power, exponent)

    def _raise_last(self, exponent: int, first_step: int, base_power: int, token: Token) -> None:
        """Raises the operand whose steps are the last ones to a whole power."""
        power = base_power * max(1, abs(exponent))
        if power > MAX_POWER:
            raise self._error(token, f"a power of at most {MAX_POWER:,} in all", "too_high_power")
        if exponent < 0 and self.notation.whole_divisors:
            raise self._divided(token)
        self.steps.append(("power", exponent))
        self.last_step, self.last_power = first_step, power
        self.highest[-1] = max(self.highest[-1], power)

    def _apply_whole_divisor(self, pending: _Pending) -> None:
        value = self._right_constant(pending)
        if value is None or value is TOO_LARGE or value.denominator != 1 or value == 0:
            raise self._divided(self.tokens[pending.right_token])
        self.steps[pending.right_step :] = [("number", (int(value), 1)), STEP["/"]]

    # -- refusals ----------------------------------------------------------------------------------------------------

    def _divided(self, token: Token) -> Divided:
        position = token[2] + 1
        return Divided(position, f"Only a whole number other than 0 may divide in this answer (see character {position}).")

    def _error(self, token: Token, expected: str, kind: str = "unreadable") -> Unreadable:
        return unreadable(self.text, token, expected, kind)

    def _unclosed(self, token: Token) -> Unreadable:
        group = self.operators[-1]
        _, bracket, start, _ = group.token
        return self._error(token, f"{group.closing} (for the {bracket} at character {start + 1})")
