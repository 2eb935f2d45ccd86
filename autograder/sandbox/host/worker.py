"""The judge's end of one worker: load, call, read, close. Nothing that a worker does raises an exception here."""

from __future__ import annotations

import dataclasses
import errno
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from autograder.checks.observation import Observation
from autograder.sandbox.host.answer_cache import Heard
from autograder.sandbox.host.callbacks import Questions
from autograder.sandbox.host.stopwatch import ProcessorClock, Stopwatch, UsedUp
from autograder.sandbox.limits import WAITING, Ending, Limits, MiB, out_of_memory
from autograder.sandbox.program import CellError, Loaded, LoadPlan, Program
from autograder.sandbox.wire.calls import Request, Requests
from autograder.sandbox.wire.channel import Channel, Closed, DeadlinePassed
from autograder.sandbox.wire.messages import DONE, Broken, Malformed, TooLarge, TooMany, frames, pack
from autograder.sandbox.wire.shared_memory import Board

CELL_GRACE = 1.5  # s that a cell's own alarm has before the judge ends the worker: three alarms
EXIT_TIME = 0.2  # s for a worker that closed its line to finish dying, so that its own exit status is known
NO_SPACE = f"[Errno {errno.ENOSPC}]"  # the scratch directory may be full before the server's next look at it
OBSERVED = frozenset({"returned", "raised", "missing", "not_callable", "memory", "output"})


class Death(Broken):
    """Raised when a worker can no longer be used, with the outcome and a sentence."""

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__(message)
        self.outcome, self.message = outcome, message


class WorkerHost(Protocol):
    """The interface of the fork server that a worker needs."""

    limits: Limits
    heard: Heard
    requests: Requests

    def end(self, pid: int, grace: float) -> Ending:
        """Kill the process with everything it left; return how it ended, if it did by itself within `grace` seconds."""


class Worker:
    """A student's program in a separate process; `ForkServer.load` returns one.

    Attributes:
        loaded: the result of loading.
        alive: True while calls can be made.
        waited: True if the worker was ended before it had used its processor time.
        until: a time of `time.monotonic()` at which all calls end; it may be set earlier.
    """

    def __init__(
        self,
        server: WorkerHost,
        pid: int,
        channel: Channel,
        board: Board,
        serves: Mapping[str, Callable[..., Any]],
        until: float,
    ) -> None:
        self.loaded = Loaded("crash")
        self.alive = True
        self._server = server
        self._pid = pid
        self._channel = channel
        self._board = board
        self._batch = self._length = 0  # of the request at hand: its number, and the bytes of answers seen on the board
        self._ending: Ending | None = None
        self._limits: Limits = server.limits
        self._questions = Questions(self._channel, serves, server.heard.asks)
        self.clock = ProcessorClock(pid)
        self._watch = Stopwatch(self.clock)
        self._channel.watch = self._watch.left
        self.waited = False
        self._death: Death | None = None
        self._kept = 0
        self._watch.end = self._limits.total
        self.until = min(time.monotonic() + WAITING * self._limits.total, until)

    @property
    def printed(self) -> str:
        """Return what the worker has printed, truncated at the limit."""
        self._channel.drain()
        return self._channel.kept.decode("utf-8", "replace")

    @property
    def used_up(self) -> bool:
        """Return whether no processor time is left for any call."""
        return self.clock() >= self._watch.end

    def call(self, name: str, recipes: Iterable[Any], deadline: float | None = None) -> Observation:
        """Call the student's function `name` with arguments from `recipes`, for at most `deadline` seconds."""
        return next(iter(self.calls([(name, tuple(recipes))], deadline)))

    def calls(self, requests: Iterable[Request], deadline: float | None = None) -> Iterator[Observation]:
        """Yield the observations of many calls, of `deadline` seconds each, up to one that ends the worker."""
        for message, count in self._server.requests.messages(requests):
            yield from self._observe(message, count, deadline)
            if not self.alive:
                return

    def read(self, name: str) -> Observation:
        """Return the observation of the student's variable `name`."""
        return self._observe(pack(["read", name]), 1, None)[0]

    def replace(self, serves: Mapping[str, Callable[..., Any]]) -> None:
        """Serve exactly the functions in `serves` by the judge in place of the student's."""
        if not self._questions.serves:  # what it answered by its own functions would have been another worker's
            self._kept = 0
        self._questions.serves = dict(serves)
        try:
            self._begin(lambda: None, self._limits.call, self._limits.call)
            self._channel.send(["replace", self._questions.names()], None)
        except Broken as error:
            self._die(error, self._limits.call, "its functions were to be replaced")

    def allow(self, seconds: float) -> None:
        """Limit all further calls to `seconds` of processor time together."""
        self._watch.end = min(self._limits.total, self.clock() + seconds)

    def close(self) -> None:
        """End the worker with everything it left, and delete its scratch directory."""
        self._kill()
        self._board.close()

    def load(self, program: Program, plan: LoadPlan, seconds: float, until: float) -> tuple[int, int] | None:
        """Run the program's cells and set `loaded`; return the cell and place of a statement that ended the process.

        Args:
            program: the submission.
            plan: the statements to leave out or to give only a moment.
            seconds: of processor time, for all cells.
            until: a time of `time.monotonic()` at which loading ends.
        """
        body = [list(program.cells), program.kind, program.main, dict(program.files), self._questions.names()]
        left_out = [[cell, place, why] for (cell, place), why in plan.left_out.items()]
        known = [sorted(map(list, plan.stuck)), left_out, plan.singly_from]
        skipped = tuple(sorted({cell for cell, _ in plan.left_out}))

        def limit(statement: tuple[int, int]) -> float:
            return min(self._limits.moment, self._limits.cell) if plan.is_stuck(*statement) else self._limits.cell

        self._watch.begin(
            self._board.statement, lambda seen: limit(seen) + CELL_GRACE, seconds + CELL_GRACE, until + CELL_GRACE
        )
        times = [seconds, max(until - time.monotonic(), 0.1)]
        try:
            self._channel.send(["load", dataclasses.asdict(self._limits), *body, known, *times], None)
            self.loaded = _loaded(self._channel.receive(None), self.printed, skipped)
        except (Broken, TooLarge) as error:
            cell, place = self._watch.seen if isinstance(error, DeadlinePassed) else self._board.statement()
            cell = min(cell, len(program.cells))
            death = self._die(
                error, limit((cell, place)), f"cell {cell}" if program.kind == "notebook" else program.main
            )
            self.loaded = Loaded(death.outcome, death.message, printed=self.printed, skipped=skipped)
            return (cell, place) if cell and death.outcome != "protocol" else None
        return None

    def _observe(self, message: bytes, count: int, seconds: float | None) -> list[Observation]:
        """Send one request and return its observations, of which the last may be the worker's death."""
        if self._death is not None or not self.alive:
            death = self._death or Death("crash", "the worker is closed")
            return [Observation(death.outcome, message=death.message)]
        seconds = self._limits.call if seconds is None else seconds
        seen: list[Observation] = []
        try:
            self._channel.check(message)
            self._batch, self._length = self._batch + 1, 0
            self._begin(self._answered, seconds, count * seconds)
            self._channel.write(message, None)
            self._collect(seen, count)
            if len(seen) != count:
                raise Malformed("not as many answers as calls")
        except TooLarge:
            return [Observation("output", message="the arguments are too large to send")] * count
        except Broken as error:
            death = self._die(error, seconds, "a call")
            del seen[count - 1 :]  # what it died of is not answered
            seen.append(Observation(death.outcome, message=death.message))
        return seen

    def _begin(self, progress: Callable[[], Any], seconds: float, whole: float) -> None:
        self._watch.begin(progress, lambda seen: seconds, whole, min(self.until, time.monotonic() + WAITING * whole))

    def _answered(self) -> int:
        return self._board.length(self._batch)

    def _collect(self, seen: list[Observation], count: int) -> None:
        """Append the answers on the board, then those on the line, to `seen`, until the worker is done or dead."""
        try:
            frame = self._told()
        except Broken as error:
            if isinstance(error, DeadlinePassed):  # an answer after the deadline is none
                self._length = self._watch.seen
            else:
                self._kill(EXIT_TIME if isinstance(error, Closed) else 0.0)
                self._length = self._answered()
            self._take_posted(seen)
            raise
        self._take_posted(seen)
        while frame != DONE:
            if len(seen) >= count:  # frames without end are not read to their end
                raise Malformed("more answers than calls")
            self._add(seen, frame)
            frame = self._told()

    def _told(self) -> bytes:
        """Return the worker's next message on the line after serving every question that it asks first."""
        self._questions.begin()
        while True:
            frame = self._channel.frame(None)
            length = self._answered()
            if length != self._length:
                self._length = length
                self._questions.begin()
            if frame == DONE or not self._questions.serve(frame):
                self._length = self._answered()
                return frame

    def _take_posted(self, seen: list[Observation]) -> None:
        """Append the answers on the board, all at once if another worker gave exactly these."""
        posted, heard = self._board.answers(self._length), self._server.heard.batches
        known = heard.get(posted)
        if known is not None and self._kept + known[1] <= self._limits.answers:
            seen += known[0]
            self._kept += known[1]
            return
        earlier, kept = len(seen), self._kept
        for frame in frames(posted):
            self._add(seen, frame)
        own, size = tuple(seen[earlier:]), self._kept - kept
        heard.keep(posted, (own, size), [one.value for one in own], size)

    def _add(self, seen: list[Observation], frame: bytes) -> None:
        """Append one answer, from the cache if an equal one was read before."""
        found, size = self._server.heard.answers.get(frame), len(frame)
        if found is None:
            message = self._channel.opened(frame)
            size = self._channel.last_size
            found = _observation(message, self._limits)
            self._server.heard.answers.keep(frame, found, found.value, size)
        self._kept += size
        if self._kept > self._limits.answers:
            raise Death("output", f"its results together are larger than {self._limits.answers // MiB} MiB")
        if found.outcome == "memory":
            raise Death(*out_of_memory(self._limits))
        if found.error == "OSError" and found.message.startswith(NO_SPACE):
            raise Death("output", "there was no space left for its files")
        seen.append(found)

    def _die(self, error: BaseException, seconds: float, what: str) -> Death:
        """End the worker and return the reason, with a sentence that names the limit, `seconds` for `what`."""
        ending = self._kill(EXIT_TIME if isinstance(error, Closed) else 0.0)
        if ending.why:
            death = Death(*ending.why)
        elif isinstance(error, Death):
            death = error
        elif isinstance(error, DeadlinePassed):
            death = Death("timeout", f"it took longer than the limit{self._limit_passed(error, seconds, what)}")
        elif isinstance(error, TooMany):
            death = Death("output", f"its result holds {error}")
        elif isinstance(error, Malformed):
            death = Death("protocol", "it wrote to the grader's own line")
        else:
            death = Death(*ending.reason(self._limits))
        self._death = death
        return death

    def _limit_passed(self, error: DeadlinePassed, seconds: float, what: str) -> str:
        if isinstance(error, UsedUp):
            return " of all calls together" if self.clock() >= self._watch.end else f": {seconds:g} s for {what}"
        if time.monotonic() >= self.until:
            return " of all calls together"
        self.waited = True
        return f": {WAITING * seconds:g} s for {what}, waiting included"

    def _kill(self, grace: float = 0.0) -> Ending:
        """End the process once; its answers stay on the board until `close`."""
        if self._ending is None:
            self.alive = False
            self.clock()  # its last reading
            self._ending = self._server.end(self._pid, grace)
            self._channel.drain()
            self._channel.close()
        return self._ending


def _loaded(message: list[Any], printed: str, skipped: tuple[int, ...]) -> Loaded:
    """Return a worker's report on loading after checking each field."""
    try:
        kind, outcome, text, errors, names = message
        cells = tuple(_cell_error(*error) for error in errors[:1000])
        defined = frozenset(name for name in names[:10_000] if type(name) is str and len(name) <= 200)
    except (ValueError, TypeError) as error:
        raise Malformed("no account of a loading") from error
    if kind != "loaded" or outcome not in ("loaded", "unreadable") or type(text) is not str:
        raise Malformed("no account of a loading")
    return Loaded(outcome, text[:300], cells, defined, printed, skipped)


def _cell_error(
    cell: Any, error: Any, message: Any, line: Any, place: Any, names: list[Any], waited: Any, plainer: Any
) -> CellError:
    lost = tuple(name[:200] for name in names[:100] if type(name) is str)
    texts = str(error)[:80], str(message)[:300], str(line)[:200]
    return CellError(int(cell), *texts, int(place), lost, waited is True, str(plainer)[:200])


def _observation(message: list[Any], limits: Limits) -> Observation:
    """Return a worker's answer after checking each field."""
    try:
        kind, outcome, value, error, text, line, changed, warned = message[:8]
        first_warning, changed_name, same_as = message[8:] or ("", "", "")
    except ValueError as problem:
        raise Malformed("no observation") from problem
    texts = [error, text, line, first_warning, changed_name, same_as, *warned] if type(warned) is list else [None]
    well_formed = all(type(item) is str for item in texts) and type(changed) is list
    if kind != "observed" or outcome not in OBSERVED or not well_formed or any(type(i) is not int for i in changed):
        raise Malformed("no observation")
    if outcome == "output":
        text = f"the result is larger than {limits.frame // MiB} MiB"
    positions, categories = tuple(changed[:64]), tuple(w[:80] for w in warned[:20])
    names = changed_name[:80], same_as[:80]
    words = error[:80], text[:300], line[:200], positions, categories, first_warning[:200], *names
    return Observation(outcome, value, *words)
