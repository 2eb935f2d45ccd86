"""Every limit on a student's code, with its default, in one place."""

from __future__ import annotations

import dataclasses
import os
import signal
from dataclasses import dataclass
from typing import Any

MiB = 1 << 20
# A limit counts the worker's processor time, so that a busy machine decides nothing. What only waits meets its limit
# by the clock, this many times as late.
WAITING = 5.0


@dataclass(frozen=True)
class Limits:
    """What one worker may use.

    Seconds are of its processor time, and `WAITING` times as many by the clock; sizes are in bytes.

    Attributes:
        call: one call of a graded function.
        cell: one cell of a notebook, or what is left of it where a statement failed; a script counts as one cell.
        moment: what took too long before, or what nothing that is asked for seems to need.
        load: all cells together, over every attempt to load the submission.
        total: the life of one worker.
        cpu: what the kernel itself ends the worker after.
        memory: address space; NumPy and Matplotlib themselves take 0.25 GiB of it.
        processes: threads and processes, where the worker has a user of its own to count them by.
        open_files, file_size: of one worker, of one file.
        disk, disk_entries: all files in the scratch directory, their bytes and their number.
        output: printed text that is kept; what is printed beyond it is discarded, not punished.
        frame: array bytes in one message; text: everything else in it, 200,000 values at most.
        answers: bytes of memory of all answers of one worker together, which the judge keeps.
        asked: bytes a worker may send the judge in one question.
        nesting: questions within questions; questions: their number during one call.
        restarts: how often a submission is loaded anew because a statement ended the process.
    """

    call: float = 5.0
    cell: float = 20.0
    moment: float = 2.0
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
    restarts: int = 12

    def replace(self, **changes: Any) -> Limits:
        """Return a copy with some limits changed."""
        return dataclasses.replace(self, **changes)


@dataclass(frozen=True)
class Ending:
    """`status` as from `waitpid`, None if unknown or if the worker had to be killed; `why` if the server ended it."""

    status: int | None
    why: tuple[str, str] | None = None

    def reason(self, limits: Limits) -> tuple[str, str]:
        """An outcome and a sentence for a worker that went by itself."""
        if self.status is None:
            return "crash", "it closed the line to the grader"
        if not os.WIFSIGNALED(self.status):
            return "crash", f"it ended its own process (exit code {os.WEXITSTATUS(self.status)})"
        number = os.WTERMSIG(self.status)
        if number == signal.SIGXCPU:
            return "timeout", f"it took longer than the limit: {limits.cpu} s of CPU time"
        if number == signal.SIGKILL:
            return "memory", f"the system ended it, out of memory or out of CPU time ({limits.cpu} s)"
        if number in (signal.SIGSEGV, signal.SIGBUS):
            return "crash", "the interpreter crashed (segmentation fault; recursion without end?)"
        return "crash", f"it was ended by signal {number} ({signal.strsignal(number)})"


def disk_full(limits: Limits) -> tuple[str, str]:
    """Why the server ends a worker that fills its scratch directory."""
    return "output", f"it wrote more than the limit: {limits.disk // MiB} MiB in {limits.disk_entries} files"
