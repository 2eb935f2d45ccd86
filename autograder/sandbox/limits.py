"""Every limit on a student's code, with its default, in one place."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

MiB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one worker may use. Seconds are of wall time unless said otherwise; sizes are in bytes.

    Attributes:
        call: one call of a graded function.
        cell: one cell of a notebook; a script counts as one cell.
        load: all cells together, over every attempt to load the submission.
        total: the life of one worker.
        cpu: CPU seconds of one worker.
        memory: address space; NumPy and Matplotlib themselves take 0.25 GiB of it.
        processes: threads and processes, where the worker has a user of its own to count them by.
        open_files, file_size: of one worker, of one file.
        disk, disk_entries: all files in the scratch directory, their bytes and their number.
        output: printed text that is kept; what is printed beyond it is discarded, not punished.
        frame: array bytes in one message; text: everything else in it, 200,000 values at most.
        answers: bytes of memory of all answers of one worker together, which the judge keeps.
        asked: bytes a worker may send the judge in one question.
        nesting: questions within questions; questions: their number during one call.
        skips: cells that may be left out because nothing else could end them.
    """

    call: float = 5.0
    cell: float = 20.0
    load: float = 40.0
    total: float = 300.0
    cpu: int = 120
    memory: int = 2048 * MiB
    processes: int = 64
    open_files: int = 128
    file_size: int = 32 * MiB
    disk: int = 64 * MiB
    disk_entries: int = 2000
    output: int = 50_000
    frame: int = 16 * MiB
    text: int = 4 * MiB
    answers: int = 16 * MiB
    asked: int = MiB
    nesting: int = 8
    questions: int = 100_000
    skips: int = 3

    def replace(self, **changes: Any) -> Limits:
        """A copy with some limits changed."""
        return dataclasses.replace(self, **changes)
