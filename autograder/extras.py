"""Report the installed version, and the extra to install when a command lacks a package."""

from __future__ import annotations

import re
import sys
from pathlib import Path

# Module → distribution, where the names differ.
DISTRIBUTIONS = {
    "otter": "otter-grader",
    "markdown_it": "markdown-it-py",
    "mdit_py_plugins": "mdit-py-plugins",
    "yaml": "pyyaml",
    "pkg_resources": "setuptools",
}


def version() -> str:
    """Return the installed version of nnhw; "0" if it runs without an installation.

    It is read from the file in which pip has put it: `importlib.metadata` and what it imports take as long as a
    submission takes to be judged.
    """
    for entry in sys.path:
        for file in sorted(Path(entry or ".").glob("nnhw-*.dist-info/METADATA")):
            found = re.search(r"^Version: (\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            if found:
                return found[1]
    return _version_elsewhere()


def _version_elsewhere() -> str:
    """Return the version where the package is installed in another way, such as in a zip."""
    from importlib import metadata

    try:
        return metadata.version("nnhw")
    except metadata.PackageNotFoundError:
        return "0"


def version_line() -> str:
    """Return what `--version` prints."""
    return f"nnhw {version()}"


def extra_sentence(error: ModuleNotFoundError) -> str:
    """Return a sentence on how to install a missing module; empty if nnhw does not depend on it."""
    module = (error.name or _quoted(str(error))).split(".")[0]
    extra = extra_of(module)
    if extra is None:
        return ""
    wanted = f'"nnhw[{extra}]"' if extra else "nnhw"
    return (
        f"this command needs {DISTRIBUTIONS.get(module, module)}, which is not installed: "
        f"pip install {wanted} (or pipx install {wanted})."
    )


def extra_of(module: str) -> str | None:
    """Return the extra that installs a module; "" if every installation has it, None if nnhw does not depend on it."""
    from importlib import metadata

    wanted = _normalized(DISTRIBUTIONS.get(module, module))
    try:
        requirements = metadata.requires("nnhw") or []
    except metadata.PackageNotFoundError:
        return None
    for requirement in requirements:
        extra = re.search(r"extra\s*==\s*['\"](\w+)['\"]", requirement)
        name = re.match(r"[\w.-]+", requirement)
        if name and _normalized(name[0]) == wanted:
            return extra[1] if extra else ""
    return None


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _quoted(message: str) -> str:
    """Return the module's name in the message of an error; an error from another process has only its message."""
    quoted = re.search(r"'([\w.]+)'", message)
    return quoted[1] if quoted else ""
