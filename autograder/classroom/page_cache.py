"""Which students' pages would come out as they lie there: those are not made again.

A stamp stands for all that goes into a student's files and for the files as they were written (size and time). Pages are
two thirds of a run in which nothing changed, and of every run after a decision by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from autograder.classroom.final_results import Standing
from autograder.classroom.journal import Journal

BATCH = 200  # a transaction for each page would take longer than the page


class Stamps:
    """The stamps of a folder's pages.

    Args:
        context: all that every page depends on, as text: the course's settings, the day, the sources that make pages.
        files: the names of a student's files.
    """

    def __init__(self, journal: Journal, context: str, files: Sequence[str]) -> None:
        self._journal, self._files = journal, files
        self._context = hashlib.sha256(context.encode()).hexdigest()
        self._new: dict[str, str] = {}

    def holds(self, standing: Standing, place: Path) -> bool:
        """Are the files in `place` what would be written?"""
        old = self._journal.stamp_of(standing.entry.student)
        return old is not None and old == self._stamp(standing, place)

    def note(self, standing: Standing, place: Path) -> None:
        """The files in `place` have just been written."""
        stamp = self._stamp(standing, place)
        if stamp is not None:
            self._new[standing.entry.student] = stamp
        if len(self._new) >= BATCH:
            self.close()

    def close(self) -> None:
        """Keep what was noted."""
        if self._new:
            self._journal.stamp(self._new)
            self._new.clear()

    def _stamp(self, standing: Standing, place: Path) -> str | None:
        try:
            lie = [(found.st_size, found.st_mtime_ns) for found in map(Path.stat, map(place.joinpath, self._files))]
        except OSError:
            return None
        # What people may change after the judge: everything else of a result stands in the record.
        by_hand = [
            (question.points, question.note, question.needs_review, question.override)
            for question in standing.result.questions
        ]
        words = (
            self._context,
            standing.record_sha256,
            standing.entry.student,
            standing.entry.name,
            standing.result.notes,
            by_hand,
            lie,
        )
        return hashlib.sha256(repr(words).encode("utf-8", "backslashreplace")).hexdigest()
