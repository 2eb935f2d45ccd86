"""The public checks, run in a student's notebook or from the command line: `check("q2_sigmoid")`, `main(__file__, globals())`.

They judge the cases in cases.json with the comparison that also judges hidden cases, and need NumPy alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from .arguments import from_json
from .compare import Finding, compare
from .observation import Observation, argument, observe_call, observe_variable
from .terminal import Terminal, asked, wrapped

CASES = Path(__file__).with_name("cases.json")
Namespace = dict[str, Any]


@dataclass(frozen=True)
class CheckedPart:
    """One part: what was found of its first public case that is not right, and what that case asked."""

    name: str
    finding: Finding
    ask: dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """One question's public checks; shows itself as text, in a notebook too."""

    id: str
    title: str
    parts: tuple[CheckedPart, ...]
    note: str = ""
    experiment: str = ""
    reads_only: bool = False  # do the public cases say no more than that the answer can be read?
    origin: str = ""  # of what is wrong, perhaps: a function of another question that it calls and that fails itself

    @property
    def right(self) -> bool:
        return all(part.finding.right for part in self.parts) and not self.note

    @property
    def blank(self) -> bool:
        """Is nothing written yet?"""
        return not self.right and all(part.finding.verdict == "missing" for part in self.parts)

    def __repr__(self) -> str:
        return "\n".join(map(wrapped, _lines(self)))


def check(question: str, namespace: Namespace | None = None) -> Checked:
    """Run the public checks of one question against the names in `namespace`; by default the caller's."""
    namespace = sys._getframe(1).f_globals if namespace is None else namespace
    found = next((one for one in _questions() if one["id"] == question), None)
    if found is None:
        known = ", ".join(one["id"] for one in _questions())
        raise ValueError(f"There is no question {question!r} here; there are {known}.")
    return _traced(_check(found, namespace), namespace)


def check_all(namespace: Namespace | None = None) -> None:
    """Print one line for each question."""
    namespace = sys._getframe(1).f_globals if namespace is None else namespace
    _print_all(Terminal(sys.stdout), [_check(question, namespace) for question in _questions()])


def require(namespace: Namespace, question: str) -> None:
    """Raise AssertionError, with what is to be read as its message, unless that question's public checks pass."""
    found = check(question, namespace)
    if found.right:
        return
    wrong = [part for part in found.parts if not part.finding.right]
    if found.blank:
        raise AssertionError(wrong[0].finding.sentence)
    count = f"{len(found.parts) - len(wrong)} of {len(found.parts)} parts are right."
    raise AssertionError("\n".join([count, *map(wrapped, _lines(found)[1:])]))


def main(path: str, namespace: Namespace) -> int:
    """What `python NAME.py` prints: a line for each question, the first failing one explained, what to do next.

    `python NAME.py q7` explains that question instead.

    Returns:
        0 when all public checks pass, 1 when not, 2 when there is no such question.
    """
    terminal = Terminal(sys.stdout)
    name = Path(path).name
    questions = _questions()
    wanted = [word for word in sys.argv[1:] if word != "experiments"]
    unknown = [word for word in wanted if not any(_named(question["id"], word) for question in questions)]
    if unknown:
        known = ", ".join(question["id"].partition("_")[0] for question in questions)
        terminal.print(f"There is no question {unknown[0]!r} here; there are {known}.")
        return 2
    results = []
    for question in questions:
        terminal.progress(question["id"])
        results.append(_check(question, namespace))
    _print_all(terminal, results)
    failing = next((one for one in results if not one.right and not one.blank), None)
    failing = failing or next((one for one in results if not one.right), None)
    chosen = [one for one in results if any(_named(one.id, word) for word in wanted)]
    for one in chosen or filter(None, [failing]):
        terminal.print()
        terminal.print(repr(_traced(one, namespace)))
    if failing is None:
        terminal.print("\nAll public checks pass. Further cases decide the points. Hand in this file.")
        return 0
    if not chosen:
        terminal.print(f"\nNext: work on {failing.id} in {name}, save it, and run  python {name}")
    return 1


def _named(question: str, word: str) -> bool:
    return question == word or question.startswith(f"{word}_")


def _questions() -> list[dict[str, Any]]:
    return json.loads(CASES.read_text(encoding="utf-8"))["questions"]


def _check(question: dict[str, Any], namespace: Namespace) -> Checked:
    if question["by_hand"]:
        return Checked(question["id"], question["title"], (), _written_note(namespace.get(question["id"])))
    calls = _Calls(namespace)
    cases = [(part, [_case(case) for case in part["cases"]]) for part in question["parts"] if part["cases"]]
    transposed = _transposed([case for _, part in cases for case in part], calls)
    parts = [_part(part, found, calls, transposed and part["transpose_counts"]) for part, found in cases]
    about_arguments = any(part["about_arguments"] for part in question["parts"])
    note = "" if about_arguments else calls.changed
    reads_only = all(part["reads_only"] for part in question["parts"])
    return Checked(question["id"], question["title"], tuple(parts), note, question["experiment"], reads_only)


def _traced(checked: Checked, namespace: Namespace) -> Checked:
    """With the first function that is called on the way, belongs to an earlier question and fails that question's check."""
    wrong = [part for part in checked.parts if not part.finding.right]
    if checked.blank or not wrong:
        return checked
    reached = {other for part in wrong for other in called(part.ask["name"], namespace)}
    for question in takewhile(lambda question: question["id"] != checked.id, _questions()):
        asks = [
            case["ask"]["name"] for part in question["parts"] for case in part["cases"] if "arguments" in case["ask"]
        ]
        names = [name for name in dict.fromkeys(asks) if name in reached]
        if names and not (found := _check(question, namespace)).right:
            state = "is not written yet" if found.blank else "does not pass its own check"
            return replace(checked, origin=f"It calls {names[0]}, which {state} ({found.id}): begin there.")
    return checked


def _case(case: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return case["ask"], from_json(case["expect"])


def _part(part: dict[str, Any], cases: list[Any], calls: _Calls, transposed: bool) -> CheckedPart:
    for ask, expect in cases:
        finding = compare(expect, calls(ask), ask["name"], transposed=transposed)
        if not finding.right:
            return CheckedPart(part["name"], finding, ask)
    return CheckedPart(part["name"], Finding("right"), cases[0][0])


class _Calls:
    """What each ask showed; the same ask is made once, and notes any change of its arguments."""

    def __init__(self, namespace: Namespace) -> None:
        self._namespace = namespace
        self._seen: dict[str, Observation] = {}
        self.changed = ""

    def __call__(self, ask: dict[str, Any]) -> Observation:
        key = json.dumps(ask, sort_keys=True)
        if key not in self._seen:
            self._seen[key] = self._observe(ask)
        return self._seen[key]

    def _observe(self, ask: dict[str, Any]) -> Observation:
        if "arguments" not in ask:
            return observe_variable(self._namespace, ask["name"])
        seen = observe_call(self._namespace, ask["name"], tuple(from_json(data) for data in ask["arguments"]))
        if seen.changed:
            named = argument(self._namespace[ask["name"]], seen.changed[0])
            self.changed = f"{ask['name']} changes {named}: one point less. Work on a copy.{self._set_again(named)}"
        return seen

    def _set_again(self, named: str) -> str:
        """In a notebook, whose names live on: what to do about an array of that name, which the student's own calls have changed."""
        name = named.rpartition(" ")[2]
        at_stake = "__file__" not in self._namespace and isinstance(self._namespace.get(name), np.ndarray)
        return f" Then run the cell again that sets {name}: your own calls may have changed it." if at_stake else ""


def _transposed(cases: list[Any], calls: _Calls) -> bool:
    """Is every matrix the transpose of what is expected, as far as its shape can tell (d ≠ h)?"""
    told = []
    for ask, expect in cases:
        shape = np.shape(expect.get("value", 0.0)) if expect["kind"] in ("matrix", "shape") else ()
        if len(shape) == 2 and shape[0] != shape[1]:
            told.append(np.shape(_numeric(calls(ask).value)) == shape[::-1])
    return bool(told) and all(told)


def _numeric(value: Any) -> Any:
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None


def _written_note(text: Any) -> str:
    """A written answer is a string in the .py; in a notebook it is a Markdown cell, which no check can see."""
    if text is None:
        return "in words; graded by a person"
    return "" if isinstance(text, str) and text.strip() else "in words; not written yet"


def _lines(checked: Checked) -> list[str]:
    """One question's result in full."""
    if checked.right and checked.reads_only:
        return [f"{checked.id}: it can be read. Whether it is right, the checks here do not say."]
    if checked.right:
        return [f"{checked.id}: all public checks pass. Further cases decide the points."]
    lines = [f"{checked.id}: {checked.title}"]
    wrong = [part for part in checked.parts if not part.finding.right]
    before: list[str] = []
    for names, part in _together(wrong[:1] if checked.blank else wrong):
        lines.append(f"  {names}: {part.finding.sentence}")
        call = asked(part.ask)
        lines += [
            f"    {text}"
            for text in (part.finding.detail, *(["asked: the same"] if call and call == before else call))
            if text
        ]
        before = call
    lines += [f"  {text}" for text in (checked.note, checked.origin) if text]
    tried = checked.experiment and not checked.blank and any(part.finding.verdict == "wrong" for part in wrong)
    return lines + ([f"  Try this: {checked.experiment}"] if tried else [])


def _together(parts: list[CheckedPart]) -> list[tuple[str, CheckedPart]]:
    """The parts of which the same is to be said, an exception of the function they share as a rule, under all their names."""
    first: dict[tuple[str, str], tuple[list[str], CheckedPart]] = {}
    for part in parts:
        key = part.finding.sentence, part.finding.detail
        first.setdefault(key, ([], part))[0].append(part.name)
    return [(", ".join(names), part) for names, part in first.values()]


def _print_all(terminal: Terminal, results: list[Checked]) -> None:
    width = max(len(one.id) for one in results)
    terminal.clear()
    for one in results:
        state, colour, more = _status(one)
        terminal.print(f"  {one.id:<{width}}  {terminal.coloured(f'{state:<8}', colour)} {more}".rstrip())
    judged = [one for one in results if one.parts]
    terminal.print(f"{sum(one.right for one in judged)} of {len(judged)} questions pass their public checks.")


def _status(one: Checked) -> tuple[str, str, str]:
    """A question's state in a word, its colour, and what more there is to say on its line."""
    if not one.parts:
        return "by hand", "dim", one.note or "in words; graded by a person"
    if one.right:
        return "readable" if one.reads_only else "ok", "green", ""
    if one.blank:
        return "to do", "dim", one.note
    right = sum(part.finding.right for part in one.parts)
    return "not yet", "yellow", f"{right} of {len(one.parts)} parts" if right < len(one.parts) else one.note


def called(name: str, namespace: dict[str, Any]) -> list[str]:
    """The functions of `namespace` that `namespace[name]` reaches, nearest first, without itself."""
    found, waiting = [name], [name]
    while waiting:
        function = namespace.get(waiting.pop(0))
        if isinstance(function, FunctionType):
            new = [
                other for other in _names(function.__code__) if other not in found and callable(namespace.get(other))
            ]
            found += dict.fromkeys(new)
            waiting += dict.fromkeys(new)
    return found[1:]


def _names(code: CodeType) -> Iterator[str]:
    """Every global name or attribute in `code` and in the functions written inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
