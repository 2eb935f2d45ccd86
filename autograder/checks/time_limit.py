"""A time limit for a block of code, enforced by a timer thread that interrupts the main thread.

It interrupts Python code on every system. A loop inside compiled code, such as a huge matrix product, finishes first.
"""

from __future__ import annotations

import _thread
import signal
import threading
import time
from types import FrameType
from typing import Any

SECONDS = 3.0  # of processor time, so that other programs do not matter
SECONDS_ON_THE_CLOCK = 8.0  # for code that waits, as in sleep and input
TICK = 0.1


class TimedOut(BaseException):
    """Raised when a time limit is exceeded; not an `Exception`, so that a student's `except Exception` misses it."""


class _Timer:
    """Timer that raises TimedOut in the main thread, again at each tick, until it is stopped."""

    def __init__(self, previous: Any, seconds: float) -> None:
        self._previous, self._seconds = previous, seconds
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._expired = False

    def handle(self, number: int, frame: FrameType | None) -> None:
        """Handle the interrupt signal, which Ctrl-C sends too."""
        if self._expired:
            if not self._stopped.is_set() and not _is_leaving(frame) and not _is_swallowing(frame):
                raise TimedOut
        elif callable(self._previous):
            self._previous(number, frame)
        else:
            raise KeyboardInterrupt

    def run(self) -> None:
        used, clock = time.process_time(), time.monotonic()
        while not self._stopped.wait(TICK):
            on_the_clock = max(SECONDS_ON_THE_CLOCK, self._seconds)
            over = time.process_time() - used > self._seconds or time.monotonic() - clock > on_the_clock
            with self._lock:
                if over and not self._stopped.is_set():
                    self._expired = True
                    _interrupt()

    def stop(self) -> None:
        with self._lock:
            self._stopped.set()


def _interrupt() -> None:
    if hasattr(signal, "pthread_kill"):  # ends a sleep as well
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


class time_limit:
    """Context manager that raises TimedOut after `seconds`, SECONDS by default; only in the main thread."""

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = SECONDS if seconds is None else seconds
        self._timer: _Timer | None = None

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            self._previous = signal.getsignal(signal.SIGINT)
            self._timer = _Timer(self._previous, self._seconds)
            signal.signal(signal.SIGINT, self._timer.handle)
            threading.Thread(target=self._timer.run, daemon=True).start()

    def __exit__(self, *error: object) -> None:
        if self._timer is not None:
            self._timer.stop()
            signal.signal(signal.SIGINT, self._previous)


def is_interrupt(error: BaseException) -> bool:
    """Return True for an exception that a signal such as Ctrl-C raised within a time limit, not a student's `raise`."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (
        isinstance(error, KeyboardInterrupt) and trace is not None and trace.tb_frame.f_code is _Timer.handle.__code__
    )


def _is_swallowing(frame: FrameType | None) -> bool:
    """Return True in a destructor, where Python prints exceptions and continues; the next tick raises again."""
    name = frame.f_code.co_name if frame else ""
    return name == "__del__" or (name == "_remove" and frame is not None and "weak" in frame.f_code.co_filename)


def _is_leaving(frame: FrameType | None) -> bool:
    """Return True if the block is over and its `__exit__` runs, where an exception would reach the student's cell."""
    while frame is not None:
        if frame.f_code.co_name == "__exit__" and frame.f_globals.get("TimedOut") is TimedOut:
            return True
        frame = frame.f_back
    return False
