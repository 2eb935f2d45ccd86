"""Charge lateness under the course's policy: late days, their budget over the term, and a penalty.

The results go into separate columns of the gradebook and never into a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from autograder.classroom.final_results import Standing
from autograder.classroom.times import parse_time
from autograder.course import LatePolicy
from autograder.safe_text import spell_points

DAY = timedelta(days=1)
HEADINGS = ("late_days", "late_days_free", "late_penalty", "after_late")
LEFT = "late_days_left"
AFTER = "{} after lateness"  # the heading in files for other systems


@dataclass(frozen=True)
class Arrival:
    """The arrival of one assignment: time past the due date (None if unknown), points, and maximum points."""

    due: datetime | None
    past: timedelta | None
    points: float | None
    most: float


@dataclass(frozen=True)
class LateCharge:
    """Late days (None if unknown), the free ones of them, the penalty in points, and the points after it."""

    days: int | None
    free: int
    penalty: float | None
    after: float | None

    @property
    def cells(self) -> list[object]:
        """Return the cells under HEADINGS."""
        return ["?" if self.days is None else self.days, self.free, self.penalty, self.after]


def past_due(standing: Standing, due: datetime | None) -> timedelta | None:
    """Return the time from `due` to the submission, zero if it was in time; None if the time is not known."""
    handed_in = parse_time(standing.entry.handed_in)
    if due is None or handed_in is None:
        unknown = standing.entry.late or standing.entry.clock == "unknown"
        return None if unknown and standing.entry.label else timedelta()
    return max(handed_in - due, timedelta())


def hours(past: timedelta | None) -> str:
    """Return the number of hours begun, as a cell: empty if in time, `?` if the time is not known."""
    return "?" if past is None else str(-(-past // timedelta(hours=1))) if past else ""


def charges(policy: LatePolicy, arrivals: Mapping[str, Arrival]) -> tuple[dict[str, LateCharge], int]:
    """Return the charge of each assignment of one student, and the number of late days left.

    Late days are spent in the order of due dates. Each further day begun costs the penalty.
    """
    left, by_assignment = policy.days, {}
    for name, arrival in sorted(arrivals.items(), key=lambda item: _when(item[1].due)):
        days = _days(policy, arrival.past)
        free = min(left, days or 0)
        left -= free
        by_assignment[name] = _charge(policy, arrival, days, free)
    return by_assignment, left


def _when(due: datetime | None) -> tuple[bool, float]:
    return due is None, due.timestamp() if due else 0.0


def _days(policy: LatePolicy, past: timedelta | None) -> int | None:
    if past is None:
        return None
    return 0 if past <= timedelta(hours=policy.grace) else -(-past // DAY)


def _charge(policy: LatePolicy, arrival: Arrival, days: int | None, free: int) -> LateCharge:
    if days is None or arrival.points is None:
        return LateCharge(days, free, None, None)
    share = min(policy.penalty * (days - free), policy.most) / 100
    base = arrival.points if policy.of == "earned" else arrival.most
    penalty = min(share * base, arrival.points)
    return LateCharge(days, free, penalty, arrival.points - penalty)


def spelled(policy: LatePolicy) -> str:
    """Return the policy as a sentence."""
    days = (
        f"{policy.days} late day{'s' * (policy.days != 1)} free over the assignments given here; "
        if policy.days
        else ""
    )
    grace = f" after {spell_points(policy.grace)} hours of grace" if policy.grace else ""
    return (
        f"Late policy (columns {', '.join(HEADINGS)}): {days}then {spell_points(policy.penalty)} % of the points "
        f"{policy.of} for each begun day{grace}, at most {spell_points(policy.most)} %. Verdicts and totals do not "
        "change."
    )
