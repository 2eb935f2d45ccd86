"""Times as exports and people write them: understood as a whole, or refused with a sentence, never guessed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from autograder.safe_text import on_a_line

_TIME = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?: ?[T_]|[ ,]) ?(?P<hour>\d\d?)[:_](?P<minute>\d\d)(?:[:_](?P<second>\d\d))?(?:[._]\d{1,9})?"
    r" ?(?P<half>[AaPp]\.?[Mm]\b\.?)? ?(?P<zone>[^ ]*)"
)
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Hours east of Greenwich. Left out is what means several things: CST (Chicago, Havana, Beijing), IST, BST, AST.
_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "NST": -3.5, "NDT": -2.5, "ADT": -3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PKT": 5, "AWST": 8,
    "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "WIB": 7,
}  # fmt: skip


class TimeNotUnderstood(ValueError):
    """A time of which any part is not understood; the text says which."""


def parse_time(text: str, zone: tzinfo | None = None) -> datetime | None:
    """Return the time in `text`, aware of its zone; None if any part of it is not understood."""
    try:
        return read_time(text, zone)
    except TimeNotUnderstood:
        return None


def read_time(text: str, zone: tzinfo | None = None) -> datetime:
    """Return the time in `text`, aware of its zone: `zone` if none is named, and this machine's without that.

    Read are Gradescope's `2027-05-22 23:59:01.123456789 Z`, nbgrader's `2027-05-22 23:59:01.123 America/New_York` (or
    `PST`), ISO 8601, our own `2027-05-22 23:59 -0700`, and the clock with AM and PM.

    Raises:
        TimeNotUnderstood: it is none, or a zone, a word or an hour in it leaves a doubt.
    """
    text = " ".join(text.split())
    found = _TIME.fullmatch(text)
    if not found:
        raise TimeNotUnderstood(f"{on_a_line(text[:60])!r} is no date; write 2027-05-22 23:59")
    named = _zone(found["zone"]) if found["zone"] else zone
    try:
        plain = datetime.fromisoformat(f"{found['date']} {_hour(found):02}:{found['minute']}:{found['second'] or '00'}")
        return plain.replace(tzinfo=named) if named else plain.astimezone()
    except (ValueError, OverflowError) as error:
        if isinstance(error, TimeNotUnderstood):
            raise
        raise TimeNotUnderstood(f"{on_a_line(text[:60])!r} is on no calendar and no clock") from None


def end_of_day(text: str, zone: tzinfo | None = None) -> datetime:
    """Return the time in `text`; a date without a time means its last second.

    Raises:
        TimeNotUnderstood: as `read_time` does.
    """
    text = text.strip()
    return read_time(f"{text} 23:59:59" if _DAY.fullmatch(text) else text, zone)


def _hour(found: re.Match[str]) -> int:
    """Return the hour by the clock of 24 hours; `12 AM` is midnight, `12 PM` noon."""
    hour = int(found["hour"])
    if not found["half"]:
        return hour
    if not 1 <= hour <= 12:
        raise TimeNotUnderstood(f"{found['hour']}:{found['minute']} {found['half']} is on no clock; write 23:59")
    return hour % 12 + 12 * (found["half"][0] in "Pp")


def _zone(text: str) -> tzinfo:
    offset = _OFFSET.fullmatch(text)
    if offset:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))
    if text.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[text.upper()]))
    if "/" in text:  # of the names without one several are abbreviations of countries that differ from their use here
        try:
            return ZoneInfo(text)
        except (OSError, ValueError, KeyError):  # no such zone, or no zone data on this machine
            pass
    raise TimeNotUnderstood(f"the time zone {on_a_line(text[:40])!r} is not known, or is several; write -0800 or UTC")


def spell_time(moment: datetime | None) -> str:
    """Return `moment` in UTC, as ISO 8601 with seconds; empty if there is none."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
