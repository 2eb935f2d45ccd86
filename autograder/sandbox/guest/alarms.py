"""Two alarms for a statement: one counts this process's processor time, the other looks at the clock."""

from __future__ import annotations

import ctypes
import signal
import struct
from typing import Any

from autograder.sandbox.kernel.libc import libc

REPEAT = 0.5  # s; a student's `except:` swallows one alarm, not all that follow
CLOCK_PROCESS_CPUTIME_ID = 2
OURS = "autograder.sandbox."


class CellTimeout(BaseException):
    """Raised inside a statement that took too long; no `except Exception` catches it."""

    waited = False


class WaitedTooLong(CellTimeout):
    """The statement did not compute for so long: it slept, or the machine had no time for it."""

    waited = True


class Alarms:
    """Raises `CellTimeout` in the student's code once its time is over, again and again until it is stopped."""

    def __init__(self) -> None:
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, _alarm)
        self._timer = _timer()

    def set(self, processor: float, clock: float) -> None:
        """Ring after `processor` seconds of processor time, or once `clock` seconds have passed."""
        if self._timer is None:
            signal.setitimer(signal.ITIMER_PROF, processor, REPEAT)
        else:
            libc.timer_settime(self._timer, 0, _spans(REPEAT, processor), None)
        signal.setitimer(signal.ITIMER_REAL, clock, REPEAT)

    def stop(self) -> None:
        """Ring no more."""
        if self._timer is None:
            signal.setitimer(signal.ITIMER_PROF, 0)
        else:
            libc.timer_settime(self._timer, 0, _spans(0.0, 0.0), None)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _timer() -> ctypes.c_void_p | None:
    """Return a timer of the kernel's own count; the old one, which counts ticks, is off by a half on a busy machine."""
    event = struct.pack("Qii48x", 0, signal.SIGPROF, 0)
    timer = ctypes.c_void_p()
    try:
        failed = libc.timer_create(CLOCK_PROCESS_CPUTIME_ID, event, ctypes.byref(timer))
    except AttributeError:  # macOS, and C libraries that keep it elsewhere
        return None
    return None if failed else timer


def _spans(repeat: float, first: float) -> bytes:
    return struct.pack("llll", *(part for span in (repeat, first) for part in (int(span), int(span % 1 * 1e9))))


def _alarm(signum: int, frame: Any) -> None:
    """End the statement that runs; where our own code was interrupted, between two statements, wait for the next alarm."""
    if frame is None or not str(frame.f_globals.get("__name__")).startswith(OURS):
        raise (WaitedTooLong if signum == signal.SIGALRM else CellTimeout)
