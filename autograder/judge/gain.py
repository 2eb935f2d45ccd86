"""May a question gain anything from correct functions of the others? One look saves most of a second judgement."""

from __future__ import annotations

from autograder.checks.observe import Observation
from autograder.judge.session import FATAL, Session
from autograder.judge.verdict import JudgedPart, JudgedQuestion, case_finding
from autograder.questions.declare import Call


def may_gain(session: Session, first: JudgedQuestion) -> bool:
    """False where every part that failed fails its first wrong case also with correct functions in place.

    Asked of the worker in which they are: one that has seen the wrong ones may remember what those gave.
    """
    if first.changed_argument:  # with functions that leave their arguments alone it may earn that point, and no part
        return True
    failed = [part for part in first.parts if not part.right]
    looks = [part.wrong[0] for part in failed]
    if any(not isinstance(one.case.ask, Call) or one.seen.outcome in FATAL for one in looks):
        return True
    answers = session.observe([one.case.ask for one in looks])
    return any(_right(first, part, answer) for part, answer in zip(failed, answers))


def _right(first: JudgedQuestion, part: JudgedPart, answer: Observation) -> bool:
    """Is this answer right, as it stands or as the transpose that the part may count?"""
    ways = (False, True) if part.cases.part.transpose_counts else (False,)
    return any(case_finding(first.cases, part.wrong[0].case, answer, way).right for way in ways)
