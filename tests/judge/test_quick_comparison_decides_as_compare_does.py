"""The judge's quick look decides nothing that the comparison would decide in another way."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from autograder.checks import expectations as ex
from autograder.checks.compare import compare
from autograder.checks.observation import Observation
from autograder.judge.quick_comparison import QuickComparison, WrongNumbers

TRUTHS = {
    "scalar": ex.number(0.3),
    "exact": ex.number(3.0, within=0.0),
    "one": ex.vector([0.3]),
    "vector": ex.vector([0.3, -2.0, 0.0], scale=[1.0, 1.0, 1.0]),
    "matrix": ex.matrix(np.arange(6.0).reshape(2, 3), condition=np.full((2, 3), 1e9)),
    "square": ex.matrix(np.arange(4.0).reshape(2, 2)),
    "array": ex.array(np.array([1e-3, 1e6]), scale=[1.0, 1.0]),
    "range": ex.between([0.0, 1.0], [0.5, 2.0]),
    "infinite": ex.array(np.array([np.inf, 1.0])),
    "quiet": ex.quiet(ex.vector([1.0, 2.0])),
    "untouched": ex.untouched(ex.shape_of(np.zeros(2))),
    "pair": ex.every(ex.item(0, "a pair (z, y)", ex.vector([1.0, 2.0]), size=2), ex.item(1, "a pair (z, y)", ex.number(4.0), size=2)),
    "dict": ex.item("W1", "a dict", ex.matrix([[1.0, 2.0]])),
    "either": ex.either(ex.number(0.0), ex.number(1.0)),
    "raises": ex.raises("ValueError"),
}  # fmt: skip


def answers(expect: ex.Expectation) -> list[object]:
    """Answers of all kinds: the truth and what is near it, in its shape and in others."""
    truth = np.asarray(expect.get("value", 1.0), float)
    off = [truth, truth * (1 + 1e-9), truth * (1 + 1e-3), truth + 1.0, -truth, truth * np.nan, truth + np.inf]
    forms = [
        form
        for array in off
        for form in (array, array.T, array.ravel(), array.reshape(1, -1), array.astype(np.float32), array.astype(complex), array.tolist())
    ]  # fmt: skip
    pairs = [
        (first, second)
        for first in ([1.0, 2.0], np.array([1.0, 2.0]), 1.0)
        for second in (4.0, 5.0, None, np.float64(4))
    ]
    dicts = [{"W1": np.array([[1.0, 2.0]])}, {"W1": np.array([[1.0, 3.0]])}, {"w1": 1.0}, {"W1": None}, {}]
    return [*forms, *pairs, *dicts, None, ..., True, 3, 3.0, 0.3, float("nan"), "0.3", [], ()]


@pytest.mark.parametrize("name", TRUTHS)
def test_every_decision_is_that_of_the_comparison(name: str) -> None:
    """Right, wrong and every sentence, for answers near and far, with warnings and with changed arguments."""
    expect, decided = TRUTHS[name], 0
    quick = QuickComparison(expect)
    for value, transposed, warned, changed in itertools.product(
        answers(expect), (False, True), ((), ("RuntimeWarning",)), ((), (0,))
    ):
        seen = Observation("returned", value, warnings=warned, changed=changed)
        with np.errstate(all="ignore"):
            verdict = quick.verdict(seen, transposed)
            whole = compare(expect, seen, "f", transposed=transposed)
        if verdict is not None:
            decided += 1
            assert whole.verdict == ("right" if verdict else "wrong"), (value, transposed)
            if not verdict:
                lazy = WrongNumbers(lambda whole=whole: whole)
                assert (lazy.verdict, lazy.right, lazy.sentence, lazy.detail) == (
                    "wrong",
                    False,
                    whole.sentence,
                    whole.detail,
                )
    assert decided or name in ("infinite", "raises", "untouched")
