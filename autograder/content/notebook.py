"""A student document as a notebook: nbformat 4.5, no outputs, the same bytes every time."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import nbformat

from autograder.content.document import Document, Passage

BLANK_WRITTEN = "_Type your answer here, replacing this text._"
LOCKED = {"deletable": False, "editable": False}
SET_UP = """\
# Run this cell first.
import pathlib
import sys

{imports}

if "google.colab" in sys.modules and not pathlib.Path("checks").exists():
    # Colab opens a notebook without its folder: checks, figures and data come from your zip.
    import os
    import zipfile
    from google.colab import files
    if not pathlib.Path("{name}").exists():
        print("Choose {name}-student.zip, the file that you were given.")
        for chosen in files.upload():
            if zipfile.is_zipfile(chosen):
                zipfile.ZipFile(chosen).extractall()
    if pathlib.Path("{name}").exists():
        os.chdir("{name}")
        sys.path.insert(0, os.getcwd())

if pathlib.Path("checks").exists():
    try:
        import otter
        grader = otter.Notebook()
    except Exception:
        print("otter-grader is not installed, and that is fine: the same checks run without it.")
        from checks import self_check as grader
else:
    advice = "There is no folder checks/ here. Unzip {name}-student.zip and open the notebook in the folder it makes."
    if "google.colab" in sys.modules:
        advice = "Run this cell again and choose {name}-student.zip: the checks are in it."
    print(advice)
    class grader:
        check = staticmethod(lambda question: print(advice))"""
ALL_CHECKS = """\
## All public checks at once

Restart the kernel and run all cells, then look at the list below. It says what the public checks say; the points are decided by further cases that you do not see."""


def notebook(document: Document) -> nbformat.NotebookNode:
    """The notebook of a student document: set-up cell after the title, a check after each answer."""
    return nbformat.v4.new_notebook(
        cells=_identified(list(_cells(document))),
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "otter": {"assignment_name": document.name},
        },
    )


def to_text(found: nbformat.NotebookNode) -> str:
    """The notebook's file: keys sorted, no ASCII escapes, a newline at the end."""
    nbformat.validate(found)
    return nbformat.writes(found) + "\n"


def _cells(document: Document) -> Any:
    """Each cell as (section, role, node)."""
    passages = document.passages
    last_in_question = max((i for i, passage in enumerate(passages) if passage.question), default=-1)
    for i, passage in enumerate(passages):
        yield passage.question or _slug(passage.source), passage.role, _cell(passage)
        if i == 0:
            source = SET_UP.format(name=document.name, imports=document.imports)
            yield "set-up", "", _code(source, LOCKED)
        if passage.role == "answer" and not any(later.role == "answer" for later in _later(passages[i + 1 :], passage)):
            yield passage.question, "check", _code(f'grader.check("{passage.question}")', LOCKED)
        if i == last_in_question:
            yield "all-checks", "text", nbformat.v4.new_markdown_cell(ALL_CHECKS)
            yield "all-checks", "", _code("from checks import self_check\n\nself_check.check_all()", LOCKED)


def _later(passages: tuple[Passage, ...], passage: Passage) -> list[Passage]:
    return [later for later in passages if later.question == passage.question]


def _cell(passage: Passage) -> nbformat.NotebookNode:
    if passage.role == "written":
        return nbformat.v4.new_markdown_cell(BLANK_WRITTEN, metadata={"tags": [passage.question]})
    return _code(passage.source) if passage.is_code else nbformat.v4.new_markdown_cell(passage.source)


def _code(source: str, metadata: dict[str, Any] | None = None) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, metadata=metadata or {})


def _identified(cells: list[tuple[str, str, nbformat.NotebookNode]]) -> list[nbformat.NotebookNode]:
    """The cells with ids such as q8_hidden_weights-answer, numbered from the second of a kind on."""
    seen: Counter[str] = Counter()
    section = "start"
    for name, role, cell in cells:
        section = name or section
        base = "-".join(word for word in (section, role) if word)[:56]
        seen[base] += 1
        cell["id"] = base if seen[base] == 1 else f"{base}-{seen[base]}"
    return [cell for _, _, cell in cells]


def _slug(source: str) -> str:
    """A Markdown heading as a word for ids; "" without one."""
    first = source.partition("\n")[0]
    return re.sub(r"[^a-z0-9]+", "-", first.lower()).strip("-")[:40] if first.startswith("#") else ""
