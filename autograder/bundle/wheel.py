"""The grader as a wheel: what grading needs, the hand-out, nothing else; the same bytes for the same files.

A wheel is a zip with three files of metadata (PEP 427). Written here rather than by pip, it takes a tenth of a second,
needs no build tools on the instructor's machine and carries no times.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import version
from pathlib import Path

import autograder
import reference_impl
from autograder.content.archive import zip_bytes
from autograder.content.sources import ASSIGNMENTS, SOLUTIONS
from autograder.own_files import own_files

PACKAGES = {"autograder": Path(autograder.__file__).parent, "reference_impl": Path(reference_impl.__file__).parent}
# What grading never imports stays behind: the command line, prose, the proof, whole classes, this room's own tools. So
# does the course file: what a zip needs of it is in otter_config.json, and the rest is no business of Gradescope's.
LEFT_OUT = (
    *(f"autograder/{room}/" for room in ("classroom", "content", "proof", "quiz", "starter")),
    *(f"autograder/{name}" for name in ("__main__.py", "cli.py", "commands.py", "course.yaml", "progress.py")),
    *(f"autograder/bundle/{name}" for name in ("package", "quota", "rehearsal", "stage", "views", "wheel")),
    *(f"autograder/otter_adapter/{name}.py" for name in ("generate", "strip", "test_files")),
)
QUIZ = "participation.yaml"


def wheel(name: str, assignments: Path = ASSIGNMENTS) -> tuple[str, bytes]:
    """The file name and the bytes of the wheel for one assignment."""
    release = version("nnhw")
    info = f"nnhw-{release}.dist-info"
    files = _sources() | _handout(name, assignments)
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: nnhw\nVersion: {release}\nRequires-Python: >=3.10\n".encode()
    )
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: nnhw\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    return f"nnhw-{release}-py3-none-any.whl", zip_bytes(files)


def _sources() -> dict[str, bytes]:
    """The packages' files; the quiz bank lies beside the code that reads it."""
    files = {}
    for package, folder in PACKAGES.items():
        for path in own_files(folder):
            inside = f"{package}/{path.relative_to(folder).as_posix()}"
            if not inside.startswith(LEFT_OUT):
                files[inside] = path.read_bytes()
    files[f"autograder/questions/participation/{QUIZ}"] = (SOLUTIONS / QUIZ).read_bytes()
    return files


def _handout(name: str, assignments: Path) -> dict[str, bytes]:
    """What students received, as far as intake compares it with what they hand in."""
    folder = assignments / name
    given = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    inside = {path.relative_to(folder).as_posix(): path for path in given}
    unused = ("checks/", "tests/", ".", "README.md")
    return {
        f"assignments/{name}/{key}": path.read_bytes()
        for key, path in inside.items()
        if not key.startswith(unused) and "__pycache__" not in key
    }


def _record(files: dict[str, bytes], itself: str) -> bytes:
    lines = []
    for name, data in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(data)}")
    return "\n".join([*lines, f"{itself},,\n"]).encode()
