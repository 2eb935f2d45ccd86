"""Which files in a package's folder are the package's own, and not an editor's, a notebook server's or a merge's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

DATA = (".npz", ".yaml")


def own_files(folder: Path, suffixes: Collection[str] = (".py", *DATA)) -> Iterator[Path]:
    """The modules and data files below `folder`, in order.

    A file is the package's own if Python could import it or code could sensibly ask for it: every folder on the way is a
    package, and its name is a word. `.ipynb_checkpoints/judge-checkpoint.py`, `judge (1).py`, `#judge.py#`, `judge.py~`
    and `judge.orig.py` are not.
    """
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name.isidentifier() and (path / "__init__.py").is_file():
                yield from own_files(path, suffixes)
        elif path.suffix in suffixes and path.stem.isidentifier():
            yield path
