"""For each layer one attack that it alone stops: `python layer_trials.py NAME LAYER,LAYER,...` prints whether it got through.

Run in the mode where that layer is the one that holds (see test_each_layer_matters.py).
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
import tempfile
import time
from pathlib import Path

from autograder.sandbox import ForkServer, Limits, Program

REPOSITORY = Path(__file__).resolve().parents[2]


def reads_the_reference(layers: tuple[str, ...]) -> bool:
    """A graded function that runs the grader's own."""
    cell = f"import sys\nsys.path.insert(0, {str(REPOSITORY)!r})\ndef f(x):\n    from reference_impl.activations import sigmoid\n    return sigmoid(x)"
    return call(layers, cell, 0.0).value == 0.5


def reads_a_private_file(layers: tuple[str, ...]) -> bool:
    """A file that only the grader's own user may read."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("the key")
        file.flush()
        os.chmod(file.name, 0o600)
        return call(layers, f"def f(x): return open({file.name!r}).read()", 0.0).value == "the key"


def sends_a_datagram(layers: tuple[str, ...]) -> bool:
    """Hidden inputs carried out of the machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(0.5)
        address = listener.getsockname()
        call(layers, f"import socket\ndef f(x): socket.socket(2, 2).sendto(str(x).encode(), {address!r})", 0.25)
        try:
            return listener.recv(100) == b"0.25"
        except TimeoutError:
            return False


def reads_the_judges_memory(layers: tuple[str, ...]) -> bool:
    """An expected value, found in the memory of the process that compares."""
    expected = secrets.token_hex(16)
    kept = ("expec" + "ted:" + expected).encode()
    cell = """
import os, re
def parent(pid): return int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
def f(x):
    judge = parent(os.getppid())
    with open(f"/proc/{judge}/maps") as maps, open(f"/proc/{judge}/mem", "rb", 0) as memory:
        for line in maps:
            if " rw-p " not in line: continue
            low, high = (int(n, 16) for n in line.split()[0].split("-"))
            try:
                memory.seek(low)
                found = re.search(b"expec" + b"ted:([0-9a-f]{32})", memory.read(high - low))
            except (OSError, ValueError): continue
            if found: return found[1].decode()
"""
    return call(layers, cell, 0.0).value == expected and bool(kept)


def takes_all_memory(layers: tuple[str, ...]) -> bool:
    """Three gigabytes, beyond the limit of two."""
    return call(layers, "import numpy as np\ndef f(x): return np.zeros(3 << 27).size", 0.0).value == 3 << 27


def signals_the_grader(layers: tuple[str, ...]) -> bool:
    """A signal to a process of the same user."""
    return call(layers, "import os\ndef f(x): return os.kill(os.getppid(), 0)", 0.0).outcome == "returned"


def holds_up_the_class(layers: tuple[str, ...]) -> bool:
    """An endless loop; `layers` names "deadlines" where calls have one."""
    limits = Limits(call=0.5 if "deadlines" in layers else 1e6, total=4.0)
    began = time.monotonic()
    call(tuple(name for name in layers if name != "deadlines"), "def f(x):\n    while True: pass", 0.0, limits)
    return time.monotonic() - began > 3.0


def call(layers: tuple[str, ...], cell: str, argument: float, limits: Limits | None = None):
    """One call of `f(argument)` under these layers."""
    with ForkServer(limits, slot=70, layers=layers) as server:
        missing = set(layers) - set(server.protection)
        if missing:
            raise SystemExit(f"not on this machine: {', '.join(sorted(missing))}")
        return server.load(Program((cell,))).call("f", (argument,))


if __name__ == "__main__":
    print(globals()[sys.argv[1]](tuple(sys.argv[2].split(","))))
