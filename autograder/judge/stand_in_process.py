"""Compute the answers of stand-ins: light ones in the judge, all others in a process of its own under limits.

That process imports the reference functions. It has neither the course key nor any student's work.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
import warnings
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from autograder.judge.callback_limits import Extent, extents, is_light, measure
from autograder.sandbox.host.fork_server import ONE_THREAD
from autograder.sandbox.wire.messages import HEADER, Broken, opened, pack, sizes

SERVER = Path(__file__).with_name("stand_in_server.py")
ROOT = SERVER.parents[2]
SECONDS = 0.8  # of the processor for one answer
BACKSTOP = 5.0  # s by the clock, where the machine is busy
MEMORY = 64 << 20  # bytes beyond what the process holds before it is asked
LARGEST = 16 << 20  # bytes of one reply
START = 30.0  # s to import NumPy


class StandInProcess:
    """Run one process of stand-ins, started when it is first needed and again after it has ended."""

    def __init__(self, references: Iterable[Callable[..., Any]] = ()) -> None:
        self._modules = sorted({module for module, _ in map(_place, references) if module})
        self._process: subprocess.Popen[bytes] | None = None
        self._finalizer: weakref.finalize[..., Any] | None = None

    def answer(self, reference: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Return what `reference` returns.

        Raises:
            ValueError: the reference raised an exception, exceeded the limits, or cannot be found by its name.
        """
        module, name = _place(reference)
        if module not in self._modules:
            raise ValueError("these arguments are too large")
        process = self._running()
        try:
            _pipe(process.stdin).write(pack(["answer", module, name, list(arguments), named]))
            _pipe(process.stdin).flush()
            kind, body = self._receive(process, BACKSTOP)
        except (OSError, EOFError, Broken, ValueError):
            self.close()
            raise ValueError(f"more than {SECONDS:g} s or {MEMORY >> 20} MB for one answer") from None
        if kind == "raised":
            raise ValueError(body)
        return body

    def close(self) -> None:
        """End the process."""
        if self._finalizer is not None:
            self._finalizer()
        self._process = self._finalizer = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _started(self._modules)
            self._finalizer = weakref.finalize(self, _end, self._process)
            try:
                self._receive(self._process, START)
            except (OSError, EOFError, Broken):
                self.close()
                raise ValueError("no process could be started for this") from None
        return self._process

    @staticmethod
    def _receive(process: subprocess.Popen[bytes], seconds: float) -> list[Any]:
        end = time.monotonic() + seconds
        header = _exactly(process, HEADER.size, end)
        text, raw = sizes(header)
        if text + raw > LARGEST:
            raise EOFError
        return opened(header + _exactly(process, text + raw, end))[0]


def _place(reference: Callable[..., Any]) -> tuple[str, str]:
    """Return the module and name by which another process can import a function; empty if it has none."""
    module, name = getattr(reference, "__module__", ""), getattr(reference, "__qualname__", "<")
    return (module, name) if module and "<" not in name else ("", "")


def _started(modules: list[str]) -> subprocess.Popen[bytes]:
    settings = {
        "path": [str(Path(entry).absolute()) for entry in sys.path] + [str(ROOT)],
        "modules": modules,
        "seconds": SECONDS,
        "memory": MEMORY,
        "parent": os.getpid(),
    }
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-S", str(SERVER), json.dumps(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, **ONE_THREAD},
        cwd="/",
        start_new_session=True,
    )


def _exactly(process: subprocess.Popen[bytes], count: int, end: float) -> bytes:
    """Return the next `count` bytes that the process writes before the time `end`."""
    received = b""
    descriptor = _pipe(process.stdout).fileno()
    while len(received) < count:
        left = end - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise EOFError
        data = os.read(descriptor, min(count - len(received), 1 << 20))
        if not data:
            raise EOFError
        received += data
    return received


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    _pipe(process.stdin).close()
    _pipe(process.stdout).close()


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    """Return a pipe of a process that was started with pipes."""
    assert end is not None
    return end


SMALL, MOST_NUMBERS, OVERHEAD = 1000, 1_000_000, 100  # numbers of a cached answer with its question; of all


@dataclass(frozen=True)
class StandInAnswer:
    """Hold what a reference returned, and how many numbers it and its arguments hold (see `measure`)."""

    reply: Any
    numbers: int


class StandInDesk:
    """Compute the answers of one assignment's reference functions.

    Args:
        largest: for each question, the size of its largest calls (see `extents`).
        references: all functions that may be called.
    """

    def __init__(
        self, largest: Iterable[Mapping[str, tuple[int, int]]], references: Iterable[Callable[..., Any]] = ()
    ) -> None:
        self._extents = extents(largest)
        self._process = StandInProcess(references)
        self._known: dict[tuple[Any, ...], tuple[tuple[Any, ...], StandInAnswer]] = {}
        self._numbers = 0

    def answer(
        self, name: str, reference: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]
    ) -> StandInAnswer:
        """Return what the reference returns; for the same objects again, the same answer.

        Raises:
            ValueError: the arguments are larger than those of any case, or the limits were exceeded.
            Exception: any exception raised by the reference or by a callable among the arguments.
        """
        given = (*arguments, *named.values())
        key = (name, *named, *map(id, given))
        known = self._known.get(key)
        if known is not None:
            return known[1]
        self._extents.get(name, Extent()).check(given)
        calls_back = any(callable(value) for value in given)
        if calls_back or is_light(given):
            with warnings.catch_warnings(), np.errstate(all="ignore"):  # warnings would go to a TA's terminal
                warnings.simplefilter("ignore")
                reply = reference(*arguments, **named)
        else:
            reply = self._process.answer(reference, arguments, dict(named))
        answer = StandInAnswer(reply, measure((*given, reply))[0])
        if answer.numbers <= SMALL and not calls_back:
            if self._numbers > MOST_NUMBERS:
                self._known.clear()
                self._numbers = 0
            self._known[key] = given, answer  # no other object can get the identity of one that is held
            self._numbers += answer.numbers + OVERHEAD
        return answer

    def close(self) -> None:
        """End the process if it is running."""
        self._process.close()
