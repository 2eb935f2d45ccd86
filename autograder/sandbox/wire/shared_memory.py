"""Shared memory in which a worker writes without waking the judge: the cell that it runs, and its answers in order.

The judge reads it by system calls, not by mapping it: when a message arrives on the line, at a deadline, and after the
worker's death. Its content is as untrusted as a message on the line.

    4 bytes: the cell that runs, 4 bytes: the place of the statement
    4 bytes: number of the batch of calls, 4 bytes: length of its answers
    the answers
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import tempfile

CELL, STATE = struct.Struct("<II"), struct.Struct("<II")
START = CELL.size + STATE.size
SIZE = 1 << 18  # bytes; answers that do not fit are sent on the line


class Board:
    """The judge's end of the shared memory; the worker maps `descriptor`."""

    def __init__(self) -> None:
        self.descriptor = _memory()
        os.ftruncate(self.descriptor, SIZE)
        with contextlib.suppress(ImportError, AttributeError, OSError):  # a file, or a system without seals
            from fcntl import F_ADD_SEALS, F_SEAL_GROW, F_SEAL_SEAL, F_SEAL_SHRINK, fcntl

            fcntl(self.descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

    def statement(self) -> tuple[int, int]:
        """Return the number of the running cell, 0 before the first, and the place of its statement, 0 if unknown."""
        return CELL.unpack(self._read(0, CELL.size))

    def length(self, batch: int) -> int:
        """Return the number of bytes of answers to this batch, 0 if the worker has not begun it."""
        current, length = STATE.unpack(self._read(CELL.size, STATE.size))
        return length if current == batch else 0

    def answers(self, length: int) -> bytes:
        """Return the first `length` bytes of the answers, or fewer at the end of the board."""
        return self._read(START, min(length, SIZE - START))

    def close(self) -> None:
        """Close the memory; a second call has no effect."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _read(self, start: int, size: int) -> bytes:
        """Return `size` bytes, with zeros in place of memory that a worker has cut off."""
        return os.pread(self.descriptor, size, start).ljust(size, b"\0")


def _memory() -> int:
    """Return a descriptor of anonymous memory, or of a deleted file if the system does not offer or allow it."""
    try:
        return os.memfd_create("answers", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except (AttributeError, OSError):
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())


class Chalk:
    """The worker's end of the shared memory."""

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, SIZE)
        self._batch = self._end = 0

    def enter(self, cell: int, place: int) -> None:
        """Write which cell, and which statement of it, runs from now on."""
        self._memory[: CELL.size] = CELL.pack(cell, place & 0xFFFFFFFF)

    def begin(self) -> None:
        """Begin the next batch of answers, which overwrites the last."""
        self._batch, self._end = self._batch + 1, START
        self._publish()

    def write(self, answer: bytes) -> bool:
        """Append an answer of the batch; return False, now and until the next batch, if it does not fit."""
        end = self._end + len(answer)
        if end > SIZE:
            self._end = SIZE + 1
            return False
        self._memory[self._end : end] = answer
        self._end = end
        self._publish()
        return True

    def _publish(self) -> None:
        self._memory[CELL.size : START] = STATE.pack(self._batch, self._end - START)
