"""Messages between a judge and its reader: a JSON object and blobs of bytes, each with its length before it."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Sequence
from typing import Any

_HEAD = struct.Struct("!II")  # the length of the JSON, the number of blobs
_LENGTH = struct.Struct("!I")
Message = tuple[dict[str, Any], list[bytes]]
TOGETHER = 1 << 20  # bytes that are copied, for one system call in place of many
MAX_TEXT, MAX_BLOBS, MAX_ALL = 64_000_000, 30_000, 200_000_000


def packed(message: dict[str, Any], blobs: Sequence[bytes] = ()) -> list[bytes]:
    """Return the pieces of a message, in order."""
    text = json.dumps(message).encode()
    lengths = b"".join(_LENGTH.pack(len(blob)) for blob in blobs)
    return [_HEAD.pack(len(text), len(blobs)) + lengths + text, *blobs]


def receive(line: socket.socket, wait: Callable[[], None] = lambda: None) -> Message:
    """Return the next message; `wait` returns once there is something to read, or raises.

    Raises:
        EOFError: the other end is gone; ValueError: what came is no message.
    """
    size, count = _HEAD.unpack(_exactly(line, _HEAD.size, wait))
    if size > MAX_TEXT or count > MAX_BLOBS:
        raise ValueError("a message beyond all limits")
    head = _exactly(line, 4 * count + size, wait)
    lengths = struct.unpack_from(f"!{count}I", head)
    if sum(lengths) > MAX_ALL:
        raise ValueError("a message beyond all limits")
    message = json.loads(head[4 * count :])
    if not isinstance(message, dict):
        raise ValueError("a message that is no object")
    return message, [_exactly(line, length, wait) for length in lengths]


def send(line: socket.socket, pieces: Sequence[bytes]) -> None:
    """Send the pieces of a message, small ones together."""
    if sum(map(len, pieces)) <= TOGETHER:
        line.sendall(b"".join(pieces))
        return
    for piece in pieces:
        line.sendall(piece)


def _exactly(line: socket.socket, count: int, wait: Callable[[], None]) -> bytes:
    if not count:
        return b""
    data = bytearray(count)
    view, got = memoryview(data), 0
    while got < count:
        wait()
        size = line.recv_into(view[got:])
        if not size:
            raise EOFError
        got += size
    view.release()
    return bytes(data)
