"""Running a student's code where it can neither read, change, stop nor outlive the grading.

    with ForkServer() as server:
        worker = server.load(Program(cells=("def f(x):\\n    return 2 * x",)))
        worker.call("f", (3.0,)).value      # 6.0
        worker.close()

Knows nothing of homework: it loads programs, calls functions by name and brings back plain values.
"""

from .fork_server import ForkServer, SandboxError
from .limits import Limits
from .program import CellError, Loaded, Program
from .worker import Worker

__all__ = ["CellError", "ForkServer", "Limits", "Loaded", "Program", "SandboxError", "Worker"]
