"""Turn the observations of one question's calls into verdicts and points of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from autograder.checks.compare import compare
from autograder.checks.findings import RIGHT, Finding
from autograder.checks.observation import Observation
from autograder.judge.answer_kinds import JUDGE_KINDS
from autograder.judge.cases import PartCases, QuestionCases
from autograder.judge.quick_comparison import WrongNumbers
from autograder.judge.same_outcome import same_answer
from autograder.judge.worker_session import FATAL, Session
from autograder.questions.schema import Call, Case

Seen = Mapping[str, Observation]
NOT_REPEATED = Observation("missing")  # the second answer of a function that was not called again


@dataclass(frozen=True)
class JudgedCase:
    """Hold one case, the observation and the finding."""

    case: Case
    public: bool
    seen: Observation
    finding: Finding


@dataclass(frozen=True)
class JudgedPart:
    """Hold the judged cases of one part."""

    cases: PartCases
    judged: tuple[JudgedCase, ...]

    @cached_property
    def right(self) -> bool:
        return all(judged_case.finding.right for judged_case in self.judged)

    @cached_property
    def wrong(self) -> tuple[JudgedCase, ...]:
        return tuple(judged_case for judged_case in self.judged if not judged_case.finding.right)

    def first_wrong(self, *, public: bool) -> JudgedCase | None:
        """Return the first public (or hidden) case that is not right, or None."""
        return next((judged_case for judged_case in self.wrong if judged_case.public == public), None)


@dataclass(frozen=True)
class JudgedQuestion:
    """Hold the parts of one question, judged from one run of the student's code."""

    cases: QuestionCases
    parts: tuple[JudgedPart, ...]
    changed_argument: bool
    seen: Seen = field(repr=False)
    fickle: frozenset[str] = frozenset()  # functions that answered a repeated call differently
    # Results derived from these answers, by what derived them. Equal answers share one JudgedQuestion.
    made: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def right(self) -> bool:
        return not self.changed_argument and all(part.right for part in self.parts)

    @cached_property
    def empty(self) -> bool:
        """Return True if nothing was answered at all; entries under unknown names count as a wrong answer."""
        cases = [judged_case for part in self.parts for judged_case in part.judged]
        return all(
            judged_case.finding.verdict == "missing" and is_empty_value(judged_case.seen.value) for judged_case in cases
        )

    @cached_property
    def points(self) -> float:
        """Return the parts' points, less one point (not below 0) if an argument was changed.

        The point is not taken if a part of the question is about changed arguments.
        """
        paid = sum(part.cases.part.points for part in self.parts if part.right)
        return round(max(0.0, paid - 1.0) if self.changed_argument else paid, 6)


def alike(part: JudgedPart, question: JudgedQuestion, right: bool = False) -> tuple[JudgedPart, ...]:
    """Return the wrong parts about the same item of the same function, this one first; with `right`, right ones too."""
    name, item = part.judged[0].case.ask.name, part.judged[0].case.expect.get("item")
    others = (
        other
        for other in question.parts
        if other is not part
        and (right or not other.right)
        and other.judged
        and other.judged[0].case.ask.name == name
        and other.judged[0].case.expect.get("item") == item
    )
    return (part, *others)


def is_empty_value(value: object) -> bool:
    """Return whether a value is None or `...`, or nothing but these in a container."""
    if isinstance(value, dict):
        return all(is_empty_value(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return all(is_empty_value(item) for item in value)
    return value is None or value is Ellipsis


def judge_question(cases: QuestionCases, seen: Seen, again: Mapping[str, Observation]) -> JudgedQuestion:
    """Judge every part of a question.

    Args:
        cases: the question's cases.
        seen: the observation of each call, by fingerprint.
        again: the observation of each function's repeated call, by the function's name.
    """
    everything = tuple(seen[key] for key in cases.asks) + tuple(
        again.get(name) or NOT_REPEATED for name in cases.repeats
    )
    return cases.known.whole(everything, lambda: _judged(cases, seen, again))


def _judged(cases: QuestionCases, seen: Seen, again: Mapping[str, Observation]) -> JudgedQuestion:
    fickle = frozenset(
        name for name, repeated in again.items() if _differs(seen[cases.fingerprint(cases.repeats[name])], repeated)
    )
    transposed = _is_transposed(cases, seen)
    parts = tuple(_judge_part(cases, part, fickle, transposed, seen) for part in cases.parts)
    about = any(part.part.about_arguments for part in cases.parts)
    changed = not about and any(observation.changed for observation in seen.values())
    return JudgedQuestion(cases, parts, changed, seen, fickle)


def _differs(first: Observation, repeated: Observation) -> bool:
    """Return True if the second answer differs; a call that ran into a limit does not count."""
    if first is repeated:
        return False
    answered = repeated.outcome in ("returned", "raised", "missing")
    return first.outcome == "returned" and answered and not same_answer(first, repeated)


def _judge_part(
    cases: QuestionCases, part: PartCases, fickle: frozenset[str], transposed: bool, seen: Seen
) -> JudgedPart:
    flip = transposed and part.part.transpose_counts
    public = len(part.public)
    observed = (seen[cases.fingerprint(case.ask)] for case in part.all)
    judged = tuple(
        _judge_case(cases, case, i < public, observation, fickle, flip)
        for i, (case, observation) in enumerate(zip(part.all, observed))
    )
    return JudgedPart(part, judged)


def _judge_case(
    cases: QuestionCases, case: Case, public: bool, observation: Observation, fickle: frozenset[str], transposed: bool
) -> JudgedCase:
    finding = case_finding(cases, case, observation, transposed)
    if finding.right and case.ask.name in fickle:
        finding = Finding(
            "wrong", f"{case.ask.name} gives different answers when called twice with the same arguments."
        )
    return JudgedCase(case, public, observation, finding)


def case_finding(cases: QuestionCases, case: Case, observation: Observation, transposed: bool) -> Finding:
    """Return the finding of one answer to one case."""

    def closer() -> Finding:
        return compare(case.expect, observation, case.ask.name, transposed=transposed, kinds=JUDGE_KINDS)

    quick = cases.quick(case).verdict(observation, transposed)
    if quick is None:
        return cases.known.finding(case, observation, transposed, closer)
    return RIGHT if quick else WrongNumbers(closer)


def _is_transposed(cases: QuestionCases, seen: Seen) -> bool:
    """Return True if every matrix of the question has the transposed shape, where the shapes differ (d ≠ h)."""
    if "matrices" not in cases.aside:
        cases.aside["matrices"] = dict(_matrices(cases))
    shapes: dict[str, tuple[int, ...]] = cases.aside["matrices"]
    return bool(shapes) and all(
        _is_numeric(seen[key]) and np.shape(seen[key].value) == shape for key, shape in shapes.items()
    )


def _matrices(cases: QuestionCases) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the fingerprint of each call whose answer is a matrix that is not square, with its transpose's shape."""
    for part in cases.parts:
        for case in part.all:
            value = case.expect.get("value")
            if not isinstance(case.ask, Call) or not isinstance(value, np.ndarray) or value.ndim != 2:
                continue
            if value.shape[0] != value.shape[1]:
                yield cases.fingerprint(case.ask), value.shape[::-1]


def _is_numeric(observation: Observation) -> bool:
    if isinstance(observation.value, (list, tuple)):
        try:
            np.shape(observation.value)
        except ValueError:
            return False
        return True
    return isinstance(observation.value, np.ndarray)


def ask_public(session: Session, all_cases: Iterable[QuestionCases]) -> dict[str, Observation]:
    """Make the public calls of these questions and return the observations by fingerprint.

    They are made before any hidden call. So the code that wrote what students may read has not seen a hidden input.
    """
    asks = {key: ask for cases in all_cases for key, ask in cases.public_asks.items()}
    return dict(zip(asks, session.observe(list(asks.values()))))


def ask_question(
    session: Session, cases: QuestionCases, public: Mapping[str, Observation] | None = None
) -> JudgedQuestion:
    """Make the hidden calls of a question, repeat each function's first call, and judge the observations.

    A function that killed its worker in a public call is not called again.

    Args:
        session: a session that has loaded the submission.
        cases: the question's cases.
        public: the observations of the public calls, by fingerprint; None to make these calls first.
    """
    public = ask_public(session, [cases]) if public is None else public
    seen = {key: public[key] for key in cases.asks if key in public}
    fatal = {cases.asks[key].name: observation for key, observation in seen.items() if observation.outcome in FATAL}
    seen |= {key: fatal[ask.name] for key, ask in cases.asks.items() if key not in seen and ask.name in fatal}
    hidden = {key: ask for key, ask in cases.asks.items() if key not in seen}
    repeats = {name: ask for name, ask in cases.repeats.items() if name not in fatal}
    observations = session.observe([*hidden.values(), *repeats.values()])
    seen |= zip(hidden, observations)
    return judge_question(cases, seen, dict(zip(repeats, observations[len(hidden) :])))
