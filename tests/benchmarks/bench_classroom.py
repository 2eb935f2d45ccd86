"""Compare `nnhw grade` with its rivals and with the bare limit, on the same notebooks, in turn.

    python tests/benchmarks [--size 60] [--rivals 12] [--rounds 3] [--only NAME …]

First, one job against rivals that grade one submission after the other; then all processors against as many commands at a
time, as `xargs -P` runs them. Then classes of other kinds. What counts is processor time, of a command and all processes
that it starts; the clock's time is given beside it. Each round measures everything once, so that the machine's other work
is the same for all; the table shows the median of the rounds' ratios, with the least and the largest.

The rivals (nbgrader, gradescope-utils) are installed on the first run into an environment of their own, build/rivals.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
from made_class import KINDS, ROOT, made_class
from processor_time import Cost, adopt_orphans
from rivals import BareLimit, Nbgrader, OtterInOneProcess, OtterRun, Ours, Points, Pytest, Rival, Unittest
from stages import stages

NAME = "forward_backward"


def main() -> None:
    """Run all measurements and print the tables."""
    arguments = _arguments()
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        print(f"{NAME}, {arguments.size} notebooks ({arguments.rivals} for the slow rivals), {arguments.rounds} rounds, "
              f"load {os.getloadavg()[0]:.1f} at the start")  # fmt: skip
        notebooks = made_class(work / "class", NAME, arguments.size)
        contenders = _contenders(arguments.only, work)
        for jobs in dict.fromkeys((1, arguments.jobs)):
            print(f"\n{jobs} at a time; processor time and clock time a submission, and processor time over ours\n")
            _Table(work / f"{jobs} at a time", jobs).compare(contenders, notebooks, arguments)
        print("\nClasses of other kinds, one job; processor time over that of the notebooks\n")
        _kinds(arguments, work)
        print("\nWhere a submission's time goes, one at a time:")
        for stage, seconds in sorted(stages(NAME, notebooks[:50], work / "stages").items(), key=lambda item: -item[1]):
            print(f"  {stage:28} {1000 * seconds:6.1f} ms")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=60, help="submissions for us and for the bare limit")
    parser.add_argument("--rivals", type=int, default=12, help="submissions for the others")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--only", nargs="*", help="these rivals, besides us")
    return parser.parse_args()


def _contenders(only: Sequence[str] | None, work: Path) -> list[Rival]:
    """Return us and the rivals; one that cannot be installed here is named and left out."""
    makers = {
        "bare limit": lambda: BareLimit(NAME),
        "otter run": lambda: OtterRun(NAME, work),
        "otter, one process": lambda: OtterInOneProcess(NAME, work),
        "nbgrader": lambda: Nbgrader(NAME, work),
        "pytest": lambda: Pytest(NAME, work),
        "unittest, gradescope-utils": lambda: Unittest(NAME, work),
    }
    found: list[Rival] = [Ours(NAME)]
    for name, maker in makers.items():
        if only is None or name in only:
            try:
                found.append(maker())
            except RuntimeError as error:
                print(f"{name} is left out: {error}")
    return found


class _Table:
    """The rows of one comparison.

    Args:
        work: a folder for what the graders write.
        jobs: how many submissions are graded at a time.
    """

    def __init__(self, work: Path, jobs: int) -> None:
        self._work, self._jobs = work, jobs

    def compare(self, contenders: Sequence[Rival], notebooks: list[Path], arguments: argparse.Namespace) -> None:
        """Let each grade in each round, and print a row for each."""
        costs: dict[str, list[Cost]] = {one.name: [] for one in contenders}
        points: dict[str, Points] = {}
        for number in range(arguments.rounds):
            for one in contenders:
                few = one.name not in (Ours.name, BareLimit.name)
                paths = notebooks[: arguments.rivals] if few else notebooks
                cost, points[one.name] = one.grade(paths, self._work / f"{one.name} {number}", self._jobs)
                costs[one.name].append(cost)
        ours = [cost.cpu for cost in costs[Ours.name]]
        for name, found in costs.items():
            _row(
                name,
                found,
                [cost.cpu / mine for cost, mine in zip(found, ours)],
                _agreement(points[name], points[Ours.name]),
            )


def _kinds(arguments: argparse.Namespace, work: Path) -> None:
    costs: dict[str, list[Cost]] = {kind: [] for kind in KINDS}
    classes = {kind: made_class(work / kind, NAME, arguments.size, kind=kind) for kind in KINDS}
    for number in range(arguments.rounds):
        for kind, paths in classes.items():
            costs[kind].append(Ours(NAME).grade(paths, work / f"{kind} {number}", 1)[0])
    base = [cost.cpu for cost in costs[KINDS[0]]]
    for kind, found in costs.items():
        _row(kind, found, [cost.cpu / mine for cost, mine in zip(found, base)], "")


def _agreement(theirs: Points, ours: Points) -> str:
    same = sum(abs(ours[student] - total) < 1e-6 for student, total in theirs.items())
    return f"{same} of {len(theirs)} with the same points" if theirs and theirs is not ours else ""


def _row(name: str, costs: list[Cost], ratios: list[float], remark: str) -> None:
    cpu, wall = (1000 * median(getattr(cost, what) for cost in costs) for what in ("cpu", "wall"))
    spread = f"{median(ratios):8.2f} × ({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"{name:28} {cpu:9.1f} ms {wall:9.1f} ms {spread:30} {remark}".rstrip(), flush=True)


if __name__ == "__main__":
    assert (ROOT / "assignments").is_dir(), "run it in the project"
    main()
