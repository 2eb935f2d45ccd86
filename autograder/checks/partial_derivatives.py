r"""One partial derivative among the tokens: dv/da, ∂v/∂a, (dv)/(da), \frac{\partial v}{\partial a}, d v / d a."""

from __future__ import annotations

from .formula_tokens import CLOSING, Token

MAX_BRACKETS = 2
"""Brackets around `dv` that are looked through, as in \\frac{(dv)}{(da)}."""


class Mismatch(Exception):
    """What was tried as a partial derivative is none, from `token` on; `begun` if its upper half is one."""

    def __init__(self, token: Token, expected: str) -> None:
        self.token, self.expected, self.begun = token, expected, False


def may_begin_partial(tokens: list[Token], at: int) -> bool:
    """A glance ahead, cheap and never wrongly False: does a `d` come soon enough?"""
    kind = tokens[at][0]
    if kind in ("open", "frac"):
        return "d" in [ahead[0] for ahead in tokens[at + 1 : at + 2 + MAX_BRACKETS]]
    return kind == "d"


def partial_at(tokens: list[Token], at: int) -> tuple[str, int]:
    """The name of the partial derivative that begins at token `at`, as "dv/da", and the place behind it.

    Raises:
        Mismatch: there is none; with the first token that does not fit.
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
    """The variable v of `dv`, `∂v`, `(dv)`, `{d}v` or `d{v}` at token `at`, and the place behind it."""
    closings: list[str] = []
    while tokens[at][0] == "open" and len(closings) < MAX_BRACKETS and not _is_bracketed(tokens, at):
        closings.append(CLOSING[tokens[at][1][-1]])
        at += 1
    at = _one(tokens, at, ("d",), "d or ∂")[1]
    variable, at = _one(tokens, at, ("name", "letter"), "a variable after d or ∂")
    for closing in reversed(closings):
        if tokens[at][1][-1:] != closing:
            raise Mismatch(tokens[at], closing)
        at += 1
    return variable[1], at


def _one(tokens: list[Token], at: int, kinds: tuple[str, ...], expected: str) -> tuple[Token, int]:
    """A token of one of these kinds, in brackets of its own or not, and the place behind it."""
    bracketed = _is_bracketed(tokens, at)
    found = tokens[at + bracketed]
    if found[0] not in kinds:
        raise Mismatch(found, expected)
    return found, at + 1 + 2 * bracketed


def _is_bracketed(tokens: list[Token], at: int) -> bool:
    r"""Does one letter in brackets stand here, as in \mathrm{d}v?"""
    if tokens[at][0] != "open" or at + 2 >= len(tokens):
        return False
    _, opening, *_ = tokens[at]
    return tokens[at + 1][0] in ("d", "name", "letter") and tokens[at + 2][1] == CLOSING[opening[-1]]


def _behind(tokens: list[Token], at: int, kind: str, expected: str) -> int:
    if tokens[at][0] != kind:
        raise Mismatch(tokens[at], expected)
    return at + 1
