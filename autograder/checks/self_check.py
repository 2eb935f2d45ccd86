"""The public checks, run against the names of a notebook or of a file: `check("q2_sigmoid")`.

They judge the cases in cases.json with the comparison that also judges hidden cases, and need NumPy alone.
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
from .findings import RIGHT
from .function_calls import call_function, failing_function
from .observation import Observation, gives_nothing, namesake, read_variable
from .terminal import Terminal

BLANK_CELL = "_Type your answer here, replacing this text._"
BY_PERSON = "in words; graded by a person"
UNWRITTEN = "in words; not written yet"


def written_note(question: str, namespace: dict[str, Any]) -> str:
    """Return what to say of an answer in words: "" if it is written, as far as can be seen."""
    text = namespace.get(question)
    if text is not None:
        return "" if isinstance(text, str) and text.strip() else UNWRITTEN
    if "__file__" in namespace:
        return BY_PERSON
    return f"{UNWRITTEN}, as last saved" if _blank_in_notebook(question) else BY_PERSON


def _blank_in_notebook(question: str) -> bool:
    """Is the cell of that tag still as it was handed out, in a notebook of this assignment in this folder?"""
    try:
        notebook = json.loads(Path(f"{assignment()['assignment']}.ipynb").read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if question in cell.get("metadata", {}).get("tags", ())]
        return bool(cells) and all("".join(cell["source"]).strip() in ("", BLANK_CELL) for cell in cells)
    except (OSError, ValueError, KeyError, TypeError):
        return False


Namespace = dict[str, Any]


def check(question: str, namespace: Namespace | None = None) -> Checked:
    """Run the public checks of one question against the names in `namespace`; by default the caller's."""
    namespace = sys._getframe(1).f_globals if namespace is None else namespace
    found = question_named(question)
    if found is None:
        names = ", ".join(one["id"] for one in questions())
        raise ValueError(f"There is no question {question!r} here; the questions are {names}.")
    calls = Calls(namespace)
    return traced(checked(found, calls), calls)


def require(namespace: Namespace, question: str) -> None:
    """Raise AssertionError, with what is to be read as its message, unless that question's public checks pass."""
    found = check(question, namespace)
    if found.right:
        return
    if found.blank:
        raise AssertionError(found.wrong[0].finding.sentence)
    count = f"{len(found.parts) - len(found.wrong)} of {len(found.parts)} parts are right."
    raise AssertionError("\n".join([count, *full_text(found).splitlines()[1:]]))


def checked(question: dict[str, Any], calls: Calls) -> Checked:
    """Return what the public cases of a question find."""
    if question["by_hand"]:
        return Checked(question["id"], question["title"], (), NOTES["by hand"](question["id"], calls.namespace))
    calls.changed = ""
    cases = [
        (part, [(case["ask"], from_json(case["expect"])) for case in part["cases"]])
        for part in question["parts"]
        if part["cases"]
    ]
    transposed = _transposed([case for _, part in cases for case in part], calls)
    parts = [_part(part, found, calls, transposed and part["transpose_counts"]) for part, found in cases]
    about_arguments = any(part["about_arguments"] for part in question["parts"])
    note = "" if about_arguments else calls.changed
    reads_only = all(part["reads_only"] for part in question["parts"])
    return Checked(question["id"], question["title"], tuple(parts), note, tuple(question["hints"]), reads_only)


def traced(found: Checked, calls: Calls) -> Checked:
    """Return `found` with the function of an earlier question that it calls and that fails its own check, if any."""
    if found.blank or not any("arguments" in part.ask for part in found.wrong):
        return found
    earlier = takewhile(lambda question: question["id"] != found.id, questions())
    names = [part.ask["name"] for part in found.wrong]
    return replace(found, origin=ORIGINS["call"](names, earlier, calls.namespace, lambda one: checked(one, calls)))


def _part(part: dict[str, Any], cases: list[Any], calls: Calls, transposed: bool) -> CheckedPart:
    for ask, expect in cases:
        seen = calls(ask)
        finding = compare(expect, seen, ask["name"], transposed=transposed)
        if not finding.right:
            return CheckedPart(part["name"], finding, ask, expect, seen.value, seen.line, transposed)
    return CheckedPart(part["name"], RIGHT, *cases[0])


# How each kind of ask is made, and how its failure is traced; a hand-out has those that it needs.
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
    """What each ask showed. The same ask is made once, within a limit of time; a function that goes on endlessly is not
    called again, nor is one that calls it.
    """

    def __init__(self, namespace: Namespace) -> None:
        self.namespace = namespace
        self.changed = ""  # what the last question's functions did to their arguments
        self._seen: dict[str, tuple[Observation, str]] = {}
        self._endless: dict[str, str] = {}  # function → the line that it was in

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
        """The name under which a function or a variable may have been written."""
        of_them = [
            one for one, value in self.namespace.items() if callable(value) == (way == "call") and value is not None
        ]
        return namesake(name, of_them, asked_names())


def _transposed(cases: list[Any], calls: Calls) -> bool:
    """Is every matrix the transpose of what is expected, as far as its shape can tell (d ≠ h)?"""
    told = []
    for ask, expect in cases:
        shape: tuple[int, ...] = np.shape(expect.get("value", 0.0)) if expect["kind"] in ("matrix", "shape") else ()
        if len(shape) == 2 and shape[0] != shape[1]:
            told.append(np.shape(_numeric(calls(ask).value)) == shape[::-1])
    return bool(told) and all(told)


def _numeric(value: Any) -> Any:
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None


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
