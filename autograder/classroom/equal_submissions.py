"""Submissions of the same bytes are judged once: neither chance nor the time of day tells two students' equal work apart.

Each still has a record, a row and pages of its own. A submission that equals one under way waits for that one's record.
A record is copied only if nothing in it could be another student's: it names no file that only one of them handed in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from autograder.classroom.arrivals.file_tree import source_of
from autograder.classroom.journal import Record
from autograder.classroom.judge_process import JudgeTask
from autograder.intake import Source

MOST_WAITING = 1000  # tasks that wait for an equal one, together


class Twins:
    """Which submissions are under way, by the hash of their files, and the equal ones that wait for each.

    Attributes:
        waiting: how many wait, together.
    """

    def __init__(self) -> None:
        self._under_way: dict[str, list[JudgeTask]] = {}
        self.waiting = 0

    def waits(self, task: JudgeTask) -> bool:
        """Return whether an equal submission is under way; `task` then waits until `end` hands it out."""
        others = self._under_way.get(task.files_sha256)
        if others is None:
            return False
        others.append(task)
        self.waiting += 1
        return True

    def begin(self, task: JudgeTask) -> None:
        """Note that `task` is under way."""
        if task.files_sha256:
            self._under_way[task.files_sha256] = []

    def end(self, task: JudgeTask) -> list[JudgeTask]:
        """Return the tasks that waited for `task`, which has its record now."""
        waited = self._under_way.pop(task.files_sha256, [])
        self.waiting -= len(waited)
        return waited


def copied(record: Record, source: str, task: JudgeTask) -> Record | None:
    """Return `record`, of a submission of the same files, as that of `task`; None where `task` must be judged itself.

    Args:
        record: of the other submission.
        source: where that one lies, as JSON.
        task: the submission that has no record yet.
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
    """The names of a submission's files, without what follows the last dot."""
    names = [name for name, _ in source.members] if source.members is not None else [source.root.name]
    return (PurePosixPath(name).stem for name in names)
