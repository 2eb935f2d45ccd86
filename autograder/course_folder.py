"""Make a course folder for `nnhw init`, and copy content into it for `nnhw customize`."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder import paths, questions
from autograder.course import Course
from autograder.course_key import KEY_FILE, draw_key
from autograder.extras import version

TEMPLATE = """\
# What this course changes. Every line is optional; what is left out keeps the default shown here.
# The key, from which hidden cases derive, lies in {key} beside this file, or in the environment variable NNHW_KEY.

course: {title}

# When a student sees which known slip an answer shows: at_once, third_submission, after_due_date, never.
hints: third_submission

# When Gradescope shows the hidden cases: visible, after_due_date, after_published, hidden.
visibility: after_due_date

# How a notebook shows a check: panel, or otter for otter-grader's own output.
# notebook_check: otter

# What lateness costs, in columns of its own in nnhw gradebook; no total changes.
# late: {{days: 3, grace: 0.5, penalty: 10, of: earned, most: 50}}   # free days a term; hours; percent a begun day

# assignments:
#   forward_backward:
#     title: One hidden layer
#     due: 2027-05-22 23:59 -0700        # a time with its zone
#     late_due: 2027-05-25 23:59 -0700   # until when late work is taken
#     omit: [q11_relu]
#     points: {{q8_hidden_weights: 8}}     # or by part: {{q8_hidden_weights: {{shape: 2, values: 6}}}}
#     limits: {{call: 10}}                 # seconds
#     hints: never                       # here in place of above; likewise visibility
#     canvas: 4711                       # its number on Canvas, or its column's heading there
#     solutions: https://example.edu/forward_backward-solution.html   # once they are out: feedback pages link to it
#   participation:
#     pay: completion                    # a point for every readable answer; default: correctness
"""
IGNORED = f"""\
# The key: who has it can compute every hidden case.
/{KEY_FILE}
# What nnhw makes.
/assignments/
/dist/
/graded/
/.cache/
__pycache__/
"""
VERSION, BASE = "version", "base"


class CannotMake(ValueError):
    """The course folder or a copy cannot be made; the message gives the reason and the remedy."""


def make_course(folder: Path) -> list[str]:
    """Make `folder` a course; return sentences on what was written.

    Raises:
        CannotMake: it is a course already, or the folder of nnhw itself.
    """
    file = folder / paths.COURSE_FILE
    if file.exists():
        raise CannotMake(f"{folder} is a course already: {file} is there.")
    if folder.resolve() in (paths.PACKAGE, paths.PROJECT):
        raise CannotMake(f"{folder} holds nnhw itself; give the course a folder of its own.")
    (folder / paths.MARK).mkdir(parents=True, exist_ok=True)
    title = folder.resolve().name.replace("_", " ").replace("-", " ") or "Section homework"
    file.write_text(TEMPLATE.format(key=KEY_FILE, title=f'"{title}"'.replace("\\", "")), encoding="utf-8")
    _ignore(folder)
    note_version(folder)
    key = draw_key(folder)
    return [
        f"Written: {file}, to be edited.",
        f"{'Drawn' if key else 'Kept'}: {folder / KEY_FILE}, the course's key. Keep a copy in a safe place: "
        "without it, nothing can be graded again the same way. git ignores it.",
        f"Next: cd {folder}, then nnhw build.",
    ]


def _ignore(folder: Path) -> None:
    """Add the key and what nnhw makes to the folder's .gitignore."""
    path = folder / ".gitignore"
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    if f"/{KEY_FILE}" not in there.split():
        path.write_text(there + ("\n" if there and not there.endswith("\n") else "") + IGNORED, encoding="utf-8")


def note_version(folder: Path) -> None:
    """Record the version of nnhw that the course's content comes from."""
    (folder / paths.MARK).mkdir(exist_ok=True)
    (folder / paths.MARK / VERSION).write_text(version() + "\n", encoding="utf-8")


def made_with(folder: Path) -> str:
    """Return the version that the course was made with or last upgraded to; empty if unknown."""
    path = folder / paths.MARK / VERSION
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def customize(name: str) -> list[Path]:
    """Copy an assignment's content into the course in force, and keep the copies as bases; return the copies.

    Raises:
        CannotMake: no course is in force, or the course already has its own version.
        UnknownAssignment: no assignment has that name.
    """
    folder = paths.course_folder()
    if folder is None:
        raise CannotMake("This folder is not in a course: run nnhw init FOLDER, then this command in that folder.")
    upstream = upstream_files(name)
    if not upstream:
        questions.find(name)
        raise CannotMake(f"{name} is this course's own already: it did not come with nnhw.")
    for inside in upstream:
        if (folder / inside).exists():
            raise CannotMake(f"{folder / inside} is there already; edit it, or remove it to copy it anew.")
    for inside, path in upstream.items():
        for place in (folder / inside, folder / paths.MARK / BASE / inside):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    return [folder / inside for inside in upstream]


def upstream_files(name: str) -> dict[str, Path]:
    """Return path inside a course folder → nnhw's own file, for the content of one assignment."""
    files = [path for suffix in (".py", ".yaml") if (path := paths.SOLUTIONS / f"{name}{suffix}").is_file()]
    upstream = {f"solutions/{path.name}": path for path in files}
    package = paths.QUESTIONS / name
    inside = [path for path in sorted(package.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    for path in [*inside, *filter(Path.is_file, [package.with_suffix(".py")])]:
        upstream[f"questions/{path.relative_to(paths.QUESTIONS).as_posix()}"] = path
    return upstream


def notices(course: Course) -> list[str]:
    """Return notices for the person at the terminal on the key and the version of the course in force."""
    folder, sentences = paths.course_folder(), list(course.warnings)
    made = made_with(folder) if folder else ""
    if made and made != version():
        sentences.append(
            f"This course was made with nnhw {made}, and nnhw {version()} is installed: "
            "run nnhw upgrade --dry-run to see what changed."
        )
    return sentences
