"""`python tests/benchmarks/bench_sandbox.py`: what isolation costs, layer by layer, as medians.

A worker's start, load and first call is to take less than 20 ms.
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from autograder.sandbox import ForkServer, Program

ARGUMENTS = (np.ones(3), np.ones((5, 3)), np.ones(5), np.ones((1, 5)), 1.0)  # x, W0, b0, W1, b1
PLAIN = Program(("import numpy as np\ndef f(x, W0, b0, W1, b1):\n    return W0 * 2",))
PLOTTING = Program((f"import matplotlib.pyplot as plt\n{PLAIN.cells[0]}",))
LAYERS = ("limits", "uid", "netns", "landlock", "seccomp", "undumpable")


def milliseconds(action, repeat: int = 30) -> float:
    """The median duration of `action`."""
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        action()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def worker_times(server: ForkServer, program: Program) -> tuple[float, float]:
    """Medians of start, load and first call, and of closing, in ms."""
    workers = []

    def begin() -> None:
        workers.append(server.load(program))
        workers[-1].call("f", ARGUMENTS)
        began = time.perf_counter()
        workers[-1].close()
        closing.append((time.perf_counter() - began) * 1000)

    closing: list[float] = []
    server.load(program).close()  # imports Matplotlib in the server, once
    total = milliseconds(begin)
    return total - statistics.median(closing), statistics.median(closing)


def main() -> None:
    """Print the table."""
    for count in range(len(LAYERS) + 1):
        with ForkServer(slot=80, layers=("process", *LAYERS[:count])) as server:
            start, close = worker_times(server, PLAIN)
            print(f"start, load, first call {start:6.1f} ms   close {close:5.1f} ms   {', '.join(server.protection)}")
    began = time.perf_counter()
    with ForkServer(slot=80) as server:
        print(f"fork server             {(time.perf_counter() - began) * 1000:6.0f} ms")
        start, close = worker_times(server, PLOTTING)
        print(f"start, load, first call {start:6.1f} ms   close {close:5.1f} ms   with Matplotlib")
        worker = server.load(PLAIN)
        for count in (1, 32, 320):
            each = milliseconds(lambda n=count: list(worker.calls([("f", ARGUMENTS)] * n))) / count
            print(f"a call, {count:3} at a time    {each:6.3f} ms")


if __name__ == "__main__":
    main()
