"""Naming a slip: a wrong answer compared with the known wrong answers of its question, on the very same cases."""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.checks.observation import Observation, observe_call, observe_variable
from autograder.judge.cases import Ask, QuestionCases
from autograder.judge.same_outcome import same_case
from autograder.judge.verdict import JudgedPart, JudgedQuestion, judge_question
from autograder.questions.schema import Assignment, Call, Slip


class SlipCatalogue:
    """The known slips of one question, each judged once on the question's cases."""

    def __init__(self, assignment: Assignment, cases: QuestionCases) -> None:
        self._assignment, self._cases = assignment, cases
        self._judged: list[tuple[Slip, JudgedQuestion]] | None = None

    def match(self, student: JudgedQuestion) -> Slip | None:
        """The slip whose answers are the student's in every part that the slip loses; the one that explains most."""
        if self not in student.made:
            student.made[self] = self._match(student)
        return student.made[self]

    def _match(self, student: JudgedQuestion) -> Slip | None:
        found = [(slip, shown) for slip, shown in self.judged() if _explains(shown, student)]
        return max(found, key=lambda pair: len(_wrong_parts(pair[1])), default=(None, None))[0]

    def is_public(self, slip: Slip) -> bool:
        """Do public cases alone tell this slip from a right answer? One that only reads an answer does not."""
        shown = next(judged for known, judged in self.judged() if known is slip)
        judged = (part for part in shown.parts if not part.cases.part.reads_only)
        return any(part.first_wrong(public=True) for part in judged)

    def judged(self) -> list[tuple[Slip, JudgedQuestion]]:
        """Each slip with the verdict that it gets."""
        if self._judged is None:
            self._judged = [(slip, self._judge(slip)) for slip in self._cases.question.slips]
        return self._judged

    def _judge(self, slip: Slip) -> JudgedQuestion:
        namespace = reference_namespace(self._assignment)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(slip.code, f"<slip {slip.id}>", "exec"), namespace)  # text of ours, never a student's
            seen = {key: look(namespace, ask) for key, ask in self._cases.asks.items()}
            again = {name: look(namespace, ask) for name, ask in self._cases.repeats.items()}
        return judge_question(self._cases, seen, again)


def reference_namespace(assignment: Assignment) -> dict[str, Any]:
    """Np and every name that the assignment's questions own, with the reference behind it."""
    owned = {name: copy.deepcopy(value) if not callable(value) else value
             for question in assignment.questions for name, value in question.owns.items()}  # fmt: skip
    return {"np": np, "__name__": "reference", **owned}


def look(namespace: Mapping[str, Any], ask: Ask) -> Observation:
    """One ask, answered in this process."""
    if isinstance(ask, Call):
        return observe_call(dict(namespace), ask.name, ask.arguments)
    return observe_variable(dict(namespace), ask.name)


def _wrong_parts(judged: JudgedQuestion) -> list[int]:
    return [i for i, part in enumerate(judged.parts) if not part.right]


def _explains(slip: JudgedQuestion, student: JudgedQuestion) -> bool:
    lost = _wrong_parts(slip)
    if slip.changed_argument:
        everything = range(len(slip.parts))
        return student.changed_argument and all(_same_part(slip.parts[i], student.parts[i]) for i in everything)
    if not lost:
        return False
    return all(not student.parts[i].right and _same_part(slip.parts[i], student.parts[i]) for i in lost)


def _same_part(slip: JudgedPart, student: JudgedPart) -> bool:
    return all(
        ours.finding.verdict == theirs.finding.verdict and same_case(ours.case.expect, theirs.seen, ours.seen)
        for ours, theirs in zip(slip.judged, student.judged)
    )
