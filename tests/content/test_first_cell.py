"""The notebook's first cell: with and without otter, renamed, without its folder, and on Colab."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest

from autograder.content import build_folder
from autograder.content.build_folder import _write
from autograder.content.deterministic_zip import zip_bytes
from autograder.content.sources import document
from autograder.course import AssignmentSettings, Course

CHOSEN = "CHOSEN = {'chain_rule-student (1).zip': b''}\n"
NO_OTTER = "import sys; sys.modules['otter'] = None\n"
COLAB = """
import sys, types
google, colab = types.ModuleType("google"), types.ModuleType("google.colab")
google.colab = colab
colab.files = types.SimpleNamespace(upload=lambda: CHOSEN)
sys.modules |= {"google": google, "google.colab": colab}
"""
USE = "\nstructure = {}\nfound = grader.check('q5_upstream')\nprint(type(found).__module__, '|', repr(found))\n"
BLANK = "weight_gradient is not written yet"


@pytest.fixture
def opened(tmp_path, student_files):
    """Run the first cell of chain_rule in `folder`, between other code, and return what it printed."""
    files = student_files("chain_rule")
    cell = next(c for c in nbformat.reads(files["chain_rule.ipynb"].decode(), 4).cells if c.id == "set-up")

    def run(
        before: str = "",
        after: str = USE,
        *,
        folder: bool = True,
        fails: bool = False,
        names: tuple[str, ...] = ("chain_rule.ipynb",),
    ) -> str:
        if folder:
            _write(tmp_path, {name: data for name, data in files.items() if not name.endswith(".ipynb")})
        for name in names:
            (tmp_path / name).write_bytes(files["chain_rule.ipynb"])
        (tmp_path / "chain_rule-student (1).zip").write_bytes(
            zip_bytes({f"chain_rule/{n}": d for n, d in files.items()})
        )
        command = [sys.executable, "-W", "ignore", "-c", before + cell.source + after]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == int(fails), done.stderr
        return done.stderr if fails else done.stdout

    return run


@pytest.mark.slow
def test_it_has_five_lines_and_does_not_import_otter(opened, student_files):
    cell = nbformat.reads(student_files("chain_rule")["chain_rule.ipynb"].decode(), 4).cells[1]
    assert len(cell.source.splitlines()) == 5
    assert "False" in opened("", "\nimport sys\nprint('otter' in sys.modules)\n")


@pytest.mark.slow
def test_the_checks_run_without_otter_also_in_a_renamed_copy(opened):
    printed = opened(NO_OTTER, names=("chain_rule.ipynb", "renamed (2).ipynb"))
    assert "public_checks | " in printed
    assert BLANK in printed


@pytest.mark.slow
def test_whatever_else_it_is_asked_for_comes_from_otter(opened):
    printed = opened("", "\nprint(type(grader.run_plugin).__name__, type(grader._notebook).__module__)\n")
    assert "otter.check.notebook" in printed


@pytest.mark.slow
def test_without_otter_export_says_that_it_is_optional(opened):
    after = "\ntry:\n    grader.export()\nexcept AttributeError as error:\n    print(error)\n"
    assert "otter-grader, which is optional" in opened(NO_OTTER, after)


@pytest.mark.slow
@pytest.mark.parametrize(
    "course",
    [Course(notebook_check="otter"), Course(settings={"chain_rule": AssignmentSettings(notebook_check="otter")})],
    ids=["in the course", "in one assignment"],
)
def test_a_course_may_prefer_otters_own_output(course, tmp_path):
    files = build_folder.student_files(document("chain_rule"), course)
    cell = nbformat.reads(files["chain_rule.ipynb"].decode(), 4).cells[1].source
    _write(tmp_path, files)
    command = [sys.executable, "-W", "ignore", "-c", cell + "\nprint(type(grader.check('q5_upstream')).__module__)"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "otter.test_files" in done.stdout


def test_without_its_folder_a_sentence_says_what_to_do(opened):
    printed = opened("", "", folder=False, fails=True)
    assert "SystemExit" not in printed  # in a notebook; here it is the way out
    assert "Unzip chain_rule-student.zip and open the notebook in the folder it makes" in printed


@pytest.mark.slow
def test_beside_its_unzipped_folder_it_moves_into_it(opened, tmp_path, student_files):
    _write(tmp_path / "chain_rule", student_files("chain_rule"))
    assert BLANK in opened(folder=False)


@pytest.mark.slow
def test_on_colab_the_checks_come_from_the_zip(opened):
    assert BLANK in opened(NO_OTTER + CHOSEN + COLAB, folder=False)


@pytest.mark.slow
def test_on_colab_the_zip_is_asked_for_once(opened):
    opened(NO_OTTER + CHOSEN + COLAB, folder=False)
    after_a_restart = opened(NO_OTTER + COLAB, folder=False)  # CHOSEN is not defined: asking would fail
    assert BLANK in after_a_restart


@pytest.mark.parametrize("chosen", ["{}", "{'chain_rule.ipynb': b''}"])
def test_on_colab_without_the_zip_a_sentence_says_what_to_do(opened, chosen):
    printed = opened(NO_OTTER + f"CHOSEN = {chosen}\n" + COLAB, "", folder=False, fails=True)
    assert "on Colab, run this cell again and choose that zip" in printed


@pytest.mark.slow
def test_all_checks_at_once_lists_every_question(opened):
    printed = opened("", "\ngrader.check_all()\n")
    assert "0 of 8 questions pass their public checks." in printed


@pytest.mark.slow
def test_an_older_folder_of_checks_does_not_shadow_the_new_ones(opened, tmp_path):
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "__init__.py").write_text("raise SystemExit('old')")
    assert BLANK in opened()
