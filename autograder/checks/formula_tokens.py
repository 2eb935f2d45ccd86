r"""From the characters of a written formula to its tokens: Unicode, LaTeX and plain spellings become one.

The text is normalised character by character, so that every token knows its position in what the student wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

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


SPACES = ["quad", "qquad", "enspace", "thinspace", "displaystyle", "left", "right"]
SPACES += ["mathrm", "mathit", "mathbf", "boldsymbol", "operatorname", "text", "textrm", "rm"]
SPACES += [size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")]
COMMANDS = {
    "frac": "frac", "dfrac": "frac", "tfrac": "frac",
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "partial": "d",
}  # fmt: skip
"""LaTeX commands and the kind of token that each is; those in SPACES change the look of a formula, not what it says."""

GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho . sigma tau "
GREEK += "upsilon phi chi psi omega"
LETTER_OF = {name: chr(0x3B1 + index) for index, name in enumerate(GREEK.split()) if name != "."}

ESCAPED = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
"""What Python makes of a backslash and these letters in a string without r: "\frac" begins with a form feed."""

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
CLOSING = {"(": ")", "[": "]", "{": "}"}


Token = tuple[str, str, int, int]
"""(kind, value, start, end); a plain tuple for speed. The kinds: number name letter d frac open close superscript
+ - * / ^ = wrapper punctuation unknown end."""


SIGNS = str.maketrans("−–—‐‑‒·⋅∙•‧・⋆∗×✕✖⨯÷∕⁄ˆ", "------************///^")
SAME_MEANING = ("<font>", "<wide>", "<narrow>", "<small>", "<noBreak>", "<compat>")
"""Unicode's names for forms of a character that mean the same: 𝑎, ａ. Raised, lowered and circled ones do not."""


class _OneForOne(dict[int, str]):
    """Maps a character's code to the plain character that means the same; the length of a text never changes."""

    def __missing__(self, code: int) -> str:
        plain = _plain_character(chr(code))
        if len(self) < 5_000:  # a bound on memory, whatever is typed
            self[code] = plain
        return plain


def _plain_character(character: str) -> str:
    if character in ESCAPED:
        return character
    if unicodedata.category(character) == "Cf" or character.isspace():
        return " "  # invisible marks and invisible times among them: side by side is a product
    form = unicodedata.decomposition(character).partition(" ")[0]
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) > 1 or (form.startswith("<") and form not in SAME_MEANING):
        return character
    return plain.translate(SIGNS)


_PLAIN = _OneForOne()


def tokenize(text: str, names: Iterable[str]) -> list[Token]:
    """The tokens of `text`, up to the first character that is none; `names` are the names that may occur.

    Python's control characters are mended: a form feed before "rac" is the command \\frac. Names are matched longest
    first; any other letter is a token of kind "letter", and `d` or ∂, unless it is a name, one of kind "d".
    """
    grammar = _grammar(frozenset(names))
    plain = text.translate(_PLAIN)
    tokens: list[Token] = []
    at, length, alone = 0, len(text), grammar.alone
    while at < length:
        known = alone.get(plain[at])
        if known:
            kind, value, start = *known, at
            at += 1
        else:
            kind, value, start, at = grammar.match(plain, at)
        if kind != "space":
            tokens.append((kind, value, start, at))
        if kind == "unknown":
            break
    tokens.append(("end", "", length, length))
    return tokens


def unreadable(text: str, token: Token, expected: str, kind: str = "unreadable") -> UnreadableAnswer:
    """The error that this token of `text` is not what was expected."""
    _, _, start, end = token
    return UnreadableAnswer.at(start + 1, text[start:end], expected, kind)


class _Grammar:
    """One set of names, ready to be matched."""

    def __init__(self, names: frozenset[str]) -> None:
        spellings = {spelling: name for name in names for spelling in _spellings(name)}
        self.spellings = spellings
        self.commands = dict(COMMANDS) | dict.fromkeys(SPACES, "space")
        self.commands |= {word: "name" for word, letter in LETTER_OF.items() if letter in spellings}
        self.mended = {
            control + word[1:]: word
            for control, letter in ESCAPED.items()
            for word in self.commands
            if word[0] == letter
        }
        self.pattern = re.compile("|".join(self._parts("∂" if "d" in names else "∂d")))
        first_of_longer = {spelling[0] for spelling in spellings if len(spelling) > 1}
        single = {
            letter: ("name", name)
            for letter, name in spellings.items()
            if len(letter) == 1 and letter not in first_of_longer
        }
        self.alone = {sign: (sign, sign) for sign in "+-/^="} | {" ": ("space", " ")} | single
        self.alone |= {sign: ("open", sign) for sign in CLOSING} | {sign: ("close", sign) for sign in CLOSING.values()}

    def _parts(self, partial_signs: str) -> list[str]:
        mended = _any(self.mended)
        return [
            rf"(?P<space>(?:[ ~]|(?!{mended})[\n\t\r\f\v])+|\\[,;:!> ])",
            rf"(?P<command>(?:\\{{1,2}}{_any(self.commands)}|{mended})(?![A-Za-z]))",
            r"(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
            rf"(?P<name>{_any(self.spellings)})" if self.spellings else r"(?P<name>(?!))",
            rf"(?P<d>[{partial_signs}])",
            rf"(?P<superscript>[⁻⁺]?[{SUPERSCRIPTS}]+)",
            r"(?P<letter>[^\W\d_](?:_?[0-9₀-₉]+|_\{[0-9]+\})?)",
            r"(?P<sign>\*\*|[-+*/^=])",
            r"(?P<wrapper>\$\$?|\\[()\[\]])",
            r"(?P<open>[(\[{]|\\\{)",
            r"(?P<close>[)\]}]|\\\})",
            r"(?P<punctuation>[.,;])",
            r"(?P<unknown>\\[A-Za-z]+|[\s\S])",
        ]

    def match(self, plain: str, at: int) -> Token:
        """The token, or the space, that begins at this character."""
        found: re.Match[str] = self.pattern.match(plain, at)  # type: ignore[assignment]  # `unknown` takes any character
        kind, value = found.lastgroup or "unknown", found.group()
        if kind == "command":
            word = self.mended.get(value, value.lstrip("\\"))
            kind = self.commands[word]
            value = self.spellings[LETTER_OF[word]] if kind == "name" else word
        elif kind == "name":
            value = self.spellings[value]
        elif kind == "sign":
            kind = "^" if value == "**" else value
        return kind, value, at, found.end()


_grammar = lru_cache(maxsize=64)(_Grammar)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def _spellings(name: str) -> list[str]:
    """`w_1` is also w1, w_{1} and w₁; `lambda` is also λ."""
    found = re.fullmatch(r"(.*?)_?\{?([0-9]*)\}?", name, re.DOTALL)
    stem, digits = found.groups() if found else (name, "")
    stems = [stem] + [letter for word, letter in LETTER_OF.items() if stem == word]
    stems += [word for word, letter in LETTER_OF.items() if stem == letter]
    indices = [digits, f"_{digits}", f"_{{{digits}}}", digits.translate(LOWERED)] if digits else [""]
    return [stem + index for stem in stems for index in indices]
