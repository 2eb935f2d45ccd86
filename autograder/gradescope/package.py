"""Build the zip for Gradescope: otter-grader's zip with our setup.sh, run_autograder and grader inside."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.content.deterministic_zip import zip_bytes
from autograder.content.percent_source import ContentError
from autograder.course import Course
from autograder.gradescope.results_json import NOT_GRADED, not_graded
from autograder.gradescope.run import otter_config
from autograder.gradescope.wheels import wheel, wheelhouse
from autograder.otter_adapter.authoring import full_test_file, generate, possible_points
from autograder.paths import LOCKS
from autograder.provenance import FILE, provenance
from autograder.questions.schema import Assignment

IMAGE = Path(__file__).with_name("image")
# Before setup.sh runs, `otter grade` copies only files named requirements.* and a few others into its image.
REQUIREMENTS = "requirements."


def build(name: str, course: Course, dist_dir: Path, offline: bool = False, *, assignments: Path | None = None) -> Path:
    """Write DIST/NAME-autograder.zip and return its path. The same source and course give the same bytes.

    Args:
        name: the assignment.
        course: sets the assignment's questions and points, and the key.
        dist_dir: DIST; created if it is missing.
        offline: put the wheels of all locked packages into the zip, so that setup.sh needs no package index.
        assignments: the folder with the student folders, by default the one that this course builds into. The wheel
            contains the student folder.

    Raises:
        ContentError: the zip would not give the declared points, or a lock or a wheel is missing.
    """
    path = dist_dir / f"{name}-autograder.zip"
    path.unlink(missing_ok=True)  # after an error, no older zip is left to upload by mistake
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
    """Raise ContentError if otter reads other points from a test file than declared; otter itself does not complain."""
    tests = {name: data for name, data in members.items() if name.startswith("tests/")}
    try:
        possible = possible_points(tests)
    except Exception as error:
        raise ContentError(f"a test file of {assignment.name} does not parse: {error}.") from None
    for question in assignment.questions:
        points = possible.get(f"tests/{question.id}.py", 0.0)
        if not question.by_hand and abs(points - question.points) > 1e-6:
            raise ContentError(
                f"{assignment.name}: otter reads {points:g} points from tests/{question.id}.py, "
                f"expected {question.points:g} as declared."
            )


def _image(offline: bool) -> dict[str, bytes]:
    """Return setup.sh, run_autograder, a lock for each Python and, if `offline`, the wheels."""
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
