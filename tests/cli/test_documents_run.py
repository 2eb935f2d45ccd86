"""Every command in the documents is run, in the order of its page, in a course folder with a class's submissions."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "tests" / "sample_class" / "forward_backward"
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,forward_backward (8841)
    Points Possible,,,,,42
"Moss, Ada",101,ada@example.edu,ada@example.edu,A,
"""
# Set-up that the test does itself, and a page that is served until it is stopped.
NOT_RUN = ("pipx ", "cd ", "make", "source ", "git ", "nnhw review")
pytestmark = pytest.mark.slow


def commands(page):
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", *NOT_RUN))]


PAGES = [page for page in [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))] if commands(page)]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that was built once; its hand-outs and the proof of its content are there."""
    folder = tmp_path_factory.mktemp("made") / "course"
    run("nnhw init course", folder.parent)
    built = run("nnhw build forward_backward", folder)
    assert built.returncode == 0, built.stdout
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        for path in sorted(SAMPLE.glob("*.*"))[:2]:
            archive.write(path, path.name)
        archive.writestr("ada.py", next(SAMPLE.glob("*.py")).read_bytes())
    (folder / "class.csv").write_text("name,email\nAda Moss,ada@example.edu\n")
    (folder / "roster.csv").write_text("name,email\nAda Moss,ada@example.edu\n")
    (folder / "export.csv").write_text(CANVAS)
    return folder


def run(line, cwd):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NNHW")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(["bash", "-c", line], cwd=cwd, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, f"{line}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_runs(page, course, tmp_path):
    folder = shutil.copytree(course, tmp_path / "course")
    if page.name in ("json.md", "README.md", "ta.md"):
        run("nnhw grade forward_backward submissions.zip --quiet", folder)
    for line in commands(page):
        run(line, folder.parent if line.startswith("nnhw init") else folder)
