"""One submission in its workers: a fresh one after each death, and a budget of time for the whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from autograder.checks.observe import Observation
from autograder.judge.cases import Ask, fingerprint
from autograder.questions.declare import Call
from autograder.sandbox import ForkServer, Loaded, Program, Worker

Serve = Mapping[str, Callable[..., Any]]


class Session:
    """Asks a submission's functions; a worker that dies costs the function that killed it, and no other.

    Args:
        server: forks the workers.
        program: the student's code.
        seconds: wall time for all asks together; what comes later is answered by `timeout`.
    """

    def __init__(self, server: ForkServer, program: Program, seconds: float) -> None:
        self._server, self._program = server, program
        self._end = time.monotonic() + seconds
        self._serve: Serve = {}
        self._worker: Worker | None = None
        self.loaded: Loaded | None = None

    def start(self, serve: Serve | None = None) -> Loaded:
        """Load the submission in a fresh worker, in which the names in `serve` are asked of the judge instead."""
        self.close()
        self._serve = serve or {}
        self._worker = self._server.load(self._program, replace=dict(self._serve))
        self.loaded = self._worker.loaded
        return self.loaded

    def observe(self, asks: Iterable[Ask]) -> dict[str, Observation]:
        """An observation for each ask, by fingerprint. After a death, further calls of the same function share its fate."""
        seen: dict[str, Observation] = {}
        dead: dict[str, Observation] = {}
        waiting = list(asks)
        while waiting:
            if time.monotonic() > self._end:
                late = Observation("timeout", message="the time limit of the whole submission was reached")
                return seen | {fingerprint(ask): late for ask in waiting}
            waiting = self._answer(waiting, seen, dead)
        return seen

    def _answer(self, asks: list[Ask], seen: dict[str, Observation], dead: dict[str, Observation]) -> list[Ask]:
        """Answer asks until a worker dies; the asks that are left, without those of the function that killed it."""
        alive = self._alive()
        if alive is None:
            lost = Observation("crash", message="the submission could not be loaded again after a crash")
            seen |= {fingerprint(ask): lost for ask in asks}
            return []
        calls = [(ask.name, ask.arguments) if isinstance(ask, Call) else (ask.name, None) for ask in asks]
        count = 0
        for ask, observation in zip(asks, alive.calls(calls)):
            seen[fingerprint(ask)] = observation
            count += 1
        if count and not alive.alive:
            killer = asks[count - 1]
            dead[killer.name] = seen[fingerprint(killer)]
        left = asks[count:] if count else []
        if not count:
            seen |= {fingerprint(ask): Observation("crash") for ask in asks}
        seen |= {fingerprint(ask): dead[ask.name] for ask in left if ask.name in dead}
        return [ask for ask in left if ask.name not in dead]

    def _alive(self) -> Worker | None:
        if self._worker is None or not self._worker.alive:
            if self.start(self._serve).outcome != "loaded":
                return None
        return self._worker

    def close(self) -> None:
        """End the worker, and with it all that the student's code left running."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None
