"""Processes that end with the one that started them, whatever they are doing: the kernel itself ends them.

A thread that watches does not do: a regular expression that runs for minutes lets no other thread run.
"""

from __future__ import annotations

import os
import select
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """End this process once its parent is gone; to be called right after a fork, with the parent's process number.

    The parent is the thread that forked: only for those that fork in a thread that lives as long as they do. Where
    another thread may fork, use `die_with`.
    """
    if sys.platform.startswith("linux"):
        from autograder.sandbox.kernel.libc import libc

        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was gone before we asked
        os.kill(os.getpid(), signal.SIGKILL)


def die_with(lifeline: int) -> None:
    """End this process once the other end of the pipe `lifeline`, to which nobody ever writes, is held by nobody.

    The process that shall be outlived by nothing keeps the writing end, and closes it when this one has ended. Linux
    alone delivers a signal of one's choice for that; elsewhere nothing is done.
    """
    if not sys.platform.startswith("linux"):
        return
    import fcntl

    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(lifeline, select.POLLHUP)
    if poll.poll(0):  # it was gone before we asked
        os.kill(os.getpid(), signal.SIGKILL)


F_SETSIG = 10
