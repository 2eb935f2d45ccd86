"""Processes that the kernel ends together with the process that started them.

A thread that watches the parent is not enough, since a regular expression may block all other threads for minutes.
"""

from __future__ import annotations

import os
import select
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Let this process end with its parent; call this right after a fork, with the parent's process number.

    The kernel takes the thread that forked as the parent, which must therefore live as long as its process. Use
    `die_with` if another thread may fork.
    """
    if sys.platform.startswith("linux"):
        from autograder.sandbox.kernel.libc import libc

        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # the parent ended before the call
        os.kill(os.getpid(), signal.SIGKILL)


def die_with(lifeline: int) -> None:
    """Let this process end when the writing end of the pipe `lifeline` is closed everywhere.

    The process to end with keeps the writing end and never writes. Only Linux can deliver a chosen signal for this; on
    other systems this function has no effect.
    """
    if not sys.platform.startswith("linux"):
        return
    import fcntl

    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(lifeline, select.POLLHUP)
    if poll.poll(0):  # the other process ended before the call
        os.kill(os.getpid(), signal.SIGKILL)


F_SETSIG = 10
