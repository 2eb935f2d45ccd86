"""Name slips by comparing a wrong answer with the known wrong answers of its question on the same cases."""

from __future__ import annotations

import contextlib
import copy
import io
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from autograder.checks.observation import Observation, observe_call, observe_variable
from autograder.judge.cases import Ask, QuestionCases
from autograder.judge.same_outcome import same_case
from autograder.judge.verdict import JudgedCase, JudgedPart, JudgedQuestion, alike, judge_question
from autograder.questions.schema import Assignment, Call, Slip

# What sentences say that are about several items of an answer, and wrong about one of them.
ABOUT_SEVERAL = re.compile(
    r"everywhere|everything|every sign|every gradient|all gradients|any of them|every one of them|(are|is) right"
    r"|throughout|x and y each|as has the one|W0 and b0|the gradients are|your gradients|disagree|filed under|both entries",
    re.IGNORECASE,
)


class SlipCatalogue:
    """Hold the known slips of one question; each is judged once, when an answer may be that slip."""

    def __init__(self, assignment: Assignment, cases: QuestionCases) -> None:
        self._assignment, self._cases = assignment, cases
        self._judged: dict[str, JudgedQuestion] = {}
        self._namespaces: dict[str, dict[str, Any]] = {}
        self._looks: dict[tuple[str, str], Observation] = {}

    def match(self, student: JudgedQuestion) -> Slip | None:
        """Return the slip that gives the student's answers in every part it loses; of several, the one losing most."""
        if self not in student.made:
            student.made[self] = self._match(student)
        return student.made[self]

    def _match(self, student: JudgedQuestion) -> Slip | None:
        likely = (slip for slip in self._cases.question.slips if self._may_explain(slip, student))
        matches = [(slip, verdict) for slip in likely if _explains(verdict := self.verdict_of(slip), student)]
        return max(matches, key=lambda pair: len(_wrong_parts(pair[1])), default=(None, None))[0]

    def match_part(self, student: JudgedQuestion) -> tuple[Slip, JudgedPart] | None:
        """Return a slip that gives all answers of one wrong part, though it loses other parts than the student does.

        A slip whose sentence is about several items of the answer does not count.
        """
        key = (self, "part")
        if key not in student.made:
            student.made[key] = next(self._partly(student), None)
        return student.made[key]

    def _partly(self, student: JudgedQuestion) -> Iterator[tuple[Slip, JudgedPart]]:
        for part in student.parts:
            if part.right or part.cases.part.reads_only or part.wrong[0].finding.verdict != "wrong":
                continue
            same = [part.wrong[0], *(one for about in alike(part, student, right=True) for one in about.judged)]
            matches = [slip for slip in self._of_one_item if all(self._gives(slip, one) for one in same)]
            if matches:
                yield min(matches, key=lambda slip: len(self.lost_to(slip))), part

    @cached_property
    def _of_one_item(self) -> list[Slip]:
        return [slip for slip in self._cases.question.slips if not ABOUT_SEVERAL.search(slip.sentence)]

    def _gives(self, slip: Slip, one: JudgedCase) -> bool:
        return same_case(one.case.expect, one.seen, self._look(slip, one.case.ask))

    def _may_explain(self, slip: Slip, student: JudgedQuestion) -> bool:
        """Return True if the slip answers like the student in the first wrong case of a part; it rules out most."""
        if student.changed_argument:
            return True
        firsts = (part.wrong[0] for part in student.parts if part.wrong)
        return any(self._gives(slip, judged_case) for judged_case in firsts)

    def is_public(self, slip: Slip) -> bool:
        """Return True if public cases alone reveal this slip; cases that only read an answer do not."""
        judged = (part for part in self.verdict_of(slip).parts if not part.cases.part.reads_only)
        return any(part.first_wrong(public=True) for part in judged)

    def lost_to(self, slip: Slip | None) -> frozenset[str]:
        """Return the names of the parts that a slip loses."""
        return frozenset(p.cases.part.name for p in self.verdict_of(slip).parts if not p.right) if slip else frozenset()

    def judged(self) -> list[tuple[Slip, JudgedQuestion]]:
        """Return each slip with the verdict that it gets."""
        return [(slip, self.verdict_of(slip)) for slip in self._cases.question.slips]

    def verdict_of(self, slip: Slip) -> JudgedQuestion:
        """Return the verdict that a slip gets."""
        if slip.id not in self._judged:
            namespace = self._defined(slip)
            with contextlib.redirect_stdout(io.StringIO()):
                seen = {key: look(namespace, ask) for key, ask in self._cases.asks.items()}
                again = {name: look(namespace, ask) for name, ask in self._cases.repeats.items()}
            self._judged[slip.id] = judge_question(self._cases, seen, again)
        return self._judged[slip.id]

    def _look(self, slip: Slip, ask: Ask) -> Observation:
        key = slip.id, self._cases.fingerprint(ask)
        if key not in self._looks:
            if slip.id not in self._namespaces:
                self._namespaces[slip.id] = self._defined(slip)
            with contextlib.redirect_stdout(io.StringIO()):
                self._looks[key] = look(self._namespaces[slip.id], ask)
        return self._looks[key]

    def namespace(self, slip: Slip | None) -> dict[str, Any]:
        """Return the correct functions under their names, with a slip in place of its own."""
        return self._defined(slip) if slip else reference_namespace(self._assignment)

    def _defined(self, slip: Slip) -> dict[str, Any]:
        namespace = reference_namespace(self._assignment)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(slip.code, f"<slip {slip.id}>", "exec"), namespace)  # our own text, never a student's
        return namespace


def reference_namespace(assignment: Assignment) -> dict[str, Any]:
    """Return a namespace with np and the reference of every name that the assignment's questions own."""
    owned = {name: copy.deepcopy(value) if not callable(value) else value
             for question in assignment.questions for name, value in question.owns.items()}  # fmt: skip
    return {"np": np, "__name__": "reference", **owned}


def look(namespace: Mapping[str, Any], ask: Ask) -> Observation:
    """Return the observation of one call or variable in this process, with NumPy's warnings on as in a worker."""
    with np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):
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
