r"""The reader of written formulas, from text to an Expression.

It skips what may surround a formula: $…$, \( \), `=`, `dv/dw =`, a trailing period. If a text cannot be read as it is,
other spellings are tried (see formula_tokens.py), and in a chain `name = step = result` the last step counts.
"""

from __future__ import annotations

import zlib

from .formula_notation import Evaluated, HandedBack, Notation, Refused, UnreadableAnswer
from .formula_postfix import OPERATOR, PRECEDENCE, Expression, PostfixBuilder, constant
from .formula_tokens import Token, refuse_bidi, respelled, steps_of, tokenize, unreadable
from .partial_derivatives import Mismatch, may_begin_partial, partial_at

WRAPPERS = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
LONGEST_NAME = 40
"""Maximum number of tokens of a name before `=`; it bounds the search."""


def unwrapped(tokens: list[Token], text: str, own_name: str) -> list[Token]:
    """Return the tokens of the formula itself, followed by an end token.

    Raises:
        UnreadableAnswer: the formula is preceded by `=` and the name of another derivative.
    """
    first, last, changed, named = 0, len(tokens) - 1, True, False
    while changed and first < last:
        before = first, last
        opening, final = tokens[first], tokens[last - 1]
        if final[0] == "punctuation":
            last -= 1
        elif opening[0] == "wrapper" and last - first > 1 and WRAPPERS.get(opening[1]) == final[1]:
            first, last = first + 1, last - 1
        elif not named:
            length = _length_of_name(tokens[first : first + LONGEST_NAME], text, own_name)
            first, named = first + length, length > 0
        changed = before != (first, last)
    return [*tokens[first:last], ("end", *tokens[last][1:])]


def _length_of_name(head: list[Token], text: str, own_name: str) -> int:
    """Return the number of tokens of `=`, or of the answer's own name and `=`, at the start of `head`; else 0.

    If the answer has no name of its own, the name of any variable or derivative may precede `=`.
    """
    kinds = [kind for kind, *_ in head]
    if "=" not in kinds:
        return 0
    length = kinds.index("=")
    partial = _partial(head, length)
    if (partial or "".join(value for _, value, *_ in head[:length])) in ("", own_name):
        return length + 1
    if not own_name:
        return length + 1 if partial or (length == 1 and kinds[0] in ("name", "letter")) else 0
    if partial:
        raise unreadable(text, head[0], f"the answer, or {own_name} = before it,", "other_name")
    return 0


def _partial(head: list[Token], length: int) -> str:
    """Return the partial derivative that the first `length` tokens spell, in brackets or not, or ""."""
    in_brackets = length > 2 and (head[0][0], head[length - 1][0]) == ("open", "close")
    for margin in (0, 1) if in_brackets else (0,):
        try:
            name, behind = partial_at(head, margin)
        except Mismatch:
            continue
        if behind == length - margin:
            return name
    return ""


MAX_LENGTH = 100_000
MOST_STEPS = 100
"""Maximum number of formulas in a chain of equals signs."""
BEGINS_OPERAND = frozenset(("number", "name", "letter", "d", "frac", "open"))


def read_expression(text: str, notation: Notation, own_name: str = "") -> Expression:
    r"""Return the formula in `text`; an `=` before it, or `own_name` and `=`, is skipped.

        read_expression("2c(a-b)", Notation(symbols=("a", "b", "c")))
        read_expression(r"dv/dx = \frac{∂v}{∂a}·∂a/∂x", Notation.of_graph({"v": "ab", "a": "x", "b": "x"}), "dv/dx")

    Raises:
        UnreadableAnswer: the text cannot be read, or exceeds a limit (MAX_LENGTH characters, 200 nested brackets,
            powers of 1,000 with nested powers multiplied); with the position of the first character concerned.
        Refused: the formula repeats the question, is evaluated, or divides where it must not.
    """
    if len(text) > MAX_LENGTH:
        expected = f"the end (an answer has at most {MAX_LENGTH:,} characters)"
        raise UnreadableAnswer.at(MAX_LENGTH + 1, text[MAX_LENGTH], expected, "too_long")
    refuse_bidi(text)
    try:
        return _Reader(text, notation, own_name).read()
    except (UnreadableAnswer, Evaluated, HandedBack) as first:
        if first.kind == "other_name":
            raise
        return _read_otherwise(text, notation, own_name, first)


def _read_otherwise(text: str, notation: Notation, own_name: str, first: UnreadableAnswer | Refused) -> Expression:
    """Return the formula in another spelling, or the last step of a chain; raise `first` if neither can be read."""
    plain = respelled(text, notation)
    if plain == text and isinstance(first, HandedBack):
        raise first
    try:
        return _Reader(plain, notation, own_name).read()
    except (UnreadableAnswer, Evaluated):
        pass
    except HandedBack as second:
        first = second
    return _last_step(plain, notation, own_name, first)


def _last_step(text: str, notation: Notation, own_name: str, first: UnreadableAnswer | Refused) -> Expression:
    """Return the last step of `name = step = result` if all steps have the same value, else raise an error."""
    parts = list(steps_of(text.strip().strip("$")))
    if not 1 < len(parts) <= MOST_STEPS:
        raise first
    steps = []
    for i, part in enumerate(parts):
        try:
            steps.append(_Reader(part, notation, "").read())
        except (UnreadableAnswer, Refused):
            if i == len(parts) - 1 or i or not _is_name(part, notation, own_name):
                raise first from None
    if any(_values(step) != _values(steps[-1]) for step in steps[:-1]):
        raise UnreadableAnswer(
            "The steps on both sides of an equals sign differ: write the result alone, or correct them.",
            first.position,
        )
    return steps[-1]


def _is_name(part: str, notation: Notation, own_name: str) -> bool:
    """Return True if `part` is the answer's own name, as it may precede an equals sign."""
    try:
        return _Reader(f"{part}=0", notation, own_name).tokens[0][0] == "number"
    except UnreadableAnswer:
        return False


def _values(expression: Expression) -> list[object]:
    """Return the values of the expression at a few points."""
    points = ({name: 2 + zlib.crc32(f"{name} {i}".encode()) % 97 for name in expression.symbols} for i in range(3))
    return [_value_at(expression, point) for point in points]


def _value_at(expression: Expression, point: dict[str, int]) -> object:
    return constant([("number", (point[step[1]], 1)) if step[0] == "symbol" else step for step in expression.steps])


class _Reader(PostfixBuilder):
    """Parser that alternates between two states: an operand is next, or what follows an operand."""

    def __init__(self, text: str, notation: Notation, own_name: str) -> None:
        super().__init__(text, notation)
        within = {name for symbol in notation.symbols if "/" in symbol for name in symbol[1:].split("/d")}
        self.tokens = unwrapped(tokenize(text, notation.names | within), text, own_name)
        self.symbol_steps = {symbol: ("symbol", symbol) for symbol in notation.symbols}
        self.at = 0

    def read(self) -> Expression:
        """Return the whole expression."""
        tokens, operand_next = self.tokens, True
        while operand_next or tokens[self.at][0] != "end":
            operand_next = self._operand(tokens[self.at]) if operand_next else self._operator(tokens[self.at])
        return self.finish(tokens[self.at])

    def _operand(self, token: Token) -> bool:
        """Read a sign, an opening bracket or an operand; return True if an operand must follow."""
        kind = token[0]
        if kind not in ("name", "number", "-") and may_begin_partial(self.tokens, self.at) and self._partial(token):
            return False
        self.at += 1
        if kind == "name":
            self._push_symbol(token[1], token)
        elif kind == "number":
            self.push_number(token[1])
        elif kind == "open":
            self.open(token)
        elif kind == "frac":
            return self._fraction_part("numerator")
        elif kind == "-":
            self.push_operator("negate", token, token)
        elif kind != "+":
            raise self.error(token, self.notation.operand)
        return kind in ("open", "-", "+")

    def _operator(self, token: Token) -> bool:
        """Read what follows an operand; return True if an operand must follow."""
        kind = token[0]
        if kind in BEGINS_OPERAND:
            if kind == "number" and self.tokens[self.at - 1][0] == "number" and self.tokens[self.at - 1][1]:
                raise self.error(token, OPERATOR + " (no spaces inside a number)")
            self.push_operator("*", token, token)
            return True
        self.at += 1
        if kind == "close":
            part = self.close(token)
            return bool(part) and self._fraction_part_read(part)
        if kind == "superscript":
            self.raise_by_superscript(token)
            return False
        if kind not in PRECEDENCE:
            raise self.error(token, OPERATOR)
        self.push_operator(kind, token, self.tokens[self.at])
        return True

    def _push_symbol(self, name: str, token: Token) -> None:
        step = self.symbol_steps.get(name)
        if step:
            self.push(step)
        elif name in self.notation.zero or name in self.notation.one:
            self.push_number("1" if name in self.notation.one else "0")
        else:
            refusal = self.notation.refusal(name, token[2] + 1)
            raise refusal or self.error(token, *self.notation.expected_for(name))

    def _partial(self, token: Token) -> bool:
        """Read the partial derivative that begins here and return True, or return False if none does.

        Raises:
            UnreadableAnswer: a `d` does not begin a partial derivative.
        """
        try:
            name, behind = partial_at(self.tokens, self.at)
        except Mismatch as mismatch:
            if self.notation.has_partials and (mismatch.begun or token[0] == "d"):
                raise self.error(mismatch.token, mismatch.expected) from None
            if token[0] == "d":
                raise self.error(token, self.notation.operand) from None
            return False
        self._push_symbol(name, (*token[:3], self.tokens[behind - 1][3]))
        self.at = behind
        return True

    def _fraction_part(self, part: str) -> bool:
        r"""Read, after \frac or its numerator, an opening brace, or one digit or symbol as LaTeX does."""
        token = kind, value, start, end = self.tokens[self.at]
        if kind == "open" and value == "{":
            self.at += 1
            self.open(token, part)
            return True
        if kind == "number" and value[0] != ".":
            self.push_number(value[0])
            self.tokens[self.at] = (kind, value[1:], start + 1, end)  # the rest may be empty; `_operator` expects that
            self.at += len(value) == 1
        elif kind == "name":
            self.at += 1
            self._push_symbol(value, token)
        else:
            raise self.error(token, f"{{ and the {part} of a fraction")
        return self._fraction_part_read(part)

    def _fraction_part_read(self, part: str) -> bool:
        if part == "numerator":
            self.push_fraction(self.tokens[self.at])
            return self._fraction_part("denominator")
        self.end_fraction()
        return False
