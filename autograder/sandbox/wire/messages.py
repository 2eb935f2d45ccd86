"""Messages between judge and worker: JSON of base types, followed by the raw data of arrays.

A message is a list whose first item is its name. Nothing in it is executed: the decoder accepts only the types below
and raises `Malformed` for anything else. JSON objects are tags with one key:

    {"a": [dtype, shape]} array, its bytes next in the raw part   {"b": length} bytes, likewise
    {"t": [...]} tuple   {"s": [...]} set   {"d": [[key, value], ...]} dict   {"c": [re, im]} complex
    {"e": 0} Ellipsis   {"o": type name} Opaque   {"f": number} a callable of the other side

Calls have a different format (see calls.py).
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.checks.normalize_values import MAX_BITS, MAX_DICT, MAX_SET, Opaque, plain

HEADER = struct.Struct("!II")
MAX_DEPTH = 48  # plain values are at most 12 levels deep; a call's arguments and the message add a few
MAX_ITEMS = 200_000  # values in one message; a picture's boundary as nested lists has 65,000
MAX_SIDES, MAX_SIDE = 64, (1 << 63) - 1  # of an array, as in NumPy; the product of longer numbers takes n² steps
AS_THEY_ARE = frozenset({type(None), bool, float, str})  # in JSON
ITEM = 48  # bytes of a decoded value in addition to its text
_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_from_json = json.JSONDecoder().decode
DTYPES = {np.dtype(code).str: np.dtype(code) for code in "?bBhHiIlLqQefdFD"}


class Broken(BaseException):
    """Raised when the line can no longer be used; a BaseException, so that no `except Exception` hides it."""


class Malformed(Broken):
    """Raised for bytes that are not a message, and for an unexpected message."""


class TooMany(Malformed):
    """Raised for a message of more values than any answer needs."""


class TooLarge(Exception):
    """Raised at the sender of a message that exceeds the limits."""


def pack(message: list[Any], register: Callable[[Any], int] | None = None) -> bytes:
    """Return `message` as bytes; `register` returns the number of a callable, without it callables become Opaque."""
    buffers: list[bytes] = []
    text = _to_json(_encode(message, buffers, register))
    return framed(text, b"".join(buffers))


def pack_plainly(value: Any) -> bytes | None:
    """Return `pack(["observed", "returned", value, "", "", "", [], []])` if `value` is a number or an array, else None.

    It takes a quarter of the time of `pack`, and nine answers in ten are numbers or arrays.
    """
    kind = type(value)
    if kind is np.ndarray and value.dtype.str in DTYPES:
        shape = ",".join(map(str, value.shape))
        return framed(
            f'["observed","returned",{{"a":["{value.dtype.str}",[{shape}]]}},"","","",[],[]]', value.tobytes()
        )
    if kind is float and math.isfinite(value):
        return framed(f'["observed","returned",{value!r},"","","",[],[]]', b"")
    return None


def framed(text: str, raw: bytes) -> bytes:
    """Return a whole message with a text, in ASCII, and a raw part."""
    encoded = text.encode("ascii")
    if max(len(encoded), len(raw)) > 0xFFFFFFFF:
        raise TooLarge
    return HEADER.pack(len(encoded), len(raw)) + encoded + raw


def frames(data: bytes) -> Iterator[bytes]:
    """Yield the whole messages in `data`, without an incomplete one at the end."""
    start = 0
    while start + HEADER.size <= len(data):
        text, raw = HEADER.unpack_from(data, start)
        end = start + HEADER.size + text + raw
        if end > len(data):
            return
        yield data[start:end]
        start = end


def sizes(header: bytes | bytearray) -> tuple[int, int]:
    """Return the lengths of the text and of the raw part."""
    return HEADER.unpack(header)


def parts(frame: bytes) -> tuple[bytes, bytes]:
    """Return the text and the raw part of a whole frame."""
    end = HEADER.size + sizes(frame[: HEADER.size])[0]
    return frame[HEADER.size : end], frame[end:]


def opened(frame: bytes, callables: Callable[[int], Any] | None = None) -> tuple[list[Any], int]:
    """Return the message in a whole frame and its size (see `unpack`)."""
    return unpack(*parts(frame), callables)


def unpack(text: bytes, raw: bytes, callables: Callable[[int], Any] | None = None) -> tuple[list[Any], int]:
    """Return the message in `text` and `raw`, and about how many bytes of memory it takes.

    `callables` returns a function for the number of a callable of the other side.

    Raises:
        Malformed: the bytes are invalid; hostile bytes raise no other exception.
    """
    reader = _Reader(raw, callables)
    if text.count(b"[") + text.count(b"{") > 2 * MAX_ITEMS:  # before a million lists are made, which takes a second
        raise TooMany(f"more than {MAX_ITEMS:,} values")
    try:
        message = reader.decode(_from_json(text.decode("ascii")), 0)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError, MemoryError) as error:
        raise Malformed(str(error)[:200]) from None
    if type(message) is not list or not message or type(message[0]) is not str:
        raise Malformed("a message is a list that begins with its name")
    if reader.position != len(raw):
        raise Malformed("bytes are left over")
    return message, len(text) + len(raw) + ITEM * reader.items


def _encode(value: Any, buffers: list[bytes], register: Callable[[Any], int] | None) -> Any:
    kind = type(value)
    if kind in AS_THEY_ARE:
        return value
    if kind is int:
        return value if value.bit_length() <= MAX_BITS else {"o": "number of more than 300 digits"}
    if kind is np.ndarray and value.dtype.str in DTYPES:
        buffers.append(value.tobytes())
        return {"a": [value.dtype.str, list(value.shape)]}
    if kind is list:  # every message is one, and few of its items need encoding
        return [item if type(item) in AS_THEY_ARE else _encode(item, buffers, register) for item in value]
    if kind is tuple:
        return {"t": [_encode(item, buffers, register) for item in value]}
    if kind is dict:
        return {"d": [[str(key), _encode(item, buffers, register)] for key, item in value.items()]}
    return _encode_rare(value, buffers, register)


def _encode_rare(value: Any, buffers: list[bytes], register: Callable[[Any], int] | None) -> Any:
    kind = type(value)
    if kind is bytes:
        buffers.append(value)
        return {"b": len(value)}
    if kind is set:
        return {"s": [_encode(item, buffers, register) for item in value]}
    if kind is complex:
        return {"c": [value.real, value.imag]}
    if value is Ellipsis:
        return {"e": 0}
    if kind is Opaque:
        return {"o": value.type_name}
    if register is not None and callable(value):
        return {"f": register(value)}
    rebuilt = plain(value)
    return {"o": kind.__name__[:80]} if type(rebuilt) is kind else _encode(rebuilt, buffers, register)


class _Reader:
    """Decoder of one message, which takes array data from the raw part in order."""

    def __init__(self, raw: bytes, callables: Callable[[int], Any] | None) -> None:
        self.raw = raw
        self.position = 0
        self.items = 0
        self.callables = callables

    def decode(self, node: Any, depth: int) -> Any:
        self.items += 1
        if self.items > MAX_ITEMS:
            raise TooMany(f"more than {MAX_ITEMS:,} values")
        kind = type(node)
        if node is None or kind in (bool, float):
            return node
        if kind is str:
            return node if node.isascii() else _encodable(node)
        if kind is int:
            if node.bit_length() > MAX_BITS:
                raise Malformed("an integer is too large")
            return node
        if depth > MAX_DEPTH:
            raise Malformed("nested too deep")
        if kind is list:
            return [self.decode(item, depth + 1) for item in node]
        if len(node) != 1:
            raise Malformed("a tag has one key")
        ((tag, body),) = node.items()
        if tag == "a":
            return self.array(body)
        return getattr(self, f"tag_{tag}" if tag in TAGS else "unknown")(body, depth + 1)

    def take(self, length: int) -> bytes:
        if type(length) is not int or not 0 <= length <= len(self.raw) - self.position:
            raise Malformed("more bytes announced than sent")
        self.position += length
        return self.raw[self.position - length : self.position]

    def array(self, body: Any) -> np.ndarray:
        code, shape = body
        dtype = DTYPES[code]
        if len(_list(shape)) > MAX_SIDES:
            raise Malformed("not a shape")
        for side in shape:
            if type(side) is not int or not 0 <= side <= MAX_SIDE:
                raise Malformed("not a shape")
        data = self.take(math.prod(shape) * dtype.itemsize)
        array = np.frombuffer(data, dtype).reshape(shape)
        return array.view(np.uint8).astype(bool) if dtype.kind == "b" else array.copy()

    def tag_b(self, body: Any, depth: int) -> bytes:
        return bytes(self.take(body))

    def tag_t(self, body: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self.decode(_list(body), depth))

    def tag_s(self, body: Any, depth: int) -> set[Any]:
        if len(_list(body)) > MAX_SET:
            raise TooMany(f"a set of more than {MAX_SET:,}")
        items = self.decode(body, depth)
        if not all(item is None or item is Ellipsis or type(item) in (bool, int, float, str) for item in items):
            raise Malformed("a set holds numbers, strings and blanks")
        return set(items)

    def tag_d(self, body: Any, depth: int) -> dict[str, Any]:
        if len(_list(body)) > MAX_DICT:
            raise TooMany(f"a dict of more than {MAX_DICT:,} entries")
        pairs = [(key, value) for key, value in body]
        if not all(type(key) is str for key, _ in pairs):
            raise Malformed("a key is a string")
        return {_encodable(key): self.decode(value, depth) for key, value in pairs}

    def tag_c(self, body: Any, depth: int) -> complex:
        real, imaginary = body
        if type(real) is not float or type(imaginary) is not float:
            raise Malformed("a complex number is two floats")
        return complex(real, imaginary)

    def tag_e(self, body: Any, depth: int) -> Any:
        return Ellipsis

    def tag_o(self, body: Any, depth: int) -> Opaque:
        return Opaque(_text(body)[:80])

    def tag_f(self, body: Any, depth: int) -> Any:
        if self.callables is None or type(body) is not int:
            raise Malformed("no callable is expected here")
        return self.callables(body)

    def unknown(self, body: Any, depth: int) -> Any:
        raise Malformed("an unknown tag")


TAGS = frozenset("btsdceof")


def _list(body: Any) -> list[Any]:
    if type(body) is not list:
        raise Malformed("a list is expected")
    return body


def _text(body: Any) -> str:
    if type(body) is not str:
        raise Malformed("a string is expected")
    return _encodable(body)


def _encodable(text: str) -> str:
    """Return `text` without halves of surrogate pairs, which cannot be written to a report."""
    return text.encode("utf-8", "replace").decode("utf-8")


DONE = pack(["done"])  # sent by a worker after the last answer to a message
