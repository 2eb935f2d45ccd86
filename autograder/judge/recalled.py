"""Answers that belong to other calls: of a function that remembers an earlier one, or that ignores an argument.

Both show between calls. What the calls have in common, and what is right for each, depends on the cases alone and is
worked out once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autograder.checks.observation import Observation
from autograder.checks.tolerance import RTOL_FLOAT32
from autograder.judge.cases import QuestionCases, fingerprint
from autograder.judge.same_outcome import same_value
from autograder.judge.verdict import JudgedPart, JudgedQuestion
from autograder.questions.schema import Call

FEWEST = 2  # wrong answers that are those of other calls
NEEDED, NEEDED_SHARE = (
    3,
    0.08,
)  # values of an argument, and share of the calls, for which an answer that uses it is right
DISTINCT = 0.5  # share of the calls whose truths have to differ, so that one answer names a call


@dataclass(frozen=True)
class Calls:
    """A function's calls in the order of a worker.

    Beside their fingerprints it holds, for each argument, its own, its shape and its entries in the order of size.
    """

    keys: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    shapes: tuple[tuple[Any, ...], ...]
    entries: tuple[tuple[bytes, ...], ...]
    truths: tuple[Any, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, name: str, cases: QuestionCases) -> Calls | None:
        """Return those of `name`; None where too few truths differ."""
        slot = ("calls", name)
        if slot not in cases.aside:
            cases.aside[slot] = cls._made(name, cases)
        return cases.aside[slot]

    @classmethod
    def _made(cls, name: str, cases: QuestionCases) -> Calls | None:
        order = {**cases.public_asks, **cases.asks}
        asks = {
            key: ask for key, ask in order.items() if isinstance(ask, Call) and ask.name == name and key in cases.truths
        }
        truths = tuple(cases.truths[key] for key in asks)
        distinct = len({_mark(truth) for truth in truths})
        if len(asks) < FEWEST + 1 or distinct < DISTINCT * len(asks):
            return None
        width = max(len(ask.arguments) for ask in asks.values())
        domain = next((one for one in cases.question.domains if one.function == name), None)
        names = [one.name for one in domain.arguments] if domain else []
        names += [f"argument {i + 1}" for i in range(len(names), width)]
        return cls(
            tuple(asks),
            tuple(tuple(fingerprint(Call("", (one,))) for one in ask.arguments) for ask in asks.values()),
            tuple(tuple(np.shape(one) for one in ask.arguments) for ask in asks.values()),
            tuple(tuple(map(_sorted_entries, ask.arguments)) for ask in asks.values()),
            truths,
            tuple(names[:width]),
        )

    @cached_property
    def _leads(self) -> np.ndarray:
        return np.array([_leading(truth) for truth in self.truths])

    def may_be(self, lead: float) -> np.ndarray:
        """Return for each call whether a value that begins with `lead` may be its truth; a few microseconds for all."""
        if not np.isfinite(lead):
            return np.ones(len(self.truths), bool)
        with np.errstate(invalid="ignore"):
            return ~(np.abs(lead - self._leads) > 2 * RTOL_FLOAT32 * np.abs(self._leads))

    @cached_property
    def _groups(self) -> dict[tuple[int, Any], list[list[int]]]:
        return {}

    def groups(self, position: int, item: Any) -> list[list[int]]:
        """Return the calls that share all arguments but the one at `position`, where their truths differ at `item`."""
        if (position, item) not in self._groups:
            truths = [_item(truth, item) for truth in self.truths]
            self._groups[position, item] = [
                g for g in self._sharing(position) if any(not same_value(truths[g[0]], truths[i]) for i in g[1:])
            ]
        return self._groups[position, item]

    def is_needed(self, position: int, item: Any, answers: Sequence[Any]) -> bool:
        """Return whether answers that do not use an argument would not be right so often.

        Pairs of calls differ in a small part of one argument only. An answer that is the same for both may still use
        the rest of the argument: it is then right for many of its values, and not because the truth is 0.
        """
        right = [
            i
            for i, truth in enumerate(_item(one, item) for one in self.truths)
            if same_value(answers[i], truth) and _is_nonzero(truth)
        ]
        values = {self.parts[i][position] for i in right}
        return len(values) >= NEEDED and len(right) > NEEDED_SHARE * len(self.keys)

    def _sharing(self, position: int) -> list[list[int]]:
        by: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, parts in enumerate(self.parts):
            by[(*parts[:position], *parts[position + 1 :])].append(i)
        several = (group for group in by.values() if len(group) > 1)
        return [g for g in several if any(not same_value(self.truths[g[0]], self.truths[i]) for i in g[1:])]


def _sorted_entries(argument: Any) -> bytes:
    """Return the entries of an array in the order of size; for anything else what no two calls have in common."""
    if isinstance(argument, np.ndarray) and argument.size > 1:
        return np.sort(argument, axis=None).astype(float).tobytes()
    return fingerprint(Call("", (argument,))).encode()


def _leading(value: Any) -> float:
    """Return the first number of a value of real numbers, NaN for others: values that begin otherwise are not the same."""
    if isinstance(value, dict):
        return np.nan
    if isinstance(value, (list, tuple)):
        return _leading(value[0]) if len(value) and isinstance(value[0], (float, np.ndarray)) else np.nan
    if isinstance(value, np.ndarray):
        return float(value.flat[0]) if value.size and value.dtype.kind in "biuf" else np.nan
    return float(value) if isinstance(value, float) else np.nan


def _mark(value: Any) -> str:
    return repr(value) if not isinstance(value, np.ndarray) else repr((value.shape, value.tobytes()))


def remembered(part: JudgedPart, question: JudgedQuestion) -> Iterator[tuple[str, str]]:
    """Yield which earlier call's answer is given in every wrong case, with advice."""
    calls = _calls_of(part, question)
    if calls is None:
        return
    answers = _answers(calls, question)
    pairs: list[tuple[int, int]] = []
    for i, one in enumerate(answers):
        if one is None:
            return
        lead = _leading(one.value)
        if calls.may_be(lead)[i] and same_value(one.value, calls.truths[i]):
            continue
        source = _source(calls, i, one, lead)
        if source is None:
            return
        pairs.append((i, source))
    if len(pairs) < FEWEST:
        return
    what = (
        "the answer to its first call"
        if all(j == 0 for _, j in pairs)
        else f"the answer to an earlier call{_shared(calls, pairs)}"
    )
    yield f"it gives {what}", f"It gives {what}: nothing may be kept from one call to the next."


def _source(calls: Calls, i: int, seen: Observation, lead: float) -> int | None:
    """Return the earlier call whose right answer this is."""
    likely = np.flatnonzero(calls.may_be(lead)[:i])
    return next((int(j) for j in likely if same_value(seen.value, calls.truths[j])), None)


def _shared(calls: Calls, pairs: Sequence[tuple[int, int]]) -> str:
    """Return what the calls have in common with those whose answers they get."""
    width = range(len(calls.names))
    for p in width:
        if all(_but(calls.parts[i], p) == _but(calls.parts[j], p) for i, j in pairs):
            return f" that differs in {calls.names[p]} alone"
    for p in width:
        if all(calls.parts[i][p : p + 1] == calls.parts[j][p : p + 1] for i, j in pairs):
            return f" with the same {calls.names[p]}"
    return " with arguments of the same shapes" if all(calls.shapes[i] == calls.shapes[j] for i, j in pairs) else ""


def _but(parts: tuple[str, ...], position: int) -> tuple[str, ...]:
    return (*parts[:position], *parts[position + 1 :])


def ignored(part: JudgedPart, question: JudgedQuestion) -> Iterator[tuple[str, str]]:
    """Yield the arguments on which the answer does not depend, though a right one does, with advice."""
    calls = _calls_of(part, question)
    if calls is None:
        return
    item = part.wrong[0].case.expect.get("item")
    answers = [_item(one.value, item) if one else None for one in _answers(calls, question)]
    if any(answer is None for answer in answers):
        return
    if all(same_value(answers[0], other) for other in answers[1:]):
        yield (
            "it is the same whatever the arguments are",
            "The answer does not depend on any argument: use those that are given.",
        )
        return
    names, exchanged = [], []  # the latter: whether the calls differ in the order of its entries alone
    for p, name in enumerate(calls.names):
        truths = [_item(truth, item) for truth in calls.truths]
        groups = [g for g in calls.groups(p, item) if _speaks([truths[i] for i in g], [answers[i] for i in g])]
        if groups and all(same_value(answers[g[0]], answers[i]) for g in groups for i in g[1:]):
            if calls.is_needed(p, item, answers):
                yield (
                    f"it does not follow every change of {name}",
                    f"A change of {name} does not always reach the answer: is part of it cut off, or left out?",
                )
                return
            names.append(name)
            exchanged.append(all(calls.entries[g[0]][p] == calls.entries[i][p] for g in groups for i in g[1:]))
    if names and all(exchanged):
        told = _listed(names)
        yield (
            f"it stays the same when entries of {told} change places",
            f"The answer stays the same when entries of {told} change places: where should each of them come in?",
        )
    elif names:
        told = _listed([name for name, one in zip(names, exchanged) if not one])
        yield (
            f"it does not depend on {told}",
            f"The answer does not depend on {told}: where should {'they' if ' and ' in told else 'it'} come in?",
        )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names[-2:]) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"


def _speaks(truths: Sequence[Any], answers: Sequence[Any]) -> bool:
    """Return whether equal answers to these calls say something of the argument in which the calls differ.

    Where an answer is 0, a factor of it may be 0, whatever the argument is.
    """
    arrays = [np.ravel(one) for one in (*truths, *answers) if isinstance(one, (float, np.ndarray))]
    if len(arrays) < len(truths) + len(answers) or len({one.size for one in arrays}) > 1:
        return any(map(_is_nonzero, answers))
    differ = np.ptp(np.array(arrays[: len(truths)], float), axis=0) != 0
    return bool(np.any(np.array(arrays[len(truths) :], float)[:, differ]))


def _is_nonzero(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    return any(map(_is_nonzero, value)) if isinstance(value, (list, tuple)) else bool(np.any(value))


def _item(value: Any, key: Any) -> Any:
    try:
        return value if key is None else value[key]
    except (TypeError, KeyError, IndexError):
        return None


def _calls_of(part: JudgedPart, question: JudgedQuestion) -> Calls | None:
    ask = part.wrong[0].case.ask
    return Calls.of(ask.name, question.cases) if isinstance(ask, Call) else None


def _answers(calls: Calls, question: JudgedQuestion) -> list[Observation | None]:
    seen = [question.seen.get(key) for key in calls.keys]
    return [one if one is not None and one.outcome == "returned" else None for one in seen]
