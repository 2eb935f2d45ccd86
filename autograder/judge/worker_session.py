"""Run one submission in workers: a fresh one after each death, within one time budget."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from autograder.checks.observation import Observation
from autograder.intake.static_analysis import reached
from autograder.judge.cases import Ask
from autograder.questions.schema import Call, Read
from autograder.sandbox import ForkServer, Loaded, LoadPlan, Program, Worker
from autograder.sandbox.limits import WAITING

Serve = Mapping[str, Callable[..., Any]]
FATAL = frozenset({"timeout", "memory", "crash", "protocol"})  # outcomes of a call that kill the worker
# The share of a call's time limit for functions that use one which has timed out: an endless sigmoid would otherwise
# take the whole limit in every function of a network.
HURRY = 0.25
CELLS = ""  # all cells, in a set of function names


class Session:
    """Call a submission's functions; only the function that kills a worker loses its answer.

    `processor_time_left` is the number of seconds left once the current worker is closed.

    Args:
        server: the fork server of the workers.
        program: the student's code.
        seconds: the processor time of all workers after the first loading; `WAITING` times as much is allowed by the
            clock. Later calls are recorded as `timeout`.
    """

    def __init__(self, server: ForkServer, program: Program, seconds: float) -> None:
        self._server, self._program = server, program
        self.processor_time_left, self._end = seconds, math.inf
        self._serve: Serve = {}
        self._apart = False  # True if the worker has run with stand-ins only
        self._plan = LoadPlan({(cell, 0) for cell in program.brief})
        self._endless: set[str] = set()
        self._tried_again: set[str] = set()  # functions, and CELLS
        self._spent = 0.0  # seconds of the worker's processor time that do not count: those of the first loading
        self._uses: dict[str, set[str] | None] = {}
        self._worker: Worker | None = None
        self.loaded: Loaded | None = None

    def start(self, serve: Serve | None = None) -> Loaded:
        """Load the submission in a fresh worker, in which the judge answers calls of the names in `serve`."""
        self.close()
        self._serve, self._apart = serve or {}, bool(serve)
        self._worker = worker = self._server.load(self._program, dict(self._serve), until=self._end, plan=self._plan)
        self.loaded = worker.loaded
        waited = any(error.waited and error.cell not in self._program.brief for error in self.loaded.errors)
        if waited and CELLS not in self._tried_again:
            self._tried_again.add(CELLS)
            return self.start(serve)
        late = (error for error in self.loaded.errors if error.error == "TimeoutError")
        self._plan.stuck |= {(error.cell, error.place) for error in late}
        if self._end == math.inf:
            self._spent = worker.clock()
            self._end = time.monotonic() + WAITING * self.processor_time_left
        worker.until = min(worker.until, self._end)
        worker.allow(self.processor_time_left)
        return self.loaded

    def stand_in(self, serve: Serve, *, in_any: bool = False) -> bool:
        """Have the judge answer calls of exactly the names in `serve`; return True if a worker is ready.

        The worker has only ever run with stand-ins; it is created the first time, since the program's cells have to run
        again. With `in_any`, the current worker is used, because the student's functions remember nothing.
        """
        if (in_any or self._apart) and self._worker is not None and self._worker.alive:
            self._serve = serve
            self._worker.replace(serve)
            return self._worker.alive or self.start(serve).outcome == "loaded"
        return self.start(serve).outcome == "loaded"

    def observe(self, asks: Sequence[Ask]) -> list[Observation]:
        """Return an observation for each call, in order.

        If a call kills its worker, later calls of the same function get the same observation.
        """
        seen: list[Observation | None] = [None] * len(asks)
        waiting, alone = list(range(len(asks))), False
        while waiting:
            worker = self._alive() if self._time_left() else None
            if worker is None:
                return [observation or self._lost() for observation in seen]
            answers = self._answers(worker, [asks[i] for i in (waiting[:1] if alone else waiting)])
            killer = asks[waiting[len(answers) - 1]].name
            alone = self._may_try_again(worker, killer)
            if alone:
                answers.pop()
            for i, answer in zip(waiting, answers):
                seen[i] = answer
            waiting = waiting[len(answers) :]
            if not worker.alive and not alone:
                self._endless |= {killer} if answers[-1].outcome == "timeout" else set()
                for i in waiting:
                    seen[i] = answers[-1] if asks[i].name == killer else None
                waiting = [i for i in waiting if seen[i] is None]
        return [observation or self._lost() for observation in seen]

    def _may_try_again(self, worker: Worker, killer: str) -> bool:
        """Return True, once for each function, if the worker ended without having used its processor time."""
        if not worker.waited or killer in self._tried_again or killer in self._endless:
            return False
        self._tried_again.add(killer)
        return True

    def _time_left(self) -> bool:
        return (
            self.processor_time_left > 0
            and time.monotonic() < self._end
            and (self._worker is None or not self._worker.used_up)
        )

    def _answers(self, worker: Worker, asks: list[Ask]) -> list[Observation]:
        """Return the first answers: one variable, or all calls of one pace up to the next variable or a death."""
        if isinstance(asks[0], Read):
            return [worker.read(asks[0].name)]
        pace = self._pace(asks[0].name)
        alike: Iterator[Any] = takewhile(lambda ask: isinstance(ask, Call), asks)
        if self._endless:  # rare: without such a function every call has the same pace
            alike = takewhile(lambda ask: self._pace(ask.name) == pace, alike)
        return list(worker.calls([(ask.name, ask.arguments) for ask in alike], pace * self._server.limits.call))

    def _pace(self, name: str) -> float:
        """Return the share of the time limit that a call of the student's function `name` may take."""
        endless = self._endless - self._serve.keys()
        if not endless:
            return 1.0
        if name not in self._uses:
            self._uses[name] = reached(self._program.sources(), [name])
        uses = self._uses[name]
        return HURRY if uses is None or uses & endless else 1.0

    def _lost(self) -> Observation:
        if not self._time_left():
            return Observation("timeout", message="the time limit of the whole submission was reached")
        return Observation("crash", message="the submission could not be loaded again after a crash")

    def _alive(self) -> Worker | None:
        if (self._worker is None or not self._worker.alive) and self.start(self._serve).outcome != "loaded":
            return None
        return self._worker

    def close(self) -> None:
        """End the worker and everything that the student's code left running."""
        if self._worker is not None:
            self._worker.close()
            self.processor_time_left -= self._worker.clock() - self._spent
            self._spent, self._worker = 0.0, None
