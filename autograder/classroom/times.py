"""Times as exports write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_TIME = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[T _]+(?P<hour>\d\d)[:_](?P<minute>\d\d)(?:[:_](?P<second>\d\d))?(?:[._]\d+)?\s*(?P<zone>\S*)"
)


def parse_time(text: str) -> datetime | None:
    """The time in `text`, aware of its zone (this machine's if none is named); None if it is none.

    Read are Gradescope's `2027-05-22 23:59:01.123456789 Z`, nbgrader's `2027-05-22 23:59:01.123 America/New_York`, ISO
    8601 and our own `2027-05-22 23:59 -0700`.
    """
    found = _TIME.match(text.strip())
    if not found:
        return None
    try:
        plain = datetime.fromisoformat(f"{found['date']} {found['hour']}:{found['minute']}:{found['second'] or '00'}")
        zone = _zone(found["zone"])
    except ValueError:
        return None
    return plain.replace(tzinfo=zone) if zone else plain.astimezone()


def _zone(text: str) -> tzinfo | None:
    offset = re.fullmatch(r"([+-])(\d\d):?(\d\d)", text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    if text.upper() in ("Z", "UTC", "GMT"):
        return timezone.utc
    try:
        return ZoneInfo(text) if text else None
    except (OSError, ValueError, KeyError):  # no such zone, or no zone data on this machine
        return None


def spell_time(moment: datetime | None) -> str:
    """`moment` in UTC, as ISO 8601 with seconds; empty if there is none."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
