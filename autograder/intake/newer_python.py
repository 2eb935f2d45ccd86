"""Recognize syntax that is newer than the grader's Python, and the version that a statement needs."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Callable
from string import ascii_letters

HERE = sys.version_info[:2]
Version = tuple[int, int]
MAX_STATEMENT = 100_000


def spelled(version: Version) -> str:
    """Return `Python 3.12`."""
    return f"Python {version[0]}.{version[1]}"


def version_needed(text: str, here: Version = HERE) -> Version | None:
    """Return the Python that an unreadable statement needs; None if no known version can read it.

    Newer syntax is rewritten for this Python, version by version, until the statement parses.
    """
    if len(text) > MAX_STATEMENT:
        return None
    needed: Version | None = None
    for version, rewrite in _REWRITES:
        if version <= here:
            continue
        plain = rewrite(text)
        if plain == text:
            continue
        text, needed = plain, max(needed or version, version)
        if _parses(text):
            return needed
    return None


def older_spelling(text: str, here: Version = HERE) -> str | None:
    """Return a statement in an older spelling of the same meaning; None without one.

    Type parameters, the word `type` and `except A, B` have such a spelling. It takes the same number of lines.
    """
    if len(text) > MAX_STATEMENT:
        return None
    plain = text
    for version, rewrite in _SAME_MEANING:
        plain = rewrite(plain) if version > here else plain
    return plain + "\n" * (text.count("\n") - plain.count("\n")) if plain != text and _parses(plain) else None


def _parses(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _substitute(pattern: str, replacement: str) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.MULTILINE)
    return lambda text: compiled.sub(replacement, text)


def _without_type_parameters(text: str) -> str:
    """Remove the brackets from `def f[T: int](x)` and `class A[T]`."""
    parts, end = [], 0
    for found in _GENERIC.finditer(text):
        if found.start() < end:
            continue
        close = _closing(text, found.end() - 1)
        if close is None:
            return text
        parts += [text[end : found.end() - 1]]
        end = close
    return "".join([*parts, text[end:]])


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for found in _BRACKETS.finditer(text, start):
        depth += 1 if found.group() == "[" else -1
        if depth == 0:
            return found.end()
    return None


_GENERIC = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+\[", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\]]")
_STRING = re.compile(r"""(?P<prefix>(?<!\w)[A-Za-z]{0,2})(?P<quote>\"\"\"|'''|"|')|\#[^\n]*""")


def _without_strings(letter: str) -> Callable[[str], str]:
    """Return a function that empties each string with this letter in its prefix, as Python 3.12 delimits strings."""

    def rewrite(text: str) -> str:
        parts, position, kept = [], 0, 0
        while found := _STRING.search(text, position):
            if found.group("quote") is None:
                position = found.end()
                continue
            prefix, quote = found.group("prefix").lower(), found.group("quote")
            braces = "f" in prefix or "t" in prefix
            position = _end_of_string(text, found.end(), quote, braces)
            if letter in prefix:
                parts += [text[kept : found.start()], '""']
                kept = position
        return "".join([*parts, text[kept:]])

    return rewrite


_IN_STRING = re.compile(r"""\\.|\{\{|\}\}|[{"'\n]""", re.DOTALL)
_IN_BRACES = re.compile(r"""[A-Za-z]{0,2}(?:\"\"\"|'''|"|')|[{}\[\]()#]""")
MAX_NESTED = 20


def _end_of_string(text: str, position: int, quote: str, braces: bool, depth: int = 0) -> int:
    while found := _IN_STRING.search(text, position):
        position = found.end()
        sign = found.group()
        if sign == "{" and braces and depth < MAX_NESTED:
            position = _end_of_braces(text, position, depth)
        elif sign in ('"', "'") and text.startswith(quote, found.start()):
            return found.start() + len(quote)
        elif sign == "\n" and len(quote) == 1:
            return found.start()
    return len(text)


def _end_of_braces(text: str, position: int, depth: int) -> int:
    open_ones = 1
    while found := _IN_BRACES.search(text, position):
        position, sign = found.end(), found.group()
        if sign == "{":
            open_ones += 1
        elif sign == "}":
            open_ones -= 1
            if not open_ones:
                return position
        elif sign[-1] in "\"'":
            quote = sign.lstrip(ascii_letters)
            prefix = sign[: -len(quote)].lower()
            position = _end_of_string(text, position, quote, "f" in prefix or "t" in prefix, depth + 1)
    return len(text)


_TYPE = (3, 12), _substitute(r"^([ \t]*)type[ \t]+(\w+)[ \t]*(?:\[[^\]\n=]*\])?[ \t]*=", r"\1\2 =")
_TYPE_PARAMETERS = (3, 12), _without_type_parameters
_EXCEPT = (3, 14), _substitute(r"^([ \t]*except[ \t]+)([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)[ \t]*:", r"\1(\2):")
_SAME_MEANING: tuple[tuple[Version, Callable[[str], str]], ...] = (_TYPE, _TYPE_PARAMETERS, _EXCEPT)
# From the oldest: the version, and the rewriting of its new syntax.
_REWRITES: tuple[tuple[Version, Callable[[str], str]], ...] = (
    ((3, 11), _substitute(r"\bexcept[ \t]*\*", "except ")),
    ((3, 11), _substitute(r"\[[ \t]*\*(?=\w)", "[")),
    ((3, 11), _substitute(r"(\*\w+[ \t]*:[ \t]*)\*", r"\1")),
    _TYPE,
    _TYPE_PARAMETERS,
    ((3, 12), _without_strings("f")),
    ((3, 14), _without_strings("t")),
    _EXCEPT,
)
