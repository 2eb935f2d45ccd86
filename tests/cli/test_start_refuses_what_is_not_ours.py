"""A foreign package `autograder`, a mixed or broken installation and an old Python get one sentence each."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import nnhw

PROJECT = Path(__file__).resolve().parents[2]
OLD = ("2.7", "3.6", "3.7", "3.8", "3.9")


def record(site, name, files):
    info = site / f"{name}.dist-info"
    info.mkdir()
    lines = [f"{file},sha256=x,{(site / file).stat().st_size}" for file in files]
    (info / "RECORD").write_text("\n".join([*lines, f"{info.name}/RECORD,,", ""]))


@pytest.fixture
def site(tmp_path):
    """An installation of nnhw, as pip records it."""
    package = tmp_path / "autograder"
    (package / "questions").mkdir(parents=True)
    (package / "__init__.py").write_bytes((PROJECT / "autograder" / "__init__.py").read_bytes())
    (package / "cli.py").write_text("def main(): ...\n")
    (package / "questions" / "__init__.py").write_text("# ours\n")
    record(tmp_path, "nnhw-1.0.0", [path.relative_to(tmp_path).as_posix() for path in package.rglob("*.py")])
    return tmp_path


def foreign(site, files):
    """Install another distribution's files over what is there."""
    for file in files:
        (site / file).parent.mkdir(exist_ok=True)
        (site / file).write_text(f"# theirs: {file}\n")
    record(site, "autograder-3.2", files)


def sentence(site):
    return nnhw.foreign_package([str(site)])


def test_an_installation_as_pip_left_it_is_fine(site):
    assert sentence(site) == ""


def test_this_installation_is_fine():
    assert nnhw.foreign_package() == ""


@pytest.mark.parametrize(
    "files",
    [
        ["autograder/__init__.py"],
        ["autograder/__init__.py", "autograder/cli.py"],
        ["autograder/cli.py"],
        ["autograder/grade.py"],
        ["autograder/questions/__init__.py", "autograder/questions/homework.py"],
    ],
    ids=lambda files: files[-1],
)
def test_a_package_that_another_distribution_mixes_is_named(site, files):
    foreign(site, files)
    assert "autograder 3.2" in sentence(site) and "pipx install nnhw" in sentence(site)


def test_another_package_alone_is_named(tmp_path):
    foreign(tmp_path, ["autograder/__init__.py"])
    assert "belongs to autograder 3.2" in sentence(tmp_path)


def test_what_the_other_one_took_along_when_it_went_is_missed(site):
    (site / "autograder" / "cli.py").unlink()
    assert "incomplete: autograder/cli.py" in sentence(site)


def test_a_file_of_ones_own_in_the_package_is_fine(site):
    (site / "autograder" / "notes.py").write_text("")
    assert sentence(site) == ""


def test_no_package_at_all_is_said(tmp_path):
    assert "not installed" in sentence(tmp_path)


def test_the_program_says_it_and_ends_with_status_2(site):
    foreign(site, ["autograder/__init__.py", "autograder/cli.py"])
    shutil.copy(PROJECT / "nnhw.py", site)
    ended = subprocess.run(
        [sys.executable, "-S", "nnhw.py", "grade"], cwd=site, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2 and "autograder 3.2" in ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 9)])
def test_an_old_version_gets_a_sentence(version):
    assert "too old" in nnhw.old_python(version) and "{}.{}".format(*version) in nnhw.old_python(version)


def old_interpreter(version):
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    installed = sorted(pyenv.glob(f"{version}.*/bin/python{version}"))
    return str(installed[0]) if installed else shutil.which(f"python{version}")


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize("command", [["nnhw.py"], ["-m", "autograder"]], ids=" ".join)
def test_an_old_python_gets_a_sentence(version, command):
    python = old_interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    words = [python, "-B", *command, "--help"]
    ended = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2 and ended.stderr.count("\n") == 1 and f"Python {version} is too old" in ended.stderr
