r"""Other spellings of a written formula: what is tried when the text cannot be read as it stands.

`\begin{aligned}`, `\boxed`, quotes and backticks around, a trailing `\\`; `\pdv{v}{a}`, `∂_a v`, `v_a` and δ for a partial
derivative; a chain of steps, `name = step = result`, of which the last counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .formula_notation import Notation, UnreadableAnswer

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_AROUND = re.compile(
    r"\\(begin|end)\s*\{(aligned|align|equation|gather|gathered|split)\*?\}|\\boxed(?![A-Za-z])|&(?=\s*=)"
)
_QUOTES = re.compile(r"^\s*(`+|[\"'“”‘’«»„])(.*?)(`+|[\"'“”‘’«»„])\s*\.?\s*$", re.DOTALL)
_LINE_ENDS = re.compile(r"\\\\(?![A-Za-z])")
_PDV = re.compile(r"\\p?d(?:v|erivative)\s*\{\s*([a-z])\s*\}\s*\{\s*([a-z])\s*\}")
_NABLA = re.compile(r"(?:∂|\\partial)\s*_\s*\{?\s*([a-z])\s*\}?\s*([a-z])(?![A-Za-z_])")
_INDEXED = re.compile(r"(?<![A-Za-z\\_])([a-z])_\{?([a-z])\}?(?![A-Za-z])")


def refuse_bidi(text: str) -> None:
    """Raise UnreadableAnswer at a character that turns the direction of the text: what is seen is not what is read."""
    found = BIDI.search(text)
    if found:
        raise UnreadableAnswer(
            f"Character {found.start() + 1} is an invisible mark that turns the direction of the text, so that what is seen "
            "is not what is read. Type the formula anew.",
            found.start() + 1,
        )


def respelled(text: str, notation: Notation) -> str:
    """The same formula in the spelling that is read anyway; the text itself where there is nothing to change."""
    quoted = _QUOTES.match(text)
    plain = quoted[2] if quoted else text
    plain = _LINE_ENDS.sub(" ", _AROUND.sub(" ", plain))
    plain = re.sub(r"\\cfrac(?![A-Za-z])", r"\\frac", plain)
    if notation.has_partials:
        plain = re.sub(r"\\delta(?![A-Za-z])|δ", "∂", plain)
        for pattern, above, below in ((_PDV, 1, 2), (_NABLA, 2, 1), (_INDEXED, 1, 2)):
            plain = pattern.sub(rf"(d\g<{above}>/d\g<{below}>)", plain)
    return plain


def steps_of(text: str) -> Iterator[str]:
    """The formulas that stand between equals signs, without one that stands before the first."""
    yield from (part for part in text.split("=") if part.strip(" $.\t\n"))
