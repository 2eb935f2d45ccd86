"""The grader as a wheel: what grading needs, the hand-out, nothing else; the same bytes for the same files.

A wheel is a zip with three files of metadata (PEP 427). Written here rather than by pip, it takes a tenth of a second,
needs no build tools on the instructor's machine and carries no times.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import version
from pathlib import Path

import reference_impl
from autograder.content.deterministic_zip import zip_bytes
from autograder.package_files import IMAGE, files_for, own_files
from autograder.paths import built_assignments, require
from autograder.questions import names
from autograder.questions.quiz_bank import BESIDE, bank_file

REFERENCE = Path(reference_impl.__file__).parent


def wheel(name: str, assignments: Path | None = None) -> tuple[str, bytes]:
    """The file name and the bytes of the wheel for one assignment."""
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
    """The packages' files; quiz banks are beside the code that reads them."""
    files = {f"autograder/{inside}": path.read_bytes() for inside, path in files_for(IMAGE)}
    for path in own_files(REFERENCE):
        files[f"reference_impl/{path.relative_to(REFERENCE).as_posix()}"] = path.read_bytes()
    for bank in filter(None, map(bank_file, names())):
        files[f"autograder/questions/{BESIDE.name}/{bank.name}"] = bank.read_bytes()
    return files


def _handout(name: str, assignments: Path) -> dict[str, bytes]:
    """What students received, as far as intake compares it with what they hand in."""
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
