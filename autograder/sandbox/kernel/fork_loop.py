"""The fork server: a process with NumPy and without secrets, which forks workers at the judge's request.

Only `ForkServer` starts it, through `bootstrap.py`. It ends when the judge ends.
"""

from __future__ import annotations

import gc
import io
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from autograder.sandbox.kernel import cleanup, disk_use, layers
from autograder.sandbox.kernel.confinement import memory_of
from autograder.sandbox.limits import Limits, disk_full, out_of_memory
from autograder.sandbox.wire import control_channel

WATCH = 0.2  # s between looks at the scratch directories while workers live
SLACK = 8 << 20  # bytes of memory that a worker and the fork server may differ by without its doing
# Bytes of a thread's stack, which count as a worker's memory even if unused; deep recursion needs as many as the first
# few threads get, and with less for all others 32 threads of a `ThreadPoolExecutor` take half of the memory.
THREAD_STACKS, FEW_THREADS = (4 << 20, 1 << 20), 4
IDLE = 5.0  # s between looks at whether the judge still runs


@dataclass
class Live:
    """A running worker: its process, its user id (0 for that of the server), its directory, and why it was ended."""

    pid: int
    uid: int
    directory: str
    why: tuple[str, str] | None = None


class ForkLoop:
    """The loop that forks workers, watches their files, ends them, and removes everything they leave."""

    def __init__(self, settings: dict[str, Any], kept: tuple[int, ...]) -> None:
        self.limits = Limits(**settings["limits"])
        self.line = socket.socket(fileno=settings["line"])
        self.judge = os.getppid()
        self.workers: dict[int, Live] = {}
        cleanup.adopt_orphans()
        self.base = cleanup.make_base()
        self.confinement = layers.prepare(settings, self.base, self.limits, kept)
        self.protection = self.confinement.layers

    def run(self) -> None:
        """Answer the judge until it has ended, then end all workers and delete their files."""
        try:
            control_channel.send(self.line, {"protection": self.protection, "base": self.base, "pid": os.getpid()})
            while self._wait():
                message, descriptors = control_channel.receive(self.line)
                control_channel.send(self.line, self._answer(message, descriptors))
        except (EOFError, OSError):
            pass
        finally:
            for pid in list(self.workers):
                self._end(pid)
            layers.leave_scratch(self.base)
            cleanup.remove(self.base)

    def _wait(self) -> bool:
        """Wait for a message while watching the workers' files; return False when the judge has ended."""
        while True:
            seconds = WATCH if self.workers else IDLE
            if select.select([self.line], [], [], seconds)[0]:
                return True
            if os.getppid() != self.judge:
                return False
            for live in self.workers.values():
                if live.why is None:
                    live.why = self._excess(live)
                    if live.why is not None:
                        os.kill(live.pid, signal.SIGKILL)

    def _excess(self, live: Live) -> tuple[str, str] | None:
        """Return why a worker must end: the kernel counts neither its files, nor all of its memory."""
        if self._fills_the_disk(live):
            return disk_full(self.limits)
        # Memory that `mprotect` makes writable is not limited while the address space is used up.
        taken = memory_of(live.pid)[2] - memory_of("self")[2]
        return out_of_memory(self.limits) if taken > self.limits.memory + SLACK else None

    def _fills_the_disk(self, live: Live) -> bool:
        limits = self.limits
        return disk_use.beyond(live.directory, limits) or disk_use.holds_beyond(
            live.pid, live.uid, live.directory, limits
        )

    def _answer(self, message: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        if message["op"] == "end":
            return self._end(message["pid"], message["grace"])
        try:
            if message["pyplot"]:
                _import_pyplot()
            return {"pid": self._fork(*descriptors)}
        except OSError as error:
            return {"error": f"A worker could not be started: {error}"}
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _fork(self, line: int, output: int, board: int) -> int:
        uid = self.confinement.free_uid({live.uid for live in self.workers.values()})
        directory = cleanup.make(self.base, uid)
        np.random.seed(0)  # whatever the server itself drew
        pid = os.fork()
        if pid == 0:
            self._become_worker(line, output, board, directory, uid)
        self.workers[pid] = Live(pid, uid, directory)
        return pid

    def _become_worker(self, line: int, output: int, board: int, directory: str, uid: int) -> None:
        """Run the worker in the child and exit; never return to the copy of the server's loop."""
        try:
            from autograder.sandbox.guest.main import work
            from autograder.sandbox.wire.shared_memory import Chalk

            chalk = Chalk(board)
            line, output = _only(line, output, self.confinement.descriptors)
            self.confinement.apply(directory, uid)
            work(socket.socket(fileno=line), chalk)
        except BaseException as error:
            os.write(2, f"worker: {type(error).__name__}: {error}\n".encode("utf-8", "replace")[:2000])
        finally:
            os._exit(0)

    def _end(self, pid: int, grace: float = 0.0) -> dict[str, Any]:
        live = self.workers.pop(pid, None)
        if live is None:
            return {"status": None, "why": None}
        status = cleanup.end(live.pid, self.confinement.hunted(live.uid), set(self.workers), grace)
        if live.why is None and disk_use.beyond(live.directory, self.limits):
            live.why = disk_full(self.limits)
        self.confinement.sweep(live.uid)
        cleanup.remove_all_but(self.base, {live.directory for live in self.workers.values()})
        return {"status": status, "why": live.why}


def _only(line: int, output: int, keep: tuple[int, ...]) -> tuple[int, int]:
    """Close all descriptors except the standard streams, the line and `keep`; return the new line and output."""
    null = os.open(os.devnull, os.O_RDWR)
    line, output = os.dup(line), os.dup(output)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    for descriptor in {int(name) for name in os.listdir("/dev/fd")} - {0, 1, 2, line, *keep}:
        try:
            os.close(descriptor)
        except OSError:  # the descriptor of the listing itself
            pass
    return line, output


def _import_pyplot() -> None:
    """Import Matplotlib in the server, so that all later workers inherit it; if it is absent, they use stubs."""
    try:
        import matplotlib
        from matplotlib import pyplot

        pyplot.close(pyplot.figure())  # loads the backend
    except Exception:  # absent, or broken
        return
    for module, name in ((pyplot, "show"), (pyplot, "switch_backend"), (matplotlib, "use")):
        setattr(module, name, lambda *args, **kwargs: None)  # workers have no windows
    gc.freeze()


def _preload() -> None:
    """Import once what the worker's code and most students' code needs."""
    import asyncio  # noqa: F401
    import dataclasses  # noqa: F401
    import getpass
    import itertools  # noqa: F401
    import math  # noqa: F401
    import pdb
    import statistics  # noqa: F401

    from autograder.sandbox.guest import interpreter_state, main
    from autograder.sandbox.wire import shared_memory  # noqa: F401

    main.rehearse()
    _divide_stacks()
    pdb.set_trace = lambda *args, **kwargs: None  # no user can type
    getpass.getpass = lambda *args, **kwargs: ""
    interpreter_state.remember_modules()


def _divide_stacks() -> None:
    """Give the first few threads of a worker a large stack and all others a small one, unless it sets the size."""
    import threading

    threading.stack_size(THREAD_STACKS[0])
    name = "_start_joinable_thread" if hasattr(threading, "_start_joinable_thread") else "_start_new_thread"
    start: Any = vars(threading).get(name)  # the former since Python 3.13
    if start is None:
        return

    def start_new_thread(*args: Any, **kwargs: Any) -> Any:
        if threading.stack_size() in THREAD_STACKS:
            threading.stack_size(THREAD_STACKS[threading.active_count() > FEW_THREADS])
        return start(*args, **kwargs)

    vars(threading)[name] = start_new_thread


def _leave_environment() -> None:
    """Reduce the environment to what Matplotlib needs and every worker has."""
    needed = {name: os.environ[name] for name in ("HOME", "MPLCONFIGDIR") if name in os.environ}
    os.environ.clear()
    os.environ.update(needed, PATH="/usr/bin:/bin", USER="student", LANG="C.UTF-8", MPLBACKEND="Agg")


def main(settings: dict[str, Any], kept: tuple[int, ...]) -> None:
    """Run a fork server until the judge has ended, or a nursery.

    Args:
        settings: of the fork server, or of the nursery.
        kept: the descriptors of the import path that `bootstrap.py` opened.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _preload()
    out = cast(io.TextIOWrapper, sys.stdout)
    out.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=False)
    gc.disable()
    gc.freeze()  # a worker's collector then ignores older objects, so that it does not copy their memory
    if "nursery" in settings:
        _fork_servers(settings, kept)
    else:
        _serve(settings, kept)


def _serve(settings: dict[str, Any], kept: tuple[int, ...]) -> None:
    server = ForkLoop(settings, kept)
    _leave_environment()
    server.run()


def _fork_servers(common: dict[str, Any], kept: tuple[int, ...]) -> None:
    """Fork a fork server at each judge's request until all judges have ended (see host/nursery.py)."""
    line = socket.socket(fileno=common.pop("nursery"))
    while True:
        if select.select([line], [], [], IDLE)[0]:
            data, descriptors, _, _ = socket.recv_fds(line, control_channel.LONGEST, 1)
            if not data:
                return
            if os.fork() == 0:
                line.close()
                try:
                    _serve({**common, **json.loads(data), "line": descriptors[0]}, kept)
                finally:
                    os._exit(0)
            for descriptor in descriptors:
                os.close(descriptor)
        with suppress(ChildProcessError):  # no fork server runs
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
