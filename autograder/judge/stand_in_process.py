"""A process that computes stand-ins under limits: it holds the reference, and nothing of the key or of a student's."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from autograder.sandbox.wire.messages import HEADER, Broken, opened, pack, sizes

SERVER = Path(__file__).with_name("stand_in_server.py")
ROOT = SERVER.parents[2]
SECONDS = 0.8  # of the processor for one answer
BACKSTOP = 5.0  # s by the clock, where the machine is busy
MEMORY = 64 << 20  # bytes beyond what the process holds before it is asked
LARGEST = 16 << 20  # bytes of one reply
START = 30.0  # s to import NumPy


class StandInProcess:
    """One process, started when it is first needed and again after it was ended."""

    def __init__(self, references: Iterable[Callable[..., Any]] = ()) -> None:
        self._modules = sorted({module for module, _ in map(_place, references) if module})
        self._process: subprocess.Popen[bytes] | None = None
        self._finalizer: weakref.finalize[..., Any] | None = None

    def answer(self, reference: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What `reference` answers.

        Raises:
            ValueError: what the reference raises; or it takes more than the limits, or cannot be found by its name.
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
        """End it."""
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
    """The module and the name by which a process of its own finds a function; empty where it has none."""
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
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "VECLIB", "BLIS", "NUMEXPR")}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-S", str(SERVER), json.dumps(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, **threads},
        cwd="/",
        start_new_session=True,
    )


def _exactly(process: subprocess.Popen[bytes], count: int, end: float) -> bytes:
    """The next `count` bytes that it writes, until `end`."""
    found = b""
    descriptor = _pipe(process.stdout).fileno()
    while len(found) < count:
        left = end - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise EOFError
        data = os.read(descriptor, min(count - len(found), 1 << 20))
        if not data:
            raise EOFError
        found += data
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    _pipe(process.stdin).close()
    _pipe(process.stdout).close()


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    """Return a pipe of a process that was started with all of them."""
    assert end is not None
    return end
