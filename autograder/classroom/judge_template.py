"""Run the process from which judges are forked, which loads everything about an assignment once.

It imports the grader, reads the course, draws the cases and prepares the comparisons. A judge is a fork of it and
starts in milliseconds. On Linux, a program with one thread forks the template, so that nothing is imported twice.
Elsewhere, and where a fork would copy the locks of other threads, the template is a new Python process. It never runs a
student's code and has no fork server: the processes that run such code descend from a process that was started earlier
(see sandbox/host/nursery.py).
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

STARTING = 120.0  # seconds; loading an assignment takes one, and up to a minute on a busy machine
LOOK = 0.02  # seconds between two checks whether a judge has ended

OnStart = Callable[[], object] | None
Start = tuple[Callable[..., object] | None, tuple[Any, ...], OnStart]
Serve = Callable[[int, int | None, BrokenExecutor | None, OnStart], None]


class TemplateDied(RuntimeError):
    """Report that the template has ended; another can be started."""


class Template:
    """A template process, as seen by the pool.

    Args:
        start: The initializer and its arguments, which run in the template, and the function that each judge runs
            first.
        serve: The main function of a judge. It is called with the descriptor of the judge's socket, its processor or
            None, the error of the initializer or None, and the function to run first.
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
        """Fork a judge that inherits these descriptors; return its process id.

        Raises:
            TemplateDied: The template has ended.
        """
        with self._lock:
            self._line.settimeout(None if self._ready else STARTING)
            pid: int = self._asked({"processor": processor}, (line, lifeline))["pid"]
            self._ready = True
            return pid

    def status(self, pid: int) -> int | None:
        """Return a judge's exit status, negative for a signal, or None while it runs.

        Raises:
            TemplateDied: The template has ended.
        """
        with self._lock:
            status: int | None = self._asked({"status": pid})["status"]
            return status

    def wait(self, pid: int, seconds: float) -> int | None:
        """Wait for a judge to end; return its status, or None if it still runs after `seconds`."""
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
        """End the template. Its judges run until their sockets are closed."""
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
    """Fork the template from this process; return a function that waits for its end."""
    sys.stdout.flush()
    sys.stderr.flush()
    nursery = own_nursery()
    kept = {0, 1, 2, line, lifeline, *([nursery.descriptor] if nursery else ())}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # about threads of libraries
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
    """Detach from the parent: its terminal, its files, and its exit handlers.

    The parent's descriptors are overwritten rather than closed, since objects of the parent still own their numbers: a
    number that was given to another file would be closed together with such an object.
    """
    os.setsid()  # Ctrl-C should reach only the parent
    atexit._clear()
    signal.set_wakeup_fd(-1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for descriptor in {int(entry.name) for entry in Path("/dev/fd").iterdir()} - kept:
        with suppress(OSError):
            os.dup2(null, descriptor, inheritable=False)
    os.environ.update(ONE_THREAD)  # for started processes, as processors are divided among processes


def _launched(line: int, lifeline: int, serve: Serve) -> Callable[[float], None]:
    """Start the template as a new Python process; return a function that waits for its end."""
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
    """Run the initializer, then fork judges on request until the pool's end of the socket closes."""
    die_with(lifeline)
    if nursery is not None:
        from autograder.sandbox.host.nursery import Nursery, set_own_nursery

        set_own_nursery(Nursery.inherited(nursery))
    line = socket.socket(fileno=descriptor)
    broken, on_start = _initialized(descriptor)
    gc.collect()
    gc.freeze()  # keeps the judges' collectors from touching, and thus copying, shared objects
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
            for inherited in descriptors:
                os.close(inherited)
            answer = {"pid": pid}
        control_channel.send(line, answer)


def _initialized(descriptor: int) -> tuple[BrokenExecutor | None, OnStart]:
    """Receive and run the initializer; return its error or None, and the function that each judge runs first."""
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
    """Run a judge until its end; never return."""
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
