"""A process from which fork servers are forked: NumPy is imported once for all judges of a class, before there is a secret.

Started before the course key is read and before any case is drawn, as a fresh interpreter, so that no worker descends
from a process that ever held a key or a truth. A judge made later asks it for a fork server of its own and hands over the
line to it; each request is one message on a socket that all judges share, and is answered on the judge's own line. It
ends once nobody holds the other end.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable
from typing import Any, Protocol

LONGEST = 1 << 16  # bytes of a request


class ServerProcess(Protocol):
    """The process of a fork server, started here or by a nursery."""

    pid: int

    def kill(self) -> None:
        """End it at once."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended."""


class Nursery:
    """The judge's end of a nursery.

    Args:
        launch: starts the process, given settings for it and the descriptor that it inherits.
    """

    def __init__(self, launch: Callable[[dict[str, Any], int], subprocess.Popen[bytes]]) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process: subprocess.Popen[bytes] | None = None
        with theirs:
            self._process = launch({"nursery": theirs.fileno()}, theirs.fileno())
        self.descriptor = self._line.fileno()

    @classmethod
    def inherited(cls, descriptor: int) -> Nursery:
        """Return the nursery whose line a parent handed down."""
        nursery = cls.__new__(cls)
        nursery._line, nursery._process, nursery.descriptor = socket.socket(fileno=descriptor), None, descriptor
        return nursery

    def ask(self, settings: dict[str, Any], line: int) -> None:
        """Have a fork server started that listens on the descriptor `line`.

        Raises:
            OSError: the nursery has ended.
        """
        socket.send_fds(self._line, [json.dumps(settings).encode("ascii")], [line])

    def close(self) -> None:
        """Let go of it; it ends with the last judge."""
        self._line.close()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)


class Forked:
    """A fork server that a nursery forked: a child of another process.

    Args:
        pid: its number.
        line: the line to it, which ends when it has ended.
    """

    def __init__(self, pid: int, line: socket.socket) -> None:
        self.pid, self._line = pid, line

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has let go of the line.

        Raises:
            TimeoutExpired: it has not, in `timeout` seconds.
        """
        self._line.settimeout(timeout)
        try:
            while self._line.recv(LONGEST):
                pass
        except TimeoutError:
            raise subprocess.TimeoutExpired("fork server", timeout or 0.0) from None
        except OSError:
            pass
        self._line.close()
        return 0


_own: Nursery | None = None


def own_nursery() -> Nursery | None:
    """Return the nursery of this process and those that it forks, if there is one."""
    return _own


def set_own_nursery(nursery: Nursery | None) -> None:
    """Let fork servers of this process, and of those that it forks, come from `nursery`; None: start them alone."""
    global _own
    _own = nursery
