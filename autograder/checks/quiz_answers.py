"""Readers of quiz answers as students type them: a letter, letters, a number, a short text, a formula.

Each reader returns the answer in a canonical form, or raises NotAnswered, WrongType or UnreadableAnswer, whose `str()`
is a sentence for the student. This module does not contain right answers.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from .formula_notation import Notation, UnreadableAnswer
from .formula_postfix import Expression, constant
from .formula_reader import MAX_LENGTH, read_expression

LONGEST_ANSWER = 1_000
"""Maximum length of a letter, a number or a short text, in characters; a formula may have MAX_LENGTH."""

MOST_LETTERS = 100
"""Maximum number of items in an answer that consists of several letters."""


class NotAnswered(ValueError):
    """Raised for an answer that is still `...`, None or empty."""

    verdict = "missing"

    def __init__(self) -> None:
        super().__init__("this question is not answered yet.")


class WrongType(ValueError):
    """Raised for an answer of a type that this kind of question does not accept."""

    verdict = "type"

    def __init__(self, expected: str, value: Any, got: str = "") -> None:
        super().__init__(f"The answer should be {expected}, got {got or _described(value)}.")


def read_choice(value: Any, options: Iterable[str]) -> str:
    """Return one of the letters in `options`, given as "c", "C", " c ", "c)", "(c)", ["c"] or {"c"}.

    A string of several letters is refused, also if they agree: "bb" may be a slip for another answer.
    """
    options = tuple(options)
    expected = f'one letter, such as "{options[0]}"'
    items = _letters(value, options, expected)
    if not items:
        raise WrongType(expected, value)
    if len(set(items)) != 1 or len(items[0]) != 1:
        letters = ", ".join("".join(items))
        raise WrongType(expected, value, f"several: {letters if len(letters) < 40 else letters[:40] + '…'}")
    return items[0]


def read_choices(value: Any, options: Iterable[str]) -> frozenset[str]:
    """Return a set of letters in `options`, given as {"a", "d"}, ["a", "d"], "ad" or "a, d"; it may be empty."""
    options = tuple(options)
    expected = f'a set of letters, such as {{"{options[0]}", "{options[-1]}"}}'
    return frozenset("".join(_letters(value, options, expected)))


def read_number(value: Any) -> float:
    """Return a finite number, given as a number, a one-element array, or a string: "0.25", "1/4", "1e-3", "0,25".

    A comma before three digits is refused, since 1,000 is ambiguous. A bool is refused too.
    """
    expected = 'a number, such as 0.25 or "1/4"'
    value = _unpacked(value)
    _check_answered(value)
    if isinstance(value, str):
        return _finite(_number_in(value))
    if isinstance(value, (bool, np.bool_)) or not isinstance(
        value, (int, float, np.integer, np.floating, Fraction, Decimal)
    ):
        raise WrongType(expected, value)
    return _finite(value)


def read_text(value: Any) -> str:
    """Return the letters and digits of a short text, without case, accents, article and ending (see `normal_words`)."""
    _check_answered(value)
    if not isinstance(value, str):
        raise WrongType('a short text, such as "gradient"', value)
    words = normal_words(value)
    if not words:
        raise UnreadableAnswer("There is no letter and no digit in this text.")
    return "".join(words)


def read_symbolic(value: Any, notation: Notation, own_name: str = "") -> Expression:
    """Return a formula in the notation's symbols; raises also Refused (see `read_expression`)."""
    value = _unpacked(value)
    _check_answered(value, MAX_LENGTH)
    if (
        isinstance(value, (int, float, np.integer, np.floating))
        and not isinstance(value, bool)
        and math.isfinite(value)
    ):
        value = f"{Decimal(repr(float(value))):f}" if isinstance(value, (float, np.floating)) else str(value)
    if not isinstance(value, str):
        raise WrongType("a formula in quotation marks", value)
    return read_expression(_without_assignment(value), notation, own_name)


def _without_assignment(text: str) -> str:
    """Return the right-hand side of `w_new = …`, `w' = …`, `w := …`, `w ← …`; `w -= x` becomes `w - (x)`."""
    changed = re.fullmatch(r"\s*([A-Za-z]\w*)\s*([-−+])=\s*(\S.*)", text, re.DOTALL)
    if changed:
        return f"{changed[1]} {changed[2]} ({changed[3]})"
    named = re.match(
        r"\s*[A-Za-z]\w*?(_?\{?new\}?|'|′|\+)?\s*(:=|←|<-|\\leftarrow|\\gets|(?<![=!<>])=(?!=))\s*(?=\S)", text
    )
    return text[named.end() :] if named and (named[1] or named[2] != "=") else text


def _is_blank(value: Any) -> bool:
    return value is None or value is Ellipsis or (isinstance(value, str) and not value.strip(" .…\t\r\n"))


def _check_answered(value: Any, longest: int = LONGEST_ANSWER) -> None:
    if _is_blank(value):
        raise NotAnswered
    if isinstance(value, str) and len(value) > longest:
        raise UnreadableAnswer(f"This answer is too long: at most {longest:,} characters are read.")


def _letters(value: Any, options: tuple[str, ...], expected: str) -> list[str]:
    """Return the option letters of a string, or of each string of a collection, in order; a set's are sorted."""
    _check_answered(value)
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist()
    if isinstance(value, str):
        return [_letters_in(value, options)]
    if isinstance(value, dict) and not value:
        return []  # many students write {} for the empty set
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise WrongType(expected, value)
    if len(value) > MOST_LETTERS:
        raise UnreadableAnswer(f"This answer is too long: at most {MOST_LETTERS} letters are read.")
    items = [item for item in value if not _is_blank(item)]
    if value and not items:
        raise NotAnswered
    if not all(isinstance(item, str) for item in items):
        raise WrongType(expected, value)
    letters = [_letters_in(item, options) for item in items]
    return sorted(letters) if isinstance(value, (set, frozenset)) else letters


def _letters_in(text: str, options: tuple[str, ...]) -> str:
    _check_answered(text)
    plain = unicodedata.normalize("NFKC", text).lower()
    pasted = re.fullmatch(r"\s*(?:\(?([a-z])[).:]|([a-z])\s*[-–—]\s)(.*)", plain, re.DOTALL)
    if pasted and _is_prose(pasted[3], options):  # a pasted option that begins with its letter
        plain = pasted[1] or pasted[2]
    plain = re.sub(r"\band\b|[\W_]", " ", plain)
    letters = "".join(plain.split())
    unknown = sorted(set(letters) - set(options))
    if unknown or not letters:
        problem = f"`{unknown[0]}` is not one of the options" if unknown else "There is no letter here; the options are"
        raise UnreadableAnswer(f"{problem} {', '.join(options)}.")
    return letters


def _is_prose(text: str, options: tuple[str, ...]) -> bool:
    """Return True if the text begins with a word, or contains one that is not made of option letters only."""
    if re.match(r"\s*\w{2,}", text) and not re.match(r"\s*and\b", text):
        return True
    words = set(re.findall(r"[^\W\d_]{2,}", text)) - {"and"}
    return any(set(word) - set(options) for word in words)


def _unpacked(value: Any) -> Any:
    """Return the element of an array, list or tuple of one element; return anything else unchanged."""
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return _unpacked_array(np.asarray(value[0])) if isinstance(value[0], np.ndarray) else value[0]
    return _unpacked_array(value) if isinstance(value, np.ndarray) else value


def _unpacked_array(value: np.ndarray) -> Any:
    return value.reshape(())[()] if value.size == 1 else value


def _number_in(text: str) -> Any:
    share = re.fullmatch(r"(.*\S)\s*(?:%|％|percent|per cent)\s*", text, re.DOTALL)
    if share:
        return Fraction(_number_in(share[1])) / 100
    vulgar = re.fullmatch(r"\s*([-+−]?)(\d*)\s*(\S)\s*", text)
    if vulgar and unicodedata.decomposition(vulgar[3]).startswith("<fraction>"):
        part = Fraction(unicodedata.normalize("NFKC", vulgar[3]).replace("⁄", "/"))
        return (int(vulgar[2] or 0) + part) * (-1 if vulgar[1] in ("-", "−") else 1)
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)[eE][+-]?\d{1,4}", plain, re.ASCII):
        return float(plain)
    if re.fullmatch(r"[+-]?\d*,\d+", plain, re.ASCII):
        whole, decimals = plain.split(",")
        if len(decimals) == 3 and whole.strip("+-0"):
            raise UnreadableAnswer(f"{plain} may mean two numbers: write {whole}{decimals} or {whole}.{decimals}.")
        text = f"{whole}.{decimals}"
    number = constant(read_expression(text, Notation(symbols=())).steps)
    if number is None:
        raise UnreadableAnswer("The answer divides by 0; a number was expected.")
    return number


def _finite(value: Any) -> float:
    try:
        number = float(value)
    except (OverflowError, ValueError):
        number = math.inf
    if not math.isfinite(number):
        raise UnreadableAnswer("The answer should be a finite number.")
    return number


def _described(value: Any) -> str:
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    name = "bool" if isinstance(value, np.bool_) else type(value).__name__
    name = str(getattr(value, "type_name", name))[:40]
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


ARTICLES = ("a", "an", "the")
ENDINGS = ("algorithm", "method")
LONG_WORD = 8
"""Minimum length, in letters, of words in which one typing mistake is forgiven."""


def same_text(given: str, accepted: Iterable[str], refused: Iterable[str] = ()) -> bool:
    """Return True if `given` equals an accepted text after `read_text`, up to one typing mistake in one long word.

    A mistake is one letter too many, too few or wrong, or two neighbors swapped (Damerau 1964). A text that equals one
    of the `refused` texts is never accepted.
    """
    plain = "".join(normal_words(given))
    texts = [normal_words(text) for text in accepted]
    if any(plain == "".join(words) for words in texts):
        return True
    if any(plain == "".join(normal_words(text)) for text in refused):
        return False
    return any(_has_one_slip(plain, words) or _has_one_slip(plain, [*words, ENDINGS[0]]) for words in texts)


def normal_words(text: str) -> list[str]:
    """Return the words of a text without case, accents, hyphens, punctuation, leading article and trailing ending."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[-‐‑‒–—'’_]", "", plain) if re.search(r"[^\W_]", plain) else ""
    words = re.findall(r"[^\W_]+", plain)
    if len(words) > 1 and words[0] in ARTICLES:
        del words[0]
    while len(words) > 1 and words[-1] in ENDINGS:
        del words[-1]
    return _without_joined_ending(words)


def _without_joined_ending(words: list[str]) -> list[str]:
    """Remove an ending that is joined to the last word, since spaces do not matter."""
    for ending in ENDINGS:
        if words and words[-1].endswith(ending) and words[-1] != ending:
            return _without_joined_ending([*words[:-1], words[-1][: -len(ending)]])
    return words


def _has_one_slip(given: str, words: list[str]) -> bool:
    for index, word in enumerate(words):
        before, after = "".join(words[:index]), "".join(words[index + 1 :])
        middle = given[len(before) : len(given) - len(after)]
        if len(word) >= LONG_WORD and given == before + middle + after and is_one_slip(middle, word):
            return True
    return False


def is_one_slip(given: str, word: str) -> bool:
    """Return True if the two differ by one letter inserted, dropped or replaced, or by two neighbors swapped."""
    if abs(len(given) - len(word)) > 1 or given == word:
        return False
    start = next((i for i, (a, b) in enumerate(zip(given, word)) if a != b), min(len(given), len(word)))
    rest, other = given[start:], word[start:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:] and len(rest) > 1
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
