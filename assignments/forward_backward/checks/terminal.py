"""Text for a student's terminal: coloured on one, plain when piped, never an error for want of a letter."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from typing import Any, TextIO

import numpy as np

from .arguments import Function, Seeded, from_json

COLOURS = {"green": "32", "yellow": "33", "dim": "2"}
LONGEST = 100  # columns of a call on one line
LONG = 400  # characters of one that is spread over lines; what is longer would bury what is said of it
WIDTH = 80  # columns
NOT_FINITE = re.compile(r"\b(inf|nan)\b")
CODE = 6 * " "  # sets in a line of code among the lines of prose


class Terminal:
    """Prints to `stream`; letters that its encoding lacks (Windows' cp1252 has no ∂) become `?`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self._is_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self._colour = self._is_terminal and os.name == "posix" and "NO_COLOR" not in os.environ

    def print(self, text: str = "") -> None:
        self._write(text + "\n")

    def coloured(self, text: str, colour: str) -> str:
        return f"\033[{COLOURS[colour]}m{text}\033[0m" if self._colour else text

    def progress(self, text: str) -> None:
        """A line that the next one overwrites; nothing when piped."""
        if self._colour:
            self._write(f"\r\033[K{text} ...")

    def clear(self) -> None:
        if self._colour:
            self._write("\r\033[K")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text.encode(self._encoding, errors="replace").decode(self._encoding))
            self._stream.flush()
        except BrokenPipeError:  # `python NAME.py | head`: nobody reads the rest, which goes nowhere
            self._stream = open(os.devnull, "w", encoding="utf-8")
            os.dup2(self._stream.fileno(), sys.stdout.fileno())


def wrapped(text: str) -> str:
    """A line of prose as lines of at most 80 columns, the later ones set in; what is there to be copied stays whole."""
    if len(text) <= WIDTH or text.startswith(CODE) or text.lstrip().startswith("asked: "):
        return text
    indent = text[: len(text) - len(text.lstrip())]
    options = {"break_long_words": False, "break_on_hyphens": False}
    return textwrap.fill(text.lstrip(), WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", **options)


def asked(ask: dict[str, Any]) -> list[str]:
    """The call that a case makes, as lines to type: `sigmoid(np.array([0., 1.]))`, after the functions that it is given;
    an argument a line when one line would be too long, nothing when all would be.
    """
    if "arguments" not in ask:
        return []
    recipes = [from_json(data) for data in ask["arguments"]]
    arguments = [_shown(recipe) for recipe in recipes]
    call = [f"{ask['name']}({', '.join(arguments)})"]
    if len(call[0]) > LONG:
        return []
    if len(call[0]) > LONGEST:
        call = [f"{ask['name']}(", *(f"  {argument}," for argument in arguments), ")"]
    given = [line for recipe in recipes if isinstance(recipe, Function) for line in recipe.source.splitlines()]
    return [f"asked: {call[0]}", *call[1:], *(["with"] if given else []), *(f"  {line}" for line in given)]


def _shown(recipe: Any) -> str:
    """A recipe as Python that makes it again, to the last bit."""
    if isinstance(recipe, Function):
        return recipe.name
    if isinstance(recipe, Seeded):
        return f"np.random.default_rng({recipe.seed})"
    text = repr(recipe)
    if isinstance(recipe, np.ndarray):
        exact = {"floatmode": "unique", "threshold": recipe.size + 1, "max_line_width": 10_000}
        text = "np.array(" + np.array2string(recipe, separator=", ", **exact).replace("\n", "") + ")"
    return NOT_FINITE.sub(r"np.\1", text)
