"""Running a student's code where it can neither read, change, stop nor outlive the grading.

    with ForkServer() as server:
        worker = server.load(Program(cells=("def f(x):\\n    return 2 * x",)))
        worker.call("f", (3.0,)).value      # 6.0
        worker.close()

Knows nothing of homework: it loads programs, calls functions by name and brings back plain values.
"""

from autograder.sandbox.host.fork_server import ForkServer, SandboxError
from autograder.sandbox.host.worker import Worker
from autograder.sandbox.limits import Limits
from autograder.sandbox.program import CellError, Loaded, LoadPlan, Program

__all__ = ["CellError", "ForkServer", "Limits", "LoadPlan", "Loaded", "Program", "SandboxError", "Worker"]
