"""`python tests/benchmarks/bench_isolation.py`: what isolation adds to grading the sample class, as ratios.

"Without" is the same judge and the same code run in this very process: no worker, no layer, no wire. Isolation is to add
less than half to that, and a worker's start, load and first call to take less than 20 ms; both as medians of runs in turn.
"""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from bench_sandbox import PLAIN, worker_times

from autograder import questions
from autograder.checks.observe import Observation, observe_call, observe_variable
from autograder.intake import Submission, Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer, Limits, Loaded, Program, child, stand_ins
from autograder.sandbox.answers import Answers
from autograder.sandbox.notebook import Notebook

CLASS = Path(__file__).parents[1] / "sample_class"
NAMES = ("chain_rule", "forward_backward", "initialization")
ENDLESS = {"henry"}  # without isolation it would never end
ROUNDS = 5


class InProcess:
    """A fork server's face, with no process behind it: the student's code runs here."""

    protection: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.limits, self.answers = Limits(), Answers()

    def load(self, program: Program, replace: Mapping[str, Any] | None = None, **_: Any) -> Bare:
        return Bare(program, replace or {})


class Bare:
    """A worker's face: the notebook's namespace, called directly."""

    alive, until = True, float("inf")

    def __init__(self, program: Program, replace: Mapping[str, Any]) -> None:
        before = os.getcwd(), dict(os.environ), list(sys.path), list(sys.meta_path), dict(sys.modules), sys.stdout, sys.stderr
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            os.chdir(folder)
            child._set_the_scene(program)
            sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
            notebook = Notebook(program, Limits())
            stand_ins.install(None if notebook.script else notebook.shell)
            notebook.run(frozenset(), 60.0, lambda number: None)
            os.chdir(before[0])
        os.environ.clear()
        os.environ.update(before[1])
        sys.path[:], sys.meta_path[:], (sys.stdout, sys.stderr) = before[2], before[3], before[5:]
        for name in set(sys.modules) - set(before[4]):
            del sys.modules[name]
        sys.modules.update(before[4])
        self.space = notebook.namespace
        self._own: dict[str, Any] = {}
        self.replace(replace)
        errors = tuple(notebook.errors)
        self.loaded = Loaded("unreadable" if notebook.unreadable else "loaded", notebook.unreadable, errors, frozenset(notebook.names()))

    def replace(self, serves: Mapping[str, Any]) -> None:
        self.space.update(self._own)
        self._own = {name: self.space[name] for name in serves if name in self.space}
        self.space.update(serves)

    def calls(self, requests: Any, deadline: float | None = None) -> Iterator[Observation]:
        return (observe_call(self.space, name, tuple(recipes)) for name, recipes in requests)

    def read(self, name: str) -> Observation:
        return observe_variable(self.space, name)

    def close(self) -> None:
        self.space.clear()


def submissions(name: str) -> list[Submission]:
    """The sample class's work for one assignment, without what would not end here."""
    found = []
    for path in sorted((CLASS / name).iterdir()):
        with contextlib.suppress(Unreadable):
            found += [read_submission(path, name)] if path.stem not in ENDLESS else []
    return found


def seconds(name: str, server: Any, work: list[Submission]) -> float:
    """Wall time to judge `work` as a run of `nnhw grade` does: truths worked out, no answer known yet."""
    server.answers = Answers()
    began = time.perf_counter()
    judge = Judge(questions.find(name), "benchmark", server)
    for submission in work:
        judge.judge(submission)
    return time.perf_counter() - began


def main() -> None:
    """Print both ratios."""
    with ForkServer(slot=81) as server:
        start, _ = worker_times(server, PLAIN)
        print(f"start, load and first call: {start:.1f} ms, {start / 20:.2f} of the 20 ms allowed ({', '.join(server.protection)})")
        whole = [0.0, 0.0]
        for name in NAMES:
            work = submissions(name)
            servers = (server, InProcess())
            for each in servers:
                seconds(name, each, work)  # imports Matplotlib
            times = [[seconds(name, each, work) for each in servers] for _ in range(ROUNDS)]
            isolated, bare = (statistics.median(column) for column in zip(*times))
            whole = [whole[0] + isolated, whole[1] + bare]
            print(f"{name:20} {len(work):3} submissions  {isolated:6.3f} s isolated  {bare:6.3f} s without  ratio {isolated / bare:.2f}")
        print(f"{'the sample class':36} {whole[0]:6.3f} s isolated  {whole[1]:6.3f} s without  ratio {whole[0] / whole[1]:.2f}")


if __name__ == "__main__":
    main()
