r"""What may stand around a written formula and is passed over: $…$, \( \), `=`, `dv/dw =`, a trailing full stop."""

from __future__ import annotations

from .expression_tokens import Token, unreadable
from .partial_derivatives import Mismatch, partial_at

WRAPPERS = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
LONGEST_NAME = 40
"""How many tokens a name before `=` may take; a bound on the search."""


def unwrapped(tokens: list[Token], text: str, own_name: str) -> list[Token]:
    """The tokens of the formula itself, with the token that ended it as the last.

    Raises:
        Unreadable: the name of another derivative and `=` stand before it.
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
    """How many tokens `=`, or the answer's own name and `=`, take here; 0 if there is no such thing.

    Where the answer has no name of its own, that of any variable or derivative may stand before `=`.
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
    """The partial derivative that the first `length` tokens spell, in brackets or not; empty if they spell none."""
    in_brackets = length > 2 and (head[0][0], head[length - 1][0]) == ("open", "close")
    for margin in (0, 1) if in_brackets else (0,):
        try:
            name, behind = partial_at(head, margin)
        except Mismatch:
            continue
        if behind == length - margin:
            return name
    return ""
