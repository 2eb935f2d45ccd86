"""What a student folder needs to check itself: public_checks.py, made of checks/; cases.json; otter's test files.

Public cases come from a draw of their own, so that a student folder is the same whatever the course key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import autograder.checks
from autograder.checks.arguments import to_json
from autograder.content.bundle import bundle
from autograder.content.lean_source import lean
from autograder.content.round_expected import canonical
from autograder.otter_adapter.authoring import public_test_file
from autograder.questions.schema import Assignment, Call, Case, Draw, Part, Question

CHECKS = Path(autograder.checks.__file__).parent
MODULE, CASES = "public_checks.py", "cases.json"

# What notebooks, stubs, figures and otter's test files import from it.
OFFERS = {
    "self_check": ["grader", "check", "require"],
    "experiment_cells": ["needs", "reconcile", "path_values"],
    "command_line": ["main"],
    "start_file": ["judge_what_is_there", "start"],
}
# Dicts of what to do with each kind of case; a hand-out has the entries of its own kinds.
CHOSEN = ("KINDS", "SIDE_BY_SIDE", "ASKS", "ORIGINS", "NOTES", "CALL_TEXTS", "SUBCOMMANDS")
ON_DEMAND = ("needs", "reconcile", "path_values")
HEADER = '''\
"""The public checks of {name}: what `grader.check(...)` in the notebook and `python {name}.py` run.

This file is generated and holds only what this assignment needs. You may read all of it: it compares your answers with
the expected values in cases.json and holds no solution. A change here changes only what you see. Should Python refuse to
start {name}.py, run `python public_checks.py`, which says why.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 10):
    sys.exit("This homework needs Python 3.10 or newer; this is Python %d.%d." % sys.version_info[:2])

'''
FOOTER = """

if __name__ == "__main__":
    import public_checks  # under its own name, as every other file knows it

    sys.exit(public_checks.start(sys.argv[1:]))
"""


def check_files(
    assignment: Assignment, hints: Mapping[str, str], code: str, omitted: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    """Return public_checks.py, cases.json and tests/, by their path in the student folder.

    Args:
        assignment: its declaration.
        hints: by question, the help that its prompt gives.
        code: the code that students receive, which says what it uses.
        omitted: name → question for what this course leaves out, for the sentence of a cell that needs it.
    """
    cases = cases_of(assignment, hints, omitted)
    files = {MODULE: checks_module(assignment.name, _kinds(cases), used_in(code)).encode(), CASES: _json(cases)}
    for question in assignment.questions:
        if not question.by_hand:
            files[f"tests/{question.id}.py"] = public_test_file(question.id).encode()
    return files


@lru_cache(maxsize=16)
def checks_module(name: str, kinds: frozenset[str], used: tuple[str, ...]) -> str:
    """Return the source of public_checks.py for an assignment whose cases expect these kinds of result.

    Args:
        name: that of the assignment.
        kinds: of result that its cases expect.
        used: those of the names in ON_DEMAND that its own code uses.
    """
    offers = {
        module: [name for name in names if name not in ON_DEMAND or name in used] for module, names in OFFERS.items()
    }
    kept = {module: names for module, names in offers.items() if names}
    return HEADER.format(name=name) + lean(bundle(CHECKS, kept, dict.fromkeys(CHOSEN, kinds))) + FOOTER


def used_in(code: str) -> tuple[str, ...]:
    """Return the names in ON_DEMAND that this code uses."""
    return tuple(name for name in ON_DEMAND if re.search(rf"\b{name}\(", code))


def public_cases(assignment: Assignment, question: Question, part: Part) -> tuple[Case, ...]:
    """Return the public cases of one part."""
    return tuple(part.public(Draw("public", assignment.name, question.id, part.name)))


def cases_of(
    assignment: Assignment, hints: Mapping[str, str] | None = None, omitted: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the content of cases.json: what is asked, to the last bit, what is expected, to ten digits; no formula, no
    slip, no hidden case.
    """
    cases: dict[str, Any] = {
        "assignment": assignment.name,
        "title": assignment.title,
        "questions": [
            _question(assignment, question, (hints or {}).get(question.id, "")) for question in assignment.questions
        ],
    }
    return {**cases, "omitted": dict(omitted)} if omitted else cases


def _question(assignment: Assignment, question: Question, stuck: str) -> dict[str, Any]:
    parts = [
        {
            "name": part.name,
            "transpose_counts": part.transpose_counts,
            "about_arguments": part.about_arguments,
            "reads_only": part.reads_only,
            "cases": [_case(case) for case in public_cases(assignment, question, part)],
        }
        for part in question.parts
    ]
    head = {"id": question.id, "title": question.title, "by_hand": question.by_hand}
    judged = not all(part.reads_only for part in question.parts)  # else nothing here can be told wrong
    general = next(
        (one.text for one in assignment.experiments.get(question.id, ()) if not one.parts), question.experiment
    )
    hints = [text for text in (general if judged else "", stuck) if text]
    return {**head, "hints": hints, "parts": parts}


def reads_only(assignment: Assignment) -> bool:
    """Do the public checks of no question do more than read its answer?"""
    return all(part.reads_only for question in assignment.questions for part in question.parts)


def _case(case: Case) -> dict[str, Any]:
    ask: dict[str, Any] = {"name": case.ask.name}
    if isinstance(case.ask, Call):
        ask["arguments"] = [to_json(argument) for argument in case.ask.arguments]
    return {"ask": ask, "expect": to_json(canonical(case.expect))}


def _kinds(data: Any) -> frozenset[str]:
    """Every kind of expectation and of ask in the cases."""
    text = json.dumps(data)
    asks = {
        "call" if '"arguments": [' in text else "read",
        "read" if re.search(r'"ask": {"name": "\w+"}', text) else "call",
    }
    further = {"by hand"} if '"by_hand": true' in text else set()
    further |= {"hint"} if any(question["hints"] for question in data["questions"]) else set()
    return frozenset(re.findall(r'"kind": "(\w+)"', text)) | asks | further


def _json(data: Any) -> bytes:
    """The file: a line for each case."""
    lines = json.dumps(_without_cases(data), ensure_ascii=False, allow_nan=False, indent=1)
    for number, case in enumerate(_cases(data)):
        lines = lines.replace(f'"case {number}"', json.dumps(case, ensure_ascii=False, allow_nan=False), 1)
    return (lines + "\n").encode()


def _cases(data: Mapping[str, Any]) -> Iterable[Any]:
    return (case for question in data["questions"] for part in question["parts"] for case in part["cases"])


def _without_cases(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same with a word in place of each case."""
    numbers = iter(range(10**9))
    questions = [
        {
            **question,
            "parts": [
                {**part, "cases": [f"case {next(numbers)}" for _ in part["cases"]]} for part in question["parts"]
            ],
        }
        for question in data["questions"]
    ]
    return {**data, "questions": questions}
