"""Text for a student's terminal: colored on one, plain when piped, never an error for want of a letter."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from typing import TextIO

COLORS = {"green": "32", "yellow": "33", "dim": "2"}
WIDTH = 80  # columns
CODE = 6 * " "  # sets in a line of code among the lines of prose


class Terminal:
    """Prints to `stream`; letters that its encoding lacks (Windows' cp1252 has no ∂) become `?`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self._is_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self._color = self._is_terminal and os.name == "posix" and "NO_COLOR" not in os.environ

    def print(self, text: str = "") -> None:
        self._write(text + "\n")

    def colored(self, text: str, color: str) -> str:
        return f"\033[{COLORS[color]}m{text}\033[0m" if self._color else text

    def progress(self, text: str) -> None:
        """A line that the next one overwrites; nothing when piped."""
        if self._color:
            self._write(f"\r\033[K{text} ...")

    def clear(self) -> None:
        if self._color:
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
    if len(text) <= WIDTH or text.startswith(CODE) or text.lstrip().startswith("called as: "):
        return text
    indent = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        text.lstrip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def number_text(value: float) -> str:
    """A number as a person reads it, of six significant digits at most; −0 is 0."""
    return f"{value + 0.0:.6g}"


def typed(path: str) -> str:
    """A file's name as it is typed on a command line."""
    name = os.path.basename(path)
    return name if re.fullmatch(r"[\w.+-]+", name) else f'"{name}"'
