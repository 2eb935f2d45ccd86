"""All limits on a student's code with their defaults, and the words for a worker that exceeded one."""

from __future__ import annotations

import dataclasses
import os
import signal
from dataclasses import dataclass
from typing import Any

MiB = 1 << 20
# Limits count the worker's processor time, so verdicts do not depend on the load of the machine. Code that waits has
# this many times as many seconds of wall-clock time.
WAITING = 5.0


@dataclass(frozen=True)
class Limits:
    """What one worker may use.

    Times are in seconds of processor time, with `WAITING` times as many by the clock; sizes are in bytes.

    Attributes:
        call: time of one call of a graded function.
        cell: time of one cell of a notebook, or of the rest of it after a failed statement; a script is one cell.
        moment: time of a cell or statement that took too long before, or that no question seems to need.
        load: time of all cells together, over all attempts to load the submission.
        total: time of one worker.
        cpu: time after which the kernel ends the worker.
        memory: what it allocates itself, besides the libraries with which it starts; correct answers take up to 10 MB.
        processes: number of threads and processes, if the worker has its own user id by which to count them.
        open_files: number of open files of one worker.
        file_size: size of one file.
        disk: size of all files in the scratch directory together.
        disk_entries: number of files in the scratch directory.
        output: size of the printed text that is kept; the rest is discarded without penalty.
        frame: size of the arrays in one message.
        text: size of the rest of a message, which may have at most 200,000 values.
        answers: memory of all answers of one worker together, which the judge keeps.
        asked: size of one question that a worker sends to the judge.
        nesting: depth of questions within questions.
        questions: number of questions during one call.
        restarts: number of times a submission is loaded again because a statement ended the process.
    """

    call: float = 5.0
    cell: float = 20.0
    moment: float = 2.0
    load: float = 40.0
    total: float = 300.0
    cpu: int = 120
    memory: int = 80 * MiB
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
    """How a worker ended.

    Attributes:
        status: as from `waitpid`; None if it is unknown or if the worker had to be killed.
        why: an outcome and a sentence if the fork server ended the worker.
    """

    status: int | None
    why: tuple[str, str] | None = None

    def reason(self, limits: Limits) -> tuple[str, str]:
        """Return an outcome and a sentence for a worker that ended by itself."""
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
    """Return the outcome and the sentence for a worker that fills its scratch directory."""
    return "output", f"it wrote more than the limit: {limits.disk // MiB} MiB in {limits.disk_entries} files"


def out_of_memory(limits: Limits) -> tuple[str, str]:
    """Return the outcome and the sentence for a worker that takes too much memory."""
    return "memory", f"more than {limits.memory / MiB:g} MiB of memory"
