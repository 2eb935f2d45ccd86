"""Judge an assignment's solution, stub, slips and variants, and list what does not hold.

Nothing that a student may read may show a number of a hidden case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.intake import Submission
from autograder.judge.judge import Judge
from autograder.judge.result import Result, to_verdicts
from autograder.judge.same_outcome import same_case
from autograder.judge.slips import SlipCatalogue, look
from autograder.questions.schema import Assignment, Call, Case, Question, Slip, Variant


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
    """One thing that does not hold: the specimen, the reason, and what to do."""

    label: str
    reason: str

    def __str__(self) -> str:
        return f"{self.label}: {self.reason}"


def specimens(assignment: Assignment, solution: Submission, stub: Submission) -> Iterator[Specimen]:
    """Yield the specimens of an assignment: solution, stub, and the solution with each slip and variant."""
    yield from whole(solution, stub)
    for question in assignment.questions:
        yield from about(question, solution)


def whole(solution: Submission, stub: Submission) -> Iterator[Specimen]:
    """Yield the specimens that concern the whole assignment."""
    yield Specimen("solution", "", "solution", solution)
    yield Specimen("stub", "", "stub", stub)


def about(question: Question, solution: Submission) -> Iterator[Specimen]:
    """Yield the slips and variants of one question."""
    for slip in question.slips:
        yield Specimen("slip", question.id, slip.id, overlaid(solution, slip.code))
    for variant in question.variants:
        yield Specimen("variant", question.id, variant.id, overlaid(solution, variant.code))


def overlaid(solution: Submission, code: str) -> Submission:
    """Return the solution with `code` run after it, so that its definitions replace the solution's."""
    return replace(solution, cells=(*solution.cells, code))


def refusals(
    judge: Judge, specimen: Specimen, result: Result, judged: Container[str] | None = None
) -> Iterator[Refusal]:
    """Yield what does not hold for one specimen.

    Args:
        judge: of the assignment.
        specimen: what was judged.
        result: its result.
        judged: the questions that were judged; None for all.
    """
    say = (Refusal(specimen.label, reason) for reason in _reasons(judge, specimen, result, judged))
    yield from say
    for place, text in not_by_chance(own_leaks(judge, result), judge, specimen, judged):
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
        yield from _slip_reasons(judge, judge.assignment.question(specimen.question), specimen, result)


def _slip_reasons(judge: Judge, question: Question, specimen: Specimen, result: Result) -> Iterator[str]:
    found = next(q for q in result.questions if q.id == question.id)
    slip = next(s for s in question.slips if s.id == specimen.id)
    if found.points == found.max:
        yield "it keeps full points; give the question a case that tells it apart."
    elif found.carried_forward:
        yield "it gets carried-forward credit; it must lose points in its own question."
    elif found.slip != slip.id and (found.slip or not depends_on_rounding(judge, question, slip)):
        yield f"it is reported as {found.slip or 'no known slip'}; the cases do not tell them apart."
    if not found.experiment:
        yield "no experiment exposes it: what a person would look at is the same for it and for the truth."
    if not slip.sentence.strip():
        yield "its sentence is empty."
    lost = [part for part in found.parts if part.verdict != "right"]
    if any(not (part.message or part.gap) for part in lost):
        yield "a part that it loses says nothing to the student."


def depends_on_rounding(judge: Judge, question: Question, slip: Slip) -> bool:
    """Return True if a last digit of its arguments changes what a slip gives, as in a chaotic run of many steps.

    The submission's other functions round differently from the reference's, so such a slip may go unrecognized.
    """
    cases = judge.cases(question.id)
    namespace = SlipCatalogue(judge.assignment, cases).namespace(slip)
    calls = [(case, case.ask) for part in cases.parts for case in part.all if isinstance(case.ask, Call)]
    return any(
        not same_case(
            case.expect, look(namespace, ask), look(namespace, replace(ask, arguments=_nudged(ask.arguments)))
        )
        for case, ask in calls
    )


def _nudged(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value * (1 + 2**-51) if _is_float(value) else value for value in arguments)


def _is_float(value: Any) -> bool:
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype == float)


def twins(question: Question) -> Iterator[Refusal]:
    """Yield slips and variants of one question whose id is not unique."""
    seen: set[str] = set()
    both: tuple[Slip | Variant, ...] = (*question.slips, *question.variants)
    for one in both:
        if one.id in seen:
            kind = "slip" if isinstance(one, Slip) else "variant"
            yield Refusal(f"{kind} {one.id} of {question.id}", "the id stands twice.")
        seen.add(one.id)


def bytes_of(results: Iterable[Result]) -> bytes:
    """Return the verdicts of some results as bytes."""
    return json.dumps([to_verdicts(result) for result in results], sort_keys=True).encode()


_NUMBER = re.compile(r"-?\d+\.\d+(?:e[-+]?\d+)?|-?\d+e[-+]?\d+")


@lru_cache(maxsize=64)
def hidden_numbers(judge: Judge, question_id: str | None = None) -> frozenset[str]:
    """Return the fractions in hidden inputs and expected values, printed with six digits.

    Integers, hundredths and sixty-fourths are left out: too many other values equal them for them to reveal anything.
    """
    hidden, public = set(), set()
    for name in [q.id for q in judge.assignment.questions if not q.by_hand]:
        for part in judge.cases(name).parts:
            public |= {text for case in part.public for text in _numbers_of(case)}
            if question_id in (None, name):
                hidden |= {text for case in part.hidden for text in _numbers_of(case)}
    return frozenset(hidden - public)


def leaks(result: Result, numbers: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield each text of `result` that a student may read and that shows one of `numbers`, with its place."""
    for place, text in readable(result):
        if any(f"{abs(float(found)):.6g}" in numbers for found in _NUMBER.findall(text)):
            yield place, text


def own_leaks(judge: Judge, result: Result) -> list[tuple[str, str]]:
    """Return each text that shows a hidden number of its own question, with its place."""
    found: list[tuple[str, str]] = []
    for question in result.questions:
        alone = replace(result, questions=(question,))
        if any(_NUMBER.search(text) for _, text in readable(alone)):
            found += leaks(alone, hidden_numbers(judge, question.id))
    return found


def readable(result: Result) -> Iterator[tuple[str, str]]:
    """Yield everything that a student may read of a result: the place and the text."""
    for question in result.questions:
        yield f"{question.id}: the slip's sentence", question.slip_sentence
        yield f"{question.id}: the note", question.note
        for part in question.parts:
            yield f"{question.id}: the message of {part.name}", part.message
            yield f"{question.id}: the gap of {part.name}", part.gap


def other_keys(key: str, count: int) -> list[str]:
    """Return keys under which what may be a chance of `key` is looked at again."""
    return [f"{key}, another {number}" for number in range(count)]


OTHERS = 5  # keys under which a text that may be a leak is looked at again


def not_by_chance(
    suspects: Iterable[tuple[str, str]], judge: Judge, specimen: Specimen, judged: Container[str] | None
) -> list[tuple[str, str]]:
    """Return the suspects without those that read the same under another key and show none of its hidden numbers.

    Thousands of a million numbers of six digits are hidden, and now and then one of a public case equals one of them;
    sigmoid(−7/4) is hidden under every fifth key. A text from a hidden case changes with the key, or shows hidden
    numbers under all keys.
    """
    waiting = list(suspects)
    for key in other_keys(judge.key, OTHERS):
        if not waiting:
            break
        other = judge.with_key(key)
        again = other.judge(specimen.submission, only=judged)
        harmless = set(readable(again)) - set(own_leaks(other, again))
        waiting = [suspect for suspect in waiting if suspect not in harmless]
    return waiting


def _numbers_of(case: Case) -> set[str]:
    values: list[Any] = [case.expect.get("value")]
    if isinstance(case.ask, Call):
        values += case.ask.arguments
    found: set[str] = set()
    for value in values:
        if isinstance(value, (float, np.ndarray)):
            flat = np.abs(np.asarray(value, float).ravel())
            found |= {f"{x:.6g}" for x in flat if np.isfinite(x) and x != round(x, 2) and x != round(64 * x) / 64}
    return found
