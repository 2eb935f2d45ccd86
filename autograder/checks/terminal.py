"""Output to a student's terminal: colored if interactive, plain if piped, and safe in every encoding."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from typing import TextIO

COLORS = {"green": "32", "yellow": "33", "dim": "2"}
WIDTH, NARROWEST = 80, 40  # columns
CODE = 6 * " "  # indentation of a line of code within prose
STARTED_IN = os.getcwd()


class Terminal:
    """Print to `stream`; characters that its encoding lacks (∂ in Windows' cp1252) become `?`."""

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
        """Print a line that the next one overwrites; print nothing if piped."""
        if self._color:
            self._write(f"\r\033[K{text} ...")

    def clear(self) -> None:
        if self._color:
            self._write("\r\033[K")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text.encode(self._encoding, errors="replace").decode(self._encoding))
            self._stream.flush()
        except BrokenPipeError:  # as in `python NAME.py | head`: discard the rest
            self._stream = open(os.devnull, "w", encoding="utf-8")
            os.dup2(self._stream.fileno(), sys.stdout.fileno())


def wrapped(text: str) -> str:
    """Return a line of prose wrapped to the terminal's width, at most 80 columns, with later lines indented.

    Lines of code stay whole.
    """
    width = max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))
    if len(text) <= width or text.startswith(CODE) or text.lstrip().startswith("called as: "):
        return text
    indent = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        text.lstrip(),
        width,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def number_text(value: float) -> str:
    """Return a number with at most six significant digits; −0 is written 0."""
    return f"{value + 0.0:.6g}"


def typed(path: str) -> str:
    """Return a file's name as it is typed on a command line, in the folder in which Python was started."""
    inside = os.path.join(STARTED_IN, "")
    name = path.removeprefix(inside) if path.startswith(inside) else os.path.basename(path)
    return name if re.fullmatch(r"[\w.+/\\-]+", name) else f'"{name}"'
