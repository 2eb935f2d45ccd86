"""Caches of workers' messages, keyed by their serialized bytes: in a class, most are equal to the last bit."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import numpy as np

from autograder.checks.observation import Observation

LONGEST = 4096  # bytes of a frame, enough for a matrix of a few hundred numbers
LONGEST_BATCH = 1 << 15  # bytes of all answers to one message with calls
MOST = 8 << 20  # bytes of all cached answers
OBJECTS = 400  # bytes of an observation, its array and their entries, without the numbers


Read = TypeVar("Read")


class FrameCache(Generic[Read]):
    """A map from frames to what was read from them.

    Arrays in it are read-only, since submissions share them.
    """

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest  # bytes of a frame
        self._known: dict[bytes, Read] = {}
        self._bytes = 0

    def get(self, frame: bytes) -> Read | None:
        """Return what was read from equal bytes before, or None."""
        return self._known.get(frame)

    def keep(self, frame: bytes, read: Read, value: Any, size: int) -> Read:
        """Cache `read` if its frame is small, and return it.

        Args:
            frame: the bytes that it was read from.
            read: what was read, without callables of the worker.
            value: the part of it that holds arrays.
            size: about how many bytes of memory it takes.
        """
        if len(frame) <= self._longest:
            if self._bytes > MOST:
                self._known.clear()
                self._bytes = 0
            _close(value)
            self._known[frame] = read
            self._bytes += size + OBJECTS
        return read


class Heard:
    """What a judge has heard from its workers: their answers to calls, and what they asked of stand-ins.

    Attributes:
        answers: observations.
        batches: the observations of all answers to one message, and the bytes they take.
        asks: each message with its size, if it holds no callable.
    """

    def __init__(self) -> None:
        self.answers: FrameCache[Observation] = FrameCache()
        self.batches: FrameCache[tuple[tuple[Observation, ...], int]] = FrameCache(LONGEST_BATCH)
        self.asks: FrameCache[tuple[list[Any], int]] = FrameCache()


def _close(value: Any) -> None:
    """Make every array in `value` read-only."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, (list, tuple)):
        for item in value:
            _close(item)
    elif isinstance(value, dict):
        for item in value.values():
            _close(item)
