"""What a notebook calls `grader`: our own checks, and for everything else a real otter.Notebook, made when it is needed."""

from __future__ import annotations

import sys
from typing import Any

from .case_file import questions
from .check_text import status, summary
from .checked import Checked
from .self_check import Calls, check, checked
from .terminal import Terminal


class Grader:
    """`grader.check("q2_sigmoid")` shows a panel; `grader.check_all()` lists every question."""

    def __init__(self) -> None:
        self._notebook: Any = None

    def check(self, question: str, global_env: dict[str, Any] | None = None) -> Checked:
        """Run the public checks of one question against the notebook's names."""
        return check(question, sys._getframe(1).f_globals if global_env is None else global_env)

    def check_all(self) -> None:
        """Print a line for each question as soon as it is judged, and what is still to do."""
        namespace = sys._getframe(1).f_globals
        run_all(Terminal(sys.stdout), namespace)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._otter(), name)

    def _otter(self) -> Any:
        if self._notebook is None:
            try:
                import otter
            except ImportError:
                raise AttributeError(
                    "This needs otter-grader, which is optional (pip install otter-grader). "
                    "grader.check and grader.check_all work without it."
                ) from None
            self._notebook = otter.Notebook()
        return self._notebook


def run_all(terminal: Terminal, namespace: dict[str, Any], results: list[Checked] | None = None) -> list[Checked]:
    """Print each question's line as soon as it is judged, then the summary; return the results, in `results` too."""
    results = [] if results is None else results
    calls, width = Calls(namespace), max(len(one["id"]) for one in questions())
    for question in questions():
        terminal.progress(question["id"])
        found = checked(question, calls)
        results.append(found)
        state, color, more = status(found)
        terminal.clear()
        terminal.print(f"  {found.id:<{width}}  {terminal.colored(f'{state:<8}', color)} {more}".rstrip())
    terminal.print(summary(results))
    return results


grader = Grader()
