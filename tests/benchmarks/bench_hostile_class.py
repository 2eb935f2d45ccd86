"""`python tests/benchmarks/bench_hostile_class.py [--size 300] [--hostile 30] [--rounds 1]`: a class with attackers in it.

Three runs of `nnhw grade` in turn: the honest submissions alone, the hostile ones alone, all of them together. Printed
are processor time of all processes, the ratio of what the honest ones cost among hostile ones to what they cost alone,
the memory (PSS, the most seen) of the grader's own processes, of its workers, and of both at a time, and whether every honest student has the grades that she has alone.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from made_class import made_class
from processor_time import adopt_orphans, seconds_of_children

LOOK = 0.25  # s between two looks at the memory
NAME = "forward_backward"
SOLVED = """
import numpy as np

def perceptron(x, w, b):
    return 1 if w @ x + b > 0 else 0

"""


def cell(code: str) -> bytes:
    """A notebook that runs `code` below a right answer."""
    cells = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in (SOLVED, code)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def prose(text: str) -> bytes:
    """A notebook with a hostile cell of prose beside a right answer."""
    cells = [{"cell_type": "code", "source": SOLVED, "metadata": {}, "outputs": []},
             {"cell_type": "markdown", "source": text, "metadata": {}}]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def archive(count: int, size: int) -> bytes:
    """A zip that unpacks to `count` files of `size` zeros."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for i in range(count):
            file.writestr(f"a{i}.py", b"\0" * size)
    return data.getvalue()


HOSTILE: dict[str, tuple[str, bytes]] = {
    "an endless loop": (".ipynb", cell("def relu(a):\n    while True: pass")),
    "an endless cell": (".ipynb", cell("while True: pass")),
    "a slow regular expression": (".ipynb", cell("import re\ndef relu(a): return re.match('(a+)+$', 'a' * 60 + 'b')")),
    "all the memory": (".ipynb", cell("def relu(a):\n    kept = []\n    while True: kept.append(np.ones(1 << 20))")),
    "all the disk": (".ipynb", cell("with open('f', 'wb') as f:\n    while True: f.write(b'x' * (1 << 20))")),
    "processes": (".ipynb", cell("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass")),
    "threads": (".ipynb", cell("import threading\nwhile True: threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()")),
    "output": (".ipynb", cell("def relu(a):\n    while True: print('x' * 100_000)")),
    "the end of its process": (".ipynb", cell("import os\ndef relu(a): os._exit(0)")),
    "110,000 lines": (".py", (SOLVED + "y=x\n" * 110_000).encode()),
    "a quadratic magic": (".py", b"1 1\n" + b" " * 60_000 + b"a"),
    "a quadratic heading": (".ipynb", prose("#" + " " * 60_000)),
    "punycode": (".py", b"# coding: punycode\n" + b"a-" * 200_000),
    "lists without end": (".ipynb", b'{"cells": [' + b"[]," * 8_000_000 + b"[]]}"),
    "a zip of zeros": (".zip", b""),
    "large stand-ins": (".ipynb", cell("def relu(a): return numerical_gradient(lambda t: 0.0, np.zeros((2_000_000, 0)))")),
    "a helper asked for ever": (".ipynb", cell("def relu(a):\n    while True: sigmoid(np.zeros(1))")),
    "a control file": (".zip", b""),
}  # fmt: skip


def write_hostile(folder: Path, count: int) -> None:
    """Write `count` hostile submissions, of every kind in turn."""
    forged = io.BytesIO()
    with zipfile.ZipFile(forged, "w") as file:
        file.writestr("solution.ipynb", cell("x = 1"))
        file.writestr("submission_metadata.yml", "submission_1:\n  :submitters:\n  - :name: student00001\n")
        file.writestr("timestamp.txt", "2020-01-01 00:00:00 UTC")
    made = {"a zip of zeros": archive(150, 4_000_000), "a control file": forged.getvalue()}
    folder.mkdir()
    kinds = list(HOSTILE.items())
    for number in range(count):
        kind, (ending, data) = kinds[number % len(kinds)]
        (folder / f"hostile{number:05}{ending}").write_bytes(data or made[kind])


@dataclass
class Run:
    """One run of `nnhw grade`."""

    processor: float
    clock: float
    memory: tuple[int, int, int]
    rows: dict[str, dict[str, str]]


def grade(folders: list[Path], jobs: int) -> Run:
    """Grade the submissions of all `folders` together."""
    with tempfile.TemporaryDirectory() as place:
        everything = Path(place) / "class"
        everything.mkdir()
        for path in (path for folder in folders for path in folder.iterdir()):
            os.link(path, everything / path.name)
        out = Path(place) / "graded"
        before, start, most = seconds_of_children(), time.monotonic(), (0, 0, 0)
        command = [sys.executable, "-m", "autograder", "grade", NAME, str(everything), "--out", str(out), "--quiet"]
        process = subprocess.Popen([*command, "--jobs", str(jobs)])
        while process.poll() is None:
            now = memory(process.pid)
            most = max(most[0], now[0]), max(most[1], now[1]), max(most[2], sum(now))
            time.sleep(LOOK)
        clock = time.monotonic() - start
        for _ in range(100):  # orphans are ours to reap, and their time counts
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            time.sleep(0.02)
        with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
            rows = {next(iter(row.values())): row for row in csv.DictReader(file)}
        return Run(seconds_of_children() - before, clock, most, rows)


def memory(pid: int) -> tuple[int, int]:
    """Bytes of the process and its descendants without workers, and of the workers; what they share counts once."""
    ours, theirs, waiting = 0, 0, [(pid, b"")]
    while waiting:
        one, parent = waiting.pop()
        try:
            command = Path(f"/proc/{one}/cmdline").read_bytes()
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [(int(child), command) for child in (task / "children").read_text().split()]
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except (OSError, ValueError):
            continue
        size = sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
        if b"bootstrap.py" in command and command == parent:  # a copy of its fork server
            theirs += size
        else:
            ours += size
    return ours, theirs


def main() -> int:
    """Print the figures; 1 if a grade changed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--hostile", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    adopt_orphans()
    changed = 0
    with tempfile.TemporaryDirectory() as place:
        honest, hostile, one = (Path(place) / name for name in ("honest", "hostile", "one"))
        made_class(honest, NAME, arguments.size - arguments.hostile)
        made_class(one, NAME, 1)
        write_hostile(hostile, arguments.hostile)
        start = grade([one], arguments.jobs)
        for number in range(arguments.rounds):
            alone, attackers, mixed = (grade(f, arguments.jobs) for f in ([honest], [hostile], [honest, hostile]))
            ratio = (mixed.processor - attackers.processor + start.processor) / alone.processor
            differ = [name for name, row in alone.rows.items() if mixed.rows.get(name) != row]
            changed += len(differ)
            print(
                f"round {number + 1}: honest alone {_said(alone)}; hostile alone {_said(attackers)}; together {_said(mixed)}"
            )
            print(f"  the honest ones among the hostile: {ratio:.3f} of their processor time alone, {len(differ)} grades "
                  f"changed {differ[:3]}; a hostile one: {(attackers.processor - start.processor) / arguments.hostile:.2f} s "
                  f"of the processor on average", flush=True)  # fmt: skip
    return int(changed > 0)


def _said(run: Run) -> str:
    return f"{run.processor:.1f} s cpu, {run.clock:.0f} s clock, {run.memory[0] / 1e6:.0f} MB and {run.memory[1] / 1e6:.0f} MB in workers, {run.memory[2] / 1e6:.0f} MB at a time"


if __name__ == "__main__":
    sys.exit(main())
