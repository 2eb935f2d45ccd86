"""Copy the project's data from the repository into the wheel.

`solutions/`, `assignments/` and `locks/` are folders at the top level, where people read and edit them. In a wheel
they are below `autograder/data/`, where `autograder/paths.py` looks first. An editable installation reads the
repository itself.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
DATA = {"solutions": "*.*", "assignments": "**/*", "locks": "grade-*.txt"}
# Files that working in these folders leaves behind.
LEFT_BEHIND = {"__pycache__", ".ipynb_checkpoints", ".OTTER_LOG", ".built_with.json"}


def data_files() -> dict[str, Path]:
    """Return path below autograder/data/ → file in the repository."""
    paths = [path for folder, pattern in DATA.items() for path in sorted((ROOT / folder).glob(pattern))]
    kept = [path for path in paths if path.is_file() and not LEFT_BEHIND & set(path.parts)]
    missing = [folder for folder in DATA if not any(path.is_relative_to(ROOT / folder) for path in kept)]
    if missing:
        raise SystemExit(f"{missing[0]}/ is missing: build nnhw from a whole clone or from its sdist.")
    return {path.relative_to(ROOT).as_posix(): path for path in kept}


class BuildWithData(build_py):
    """Build the packages, and copy the data beside them unless the installation is editable."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        shutil.rmtree(self._target(""), ignore_errors=True)
        for inside, path in data_files().items():
            target = self._target(inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        copied = [] if self.editable_mode else [str(self._target(inside)) for inside in data_files()]
        return [*super().get_outputs(include_bytecode), *copied]

    def _target(self, inside: str) -> Path:
        return Path(self.build_lib, "autograder", "data", inside)


setup(cmdclass={"build_py": BuildWithData})
