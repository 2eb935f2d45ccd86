"""One submission graded on Gradescope: `python -m autograder.gradescope.run /autograder SECONDS`.

A valid results.json is there at every moment. Each question that is judged replaces it by rename, so that a kill or a
full disk leaves the questions judged so far, and never points that were not judged.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.gradescope.cgroups import memory_limit, worker_memory
from autograder.gradescope.results_json import NOT_GRADED, Occasion, not_graded, results_json
from autograder.gradescope.settings import read_config
from autograder.intake import Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.judge.result import Result
from autograder.otter_adapter.pickled import grading_results
from autograder.sandbox import ForkServer, Limits

LARGEST = 1_000_000


def main(root: Path) -> int:
    """Grade ROOT/submission by ROOT/source; write ROOT/results. The status is 0 unless the grader itself failed."""
    results = root / "results"
    try:
        results.mkdir(exist_ok=True)
        write(results, not_graded(NOT_GRADED))
        name, course = read_config(json.loads((root / "source" / "otter_config.json").read_text(encoding="utf-8")))
        occasion = Occasion.of(_metadata(root), course.of(name).due, datetime.now(timezone.utc))
        return 0 if _grade(root / "submission", results, name, course, occasion) else 1
    except Exception:
        traceback.print_exc()  # Gradescope shows it to instructors alone
        return 1


def _grade(submission: Path, results: Path, name: str, course: Course, occasion: Occasion) -> bool:
    """Judge and write; was the last result saved?"""
    assignment = course.assignment(name)
    try:
        work = read_submission(submission, assignment)
    except Unreadable as error:
        saved = write(results, not_graded(str(error)))
        unread = Result(name, "", "", "", "", "unreadable", message=str(error))
        _replace(results / "results.pkl", grading_results(unread))
        return saved
    waiting = [question.id for question in assignment.questions if not question.by_hand]

    def on_question(so_far: Result) -> None:
        del waiting[:1]  # the judge goes in the assignment's order; carried questions come once more at the end
        write(results, results_json(so_far, course, occasion, unjudged=tuple(waiting)))

    with ForkServer(_limits(course, name)) as server:
        result = Judge(assignment, course.key, server).judge(work, on_question=on_question)
        for sentence in server.unenforced():
            print(sentence)
    saved = write(results, results_json(result, course, occasion))
    _replace(results / "results.pkl", grading_results(result))
    if not saved:  # what is printed reaches the instructor even so
        points = ", ".join(f"{q.id} {q.points:g}" for q in result.questions if q.points is not None)
        print(f"Judged, and not saved: {points}.")
    return saved


def _limits(course: Course, name: str) -> Limits:
    """The course's, as far as this container has room for them."""
    limits = Limits().replace(**course.of(name).limits)
    return limits.replace(memory=worker_memory(int(limits.memory), memory_limit()))


def write(results: Path, content: Mapping[str, Any]) -> bool:
    """Replace results.json; False if that fails (a full disk, a folder that is read-only): the one before it stays."""
    data = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1).encode()
    if len(data) > LARGEST:
        data = json.dumps(shortened(content), ensure_ascii=False, allow_nan=False).encode()
    return _replace(results / "results.json", data)


def shortened(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same points with the texts cut: what is left is far below the limit, whatever was in them."""
    tests = [{**test, "output": test["output"][:500]} for test in content.get("tests", ())]
    return {**content, "output": content["output"][:2000], "tests": tests}


def _replace(path: Path, data: bytes) -> bool:
    new = path.with_suffix(".new")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        print(f"{path.name} could not be replaced: {error}", file=sys.stderr)
        return False
    return True


def _metadata(root: Path) -> Mapping[str, Any]:
    """submission_metadata.json, as far as it is there and readable."""
    try:
        found = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    # Ends this process, whatever it is doing. What was judged is in results.json.
    signal.alarm(int(sys.argv[2]))
    raise SystemExit(main(Path(sys.argv[1])))
