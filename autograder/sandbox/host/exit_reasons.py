"""How a worker ended, in words that name the limit."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from autograder.sandbox.limits import Limits, MiB


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
