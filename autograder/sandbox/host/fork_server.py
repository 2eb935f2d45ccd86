"""The judge's end of a fork server, a process with NumPy and without secrets, of which workers are copies."""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.sandbox.host.answer_cache import Heard
from autograder.sandbox.host.nursery import Forked, Nursery, ServerProcess, own_nursery, set_own_nursery
from autograder.sandbox.host.worker import Worker
from autograder.sandbox.kernel.platform_limits import hide_memory, unenforced
from autograder.sandbox.limits import WAITING, Ending, Limits
from autograder.sandbox.program import LoadPlan, Program
from autograder.sandbox.wire import control_channel
from autograder.sandbox.wire.calls import Requests
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.shared_memory import Board

PACKAGE_ROOT = Path(__file__).resolve().parents[3]
BOOT = PACKAGE_ROOT / "autograder" / "sandbox" / "kernel" / "bootstrap.py"
LATE_STATEMENTS = 3  # statements that no alarm could end may each use up the rest of the time to load
ANSWER_TIME = 60.0  # s; a fork server that is silent for longer is replaced
ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "SYSTEMROOT")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "VECLIB", "BLIS", "NUMEXPR")}


class SandboxError(RuntimeError):
    """Raised when the sandbox does not work on this machine; never because of a submission."""


class ForkServer:
    """Context manager that starts workers.

    Args:
        limits: of each worker.
        slot: a number that differs between servers that run at the same time; workers' user ids depend on it.
        layers: the names of the layers to use, None for all that this machine offers; for tests of single layers.

    Raises:
        SandboxError: it cannot be started; the message says what to do.
    """

    def __init__(self, limits: Limits | None = None, slot: int = 0, layers: Iterable[str] | None = None) -> None:
        if os.name != "posix":
            raise SandboxError("Student code runs in confined processes, which Windows does not offer: use WSL2.")
        self.limits = limits or Limits()
        self.slot = slot
        self._wanted = None if layers is None else tuple(layers)
        self._process: ServerProcess | None = None
        self._line: socket.socket | None = None
        self._base = ""
        self._workers: dict[int, Worker] = {}
        self.heard = Heard()
        self.requests = Requests()
        self.protection: tuple[str, ...] = ()
        if self._wanted is None or "undumpable" in self._wanted:
            hide_memory()
        self._start()

    def load(
        self,
        program: Program,
        replace: Mapping[str, Callable[..., Any]] | None = None,
        until: float = math.inf,
        plan: LoadPlan | None = None,
    ) -> Worker:
        """Return a new worker that has run `program`.

        If a statement ends the process, or cannot be ended in time, the next attempt leaves it out.

        Args:
            program: the submission.
            replace: functions that the judge serves in place of the student's.
            until: a time of `time.monotonic()` at which everything ends.
            plan: what is known from earlier attempts; it is updated.
        """
        plan = LoadPlan() if plan is None else plan
        end, left, restarts = 0.0, self.limits.load, 0
        while True:
            worker = self._worker(replace or {}, program, until)
            # The time starts here, since the server may have had to import Matplotlib.
            end = end or min(time.monotonic() + WAITING * self.limits.load, until)
            died = worker.load(program, plan, left, end)
            left -= worker.clock()
            restarts += 1
            if died and died[1] and len(plan.left_out) < LATE_STATEMENTS:  # the statements after a known one get time
                left = max(left, self.limits.moment)
            if died is None or restarts > self.limits.restarts or left <= 0 or time.monotonic() >= end:
                return worker
            worker.close()
            plan.learn(*died, worker.loaded.outcome, worker.loaded.message)

    def unenforced(self) -> tuple[str, ...]:
        """Return a sentence for each restriction that this machine does not enforce."""
        return unenforced(self.protection)

    def close(self) -> None:
        """End the fork server and all its workers."""
        for worker in list(self._workers.values()):
            worker.close()
        process, self._process = self._process, None
        if self._line is not None and isinstance(process, Forked):
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_WR)
        elif self._line is not None:
            self._line.close()
        if process is not None:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._base:
            shutil.rmtree(self._base, ignore_errors=True)

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def end(self, pid: int, grace: float = 0.0) -> Ending:
        """Kill a worker with everything it left; return how it ended, if it did by itself within `grace` seconds."""
        self._workers.pop(pid, None)
        try:
            answer, _ = self._ask({"op": "end", "pid": pid, "grace": grace})
        except (OSError, EOFError):
            return Ending(None)
        return Ending(answer["status"], tuple(answer["why"]) if answer["why"] else None)

    def _worker(self, replace: Mapping[str, Callable[..., Any]], program: Program, until: float) -> Worker:
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        board = Board()
        try:
            pid = self._fork((theirs.fileno(), write, board.descriptor), program)
        except BaseException:
            ours.close()
            board.close()
            os.close(read)
            raise
        finally:
            theirs.close()
            os.close(write)
        worker = Worker(self, pid, Channel(ours, self.limits, read), board, replace, until)
        self._workers[pid] = worker
        return worker

    def _fork(self, descriptors: tuple[int, ...], program: Program) -> int:
        """Return the process number of a new worker; restart a fork server that has ended, once."""
        request = {"op": "fork", "pyplot": any("plt" in cell or "matplotlib" in cell for cell in program.cells)}
        for attempt in (1, 2):
            try:
                answer, _ = self._ask(request, descriptors)
                break
            except (OSError, EOFError) as error:
                if attempt == 2:
                    raise SandboxError("The fork server ended twice in a row; is the machine out of memory?") from error
                self.close()
                self._start()
        if "error" in answer:
            raise SandboxError(answer["error"])
        pid: int = answer["pid"]
        return pid

    def _start(self) -> None:
        self._line, theirs = socket.socketpair()
        self._line.settimeout(ANSWER_TIME)
        settings = {
            "line": theirs.fileno(),
            "slot": self.slot,
            "layers": self._wanted,
            "limits": vars(self.limits),
        }
        with theirs:
            self._process = self._asked_for(settings, theirs.fileno()) or launched(settings, theirs.fileno())
        try:
            hello, _ = control_channel.receive(self._line)
        except (OSError, EOFError) as error:
            self.close()
            raise SandboxError("The fork server did not start; its message is above.") from error
        self.protection, self._base = tuple(hello["protection"]), hello["base"]
        if isinstance(self._process, Forked):
            self._process.pid = hello["pid"]

    def _asked_for(self, settings: dict[str, Any], line: int) -> ServerProcess | None:
        """Return a fork server started by the nursery, None without a nursery."""
        nursery = own_nursery()
        if nursery is None or self._line is None:
            return None
        try:
            nursery.ask(settings, line)
        except OSError:  # it has ended
            set_own_nursery(None)
            return None
        return Forked(0, self._line)

    def _ask(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> tuple[dict[str, Any], list[int]]:
        if self._line is None:
            raise EOFError
        control_channel.send(self._line, message, descriptors)
        return control_channel.receive(self._line)


@contextlib.contextmanager
def nursery() -> Iterator[None]:
    """Fork all fork servers of this process, and of its forks, from one process while the context is active.

    Enter it before any secret is read. On systems without such processes, each fork server starts by itself.
    """
    if own_nursery() is not None:
        yield
        return
    try:
        made = Nursery(launched)
    except (OSError, AttributeError):  # macOS lacks such sockets, Windows lacks fork
        yield
        return
    set_own_nursery(made)
    try:
        yield
    finally:
        set_own_nursery(None)
        made.close()


def launched(settings: dict[str, Any], descriptor: int) -> subprocess.Popen[bytes]:
    """Start a new interpreter as a fork server or a nursery; it inherits only `descriptor`."""
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    settings = {**settings, "root": str(PACKAGE_ROOT), "path": _library_path()}
    return subprocess.Popen(
        [sys.executable, "-S", str(BOOT), json.dumps(settings)],
        env={**environment, **ONE_THREAD, "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg", "MALLOC_ARENA_MAX": "1"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        pass_fds=(descriptor,),
        start_new_session=True,
    )


def _library_path() -> list[str]:
    """Return the entries of `sys.path` with the standard library and installed packages, without the current folder."""
    standard = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib")}
    standard |= {os.path.join(place, "lib-dynload") for place in standard}
    installed = ("site-packages", "dist-packages")
    entries = [entry for entry in sys.path if entry in standard or os.path.basename(entry) in installed]
    return [os.path.abspath(entry) for entry in entries if os.path.isdir(entry)]
