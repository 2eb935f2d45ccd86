"""Encode the messages between a judge and its reader: a JSON object and blobs of bytes, each after its length.

A submission and a hand-out travel as JSON, with the bytes of their files as blobs or as the numbers of blobs sent
before.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.intake.handout import Handout
from autograder.intake.notebook import Cell
from autograder.intake.submission import Submission

_HEAD = struct.Struct("!II")  # the length of the JSON, the number of blobs
_LENGTH = struct.Struct("!I")
Message = tuple[dict[str, Any], list[bytes]]
TOGETHER = 1 << 20  # bytes: a shorter message is copied and sent in one system call
MAX_TEXT, MAX_BLOBS, MAX_ALL = 64_000_000, 30_000, 200_000_000


def packed(message: dict[str, Any], blobs: Sequence[bytes] = ()) -> list[bytes]:
    """Return the pieces of a message, in order."""
    text = json.dumps(message).encode()
    lengths = b"".join(_LENGTH.pack(len(blob)) for blob in blobs)
    return [_HEAD.pack(len(text), len(blobs)) + lengths + text, *blobs]


def receive(line: socket.socket, wait: Callable[[], None] = lambda: None) -> Message:
    """Return the next message.

    Args:
        line: the socket to read from.
        wait: is called before each read; it returns once data has arrived, or raises.

    Raises:
        EOFError: the other end is closed.
        ValueError: the data is not a message, or exceeds a limit.
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


_AS_THEY_ARE = ("main", "kind", "written", "sha256", "needs_review", "unattributed", "elsewhere", "attempted", "doubt",
                "doubtful_words", "coroutines", "rebound")  # fmt: skip


def submission_message(submission: Submission, sent: Sequence[bytes], support: Mapping[str, bytes]) -> Message:
    """Return a submission as a message.

    Args:
        submission: what was read.
        sent: files that the receiver has; they are sent as their numbers.
        support: files of the hand-out, which the receiver has, too.
    """
    numbers = {id(data): i for i, data in enumerate(sent)}
    blobs = [submission.analysis.encode()]
    files: dict[str, Any] = {}
    for name, data in submission.files.items():
        if support.get(name) is data:
            files[name] = None
        elif id(data) in numbers:
            files[name] = numbers[id(data)]
        else:
            files[name] = -len(blobs)
            blobs.append(data)
    plain = {name: getattr(submission, name) for name in _AS_THEY_ARE}
    plain |= {
        "cells": submission.cells,
        "notes": submission.notes,
        "brief": sorted(submission.brief),
        "made_by_running": submission.made_by_running,
        "pictures": submission.pictures,
        "files": files,
    }
    return plain, blobs


def submission_from(message: Message, sent: Sequence[bytes], support: Mapping[str, bytes]) -> Submission:
    """Return the inverse of `submission_message`.

    Raises:
        ValueError, TypeError, KeyError, IndexError: the message is not a submission.
    """
    plain, blobs = message
    files = {}
    for name, number in plain["files"].items():
        files[name] = support[name] if number is None else sent[number] if number >= 0 else blobs[-number]
    for name in ("main", "kind", "sha256", "unattributed", "doubt"):
        _expect(plain[name], str)
    for name in ("written", "elsewhere", "attempted", "doubtful_words", "coroutines", "rebound"):
        for item in (*_expect(plain[name], dict), *plain[name].values()):
            _expect(item, str)
    return Submission(
        **{name: plain[name] for name in _AS_THEY_ARE},
        cells=_texts(plain["cells"]),
        notes=_texts(plain["notes"]),
        brief=frozenset(_expect(number, int) for number in plain["brief"]),
        made_by_running=_texts(plain["made_by_running"]),
        pictures={_expect(name, str): _texts(those) for name, those in plain["pictures"].items()},
        files=files,
        analysis=blobs[0].decode(),
    )


def _texts(items: Any) -> tuple[str, ...]:
    return tuple(_expect(item, str) for item in items)


def _expect(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__name__} in place of {kind.__name__}")
    return value


def handout_message(handout: Handout) -> Message:
    """Return what students received as a message."""
    plain = {
        "name": handout.name,
        "cells": [[cell.kind, cell.source, cell.tags, cell.id] for cell in handout.cells],
        "stub": handout.stub,
        "support": list(handout.support),
    }
    return plain, list(handout.support.values())


def handout_from(message: Message) -> Handout:
    """Return the inverse of `handout_message`."""
    plain, blobs = message
    return Handout(
        name=plain["name"],
        cells=tuple(Cell(kind, source, tuple(tags), identity) for kind, source, tags, identity in plain["cells"]),
        stub=plain["stub"],
        support=dict(zip(plain["support"], blobs)),
    )
