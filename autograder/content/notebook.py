"""Write a student document as a notebook: nbformat 4.5, no outputs, reproducible bytes."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import nbformat

from autograder.checks.self_check import BLANK_CELL
from autograder.content.document import Document, Passage
from autograder.content.public_checks import used_in
from autograder.content.sources import code_of
from autograder.content.student_document import folded

LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
LOCKED = {"deletable": False, "editable": False}
FIRST_CELL = """\
import os, shutil, sys; {imports}  # Run this cell first. On Colab, choose {name}-student.zip when it asks for a file.
if "google.colab" in sys.modules and not os.path.exists("public_checks.py") and not os.path.exists("{name}"): \
from google.colab import files; [shutil.unpack_archive(file) for file in files.upload() if file.endswith(".zip")]
if os.path.exists("{name}/public_checks.py"): os.chdir("{name}"); sys.path.insert(0, os.getcwd())
try: {check}
except ImportError: raise SystemExit("{advice}") from None"""
OWN_CHECK = "from public_checks import {names}"
OTTER_CHECK = "import otter; from public_checks import {names}; grader = otter.Notebook()"
ADVICE = (
    "The checks are not here. Unzip {name}-student.zip and open the notebook in the folder it makes; on Colab, run this "
    "cell again and choose that zip."
)
OTTER_ADVICE = " The checks also need otter-grader: pip install otter-grader."
ALL_CHECKS = """\
## All public checks at once

Restart the kernel, run all cells, save, and look at the list below: \
it ends with what is still to be written{words}. {score}"""
SCORE = "Your score comes from additional hidden tests: other sizes, extreme values, integers."
READ_ONLY = "It says whether each answer can be read, not whether it is correct."


def notebook(document: Document, check: str = "panel", *, reads_only: bool = False) -> nbformat.NotebookNode:
    """Return the notebook of a student document, with a first cell after the title and a check after each answer.

    Args:
        document: the student document, without solutions.
        check: what shows a check: "panel" or "otter".
        reads_only: whether the checks only read answers, as in a quiz.
    """
    return nbformat.v4.new_notebook(
        cells=_identified(list(_cells(document, check, reads_only))),
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": LANGUAGE,
            "otter": {"assignment_name": document.name},
        },
    )


def to_text(nb: nbformat.NotebookNode) -> str:
    """Return the notebook's file: keys sorted, no ASCII escapes, a newline at the end."""
    nbformat.validate(nb)
    return nbformat.writes(nb) + "\n"


def _cells(document: Document, check: str, reads_only: bool) -> Any:
    """Yield each cell as (section, role, node)."""
    passages = document.passages
    last_in_question = max((i for i, passage in enumerate(passages) if passage.question), default=-1)
    for i, passage in enumerate(passages):
        yield passage.question or _slug(passage.source), passage.role, _cell(passage)
        if i == 0:
            yield "set-up", "", _code(_first_cell(document, check), LOCKED)
        if passage.role == "answer" and not any(later.role == "answer" for later in _later(passages[i + 1 :], passage)):
            yield passage.question, "check", _code(f'grader.check("{passage.question}")', LOCKED)
        if i == last_in_question:
            words = ", in words too" if any(passage.role == "written" for passage in passages) else ""
            text = ALL_CHECKS.format(words=words, score=READ_ONLY if reads_only else SCORE)
            yield "all-checks", "text", nbformat.v4.new_markdown_cell(text)
            yield "all-checks", "", _code("grader.check_all()", LOCKED)


def _first_cell(document: Document, check: str) -> str:
    used = used_in(code_of(document))
    advice = (ADVICE if check == "panel" else ADVICE + OTTER_ADVICE).format(name=document.name)
    return FIRST_CELL.format(
        name=document.name,
        imports="; ".join(document.imports.splitlines()),
        check=(OWN_CHECK if check == "panel" else OTTER_CHECK).format(names=", ".join(["grader", *used])),
        advice=advice,
    )


def _later(passages: tuple[Passage, ...], passage: Passage) -> list[Passage]:
    return [later for later in passages if later.question == passage.question]


def _cell(passage: Passage) -> nbformat.NotebookNode:
    if passage.role == "written":
        return nbformat.v4.new_markdown_cell(BLANK_CELL, metadata={"tags": [passage.question]})
    return _code(passage.source) if passage.is_code else nbformat.v4.new_markdown_cell(folded(passage.source))


def _code(source: str, metadata: dict[str, Any] | None = None) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, metadata=metadata or {})


def _identified(cells: list[tuple[str, str, nbformat.NotebookNode]]) -> list[nbformat.NotebookNode]:
    """Return the cells with ids such as q8_hidden_weights-answer; repeated ids get a number."""
    seen: Counter[str] = Counter()
    section = "start"
    for name, role, cell in cells:
        section = name or section
        base = "-".join(word for word in (section, role) if word)[:56]
        seen[base] += 1
        cell["id"] = base if seen[base] == 1 else f"{base}-{seen[base]}"
    return [cell for _, _, cell in cells]


def _slug(source: str) -> str:
    """Return a Markdown heading as a word for ids; "" if the text has none."""
    first = source.partition("\n")[0]
    return re.sub(r"[^a-z0-9]+", "-", first.lower()).strip("-")[:40] if first.startswith("#") else ""
