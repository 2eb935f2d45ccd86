"""A socket for messages, with a deadline for every read and every write."""

from __future__ import annotations

import math
import os
import select
import socket
import time
from collections.abc import Callable
from typing import Any

from autograder.sandbox.limits import Limits
from autograder.sandbox.wire.messages import HEADER, Broken, Malformed, TooLarge, opened, pack, sizes

CHUNK = 1 << 16
LOOKS = 0.05  # s
CHUNKS_AT_ONCE = 16  # so that deadlines are checked while a worker floods its output


class Closed(Broken):
    """Raised when the other side has closed the line."""


class DeadlinePassed(Broken):
    """Raised when the other side did not answer, or did not read, in time."""


class Channel:
    """One end of the line between judge and worker.

    On the judge's side, printed text is read whenever the judge waits, so that a full pipe never blocks the student.

    Attributes:
        last_size: about how much memory the message read last takes, in bytes.
        kept: the text that the worker printed, truncated after `limits.output` bytes.
        watch: called while this end waits; it returns the seconds until its next call, and raises to end the wait.
    """

    def __init__(self, line: socket.socket, limits: Limits, output: int | None = None) -> None:
        line.setblocking(False)
        self.line = line
        self.limits = limits
        self.output = output
        self.kept = bytearray()
        self.buffer = bytearray()
        self.last_size = 0
        self.watch: Callable[[], float] | None = None
        self._next_look = 0.0
        self._poll = select.poll()
        if output is not None:
            os.set_blocking(output, False)
            self._poll.register(output, select.POLLIN)

    def send(self, message: list[Any], deadline: float | None, register: Callable[[Any], int] | None = None) -> None:
        """Write `message` before `deadline`, a time of `time.monotonic()`; None waits without limit.

        Raises:
            TooLarge: nothing was sent.
            DeadlinePassed: the line can no longer be used.
            Closed: the line can no longer be used.
        """
        self.write(self.packed(message, register), deadline)

    def packed(self, message: list[Any], register: Callable[[Any], int] | None = None) -> bytes:
        """Return `message` as bytes.

        Raises:
            TooLarge: they exceed the limits.
        """
        frame = pack(message, register)
        self.check(frame)
        return frame

    def check(self, frame: bytes) -> None:
        """Raise TooLarge for a message that exceeds the limits."""
        text, raw = sizes(frame[: HEADER.size])
        if text > self.limits.text or raw > self.limits.frame:
            raise TooLarge

    def write(self, frame: bytes, deadline: float | None) -> None:
        """Write a serialized message; raises DeadlinePassed or Closed."""
        data = memoryview(frame)
        while data:
            try:
                data = data[self.line.send(data) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError as error:
                raise Closed from error

    def receive(self, deadline: float | None, callables: Callable[[int], Any] | None = None) -> list[Any]:
        """Return the next message; raises DeadlinePassed, Closed, or Malformed for invalid bytes."""
        return self.opened(self.frame(deadline), callables)

    def opened(self, frame: bytes, callables: Callable[[int], Any] | None = None) -> list[Any]:
        """Return the message in a whole frame; raises Malformed."""
        message, self.last_size = opened(frame, callables)
        return message

    def frame(self, deadline: float | None) -> bytes:
        """Return the bytes of the next message with its header.

        Raises:
            Malformed: it exceeds the limits.
            DeadlinePassed: it did not arrive in time.
            Closed: the other side has closed the line.
        """
        self._fill(HEADER.size, deadline)
        text, raw = sizes(self.buffer[: HEADER.size])
        if text > self.limits.text or raw > self.limits.frame:
            raise Malformed("a frame beyond the limit")
        end = HEADER.size + text + raw
        self._fill(end, deadline)
        self.last_size = text + raw
        frame = bytes(self.buffer[:end])
        del self.buffer[:end]
        return frame

    def drain(self) -> None:
        """Read printed text, keep its beginning and discard the rest; return after `CHUNKS_AT_ONCE` chunks."""
        for _ in range(CHUNKS_AT_ONCE):
            if self.output is None:
                return
            try:
                data = os.read(self.output, CHUNK)
            except BlockingIOError:
                return
            self.kept += data[: max(0, self.limits.output - len(self.kept))]
            if not data:
                self._poll.unregister(self.output)
                os.close(self.output)
                self.output = None
            if len(data) < CHUNK:
                return

    def close(self) -> None:
        self.line.close()
        if self.output is not None:
            os.close(self.output)
            self.output = None

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self.buffer) < size:
            self._wait(select.POLLIN, deadline)
            try:
                data = self.line.recv(max(CHUNK, min(size - len(self.buffer), 1 << 20)))
            except BlockingIOError:
                continue
            except OSError as error:
                raise Closed from error
            if not data:
                raise Closed
            self.buffer += data

    def _watched(self) -> float:
        """Call `watch`, but at most once every `LOOKS` seconds."""
        now = time.monotonic()
        if now < self._next_look:
            return self._next_look - now
        left = self.watch()  # type: ignore[misc]  # whoever calls this has seen that it is set
        self._next_look = now + min(left, LOOKS)
        return left

    def _wait(self, event: int, deadline: float | None) -> None:
        """Wait until the line is ready for `event`, and read printed text meanwhile."""
        line = self.line.fileno()
        self._poll.register(line, event)
        while True:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise DeadlinePassed
            if self.watch is not None:
                left = min(self._watched(), math.inf if left is None else left)
            ready = self._poll.poll(None if left is None else left * 1000)
            if any(number != line for number, _ in ready):
                self.drain()
            if any(number == line for number, _ in ready):
                return
