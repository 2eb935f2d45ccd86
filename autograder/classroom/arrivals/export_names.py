"""Parse the names that learning platforms give to the files and folders that they export.

A platform writes the front of a name, and the student's own file name is at its end. Patterns match from the front, so
that a student cannot imitate the name of an export.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from autograder.classroom.arrivals.person import Person

TEXT, LINK = "text", "link"


@dataclass(frozen=True)
class Named:
    """The parts of a name.

    Attributes:
        person: The student.
        file: The student's file name; empty for a folder and for the platform's notes.
        time: The time as written.
        late: True if the name marks it as late.
        order: The number of the attachment.
        entry: TEXT or LINK if no file was handed in.
    """

    person: Person
    file: str = ""
    time: str = ""
    late: bool = False
    order: int = 0
    entry: str = ""


@dataclass(frozen=True)
class Inside:
    """A file inside a student's folder.

    Attributes:
        file: The student's file name; empty for the platform's files.
        time: The time as written in the name.
        entry: TEXT or LINK if the file contains what was entered on the page.
        stamp: True if the content of the file is the time.
    """

    file: str = ""
    time: str = ""
    entry: str = ""
    stamp: bool = False


def _as_it_is(name: str) -> Inside:
    return Inside(name)


@dataclass(frozen=True)
class Platform:
    """A platform's way of naming.

    Attributes:
        name: The platform's name.
        pattern: The pattern, for messages.
        read: Parses the name of an entry at the top of an export, given with True for a folder.
        inside: Parses the name of a file inside a student's folder.
        proof: Returns True for files that only this platform writes, if its names alone are too common.
    """

    name: str
    pattern: str
    read: Callable[[str, bool], Named | None]
    inside: Callable[[str], Inside] = _as_it_is
    proof: Callable[[str], bool] | None = None


# lovelaceada_LATE_12345_67890_forward_backward-1.ipynb: sortable name, lateness, user, attachment, file. Text and links
# have no attachment. Written by Canvas's lib/content_zipper.rb.
_CANVAS = re.compile(
    r"(?:(?P<late>LATE_)?(?P<anonymous>anon_[A-Za-z0-9]+)|(?P<name>[^/]+?)(?P<tardy>_LATE)?_(?P<user>\d+))"
    r"_(?:(?P<attachment>\d+)_(?P<file>[^/]+)|(?P<entry>text|link)\.html?)",
    re.IGNORECASE,
)
_DATED = re.compile(r".+?_\d{4}_\d\d_\d\dT\d\d_\d\d_\d\d.*")  # otter's export, whose date looks like two ids


def _canvas(name: str, folder: bool) -> Named | None:
    match = None if folder or _DATED.fullmatch(name) else _CANVAS.fullmatch(name)
    if not match:
        return None
    person = Person(id=match["anonymous"] or match["user"], name=match["name"] or "")
    entry = {"text": TEXT, "link": LINK}.get((match["entry"] or "").lower(), "")
    late = bool(match["late"] or match["tardy"])
    return Named(person, match["file"] or "", "", late, int(match["attachment"] or 0), entry)


# Ada Moss_12345_assignsubmission_file_/…, with or without the last underscore, or one file without a folder. The middle
# word is the plugin's, in every language. The name is `Participant` if students are anonymous, and has the group in
# front (`Group A-Ada Moss`) if they hand in together. Written by Moodle's mod/assign/locallib.php.
_MOODLE = re.compile(r"(?P<name>[^/]*?)_?(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)_?(?P<file>[^/]*)")


def _moodle(name: str, folder: bool) -> Named | None:
    match = _MOODLE.fullmatch(name)
    if not match or folder == bool(match["file"]):
        return None
    person = Person(id=match["id"], name=match["name"], also=(match["name"],) if match["name"] else ())
    return Named(person, match["file"], entry=TEXT if match["plugin"] == "onlinetext" else "")


# Homework 2_amoss12_attempt_2026-11-20-13-05-11_hw2 (1).ipynb, and a .txt without a file name for each attempt.
_BLACKBOARD = re.compile(
    r"(?P<head>[^/]+?)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:(?P<note>\.txt)|_(?P<file>.+))"
)


def _blackboard(name: str, folder: bool) -> Named | None:
    match = None if folder else _BLACKBOARD.fullmatch(name)
    if not match:
        return None
    day, clock = match["time"][:10], match["time"][11:].replace("-", ":")
    person = Person(id=match["head"].rpartition("_")[2], also=(match["head"],))
    return Named(person, match["file"] or "", f"{day} {clock}", entry="" if match["file"] else TEXT)


# 397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM as a folder, or followed by ` - file`. Some sites put the
# student's number in front of the name.
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
    """Return the time as ISO 8601 if the month is in English, else `text`, which is then reported as not understood."""
    match = _BRIGHTSPACE_TIME.fullmatch(text)
    day = (
        re.fullmatch(r"(?P<month>[A-Za-z]{3})[a-z]* (?P<day>\d{1,2}), (?P<year>\d{4})", match["day"]) if match else None
    )
    month = _MONTHS.get(day["month"].lower()) if day else None
    if not match or not day or not month:
        return text
    return f"{day['year']}-{month:02}-{int(day['day']):02} {match['hour']}:{match['minute']}{match['half'] or ''}"


# Moss_Ada_amoss_4711 is a folder (name, login, number) with files such as 20261120120000_forward_backward.ipynb.
_ILIAS = re.compile(r"(?P<last>[^_/]+)_(?P<first>[^/]+)_(?P<login>[^_/]+)_(?P<number>\d+)")
_ILIAS_FILE = re.compile(r"(?P<time>20\d{12})_(?P<file>.+)")


def _ilias(name: str, folder: bool) -> Named | None:
    match = _ILIAS.fullmatch(name) if folder else None
    if not match:
        return None
    spelled = f"{match['first']} {match['last']}".replace("_", " ")
    return Named(Person(id=match["login"], name=spelled, also=(match["number"], name)))


def _in_ilias(name: str) -> Inside:
    folder, _, last = name.rpartition("/")
    match = _ILIAS_FILE.fullmatch(last)
    if not match:
        return Inside(name)
    return Inside(f"{folder}/{match['file']}".lstrip("/"), _digits(match["time"]))


def _digits(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:8]} {text[8:10]}:{text[10:12]}:{text[12:14]}"


# Moss, Ada(amoss) is a folder with `Submission attachment(s)/`, timestamp.txt and the platform's notes. Some programs
# unpack it as Moss, Ada(amoss)_Submission attachment(s)_file. Written by Sakai's BaseAssignmentService.zipSubmissions.
_SAKAI = re.compile(
    r"(?P<last>[^,()/]+), (?P<first>[^()/]+)\((?P<eid>[^()/]+)\)(?:_Submission attachment\(s\)_(?P<file>[^/]+))?"
)
_SAKAI_NOTES = ("comments.txt", "feedbackText.html", "rubric.html")


def _sakai(name: str, folder: bool) -> Named | None:
    match = _SAKAI.fullmatch(name)
    if not match or folder == bool(match["file"]):
        return None
    return Named(Person(id=match["eid"], name=f"{match['first']} {match['last']}"), match["file"] or "")


def _in_sakai(name: str) -> Inside:
    if name.startswith("Submission attachment(s)/"):
        return Inside(name.partition("/")[2])
    if name == "timestamp.txt":
        return Inside(stamp=True)
    if name.endswith("_submissionText.html") and "/" not in name:
        return Inside(entry=TEXT)
    return Inside() if name in _SAKAI_NOTES or name.startswith("Feedback Attachment(s)/") else Inside(name)


# amoss+forward_backward+2026-11-20 12:00:00.000000 UTC+rAnd0m is a folder of nbgrader's exchange, which has no colons
# when it is unpacked on Windows.
_INBOUND = re.compile(
    r"(?P<user>[^/]+)\+(?P<assignment>[^+/]+)\+"
    r"(?P<time>\d{4}-\d\d-\d\d[ _]\d\d[:_]\d\d[:_]\d\d(?:\.\d+)? ?[^+/]*)(?:\+(?P<random>[^+/]*))?"
)


def inbound_assignment(name: str) -> str:
    """Return the assignment in the name of a folder of nbgrader's exchange; empty for other names."""
    match = _INBOUND.fullmatch(name)
    return match["assignment"] if match else ""


def _inbound(name: str, folder: bool) -> Named | None:
    match = _INBOUND.fullmatch(name) if folder else None
    return Named(Person(id=match["user"]), time=match["time"].strip()) if match else None


def _in_inbound(name: str) -> Inside:
    return Inside() if name == "timestamp.txt" else Inside(name)


# ada@x.edu_3_handin.ipynb: e-mail, version, and the file name that the course prescribes. Written by Autolab's
# "Download all submissions", see Submission#create_user_directory_handin_filename.
_AUTOLAB = re.compile(r"(?P<email>[^/@\s]+@[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,})_(?P<version>\d+)_(?P<file>[^/]+)")


def _autolab(name: str, folder: bool) -> Named | None:
    match = None if folder else _AUTOLAB.fullmatch(name)
    if not match:
        return None
    return Named(Person(email=match["email"]), match["file"], order=int(match["version"]))


PLATFORMS = (
    Platform("nbgrader's exchange", "user+assignment+time+random", _inbound, _in_inbound),
    Platform("Moodle", "name_123_assignsubmission_file_", _moodle),
    Platform("Blackboard", "assignment_user_attempt_time_file", _blackboard),
    Platform("Brightspace", "123-456 - name - time", _brightspace),
    Platform("Sakai", "last, first(user)", _sakai, _in_sakai),
    Platform("ILIAS", "last_first_login_123", _ilias, _in_ilias, lambda name: bool(_in_ilias(name).time)),
    Platform("Autolab", "email_version_file", _autolab),
    Platform("Canvas", "name_123_456_file", _canvas),
)


def person_named(label: str, folder: bool = False) -> Person | None:
    """Return the person in a name that follows the pattern of a platform, or None.

    Platforms whose pattern alone is too common are left out.
    """
    readings = (platform.read(label, folder) for platform in PLATFORMS if platform.proof is None)
    return next((named.person for named in readings if named), None)
