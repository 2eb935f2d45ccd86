"""The judge's side of callbacks: a proxy in the worker calls a function of the judge, which may call back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autograder.checks.normalize_values import plain
from autograder.sandbox.host.answer_cache import FrameCache
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.messages import Malformed, TooLarge


class CallbackFailed(ValueError):
    """Raised when a callable of the worker raises an exception, which the worker keeps."""


class Questions:
    """Server for the questions that one worker asks during its calls.

    Args:
        channel: the line to the worker.
        serves: the functions, by name.
        heard: a cache of questions, shared by all workers.
    """

    def __init__(
        self, channel: Channel, serves: Mapping[str, Callable[..., Any]], heard: FrameCache[tuple[list[Any], int]]
    ) -> None:
        self._channel, self._heard = channel, heard
        self.serves = dict(serves)
        self._depth = 0
        self._asked = 0

    def names(self) -> list[str]:
        """Return the names that the worker replaces by proxies."""
        return list(self.serves)

    def begin(self) -> None:
        """Reset the counts of questions for the next call."""
        self._depth, self._asked = 0, 0

    def serve(self, frame: bytes) -> bool:
        """Serve the question in `frame`; return False if the frame is not a question."""
        message = self._opened(frame)
        asks: bool = message[0] == "ask"
        if asks:
            self._serve(message)
        return asks

    def _opened(self, frame: bytes) -> list[Any]:
        """Return the message in `frame`; equal messages are the same object, unless they hold a callable."""
        known = self._heard.get(frame)
        if known is None:
            message = self._channel.opened(frame, self._callable)
            if message[0] != "ask" or b'{"f":' in frame:
                return message
            size = self._channel.last_size
            known = self._heard.keep(frame, (message, size), message[1:], size)
        message, self._channel.last_size = known
        return message

    def _next_answer(self) -> list[Any]:
        while True:
            message = self._channel.receive(None, self._callable)
            if message[0] != "ask":
                return message
            self._serve(message)

    def _serve(self, message: list[Any]) -> None:
        name, args, kwargs = self._checked(message)
        self._depth += 1
        try:
            answer = ["reply", plain(self.serves[name](*args, **kwargs))]
        except CallbackFailed as error:
            answer = ["raise", str(error), True]
        except Exception as error:  # caused by unsuitable arguments
            answer = ["raise", f"{name}: {error}"[:300], False]
        self._depth -= 1
        try:
            self._channel.send(answer, None)
        except TooLarge:
            self._channel.send(["raise", f"{name}: the result is too large", False], None)

    def _checked(self, message: list[Any]) -> tuple[str, list[Any], dict[str, Any]]:
        limits = self._channel.limits
        self._asked += 1
        try:
            _, name, args, kwargs = message
        except ValueError as error:
            raise Malformed("not a question") from error
        if type(name) is not str or name not in self.serves or type(args) is not list or type(kwargs) is not dict:
            raise Malformed("not a question")
        too_large = self._channel.last_size > limits.asked
        if self._asked > limits.questions or self._depth >= limits.nesting or too_large:
            raise Malformed("more questions than the limit")
        return name, args, kwargs

    def _callable(self, number: int) -> Callable[..., Any]:
        """Return a function that calls the worker's callable `number`."""

        def call_back(*args: Any) -> Any:
            self._channel.send(["invoke", number, list(args)], None)
            kind, *body = self._next_answer()
            if kind == "reply" and len(body) == 1:
                return body[0]
            if kind == "raise" and len(body) == 1 and type(body[0]) is str:
                raise CallbackFailed(body[0][:80])
            raise Malformed("not an answer to a callback")

        return call_back
