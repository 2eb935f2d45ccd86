"""What a student reads when an exception at the top of `NAME.py` ends it before its checks, and what is judged then."""

from __future__ import annotations

import linecache
import os
import sys
import traceback
from types import TracebackType
from typing import Any

from .observation import describe, student_line
from .self_check import main
from .terminal import Terminal, wrapped

MOVE = (
    "Python stops a file there, and what stands below that line was not read. If the line is a trial of your own, "
    "indent it under `if EXPERIMENTS:`; it then runs with `python {name} experiments` and with nothing else."
)
EXPERIMENT = (
    "Python stops a file there, and what stands below that line was not read. If the line belongs to an experiment, run "
    "`python {name}` without the word `experiments`: then no experiment runs, and all of the file is checked."
)


def judge_what_is_there(path: str, namespace: dict[str, Any]) -> None:
    """Let an exception that ends the file at `path` be followed by the checks of what the file defined until then."""

    def stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.excepthook = sys.__excepthook__
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            terminal = Terminal(sys.stdout)
            terminal.print(_sentences(path, error))
            main(path, namespace)

    sys.excepthook = stopped


def _sentences(path: str, error: Exception) -> str:
    """Which line of the file, what was raised, what to do."""
    name, told = os.path.basename(path), describe(error)
    number = next(
        (number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_name == "<module>"), 0
    )
    line = linecache.getline(path, number).rstrip()
    inside = line != line.lstrip()  # of a block; those of the stub are its experiments
    advice = (EXPERIMENT if inside else MOVE).format(name=name)
    raised = f"  {told['error']}: {told['message']} ({student_line(error)})"
    stopped = f"{name} stopped at line {number}: {line.strip()[:120]}"
    return "\n".join(map(wrapped, [stopped, raised, advice, "What stands above it is checked here:"]))
