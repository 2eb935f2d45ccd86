r"""A sandbox for students' code, which can neither read, change, stop nor outlive the grading.

    with ForkServer() as server:
        worker = server.load(Program(cells=("def f(x):\n    return 2 * x",)))
        worker.call("f", (3.0,)).value      # 6.0
        worker.close()

The sandbox is independent of the homework: it loads programs, calls functions by name and returns plain values.

Theory of operation. Three kinds of process take part, each started by the one above it.

*Judge* (`host/`). It runs as the user who started the grader. It holds the hidden cases, the truths, the course key and
the results, and runs no student code. It asks the fork server for workers, sends each a program and calls, decides what
takes too long, and decodes every answer as hostile input (`wire/`). Other processes of the same user cannot read its
memory. The kernel ends a judge that belongs to a class's run when that run ends.

*Fork server* (`kernel/`). Each judge has one: a new interpreter, or a fork of one that was started before any secret
was read (`host/nursery.py`). It runs as the same user, so as root if the judge does, with the rights that a container
has. It holds NumPy and, on request, Matplotlib, but nothing secret: it gets neither the judge's environment nor its
files. It makes a scratch directory, forks a worker into it and watches the worker's use of the disk. When the worker is
done, it kills all that is left of it and deletes its files. It takes requests only from its judge, reads no student's
text, and ends with all workers when the judge has ended.

*Worker* (`guest/`). Each submission has one, a fork of the fork server, and gets another after each death. It runs the
student's code, so everything in it may be under the student's control: its answers are checked, and it holds nothing
that must be kept from the student. It holds the program, the submitted files, the public arguments of the current call,
one socket to its judge, one pipe for printed text and one piece of shared memory for answers. Before any student code
runs, it confines itself, in an order in which no step undoes an earlier one (`kernel/confinement.py`):

- a new session, and limits on memory, processor time, files and processes;
- if the fork server is root, an unused user id for each worker, and namespaces without network and other mounts;
- an end with its fork server, and no new privileges from any file;
- Landlock: it may read the interpreter, its libraries and fonts, write in its scratch directory, and run no program;
- a system call filter: no processes, no connections, no signals to others, no tracing.

`kernel/layers.py` tries each layer on a process that ends at once and lists those that hold;
`kernel/platform_limits.py` describes what is not enforced. If packages are in a folder that only root may enter, a
worker reaches them by open descriptors (`kernel/bootstrap.py`).

Limits of time count the worker's own processor time (`host/stopwatch.py`, `guest/alarms.py`), and five times as much
wall-clock time for code that waits, so verdicts do not depend on the load of the machine. A statement that fails, takes
too long or ends the process costs only itself and what needs its names (`guest/statements.py`, `program.LoadPlan`).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.sandbox.host.fork_server import ForkServer, SandboxError
    from autograder.sandbox.host.worker import Worker
    from autograder.sandbox.limits import Limits
    from autograder.sandbox.program import CellError, Loaded, LoadPlan, Program

__all__ = ["CellError", "ForkServer", "Limits", "LoadPlan", "Loaded", "Program", "SandboxError", "Worker"]

# Imported on first use, so that users of only the kernel's layers or IPython's syntax do not need NumPy.
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
