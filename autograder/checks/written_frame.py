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
    first, last, changed = 0, len(tokens) - 1, True
    while changed and first < last:
        before = first, last
        opening, final = tokens[first], tokens[last - 1]
        if final[0] == "punctuation":
            last -= 1
        elif opening[0] == "wrapper" and last - first > 1 and WRAPPERS.get(opening[1]) == final[1]:
            first, last = first + 1, last - 1
        else:
            first += _length_of_name(tokens[first : first + LONGEST_NAME], text, own_name)
        changed = before != (first, last)
    return [*tokens[first:last], ("end", *tokens[last][1:])]


def _length_of_name(head: list[Token], text: str, own_name: str) -> int:
    """How many tokens `=`, or the answer's own name and `=`, take here; 0 if there is no such thing."""
    kinds = [kind for kind, *_ in head]
    if "=" not in kinds:
        return 0
    length = kinds.index("=")
    try:
        name, behind = partial_at(head, 0)
    except Mismatch:
        name, behind = "".join(value for _, value, *_ in head[:length]), length
        return length + 1 if name in ("", own_name) else 0
    if not own_name or behind != length:
        return 0
    if name != own_name:
        raise unreadable(text, head[0], f"the answer, or {own_name} = before it,", "other_name")
    return length + 1
