"""A limit of time on a call, kept by a timer that interrupts the main thread.

It interrupts Python code, on every system. A loop inside compiled code (one huge matrix product, say) runs to its end
first.
"""

from __future__ import annotations

import _thread
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SECONDS = 3.0  # of processor time, so that a busy computer takes nothing away
SECONDS_ON_THE_CLOCK = 8.0  # for code that waits: sleep, input
TICK = 0.1


class TimedOut(BaseException):
    """A limit is over. It is no `Exception`, so that no `except Exception` of a student's holds it back."""


class _Timer:
    """Raises TimedOut in the main thread, again at each tick, until it is stopped."""

    def __init__(self, previous: Any, seconds: float) -> None:
        self._previous, self._seconds = previous, seconds
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._expired = False

    def handle(self, number: int, frame: Any) -> None:
        """Answer the interrupt signal, which Ctrl-C sends too."""
        if self._expired:
            if not self._stopped.is_set():
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


@contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """Raise TimedOut in the block when its time is over; without effect outside of the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    timer = _Timer(signal.getsignal(signal.SIGINT), seconds)
    previous = signal.signal(signal.SIGINT, timer.handle)
    threading.Thread(target=timer.run, daemon=True).start()
    try:
        yield
    finally:
        timer.stop()
        signal.signal(signal.SIGINT, previous)
