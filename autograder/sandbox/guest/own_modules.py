"""The import of a student's own modules, whose statements fail one by one as those of a cell do."""

from __future__ import annotations

import os
import sys
import types
from importlib import machinery
from typing import Any

from autograder.sandbox.guest.statements import Failed, Statements


class Loader(machinery.SourceFileLoader):
    """Loader that runs a module statement by statement if one fails."""

    failed: Failed

    def exec_module(self, module: types.ModuleType) -> None:
        source = self.get_source(module.__name__) or ""
        Statements(module.__dict__, self.failed, started=False).run(source, self.path)


FINDER = machinery.FileFinder.path_hook(
    (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
    (Loader, machinery.SOURCE_SUFFIXES),
    (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
)


def install(here: str, failed: Failed) -> None:
    """Use the loader for modules in the folder `here` and below from now on."""
    Loader.failed = staticmethod(failed)

    def hook(path: str) -> Any:
        if path != here and not path.startswith(here + os.sep):
            raise ImportError(path)
        return FINDER(path)

    sys.path_hooks.insert(0, hook)
