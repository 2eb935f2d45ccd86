"""`python tests/benchmarks/bench_isolation.py`: what isolation costs: a worker's start in every mode, and a class.

"Without" is the same judge and the same code run in this very process: no worker, no layer, no wire. It has what a fork
server has: the same modules imported before, Matplotlib among them, and a collector that leaves them alone. Isolation is
to add less than half to that, and a worker's start, load and first call to take less than 20 ms; medians of runs in turn.

Three ratios: of wall time, of the processors' time in all processes together, and of that in a class in which no answer
comes twice, as the judge knows a worker's answer again by its bytes and need not compare it. `--profile NAME` says
instead where the time of both goes.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import gc
import io
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "hostile")]
import modes
from bench_sandbox import PLAIN, worker_times

from autograder import questions
from autograder.checks.observation import Observation, observe_call, observe_variable
from autograder.intake import Submission, Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.sandbox import ForkServer, Limits, Loaded, LoadPlan, Program
from autograder.sandbox.guest import main as guest
from autograder.sandbox.guest import stub_modules
from autograder.sandbox.guest.notebook import Notebook
from autograder.sandbox.host import answer_cache
from autograder.sandbox.host.answer_cache import Heard
from autograder.sandbox.kernel import fork_loop

CLASS = Path(__file__).parents[1] / "sample_class"
NAMES = ("chain_rule", "forward_backward", "initialization", "participation", "trainability")
ENDLESS = {"henry"}  # without isolation it would never end
ROUNDS = 5
NEITHER = ("process", "limits", "undumpable")  # what a kernel without Landlock and seccomp leaves to an ordinary user


class InProcess:
    """A fork server's face, with no process behind it: the student's code runs here."""

    protection: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.limits, self.heard = Limits(), Heard()

    def load(self, program: Program, replace: Mapping[str, Any] | None = None, **_: Any) -> Bare:
        return Bare(program, replace or {})


class Bare:
    """A worker's face: the notebook's namespace, called directly."""

    alive, until = True, float("inf")

    def __init__(self, program: Program, replace: Mapping[str, Any]) -> None:
        before = (
            os.getcwd(),
            dict(os.environ),
            list(sys.path),
            list(sys.meta_path),
            dict(sys.modules),
            sys.stdout,
            sys.stderr,
        )
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            os.chdir(folder)
            guest._set_the_scene(program)
            sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
            notebook = Notebook(program, Limits())
            stub_modules.install(None if notebook.script else notebook.shell)
            notebook.run(LoadPlan(), 60.0, 300.0, lambda cell, place: None)
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
        self.loaded = Loaded(
            "unreadable" if notebook.unreadable else "loaded", notebook.unreadable, errors, frozenset(notebook.names())
        )

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


def judged(name: str, server: Any, work: list[Submission]) -> tuple[float, float]:
    """Wall and processor seconds to judge `work` as `nnhw grade` does: truths worked out, no answer known yet."""
    fork_loop.heard = Heard()
    began, used = time.perf_counter(), _processor_time(server)
    judge = Judge(questions.find(name), "benchmark", server)
    for submission in work:
        judge.judge(submission)
    return time.perf_counter() - began, _processor_time(server) - used


def _processor_time(server: Any) -> float:
    """Seconds so far: ours, and those of the fork server and of all workers that it has ended."""
    if isinstance(server, InProcess):
        return time.process_time()
    fields = Path(f"/proc/{fork_loop._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return time.process_time() + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def starts() -> None:
    """Print a worker's start, load and first call in every mode of this machine."""
    for mode, layers in [(mode, None) for mode in modes.AVAILABLE] + [("unprivileged", NEITHER)]:
        modes.run(mode, [__file__, "--start", ",".join(layers or ())])


def start(layers: str) -> None:
    """Print it in the mode that this process is in."""
    with ForkServer(slot=81, layers=layers.split(",") if layers else None) as server:
        median, _ = worker_times(server, PLAIN)
        print(
            f"start, load and first call: {median:5.1f} ms of the 20 ms allowed   {', '.join(fork_loop.protection)}",
            flush=True,
        )


def like_a_fork_server() -> None:
    """Import here what a fork server imports, and leave it to no collection."""
    fork_loop._preload()
    fork_loop._import_pyplot()
    gc.freeze()


def classes() -> None:
    """Print the ratios for every assignment and for the whole sample class."""
    whole = [0.0] * 6
    with ForkServer(slot=81) as fork_server:
        for name in NAMES:
            times = _times(name, fork_server)
            whole = [total + one for total, one in zip(whole, times)]
            _print(name, times)
        _print("the sample class", whole)


def _times(name: str, fork_server: ForkServer) -> list[float]:
    """Medians, isolated and without: wall time, processor time, and that while no answer is known again."""
    work, pair, longest = submissions(name), (fork_server, InProcess()), answer_cache.LONGEST
    for each in pair:
        judged(name, each, work)  # imports Matplotlib
    rounds = []
    for _ in range(ROUNDS):
        usual = [judged(name, each, work) for each in pair]
        answer_cache.LONGEST = 0
        anew = [judged(name, each, work)[1] for each in pair]
        answer_cache.LONGEST = longest
        rounds.append([*(wall for wall, _ in usual), *(used for _, used in usual), *anew])
    return [statistics.median(column) for column in zip(*rounds)]


def _print(name: str, times: list[float]) -> None:
    wall, bare, *rest = times
    ratios = (
        f"ratio {wall / bare:.2f}, of processor time {rest[0] / rest[1]:.2f}, no answer twice {rest[2] / rest[3]:.2f}"
    )
    print(f"{name:18} {wall:6.3f} s isolated, {bare:6.3f} s without: {ratios}", flush=True)


def profile(name: str) -> None:
    """Print where the time of both goes, by function."""
    work = submissions(name)
    with ForkServer(slot=81) as fork_server:
        for each in (fork_server, InProcess()):
            judged(name, each, work)
            with cProfile.Profile() as profiler:
                judged(name, each, work)
            print(f"\n{type(each).__name__}")
            pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def main() -> None:
    """Print the starts and both ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", metavar="LAYERS", help="only a worker's start, here, with these layers")
    parser.add_argument("--profile", metavar="NAME", help="where the time of this assignment goes")
    arguments = parser.parse_args()
    if arguments.start is not None:
        return start(arguments.start)
    like_a_fork_server()
    if arguments.profile:
        return profile(arguments.profile)
    starts()
    return classes()


if __name__ == "__main__":
    main()
