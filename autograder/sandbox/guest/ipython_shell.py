"""A stub of IPython's shell for `get_ipython()`, `%magic` and `!command` that does only what changes the namespace."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from autograder.sandbox.guest.stub_modules import Swallow


class Lines(list[str]):
    """The value of `files = !ls`: a list with IPython's other views of the same text."""

    l = list = property(lambda self: self)  # noqa: E741 - IPython's own name
    n = nlstr = property("\n".join)
    s = spstr = property(" ".join)


class Shell(Swallow):
    """The value of `get_ipython()`; attributes that are not defined here accept every call and do nothing."""

    def __init__(self, namespace: dict[str, Any], execute: Callable[[str, str], None]) -> None:
        self.user_ns = namespace
        self._execute = execute

    def names(self) -> dict[str, Any]:
        """Return the names that IPython defines in a notebook's namespace."""
        return {
            "get_ipython": lambda: self,
            "display": lambda *args, **kwargs: None,
            "In": [],
            "Out": {},
            "_": "",
            "__": "",
            "___": "",
            "exit": _leave,
            "quit": _leave,
        }

    def run_line_magic(self, name: str, line: str = "", *args: Any, **kwargs: Any) -> Any:
        action = getattr(self, f"magic_{name}", None) if name in LINE_MAGICS else None
        return action(str(line)) if action else None

    def run_cell_magic(self, name: str, line: str = "", cell: str = "", *args: Any, **kwargs: Any) -> Any:
        if name in ("writefile", "file"):
            append = line.startswith("-a ")
            path = line.removeprefix("-a ").strip().strip("'\"")
            with open(path, "a" if append else "w", encoding="utf-8") as file:
                file.write(cell if cell.endswith("\n") else cell + "\n")
        return None

    def magic(self, line: str) -> Any:
        name, _, rest = line.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    run_magic = magic

    def run_cell(self, source: str, *args: Any, **kwargs: Any) -> None:
        self._execute(source, "<cell in a cell>")

    def ev(self, expression: str) -> Any:
        return eval(expression, self.user_ns)  # the student's own text, in the student's own process

    def ex(self, source: str) -> None:
        self.run_cell(source)

    def push(self, variables: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(variables, dict):
            self.user_ns.update(variables)

    def system(self, command: str) -> None:
        print(f"(not run: {command})")

    def getoutput(self, command: str, *args: Any, **kwargs: Any) -> Lines:
        self.system(command)
        return Lines()

    def captured(self) -> Swallow:
        return Swallow()

    def magic_time(self, line: str) -> None:
        if line.strip():
            self.run_cell(line)

    def magic_run(self, line: str) -> None:
        path = line.replace("-i ", "").strip().strip("'\"").split(" ")[0]
        with open(path, encoding="utf-8") as file:
            self._execute(file.read(), path)

    def magic_cd(self, line: str) -> None:
        os.chdir(line.strip() or os.path.expanduser("~"))

    def magic_pwd(self, line: str) -> str:
        return os.getcwd()

    def magic_env(self, line: str) -> None:
        name, equals, value = line.partition("=")
        if equals:
            os.environ[name.strip()] = value.strip()

    magic_set_env = magic_env

    def magic_pylab(self, line: str) -> None:
        self.run_cell("import numpy as np, numpy, matplotlib.pyplot as plt\nfrom numpy import *")


LINE_MAGICS = {"time", "run", "cd", "pwd", "env", "set_env", "pylab"}


def _leave(*args: Any) -> None:
    raise SystemExit
