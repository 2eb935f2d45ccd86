"""The line between a judge and its fork server: short JSON messages with file descriptors.

Both ends run the grader's code; a student's process never holds this line.
"""

from __future__ import annotations

import json
import socket
from typing import Any

LONGEST = 1 << 16


def send(line: socket.socket, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
    """Write one message; each is answered before the next is sent."""
    socket.send_fds(line, [json.dumps(message).encode("ascii")], descriptors)


def receive(line: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return the next message and its descriptors; raises EOFError if the other side has closed the line."""
    data, descriptors, _, _ = socket.recv_fds(line, LONGEST, 4)
    if not data:
        raise EOFError
    return json.loads(data), list(descriptors)
