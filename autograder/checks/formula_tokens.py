r"""The tokenizer of written formulas, for Unicode, LaTeX and plain spellings.

The text is normalized character by character, so that every token has a position in what the student wrote.

`respelled` handles spellings that are tried if a text cannot be read as it is: `\begin{aligned}`, `\boxed`, surrounding
quotes and backticks, a trailing `\\`, `:=`; `\pdv{v}{a}`, `∂_a v`, `v_a` and δ for a partial derivative.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .formula_notation import Notation, UnreadableAnswer

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_QUOTES = "`\"'“”‘’«»„"
_FENCED = re.compile(r"```[a-z]*\s([^`]*)```")
_GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_RESPELLED = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        # Layout: environments, alignment, line breaks, numbers of equations, colors, boxes and braces below.
        (r"\\(?:begin|end)\s*\{[a-z]+\*?\}(?:\s*\{[lcr|]+\})?", " "),
        (r"&(?=\s*(?:[-+=&]|\\q?quad))|(?<==)(\s*&|\s*\{\s*\})+|\{\s*\}(?=\s*=)", " "),
        (r"\\\\(?:\s*\[[^][]*\]|(?![A-Za-z]))|\\newline(?![A-Za-z])|\\\s*\n", " "),
        (rf"\\(?:label|tag|phantom|color|textcolor)\s*{_GROUP}|\\(?:nonumber|notag)(?![A-Za-z])", " "),
        (rf"\\underbrace\s*({_GROUP})\s*_\s*{_GROUP}", r"\1"),
        (r"\\(?:boxed|fbox|underbrace|overbrace|underline)(?![A-Za-z])", " "),
        (r"\\(?:left|right)\s*\.|[∎■□]|\\(?:blacksquare|square|qed)(?![A-Za-z])", " "),
        (rf"\\(?:stackrel|overset)\s*{_GROUP}\s*\{{\s*=\s*\}}", "="),
        (r"\{\s*(\\times|\\cdot|[-+*/=])\s*\}", r" \1 "),
        # Other spellings of =, of brackets, of fractions and of a product.
        (r":=|==|->|[≔≡→⇒∴]|\\(?:coloneqq|equiv|to|rightarrow|Rightarrow|implies|therefore)(?![A-Za-z])", "="),
        (r"\A([^:=]{1,60}):(?=[^:]*\Z)", r"\1="),
        (r"\(\s*[a-z](?:\s*,\s*[a-z])+\s*\)(?=\s*=)", " "),
        (r"\\l(?:paren|brack)(?![A-Za-z])", "("),
        (r"\\r(?:paren|brack)(?![A-Za-z])", ")"),
        (r"\\cfrac(?![A-Za-z])", r"\\frac"),
        (r"\{([^{}]*)\\over(?![A-Za-z])([^{}]*)\}", r"\\frac{\1}{\2}"),
        (r"(?<=[A-Za-z)\]}])\s*\.\s*(?=[A-Za-z(\\])|\\bullet(?![A-Za-z])", "*"),
    )
]
_PARTIALS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\\delta(?![A-Za-z])|δ|\\dd(?![A-Za-z])", "∂"),
        ("ₐ", "_a"),
        ("ₓ", "_x"),
        (r"\\(?:p?dv|p?derivative|p?deriv|diffp?)\*?\s*\{\s*([a-z])\s*\}\s*\{\s*([a-z])\s*\}", r"(d\1/d\2)"),
        (r"\\[dt]?frac\s*\{\s*(?:∂|\\partial|d)\s*\}\s*\{\s*(?:∂|\\partial|d)\s*([a-z])\s*\}\s*([a-z])(?![A-Za-z_])",
         r"(d\2/d\1)"),
        (r"(?:∂|\\partial|(?<![A-Za-z])D)\s*_\s*(?:\{\s*([a-z])\s*\}|([a-z]))\s*([a-z])(?![A-Za-z_])", r"(d\3/d\1\2)"),
        (r"(?<![A-Za-z\\_])([a-z])'?_(?:\{([a-z])\}|([a-z])(?![A-Za-z]))", r"(d\1/d\2\3)"),
    )
]  # fmt: skip


def refuse_bidi(text: str) -> None:
    """Raise UnreadableAnswer at an invisible mark that changes the direction of the text."""
    mark = BIDI.search(text)
    if mark:
        position = mark.start() + 1
        raise UnreadableAnswer(
            f"Character {position} is an invisible mark that changes the direction of the text, so that you do not see "
            "what we read. Type the formula again.",
            position,
        )


def respelled(text: str, notation: Notation) -> str:
    """Return the formula in a spelling that the tokenizer knows; the text itself if nothing needs to change."""
    plain = _unquoted(text)
    if r"\begin" in plain:
        plain = plain.replace("&", " ")
    for pattern, known in [*_RESPELLED, *(_PARTIALS if notation.has_partials else ())]:
        plain = pattern.sub(known, plain)
    body = plain.strip(" \n$.")
    if "=" in body and body[:1] + body[-1:] == "{}":  # of \boxed{name = …}
        plain = body[1:-1]
    return plain.lstrip(" \n=")


def _unquoted(text: str) -> str:
    """Return the text without quotes, backticks or marks of bold type around it, and a full stop behind them."""
    body = text.strip().removesuffix(".").rstrip()
    fenced = _FENCED.fullmatch(body)
    if fenced:
        return fenced[1]
    if len(body) > 4 and body[:2] == body[-2:] == "**":
        return body[2:-2]
    if len(body) < 2 or body[0] not in _QUOTES or body[-1] not in _QUOTES:
        return text
    inner = body.lstrip("`") if body[0] == "`" else body[1:]
    return inner.rstrip("`") if inner.endswith("`") else inner[:-1]


def steps_of(text: str) -> Iterator[str]:
    """Yield the formulas between equals signs, without empty ones."""
    yield from (part for part in text.split("=") if part.strip(" $.\t\n"))


SPACES = ["quad", "qquad", "enspace", "thinspace", "displaystyle", "textstyle", "left", "right"]
SPACES += ["mathrm", "mathit", "mathbf", "boldsymbol", "bm", "operatorname", "text", "textrm", "textbf", "textit", "rm"]
SPACES += [size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")]
COMMANDS = {
    "frac": "frac", "dfrac": "frac", "tfrac": "frac",
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "partial": "d",
}  # fmt: skip
"""LaTeX commands and their kinds of token; those in SPACES change the appearance of a formula, not its meaning."""

GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho . sigma tau "
GREEK += "upsilon phi chi psi omega"
LETTER_OF = {name: chr(0x3B1 + index) for index, name in enumerate(GREEK.split()) if name != "."}

ESCAPED = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
"""The characters that Python makes of a backslash and these letters without r: "\frac" begins with a form feed."""

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
CLOSING = {"(": ")", "[": "]", "{": "}"}


Token = tuple[str, str, int, int]
"""(kind, value, start, end); a plain tuple for speed. The kinds: number name letter d frac open close superscript
+ - * / ^ = wrapper punctuation unknown end."""


SIGNS = str.maketrans("−–—‐‑‒·⋅∙•‧・⋆∗×✕✖⨯÷∕⁄ˆ", "------************///^")
SAME_MEANING = ("<font>", "<wide>", "<narrow>", "<small>", "<noBreak>", "<compat>")
"""Unicode's tags for forms of a character with the same meaning: 𝑎, ａ. Super- and subscripts have another one."""


class _OneForOne(dict[int, str]):
    """Map from a character's code to one plain character of the same meaning; the length of a text never changes."""

    def __missing__(self, code: int) -> str:
        plain = _plain_character(chr(code))
        if len(self) < 5_000:  # bounds memory for any input
            self[code] = plain
        return plain


def _plain_character(character: str) -> str:
    if character in ESCAPED:
        return character
    if unicodedata.category(character) == "Cf" or character.isspace():
        return " "  # also for the invisible times sign, since adjacent factors are a product
    form = unicodedata.decomposition(character).partition(" ")[0]
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) > 1 or (form.startswith("<") and form not in SAME_MEANING):
        return character
    return plain.translate(SIGNS)


_PLAIN = _OneForOne()


def tokenize(text: str, names: Iterable[str]) -> list[Token]:
    r"""Return the tokens of `text`, up to the first unknown character; `names` are the names that may occur.

    Python's control characters are repaired: a form feed before "rac" is the command \frac. Names are matched longest
    first. Any other letter is a token of kind "letter"; `d` and ∂ are of kind "d" unless they are names.
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
    """Return the error for a token of `text` that is not what was expected."""
    _, _, start, end = token
    return UnreadableAnswer.at(start + 1, text[start:end], expected, kind)


class _Grammar:
    """The compiled patterns for one set of names."""

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
        """Return the token, or the space, that begins at this character."""
        match: re.Match[str] = self.pattern.match(plain, at)  # type: ignore[assignment]  # `unknown` takes any character
        kind, value = match.lastgroup or "unknown", match.group()
        if kind == "command":
            word = self.mended.get(value, value.lstrip("\\"))
            kind = self.commands[word]
            value = self.spellings[LETTER_OF[word]] if kind == "name" else word
        elif kind == "name":
            value = self.spellings[value]
        elif kind == "sign":
            kind = "^" if value == "**" else value
        return kind, value, at, match.end()


_grammar = lru_cache(maxsize=64)(_Grammar)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def _spellings(name: str) -> list[str]:
    """Return all spellings of a name: `w_1` is also w1, w_{1} and w₁; `lambda` is also λ."""
    match = re.fullmatch(r"(.*?)_?\{?([0-9]*)\}?", name, re.DOTALL)
    stem, digits = match.groups() if match else (name, "")
    stems = [stem] + [letter for word, letter in LETTER_OF.items() if stem == word]
    stems += [word for word, letter in LETTER_OF.items() if stem == letter]
    indices = [digits, f"_{digits}", f"_{{{digits}}}", digits.translate(LOWERED)] if digits else [""]
    return [stem + index for stem in stems for index in indices]
