"""Solution, stub, slips and variants of an assignment, each judged as a submission would be, and what must hold."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from autograder.intake import Submission
from autograder.judge.judge import Judge
from autograder.judge.result import Result, to_verdicts
from autograder.questions.schema import Assignment, Question, Slip, Variant
from autograder.selftest.leaks import by_chance, hidden_numbers, leaks


@dataclass(frozen=True)
class Specimen:
    """One submission whose verdict is known beforehand."""

    kind: str  # solution, stub, slip or variant
    question: str  # the question it is about; "" for solution and stub
    id: str
    submission: Submission

    @property
    def label(self) -> str:
        return f"{self.kind} {self.id} of {self.question}" if self.question else self.kind


@dataclass(frozen=True)
class Refusal:
    """One thing that does not hold: which specimen, what, and what to do."""

    label: str
    reason: str

    def __str__(self) -> str:
        return f"{self.label}: {self.reason}"


def specimens(assignment: Assignment, solution: Submission, stub: Submission) -> Iterator[Specimen]:
    """All specimens of an assignment: the solution, the stub, then each slip and variant laid over the solution."""
    yield from whole(solution, stub)
    for question in assignment.questions:
        yield from about(question, solution)


def whole(solution: Submission, stub: Submission) -> Iterator[Specimen]:
    """The specimens that are about no question in particular."""
    yield Specimen("solution", "", "solution", solution)
    yield Specimen("stub", "", "stub", stub)


def about(question: Question, solution: Submission) -> Iterator[Specimen]:
    """The slips and the variants of one question."""
    for slip in question.slips:
        yield Specimen("slip", question.id, slip.id, overlaid(solution, slip.code))
    for variant in question.variants:
        yield Specimen("variant", question.id, variant.id, overlaid(solution, variant.code))


def overlaid(solution: Submission, code: str) -> Submission:
    """The solution with `code` run after it: what it defines anew takes the solution's place."""
    return replace(solution, cells=(*solution.cells, code))


def refusals(
    judge: Judge, specimen: Specimen, result: Result, judged: Container[str] | None = None
) -> Iterator[Refusal]:
    """What does not hold for one specimen; `judged` are the questions that were looked at, None for all."""
    say = (Refusal(specimen.label, reason) for reason in _reasons(judge, specimen, result, judged))
    yield from say
    numbers = hidden_numbers(judge, specimen.question or None)
    suspects = list(leaks(result, numbers))
    harmless = by_chance(judge, specimen.submission, judged) if suspects else set()
    for place, text in (one for one in suspects if one not in harmless):
        yield Refusal(specimen.label, f"{place} shows a number of a hidden case: {text!r}.")


def _reasons(judge: Judge, specimen: Specimen, result: Result, judged: Container[str] | None) -> Iterator[str]:
    if result.status != "graded":
        yield f"status {result.status}, expected graded ({result.message})."
        return
    wanted = {q.id: (0.0 if specimen.kind == "stub" else q.max) for q in result.questions if q.points is not None}
    for question in result.questions:
        own = specimen.kind == "slip" and question.id == specimen.question
        if question.points is None or own or (judged is not None and question.id not in judged):
            continue
        waits = question.pending is not None and question.pending.points == wanted[question.id]
        if question.points != wanted[question.id] and not waits:
            part = next((p for p in question.parts if p.verdict != "right"), None)
            why = f": part {part.name}: {part.hidden_message}" if part else ""
            yield f"{question.id} gets {question.points:g} of {question.max:g}, expected {wanted[question.id]:g}{why}"
    if specimen.kind == "slip":
        yield from _slip_reasons(judge.assignment.question(specimen.question), specimen, result)


def _slip_reasons(question: Question, specimen: Specimen, result: Result) -> Iterator[str]:
    found = next(q for q in result.questions if q.id == question.id)
    slip = next(s for s in question.slips if s.id == specimen.id)
    if found.points == found.max:
        yield "it keeps full points; give the question a case that tells it apart."
    elif found.carried_forward:
        yield "it gets carried-forward credit; it must lose points in its own question."
    elif found.slip != slip.id:
        yield f"it is reported as {found.slip or 'no known slip'}; the cases do not tell them apart."
    if not found.experiment:
        yield "no experiment exposes it: what a person would look at is the same for it and for the truth."
    if not slip.sentence.strip():
        yield "its sentence is empty."
    lost = [part for part in found.parts if part.verdict != "right"]
    if any(not (part.message or part.gap) for part in lost):
        yield "a part that it loses says nothing to the student."


def twins(question: Question) -> Iterator[Refusal]:
    """Slips and variants of one question that share an id."""
    seen: set[str] = set()
    both: tuple[Slip | Variant, ...] = (*question.slips, *question.variants)
    for one in both:
        if one.id in seen:
            kind = "slip" if isinstance(one, Slip) else "variant"
            yield Refusal(f"{kind} {one.id} of {question.id}", "the id stands twice.")
        seen.add(one.id)


def bytes_of(results: Iterable[Result]) -> bytes:
    """The verdicts of some results, byte for byte."""
    return json.dumps([to_verdicts(result) for result in results], sort_keys=True).encode()
