"""The gate of spoilers for one question, in this process: what became of each, and which functions declare no domain."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from autograder.judge.cases import question_cases
from autograder.paths import handout
from autograder.questions.schema import Assignment, Question
from autograder.selftest.excused import reason_for
from autograder.selftest.specimens import solution
from autograder.selftest.spoilers import Spoiled, Trial, spoilers


def spoiled(assignment: Assignment, question: Question, key: str) -> Iterator[Spoiled]:
    """Every spoiler of the question's functions that is wrong anywhere, judged by its cases under `key`."""
    cases = question_cases(assignment, question, key)
    for domain in question.domains:
        function = solved(assignment.name)[domain.function]
        yield from (one for one in spoilers(Trial(cases, domain, function), reason_for) if not one.same)


def without_domain(question: Question) -> list[str]:
    """The functions of the question of which nothing says what may come in."""
    declared = {domain.function for domain in question.domains}
    return [name for name, truth in question.owns.items() if callable(truth) and name not in declared]


@cache
def solved(name: str) -> dict[str, Any]:
    """What the solved answers of an assignment define; run where a student's would be, beside the data they read."""
    namespace: dict[str, Any] = {"__name__": "solution"}
    before, folder = Path.cwd(), handout(name)
    try:
        if folder.is_dir():
            os.chdir(folder)
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in solution(name).cells:
                exec(compile(cell, f"<solution of {name}>", "exec"), namespace)  # text of ours, never a student's
    finally:
        os.chdir(before)
    return namespace
