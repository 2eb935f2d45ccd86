"""Calls as messages to a worker; a class is asked the same ones, so that each is turned into bytes once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .limits import MiB
from .wire import assembled, part

CALLS_A_MESSAGE = 32
BYTES_A_MESSAGE = MiB
MOST = 8 * MiB  # bytes kept, together

Request = tuple[str, tuple[Any, ...]]  # a function's name, and a recipe for each of its arguments


class Requests:
    """Makes messages of requests, and keeps the bytes of each by the identity of its recipes, which nobody changes."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, int], tuple[tuple[Any, ...], str, bytes]] = {}
        self._bytes = 0

    def messages(self, requests: Iterable[Request]) -> Iterator[tuple[bytes, int]]:
        """Messages that carry all requests in order, each with how many are in it."""
        texts: list[str] = []
        arrays: list[bytes] = []
        size = 0
        for request in requests:
            text, raw = self._part(request)
            texts.append(text)
            arrays.append(raw)
            size += len(raw)
            if len(texts) == CALLS_A_MESSAGE or size >= BYTES_A_MESSAGE:
                yield assembled("calls", texts, arrays), len(texts)
                texts, arrays, size = [], [], 0
        if texts:
            yield assembled("calls", texts, arrays), len(texts)

    def _part(self, request: Request) -> tuple[str, bytes]:
        name, recipes = request
        known = self._parts.get((name, id(recipes)))
        if known is None or known[0] is not recipes:
            if self._bytes > MOST:
                self._parts.clear()
                self._bytes = 0
            known = recipes, *part([name, list(recipes)])
            self._parts[name, id(recipes)] = known
            self._bytes += len(known[1]) + len(known[2])
        return known[1:]
