"""Time limits for a worker's requests, in its own processor time, so that the load of the machine does not matter."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from autograder.sandbox.limits import WAITING
from autograder.sandbox.wire.channel import DeadlinePassed

LOOK = 0.25  # s between looks at the worker's progress while it sends nothing
SHORTEST = 0.002  # s
SCHEDULED = 2  # the scheduler's count in the number of a Linux clock; `time.clock_getcpuclockid` is often absent


class UsedUp(DeadlinePassed):
    """Raised when the worker has used up its processor time, which makes the verdict final."""


class ProcessorClock:
    """A clock of the processor time, in seconds, of process `pid` with all its threads; it keeps its last reading.

    On systems without such clocks, it measures wall-clock time.
    """

    def __init__(self, pid: int) -> None:
        self._last, self._began = 0.0, time.monotonic()
        self._clock: int | None = ~pid << 3 | SCHEDULED
        try:
            time.clock_gettime(self._clock)
        except OSError:
            self._clock = None

    def __call__(self) -> float:
        if self._clock is None:
            return time.monotonic() - self._began
        try:
            self._last = max(self._last, time.clock_gettime(self._clock))
        except OSError:  # the process is gone
            pass
        return self._last


class Stopwatch:
    """The time limits of one request to a worker; `end` is a reading of its clock at which the worker is ended.

    Time that this process computes while it waits, for a flood of output or for questions, counts as the worker's.
    """

    def __init__(self, clock: ProcessorClock) -> None:
        self.clock = clock
        self.end = math.inf
        self.seen: Any = None
        self._progress: Callable[[], Any] = lambda: None
        self._allowed: Callable[[Any], float] = lambda seen: math.inf
        self._stop = self._mark = self._deadline = self._until = self._ours = 0.0

    def begin(
        self, progress: Callable[[], Any], allowed: Callable[[Any], float], whole: float, until: float = math.inf
    ) -> None:
        """Start the limits of a request.

        Args:
            progress: returns the worker's progress; time starts again whenever it changes.
            allowed: returns the seconds of processor time for this progress; `WAITING` times as many by the clock.
            whole: seconds of processor time for the request.
            until: a time of `time.monotonic()` at which the request ends.
        """
        self._progress, self._allowed = progress, allowed
        self._ours = time.thread_time()
        self._stop, self._until = min(self.clock() + whole, self.end), until
        self._renew(progress())

    def left(self) -> float:
        """Return the seconds after which to look again.

        Raises:
            UsedUp: the processor time is used up.
            DeadlinePassed: the wall-clock time is over.
        """
        seen = self._progress()
        if seen != self.seen:
            self._renew(seen)
        used, now = self._used(), time.monotonic()
        left = min(self._mark, self._stop) - used
        if left <= 0:
            raise UsedUp
        waits = min(self._deadline, self._until) - now
        if waits <= 0:
            raise DeadlinePassed
        return min(LOOK, max(left, SHORTEST), waits)

    def _used(self) -> float:
        return self.clock() + time.thread_time() - self._ours

    def _renew(self, seen: Any) -> None:
        seconds = self._allowed(seen)
        self.seen, self._mark = seen, self._used() + seconds
        self._deadline = time.monotonic() + WAITING * seconds
