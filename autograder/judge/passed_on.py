"""Recognize answers that only pass on what a stand-in returned; they show no work of the student's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from autograder.judge.plain_numbers import all_numbers, among, numbers, proportional, telling
from autograder.judge.substitutes import Entry, Ledger
from autograder.judge.verdict import JudgedCase
from autograder.questions.schema import Call

MOST_OF_IT = 0.8  # the share of an answer's numbers that come from replies if it is only passed on
NUDGED, NUDGE = 4, 1e-2  # this many replies to arguments moved by less than NUDGE: two slopes measured from both sides
MOST_NUDGED = 300  # replies that are searched for these
GIVEN = np.arange(-10.0, 11.0)


def passes_on(cases: Iterable[JudgedCase], ledger: Ledger, lenders: Collection[str]) -> bool:
    """Return True if the answers to these cases are replies of `lenders` to arguments that were handed on unchanged.

    Shape, sign, a factor for each reply, and 1 − reply make no difference, and neither does the choice of a row or a
    column. A reply to arguments that took work (the σ of W⁽⁰⁾x + b⁽⁰⁾) does not count as passed on, since the caller
    knows the step before. Replies to arguments nudged by a little do count: they measure a slope, which needs no formula.
    """
    asked = [case for case in cases if isinstance(case.case.ask, Call) and case.seen.outcome == "returned"]
    entries = [entry for entry in ledger.entries if entry.function in lenders]
    if not asked or not entries:
        return False
    if ledger.full:
        return True
    own = [tuple(case.case.ask.arguments) for case in asked if isinstance(case.case.ask, Call)]
    in_numbers = [[numbers(argument) for argument in case] for case in own]
    nudged = (entry for entry in entries[:MOST_NUDGED] if _is_nudged(entry, in_numbers))
    if sum(1 for _ in islice(nudged, NUDGED)) == NUDGED:
        return True
    known = all_numbers(own)
    replies = [entry for entry in entries if _handed_on(entry, known, own)]
    if not replies:
        return False
    return _share(asked, known, replies) >= MOST_OF_IT


def _share(asked: list[JudgedCase], known: np.ndarray, replies: list[Entry]) -> float:
    """Return the share of the answers' numbers that are in the replies: of those that took work, or else of all."""
    pool = all_numbers(entry.reply for entry in replies)
    pool = np.concatenate([pool, -pool, 1 - pool])
    components: dict[int, list[np.ndarray]] = {}
    for array in (array for entry in replies for array in arrays(entry.reply)):
        for piece in [array, array[:, 0], array[0]] if array.ndim == 2 else [array]:  # of a product, or its sums
            components.setdefault(piece.size, []).append(piece)
    counted, idle = [], []
    for case in asked:
        value = answered(case)
        if value is None or not value.size:
            continue
        from_replies = among(value.ravel(), pool)
        if (
            not from_replies.all()
            and value.size > 1
            and any(proportional(value, array) for array in components.get(value.size, ()))
        ):
            from_replies[:] = True
        counts = telling(value.ravel(), known)
        counted.append(from_replies[counts])
        idle.append(from_replies)
    shown = np.concatenate(counted) if counted else np.empty(0)
    shown = shown if shown.size else np.concatenate(idle) if idle else np.empty(0)
    return float(np.mean(shown)) if shown.size else 0.0


def answered(case: JudgedCase) -> np.ndarray | None:
    """Return the numbers that a case checks in the student's answer."""
    return numbers(item_of(case.case.expect.get("item"), case.seen.value))


def item_of(key: Any, value: Any) -> Any:
    """Return the item `key` of an answer; None if it does not exist."""
    if key is None:
        return value
    try:
        return value[key]
    except (KeyError, IndexError, TypeError):
        return None


def arrays(value: Any) -> Iterator[np.ndarray]:
    """Yield the arrays of at least two entries in a reply."""
    array = numbers(value)
    if array is not None:
        if array.size > 1:
            yield array
    elif isinstance(value, (tuple, list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from arrays(item)


def _is_nudged(entry: Entry, own: list[list[np.ndarray | None]]) -> bool:
    """Return True if the arguments are those of a borrower's case, except for a small step in one of them."""
    given = [array for array in map(numbers, entry.arguments) if array is not None]
    idle = [bool(array.size) and bool(among(array.ravel(), GIVEN).all()) for array in given]
    return not all(idle) and any(_differ_by_a_nudge(given, idle, case) for case in own)


def _differ_by_a_nudge(given: list[np.ndarray], idle: list[bool], case: list[np.ndarray | None]) -> bool:
    moved = 0
    for argument, is_idle in zip(given, idle):
        distance = 0.0 if is_idle else _distance(argument, case)
        if not distance < NUDGE:
            return False
        moved += distance > 0
    return moved == 1


def _distance(argument: np.ndarray, case: list[np.ndarray | None]) -> float:
    """Return the distance of an argument to the nearest one of its shape in the case."""
    alike = [other for other in case if other is not None and other.shape == argument.shape and other.size]
    with np.errstate(all="ignore"):
        far = [float(np.max(np.abs(argument - other) / (1 + np.abs(other)))) for other in alike]
    return min(far, default=np.inf)


def _handed_on(entry: Entry, known: np.ndarray, own: list[tuple[Any, ...]]) -> bool:
    """Return True if every argument holds only idle numbers and numbers of the borrower's arguments, up to a factor."""
    pool = np.concatenate([GIVEN, GIVEN / 2, known, -known, 2 * known, known / 2])
    for argument in entry.arguments:
        if callable(argument):
            continue
        array = numbers(argument)
        values = all_numbers([argument]) if array is None else array.ravel()
        if among(values, pool).all() or (array is not None and np.ptp(values) == 0 and values.size > 1):
            continue
        if array is None or not any(proportional(array, other) for arguments in own for other in arrays(arguments)):
            return False
    return True
