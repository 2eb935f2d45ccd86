"""The state of the interpreter that the worker needs itself and that a cell may spoil: it is restored after the cells.

A cell that sets `builtins.len`, `np.exp` or `sys.stdout` to something useless should cost nothing but what it needs
itself. Of modules, what is still callable stays as the student made it. This module uses no built-in function by its name.
"""

from __future__ import annotations

import builtins
import faulthandler
import io
import os
import signal
import sys
from types import ModuleType
from typing import Any

RECURSION = 1000  # Python's own limit; the worker's functions need about 60 levels
# Modules whose functions the worker and nearly every answer call.
WATCHED = (
    "numpy", "numpy.linalg", "numpy.random", "math", "random", "time", "os", "sys", "inspect", "linecache", "traceback",
    "warnings", "functools", "itertools", "struct", "json", "types", "collections", "threading",
)  # fmt: skip

_callable, _open, _any_error = callable, open, BaseException
_fstat, _exit, _settrace, _setprofile = os.fstat, os._exit, sys.settrace, sys.setprofile
_builtins = builtins.__dict__
_kept_builtins: dict[str, Any] = {}
_modules: dict[str, ModuleType] = {}
_attributes: dict[str, dict[str, Any]] = {}


def remember_modules() -> None:
    """Remember all modules and the attributes of those in `WATCHED`; called once, before workers are forked."""
    _modules.update(sys.modules)
    _attributes.update({name: dict(vars(sys.modules[name])) for name in WATCHED if name in sys.modules})


def remember_builtins() -> None:
    """Remember Python's own functions as the cells will find them."""
    _kept_builtins.update(_builtins)


def restore_builtins(namespace: dict[str, Any]) -> None:
    """Restore Python's own functions and modules that a cell has removed; this costs microseconds."""
    namespace["__builtins__"] = builtins
    try:
        unchanged = _builtins == _kept_builtins
    except _any_error:  # a value that cannot be compared
        unchanged = False
    if not unchanged:
        _restore(_builtins, _kept_builtins)
    if "warnings" not in sys.modules or "numpy" not in sys.modules:
        sys.modules.update({name: module for name, module in _modules.items() if name not in sys.modules})


def stop_tracing() -> None:
    """End a tracer and a profiler that a statement has set, before they see the worker's own functions."""
    try:
        _settrace(None)
        _setprofile(None)
    except _any_error:  # the profiler's own, which ends it
        pass


def restore_settings() -> None:
    """Restore the settings of the process that could end or mislead the calls of functions that are right."""
    _builtins.update(_kept_builtins)  # the observations use them, so that not even a working replacement stays
    numpy, kept = _modules["numpy"].__dict__, _attributes["numpy"]
    if any(numpy.get(name) is not kept[name] for name in ("ndarray", "generic", "dtype")):
        restore_modules()
    if sys.getrecursionlimit() < RECURSION:
        sys.setrecursionlimit(RECURSION)
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    faulthandler.cancel_dump_traceback_later()
    for number, name in ((1, "stdout"), (2, "stderr")):
        _restore_stream(number, name)


def restore_modules() -> bool:
    """Restore functions of the watched modules that cells have replaced by something else; return whether any was."""
    restored = False
    for name, kept in _attributes.items():
        module = _modules[name]
        sys.modules[name] = module
        restored = _restore(module.__dict__, kept) or restored
    return restored


def _restore(changed: dict[str, Any], kept: dict[str, Any]) -> bool:
    restored = False
    for name, value in kept.items():
        if changed.get(name) is not value and _callable(value) and not _callable(changed.get(name)):
            changed[name] = value
            restored = True
    return restored


class _Nowhere(io.TextIOBase):
    """A text file that keeps nothing."""

    def write(self, text: str) -> int:
        return text.__len__()


def _restore_stream(number: int, name: str) -> None:
    """Make printing possible again after a cell has closed the descriptor or the file, or put something else there."""
    try:
        _fstat(number)
    except OSError:
        setattr(sys, name, _Nowhere())
    try:
        getattr(sys, name, None).write("")  # type: ignore[union-attr]
    except _any_error:
        setattr(sys, name, _open(number, "w", encoding="utf-8", errors="backslashreplace", closefd=False))


class Line:
    """The descriptor of the line to the judge, by which a cell that closes or replaces it is known.

    Without a check, the judge would learn of it at some later statement, which one depends on chance.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._identity = self._look()

    def end_if_lost(self) -> None:
        """End the process if the line is gone: the statement that was announced last has closed it."""
        if self._look() != self._identity:
            _exit(0)

    def _look(self) -> tuple[int, int]:
        try:
            status = _fstat(self._descriptor)
        except OSError:
            return -1, -1
        return status.st_dev, status.st_ino
