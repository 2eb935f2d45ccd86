"""The line between a judge and its fork server: short JSON messages, with file descriptors beside them.

Both ends run the grader's own code; no student's process ever holds this line.
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
    """The next message and the descriptors that came with it; EOFError when the other side is gone."""
    data, descriptors, _, _ = socket.recv_fds(line, LONGEST, 4)
    if not data:
        raise EOFError
    return json.loads(data), list(descriptors)
