"""Parse times as exports and people write them; a time that is not understood completely is refused, never guessed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from autograder.safe_text import on_a_line

_TIME = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?: ?[T_]|[ ,]) ?"
    r"(?P<hour>\d\d?)[:_](?P<minute>\d\d)(?:[:_](?P<second>\d\d))?(?:[._]\d{1,9})?"
    r" ?(?P<half>[AaPp]\.?[Mm]\b\.?)? ?(?P<zone>[^ ]*)"
)
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Hours east of Greenwich. Ambiguous abbreviations are left out: CST (Chicago, Havana, Beijing), IST, BST, AST.
_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "NST": -3.5, "NDT": -2.5, "ADT": -3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PKT": 5, "AWST": 8,
    "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "WIB": 7,
}  # fmt: skip


class TimeNotUnderstood(ValueError):
    """Report a time with a part that is not understood; the text names the part."""


def parse_time(text: str, zone: tzinfo | None = None) -> datetime | None:
    """Return the time in `text` with its zone, or None if any part of it is not understood."""
    try:
        return read_time(text, zone)
    except TimeNotUnderstood:
        return None


def read_time(text: str, zone: tzinfo | None = None) -> datetime:
    """Return the time in `text` with its zone.

    Accepted are Gradescope's `2027-05-22 23:59:01.123456789 Z`, nbgrader's `2027-05-22 23:59:01.123 America/New_York`
    (or `PST`), ISO 8601, our own `2027-05-22 23:59 -0700`, and times with AM and PM.

    Args:
        text: The date and the time.
        zone: The zone if `text` names none; by default that of this machine.

    Raises:
        TimeNotUnderstood: `text` is not a time, or its zone, a word or its hour is unclear.
    """
    text = " ".join(text.split())
    match = _TIME.fullmatch(text)
    if not match:
        raise TimeNotUnderstood(f"{on_a_line(text[:60])!r} is not a date; write 2027-05-22 23:59")
    named = _zone(match["zone"]) if match["zone"] else zone
    try:
        plain = datetime.fromisoformat(f"{match['date']} {_hour(match):02}:{match['minute']}:{match['second'] or '00'}")
        return plain.replace(tzinfo=named) if named else plain.astimezone()
    except (ValueError, OverflowError) as error:
        if isinstance(error, TimeNotUnderstood):
            raise
        raise TimeNotUnderstood(f"{on_a_line(text[:60])!r} does not exist on a calendar and a clock") from None


def end_of_day(text: str, zone: tzinfo | None = None) -> datetime:
    """Return the time in `text`; a date without a time means its last second.

    Raises:
        TimeNotUnderstood: See `read_time`.
    """
    text = text.strip()
    return read_time(f"{text} 23:59:59" if _DAY.fullmatch(text) else text, zone)


def _hour(match: re.Match[str]) -> int:
    """Return the hour on a 24-hour clock; `12 AM` is midnight, `12 PM` is noon."""
    hour = int(match["hour"])
    if not match["half"]:
        return hour
    if not 1 <= hour <= 12:
        raise TimeNotUnderstood(f"{match['hour']}:{match['minute']} {match['half']} is not on a clock; write 23:59")
    return hour % 12 + 12 * (match["half"][0] in "Pp")


def _zone(text: str) -> tzinfo:
    offset = _OFFSET.fullmatch(text)
    if offset:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))
    if text.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[text.upper()]))
    if "/" in text:  # names without a slash include abbreviations that mean other zones in other countries
        try:
            return ZoneInfo(text)
        except (OSError, ValueError, KeyError):  # no such zone, or no zone data on this machine
            pass
    raise TimeNotUnderstood(f"the time zone {on_a_line(text[:40])!r} is unknown or ambiguous; write -0800 or UTC")


def spell_time(moment: datetime | None) -> str:
    """Return `moment` in UTC as ISO 8601 with seconds, or an empty string for None."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
