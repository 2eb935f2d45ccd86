"""Load what students received, and list the names that an assignment asks for.

The hand-out shows what a student changed, and which files are not the student's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import paths
from autograder.intake.notebook import Cell, read_notebook
from autograder.intake.safe_archive import is_junk
from autograder.intake.script import string_variables

# Folders of the hand-out whose content the grader provides; a submission's version of them is never used.
GIVEN_FOLDERS = ("checks", "tests", "otter")
# Files of the hand-out that only a student's computer needs.
GIVEN_FILES = ("public_checks.py", "cases.json")


@dataclass(frozen=True)
class Handout:
    """A student folder: `assignments/NAME`, or nothing where it does not ship.

    Attributes:
        name: of the assignment.
        cells: of the notebook.
        stub: the text of the stub.
        support: modules and data that the code needs, which most students do not hand in; `figures.py` draws nothing.
    """

    name: str
    cells: tuple[Cell, ...] = ()
    stub: str = ""
    support: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def code(self) -> frozenset[str]:
        return frozenset(cell.source.strip() for cell in self.cells if cell.kind == "code")

    @cached_property
    def prose(self) -> frozenset[str]:
        return frozenset(cell.source.strip() for cell in self.cells if cell.kind != "code")

    @cached_property
    def strings(self) -> dict[str, str]:
        """Return the stub's string variables by name, with which only work in a script is compared."""
        return string_variables(self.stub)

    @cached_property
    def sha256(self) -> str:
        """Return a hash of everything that a verdict may depend on."""
        said = repr((self.cells, self.stub, sorted(self.support.items())))
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()

    def holds(self, name: str) -> bool:
        """Return True if this file of a submission belongs to the hand-out, changed or not."""
        return name.split("/")[0] in GIVEN_FOLDERS or name in GIVEN_FILES or name in self.support


def handout_of(name: str, folder: Path | None = None) -> Handout:
    """Return the hand-out of assignment `name`.

    Args:
        name: of the assignment.
        folder: the student folder; by default the one that this course built or nnhw ships.

    Raises:
        MissingDataError: the folder is missing, without which nobody knows what students changed.
    """
    return _load(name, folder if folder is not None else paths.handout(name))


def handout_sha256(name: str) -> str:
    """Return the hash of an assignment's hand-out; empty until one is built."""
    folder = paths.handout(name)
    return _load(name, folder).sha256 if folder.is_dir() else ""


@lru_cache(maxsize=16)
def _load(name: str, folder: Path) -> Handout:
    if not folder.is_dir():
        raise paths.MissingDataError(
            f"The hand-out {folder} is missing, and nothing can be graded without it: run nnhw build {name}."
            if folder.parent == paths.built_assignments()
            else f"The hand-out {folder} is missing: this installation of nnhw is incomplete. Install it again from a wheel."
        )
    notebook, stub = folder / f"{name}.ipynb", folder / f"{name}.py"
    text = stub.read_text(encoding="utf-8") if stub.is_file() else ""
    return Handout(
        name=name,
        cells=read_notebook(notebook.read_bytes(), notebook.name) if notebook.is_file() else (),
        stub=text,
        support=_support(folder, name),
    )


# In a worker no figure is drawn: drawing takes longer than the rest of a notebook and affects no verdict.
SILENT = b"""\
class _Silence:
    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        return self


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return _Silence()
"""


def _support(folder: Path, name: str) -> dict[str, bytes]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        inside: SILENT if inside == "figures.py" else path.read_bytes()
        for inside, path in names.items()
        if inside.split("/")[0] not in GIVEN_FOLDERS
        and inside not in (f"{name}.ipynb", f"{name}.py", *GIVEN_FILES)
        and not is_junk(inside)
        and not inside.endswith((".md", ".html"))
    }


if TYPE_CHECKING:
    from autograder.questions.schema import Assignment


@dataclass(frozen=True)
class Wanted:
    """The names that an assignment's questions ask for.

    Attributes:
        owned: names that a student defines.
        ids: all questions.
        by_hand: questions that are answered in words.
        others: names and ids of the other assignments, by assignment.
    """

    assignment: str
    owned: frozenset[str]
    ids: tuple[str, ...]
    by_hand: tuple[str, ...]
    others: tuple[tuple[str, frozenset[str]], ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Return the same as a JSON object."""
        others = [[name, sorted(names)] for name, names in self.others]
        return {**asdict(self), "owned": sorted(self.owned), "others": others}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Wanted:
        """Return the inverse of `to_plain`."""
        others = tuple((name, frozenset(names)) for name, names in plain["others"])
        return cls(plain["assignment"], frozenset(plain["owned"]), tuple(plain["ids"]), tuple(plain["by_hand"]), others)


def wanted_of(assignment: Assignment) -> Wanted:
    """Return what `assignment` asks for."""
    from autograder import questions  # imports NumPy, which reading does not need

    others = [questions.find(name) for name in questions.names() if name != assignment.name]
    return Wanted(
        assignment.name,
        frozenset(assignment.owner),
        assignment.ids,
        tuple(question.id for question in assignment.questions if question.by_hand),
        tuple((other.name, frozenset({*other.owner, *other.ids})) for other in others),
    )
