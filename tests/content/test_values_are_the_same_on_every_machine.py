"""The bytes of a build do not depend on the processor, although NumPy's kernels differ in the last digits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder import questions
from autograder.checks.arguments import to_json
from autograder.checks.tolerance import tolerance
from autograder.content.public_checks import canonical, cases_of, public_cases

EXPECTATIONS = [
    (name, question.id, part.name, case.expect)
    for name in questions.names()
    for question in questions.find(name).questions
    for part in question.parts
    for case in public_cases(questions.find(name), question, part)
]
# What a processor without AVX would choose, whatever this one has.
PLAIN_KERNELS = {"NPY_DISABLE_CPU_FEATURES": "AVX512_SPR AVX512_ICL X86_V4 X86_V3", "OPENBLAS_CORETYPE": "Prescott"}
PROGRAM = """
import json
from autograder import questions
from autograder.content.public_checks import cases_of
print(json.dumps([cases_of(questions.find(name)) for name in questions.names()]))
"""


def moved(expectation: Any, move: Callable[[np.ndarray], np.ndarray]) -> Any:
    """Return `expectation` with every float in it changed slightly."""
    if isinstance(expectation, dict):
        return {key: moved(value, move) for key, value in expectation.items()}
    if isinstance(expectation, list):
        return [moved(value, move) for value in expectation]
    if isinstance(expectation, np.ndarray) and expectation.dtype.kind == "f":
        return np.asarray(move(expectation))
    return float(move(np.asarray(expectation))) if isinstance(expectation, float) else expectation


def text(expectation: Any) -> str:
    return json.dumps(to_json(canonical(expectation)))


EPS = float(np.finfo(float).eps)


@pytest.mark.parametrize("ulps", [-100, -2, 2, 100])
def test_values_a_few_roundings_away_are_written_alike(ulps):
    differ = [
        where for *where, expect in EXPECTATIONS if text(expect) != text(moved(expect, lambda x: x * (1 + ulps * EPS)))
    ]
    assert len(EXPECTATIONS) > 150 and differ == []


def test_a_tie_is_written_alike_from_both_sides():
    ties = np.array([0.12345678905, 2.0**-15, 98765432.105, -1000000000.5])
    assert text(ties * (1 - 1e-15)) == text(ties * (1 + 1e-15))
    assert text(np.array([-0.0, 0.1 + 0.2])) == text(np.array([0.0, 0.3]))


def test_infinities_integers_and_short_numbers_stay_as_they_are():
    kept = {"value": np.array([0.1, -2.5, np.inf, 1e-300, 0.0]), "size": 3, "of": "a pair", "n": np.array([1, 2])}
    assert json.dumps(to_json(canonical(kept))) == json.dumps(to_json(kept))


def _numeric(expectation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if expectation["kind"] in ("number", "vector", "matrix", "array", "losses"):
        yield expectation
    for other in (*expectation.get("and", ()), *expectation.get("or", ())):
        yield from _numeric(other)


def test_rounding_takes_a_twentieth_at_most_of_the_tolerance():
    for *where, expect in EXPECTATIONS:
        for one in _numeric(expect):
            finite = np.isfinite(one["value"])
            shift = np.abs(canonical(one["value"])[finite] - one["value"][finite])
            assert np.all(shift <= 0.05 * tolerance(one, np.dtype(float))[finite]), where


@pytest.mark.slow
def test_the_same_cases_are_written_with_other_kernels():
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    there = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | PLAIN_KERNELS)
    assert json.loads(there.stdout) == json.loads(
        json.dumps([cases_of(questions.find(name)) for name in questions.names()])
    )
