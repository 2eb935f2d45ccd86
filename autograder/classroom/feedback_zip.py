"""Feedback pages as one file a student, named as the system that the submissions came from wants them back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from autograder.classroom.journal import RollEntry

_MOODLE = re.compile(r"[^/]*?_?\d+_assignsubmission_")
# 397063-2557369 - Ada Moss - Nov 20, 2026 105 PM, a folder or (with ` - file`) the beginning of a file's name.
_BRIGHTSPACE = re.compile(r"\d+-\d+ ?- .+? ?- [^/]*?\b\d{4},? \d{3,4}(?: [AP]M)?")
_SAKAI = re.compile(r"[^/]+, [^/]+\([^/()]+\)")
_CANVAS = re.compile(r"[a-z]+_(?:late_)?\d+_\d+_", re.IGNORECASE)


def page_name(entry: RollEntry) -> str:
    """Return the name of a student's page in the zip; empty if the label names no place in a system.

    Moodle's "Upload multiple feedback files in a zip" finds a student by the folder that its own download had, Canvas's
    "Upload submissions" by the numbers at the beginning of a file's name, Brightspace's "Add feedback files" and Sakai's
    "Upload all" by the folder of their own downloads.
    """
    parts = PurePosixPath(entry.label.replace("\\", "/")).parts
    for place, word in enumerate(parts):
        brightspace = _BRIGHTSPACE.match(word)
        if brightspace:
            return f"{word}/feedback.html" if brightspace[0] == word else f"{brightspace[0]} - feedback.html"
        if _SAKAI.fullmatch(word):
            return "/".join([*parts[max(place - 1, 0) : place + 1], "Feedback Attachment(s)", "feedback.html"])
        moodle, canvas = _MOODLE.match(word), _CANVAS.match(word)
        if moodle:
            return f"{moodle[0]}file_/feedback.html"
        if canvas:
            return f"{canvas[0]}feedback.html"
    return ""


def write_feedback_zip(path: Path, folder: Path, entries: Iterable[RollEntry]) -> Iterator[str]:
    """Write the zip of all pages of a graded folder; yield what to know of it."""
    count, strangers, draft = 0, [], path.with_name(f".{path.name}.part")
    used: set[str] = set()
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            page = folder / "results" / entry.student / "feedback.html"
            if not entry.submission or not page.is_file():
                continue
            name = page_name(entry)
            if not name or name in used:
                strangers.append(entry.student)
                name = f"others/{entry.student}/feedback.html"
            used.add(name)
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), page.read_bytes(), zipfile.ZIP_DEFLATED)
            count += 1
    draft.replace(path)
    yield f"{count} feedback pages: {path}."
    if strangers:
        few = ", ".join(strangers[:5]) + (f" and {len(strangers) - 5} more" if len(strangers) > 5 else "")
        yield f"Named by student in its folder others/, as no system that takes feedback back named their files: {few}."
