"""Take turns at much memory, so that only one process of all judges of a class has much of it at a time."""

from __future__ import annotations

import os
import time
from typing import IO

from autograder import paths

PATIENCE = 120.0  # s; a turn that is never over must not stop a class
LOOK = 0.01  # s between two looks at whether the turn is over


def wait_for_turn(seconds: float = PATIENCE) -> IO[bytes]:
    """Wait until no other process has its turn, or for so many seconds; closing the returned file ends the turn.

    The file is in the cache folder, which student code can neither read nor write. The end of the process closes it,
    too. Where no file can be locked, the turn begins at once.
    """
    try:
        folder = paths.cache()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.fdopen(os.open(folder / "memory_turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "rb")
    except OSError:
        return open(os.devnull, "rb")
    time.sleep(2 * LOOK)  # those who waited while this process had its last turn come first
    end = time.monotonic() + seconds
    while not _locked(file) and time.monotonic() < end:
        time.sleep(LOOK)
    return file


def _locked(file: IO[bytes]) -> bool:
    import fcntl  # absent on Windows, where there are no workers and no readers

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        pass
    return True
