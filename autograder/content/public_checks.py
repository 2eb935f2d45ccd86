"""The public checks of a student folder: a copy of checks/, its cases as data, and otter's test files.

Public cases come from a draw of their own, so that a student folder is the same whatever the course key.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import autograder.checks
from autograder.checks.arguments import to_json
from autograder.content.round_expected import canonical
from autograder.otter_adapter.test_files import public_test_file
from autograder.questions.schema import Assignment, Call, Case, Draw, Part, Question

CHECKS = Path(autograder.checks.__file__).parent


def check_files(assignment: Assignment) -> dict[str, bytes]:
    """The files of checks/ and tests/, by their path in the student folder."""
    files = {f"checks/{path.name}": path.read_bytes() for path in sorted(CHECKS.glob("*.py"))}
    files["checks/cases.json"] = _json(cases_of(assignment))
    for question in assignment.questions:
        if not question.by_hand:
            files[f"tests/{question.id}.py"] = public_test_file(question.id).encode()
    return files


def public_cases(assignment: Assignment, question: Question, part: Part) -> tuple[Case, ...]:
    """The public cases of one part."""
    return tuple(part.public(Draw("public", assignment.name, question.id, part.name)))


def cases_of(assignment: Assignment) -> dict[str, Any]:
    """The content of cases.json: what is asked, to the last bit, what is expected, to ten digits; no formula, no slip,
    no hidden case.
    """
    return {
        "assignment": assignment.name,
        "title": assignment.title,
        "questions": [_question(assignment, question) for question in assignment.questions],
    }


def _question(assignment: Assignment, question: Question) -> dict[str, Any]:
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
    return {**head, "experiment": question.experiment, "parts": parts}


def _case(case: Case) -> dict[str, Any]:
    ask: dict[str, Any] = {"name": case.ask.name}
    if isinstance(case.ask, Call):
        ask["arguments"] = [to_json(argument) for argument in case.ask.arguments]
    return {"ask": ask, "expect": to_json(canonical(case.expect))}


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
