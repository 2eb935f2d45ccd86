"""The worker's side of callbacks: proxies in place of the student's functions that ask the judge for the results."""

from __future__ import annotations

import threading
import types
from collections.abc import Callable
from typing import Any

from autograder.checks.normalize_values import plain
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.messages import TooLarge

_ABSENT = object()


class Asker:
    """The worker's side of questions to the judge and of the judge's callbacks.

    They are strictly nested: the judge answers the last question, or first calls a callable that it was given; no other
    messages are sent meanwhile. Only the thread that runs the cells may ask.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.callables: list[Any] = []
        self.raised: BaseException | None = None
        self.thread = threading.get_ident()

    def proxy(self, name: str) -> Callable[..., Any]:
        """Return a function `name` that the judge computes."""

        def ask(*args: Any, **kwargs: Any) -> Any:
            return self.ask(name, args, kwargs)

        ask.__name__ = ask.__qualname__ = name
        return ask

    def ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if threading.get_ident() != self.thread:
            raise RuntimeError(f"{name} can be called from the notebook's own thread only")
        known = len(self.callables)
        message = ["ask", name, [_argument(a) for a in args], {key: _argument(a) for key, a in kwargs.items()}]
        try:
            self.channel.send(message, None, self._register)
        except TooLarge:
            raise ValueError(f"{name} was given more than {self.channel.limits.asked} bytes") from None
        try:
            return self._answer()
        finally:
            del self.callables[known:]

    def _answer(self) -> Any:
        while True:
            kind, *body = self.channel.receive(None)
            if kind == "invoke":
                self._invoke(*body)
            elif kind == "reply":
                return body[0]
            else:
                raised, self.raised = self.raised, None
                if body[1] and raised is not None:  # raised by a callable of this worker: raise the same exception
                    raise raised
                raise ValueError(body[0])

    def _invoke(self, number: int, args: list[Any]) -> None:
        try:
            message = ["reply", plain(self.callables[number](*args))]
        except BaseException as error:
            self.raised = error
            message = ["raise", type(error).__name__]
        try:
            self.channel.send(message, None)
        except TooLarge:
            self.channel.send(["raise", "TooLarge"], None)

    def _register(self, function: Any) -> int:
        self.callables.append(function)
        return len(self.callables) - 1


class StandIns:
    """The student's names that are currently proxies, and their values before, which are restored afterwards.

    Args:
        asker: through which the proxies ask.
        spaces: the notebook's namespace first, then those of the student's own modules.
    """

    def __init__(self, asker: Asker, spaces: list[dict[str, Any]]) -> None:
        self._asker, self._spaces = asker, spaces
        self._before: list[tuple[dict[str, Any], str, Any]] = []

    def put_in_place(self, names: list[str]) -> None:
        """Replace exactly these functions by proxies, under all names that the student's code has for them."""
        for space, name, value in reversed(self._before):
            if value is _ABSENT:
                space.pop(name, None)
            else:
                space[name] = value
        self._before.clear()
        for name in names:
            proxy = self._asker.proxy(name)
            own = [space[name] for space in self._spaces if isinstance(space.get(name), types.FunctionType)]
            for space in self._spaces:
                for alias in [key for key, value in space.items() if any(value is function for function in own)]:
                    self._rebind(space, alias, proxy)
            self._rebind(self._spaces[0], name, proxy)

    def _rebind(self, space: dict[str, Any], name: str, proxy: Callable[..., Any]) -> None:
        self._before.append((space, name, space.get(name, _ABSENT)))
        space[name] = proxy


def _argument(value: Any) -> Any:
    """Return a callable unchanged, since it is sent as a number, and everything else as a plain value."""
    return value if callable(value) else plain(value)
