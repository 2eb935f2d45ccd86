"""The one way in: a path, bytes or members of an archive to a Submission."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from autograder import questions
from autograder.intake.choose_main_file import MAX_CODE, Choice, choose
from autograder.intake.handout import Handout, handout_of
from autograder.intake.needed_cells import Needed, without_demonstrations
from autograder.intake.safe_archive import Source, gather, looks_zipped
from autograder.intake.unreadable import Unreadable
from autograder.intake.written_answers import written_in_notebook, written_in_script
from autograder.questions.schema import Assignment

# Never needed beside the work, and sometimes large.
_LEFT_OUT = (".ipynb", ".zip", ".pdf", ".html", ".htm", ".docx", ".md")
# Bytes of the files beside the work: one message to the worker carries them all, and takes 16 MiB.
MAX_BESIDE = 12_000_000


@dataclass(frozen=True)
class Submission:
    """What a student handed in, ready for a worker.

    `cells` are the sources of the code cells, for a script one: its whole text; cells of the hand-out that nothing depends
    on are empty, and those that no answer seems to need are, by number, in `brief`. `files` are the modules and data
    beside the main file: the student's own, and the hand-out's. `written` are the answers in words by question id. `sha256` is
    that of code, own files and answers, not of the file handed in: neither a name nor an output changes a verdict.
    """

    main: str
    kind: str
    cells: tuple[str, ...]
    files: dict[str, bytes]
    written: dict[str, str]
    sha256: str
    notes: tuple[str, ...] = ()
    needs_review: bool = False
    brief: frozenset[int] = frozenset()


def read_submission(
    source: Path | bytes | Source,
    assignment: str | Assignment,
    name: str = "submission.ipynb",
    handout: Handout | None = None,
) -> Submission:
    """What was handed in for `assignment`, from a notebook, a stub, a zip or a folder.

    Args:
        source: a path, the bytes of one file called `name`, or members of a class's folder or zip.
        assignment: its name, or the assignment as a course gives it.
        handout: what students received; by default `assignments/NAME` of this project.

    Raises:
        Unreadable: the text is one sentence for the student.
    """
    assignment = questions.find(assignment) if isinstance(assignment, str) else assignment
    return read_files(gather(source, name), assignment, handout or handout_of(assignment.name))


def read_files(files: dict[str, bytes], assignment: Assignment, handout: Handout) -> Submission:
    """The same of files that were gathered already.

    Raises:
        Unreadable: the text is one sentence for the student.
    """
    files = _theirs(_unpacked(files), handout)
    choice = choose(files, handout, frozenset(assignment.owner))
    _check_assignment(choice, assignment)
    return _submission(choice, files, assignment, handout)


def _unpacked(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files without the folder they all lie in; a single zip among them is opened, and one in that."""
    for _ in range(2):
        works = {name for name in files if name.lower().endswith((".ipynb", ".py", ".zip"))}  # no spreadsheet, no .npz
        zips = [name for name in works if looks_zipped(files[name], name)]
        if len(works) == len(zips) == 1:
            files = gather(files[zips[0]], zips[0])
    while files and all("/" in name for name in files) and len({name.split("/")[0] for name in files}) == 1:
        files = {name.split("/", 1)[1]: data for name, data in files.items()}
    return files


def _theirs(files: dict[str, bytes], handout: Handout) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if not handout.holds(name)}


def _check_assignment(choice: Choice, assignment: Assignment) -> None:
    """A notebook that speaks of another assignment's names and of none of this one's was handed in by mistake."""
    text = "\n".join(cell.source for cell in choice.work.cells)
    if re.search(rf"\b(?:{'|'.join([*assignment.owner, *assignment.ids])})\b", text):
        return
    words = set(re.findall(r"\w+", text))
    for other in questions.names():
        found = questions.find(other) if other != assignment.name else None
        if found and len(words & {*found.owner, *found.ids}) >= 2:
            raise Unreadable(
                f"{choice.work.name} is the work for {other}, not for {assignment.name}. "
                f"Hand in {assignment.name}.ipynb or {assignment.name}.py."
            )


def _submission(choice: Choice, files: dict[str, bytes], assignment: Assignment, handout: Handout) -> Submission:
    work = choice.work
    ids = [question.id for question in assignment.questions if question.by_hand]
    if work.kind == "notebook":
        written = written_in_notebook(work.cells, ids, handout)
    else:
        written = written_in_script(work.code[0], ids, handout)
    folder = work.name.rpartition("/")[0]
    beside, left_out = _light(_beside(files, work.name, folder, assignment.name))
    needed = Needed(work.code)
    if work.kind == "notebook":
        needed = without_demonstrations(work.code, handout.code, assignment.owner)
    return Submission(
        main=work.name.rpartition("/")[2],
        kind=work.kind,
        cells=needed.cells,
        brief=needed.brief,
        files={**beside, **handout.support},
        written=written,
        sha256=_sha256(work.kind, work.code, beside, written, choice.needs_review or bool(left_out)),
        notes=choice.notes + left_out,
        needs_review=choice.needs_review or bool(left_out),
    )


def _beside(files: dict[str, bytes], main: str, folder: str, assignment: str) -> dict[str, bytes]:
    """The modules and data in the main file's folder and below, by their names as seen from there."""
    prefix = f"{folder}/" if folder else ""
    rest = {name.removeprefix(prefix): data for name, data in files.items() if name != main and name.startswith(prefix)}
    return {name: data for name, data in sorted(rest.items()) if not _is_left_out(name, assignment)}


def _light(files: dict[str, bytes]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files that a worker can be given, the small ones first; and a sentence on each of the others."""
    kept, sentences, room = {}, [], MAX_BESIDE
    for name, data in sorted(files.items(), key=lambda item: (len(item[1]), item[0])):
        if len(data) <= room and not (name.endswith(".py") and len(data) > MAX_CODE):
            kept[name] = data
            room -= len(data)
        else:
            most = f"{MAX_CODE // 1000} kB" if name.endswith(".py") else f"{MAX_BESIDE // 1_000_000} MB in all"
            sentences.append(f"{name} was left out, as it is too large: {most} are read beside the work.")
    return dict(sorted(kept.items())), tuple(sentences)


def _is_left_out(name: str, assignment: str) -> bool:
    return name.lower().endswith(_LEFT_OUT) or name == f"{assignment}.py"


def _sha256(kind: str, code: tuple[str, ...], files: dict[str, bytes], written: dict[str, str], review: bool) -> str:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    canonical = json.dumps([kind, code, hashes, written, review], sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
