"""The solution notebooks as cells, and what they define once they have run, solved or partly blank."""

import contextlib
import functools
import io
import os
import re
import shutil
import sys
import tempfile
import types
import warnings
from dataclasses import dataclass
from pathlib import Path

import jupytext
import matplotlib
import pytest

from autograder.checks import case_file, experiment_cells

ROOT = Path(__file__).parents[2]
SOLUTIONS = ROOT / "solutions"
HEADING = re.compile(r"## (q\d+_\w+) \(([\d.]+) points?(, by hand)?\) · (\S.*)")
EXPLANATION = re.compile("<!-- BEGIN EXPLANATION -->.*?<!-- END EXPLANATION -->", re.DOTALL)
MARKED = re.compile(r"# (BEGIN SOLUTION|SOLUTION)$", re.MULTILINE)
HANDOUT = (ROOT / "autograder/content/handout/figures.py").read_text(encoding="utf-8")
FIGURES = re.findall(r"^def ([a-z]\w+)", HANDOUT, re.MULTILINE)


@functools.cache
def cells_of(name):
    """(kind, source, question) of each cell; the question is the id of the heading last seen."""
    found, question = [], ""
    for cell in jupytext.read(SOLUTIONS / f"{name}.py", fmt="py:percent").cells:
        heading = HEADING.match(cell.source) if cell.cell_type == "markdown" else None
        question = heading[1] if heading else question
        found.append((cell.cell_type, EXPLANATION.sub("", cell.source), question))
    return found


def questions_of(name):
    """The question ids in their order."""
    return list(dict.fromkeys(question for _, _, question in cells_of(name) if question))


def blank(source):
    """An answer cell as otter hands it out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # otter's own dependencies warn when they are imported
        from otter.assign.solutions import replace_solutions
    return "\n".join(replace_solutions(source.splitlines(), "python"))


@dataclass(frozen=True)
class Transcript:
    """What a notebook defined, printed and drew as it ran."""

    space: dict
    printed: str
    drawn: list


@functools.cache
def run(name, unsolved=()):
    """A notebook run from top to bottom in a folder as students have it, with these questions left blank.

    Outside of Jupyter the trainability notebook takes the first look of each picture alone.
    """
    case_file.CASES = ROOT / "assignments" / name / "cases.json"
    experiment_cells._predicted.append("once typed, all results are shown")
    given = {name: getattr(experiment_cells, name) for name in ("needs", "reconcile", "path_values")}
    space, printed, figures = {"__name__": "solution", **given}, io.StringIO(), recording_figures()
    with student_folder(figures), contextlib.redirect_stdout(printed):
        for kind, source, question in cells_of(name):
            if kind == "code":
                marked = MARKED.search(source) and question in unsolved
                code = compile(blank(source) if marked else source, f"{name}.py, {question}", "exec")
                exec(code, space)
    return Transcript(space, printed.getvalue(), figures.drawn)


class QuietPicture:
    """Stands for figures.Picture, and shows nothing."""

    def __init__(self, exponents0, exponents1):
        pass

    def seconds(self, allowed):
        return allowed if allowed < 6 else 0  # a test asks for less than the notebook does

    def progress(self, share):
        assert 0 < share <= 1

    def draw(self, V):
        assert V.shape[0] == V.shape[1]


def recording_figures():
    """A `figures` module with the functions of the real one, which notes what it is asked to draw."""
    figures = types.ModuleType("figures")
    figures.drawn = []
    figures.Picture = QuietPicture
    for figure in FIGURES:
        setattr(figures, figure, lambda *values, _name=figure, **options: figures.drawn.append(_name))
    return figures


@contextlib.contextmanager
def student_folder(figures):
    """The data file beside the notebook, `figures` to import, and no screen."""
    matplotlib.use("Agg")
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "reference_impl/trainability/data.npz", Path(folder) / "trainability_data.npz")
        os.chdir(folder)
        sys.modules["figures"] = figures
        try:
            yield
        finally:
            del sys.modules["figures"]
            os.chdir(before)


@pytest.fixture
def solved():
    """`solved(name)`: what the solved notebook defines, as attributes."""
    return lambda name: types.SimpleNamespace(**run(name).space)


@pytest.fixture
def notebook():
    """The functions above, for tests, which cannot import a conftest."""
    return types.SimpleNamespace(
        cells=cells_of, questions=questions_of, blank=blank, run=run, HEADING=HEADING, ROOT=ROOT, MARKED=MARKED
    )
