"""Wheel and sdist, built from the repository, hold all that a command needs; installed, they grade as the clone does."""

import csv
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def tracked(*folders):
    listed = subprocess.run(["git", "ls-files", *folders], cwd=PROJECT, capture_output=True, text=True, check=True)
    return listed.stdout.split()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from the sdist, as a package index would have it."""
    folder = tmp_path_factory.mktemp("dist")
    export = folder / "export"
    subprocess.run(["git", "checkout-index", "-a", f"--prefix={export}/"], cwd=PROJECT, check=True)
    code = "import sys, setuptools.build_meta as build\nprint(build.build_sdist(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, folder], cwd=export, check=True, capture_output=True, timeout=300)
    sdist = next(folder.glob("*.tar.gz"))
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", folder, sdist]
    subprocess.run(command, check=True, timeout=300)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """`nnhw` of a fresh environment outside the clone, that has the wheel and what grading needs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True, timeout=600)
    return folder / "bin" / "nnhw"


def nnhw(program, *words, cwd):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NNHW", "PYTHON"))}
    environment["NNHW_KEY"] = "public"
    return subprocess.run(
        [program, *map(str, words)], cwd=cwd, env=environment, capture_output=True, text=True, timeout=600
    )


def test_every_file_of_the_repository_that_a_command_reads_is_in_the_wheel(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    code = tracked("autograder", "reference_impl", "nnhw.py")
    data = [f"autograder/data/{name}" for name in tracked("solutions", "assignments", "locks/grade-*.txt")]
    assert [name for name in code + data if name not in inside] == []


def test_no_key_and_no_test_is_in_the_wheel(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.startswith("tests") or name.endswith((".key", ".pyc"))] == []


COMMANDS = {
    "build chain_rule": "build",
    "check chain_rule": "build",
    "rehearse chain_rule": "build",
    "quiz participation --to canvas": "build",
    "quiz participation --to moodle": "build",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_needs_an_extra_names_it(command, installed, tmp_path):
    ended = nnhw(installed, *command.split(), cwd=tmp_path)
    assert ended.returncode == 2 and f'"nnhw[{COMMANDS[command]}]"' in ended.stderr, ended.stderr
    assert "Traceback" not in ended.stderr and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["chain_rule", "forward_backward", "initialization", "participation", "trainability"])
def test_the_wheel_grades_as_the_clone_does(name, installed, tmp_path):
    sample = PROJECT / "tests" / "sample_class" / name
    clone = Path(sys.executable).with_name("nnhw")
    rows = {}
    for place, program in (("wheel", installed), ("clone", clone)):
        ended = nnhw(program, "grade", name, sample, "--out", place, cwd=tmp_path)
        assert ended.returncode in (0, 1), ended.stderr
        with open(tmp_path / place / "grades.csv", newline="") as file:
            rows[place] = list(csv.reader(file))
    assert rows["wheel"] == rows["clone"]


def test_an_answer_beside_the_handout_is_worth_the_same(installed, tmp_path):
    """Both files are handed in and the stub is the hand-out's own: only with the hand-out the notebook is chosen."""
    from autograder.content.notebook import notebook, to_text
    from autograder.content.sources import document
    from autograder.content.student_document import solved_document
    from autograder.questions import find

    name = "forward_backward"
    folder = tmp_path / "class" / "ada"
    folder.mkdir(parents=True)
    solved = solved_document(document(name), find(name))
    (folder / f"{name}.ipynb").write_text(to_text(notebook(solved)), encoding="utf-8")
    (folder / f"{name}.py").write_bytes((PROJECT / "assignments" / name / f"{name}.py").read_bytes())
    nnhw(installed, "grade", name, "class", "--out", "g", cwd=tmp_path)
    with open(tmp_path / "g" / "grades.csv", newline="") as file:
        row = next(csv.DictReader(file))
    assert float(row["total"]) == 42


def test_a_missing_handout_is_a_sentence(wheel, tmp_path):
    """As in a broken installation: the package without its data."""
    with zipfile.ZipFile(wheel) as members:
        members.extractall(tmp_path / "site")
    shutil.rmtree(tmp_path / "site" / "autograder" / "data" / "assignments" / "chain_rule")
    (tmp_path / "a.py").write_text("x = 1\n")
    command = [sys.executable, "-m", "autograder", "grade", "chain_rule", "a.py"]
    ended = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path / "site")}, capture_output=True, text=True
    )
    assert ended.returncode == 2 and "incomplete" in ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.parametrize("installer", ["pipx", "uv"])
def test_pipx_and_uv_install_it_into_a_home_of_its_own(installer, wheel, tmp_path):
    tools, home = tmp_path / "tools", tmp_path / "home"
    home.mkdir()
    venv.create(tools, with_pip=True)
    done = subprocess.run([tools / "bin" / "pip", "install", "-q", installer], capture_output=True, timeout=600)
    if done.returncode:
        pytest.skip(f"{installer} cannot be had here")
    places = {"PIPX_HOME": "pipx", "PIPX_BIN_DIR": "bin", "UV_TOOL_DIR": "uv", "UV_TOOL_BIN_DIR": "bin"}
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NNHW", "PYTHON"))}
    environment |= {"HOME": str(home)} | {key: str(home / place) for key, place in places.items()}
    words = ["install"] if installer == "pipx" else ["tool", "install"]
    command = [tools / "bin" / installer, *words, "--python", sys.executable, f"nnhw @ {wheel.as_uri()}"]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=600)
    program = home / "bin" / "nnhw"
    assert nnhw(program, "--version", cwd=tmp_path).stdout.startswith("nnhw ")
    assert nnhw(program, "init", "ml-2027", cwd=tmp_path).returncode == 0
    assert nnhw(program, "build", "chain_rule", cwd=tmp_path / "ml-2027").returncode == 2
