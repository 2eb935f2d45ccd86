"""How far two graders agree on the answers that both graded, without a view of each other's points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.classroom.decisions import DOUBLE, WRITTEN, Event


@dataclass(frozen=True)
class Agreement:
    """`pairs` answers graded twice, the share with equal points, the mean difference, and Cohen's kappa.

    Kappa is None where chance alone would give full agreement: nobody ever gave other points.
    """

    pairs: int
    equal: float
    difference: float
    kappa: float | None


def double_graded(events: Iterable[Event]) -> dict[tuple[str, str], tuple[Event, Event]]:
    """Return the first two graders' marks by question and answer, as given before anything was settled."""
    marks: dict[tuple[str, str], dict[str, Event]] = {}
    for event in events:
        if event.kind == WRITTEN and event.mode == DOUBLE and event.done:
            marks.setdefault((event.question, event.bound), {})[event.grader] = event
    pairs = {key: sorted(found.values(), key=lambda event: event.grader)[:2] for key, found in marks.items()}
    return {key: (found[0], found[1]) for key, found in pairs.items() if len(found) == 2}


def agreement(pairs: Iterable[tuple[float, float]]) -> Agreement:
    """Return the agreement of two graders over pairs of points."""
    found = [(round(first, 6), round(second, 6)) for first, second in pairs]
    count = len(found)
    if not count:
        return Agreement(0, 0.0, 0.0, None)
    equal = sum(first == second for first, second in found) / count
    difference = sum(abs(first - second) for first, second in found) / count
    ones, others = Counter(first for first, _ in found), Counter(second for _, second in found)
    chance = sum(ones[points] * others[points] for points in ones) / count**2
    return Agreement(count, equal, difference, None if chance == 1 else (equal - chance) / (1 - chance))
