"""The zip for Gradescope: otter-grader's own, with a set-up, a way to run and a grader of ours inside."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.content.deterministic_zip import zip_bytes
from autograder.content.percent_source import ContentError
from autograder.course import Course
from autograder.gradescope.results_json import NOT_GRADED, not_graded
from autograder.gradescope.settings import otter_config
from autograder.gradescope.wheel import wheel
from autograder.gradescope.wheelhouse import wheelhouse
from autograder.otter_adapter.generate import generate, possible_points
from autograder.otter_adapter.test_files import full_test_file
from autograder.paths import LOCKS
from autograder.provenance import FILE, provenance
from autograder.questions.schema import Assignment

IMAGE = Path(__file__).with_name("image")
# `otter grade` copies what is called requirements.* into its image before the set-up runs, and little else.
REQUIREMENTS = "requirements."


def build(name: str, course: Course, dist_dir: Path, offline: bool = False, *, assignments: Path | None = None) -> Path:
    """Write DIST/NAME-autograder.zip; the same source and course give the same bytes.

    Args:
        offline: put the wheels of all locked packages into the zip, so that its set-up uses no package index.
        assignments: where the student folders are, by default where this course builds them; the hand-out travels in the wheel.

    Raises:
        ContentError: the zip would not give the declared points, or a lock or a wheel is missing.
    """
    path = dist_dir / f"{name}-autograder.zip"
    path.unlink(missing_ok=True)  # what is refused leaves no older zip to upload by mistake
    assignment = course.assignment(name)
    members = generate(_test_files(assignment), otter_config(name, course))
    _refuse_other_points(members, assignment)
    members |= _image(offline)
    members[FILE] = provenance(course, name).to_json().encode()
    file, data = wheel(name, assignments)
    members[REQUIREMENTS + file] = data
    dist_dir.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zip_bytes(members, executable=("run_autograder", "setup.sh")))
    return path


def _test_files(assignment: Assignment) -> dict[str, str]:
    judged = (question for question in assignment.questions if not question.by_hand)
    return {f"{q.id}.py": full_test_file(q.id, [(part.name, part.points) for part in q.parts]) for q in judged}


def _refuse_other_points(members: dict[str, bytes], assignment: Assignment) -> None:
    """Otter may read other points out of a test file than were meant, without a word."""
    tests = {name: data for name, data in members.items() if name.startswith("tests/")}
    try:
        possible = possible_points(tests)
    except Exception as error:
        raise ContentError(f"a test file of {assignment.name} does not parse: {error}.") from None
    for question in assignment.questions:
        found = possible.get(f"tests/{question.id}.py", 0.0)
        if not question.by_hand and abs(found - question.points) > 1e-6:
            raise ContentError(
                f"{assignment.name}: otter reads {found:g} points out of tests/{question.id}.py, declared are {question.points:g}."
            )


def _image(offline: bool) -> dict[str, bytes]:
    """set-up, run_autograder, and a lock for each Python."""
    locks = {path.name: path.read_bytes() for path in sorted(LOCKS.glob("grade-py3*.txt"))}
    if not locks:
        raise ContentError(f"{LOCKS.name}/grade-py310.txt is missing: run make update.")
    members = {REQUIREMENTS + name: data for name, data in locks.items()}
    run = (IMAGE / "run_autograder").read_text(encoding="utf-8")
    first = json.dumps(not_graded(NOT_GRADED), indent=1)
    members["run_autograder"] = run.replace("@NOT_GRADED@", first).encode()
    members["setup.sh"] = (IMAGE / "setup.sh").read_bytes()
    if offline:
        members[REQUIREMENTS + "wheels.zip"] = wheelhouse(locks)
    return members
