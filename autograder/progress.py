"""Show progress on standard error: a bar on a terminal, a line every ten seconds in a pipe, nothing if quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

WIDTH = 30
# Seconds before the first display, and between displays.
FIRST, ON_TERMINAL, IN_PIPE = 2.0, 0.1, 10.0


class Progress:
    """Count to `total` and show count, rate and time left."""

    def __init__(
        self,
        total: int,
        what: str,
        quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total, self._what, self._quiet = total, what, quiet
        self._stream = stream or sys.stderr
        self._clock = clock
        self._bar = self._stream.isatty()
        self._start = clock()
        self._next = self._start + FIRST
        self._count, self._shown = 0, False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def at(self, count: int, total: int) -> None:
        """Record that `count` of `total` are done."""
        self._total = total
        self.step(count - self._count)

    def step(self, count: int = 1) -> None:
        """Record that `count` more are done."""
        self._count += count
        if not self._quiet and self._clock() >= self._next:
            self._show()

    def close(self) -> None:
        """Show the final count and end the terminal's line."""
        if self._shown and self._bar:
            self._show()
            self._write("\n")

    def _show(self) -> None:
        seconds = max(self._clock() - self._start, 1e-9)
        rate = self._count / seconds
        left = _clock((self._total - self._count) / rate) if rate else "?"
        text = f"{self._count} of {self._total} {self._what}, {rate:.1f} a second, {left} left"
        if self._bar:
            full = round(WIDTH * self._count / max(self._total, 1))
            text = f"\r[{'#' * full}{'.' * (WIDTH - full)}] {text}\033[K"
        self._write(text if self._bar else f"{text}\n")
        self._shown = True
        self._next = self._clock() + (ON_TERMINAL if self._bar else IN_PIPE)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
