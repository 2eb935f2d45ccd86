"""How learning platforms name what they export, each by its whole pattern.

A name is read from its front, where the platform writes; what a student chose (a file's own name) stands at its end and is
matched last, so that a student's file named like an export's changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from autograder.classroom.arrivals.person import Person

TEXT, LINK = "text", "link"


@dataclass(frozen=True)
class Named:
    """What a name tells: whose it is, the student's own name of the file, the time as written, what was entered.

    `file` is empty for a folder and for the platform's own notes; `entry` is TEXT or LINK where no file was handed in.
    """

    person: Person
    file: str = ""
    time: str = ""
    late: bool = False
    order: int = 0
    entry: str = ""


@dataclass(frozen=True)
class Inside:
    """A file inside a student's folder: its own name (empty: the platform's own file), a time, what was entered."""

    file: str = ""
    time: str = ""
    entry: str = ""
    stamp: bool = False  # does its content tell the time?


def _as_it_is(name: str) -> Inside:
    return Inside(name)


@dataclass(frozen=True)
class Platform:
    """A way of naming: `read` takes the name of an entry at the export's top, and whether it is a folder."""

    name: str
    pattern: str
    read: Callable[[str, bool], Named | None]
    inside: Callable[[str], Inside] = _as_it_is
    proof: Callable[[str], bool] | None = (
        None  # is this a file such as the platform leaves? Where names alone are too common
    )


# lovelaceada_LATE_12345_67890_forward_backward-1.ipynb: sortable name, lateness, user, attachment, file; text and links
# have no attachment. Canvas's lib/content_zipper.rb writes them.
_CANVAS = re.compile(
    r"(?:(?P<late>LATE_)?(?P<anonymous>anon_[A-Za-z0-9]+)|(?P<name>[^/]+?)(?P<tardy>_LATE)?_(?P<user>\d+))"
    r"_(?:(?P<attachment>\d+)_(?P<file>[^/]+)|(?P<entry>text|link)\.html?)",
    re.IGNORECASE,
)
_DATED = re.compile(r".+?_\d{4}_\d\d_\d\dT\d\d_\d\d_\d\d.*")  # otter's export: its date looks like two ids


def _canvas(name: str, folder: bool) -> Named | None:
    found = None if folder or _DATED.fullmatch(name) else _CANVAS.fullmatch(name)
    if not found:
        return None
    person = Person(id=found["anonymous"] or found["user"], name=found["name"] or "")
    entry = {"text": TEXT, "link": LINK}.get((found["entry"] or "").lower(), "")
    late = bool(found["late"] or found["tardy"])
    return Named(person, found["file"] or "", "", late, int(found["attachment"] or 0), entry)


# Ada Moss_12345_assignsubmission_file_/…, with or without the last underscore; or one file without a folder. The middle word
# is the plugin's and the same in every language; the name is `Participant` where students are anonymous, and has the group
# in front (`Group A-Ada Moss`) where they hand in together. Moodle's mod/assign/locallib.php writes them.
_MOODLE = re.compile(r"(?P<name>[^/]*?)_?(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)_?(?P<file>[^/]*)")


def _moodle(name: str, folder: bool) -> Named | None:
    found = _MOODLE.fullmatch(name)
    if not found or folder == bool(found["file"]):
        return None
    person = Person(id=found["id"], name=found["name"], also=(found["name"],) if found["name"] else ())
    return Named(person, found["file"], entry=TEXT if found["plugin"] == "onlinetext" else "")


# Homework 2_amoss12_attempt_2026-11-20-13-05-11_hw2 (1).ipynb, and a .txt without a file's name for each attempt.
_BLACKBOARD = re.compile(
    r"(?P<head>[^/]+?)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:(?P<note>\.txt)|_(?P<file>.+))"
)


def _blackboard(name: str, folder: bool) -> Named | None:
    found = None if folder else _BLACKBOARD.fullmatch(name)
    if not found:
        return None
    day, clock = found["time"][:10], found["time"][11:].replace("-", ":")
    person = Person(id=found["head"].rpartition("_")[2], also=(found["head"],))
    return Named(person, found["file"] or "", f"{day} {clock}", entry="" if found["file"] else TEXT)


# 397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM, a folder; or the same and ` - file`; some sites add the student's number.
_BRIGHTSPACE_TIME = re.compile(r"(?P<day>[^/]*\b\d{4})\b,? (?P<hour>\d{1,2})(?P<minute>\d\d)(?P<half> [AP]M)?")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}


def _brightspace(name: str, folder: bool) -> Named | None:
    ids, *parts = re.split(r" ?- ", name)
    dated = next((place for place, part in enumerate(parts) if place and _BRIGHTSPACE_TIME.fullmatch(part)), None)
    if not re.fullmatch(r"\d+-\d+", ids) or dated is None or dated > 2:
        return None
    file = name.split(parts[dated], 1)[1].lstrip(" -") if not folder else ""
    if not folder and not file:
        return None
    number = parts[0] if dated == 2 else ""
    person = Person(id=number, name=parts[dated - 1].strip(), also=(parts[dated - 1],))
    return Named(person, file, _brightspace_time(parts[dated]))


def _brightspace_time(text: str) -> str:
    """Return the time as ISO 8601 where the month is in English; else as it is, which nobody takes for a time."""
    found = _BRIGHTSPACE_TIME.fullmatch(text)
    day = (
        re.fullmatch(r"(?P<month>[A-Za-z]{3})[a-z]* (?P<day>\d{1,2}), (?P<year>\d{4})", found["day"]) if found else None
    )
    month = _MONTHS.get(day["month"].lower()) if day else None
    if not found or not day or not month:
        return text
    return f"{day['year']}-{month:02}-{int(day['day']):02} {found['hour']}:{found['minute']}{found['half'] or ''}"


# Moss_Ada_amoss_4711, a folder: name, login, number; in it 20261120120000_forward_backward.ipynb.
_ILIAS = re.compile(r"(?P<last>[^_/]+)_(?P<first>[^/]+)_(?P<login>[^_/]+)_(?P<number>\d+)")
_ILIAS_FILE = re.compile(r"(?P<time>20\d{12})_(?P<file>.+)")


def _ilias(name: str, folder: bool) -> Named | None:
    found = _ILIAS.fullmatch(name) if folder else None
    if not found:
        return None
    spelled = f"{found['first']} {found['last']}".replace("_", " ")
    return Named(Person(id=found["login"], name=spelled, also=(found["number"], name)))


def _in_ilias(name: str) -> Inside:
    folder, _, last = name.rpartition("/")
    found = _ILIAS_FILE.fullmatch(last)
    if not found:
        return Inside(name)
    return Inside(f"{folder}/{found['file']}".lstrip("/"), _digits(found["time"]))


def _digits(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:8]} {text[8:10]}:{text[10:12]}:{text[12:14]}"


# Moss, Ada(amoss), a folder that holds `Submission attachment(s)/`, timestamp.txt and the platform's notes; or, unpacked by some
# programs, Moss, Ada(amoss)_Submission attachment(s)_file. Sakai's BaseAssignmentService.zipSubmissions writes them.
_SAKAI = re.compile(
    r"(?P<last>[^,()/]+), (?P<first>[^()/]+)\((?P<eid>[^()/]+)\)(?:_Submission attachment\(s\)_(?P<file>[^/]+))?"
)
_SAKAI_NOTES = ("comments.txt", "feedbackText.html", "rubric.html")


def _sakai(name: str, folder: bool) -> Named | None:
    found = _SAKAI.fullmatch(name)
    if not found or folder == bool(found["file"]):
        return None
    return Named(Person(id=found["eid"], name=f"{found['first']} {found['last']}"), found["file"] or "")


def _in_sakai(name: str) -> Inside:
    if name.startswith("Submission attachment(s)/"):
        return Inside(name.partition("/")[2])
    if name == "timestamp.txt":
        return Inside(stamp=True)
    if name.endswith("_submissionText.html") and "/" not in name:
        return Inside(entry=TEXT)
    return Inside() if name in _SAKAI_NOTES or name.startswith("Feedback Attachment(s)/") else Inside(name)


# amoss+forward_backward+2026-11-20 12:00:00.000000 UTC+rAnd0m, a folder of nbgrader's exchange; unpacked on Windows without colons.
_INBOUND = re.compile(
    r"(?P<user>[^/]+)\+(?P<assignment>[^+/]+)\+(?P<time>\d{4}-\d\d-\d\d[ _]\d\d[:_]\d\d[:_]\d\d(?:\.\d+)? ?[^+/]*)(?:\+(?P<random>[^+/]*))?"
)


def inbound_assignment(name: str) -> str:
    """Return the assignment that a folder of nbgrader's exchange is about; empty if it is no such folder."""
    found = _INBOUND.fullmatch(name)
    return found["assignment"] if found else ""


def _inbound(name: str, folder: bool) -> Named | None:
    found = _INBOUND.fullmatch(name) if folder else None
    return Named(Person(id=found["user"]), time=found["time"].strip()) if found else None


def _in_inbound(name: str) -> Inside:
    return Inside() if name == "timestamp.txt" else Inside(name)


PLATFORMS = (
    Platform("nbgrader's exchange", "user+assignment+time+random", _inbound, _in_inbound),
    Platform("Moodle", "name_123_assignsubmission_file_", _moodle),
    Platform("Blackboard", "assignment_user_attempt_time_file", _blackboard),
    Platform("Brightspace", "123-456 - name - time", _brightspace),
    Platform("Sakai", "last, first(user)", _sakai, _in_sakai),
    Platform("ILIAS", "last_first_login_123", _ilias, _in_ilias, lambda name: bool(_in_ilias(name).time)),
    Platform("Canvas", "name_123_456_file", _canvas),
)


def person_named(label: str, folder: bool = False) -> Person | None:
    """Return the person of a name that follows a platform's whole pattern; None if it follows none that is telling enough."""
    found = (platform.read(label, folder) for platform in PLATFORMS if platform.proof is None)
    return next((named.person for named in found if named), None)
