"""Describe carried credit in words, and apply a person's decisions about lenders."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from autograder.judge.lenders import Carried
from autograder.judge.result import Doubt, Lender, PartResult, QuestionResult, Result
from autograder.judge.verdict import JudgedQuestion
from autograder.questions.schema import Assignment
from autograder.safe_text import spell_points


def listed(names: Sequence[str]) -> str:
    """Return names joined as in a sentence: "q3, q4 and q8"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def gained_parts(first: JudgedQuestion, then: JudgedQuestion) -> list[str]:
    """Return the names of the parts that are right only with correct functions of other questions."""
    return [after.cases.part.name for before, after in zip(first.parts, then.parts) if after.right and not before.right]


def carried_note(first: JudgedQuestion, carried: Carried) -> str:
    """Return the note of a question that gets points for an error carried forward; it names the wrong functions."""
    gained = gained_parts(first, carried.judged)
    condition = _condition(carried)
    if not gained:
        note = f"It does not modify its arguments {condition}: it gets that point back."
    elif len(gained) == len(first.parts):
        note = f"Right {condition}: it gets the points."
    else:
        these = "this part gets its" if len(gained) == 1 else "these parts get their"
        note = f"{', '.join(gained)}: right {condition}; {these} points."
    if carried.doubtful:
        many = len(carried.doubtful) > 1
        note += (
            f" {listed(carried.doubtful)} {'do' if many else 'does'} not show an attempt yet: a person looks at that."
        )
    return note


def _condition(carried: Carried) -> str:
    if carried.lenders:
        return f"once {listed(carried.lenders)} {'is' if len(carried.lenders) == 1 else 'are'} right"
    # Functions that count as right may be too coarse to build on, or return another layout.
    return f"with {listed(carried.asked)} as in the solution" if carried.asked else "when asked again"


def pending_notes(
    assignment: Assignment, first: Mapping[str, JudgedQuestion], carried: Mapping[str, Carried]
) -> dict[str, str]:
    """Return the note of each question whose credit is pending; it lists all that depend on the same functions."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, gain in carried.items():
        if gain.pending:
            groups.setdefault(gain.doubtful, []).append(name)
    notes: dict[str, str] = {}
    for lenders, questions in groups.items():
        ids = [_named(assignment, first[name], carried[name]) for name in questions]
        looks = "looks" if len(ids) == 1 else "look"
        fixed = f"{listed(lenders)} {'is' if len(lenders) == 1 else 'are'} fixed"
        sentence = f"Pending review: {listed(ids)} {looks} right once {fixed}."
        notes |= {name: f"{sentence} {_worth(first[name], carried[name])}" for name in questions}
    return notes


def _worth(first: JudgedQuestion, carried: Carried) -> str:
    more = round(carried.judged.points - first.points, 6)
    wait = "point of this question waits" if more == 1 else "points of this question wait"
    return f"{spell_points(more)} {wait} for a person's decision."


def _named(assignment: Assignment, first: JudgedQuestion, carried: Carried) -> str:
    """Return a question's number, or its id if the number is ambiguous, and "(in part)" if only parts are right."""
    full = first.cases.question.id
    short = full.partition("_")[0]
    name = short if sum(other.partition("_")[0] == short for other in assignment.ids) == 1 else full
    return name if carried.judged.right else f"{name} (in part)"


def doubt_about(assignment: Assignment, sources: Iterable[str], first: JudgedQuestion, carried: Carried) -> Doubt:
    """Return the doubt about a question's carried credit, for a person to decide."""
    sources = tuple(sources)
    lenders = tuple(Lender(name, assignment.owner[name], code_sha256(sources, name)) for name in carried.doubtful)
    gained = tuple(gained_parts(first, carried.judged))
    return Doubt(carried.judged.points, first.points, gained, lenders)


def code_sha256(sources: Iterable[str], function: str) -> str:
    """Return a hash of the lines that define a function, without comments and blank lines; "" if not defined.

    Definitions are found line by line, since the judge does not parse students' code.
    """
    lines = [line for source in sources if function in source for line in _definition(source, function)]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest() if lines else ""


def _definition(source: str, function: str) -> Iterator[str]:
    """Yield the lines from `def function` or `function =` up to the next line that is not indented."""
    within = False
    for line in source.splitlines():
        text = line.rstrip()
        if not text or text.lstrip().startswith("#"):
            continue
        if not text[0].isspace() and text[0] not in ")]}":
            words = text.replace("(", " ( ").replace("=", " = ").split(maxsplit=3)
            within = words[:2] in (["def", function], [function, "="])
        if within:
            yield text


def with_decisions(result: Result, decide: Callable[[Lender], bool | None]) -> Result:
    """Return the record after decisions about lenders.

    Args:
        result: the record as the judge made it.
        decide: returns whether a lender is a real attempt, or None if nobody has decided.
    """
    return replace(result, questions=tuple(_decided(question, decide) for question in result.questions))


def _decided(question: QuestionResult, decide: Callable[[Lender], bool | None]) -> QuestionResult:
    doubt = question.pending or question.on_trust
    if doubt is None or question.override is not None:
        return question
    decisions = [decide(lender) for lender in doubt.lenders]
    if False not in decisions and (None in decisions or not decisions):
        return question
    names = listed([lender.function for lender in doubt.lenders])
    if False in decisions:
        many = len(doubt.lenders) > 1
        note = (
            f"A person decided that {names} {'do' if many else 'does'} not show an attempt: "
            f"nothing is carried forward from {'them' if many else 'it'}."
        )
        paid, points = False, doubt.without
    else:
        are = "is" if len(doubt.lenders) == 1 else "are"
        note = f"Right once {names} {are} right: it gets the points, by a person's decision."
        paid, points = True, doubt.points
    parts = tuple(_paid(part, paid) if part.name in doubt.parts else part for part in question.parts)
    return replace(
        question, points=points, parts=parts, carried_forward=paid, needs_review=False, note=note, pending=None,
        on_trust=None,
    )  # fmt: skip


def _paid(part: PartResult, paid: bool) -> PartResult:
    return replace(part, points=part.max if paid else 0.0)
