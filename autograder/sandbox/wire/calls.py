"""Messages with calls for a worker. All workers of a class get the same calls, so each message is serialized once.

They are marshalled, public functions as code, which is fast. It is safe only in this direction, since the worker may
read everything the judge writes; answers are decoded by `messages.py`. Unlike others, a message of calls has no text.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from autograder.checks.arguments import Function, Seeded, compiled, defined
from autograder.checks.normalize_values import plain
from autograder.sandbox.limits import MiB
from autograder.sandbox.wire.messages import framed, parts

CALLS_A_MESSAGE = 64
BYTES_A_MESSAGE = MiB
MOST = 8 * MiB  # bytes of all cached messages
AS_THEY_ARE = (type(None), bool, int, float, complex, str)

Request = tuple[str, tuple[Any, ...]]  # a function's name, and a recipe for each of its arguments


class Requests:
    """Cache of messages for requests, keyed by the identity of their recipes, which are never modified."""

    def __init__(self) -> None:
        self._known: dict[tuple[str | int, ...], tuple[list[Request], list[tuple[bytes, int]]]] = {}
        self._bytes = 0

    def messages(self, requests: Iterable[Request]) -> Iterator[tuple[bytes, int]]:
        """Yield messages with all requests in order, each with the number of its requests."""
        waiting = iter(requests)
        while batch := list(islice(waiting, CALLS_A_MESSAGE)):
            yield from self._messages_of(batch)

    def _messages_of(self, batch: list[Request]) -> list[tuple[bytes, int]]:
        key = tuple([word for name, recipes in batch for word in (name, id(recipes))])
        known = self._known.get(key)
        if known is None:  # the cache keeps the recipes alive, so that no others can get their identities
            known = batch, [(packed(few), len(few)) for few in _small_enough(batch)]
            if self._bytes > MOST:
                self._known.clear()
                self._bytes = 0
            self._known[key] = known
            self._bytes += sum(len(message) for message, _ in known[1])
        return known[1]


def packed(requests: Iterable[Request]) -> bytes:
    """Return one message with these calls.

    Raises:
        TypeError: a recipe is not of a kind that arguments.py defines.
    """
    return framed("", marshal.dumps([(name, [_flat(recipe) for recipe in recipes]) for name, recipes in requests]))


def calls_in(frame: bytes) -> list[Request] | None:
    """Return the calls in a message from the judge, None if it is another message.

    Arrays are read-only. The same function is the same object in every call.
    """
    text, body = parts(frame)
    if text:
        return None
    return [(name, tuple([_recipe(flat) for flat in recipes])) for name, recipes in marshal.loads(body)]


def _small_enough(batch: list[Request]) -> Iterator[list[Request]]:
    """Yield the batch in pieces, each of which ends with the request that makes it large."""
    piece: list[Request] = []
    size = 0
    for request in batch:
        piece.append(request)
        size += sum(recipe.nbytes for recipe in request[1] if isinstance(recipe, np.ndarray))
        if size >= BYTES_A_MESSAGE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _flat(recipe: Any) -> Any:
    """Return a recipe in marshal's types, with other values as tuples that begin with their kind."""
    kind = type(recipe)
    if kind in AS_THEY_ARE:
        return recipe
    if kind is np.ndarray and not recipe.dtype.hasobject:
        if recipe.flags.f_contiguous and not recipe.flags.c_contiguous:
            return "columns", recipe.dtype.str, recipe.shape[::-1], recipe.T.tobytes()
        return "array", recipe.dtype.str, recipe.shape, recipe.tobytes()
    if kind is np.float64 or kind is np.int64:
        return "scalar", recipe.dtype.str, recipe.tobytes()
    if kind is Seeded:
        return "seeded", recipe.seed
    if kind is Function:
        return "function", recipe.name, compiled(recipe)
    if kind is list:
        return [_flat(item) for item in recipe]
    if kind is tuple:
        return "tuple", [_flat(item) for item in recipe]
    if kind is dict:
        return {key: _flat(item) for key, item in recipe.items()}
    rebuilt = plain(recipe)  # another NumPy scalar
    if type(rebuilt) in (*AS_THEY_ARE, np.ndarray):
        return _flat(rebuilt)
    raise TypeError(f"no recipe for an argument: {kind.__name__}")


def _recipe(flat: Any) -> Any:
    """Return the recipe that `_flat` made `flat` from, with functions already defined."""
    kind = type(flat)
    if kind is list:
        return [_recipe(item) for item in flat]
    if kind is dict:
        return {key: _recipe(item) for key, item in flat.items()}
    return _MAKERS[flat[0]](*flat[1:]) if kind is tuple else flat


_MAKERS: dict[str, Callable[..., Any]] = {
    "array": lambda dtype, shape, data: np.frombuffer(data, dtype).reshape(shape),
    "columns": lambda dtype, shape, data: np.frombuffer(data, dtype).reshape(shape).T,
    "scalar": lambda dtype, data: np.frombuffer(data, dtype)[0],
    "seeded": Seeded,
    "function": defined,
    "tuple": lambda items: tuple(map(_recipe, items)),
}
