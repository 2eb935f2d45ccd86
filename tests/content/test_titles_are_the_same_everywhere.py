"""A question has one title: in the notebook, the stub, the check (panel and text), the feedback page and the report."""

from __future__ import annotations

import html
import json
import re

import pytest

from autograder import questions
from autograder.checks.checked import Checked, CheckedPart
from autograder.checks.findings import RIGHT
from autograder.classroom.pages.feedback import QuestionHeading
from autograder.content.sources import document
from autograder.course import Course

HEADING = re.compile(r"^## (\w+) \([^)]*\) · (.+)$", re.MULTILINE)
NAMES = questions.names()


def declared(name: str) -> dict[str, str]:
    return {question.id: question.title for question in Course().assignment(name).questions}


@pytest.mark.parametrize("name", NAMES)
def test_notebook_stub_and_solution_show_the_declared_title(name, student_files):
    files = student_files(name)
    cells = json.loads(files[f"{name}.ipynb"])["cells"]
    notebook = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert dict(HEADING.findall(notebook)) == declared(name)
    assert {heading.id: heading.title for heading in document(name).headings} == declared(name)
    stub = files[f"{name}.py"].decode()
    assert all(f"## {one} (" in stub and f" · {title}\n" in stub for one, title in declared(name).items())


@pytest.mark.parametrize("name", NAMES)
def test_check_and_feedback_page_show_the_declared_title(name, student_files):
    cases = json.loads(student_files(name)["cases.json"])
    assert {one["id"]: one["title"] for one in cases["questions"]} == declared(name)
    headings = {one.id: QuestionHeading.of(one).title for one in Course().assignment(name).questions}
    assert headings == declared(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_panel_shows_it(name):
    for one, title in declared(name).items():
        part = CheckedPart("values", RIGHT, {"name": "f"})
        assert f"<b>{one}</b> · {html.escape(title)}</p>" in Checked(one, title, (part,))._repr_html_()
