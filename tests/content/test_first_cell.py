"""The notebook's first cell, wherever it is opened: with and without otter, renamed, without its folder, on Colab."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest

from autograder.content.build_folder import _write
from autograder.content.deterministic_zip import zip_bytes

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
    """Runs the first cell of chain_rule in `folder`, after some words and before some others; what it printed."""
    files = student_files("chain_rule")
    cell = next(c for c in nbformat.reads(files["chain_rule.ipynb"].decode(), 4).cells if c.id == "set-up")

    def run(
        before: str = "", after: str = USE, *, folder: bool = True, names: tuple[str, ...] = ("chain_rule.ipynb",)
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
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_otter_runs_the_checks_also_in_a_renamed_copy(opened):
    printed = opened(names=("chain_rule.ipynb", "renamed (2).ipynb"))
    assert "otter.test_files" in printed
    assert BLANK in printed


def test_without_otter_the_same_checks_run_and_a_sentence_says_so(opened):
    printed = opened(NO_OTTER)
    assert printed.startswith("otter-grader is not installed, and that is fine")
    assert "checks.self_check" in printed
    assert BLANK in printed


def test_without_its_folder_a_sentence_says_what_to_do(opened):
    printed = opened(NO_OTTER, "\ngrader.check('q5_upstream')\nprint(np.pi)\n", folder=False)
    assert printed.count("Unzip chain_rule-student.zip and open the notebook in the folder it makes.") == 2
    assert "3.14" in printed


def test_on_colab_the_checks_come_from_the_zip(opened):
    printed = opened(NO_OTTER + CHOSEN + COLAB, folder=False)
    assert "Choose chain_rule-student.zip" in printed
    assert BLANK in printed


def test_on_colab_the_zip_is_asked_for_once(opened):
    opened(NO_OTTER + CHOSEN + COLAB, folder=False)
    after_a_restart = opened(NO_OTTER + COLAB, folder=False)  # CHOSEN is not defined: asking would fail
    assert "Choose" not in after_a_restart
    assert BLANK in after_a_restart


@pytest.mark.parametrize("chosen", ["{}", "{'chain_rule.ipynb': b''}"])
def test_on_colab_without_the_zip_a_sentence_says_what_to_do(opened, chosen):
    printed = opened(NO_OTTER + f"CHOSEN = {chosen}\n" + COLAB, "\ngrader.check('q5_upstream')\n", folder=False)
    assert printed.count("Run this cell again and choose chain_rule-student.zip") == 2


def test_all_checks_at_once_lists_every_question(opened):
    printed = opened(NO_OTTER, "\nfrom checks import self_check\nself_check.check_all()\n")
    assert "0 of 8 questions pass their public checks." in printed
