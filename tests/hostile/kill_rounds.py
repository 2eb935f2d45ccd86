"""`python tests/hostile/kill_rounds.py [--rounds 10] [--mode MODE]`: end `nnhw grade` at random moments; nothing may remain.

A class of submissions, each slow in another place (reader, stand-in, worker, judge), is graded in each mode, and the
command killed by each signal once it has started so many processes. `SECONDS` later every process that it had is gone, and its scratch folders with them.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "benchmarks")]
import modes
from bench_hostile_class import HOSTILE

SECONDS = 2.0
SIGNALS = (signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGABRT, signal.SIGSEGV)
SLOW = ("an endless loop", "a slow regular expression", "all the memory", "110,000 lines", "large stand-ins", "processes",
        "a helper asked for ever", "lists without end")  # fmt: skip


def descendants(pid: int) -> dict[int, str]:
    """Processes below `pid`, each with the moment at which it began, by which a number used again is told apart."""
    found, waiting = {}, [pid]
    while waiting:
        one = waiting.pop()
        try:
            found[one] = began(one)
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, ValueError):
            continue
    return found


def began(pid: int) -> str:
    """When a process began; empty if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]


def kill_one(folder: Path, mode: str, end: signal.Signals, after: int) -> tuple[bool, list[str]]:
    """Grade `folder` in `mode` and send `end` once `after` processes have been started.

    Return whether the command was still running, and what is left of it `SECONDS` later. A number of processes is the
    same moment on every machine; a number of seconds is not.
    """
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        command = ["-m", "autograder", "grade", "forward_backward", str(folder), "--out", f"{place}/out", "--jobs", "2"]
        null = subprocess.DEVNULL
        os.environ["TMPDIR"] = place  # what it leaves lies there
        process = modes.start(mode, command, stdout=null, stderr=null, stdin=null, start_new_session=True)
        everyone = {}
        while len(everyone) < after and process.poll() is None:
            everyone |= descendants(process.pid)
            time.sleep(0.01)
        everyone |= descendants(process.pid)
        running = process.poll() is None
        process.send_signal(end)
        process.wait(60)
        deadline = time.monotonic() + SECONDS + 3 * os.getloadavg()[0] / (os.cpu_count() or 1)
        while time.monotonic() < deadline:
            left = {pid: start for pid, start in everyone.items() if start and began(pid) == start}
            files = [str(path) for path in Path(place).glob("nnhw*")]
            if not left and not files:
                return running, []
            time.sleep(0.05)
        said = [Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:80] for pid in left]
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        return running, [*said, *files]


def write_class(folder: Path) -> None:
    """Write one submission of each slow kind, for every user to read."""
    for number, kind in enumerate(SLOW):
        ending, data = HOSTILE[kind]
        (folder / f"student{number}{ending}").write_bytes(data)
    folder.chmod(0o755)


def main() -> int:
    """Print what each round left; 1 if anything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="for each mode")
    parser.add_argument("--mode", choices=modes.AVAILABLE, action="append")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance, bad = random.Random(arguments.seed), 0
    with tempfile.TemporaryDirectory() as place:
        write_class(Path(place))
        for mode in arguments.mode or modes.AVAILABLE:
            for number in range(arguments.rounds):
                end, after = SIGNALS[number % len(SIGNALS)], chance.randint(1, 16)
                running, left = kill_one(Path(place), mode, end, after)
                bad += bool(left)
                moment = f"after {after:2} processes" if running else "too late"
                print(f"{mode:12} {end.name:8} {moment}: {left or 'nothing left'}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
