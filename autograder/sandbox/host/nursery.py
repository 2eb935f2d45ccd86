"""The nursery, a process from which the fork servers of a class are forked, so that NumPy is imported only once.

It starts as a new interpreter before the course key is read and before any case is drawn, so no worker descends from a
process that held a key or a truth. A judge requests a fork server by one message on a socket that all judges share, and
sends the line on which the fork server answers. The nursery ends when the last judge has ended.
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
    """The process of a fork server, started by this process or by a nursery."""

    pid: int

    def kill(self) -> None:
        """End the process at once."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the process has ended."""


class Nursery:
    """The judge's end of a nursery.

    Args:
        launch: a function that starts the process with these settings and this inherited descriptor.
    """

    def __init__(self, launch: Callable[[dict[str, Any], int], subprocess.Popen[bytes]]) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process: subprocess.Popen[bytes] | None = None
        with theirs:
            self._process = launch({"nursery": theirs.fileno()}, theirs.fileno())
        self.descriptor = self._line.fileno()

    @classmethod
    def inherited(cls, descriptor: int) -> Nursery:
        """Return the nursery whose line was inherited from the parent process."""
        nursery = cls.__new__(cls)
        nursery._line, nursery._process, nursery.descriptor = socket.socket(fileno=descriptor), None, descriptor
        return nursery

    def ask(self, settings: dict[str, Any], line: int) -> None:
        """Request a fork server that answers on the descriptor `line`.

        Raises:
            OSError: the nursery has ended.
        """
        socket.send_fds(self._line, [json.dumps(settings).encode("ascii")], [line])

    def close(self) -> None:
        """Close this end; the nursery ends when all judges have closed theirs."""
        self._line.close()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)


class Forked:
    """A fork server that a nursery forked, which is not a child of this process.

    Args:
        pid: its process number.
        line: the socket to it, which closes when it ends.
    """

    def __init__(self, pid: int, line: socket.socket) -> None:
        self.pid, self._line = pid, line

    def kill(self) -> None:
        """End the process at once."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the process has closed the line.

        Raises:
            TimeoutExpired: it has not done so in `timeout` seconds.
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
    """Return the nursery of this process and its forks, or None."""
    return _own


def set_own_nursery(nursery: Nursery | None) -> None:
    """Set the nursery for the fork servers of this process and its forks; None starts each by itself."""
    global _own
    _own = nursery
