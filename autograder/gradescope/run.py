"""Grade one submission on Gradescope: `python -m autograder.gradescope.run /autograder SECONDS`.

A valid results.json exists at all times. After each judged question a new one replaces it by rename, so that a kill or
a full disk leaves the questions judged so far, and never points that were not judged.
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

from autograder.course import Course, from_text, to_text
from autograder.gradescope.cgroups import memory_limit, worker_memory
from autograder.gradescope.question_entries import Occasion
from autograder.gradescope.results_json import NOT_GRADED, not_graded, results_json
from autograder.intake import Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.judge.result import Result
from autograder.otter_adapter.pickled import grading_results
from autograder.safe_text import in_json, spell_points
from autograder.sandbox import ForkServer, Limits

LARGEST = 1_000_000
# Named, not imported: the grading image lacks otter.
PLUGIN = "autograder.otter_adapter.plugin.JudgePlugin"


def main(root: Path) -> int:
    """Grade ROOT/submission with ROOT/source and write ROOT/results; return 0 unless the grader itself failed."""
    results = root / "results"
    try:
        results.mkdir(exist_ok=True)
        write(results, not_graded(NOT_GRADED))
        name, course = read_config(json.loads((root / "source" / "otter_config.json").read_text(encoding="utf-8")))
        occasion = Occasion.of(_metadata(root), course.of(name).due, datetime.now(timezone.utc))
        return 0 if _grade(root / "submission", results, name, course, occasion) else 1
    except Exception:
        traceback.print_exc()  # Gradescope shows it only to instructors
        return 1


def _grade(submission: Path, results: Path, name: str, course: Course, occasion: Occasion) -> bool:
    """Judge the submission and write its results; return True if the last result was saved."""
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
        del waiting[:1]  # the judge keeps the assignment's order, and repeats carried questions at the end
        write(results, results_json(so_far, course, occasion, unjudged=tuple(waiting)))

    with ForkServer(_limits(course, name)) as server:
        result = Judge(assignment, course.key, server).judge(work, on_question=on_question)
        for sentence in server.unenforced():
            print(sentence)
    saved = write(results, results_json(result, course, occasion))
    _replace(results / "results.pkl", grading_results(result))
    if not saved:  # the instructor sees the output even without results
        points = ", ".join(f"{q.id} {spell_points(q.points)}" for q in result.questions if q.points is not None)
        print(f"Judged, but not saved: {points}.")
    return saved


def _limits(course: Course, name: str) -> Limits:
    """Return the course's limits, with less memory if this container is small."""
    limits = Limits().replace(**course.of(name).limits)
    return limits.replace(memory=worker_memory(int(limits.memory), memory_limit()))


def write(results: Path, content: Mapping[str, Any]) -> bool:
    """Replace results.json; return False and keep the old one if that fails (full disk, read-only folder)."""
    data = in_json(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)).encode()
    if len(data) > LARGEST:
        data = in_json(json.dumps(shortened(content), ensure_ascii=False, allow_nan=False)).encode()
    return _replace(results / "results.json", data)


def shortened(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same points with texts cut, which keeps the file far below LARGEST."""
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
    """Return submission_metadata.json; empty if it is missing or unreadable."""
    try:
        metadata = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return metadata if isinstance(metadata, dict) else {}


def otter_config(name: str, course: Course) -> dict[str, Any]:
    """Return the content of otter_config.json: options, and the plugin with the assignment and the course as text."""
    return {
        "lang": "python",
        "pdf": False,
        "show_hidden": course.seen_by(name).visibility != "hidden",
        "plugins": [{PLUGIN: {"assignment": name, "course": to_text(course, name)}}],
    }


def read_config(config: Mapping[str, Any]) -> tuple[str, Course]:
    """Return the assignment's name and the course in an otter_config.json."""
    settings = next(entry[PLUGIN] for entry in config["plugins"] if isinstance(entry, dict) and PLUGIN in entry)
    return settings["assignment"], from_text(settings["course"])


if __name__ == "__main__":
    # SIGALRM ends this process whatever it is doing; results.json contains the questions judged so far.
    signal.alarm(int(sys.argv[2]))
    raise SystemExit(main(Path(sys.argv[1])))
