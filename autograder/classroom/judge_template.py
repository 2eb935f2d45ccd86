"""The process from which judges are forked: all that belongs to an assignment is loaded there once.

It imports the grader, reads the course, draws the cases and prepares the comparisons; a judge is a copy of it and starts
in milliseconds. On Linux a program of one thread forks it, so that nothing is imported twice; elsewhere, and where a fork
would copy other threads' locks, it is a Python of its own. It never runs a student's code, nor has it a fork server: what
runs that code descends from a process that was started earlier (see sandbox/host/nursery.py).
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from autograder.sandbox.host.fork_server import ONE_THREAD
from autograder.sandbox.host.nursery import own_nursery
from autograder.sandbox.kernel.die_with_parent import die_with
from autograder.sandbox.wire import control_channel

# To load an assignment takes a second; on a busy machine a minute.
STARTING = 120.0
LOOK = 0.02  # s between two looks at whether a judge has ended

OnStart = Callable[[], object] | None
Start = tuple[Callable[..., object] | None, tuple[Any, ...], OnStart]
Serve = Callable[[int, int | None, BrokenExecutor | None, OnStart], None]


class TemplateDied(RuntimeError):
    """The process ended; another can be started."""


class Template:
    """The pool's end of a template.

    Args:
        start: an initializer and its arguments, run there once, and what each judge runs first.
        serve: what a judge does: called with the descriptor of its line, its processor if it keeps to one, what the
            initializer failed with, and what to run first.
    """

    def __init__(self, start: Start, serve: Serve) -> None:
        self._lock = threading.Lock()
        self._lifeline: int | None = None
        self._ready = False
        self._line, theirs = socket.socketpair()
        lifeline, self._lifeline = os.pipe()
        with theirs:
            if _may_fork():
                self._process = _forked(theirs.fileno(), lifeline, serve)
            else:
                self._process = _launched(theirs.fileno(), lifeline, serve)
        os.close(lifeline)
        with suppress(OSError):  # it has ended already, which `fork` says
            connection = Connection(os.dup(self._line.fileno()))
            connection.send(start)
            connection.close()

    def fork(self, line: int, lifeline: int, processor: int | None) -> int:
        """Fork a judge that inherits these descriptors; the number of its process.

        Raises:
            TemplateDied.
        """
        with self._lock:
            self._line.settimeout(None if self._ready else STARTING)
            pid: int = self._asked({"processor": processor}, (line, lifeline))["pid"]
            self._ready = True
            return pid

    def status(self, pid: int) -> int | None:
        """How a judge ended, as an exit status or, below zero, a signal; None while it lives.

        Raises:
            TemplateDied.
        """
        with self._lock:
            status: int | None = self._asked({"status": pid})["status"]
            return status

    def wait(self, pid: int, seconds: float) -> int | None:
        """Wait for a judge to end; None if it has not, in so many seconds."""
        end = time.monotonic() + seconds
        while True:
            try:
                status = self.status(pid)
            except TemplateDied:
                return 0
            if status is not None or time.monotonic() > end:
                return status
            time.sleep(LOOK)

    def close(self) -> None:
        """End the process. Judges live on; who holds their lines ends them."""
        with self._lock:
            self._line.close()
            if self._lifeline is not None:
                self._process(5.0)
                os.close(self._lifeline)
                self._lifeline = None

    def _asked(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> dict[str, Any]:
        try:
            control_channel.send(self._line, message, descriptors)
            return control_channel.receive(self._line)[0]
        except (OSError, EOFError) as error:
            raise TemplateDied("the process that judges are copies of ended") from error


def _may_fork() -> bool:
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _forked(line: int, lifeline: int, serve: Serve) -> Callable[[float], None]:
    """Fork the template from this process; what waits for its end."""
    sys.stdout.flush()
    sys.stderr.flush()
    nursery = own_nursery()
    kept = {0, 1, 2, line, lifeline, *([nursery.descriptor] if nursery else ())}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that are none of Python's
        pid = os.fork()
    if pid == 0:
        try:
            _leave_parent(kept)
            live(line, lifeline, serve)
        finally:
            os._exit(1)

    def wait(seconds: float) -> None:
        end = time.monotonic() + seconds
        with suppress(ChildProcessError):
            while not os.waitpid(pid, os.WNOHANG)[0]:
                if time.monotonic() > end:
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
                    return
                time.sleep(0.001)

    return wait


def _leave_parent(kept: set[int]) -> None:
    """Let go of all that was the parent's: its terminal, its files, what it does at its end."""
    os.setsid()  # Ctrl-C is the parent's to answer
    atexit._clear()
    signal.set_wakeup_fd(-1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for descriptor in {int(entry.name) for entry in Path("/dev/fd").iterdir()} - kept:
        with suppress(OSError):
            os.close(descriptor)
    os.environ.update(ONE_THREAD)  # of what is started from here; processors are shared out among processes


def _launched(line: int, lifeline: int, serve: Serve) -> Callable[[float], None]:
    """Start the template in a Python of its own; what waits for its end."""
    nursery = own_nursery()
    kept = [line, lifeline, *([nursery.descriptor] if nursery else ())]
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; from {serve.__module__} import {serve.__name__} as serve; "
        f"from {__name__} import live; live({line}, {lifeline}, serve, {nursery.descriptor if nursery else None})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, **ONE_THREAD},
        pass_fds=kept,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )

    def wait(seconds: float) -> None:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    return wait


def live(descriptor: int, lifeline: int, serve: Serve, nursery: int | None = None) -> None:
    """A template's life: the initializer, then a judge whenever one is wanted, until the pool is gone."""
    die_with(lifeline)
    if nursery is not None:
        from autograder.sandbox.host.nursery import Nursery, set_own_nursery

        set_own_nursery(Nursery.inherited(nursery))
    line = socket.socket(fileno=descriptor)
    broken, on_start = _initialized(descriptor)
    gc.collect()
    gc.freeze()  # a judge's collector has no reason to look at, and so to copy, what all judges share
    while True:
        try:
            message, descriptors = control_channel.receive(line)
        except (EOFError, OSError):
            os._exit(0)
        if "status" in message:
            ended, status = os.waitpid(message["status"], os.WNOHANG)
            answer = {"status": os.waitstatus_to_exitcode(status) if ended else None}
        else:
            pid = os.fork()
            if pid == 0:
                line.close()
                os.close(lifeline)
                _judge(serve, descriptors[0], descriptors[1], message["processor"], broken, on_start)
            for one in descriptors:
                os.close(one)
            answer = {"pid": pid}
        control_channel.send(line, answer)


def _initialized(descriptor: int) -> tuple[BrokenExecutor | None, OnStart]:
    """Run the initializer that comes first on the line; what it failed with, and what each judge runs first."""
    connection = Connection(os.dup(descriptor))
    try:
        initializer, arguments, on_start = connection.recv()
    except (EOFError, OSError):
        os._exit(0)
    finally:
        connection.close()
    try:
        if initializer is not None:
            initializer(*arguments)
    except Exception as error:
        return BrokenExecutor(str(error)), None
    return None, on_start


def _judge(
    serve: Serve, line: int, lifeline: int, processor: int | None, broken: BrokenExecutor | None, on_start: OnStart
) -> None:
    """A judge's whole life; never returns."""
    status = 1
    try:
        die_with(lifeline)
        serve(line, processor, broken, on_start)
        atexit._run_exitfuncs()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
