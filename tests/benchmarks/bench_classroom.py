"""Throughput of `nnhw grade` on a made class, beside `otter run`, nbgrader and the bare limit, in the same minutes.

    python tests/benchmarks [--size 1000] [--rivals 3] [--grow 10 100] [--nbgrader PROGRAM]

nbgrader is installed on the first run into a Python environment of its own, build/nbgrader.

Prints one table. Times on a shared machine vary; ratios within one run are what counts, so everything runs in turn.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import rivals
from made_class import ROOT, made_class
from stages import stages

from autograder import course as courses
from autograder.gradescope import build

NAME = "forward_backward"


def main() -> None:
    """Run all measurements and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        print(f"{NAME}, {arguments.jobs} jobs, load {os.getloadavg()[0]:.1f} at the start\n")
        notebooks = made_class(work / "class", NAME, arguments.size)
        before = rivals.bare_limit(NAME, notebooks[:100], arguments.jobs)
        ours, points, memory = _ours(work / "class", work / "out", arguments.jobs)
        after = rivals.bare_limit(NAME, notebooks[:100], arguments.jobs)
        _row("nnhw grade", ours, ours, f"{arguments.size} submissions; {memory:.0f} MB")
        again, _, _ = _ours(work / "class", work / "out", arguments.jobs)
        _row("nnhw grade, nothing changed", again, ours, "")
        bare = (before + after) / 2  # the machine's other work changes from minute to minute
        _row("bare limit", bare, ours, f"fork, cells, calls; compares nothing. We are within {ours / bare:.1f} times")
        if arguments.rivals:
            _rivals(arguments, notebooks[: arguments.rivals], work, ours, points)
        _stages(notebooks[:50], work)
        for size in arguments.grow:
            made_class(work / f"class{size}", NAME, size)
            seconds, _, memory = _ours(work / f"class{size}", work / f"out{size}", arguments.jobs)
            _row(f"nnhw grade, {size}", seconds, ours, f"{size * seconds:.0f} s in all; {memory:.0f} MB")
            shutil.rmtree(work / f"class{size}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--rivals", type=int, default=3, help="submissions for the slow ones")
    parser.add_argument("--grow", type=int, nargs="*", default=[10, 100], help="also classes of these sizes")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--nbgrader", type=Path, help="its program (by default one that this installs)")
    return parser.parse_args()


def _ours(folder: Path, out: Path, jobs: int) -> tuple[float, rivals.Points, float]:
    """Seconds a submission by the clock, points, and the most memory of all its processes together in MB: of the program
    as a TA starts it, its start included.
    """
    words = [sys.executable, "-m", "autograder", "grade", NAME, folder, "--out", out, "--jobs", str(jobs), "--quiet"]
    start = time.monotonic()
    with subprocess.Popen(words, cwd=ROOT) as program:
        watch = _Memory(program.pid)
        status = program.wait()
    seconds = time.monotonic() - start
    if status:
        raise RuntimeError(f"nnhw grade ended with status {status}")
    with open(out / "grades.csv", newline="") as file:
        points = {row["student"]: float(row["total"]) for row in csv.DictReader(file)}
    return seconds / len(points), points, watch.stop()


class _Memory(threading.Thread):
    """Samples the proportional set size of a process and its descendants: shared pages count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._done, self._most = pid, threading.Event(), 0.0
        self.start()

    def run(self) -> None:
        while not self._done.wait(0.5):
            self._most = max(self._most, sum(_pss(pid) for pid in _family(self._pid)))

    def stop(self) -> float:
        self._done.set()
        self.join()
        return self._most / 1024


def _family(pid: int) -> list[int]:
    found = [pid]
    for child in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [one for word in child.read_text().split() for one in _family(int(word))]
        except OSError:
            continue
    return found


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0.0


def _stages(notebooks: list[Path], work: Path) -> None:
    print("\nWhere a submission's time goes, one at a time:")
    for stage, seconds in sorted(stages(NAME, notebooks, work / "stages").items(), key=lambda item: -item[1]):
        print(f"  {stage:28} {1000 * seconds:6.1f} ms")
    print(flush=True)


def _rivals(
    arguments: argparse.Namespace, notebooks: list[Path], work: Path, ours: float, points: rivals.Points
) -> None:
    zip_file = build(NAME, courses.load(), work / "dist")
    seconds, found = rivals.otter_run(NAME, zip_file, notebooks, work / "otter")
    _row("otter run", seconds, ours, _agreement(found, points))
    try:
        program = arguments.nbgrader or rivals.install_nbgrader()
    except RuntimeError as error:
        print(error)
        return
    seconds, found = rivals.Nbgrader(program, NAME, work / "nbgrader").grade(notebooks)
    _row("nbgrader", seconds, ours, f"{_agreement(found, points)}; it carries no error forward")


def _agreement(theirs: rivals.Points, ours: rivals.Points) -> str:
    same = sum(abs(ours[student] - total) < 1e-6 for student, total in theirs.items())
    return f"{same} of {len(theirs)} with the same points"


def _row(what: str, seconds: float, ours: float, remark: str) -> None:
    print(
        f"{what:30} {1000 * seconds:9.1f} ms each {1 / seconds:8.1f} a second {seconds / ours:8.2f} × ours   {remark}",
        flush=True,
    )


if __name__ == "__main__":
    assert (ROOT / "assignments").is_dir(), "run it in the project"
    main()
