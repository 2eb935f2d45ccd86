"""The gap: what a student may read. Of public cases with their numbers; of hidden ones only where and of what kind.

Nothing that a student's code wrote while a hidden case ran goes into a hidden gap: no shape, no type's name, no index.
Code can still choose among the sentences, which are few; so a part tells some bits of an input, as a score does.
"""

from __future__ import annotations

import math

import numpy as np

from autograder.checks.compare import SIGNS_OF_LIMITS, label_of
from autograder.judge.answer_kinds import SPEAKS_ITSELF
from autograder.judge.environment import where
from autograder.judge.habits import habit
from autograder.judge.verdict import JudgedCase, JudgedPart, JudgedQuestion

_HIDDEN_SENTENCES = {
    "missing": "{name} has no value",
    "type": "{name} is of the wrong type",
    "shape": "{name} has the wrong shape",
    "not_finite": "{name} is not finite",
    "wrong": "{name} is wrong",
    **{limit: "{name} " + sentence for limit, sentence in SIGNS_OF_LIMITS.items()},
}

_OF_VALUES = frozenset({"missing", "type", "shape", "not_finite", "wrong"})

# What honest code runs into. Python has seventy, and a class may be called anything: enough to spell an input with.
_USUAL = frozenset(
    [
        "TypeError",
        "ValueError",
        "IndexError",
        "KeyError",
        "AttributeError",
        "NameError",
        "UnboundLocalError",
        "ZeroDivisionError",
        "RecursionError",
    ]
)


def public_message(part: JudgedPart) -> str:
    """Return what the first failing public case shows, with got and expected."""
    one = part.first_wrong(public=True)
    return told(one) if one else ""


def told(one: JudgedCase) -> str:
    """Return a case's finding in full."""
    finding = one.finding
    return f"{finding.sentence} ({finding.detail})" if finding.detail else finding.sentence


def hidden_gap(part: JudgedPart, question: JudgedQuestion, named: bool = False) -> str:
    """Return where the hidden cases fail and of what kind; empty if they are right.

    With `named`, a slip says already what the function does: no habit of it is looked for.
    """
    one = part.first_wrong(public=False)
    if one is None:
        return ""
    if one.case.expect["kind"] in SPEAKS_ITSELF:
        return one.finding.sentence
    verdict = one.finding.verdict
    name = label(one) if verdict in _OF_VALUES else one.case.ask.name
    if verdict == "error":
        sentence = f"{name} raises {_exception(one.seen.error)}"
    else:
        sentence = _HIDDEN_SENTENCES.get(verdict, "{name} is wrong").format(name=name)
    numbers = not one.case.expect.get("boolean")
    known = habit(part, question) if verdict in ("wrong", "shape") and not named else None
    kind = f"; {known.clause}" if known else _factor(part) if verdict == "wrong" and numbers else ""
    text = f"{sentence}{where(part, question, named or known is not None)}{kind}"
    return text if text.endswith("?") else f"{text}."


def label(one: JudgedCase) -> str:
    """Return the name of what the case looks at: dy_dW0, backward["W0"], y, the second value that forward returns."""
    return label_of(one.case.expect, one.case.ask.name)


def _exception(name: str) -> str:
    return f"an exception ({name})" if name in _USUAL else "an exception"


def _factor(part: JudgedPart) -> str:
    """Return a clause if every failing answer is the truth times one number, of which only the sign is said."""
    ratios: list[float] = []
    for one in part.wrong:
        ratios += _ratios(one)
        if not all(_close(ratio, ratios[0]) for ratio in ratios[-1:]):  # most are ruled out by the first case or two
            return ""
    if len(ratios) < 3 or not all(_close(ratio, ratios[0]) for ratio in ratios):
        return ""
    if not ratios[0] or any(map(_adds, part.wrong)):  # zeros, or something that is added
        return ""
    if _close(ratios[0], 1.0, 1e-2):  # what is wrong lies elsewhere: in entries too small for a ratio
        return ""
    if _close(ratios[0], -1.0):
        return "; the sign is the wrong way round throughout"
    return "; it is off by the same factor throughout"


def _close(ratio: float, other: float, rtol: float = 1e-4) -> bool:
    return math.isclose(ratio, other, rel_tol=rtol, abs_tol=1e-8) and math.isfinite(ratio)


def _adds(one: JudgedCase) -> bool:
    """Return whether an entry is not 0 where the truth is."""
    got, wanted = _numbers(one)
    return bool(np.any(np.abs(got[wanted == 0]) > 1e-9))


def _numbers(one: JudgedCase) -> tuple[np.ndarray, np.ndarray]:
    """Return the answer and the truth as numbers in a row; nothing if they cannot be compared."""
    truth = one.case.expect.get("value")
    key, value = one.case.expect.get("item"), one.seen.value
    try:
        value = np.asarray(value[key] if key is not None else value)
        got, wanted = value.astype(float, casting="same_kind").ravel(), np.asarray(truth, float).ravel()
    except (TypeError, ValueError, KeyError, IndexError):
        return np.zeros(0), np.zeros(0)
    return (got, wanted) if got.shape == wanted.shape else (np.zeros(0), np.zeros(0))


def _ratios(one: JudgedCase) -> list[float]:
    got, wanted = _numbers(one)
    solid = (np.abs(wanted) > 1e-9) & np.isfinite(got)
    with np.errstate(over="ignore"):
        return (got[solid] / wanted[solid]).tolist()
