"""The public checks, run on the names of a notebook or a file: `check("q2_sigmoid")`, and the notebook's `grader`.

They judge the cases in cases.json with the comparison that also judges hidden cases, and need only NumPy.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np

from .arguments import from_json
from .case_file import asked_names, assignment, question_named, questions
from .check_text import full_text, status, summary
from .checked import Checked, CheckedPart
from .compare import compare
from .function_calls import call_function, failing_function
from .observation import Observation, gives_nothing, read_variable
from .similar_names import namesake
from .terminal import Terminal, wrapped

BLANK_CELL = "_Type your answer here, replacing this text._"
BY_PERSON = "in words; graded by a person"
UNWRITTEN = "in words; not written yet"


def written_note(question: str, namespace: dict[str, Any]) -> str:
    """Return a note on an answer in words, or "" if it is known to be written.

    In a file the answer is a string. In a notebook it is a Markdown cell, which is read from the saved notebook.
    """
    text = namespace.get(question)
    if text is not None:
        return "" if isinstance(text, str) and text.strip() else UNWRITTEN
    if "__file__" in namespace:
        return BY_PERSON
    return f"{UNWRITTEN}, as last saved" if _blank_in_notebook(question) else BY_PERSON


def _blank_in_notebook(question: str) -> bool:
    """Return True if the cell with that tag is unmodified in this assignment's notebook in the current folder."""
    try:
        notebook = json.loads(Path(f"{assignment()['assignment']}.ipynb").read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if question in cell.get("metadata", {}).get("tags", ())]
        return bool(cells) and all("".join(cell["source"]).strip() in ("", BLANK_CELL) for cell in cells)
    except (OSError, ValueError, KeyError, TypeError):
        return False


Namespace = dict[str, Any]


def check(question: str, namespace: Namespace | None = None) -> Checked:
    """Run the public checks of one question on the names in `namespace`, by default those of the caller."""
    namespace = sys._getframe(1).f_globals if namespace is None else namespace
    entry = question_named(question)
    if entry is None:
        names = ", ".join(known["id"] for known in questions())
        raise ValueError(f"There is no question {question!r} here; the questions are {names}.")
    calls = Calls(namespace)
    return traced(checked(entry, calls), calls)


def require(namespace: Namespace, question: str) -> None:
    """Raise AssertionError with the report as its message unless the public checks of the question pass."""
    result = check(question, namespace)
    if result.right:
        return
    if result.blank:
        raise AssertionError(result.wrong[0].finding.sentence)
    count = f"{len(result.parts) - len(result.wrong)} of {len(result.parts)} parts are right."
    raise AssertionError("\n".join([count, *full_text(result).splitlines()[1:]]))


def checked(question: dict[str, Any], calls: Calls) -> Checked:
    """Return the result of the public cases of a question."""
    if question["by_hand"]:
        return Checked(question["id"], question["title"], (), NOTES["by hand"](question["id"], calls.namespace))
    calls.changed = ""
    cases = [
        (part, [(case["ask"], from_json(case["expect"])) for case in part["cases"]])
        for part in question["parts"]
        if part["cases"]
    ]
    transposed = _transposed([case for _, part in cases for case in part], calls)
    parts = [_part(part, own_cases, calls, transposed and part["transpose_counts"]) for part, own_cases in cases]
    about_arguments = any(part["about_arguments"] for part in question["parts"])
    note = "" if about_arguments else calls.changed
    reads_only = all(part["reads_only"] for part in question["parts"])
    hints, advice = tuple(question["hints"]), question.get("advice", "")
    return Checked(question["id"], question["title"], tuple(parts), note, hints, reads_only, advice)


def traced(result: Checked, calls: Calls) -> Checked:
    """Return `result` with its likely origin: a called function of an earlier question that fails, if any."""
    if result.blank or not any("arguments" in part.ask for part in result.wrong):
        return result
    earlier = takewhile(lambda question: question["id"] != result.id, questions())
    origin = ORIGINS["call"](result.wrong, earlier, calls.namespace, lambda question: checked(question, calls))
    return replace(result, origin=origin)


def _part(part: dict[str, Any], cases: list[Any], calls: Calls, transposed: bool) -> CheckedPart:
    for ask, expect in cases:
        seen = calls(ask)
        finding = compare(expect, seen, ask["name"], transposed=transposed)
        if not finding.right:
            return CheckedPart(part["name"], finding, ask, expect, seen.value, seen.line, transposed)
    return CheckedPart(part["name"], finding, ask, expect)


# The functions that make each kind of ask and trace its failure; a student folder has only the entries that it needs.
ASKS = {
    "call": call_function,
    "read": read_variable,
}
ORIGINS = {
    "call": failing_function,
}
NOTES = {
    "by hand": written_note,
}


class Calls:
    """The observations of a student's functions and variables, each made once and within a time limit.

    A function that did not finish is not called again, and neither is a function that calls it.
    """

    def __init__(self, namespace: Namespace) -> None:
        self.namespace = namespace
        self.changed = ""  # a sentence on an argument that a function of the current question modified
        self._seen: dict[str, tuple[Observation, str]] = {}
        self._endless: dict[str, str] = {}  # function → a sentence on the line where it was stopped

    def __call__(self, ask: dict[str, Any]) -> Observation:
        key = json.dumps(ask, sort_keys=True)
        if key not in self._seen:
            way = "call" if "arguments" in ask else "read"
            seen, changed = ASKS[way](ask, self.namespace, self._endless)
            if gives_nothing(seen) and not seen.message:
                seen = replace(seen, message=self._namesake(ask["name"], way))
            self._seen[key] = seen, changed
        seen, changed = self._seen[key]
        self.changed = self.changed or changed
        return seen

    def _namesake(self, name: str, way: str) -> str:
        """Return the name under which the student may have written a function or a variable, or ""."""
        candidates = [
            other for other, value in self.namespace.items() if callable(value) == (way == "call") and value is not None
        ]
        return namesake(name, candidates, asked_names())


def _transposed(cases: list[Any], calls: Calls) -> bool:
    """Return True if the shapes of all matrices are transposed, and some shape is not square (d ≠ h)."""
    transposes = []
    for ask, expect in cases:
        shape: tuple[int, ...] = np.shape(expect.get("value", 0.0)) if expect["kind"] in ("matrix", "shape") else ()
        if len(shape) == 2 and shape[0] != shape[1]:
            transposes.append(_shape(calls(ask).value) == shape[::-1])
    return bool(transposes) and all(transposes)


def _shape(value: Any) -> tuple[int, ...]:
    """Return the shape of real numbers, also of nested lists; () for anything else."""
    try:
        value = np.asarray(value)
    except (TypeError, ValueError):
        return ()
    return value.shape if value.dtype.kind in "biuf" else ()


class Grader:
    """The notebook's `grader`: `check("q2_sigmoid")` shows a panel, `check_all()` lists every question.

    Other attributes are those of an `otter.Notebook`, which is created when it is first needed.
    """

    def __init__(self) -> None:
        self._notebook: Any = None

    def check(self, question: str, global_env: dict[str, Any] | None = None) -> Checked:
        """Run the public checks of one question on the notebook's names."""
        return check(question, sys._getframe(1).f_globals if global_env is None else global_env)

    def check_all(self) -> None:
        """Print a line for each question as soon as it is judged, then a summary."""
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
    """Print each question's line as soon as it is judged, then a summary; append to `results` and return it."""
    results = [] if results is None else results
    calls, width = Calls(namespace), max(len(question["id"]) for question in questions())
    for question in questions():
        terminal.progress(question["id"])
        result = checked(question, calls)
        results.append(result)
        state, color, more = status(result)
        terminal.clear()
        line, start = wrapped(f"  {result.id:<{width}}  {state:<8}  {more}".rstrip()), width + 4
        terminal.print(line[:start] + terminal.colored(line[start : start + 8], color) + line[start + 8 :])
    terminal.print(wrapped(summary(results)))
    return results


grader = Grader()
