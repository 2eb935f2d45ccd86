"""A blank notebook runs from top to bottom where students have renamed it, and where otter-grader is not there."""

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import content
from autograder.course import Course

MISSING = "import sys; sys.modules['otter'] = None"  # import otter then raises ImportError
NAME = "chain_rule"


@pytest.fixture
def run(tmp_path):
    """`run(file, first)`: the blank notebook under another name, after a cell `first`, run in its folder."""

    def run_as(file, first=""):
        folder = content.build(NAME, Course(), tmp_path, tmp_path / "dist").folder
        path = (folder / f"{NAME}.ipynb").rename(folder / file)
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
        return NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(folder)}}).execute()

    return run_as


def text_of(notebook, word):
    """What the cells that contain `word` have put out."""
    outputs = [output for cell in notebook.cells if word in cell.source for output in cell.get("outputs", ())]
    return "\n".join(output.get("text") or output.data["text/plain"] for output in outputs)


@pytest.mark.browser
def test_a_renamed_notebook_is_checked(run):
    found = run("Homework 2 (1).ipynb")
    assert "q2_local_partials" in text_of(found, 'grader.check("q2_local_partials")')


@pytest.mark.browser
def test_without_otter_the_same_checks_run(run):
    found = run(f"{NAME}.ipynb", MISSING)
    assert "q2_local_partials" in text_of(found, 'grader.check("q2_local_partials")')
