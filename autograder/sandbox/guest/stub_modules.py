"""Stubs for modules that a notebook imports but the grader does not need, which accept every use and do nothing.

A student's `otter.Notebook(...)`, `grader.check("q1")`, widgets and Colab's drive must not end the cell that defines
the answer. The stubs are returned by the import itself; the text is not searched for them.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterator
from typing import Any

HARNESS = {"otter", "checks", "public_checks", "figures"}
FRONT_ENDS = {
    "ipywidgets",
    "IPython",
    "google",
    "nest_asyncio",
    "tqdm",
    "tqdm_notebook",
    "notebook",
    "jupyter",
    "ipykernel",
}
PLOTTING = {"matplotlib", "mpl_toolkits", "seaborn", "plotly", "graphviz", "mpld3", "ipympl"}


class Swallow:
    """Object that accepts every use and does nothing; as a decorator, it returns the function."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], (types.FunctionType, type)):
            return args[0]
        return self

    def __getitem__(self, key: Any) -> Any:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    async def _done(self) -> Any:
        return self

    def __await__(self) -> Any:
        return self._done().__await__()

    def __repr__(self) -> str:
        return ""


class StandIn(types.ModuleType):
    """A stub module, whose attributes are `Swallow` objects unless they were set."""

    __all__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Swallow()


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Importer of stubs for the modules in `names` and their submodules."""

    def __init__(self, names: set[str], shell: Any) -> None:
        self.names = names
        self.shell = shell

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname.partition(".")[0] not in self.names:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: Any) -> types.ModuleType:
        return StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        root = module.__name__.partition(".")[0]
        if root.startswith("tqdm"):
            vars(module).update(tqdm=SilentProgress, trange=_trange, tqdm_notebook=SilentProgress)
        elif root == "IPython" and self.shell is not None:
            vars(module).update(get_ipython=lambda: self.shell)
        elif module.__name__ == "matplotlib.pyplot":
            vars(module).update(subplots=_subplots)


class SilentProgress:
    """Stub of tqdm, which iterates without a progress bar."""

    def __init__(self, iterable: Any = (), *args: Any, **kwargs: Any) -> None:
        self.iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        return Swallow()

    write = staticmethod(print)


def install(shell: Any = None) -> None:
    """Install the importers of stubs: those for plotting after all others, the rest before them.

    `shell` is the value of `get_ipython()`.
    """
    sys.meta_path.insert(0, Finder(HARNESS | FRONT_ENDS, shell))
    sys.meta_path.append(Finder(PLOTTING, shell))


def _trange(*args: Any, **kwargs: Any) -> SilentProgress:
    return SilentProgress(range(*args))


def _subplots(nrows: int = 1, ncols: int = 1, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
    """Return a stub of a figure and of its axes, in the shape that callers unpack."""
    import numpy as np

    axes = np.empty((nrows, ncols), dtype=object)
    axes.fill(Swallow())
    if not kwargs.get("squeeze", True):
        return Swallow(), axes
    return Swallow(), axes.item() if axes.size == 1 else axes.squeeze()
