"""The judge's end of one worker: load, call, read, close. Nothing a worker does or says raises here."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.observe import Observation

from .channel import Channel, Closed, DeadlinePassed
from .endings import Ending
from .limits import Limits, MiB
from .program import CellError, Loaded, Program
from .questions import Questions
from .wire import Broken, Malformed, TooLarge, TooMany

if TYPE_CHECKING:
    from .fork_server import ForkServer

CALLS_A_FRAME = 32
BYTES_A_FRAME = MiB
CELL_GRACE = 1.5  # s that a cell's own alarm has before the judge ends the worker: three alarms
EXIT_TIME = 0.2  # s for a worker that closed its line to finish dying, so that its own exit status is known
OBSERVED = frozenset({"returned", "raised", "missing", "not_callable", "memory", "output"})


class Death(Broken):
    """The worker is of no use any more, and why."""

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__(message)
        self.outcome, self.message = outcome, message


class Worker:
    """A student's program in a process of its own. Make one with `ForkServer.load`.

    `loaded` tells how loading went, `alive` whether calls can still be made; none goes on after `until`, a time of
    `time.monotonic()` that may be set earlier.
    """

    def __init__(
        self, server: ForkServer, pid: int, channel: Channel, serves: Mapping[str, Callable[..., Any]], until: float
    ) -> None:
        self.loaded = Loaded("crash")
        self.alive = True
        self._server = server
        self._pid = pid
        self._channel = channel
        self._limits: Limits = server.limits
        self._questions = Questions(self._channel, serves)
        self._death: Death | None = None
        self._kept = 0
        self.until = min(time.monotonic() + self._limits.total, until)

    @property
    def printed(self) -> str:
        """What the worker printed so far, cut at the limit."""
        self._channel.drain()
        return self._channel.kept.decode("utf-8", "replace")

    def call(self, name: str, recipes: Iterable[Any], deadline: float | None = None) -> Observation:
        """Call the student's function `name` with arguments from `recipes`, for at most `deadline` seconds."""
        return next(iter(self.calls([(name, recipes)], deadline)))

    def calls(self, requests: Iterable[tuple[str, Iterable[Any]]], deadline: float | None = None) -> Iterator[Observation]:
        """The same for many calls, `deadline` seconds for each; ends after the first that costs the worker its life."""
        for batch in _batches(requests):
            message = ["calls", [[name, list(recipes)] for name, recipes in batch]]
            observations = self._observe(message, len(batch), deadline)
            yield from observations
            if not self.alive:
                return

    def read(self, name: str) -> Observation:
        """Look at the student's variable `name`."""
        return self._observe(["read", name], 1, None)[0]

    def replace(self, serves: Mapping[str, Callable[..., Any]]) -> None:
        """Let the functions in `serves`, and no other, be asked of the judge in place of the student's own."""
        self._questions.serves = dict(serves)
        try:
            self._channel.send(["replace", self._questions.names()], self._deadline(self._limits.call))
        except Broken as error:
            self._die(error, "its functions were to be replaced")

    def close(self) -> None:
        """End the worker, look that nothing of it remains, delete its scratch directory."""
        if self.alive:
            self._kill()

    def load(self, program: Program, skip: tuple[int, ...], seconds: float, stuck: Iterable[int] = ()) -> int:
        """Run the program's cells and fill `loaded`; the return value is the cell that nothing could end, or 0."""
        settings = dataclasses.asdict(self._limits)
        body = [list(program.cells), program.kind, program.main, dict(program.files), self._questions.names()]
        current, began = 0, time.monotonic()
        try:
            self._channel.send(["load", settings, *body, list(skip), sorted(stuck), seconds], began + self._limits.call)
            while True:
                limit = self._limits.cell + CELL_GRACE if current else self._limits.call
                deadline = min(time.monotonic() + limit, began + seconds + CELL_GRACE)
                kind, *fields = self._channel.receive(deadline)
                if kind != "cell":
                    break
                current = _cell_number(fields, current, program)
            self.loaded = _loaded([kind, *fields], self.printed, skip)
        except (Broken, TooLarge) as error:
            death = self._die(error, f"cell {current}" if program.kind == "notebook" else program.main)
            self.loaded = Loaded(death.outcome, death.message, printed=self.printed, skipped=skip)
            return current if death.outcome == "timeout" else 0
        return 0

    def _observe(self, message: list[Any], count: int, seconds: float | None) -> list[Observation]:
        """Send one request and collect its observations; a death is the last of them."""
        if self._death is not None or not self.alive:
            death = self._death or Death("crash", "the worker is closed")
            return [Observation(death.outcome, message=death.message)]
        seconds = self._limits.call if seconds is None else seconds
        seen: list[Observation] = []
        try:
            self._channel.send(message, self._deadline(seconds))
            while len(seen) < count:
                seen.append(self._next_answer(self._deadline(seconds)))
                self._kept += self._channel.last_size
                if self._kept > self._limits.answers:
                    raise Death("output", f"its results together are larger than {self._limits.answers // MiB} MiB")
                if seen[-1].outcome == "memory":
                    raise Death("memory", f"more than {self._limits.memory / MiB:g} MiB of memory")
        except TooLarge:
            return [Observation("output", message="the arguments are too large to send")] * count
        except Broken as error:
            death = self._die(error, f"{seconds:g} s for a call")
            if isinstance(error, Death):  # for what the last answer was; it takes that answer's place
                seen.pop()
            seen.append(Observation(death.outcome, message=death.message))
        return seen

    def _next_answer(self, deadline: float) -> Observation:
        answers = self._server.answers
        frame, answer = self._questions.until_answered(deadline, answers.get)
        if isinstance(answer, Observation):
            return answer
        found = _observation(answer, self._limits)
        if b'"f"' in frame or b"\\u" in frame:  # a callable, however it is spelled, belongs to this worker
            return found
        return answers.keep(frame, found, self._channel.last_size)

    def _deadline(self, seconds: float) -> float:
        return min(time.monotonic() + seconds, self.until)

    def _die(self, error: BaseException, what: str) -> Death:
        """End the worker and say why, in a sentence that names the limit."""
        ending = self._kill(EXIT_TIME if isinstance(error, Closed) else 0.0)
        if isinstance(error, Death):
            death = error
        elif ending.why:
            death = Death(*ending.why)
        elif isinstance(error, DeadlinePassed):
            in_all = time.monotonic() >= self.until
            death = Death("timeout", f"it took longer than the limit{' of all calls together' if in_all else f': {what}'}")
        elif isinstance(error, TooMany):
            death = Death("output", f"its result holds {error}")
        elif isinstance(error, Malformed):
            death = Death("protocol", "it wrote to the grader's own line")
        else:
            death = Death(*ending.reason(self._limits))
        self._death = death
        return death

    def _kill(self, grace: float = 0.0) -> Ending:
        self.alive = False
        ending = self._server.end(self._pid, grace)
        self._channel.drain()
        self._channel.close()
        return ending


def _batches(requests: Iterable[tuple[str, Iterable[Any]]]) -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    batch: list[tuple[str, tuple[Any, ...]]] = []
    size = 0
    for name, recipes in requests:
        recipes = tuple(recipes)
        batch.append((name, recipes))
        size += sum(recipe.nbytes for recipe in recipes if isinstance(recipe, np.ndarray))
        if len(batch) >= CALLS_A_FRAME or size >= BYTES_A_FRAME:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _cell_number(fields: list[Any], current: int, program: Program) -> int:
    if len(fields) != 1 or type(fields[0]) is not int or not current < fields[0] <= len(program.cells):
        raise Malformed("no cell of this notebook, or not in order")
    return fields[0]


def _loaded(message: list[Any], printed: str, skip: tuple[int, ...]) -> Loaded:
    """A worker's own account of the loading, each field checked."""
    try:
        kind, outcome, text, errors, names = message
        cells = tuple(CellError(int(n), str(e)[:80], str(m)[:300], str(line)[:200]) for n, e, m, line in errors[:1000])
        defined = frozenset(name for name in names[:10_000] if type(name) is str and len(name) <= 200)
    except (ValueError, TypeError) as error:
        raise Malformed("no account of a loading") from error
    if kind != "loaded" or outcome not in ("loaded", "unreadable") or type(text) is not str:
        raise Malformed("no account of a loading")
    return Loaded(outcome, text[:300], cells, defined, printed, skip)


def _observation(message: list[Any], limits: Limits) -> Observation:
    """A worker's answer, each field checked."""
    try:
        kind, outcome, value, error, text, line, changed, warned = message
    except ValueError as problem:
        raise Malformed("no observation") from problem
    texts = [error, text, line, *warned] if type(warned) is list else [None]
    well_formed = all(type(item) is str for item in texts) and type(changed) is list
    if kind != "observed" or outcome not in OBSERVED or not well_formed or any(type(i) is not int for i in changed):
        raise Malformed("no observation")
    if outcome == "output":
        text = f"the result is larger than {limits.frame // MiB} MiB"
    positions, categories = tuple(changed[:64]), tuple(w[:80] for w in warned[:20])
    return Observation(outcome, value, error[:80], text[:300], line[:200], positions, categories)
