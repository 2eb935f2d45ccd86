"""Where content comes from: solutions/NAME.py, or NAME.yaml for a quiz; what goes along with it."""

from __future__ import annotations

import re
from pathlib import Path

import reference_impl
from autograder import paths
from autograder.content.bundle import shaken
from autograder.content.document import Document, read_document
from autograder.content.lean_source import lean_page
from autograder.content.percent_source import ContentError
from autograder.content.quiz import read_quiz

HANDOUT = Path(__file__).with_name("handout")
# Name under which students load data → the file, which the reference reads, too.
DATA = {"trainability_data.npz": Path(reference_impl.__file__).with_name("trainability") / "data.npz"}


def document(name: str, folder: Path | None = None) -> Document:
    """Return the solved document of an assignment, from `folder` if given, else from the course's or nnhw's solutions.

    Raises:
        ContentError: it does not exist or cannot be read.
    """
    for suffix, read in ((".py", read_document), (".yaml", read_quiz)):
        path = folder / f"{name}{suffix}" if folder else paths.solution(f"{name}{suffix}")
        if path.is_file():
            return read(name, path, f"{path.parent.name}/{path.name}")
    raise ContentError(
        f"{folder.name if folder else 'solutions'}/{name}.py is missing: write it, or run nnhw new {name}."
    )


def supplies(source: Document) -> dict[str, bytes]:
    """Return path → content of further files in the student folder.

    These are the parts of modules in handout/ that the notebook uses, the files of handout/NAME/, and data it loads.
    """
    code = code_of(source)
    imported = set(re.findall(r"^\s*(?:import|from)\s+(\w+)", code, re.MULTILINE))
    files = {name: path.read_bytes() for name, path in DATA.items() if f'"{name}"' in code}
    for path in sorted(HANDOUT.rglob("*")) if HANDOUT.is_dir() else []:
        inside = path.relative_to(HANDOUT)
        if not path.is_file() or "__pycache__" in inside.parts:
            continue
        module = inside.parts[0].removesuffix(".py")
        if module in imported:
            used = set(re.findall(rf"\b{module}\.(\w+)", code))
            files[inside.as_posix()] = shaken(path.read_text(encoding="utf-8"), used).encode()
        elif inside.parts[0] == source.name:
            data = path.read_bytes()
            files[Path(*inside.parts[1:]).as_posix()] = (
                lean_page(data.decode()).encode() if path.suffix == ".html" else data
            )
    return files


def code_of(source: Document) -> str:
    """Return all code of a document."""
    return "\n".join([source.imports, *(passage.source for passage in source.passages if passage.is_code)])
