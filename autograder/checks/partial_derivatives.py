r"""The parser of one partial derivative: dv/da, ∂v/∂a, (dv)/(da), \frac{\partial v}{\partial a}, d v / d a."""

from __future__ import annotations

from .formula_tokens import CLOSING, Token

MAX_BRACKETS = 2
"""Maximum number of brackets around `dv`, as in \\frac{(dv)}{(da)}."""


class Mismatch(Exception):
    """Raised at the first token that cannot belong to a partial derivative; `begun` is True behind its upper half."""

    def __init__(self, token: Token, expected: str) -> None:
        self.token, self.expected, self.begun = token, expected, False


def may_begin_partial(tokens: list[Token], at: int) -> bool:
    """Return False only if no partial derivative begins here, by a cheap look ahead for a `d`."""
    kind = tokens[at][0]
    if kind in ("open", "frac"):
        return "d" in [ahead[0] for ahead in tokens[at + 1 : at + 2 + MAX_BRACKETS]]
    return kind == "d"


def partial_at(tokens: list[Token], at: int) -> tuple[str, int]:
    """Return the name of the partial derivative at token `at`, as "dv/da", and the index of the token behind it.

    Raises:
        Mismatch: no partial derivative begins here; with the first token that does not fit.
    """
    fraction = tokens[at][0] == "frac"
    above, at = _variable_of(tokens, at + fraction)
    try:
        if not fraction:
            at = _behind(tokens, at, "/", "/ (as in dv/da)")
        below, at = _variable_of(tokens, at)
    except Mismatch as mismatch:
        mismatch.begun = True
        raise
    return f"d{above}/d{below}", at


def _variable_of(tokens: list[Token], at: int) -> tuple[str, int]:
    """Return the variable v of `dv`, `∂v`, `(dv)`, `{d}v` or `d{v}` at token `at`, and the index behind it."""
    closings: list[str] = []
    while tokens[at][0] == "open" and len(closings) < MAX_BRACKETS and not _is_bracketed(tokens, at):
        closings.append(CLOSING[tokens[at][1][-1]])
        at += 1
    at = _single(tokens, at, ("d",), "d or ∂")[1]
    variable, at = _single(tokens, at, ("name", "letter"), "a variable after d or ∂")
    for closing in reversed(closings):
        if tokens[at][1][-1:] != closing:
            raise Mismatch(tokens[at], closing)
        at += 1
    return variable[1], at


def _single(tokens: list[Token], at: int, kinds: tuple[str, ...], expected: str) -> tuple[Token, int]:
    """Return the token of one of these kinds at `at`, with or without brackets around it, and the index behind it."""
    bracketed = _is_bracketed(tokens, at)
    token = tokens[at + bracketed]
    if token[0] not in kinds:
        raise Mismatch(token, expected)
    return token, at + 1 + 2 * bracketed


def _is_bracketed(tokens: list[Token], at: int) -> bool:
    r"""Return True if a single letter in brackets begins here, as in \mathrm{d}v."""
    if tokens[at][0] != "open" or at + 2 >= len(tokens):
        return False
    _, opening, *_ = tokens[at]
    return tokens[at + 1][0] in ("d", "name", "letter") and tokens[at + 2][1] == CLOSING[opening[-1]]


def _behind(tokens: list[Token], at: int, kind: str, expected: str) -> int:
    if tokens[at][0] != kind:
        raise Mismatch(tokens[at], expected)
    return at + 1
