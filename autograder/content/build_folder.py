"""Build one assignment's content: the student folder, its zip, the solution page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder import questions
from autograder.content.dependencies import hanging, omitted_names
from autograder.content.deterministic_zip import zip_bytes
from autograder.content.document import Document
from autograder.content.leak_scan import leaks
from autograder.content.notebook import notebook, to_text
from autograder.content.percent_source import ContentError
from autograder.content.pictures import pictures
from autograder.content.public_checks import check_files, reads_only
from autograder.content.readme import readme
from autograder.content.script import stub
from autograder.content.solution_page import solution_page
from autograder.content.sources import code_of, document, supplies
from autograder.content.student_document import stuck_texts, student_document
from autograder.content.validate import validate
from autograder.course import Course
from autograder.paths import ASSIGNMENTS
from autograder.provenance import FILE, provenance


@dataclass(frozen=True)
class Built:
    """Paths of the parts of a built assignment, and sentences on cells that use omitted questions."""

    folder: Path
    student_zip: Path
    solution_page: Path
    notices: tuple[str, ...] = ()


def build(name: str, course: Course, out_dir: Path, dist_dir: Path, *, solutions: Path | None = None) -> Built:
    """Write OUT/NAME/, DIST/NAME-student.zip and DIST/NAME-solution.html.

    The same source and course give the same bytes. Outdated files of an earlier build are removed.

    Raises:
        ContentError: the content cannot be built; the sentence names file and line.
    """
    source = document(name, solutions)
    files = student_files(source, course)
    folder = out_dir / name
    _write(folder, files)
    built_with = provenance(course, name).to_json().encode()
    (folder / FILE).write_bytes(built_with)
    dist_dir.mkdir(parents=True, exist_ok=True)
    built = Built(
        folder, dist_dir / f"{name}-student.zip", dist_dir / f"{name}-solution.html", _notices(source, course)
    )
    built.student_zip.write_bytes(
        zip_bytes({f"{name}/{inside}": data for inside, data in (files | {FILE: built_with}).items()})
    )
    built.solution_page.write_bytes(solution_page(source, course.assignment(name)).encode())
    return built


def student_files(source: Document, course: Course) -> dict[str, bytes]:
    """Return the student folder as path → content.

    Raises:
        ContentError: the source is invalid, or the folder would reveal a secret.
    """
    assignment = course.assignment(source.name)
    declared = questions.find(source.name)
    validate(source, declared)
    for cell in hanging(source, declared, assignment.omitted):
        if not cell.guarded:
            raise ContentError(f"{source.file}, {cell}")
    handed_out = student_document(source, assignment)
    files = {
        f"{source.name}.ipynb": to_text(
            notebook(handed_out, course.seen_by(source.name).notebook_check, reads_only=reads_only(assignment))
        ).encode(),
        f"{source.name}.py": stub(handed_out, hints=not reads_only(assignment)).encode(),
        "README.md": readme(assignment, handed_out).encode(),
        **check_files(
            assignment,
            stuck_texts(handed_out),
            code_of(handed_out),
            omitted_names(source, declared, assignment.omitted),
        ),
        **supplies(source),
        **pictures(handed_out),
    }
    for leak in leaks(files, source, assignment, course.key):
        raise ContentError(f"assignments/{source.name}/{leak} Nothing was written.")
    return files


def _notices(source: Document, course: Course) -> tuple[str, ...]:
    """Return a sentence for each omitted question that cells of other questions use."""
    lines: dict[str, set[int]] = {}
    for cell in hanging(source, questions.find(source.name), course.of(source.name).omit):
        lines.setdefault(cell.question, set()).add(cell.line)
    return tuple(
        f"{source.file}: without {question}, {len(where)} {'cell shows' if len(where) == 1 else 'cells show'} students "
        f"that it is left out (line {', '.join(map(str, sorted(where)))})."
        for question, where in lines.items()
    )


def freshness(name: str, course: Course, out_dir: Path = ASSIGNMENTS) -> str:
    """Return an empty string if OUT/NAME is what a build would write, else a sentence that says it is not."""
    built = student_files(document(name), course)
    folder = out_dir / name
    there = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
    return "" if there == built else f"{out_dir.name}/{name} is out of date: run make build."


def _files(folder: Path) -> list[Path]:
    """Return the files of a student folder without what work in it leaves behind."""
    left_behind = ("__pycache__", ".ipynb_checkpoints", ".OTTER_LOG", FILE)
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not set(path.parts) & set(left_behind)]


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for path in _files(folder):
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for inside, data in files.items():
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
