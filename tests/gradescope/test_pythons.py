"""The same verdicts under every supported Python, each set up by the zip itself, offline and without a network.

Interpreters are looked for on the PATH and among pyenv's; one that is not there is skipped by name.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder import gradescope, questions
from autograder.course import Course

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the zip is for Linux")]
VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
# They wait for a time limit, or draw pictures for half a minute: nothing to learn from a second Python.
SLOW = ("cem.ipynb", "dana.ipynb", "henry.ipynb")
SAMPLES = Path(__file__).parents[1] / "sample_class"
# Of every sample of an assignment: status, and for each part its verdicts, points and slip. No text: a Python words its
# exceptions as it likes.
PROGRAM = """
import json, sys
from pathlib import Path
from autograder.course import Course
from autograder.intake import Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer

name, *samples = sys.argv[1:]
assignment, found = Course().assignment(name), {}
with ForkServer() as server:
    judge = Judge(assignment, "one key for all Pythons", server)
    for sample in map(Path, samples):
        try:
            result = judge.judge(read_submission(sample, assignment))
        except Unreadable:
            found[sample.name] = "unreadable"
            continue
        found[sample.name] = [result.status] + [
            [q.id, q.points, q.slip, q.carried_forward, [[p.name, p.verdict, p.public_verdict] for p in q.parts]]
            for q in result.questions
        ]
print(json.dumps(found))
"""


def interpreter(version: str) -> Path | None:
    """A Python of that version that can make an environment."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    here = [Path(sys.base_prefix, "bin", f"python{version}")]
    on_path = [Path(found) for found in [shutil.which(f"python{version}")] if found]
    for python in here + sorted(pyenv.glob(f"{version}.*/bin/python{version}")) + on_path:
        command = [str(python), "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"]
        if (
            python.exists()
            and subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() == version
        ):
            return python
    return None


def verdicts(python: Path, grader: Path, name: str, samples: list[Path]) -> dict[str, object]:
    command = [str(python), "-c", PROGRAM, name, *map(str, samples)]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(grader)}
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def samples_of(solution, blank, tmp_path_factory):
    """The sample class's work for an assignment, its solution and its bare stub."""
    folder = tmp_path_factory.mktemp("made")

    def samples(name: str) -> list[Path]:
        made = {f"{name}_solution.ipynb": solution(name, "ipynb"), f"{name}_stub.py": blank(name)}
        for file, data in made.items():
            (folder / file).write_bytes(data)
        handed_in = (path for path in (SAMPLES / name).iterdir() if path.suffix in (".py", ".ipynb"))
        return sorted(path for path in handed_in if path.name not in SLOW) + [folder / file for file in made]

    return samples


@pytest.fixture(scope="module")
def offline(tmp_path_factory):
    """The zip that carries its wheels."""
    return gradescope.build(
        "chain_rule", Course(key="the key of these tests"), tmp_path_factory.mktemp("offline"), offline=True
    )


@pytest.fixture(scope="module")
def graders(archive, tmp_path_factory):
    """Each assignment's grader, out of its zip."""
    folder = tmp_path_factory.mktemp("graders")
    for name in questions.names():
        with zipfile.ZipFile(archive(name)) as members:
            wheel = next(member for member in members.namelist() if member.endswith(".whl"))
            zipfile.ZipFile(io.BytesIO(members.read(wheel))).extractall(folder / name)
    return folder


@pytest.fixture(scope="module")
def expected(graders, samples_of):
    """What this Python says."""
    python = Path(sys.executable)
    return {name: verdicts(python, graders / name, name, samples_of(name)) for name in questions.names()}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_python_gives_the_same_verdicts(version, offline, graders, expected, samples_of, tmp_path, capsys):
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here that can make an environment")
    set_up(offline, python, tmp_path)
    installed = tmp_path / "home" / "venv" / "bin" / "python"
    assert (
        verdicts(installed, tmp_path / "home" / "grader", "chain_rule", samples_of("chain_rule"))
        == expected["chain_rule"]
    )
    for name in questions.names():
        assert verdicts(installed, graders / name, name, samples_of(name)) == expected[name], name
    with capsys.disabled():
        print(
            f"\nPython {version}: {sum(map(len, expected.values()))} samples alike; offline zip {offline.stat().st_size >> 20} MB"
        )


def set_up(archive: Path, python: Path, folder: Path) -> None:
    """Run the zip's own set-up, cut off from the network where that is allowed."""
    with zipfile.ZipFile(archive) as members:
        members.extractall(folder / "autograder" / "source")
    environment = {
        "PATH": os.environ["PATH"], "NNHW_AUTOGRADER": str(folder / "autograder"), "NNHW_HOME": str(folder / "home"),
        "NNHW_PYTHON": str(python), "PIP_CONFIG_FILE": os.devnull,
    }  # fmt: skip
    cut = ["unshare", "--net"]
    if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        cut = []
    command = [*cut, "bash", str(folder / "autograder" / "source" / "setup.sh")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (folder / "autograder" / "results" / "results.json").is_file()
