"""Write what a student folder needs for its public checks: public_checks.py, cases.json, otter's test files.

The module public_checks.py is made from autograder/checks/. Public cases are drawn without the course key, so the
folder does not depend on it. Expected values are rounded: NumPy and its BLAS choose their kernels by the processor, and
the last digits of a sum, an exp or a tanh depend on that choice, so files with every bit would differ between machines.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

import autograder.checks
from autograder.checks.arguments import to_json
from autograder.content.bundle import bundle
from autograder.content.lean_source import lean
from autograder.otter_adapter.authoring import public_test_file
from autograder.questions import naming
from autograder.questions.schema import Assignment, Call, Case, Draw, Part, Question

CHECKS = Path(autograder.checks.__file__).parent
MODULE, CASES = "public_checks.py", "cases.json"

# Module of checks/ → names that notebooks, stubs, figures and otter's test files import.
OFFERS = {
    "self_check": ["grader", "check", "require"],
    "experiment_cells": ["needs", "reconcile", "path_values"],
    "command_line": ["main"],
    "start_file": ["judge_what_is_there", "start"],
}
# Dicts with an entry for each kind of case; public_checks.py keeps the entries for its own kinds.
CHOSEN = (
    "KINDS",
    "SIDE_BY_SIDE",
    "ASKS",
    "ORIGINS",
    "NOTES",
    "READS",
    "QUOTES",
    "OUTCOMES_ASKED",
    "WITHOUT_VALUE",
    "SIGNS_OF_LIMITS",
    "CALL_TEXTS",
    "SUBCOMMANDS",
)
ON_DEMAND = ("needs", "reconcile", "path_values")
HEADER = '''\
"""The public checks of {name}: what `grader.check(...)` in the notebook and `python {name}.py` run.

This file is generated and holds only what this assignment needs. You may read all of it: it compares your answers with
the expected values in cases.json and holds no solution. A change here changes only what you see.
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
        hints: question → the help in its prompt.
        code: the code that students receive; public_checks.py offers the names that it uses.
        omitted: name → omitted question, for the message of a cell that needs the name.
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
        name: the assignment.
        kinds: the kinds of expectation and of ask in its cases.
        used: the names in ON_DEMAND that its code uses.
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
    with naming(f"the public cases of {question.id} cannot be drawn"):
        return tuple(part.public(Draw("public", assignment.name, question.id, part.name)))


def cases_of(
    assignment: Assignment, hints: Mapping[str, str] | None = None, omitted: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the content of cases.json: arguments exact to the last bit, expected values to ten digits.

    It contains no formula, slip or hidden case.
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
    judged = not all(part.reads_only for part in question.parts)  # otherwise no public check can find an error
    general = next(
        (experiment.text for experiment in assignment.experiments.get(question.id, ()) if not experiment.parts),
        question.experiment,
    )
    hints = [text for text in (general if judged else "", stuck) if text]
    in_quiz = '"kind": "answered"' in json.dumps(parts)
    advice = {} if judged or in_quiz or not general else {"advice": general}
    return {**head, "hints": hints, **advice, "parts": parts}


def reads_only(assignment: Assignment) -> bool:
    """Return True if the public checks only read answers, as in a quiz."""
    return all(part.reads_only for question in assignment.questions for part in question.parts)


def _case(case: Case) -> dict[str, Any]:
    ask: dict[str, Any] = {"name": case.ask.name}
    if isinstance(case.ask, Call):
        ask["arguments"] = [to_json(argument) for argument in case.ask.arguments]
    return {"ask": ask, "expect": to_json(canonical(case.expect))}


def _kinds(data: Any) -> frozenset[str]:
    """Return the kinds of expectation and of ask in the cases."""
    text = json.dumps(data)
    asks = {
        "call" if '"arguments": [' in text else "read",
        "read" if re.search(r'"ask": {"name": "\w+"}', text) else "call",
    }
    further = {"timeout", "memory"}  # the limits that no sandbox enforces
    further |= {"by hand"} if '"by_hand": true' in text else set()
    further |= {"one", "all", "advice"} if '"reads_only": true' in text else set()
    further |= {"hint"} if any(question["hints"] for question in data["questions"]) else set()
    return frozenset(re.findall(r'"kind": "(\w+)"', text)) | asks | further


def _json(data: Any) -> bytes:
    """Return the file's content, with one line per case."""
    lines = json.dumps(_without_cases(data), ensure_ascii=False, allow_nan=False, indent=1)
    for number, case in enumerate(_cases(data)):
        lines = lines.replace(f'"case {number}"', json.dumps(case, ensure_ascii=False, allow_nan=False), 1)
    return (lines + "\n").encode()


def _cases(data: Mapping[str, Any]) -> Iterable[Any]:
    return (case for question in data["questions"] for part in question["parts"] for case in part["cases"])


def _without_cases(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same with a short text in place of each case."""
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


# Significant digits. Rounding changes a value by at most 5·10⁻¹⁰ of itself; every tolerance is 10⁻⁶ or absolute.
DIGITS = 10

# A relative shift before rounding. Values that people choose have few decimals, so each is a tie (…5 in the eleventh
# digit) or far from one. The shift moves a tie some 10⁴ machine roundings away from the bound, and changes no other.
NUDGE = 3e-12


def canonical(expectation: Any) -> Any:
    """Return `expectation` with every float rounded to ten significant digits; −0 becomes 0."""
    if isinstance(expectation, dict):
        return {key: canonical(value) for key, value in expectation.items()}
    if isinstance(expectation, (list, tuple)):
        return [canonical(value) for value in expectation]
    if isinstance(expectation, np.ndarray) and expectation.dtype.kind == "f":
        return np.array([_rounded(value) for value in expectation.ravel()], float).reshape(expectation.shape)
    return _rounded(expectation) if isinstance(expectation, float) else expectation


def _rounded(value: float) -> float:
    """Return one number for `value` and everything within a few hundred machine roundings of it."""
    value = float(value)
    return float(f"{value * (1 + NUDGE):.{DIGITS - 1}e}") + 0.0 if math.isfinite(value) else value
