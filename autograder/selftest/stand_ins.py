"""Stand-ins: what a question's `owns` maps its names to has to be the truth of its own cases.

A stand-in serves other questions when an error is carried forward. A wrong one would refuse right work or pay for wrong
work in questions that only call it, and no specimen of those questions would show it.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.checks.arguments import build
from autograder.checks.compare import compare
from autograder.checks.observation import Observation, observe
from autograder.judge.answer_kinds import JUDGE_KINDS
from autograder.judge.cases import QuestionCases
from autograder.questions.schema import Call, Case, Question
from autograder.selftest.catalogue import Refusal


def untrue(cases: QuestionCases) -> Iterator[Refusal]:
    """Yield a refusal for each name of a question whose stand-in is missing or fails one of the question's cases."""
    question, refused = cases.question, set[str]()
    for part in cases.parts:
        for case in part.all:
            name = case.ask.name
            reason = "" if name in refused else _fault(question, part.part.name, case)
            if reason:
                refused.add(name)
                yield Refusal(f"{name} of {question.id}", reason)
    asked = {case.ask.name for part in cases.parts for case in part.all}
    for name in question.owns:
        if name not in asked:
            yield Refusal(f"{name} of {question.id}", "`owns` names it, and no case of the question asks for it.")


def _fault(question: Question, part: str, case: Case) -> str:
    """Return what is wrong with the stand-in for one case; empty if it is right."""
    name = case.ask.name
    if name not in question.owns:
        return "the cases ask for it, and `owns` does not map it to its truth."
    truth = question.owns[name]
    if isinstance(case.ask, Call):
        if not callable(truth):
            return "the cases call it, and what `owns` maps it to is not a function."
        answer = observe(truth, tuple(build(recipe) for recipe in case.ask.arguments))
    else:
        answer = Observation("returned", truth)
    verdict = compare(case.expect, answer, name, kinds=JUDGE_KINDS).verdict
    if verdict == "right":
        return ""
    return f"what `owns` maps it to is not the truth of the cases: part {part} finds it {verdict}."
