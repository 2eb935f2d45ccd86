"""Run every spoiler of one question in this process, and list those that no case can expose, with the reason."""

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
from autograder.selftest.catalogue import other_keys
from autograder.selftest.specimens import solution
from autograder.selftest.spoilers import Spoiled, Spoiler, Trial, spoilers


def spoiled(assignment: Assignment, question: Question, key: str) -> Iterator[Spoiled]:
    """Yield every spoiler of the question's functions that is wrong anywhere, judged by its cases under `key`."""
    cases = question_cases(assignment, question, key)
    for domain in question.domains:
        function = solved(assignment.name)[domain.function]
        yield from (result for result in spoilers(Trial(cases, domain, function), reason_for) if not result.same)


BY_CHANCE = "the cases of this key happen not to show it, and those of another key do"
OTHERS = 3  # keys under which a spoiler that survives is tried again


def surviving(assignment: Assignment, question: Question, key: str, survivors: set[str]) -> set[str]:
    """Return the survivors that no case sees under any of a few other keys either: those are holes, not chance.

    A course draws its own key, and of ten thousand spoilers one may hide from the calls that this key happens to draw.
    """
    for other in other_keys(key, OTHERS):
        if not survivors:
            break
        again = spoiled(assignment, question, other)
        survivors = survivors & {str(one.spoiler) for one in again if one.survived}
    return survivors


def without_domain(question: Question) -> list[str]:
    """Return the functions of the question that declare no domain."""
    declared = {domain.function for domain in question.domains}
    return [name for name, truth in question.owns.items() if callable(truth) and name not in declared]


@cache
def solved(name: str) -> dict[str, Any]:
    """Return the namespace of an assignment's solution, run in the folder of its data."""
    namespace: dict[str, Any] = {"__name__": "solution"}
    before, folder = Path.cwd(), handout(name)
    try:
        if folder.is_dir():
            os.chdir(folder)
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in solution(name).cells:
                exec(compile(cell, f"<solution of {name}>", "exec"), namespace)  # our own text, never a student's
    finally:
        os.chdir(before)
    return namespace


_AT_THE_BOUND = "a thousandth shows at the bound of the draws alone, where a draw comes as near to it by chance"
_ROOM = "beside a loss of 10⁶ the tolerance of the sum is larger than what is cut off"
_STEP = "where the gradient is small, a large step's own error may be more than a thousandth of it"

# By question: a part of the regime's name, the way, and the reason. tests/selftest judges them with further keys and
# calls.
EXCUSED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "q5_numerical_gradient": (
        ("theta small", "a thousandth more", _STEP),
        ("theta zero", "a thousandth more", _STEP),
    ),
    "q7_break_symmetry": (("", "a thousandth more", _AT_THE_BOUND),),
    "q2_convergence": (("NaN", "cut to integers", _ROOM), ("inf", "cut to integers", _ROOM)),
}


def reason_for(spoiler: Spoiler) -> str:
    """Return why no case can expose a spoiler; empty if no reason is known."""
    found = (
        reason
        for piece, way, reason in EXCUSED.get(spoiler.question, ())
        if piece in spoiler.regime and way == spoiler.way
    )
    return next(found, "")
