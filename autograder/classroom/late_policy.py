"""What lateness costs: late days, a budget of them over the term, a penalty; in columns of their own, never in a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from autograder.classroom.csv_tables import spell_points
from autograder.classroom.final_results import Standing
from autograder.classroom.times import parse_time
from autograder.course import LatePolicy

DAY = timedelta(days=1)
HEADINGS = ("late_days", "late_days_free", "late_penalty", "after_late")
LEFT = "late_days_left"
AFTER = "{} after lateness"  # the column of another system's file


@dataclass(frozen=True)
class Arrival:
    """When one assignment came: how long after the due date (None: unknown), the points and what they are out of."""

    due: datetime | None
    past: timedelta | None
    points: float | None
    most: float


@dataclass(frozen=True)
class LateCharge:
    """Late days (None: unknown), how many of them the budget paid, the penalty in points, and what is left of the points."""

    days: int | None
    free: int
    penalty: float | None
    after: float | None

    @property
    def cells(self) -> list[object]:
        """The cells under HEADINGS."""
        return ["?" if self.days is None else self.days, self.free, self.penalty, self.after]


def past_due(standing: Standing, due: datetime | None) -> timedelta | None:
    """Return how long after `due` the work came, zero in time; None where an export says late and no time is known."""
    handed_in = parse_time(standing.entry.handed_in)
    if due is None or handed_in is None:
        unknown = standing.entry.late or standing.entry.clock == "unknown"
        return None if unknown and standing.entry.label else timedelta()
    return max(handed_in - due, timedelta())


def hours(past: timedelta | None) -> str:
    """Return begun hours as a cell: empty in time, `?` where no time is known."""
    return "?" if past is None else str(-(-past // timedelta(hours=1))) if past else ""


def charges(policy: LatePolicy, arrivals: Mapping[str, Arrival]) -> tuple[dict[str, LateCharge], int]:
    """Return what a student's lateness costs by assignment, and how many days of the budget are left.

    The budget is spent on whole days, in the order of due dates; each begun day beyond it costs the penalty.
    """
    left, found = policy.days, {}
    for name, arrival in sorted(arrivals.items(), key=lambda item: _when(item[1].due)):
        days = _days(policy, arrival.past)
        free = min(left, days or 0)
        left -= free
        found[name] = _charge(policy, arrival, days, free)
    return found, left


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
        f"Late policy (columns {', '.join(HEADINGS)}): {days}then {spell_points(policy.penalty)} % of the points {policy.of} "
        f"for each begun day{grace}, at most {spell_points(policy.most)} %. No verdict and no total changes."
    )
