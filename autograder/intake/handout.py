"""What students were given: the measure of what they changed, and the files that are not theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from autograder import paths
from autograder.intake.notebook import Cell, read_notebook
from autograder.intake.safe_archive import is_junk
from autograder.intake.script import string_variables

# Folders of the hand-out whose content the grader brings itself; a submission's own version of them is never used.
GIVEN_FOLDERS = ("checks", "tests", "otter")
# Files of the hand-out that only a student's own computer needs.
GIVEN_FILES = ("public_checks.py", "cases.json")


@dataclass(frozen=True)
class Handout:
    """A student folder: `assignments/NAME`, or nothing where it does not ship.

    `cells` are those of the notebook, `stub` the text of the stub, `strings` the stub's string variables; `support` are
    the modules and data that its code needs, which most students do not hand in again; `figures.py` is silent.
    """

    name: str
    cells: tuple[Cell, ...] = ()
    stub: str = ""
    strings: Mapping[str, str] = field(default_factory=dict)
    support: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def code(self) -> frozenset[str]:
        return frozenset(cell.source.strip() for cell in self.cells if cell.kind == "code")

    @cached_property
    def prose(self) -> frozenset[str]:
        return frozenset(cell.source.strip() for cell in self.cells if cell.kind != "code")

    @cached_property
    def sha256(self) -> str:
        """Hash of all that a verdict may depend on."""
        said = repr((self.cells, self.stub, sorted(self.support.items())))
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()

    def holds(self, name: str) -> bool:
        """Does this file of a submission belong to the hand-out, whoever changed it?"""
        return name.split("/")[0] in GIVEN_FOLDERS or name in GIVEN_FILES or name in self.support


def handout_of(name: str, folder: Path | None = None) -> Handout:
    """Return the hand-out of assignment `name` in `folder`, by default what this course built or nnhw came with.

    Raises:
        MissingDataError: it is not there, and what students changed cannot be told from what they were given.
    """
    return _load(name, folder if folder is not None else paths.handout(name))


def handout_sha256(name: str) -> str:
    """Return the hash of an assignment's hand-out; empty while none was built."""
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
        strings=string_variables(text),
        support=_support(folder, name),
    )


# Drawing takes longer than all else in a notebook and decides nothing: in a worker every figure is silence.
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
