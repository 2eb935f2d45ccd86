"""Where a worker puts what the judge need not be woken for: the cell it runs, and its answers one after another.

A piece of memory that both share. The judge reads it by system calls, never as memory of its own: when a message comes
on the line, at a deadline, and once the worker is dead. What it finds there is the worker's word, as on the line.

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
SIZE = 1 << 18  # bytes; answers that do not fit go by the line


class Board:
    """The judge's end; the worker maps `descriptor`."""

    def __init__(self) -> None:
        self.descriptor = _memory()
        os.ftruncate(self.descriptor, SIZE)
        with contextlib.suppress(ImportError, AttributeError, OSError):  # a file, or a system that knows no seals
            from fcntl import F_ADD_SEALS, F_SEAL_GROW, F_SEAL_SEAL, F_SEAL_SHRINK, fcntl

            fcntl(self.descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

    def statement(self) -> tuple[int, int]:
        """Return the number of the cell that runs and the place of the statement; 0 before the first, 0 for any."""
        return CELL.unpack(self._read(0, CELL.size))

    def length(self, batch: int) -> int:
        """How many bytes of answers to this batch are there, 0 if it has not been begun."""
        current, length = STATE.unpack(self._read(CELL.size, STATE.size))
        return length if current == batch else 0

    def answers(self, length: int) -> bytes:
        """The first `length` bytes of the answers, fewer where the board ends."""
        return self._read(START, min(length, SIZE - START))

    def close(self) -> None:
        """Let go of the memory; it may be called again."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _read(self, start: int, size: int) -> bytes:
        """A worker that could cut the memory off gets zeros."""
        return os.pread(self.descriptor, size, start).ljust(size, b"\0")


def _memory() -> int:
    """A descriptor of memory without a name; of a deleted file where a system has no such thing, or allows none."""
    try:
        return os.memfd_create("answers", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except (AttributeError, OSError):
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())


class Chalk:
    """The worker's end."""

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, SIZE)
        self._batch = self._end = 0

    def enter(self, cell: int, place: int) -> None:
        """Say which cell runs from now on, and which statement of it."""
        self._memory[: CELL.size] = CELL.pack(cell, place & 0xFFFFFFFF)

    def begin(self) -> None:
        """Begin the next batch of answers, over those of the last."""
        self._batch, self._end = self._batch + 1, START
        self._publish()

    def write(self, answer: bytes) -> bool:
        """Add one answer of the batch; False, now and until the next batch, where one does not fit."""
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
