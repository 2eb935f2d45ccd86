"""Make the wheels inside the zip: the grader's own, and for offline use those of every locked package.

The grader's wheel contains only what grading needs, and the student folder; the same files give the same bytes. A wheel
is a zip with three files of metadata (PEP 427). Written here rather than by pip, it takes a tenth of a second, needs no
build tools on the instructor's machine and contains no times.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from packaging.markers import Marker

import reference_impl
from autograder.content.deterministic_zip import zip_bytes
from autograder.content.percent_source import ContentError
from autograder.package_files import IMAGE, files_for, own_files
from autograder.paths import built_assignments, require
from autograder.questions import names
from autograder.questions.quiz_bank import BESIDE, bank_file

REFERENCE = Path(reference_impl.__file__).parent


def wheel(name: str, assignments: Path | None = None) -> tuple[str, bytes]:
    """Return the file name and the bytes of the grader's wheel for one assignment."""
    release = version("nnhw")
    info = f"nnhw-{release}.dist-info"
    files = _sources() | _handout(name, assignments or built_assignments())
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: nnhw\nVersion: {release}\nRequires-Python: >=3.10\n".encode()
    )
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: nnhw\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    return f"nnhw-{release}-py3-none-any.whl", zip_bytes(files)


def _sources() -> dict[str, bytes]:
    """Return path → content of the packages' files; quiz banks go beside the code that reads them."""
    files = {f"autograder/{inside}": path.read_bytes() for inside, path in files_for(IMAGE)}
    for path in own_files(REFERENCE):
        files[f"reference_impl/{path.relative_to(REFERENCE).as_posix()}"] = path.read_bytes()
    for bank in filter(None, map(bank_file, names())):
        files[f"autograder/questions/{BESIDE.name}/{bank.name}"] = bank.read_bytes()
    return files


def _handout(name: str, assignments: Path) -> dict[str, bytes]:
    """Return the files of the student folder that intake compares with a submission."""
    folder = assignments / name
    require(folder)
    given = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    inside = {path.relative_to(folder).as_posix(): path for path in given}
    unused = ("public_checks.py", "cases.json", "tests/", ".", "README.md")
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


# Gradescope's machines. pip takes a wheel with an older platform tag only if that tag is named, too.
PLATFORMS = [f"manylinux_2_{minor}_x86_64" for minor in (17, 24, 26, 27, 28, 31, 34, 35)] + ["manylinux2014_x86_64"]


def wheelhouse(locks: Mapping[str, bytes]) -> bytes:
    """Return a zip of all wheels that the locks name, for Linux on x86_64.

    Args:
        locks: file name, such as grade-py310.txt → content.

    Raises:
        ContentError: the index has no wheel of a package, or cannot be reached.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in sorted(locks.items()):
            python = re.findall(r"py3(\d+)", name)[0]
            lock = Path(folder, name)
            lock.write_text(for_python(data.decode(), f"3.{python}"), encoding="utf-8")
            _download(lock, f"3.{python}", Path(folder, "wheels"))
        return zip_bytes({path.name: path.read_bytes() for path in Path(folder, "wheels").iterdir()})


def for_python(lock: str, python: str) -> str:
    """Return the entries of a lock that apply to Linux under a Python such as "3.10", without their conditions.

    pip evaluates conditions for the Python it runs under, not for the one it downloads for.
    """
    here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux",
            "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64",
            "implementation_name": "cpython", "platform_python_implementation": "CPython"}  # fmt: skip
    kept = []
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        head, _, hashes = entry.partition("\\\n")
        requirement, _, condition = head.partition(";")
        if not condition.strip() or Marker(condition.strip()).evaluate(here):
            kept.append(f"{requirement.strip()} \\\n{hashes}")
    return "\n".join(kept) + "\n"


def _download(lock: Path, python: str, into: Path) -> None:
    platforms = [option for platform in PLATFORMS for option in ("--platform", platform)]
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--require-hashes", "--only-binary", ":all:", "--python-version", python, *platforms,
        "--dest", str(into), "-r", str(lock),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "ERROR" in line] or ["no message"]
        raise ContentError(f"the wheels for Python {python} could not be fetched: {lines[-1].removeprefix('ERROR: ')}")
