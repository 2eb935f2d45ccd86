"""Judge submissions with the same bytes only once, so that equal work always has equal results.

Each submission still has its own record, row and pages. A submission waits if an equal one is being judged. A record is
copied only if it names no file that only one of the students handed in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from autograder.classroom.arrivals.file_tree import source_of
from autograder.classroom.journal_rows import Record
from autograder.classroom.judge_process import JudgeTask
from autograder.intake import Source

MOST_WAITING = 1000  # tasks that wait for an equal one, together


class Twins:
    """The submissions that are being judged, by the hash of their files, and the equal ones that wait for them.

    Attributes:
        waiting: The number of submissions that wait.
    """

    def __init__(self) -> None:
        self._under_way: dict[str, list[JudgeTask]] = {}
        self.waiting = 0

    def waits(self, task: JudgeTask) -> bool:
        """Return True if an equal submission is being judged; `task` then waits until `end` returns it."""
        others = self._under_way.get(task.files_sha256)
        if others is None:
            return False
        others.append(task)
        self.waiting += 1
        return True

    def begin(self, task: JudgeTask) -> None:
        """Record that `task` is being judged."""
        if task.files_sha256:
            self._under_way[task.files_sha256] = []

    def end(self, task: JudgeTask) -> list[JudgeTask]:
        """Return the tasks that waited for `task`, which now has a record."""
        waited = self._under_way.pop(task.files_sha256, [])
        self.waiting -= len(waited)
        return waited


def copied(record: Record, source: str, task: JudgeTask) -> Record | None:
    """Return the record of an equal submission as the record of `task`; None if `task` must be judged itself.

    Args:
        record: The record of the other submission.
        source: The location of the other submission, as JSON.
        task: The submission without a record.
    """
    if record.verdicts["status"] in ("internal_error", "no_submission"):
        return None
    strange = set(_stems(source_of(source))) - set(_stems(task.source))
    verdicts = {**record.verdicts, "student": task.student}
    text = json.dumps([verdicts, record.written, record.code], ensure_ascii=False)
    if any(stem in text for stem in strange):
        return None
    return replace(record, submission=task.submission, verdicts=verdicts, seconds=0.0)


def _stems(source: Source) -> Iterable[str]:
    """Return the names of a submission's files without extensions."""
    names = [name for name, _ in source.members] if source.members is not None else [source.root.name]
    return (PurePosixPath(name).stem for name in names)
