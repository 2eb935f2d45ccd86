"""Start the program `nnhw`: refuse an old Python or a foreign package `autograder`, then run `cli.main`.

Another distribution on the package index also installs a package called `autograder`. In one environment the two
overwrite each other's files. This module is outside the package, so that it works whichever files were replaced. It
uses only syntax that Python 2.7 can parse.
"""

import os
import sys

OLDEST = (3, 10)
MARK = b"nnhw's package"
ADVICE = (
    "Install nnhw where nothing else is: `pipx install nnhw`, `uv tool install nnhw`, or a new virtual environment."
)


def main():
    """Run the command line; return the exit status of `autograder.cli.main`."""
    complaint = old_python() or foreign_package()
    if complaint:
        sys.stderr.write("nnhw: " + complaint + "\n")
        return 2
    from autograder.cli import main as run

    return run()


def old_python(version=sys.version_info):
    """Return a sentence if the Python is too old, else an empty string."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    here = "{}.{}".format(*version[:2])
    return "Python {} is too old: Python 3.10 or newer is needed. Make the environment with a newer one.".format(here)


def foreign_package(path=None):
    """Return a sentence if the package `autograder` is not, or not only, nnhw's; else an empty string.

    Args:
        path: the folders to search, by default Python's own.
    """
    folder = _package(path)
    if folder is None:
        return "the package `autograder` is not installed beside it. " + ADVICE
    if not _is_ours(folder):
        return "the package `autograder` in {} is not nnhw's{}. {}".format(folder, _owned_by(folder), ADVICE)
    missing, strange = _differences(folder)
    others = _others(os.path.dirname(folder)) if missing or strange else []
    if others:
        text = "{} also installs a package `autograder` into {}, and the two mix there ({}). {}"
        return text.format(", ".join(others), os.path.dirname(folder), (strange or missing)[0], ADVICE)
    if missing:
        text = "this installation is incomplete: {} is missing or was replaced in {}. {}"
        return text.format(missing[0], os.path.dirname(folder), ADVICE)
    return ""


def _package(path):
    """Return the folder of the package that `import autograder` would take; None if there is no such package."""
    from importlib.machinery import PathFinder
    from importlib.util import find_spec

    try:
        spec = find_spec("autograder") if path is None else PathFinder.find_spec("autograder", path)
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    places = list(spec.submodule_search_locations or ())
    return places[0] if places else spec.origin


def _is_ours(folder):
    try:
        with open(os.path.join(folder, "__init__.py"), "rb") as file:
            return MARK in file.read(500)
    except (OSError, IOError):
        return False


def _differences(folder):
    """Return the package's files that are missing or replaced, and those that nnhw did not install.

    Both lists are empty in a clone, which has no list of installed files.
    """
    site = os.path.dirname(folder)
    sizes = _recorded(site, "nnhw-")
    if not sizes:
        return [], []
    missing = [name for name, size in sorted(sizes.items()) if _size(os.path.join(site, *name.split("/"))) != size]
    strange = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        inside = os.path.relpath(place, site).replace(os.sep, "/")
        strange += [inside + "/" + name for name in files if name.endswith(".py") and inside + "/" + name not in sizes]
    return missing, sorted(strange)


def _recorded(site, prefix):
    """Return path and size of the modules below autograder/ that the distribution's RECORD lists."""
    for name in os.listdir(site):
        if name.startswith(prefix) and name.endswith(".dist-info"):
            return {
                row[0]: int(row[-1])
                for row in (line.rsplit(",", 2) for line in _lines(os.path.join(site, name, "RECORD")))
                if row[0].startswith("autograder/") and row[0].endswith(".py") and row[-1].isdigit()
            }
    return {}


def _others(site):
    """Return the names of other distributions in `site` that install a package `autograder`."""
    others = []
    for name in sorted(os.listdir(site)):
        stem, kind = os.path.splitext(name)
        if stem.split("-")[0] != "nnhw" and (
            (
                kind == ".dist-info"
                and any(x.startswith("autograder/") for x in _lines(os.path.join(site, name, "RECORD")))
            )
            or (kind == ".egg-info" and "autograder" in _lines(os.path.join(site, name, "top_level.txt")))
        ):
            others.append(" ".join(stem.split("-")[:2]))
    return others


def _owned_by(folder):
    others = _others(os.path.dirname(folder))
    return ": it belongs to " + ", ".join(others) if others else ""


def _lines(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "replace").splitlines()
    except (OSError, IOError):
        return []


def _size(path):
    try:
        return os.path.getsize(path)
    except OSError:
        return -1


if __name__ == "__main__":
    sys.exit(main())
