"""What a student reads when an exception at the top of `NAME.py` ends it before its checks, and what is judged then."""

from __future__ import annotations

import linecache
import sys
import traceback
from types import TracebackType
from typing import Any

from .command_line import main
from .observation import describe_error, student_line
from .terminal import Terminal, typed, wrapped

MOVE = (
    "Python stops a file there, and the lines below it were not read. If that line is an experiment of your own, "
    "indent it under `if EXPERIMENTS:`; it then runs with `python {name} experiments` and with nothing else."
)
EXPERIMENT = (
    "Python stops a file there, and the lines below it were not read. If the line belongs to an experiment, run "
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
    name, told = typed(path), describe_error(error)
    number = next(
        (number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_name == "<module>"), 0
    )
    line = linecache.getline(path, number).rstrip()
    inside = line != line.lstrip()  # of a block; those of the stub are its experiments
    advice = (EXPERIMENT if inside else MOVE).format(name=name)
    raised = f"  {told['error']}: {told['message']} ({student_line(error)})"
    stopped = f"{name} stopped at line {number}: {line.strip()[:120]}"
    return "\n".join(map(wrapped, [stopped, raised, advice, "Here is the check of what comes before that line:"]))
