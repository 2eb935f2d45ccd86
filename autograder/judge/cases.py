"""The cases of an assignment under one course key, and the distinct calls that they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from autograder.checks.arguments import Function, Seeded, build
from autograder.checks.observation import observe
from autograder.judge.callback_limits import measure
from autograder.judge.finding_cache import FindingCache
from autograder.judge.quick_comparison import QuickComparison
from autograder.questions import naming
from autograder.questions.schema import Assignment, Call, Case, Draw, Part, Question, Read
from autograder.questions.vocabulary import Vocabulary

Ask = Call | Read
PUBLIC = "public"


@dataclass(frozen=True)
class PartCases:
    """The cases of one part; the public ones do not depend on the key."""

    part: Part
    public: tuple[Case, ...]
    hidden: tuple[Case, ...]

    @property
    def all(self) -> tuple[Case, ...]:
        return self.public + self.hidden


@dataclass(frozen=True)
class QuestionCases:
    """One question's cases, by part."""

    question: Question
    parts: tuple[PartCases, ...]
    # By function: the quantities that a wrong answer may be made of.
    vocabulary: Mapping[str, Vocabulary] = field(default_factory=dict)

    @cached_property
    def asks(self) -> dict[str, Ask]:
        """Return the distinct asks by fingerprint, part by part, so that earlier parts are complete first."""
        return {self.fingerprint(case.ask): case.ask for part in self.parts for case in part.all}

    @cached_property
    def public_asks(self) -> dict[str, Ask]:
        """Return those of `asks` whose arguments and answers every student has."""
        return {self.fingerprint(case.ask): case.ask for part in self.parts for case in part.public}

    def fingerprint(self, ask: Ask) -> str:
        """`fingerprint(ask)` of one of these cases' asks, worked out once."""
        found = self._fingerprints.get(id(ask))
        if found is None:
            found = self._fingerprints[id(ask)] = fingerprint(ask)
        return found

    @cached_property
    def _fingerprints(self) -> dict[int, str]:
        return {}

    @cached_property
    def known(self) -> FindingCache:
        """Return the cache of findings, for answers that occur again."""
        return FindingCache()

    def quick(self, case: Case) -> QuickComparison:
        """Return the expectation of one of these cases, prepared for the answers of a class."""
        prepared = self._quick.get(id(case))
        if prepared is None:
            prepared = self._quick[id(case)] = QuickComparison(case.expect)
            self._held.append(case)
        return prepared

    @cached_property
    def _quick(self) -> dict[int, QuickComparison]:
        return {}

    @cached_property
    def _held(self) -> list[Case]:
        """Return the cases in `_quick`; while the list refers to them, no other object has their identity."""
        return []

    @cached_property
    def aside(self) -> dict[object, Any]:
        """Return results that other modules derived from these cases, by their maker; all submissions share them."""
        return {}

    @cached_property
    def truths(self) -> dict[str, Any]:
        """Return the reference's answer to each call of a function of this question, by fingerprint."""
        asked = (
            (key, self.question.owns.get(ask.name), ask) for key, ask in self.asks.items() if isinstance(ask, Call)
        )
        answers = {key: observe(truth, _built(ask)) for key, truth, ask in asked if callable(truth)}
        return {key: answer.value for key, answer in answers.items() if answer.outcome == "returned"}

    @cached_property
    def largest(self) -> dict[str, tuple[int, int]]:
        """Return by function the most numbers in one call and the largest integer that is an argument by itself."""
        found: dict[str, tuple[int, int]] = {}
        for ask in self.asks.values():
            if isinstance(ask, Call):
                most, (numbers, integer) = found.get(ask.name, (0, 0)), measure(ask.arguments)
                found[ask.name] = max(most[0], numbers), max(most[1], integer)
        return found

    @cached_property
    def repeats(self) -> dict[str, Call]:
        """Return the first call of each function, which is repeated at the end: the same arguments, the same answer."""
        return {ask.name: ask for ask in reversed(self.asks.values()) if isinstance(ask, Call)}


def question_cases(assignment: Assignment, question: Question, key: str) -> QuestionCases:
    """Return the cases of `question` under `key`, which are the same on every machine."""
    parts = tuple(_part_cases(assignment.name, question.id, part, key) for part in question.parts)
    return QuestionCases(question, parts, assignment.vocabulary)


def _part_cases(assignment: str, question: str, part: Part, key: str) -> PartCases:
    words = (assignment, question, part.name)
    with naming(f"the cases of {question} cannot be drawn"):
        public = tuple(part.public(Draw(PUBLIC, *words)))
        return PartCases(part, public, tuple(part.hidden(Draw("key", key, *words))))


def _built(ask: Call) -> tuple[Any, ...]:
    return tuple(build(recipe) for recipe in ask.arguments)


def fingerprint(ask: Ask) -> str:
    """Return a text that holds an ask's name and every bit of every argument."""
    if isinstance(ask, Read):
        return f"read {ask.name}"
    return f"call {ask.name}({', '.join(_fingerprint(argument) for argument in ask.arguments)})"


def _fingerprint(recipe: Any) -> str:
    if isinstance(recipe, np.ndarray):
        return f"{recipe.dtype}{recipe.shape}{recipe.tobytes().hex()}"
    if isinstance(recipe, (Seeded, Function)):
        return repr(recipe)
    return f"{type(recipe).__name__} {recipe!r}"
