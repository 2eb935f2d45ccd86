"""A kernel that runs a solved notebook once, and then only the cells of ours that depend on one function.

Before each of them it restores what the other cells bound, so that the cell sees the same as after Run All.
"""

from __future__ import annotations

from pathlib import Path
from queue import Empty

from jupyter_client.manager import start_new_kernel

from .half_written import half_written
from .sweep import Cell, cells, dependent

LIMIT = 0.15  # s of processor time for what goes on endlessly, in place of the limit of students
LIMITS = {"trainability": 1.0}  # its cells draw
MOST_LIMITS = 2  # in one cell: with the students' limit of 3 s it ends within 10 s
DEAD = 120  # s without a message; a kernel that is alive answers long before
INSIDE = f"""
import sys, types
import public_checks
public_checks.SECONDS = {{limit}}
public_checks.TICK = 0.02
if hasattr(public_checks, "_predicted"):
    public_checks._predicted.append("anything")
_sweep = types.ModuleType("_sweep")
sys.modules["_sweep"] = _sweep
_sweep.names, _sweep.bound, _sweep.limits = globals(), [], 0
if hasattr(public_checks, "_Timer"):  # a quiz calls nothing
    _stop = public_checks._Timer.stop
    def stop(self):
        _sweep.limits += self._expired
        _stop(self)
    public_checks._Timer.stop = stop
def record():
    now = dict(_sweep.names)
    _sweep.bound.append({{name: value for name, value in now.items() if _sweep.before.get(name, _sweep) is not value}})
    _sweep.before = now
def start():
    _sweep.before = _sweep.first = dict(_sweep.names)
def again():
    for name in set(_sweep.names) - set(_sweep.first):
        if not name.startswith("_"):
            del _sweep.names[name]
    _sweep.names.update(_sweep.first)
def replay(first, last):
    for bound in _sweep.bound[first:last]:
        _sweep.names.update({{name: value for name, value in bound.items() if not name.startswith("_")}})
    _sweep.limits = 0
def limits():
    if _sweep.limits > {MOST_LIMITS}:
        raise RuntimeError(f"{{_sweep.limits}} limits of time in one cell")
_sweep.record, _sweep.start, _sweep.again, _sweep.replay, _sweep.most = record, start, again, replay, limits
_sweep.start()
"""


class SweptKernel:
    """A real kernel in a student folder, with the solved notebook run in it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self._cells = name, cells(name)
        self._manager, self._client = start_new_kernel(cwd=str(folder))
        self._must("import matplotlib; matplotlib.use('agg')")
        self._must(self._cells[0].source)
        self._must(INSIDE.replace("{limit}", str(LIMITS.get(name, LIMIT))))
        for cell in self._cells:
            self._must(f"{cell.source}\n")
            self._must("import sys; sys.modules['_sweep'].record()")

    def broken_by(self, function: str, variant: str, code: str = "") -> list[str]:
        """Return a sentence for each cell of ours that raises, or prints an error, with the function half-written."""
        complaints = []
        ours = dependent(self.name, function)
        self._must("import sys; sys.modules['_sweep'].again()")
        after = 0
        for place, cell in enumerate(self._cells):
            defines = cell.answers and function in cell.assigns
            if not ours[place] and not defines:
                continue
            last = place + 1 if defines else place
            self._must(f"import sys; sys.modules['_sweep'].replay({after}, {last})")
            after = place + 1
            error = self.run(code or half_written(variant, function)) if defines else self._checked(cell)
            if error:
                complaints.append(f"{function} {variant}: {cell.source[:70]!r}: {error}")
        return complaints

    def _checked(self, cell: Cell) -> str:
        return self.run(cell.source) or self.run("import sys; sys.modules['_sweep'].most()")

    def run(self, source: str) -> str:
        """Run a cell; return its error or what it printed on the error stream, "" if nothing."""
        message = self._client.execute(source, store_history=False)
        error, state = "", ""
        try:
            while state != "idle":
                told = self._client.get_iopub_msg(timeout=DEAD)
                if told["parent_header"].get("msg_id") != message:
                    continue
                state = told["content"].get("execution_state", "")
                if told["msg_type"] == "error":
                    error += f"{told['content']['ename']}: {told['content']['evalue']}"
                elif told["msg_type"] == "stream" and told["content"]["name"] == "stderr":
                    error += told["content"]["text"]
            self._client.get_shell_msg(timeout=DEAD)
        except Empty:
            return "no end"
        return error

    def _must(self, source: str) -> None:
        error = self.run(source)
        assert not error, f"{source[:200]!r}: {error}"

    def stop(self) -> None:
        """End the kernel."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
