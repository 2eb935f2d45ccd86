"""What is installed: the version, and the sentence for a command that needs a package of an extra."""

from __future__ import annotations

import re
from importlib import metadata

# The distribution of a module, where it is not the module's name.
DISTRIBUTIONS = {
    "otter": "otter-grader",
    "markdown_it": "markdown-it-py",
    "mdit_py_plugins": "mdit-py-plugins",
    "yaml": "pyyaml",
    "pkg_resources": "setuptools",
}


def version() -> str:
    """Return the version of nnhw that is installed; 0 where it runs without an installation."""
    try:
        return metadata.version("nnhw")
    except metadata.PackageNotFoundError:
        return "0"


def version_line() -> str:
    """Return what `--version` prints."""
    return f"nnhw {version()}"


def extra_sentence(error: ModuleNotFoundError) -> str:
    """Return how to install what a command lacks; empty if the missing module is not one that nnhw depends on."""
    module = (error.name or _quoted(str(error))).split(".")[0]
    extra = extra_of(module)
    if extra is None:
        return ""
    wanted = f'"nnhw[{extra}]"' if extra else "nnhw"
    return f"this command needs {DISTRIBUTIONS.get(module, module)}, which is not installed: pip install {wanted} (or pipx install {wanted})."


def extra_of(module: str) -> str | None:
    """Return the extra that brings a module, "" for what every installation has, None for a module nobody declared."""
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
    """Return the module's name out of an error that another process sent, which keeps the text alone."""
    quoted = re.search(r"'([\w.]+)'", message)
    return quoted[1] if quoted else ""
