"""Two alarms that end a statement: one after some processor time of this process, the other by the clock."""

from __future__ import annotations

import ctypes
import signal
from struct import pack
from typing import Any

from autograder.sandbox.kernel.libc import libc

REPEAT = 0.5  # s; a student's `except:` catches one alarm, but not all that follow
CLOCK_PROCESS_CPUTIME_ID = 2
OURS = "autograder.sandbox."


class CellTimeout(BaseException):
    """Raised in a statement that took too long; `except Exception` does not catch it."""

    waited = False


class WaitedTooLong(CellTimeout):
    """Raised in a statement that took too long without computing: it slept, or the machine was busy."""

    waited = True


class Alarms:
    """Alarms that raise `CellTimeout` in the student's code when its time is over, repeatedly until stopped."""

    def __init__(self) -> None:
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, _alarm)
        self._timer = _timer()

    def set(self, processor: float, clock: float) -> None:
        """Set the alarms to `processor` seconds of processor time and `clock` seconds of wall-clock time."""
        if self._timer is None:
            signal.setitimer(signal.ITIMER_PROF, processor, REPEAT)
        else:
            libc.timer_settime(self._timer, 0, _spans(REPEAT, processor), None)
        signal.setitimer(signal.ITIMER_REAL, clock, REPEAT)

    def stop(self) -> None:
        """Stop the alarms."""
        if self._timer is None:
            signal.setitimer(signal.ITIMER_PROF, 0)
        else:
            libc.timer_settime(self._timer, 0, _spans(0.0, 0.0), None)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _timer() -> ctypes.c_void_p | None:
    """Return a timer of the kernel's exact count, or None; counting ticks, as setitimer does, may be off by a half."""
    event = pack("Qii48x", 0, signal.SIGPROF, 0)
    timer = ctypes.c_void_p()
    try:
        failed = libc.timer_create(CLOCK_PROCESS_CPUTIME_ID, event, ctypes.byref(timer))
    except AttributeError:  # macOS, and C libraries without this function
        return None
    return None if failed else timer


def _spans(repeat: float, first: float) -> bytes:
    return pack("llll", *(part for span in (repeat, first) for part in (int(span), int(span % 1 * 1e9))))


def _alarm(signum: int, frame: Any) -> None:
    """End the running statement; if the grader's code was interrupted between statements, wait for the next alarm."""
    if frame is None or not str(frame.f_globals.get("__name__")).startswith(OURS):
        raise (WaitedTooLong if signum == signal.SIGALRM else CellTimeout)
