r"""Running a student's code where it can neither read, change, stop nor outlive the grading.

    with ForkServer() as server:
        worker = server.load(Program(cells=("def f(x):\n    return 2 * x",)))
        worker.call("f", (3.0,)).value      # 6.0
        worker.close()

Knows nothing of homework: it loads programs, calls functions by name and brings back plain values.

Theory of operation. Three kinds of process take part, each started by the one above it.

*Judge* (`host/`). Runs as whoever started the grader. It holds the hidden cases, the truth, the course key and the
results, and runs no student code. It asks the fork server for workers, sends each a program and calls, decides what
takes too long, and decodes every answer with suspicion (`wire/`). Its memory cannot be read by other processes of the
same user. A judge that belongs to a class's run is ended by the kernel when that run ends.

*Fork server* (`kernel/`). One for each judge, a fresh interpreter or a fork of one that was started before any secret was
read (`host/nursery.py`), as the same user: as root it is root, and in a container it has what rights the container has. It holds NumPy, once asked for Matplotlib, and
nothing secret: neither the judge's environment nor its files reach it. It makes a scratch directory, forks a worker into
it, watches how much of the disk the worker holds, and, when the worker is done, kills whatever is left of it and deletes
its files. It listens to its judge alone, reads no text of a student's, and ends, with all workers, once the judge is gone.

*Worker* (`guest/`). One for each submission, a fork of the fork server, and another after each death. It runs the
student's code, so that everything in it is the student's: what it says is checked, what it holds is given up for lost.
It holds the program, the files handed in beside it, the public arguments of the call at hand, one socket to its judge,
one pipe for what is printed and one piece of shared memory for answers. Before any student code runs it confines itself,
in an order in which nothing undoes what came before (`kernel/confinement.py`):

- a session of its own, limits on memory, processor time, files and processes;
- where the fork server is root, an unused user of its own, no network and no mounts but its own;
- it ends with its fork server; it gains no rights by any file;
- Landlock: it reads the interpreter, its libraries and fonts, writes in its scratch directory, and runs no program;
- a filter of system calls: no process, no socket to anywhere, no signal to others, no tracing.

`kernel/layers.py` tries each layer on a process of its own and names those that hold; what is not enforced is said
(`kernel/platform_limits.py`). Where packages lie in a folder that only root may enter, a worker reaches them by open
descriptors (`kernel/bootstrap.py`).

Time is the worker's own processor time (`host/stopwatch.py`, `guest/alarms.py`), and five times as much by the clock for
what only waits; so the load of the machine decides nothing. A statement that fails, takes too long or ends the process
costs itself and what needs its names (`guest/statements.py`, `program.LoadPlan`).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.sandbox.host.fork_server import ForkServer, SandboxError
    from autograder.sandbox.host.worker import Worker
    from autograder.sandbox.limits import Limits
    from autograder.sandbox.program import CellError, Loaded, LoadPlan, Program

__all__ = ["CellError", "ForkServer", "Limits", "LoadPlan", "Loaded", "Program", "SandboxError", "Worker"]

# Imported when asked for: who needs the kernel's layers or IPython's syntax alone does without NumPy.
_HOMES = {
    "host.fork_server": ("ForkServer", "SandboxError"),
    "host.worker": ("Worker",),
    "limits": ("Limits",),
    "program": ("CellError", "LoadPlan", "Loaded", "Program"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"autograder.sandbox.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
