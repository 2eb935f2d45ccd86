"""Run judge processes behind the interface of `concurrent.futures`.

    with JudgePool(2, initializer=start_judge_process, initargs=(…)) as pool:
        pool.submit(judge_task, task).result()

`ProcessPoolExecutor` takes the same arguments, but a process that dies breaks that whole pool, and a slow task occupies
a place that other tasks need.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

from autograder.classroom.judge_template import STARTING, OnStart, Template, TemplateDied

# A task is slow after SLOW seconds and after SLOWER times the common duration. It keeps its process, but another
# process may start. On a busy machine all tasks take long, and more processes would only slow down the others.
SLOW = 2.0
SLOWER = 20.0
COMMON = 31  # tasks over which the common duration is measured; half as many are enough to begin
FIRST = 4.0  # times SLOW, until the common duration is known
DEADLINE = 1200.0  # seconds; ends a judge that hangs, long after the sandbox's own limits end a submission
GRACE = 2.0  # seconds
EXTRA = 1  # processes for slow tasks, in addition to one per place


class JudgeDied(RuntimeError):
    """Report that the process that judged a task ended or hung; the text says how. Other tasks are not affected."""


class JudgePool(Executor):
    """A pool of `max_workers` processes, forked from a template that has run `initializer(*initargs)`.

    Each process runs `on_start()` before its first task, for everything that a fork cannot share. If a process dies,
    its task fails with `JudgeDied`, and the process is replaced. If the initializer raises, all tasks fail with
    `BrokenExecutor`.
    """

    def __init__(
        self,
        max_workers: int,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
        slow: float = SLOW,
        deadline: float = DEADLINE,
        on_start: Callable[[], object] | None = None,
    ) -> None:
        self._start = (initializer, initargs, on_start)
        self._seconds: deque[float] = deque(maxlen=COMMON)
        self._template: Template | None = None
        self._lock = threading.Lock()
        self._slow, self._deadline = slow, deadline
        self._places = threading.Semaphore(max_workers)
        self._idle: list[_Process] = []
        self._living: set[_Process] = set()
        self._processors = _processors(max_workers)
        self.width = max_workers * (1 + EXTRA)
        self._threads = ThreadPoolExecutor(self.width, thread_name_prefix="judge")

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Schedule `fn(*args, **kwargs)` in a judge process; both must pickle."""
        self._living_template()  # before any thread is started, so that the template can be a fork
        return self._threads.submit(self._run, (fn, args, kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes; with `cancel_futures`, also those that are running a task."""
        if cancel_futures:
            for process in list(self._living):
                process.kill()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for process in self._idle:
            process.hang_up()
        while self._idle:
            self._idle.pop().close()
        with self._lock:
            template, self._template = self._template, None
        if template is not None:
            template.close()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _run(self, task: Any) -> Any:
        place = _Place(self._places)
        try:
            process = self._idle.pop() if self._idle else self._started()
            self._living.add(process)
            began = time.monotonic()
            try:
                kind, value = process.ask(task, self._until_slow(), self._deadline, place.leave)
                self._seconds.append(time.monotonic() - began)
            except JudgeDied:
                self._living.discard(process)
                self._give_back(process.processor)
                raise
            self._idle.append(process)
        finally:
            place.leave()
        if kind == "raised":
            raise value
        return value

    def _until_slow(self) -> float:
        """Return the number of seconds after which a task that begins now is slow."""
        if len(self._seconds) < COMMON // 2:
            return FIRST * self._slow
        return max(self._slow, SLOWER * median(self._seconds))

    def _started(self) -> _Process:
        processor = self._processors.pop() if self._processors else None
        try:
            try:
                return _Process(self._living_template(), processor)
            except TemplateDied:
                self._drop_template()
                return _Process(self._living_template(), processor)
        except TemplateDied as error:
            self._give_back(processor)
            raise JudgeDied(str(error)) from error
        except BaseException:
            self._give_back(processor)
            raise

    def _living_template(self) -> Template:
        with self._lock:
            if self._template is None:
                self._template = Template(self._start, serve)
            return self._template

    def _drop_template(self) -> None:
        with self._lock:
            template, self._template = self._template, None
        if template is not None:
            template.close()

    def _give_back(self, processor: int | None) -> None:
        if processor is not None:
            self._processors.append(processor)


def _processors(processes: int) -> list[int]:
    """Return the processors to assign to processes, one each; none if there are fewer processes than processors.

    A judge and its workers take turns. On one processor neither waits for another to wake up, which took a fifth of a
    class's time. Extra processes for slow tasks are not assigned to a processor.
    """
    ours = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return ours[::-1] if len(ours) <= processes else []


class _Place:
    """One of the pool's places. It is released once; a slow task releases it early."""

    def __init__(self, places: threading.Semaphore) -> None:
        self._places, self._held = places, True
        places.acquire()

    def leave(self) -> None:
        if self._held:
            self._held = False
            self._places.release()


class _Process:
    """A judge process, forked from the template."""

    def __init__(self, template: Template, processor: int | None) -> None:
        self.processor, self._template = processor, template
        ours, theirs = socket.socketpair()
        lifeline, self._lifeline = os.pipe()
        self._line = Connection(ours.detach())
        try:
            with theirs:
                self._pid = template.fork(theirs.fileno(), lifeline, processor)
        except BaseException:
            self._line.close()
            os.close(self._lifeline)
            raise
        finally:
            os.close(lifeline)
        self._expect(None, STARTING)

    def ask(self, task: Any, slow: float, deadline: float, when_slow: Callable[[], None]) -> tuple[str, Any]:
        """Send a task and return the answer.

        Args:
            task: The function and its arguments.
            slow: The number of seconds after which the task is slow.
            deadline: The further seconds after which the process is ended.
            when_slow: A function to call if the task is slow.

        Raises:
            JudgeDied: The process ended or did not answer in time, and was ended.
        """
        answer = self._expect(task, slow)
        if answer is None:
            when_slow()
            answer = self._expect(None, deadline)
        if answer is None:
            raise JudgeDied(f"the judge's process gave no answer within {deadline:g} s ({self.close(0.2)})")
        return answer

    def _expect(self, message: Any, seconds: float) -> Any:
        """Send a message unless it is None; return the answer, or None after `seconds` without one."""
        try:
            if message is not None:
                self._line.send(message)
            return self._line.recv() if self._line.poll(seconds) else None
        except (EOFError, OSError):
            raise JudgeDied(f"the judge's process ended ({self.close(0.2)})") from None

    def kill(self) -> None:
        """End the process at once; the task that it was running fails with `JudgeDied`."""
        if self._lifeline >= 0:  # it was not waited for, so its process id cannot belong to another process
            os.kill(self._pid, signal.SIGKILL)

    def hang_up(self) -> None:
        """Close the process's socket, so that it ends by itself; `close` waits for that."""
        self._line.close()

    def close(self, patience: float = 5.0) -> str:
        """End the process; return how it ended, for messages."""
        self.hang_up()
        if self._lifeline < 0:
            return "closed"
        code = self._template.wait(self._pid, patience)
        if code is None:
            self.kill()
            self._template.wait(self._pid, GRACE)
        os.close(self._lifeline)
        self._lifeline = -1
        if code is None:
            return "killed"
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


def serve(descriptor: int, processor: int | None, broken: BrokenExecutor | None, on_start: OnStart) -> None:
    """Run tasks in a judge process until the other end of its socket is closed."""
    if processor is not None:
        with suppress(OSError):  # the processor was taken away meanwhile
            os.sched_setaffinity(0, {processor})  # inherited by all started processes
    line = Connection(descriptor)
    threading.Thread(target=_end_with, args=(descriptor,), daemon=True).start()
    if on_start is not None and broken is None:
        try:
            on_start()
        except Exception as error:
            broken = BrokenExecutor(str(error))
    with suppress(OSError):
        line.send("ready")
    while True:
        try:
            fn, args, kwargs = line.recv()
        except (EOFError, OSError):
            return
        line.send(("raised", broken) if broken else _answer(fn, args, kwargs))


def _answer(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, Any]:
    try:
        return "returned", fn(*args, **kwargs)
    except Exception as error:
        return "raised", error


def _end_with(descriptor: int) -> None:
    """End this process when the other end is closed, even during a task; a killed run thus leaves no judge behind."""
    poll = select.poll()
    poll.register(descriptor, select.POLLHUP | getattr(select, "POLLRDHUP", 0))
    poll.poll()
    time.sleep(GRACE)  # an idle process ends by itself and closes its files
    os._exit(1)
