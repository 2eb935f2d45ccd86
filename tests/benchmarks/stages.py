"""Where the time of one submission goes: each stage's own time, by the clock, in one process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder import course as courses
from autograder.classroom import judge_process
from autograder.classroom.arrivals.layouts import arrivals
from autograder.classroom.final_results import open_graded
from autograder.classroom.grade import grade
from autograder.classroom.journal import Journal
from autograder.classroom.outputs import write_outputs
from autograder.judge import verdict
from autograder.judge.slips import SlipCatalogue
from autograder.judge.worker_session import Session


class Stopwatch:
    """Wraps functions; what runs inside another wrapped one counts for itself alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since, self._stack, self._undo = time.perf_counter(), ["the rest of judging"], []

    def wrap(self, place: Any, name: str, stage: str) -> None:
        honest = getattr(place, name)
        self._undo.append((place, name, honest))

        def timed(*args: Any, **kwargs: Any) -> Any:
            self._switch(lambda: self._stack.append(stage))
            try:
                return honest(*args, **kwargs)
            finally:
                self._switch(self._stack.pop)

        setattr(place, name, timed)

    def _switch(self, change: Callable[[], Any]) -> None:
        now = time.perf_counter()
        self.seconds[self._stack[-1]] = self.seconds.get(self._stack[-1], 0.0) + now - self._since
        self._since = now
        change()

    def start(self) -> None:
        self.seconds, self._since = {}, time.perf_counter()

    def stop(self) -> None:
        self._switch(lambda: None)
        for place, name, honest in self._undo:
            setattr(place, name, honest)


def stages(name: str, notebooks: list[Path], out: Path) -> dict[str, float]:
    """Seconds a submission by stage, once the first round has judged the slips and warmed all up."""
    tasks = [judge_process.JudgeTask(one.label, one.source, one.label) for one in arrivals(notebooks, name).arrivals]
    judge_process.start_judge_process(name, None)
    for task in tasks:
        judge_process.judge_task(task)
    watch = Stopwatch()
    watch.wrap(judge_process, "handed_in", "reading it")
    watch.wrap(judge_process, "read_files", "reading it")
    watch.wrap(judge_process, "files_sha256", "reading it")
    watch.wrap(Session, "start", "fork, confinement, cells")
    watch.wrap(Session, "close", "ending its worker")
    watch.wrap(Session, "observe", "its functions' calls")
    watch.wrap(verdict, "judge_question", "comparing")
    watch.wrap(SlipCatalogue, "match", "naming slips")
    out.mkdir()
    with Journal(out) as journal:
        watch.wrap(journal, "commit", "journal")
        watch.start()
        for task in tasks:
            journal.commit(judge_process.judge_task(task))
        watch.stop()
    return {
        **{stage: seconds / len(tasks) for stage, seconds in watch.seconds.items()},
        "pages": _pages(name, notebooks, out),
    }


def _pages(name: str, notebooks: list[Path], out: Path) -> float:
    """Seconds a student for the files of a graded folder, written for the first time."""
    graded = out / "graded"
    grade(name, notebooks, graded, quiet=True)
    for path in (graded / "results").glob("*/*"):
        path.unlink()
    with open_graded(graded) as journal:
        start = time.perf_counter()
        write_outputs(journal, courses.load())
        return (time.perf_counter() - start) / len(notebooks)
