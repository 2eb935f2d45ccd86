"""Kinds of expectation that students do not receive, and kinds whose answers are alike without being equal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.checks.compare import Kind
from autograder.checks.expectations import Expectation
from autograder.judge.distribution_test import same_distribution
from autograder.judge.formula_diagnosis import judge_identity, judge_readable, same_formula
from autograder.judge.quiz import judge_quiz, same_quiz_answer

JUDGE_KINDS: dict[str, Kind] = {
    "identity": judge_identity,
    "quiz": judge_quiz,
    "readable": judge_readable,
}
"""The first two hold a truth that a public check must not show; the third is as in a public check, within bounds."""

SPEAKS_ITSELF = frozenset({"identity", "quiz"})
"""Kinds whose sentence a student may read for a hidden case: it is made of the answer's own words and ours."""

ALIKE: dict[str, Callable[[Expectation, Any, Any], bool]] = {
    "draws": same_distribution,
    "draws_of_one_value": lambda expect, one, other: True,  # the verdict says all: the entries agree or they do not
    "readable": same_formula,
    "identity": same_formula,
    "answered": same_quiz_answer,
    "quiz": same_quiz_answer,
}
"""For a student's answer beside a known slip's, where the same mistake need not give the same value."""
