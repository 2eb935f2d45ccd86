"""Define tasks that judge processes import by name in tests."""

import os
import signal
import time

number = 0


def remember(value):
    global number
    number = value


def recall(factor=1):
    return number * factor


def fail_to_start():
    raise RuntimeError("no sandbox here")


def process_id(_=None):
    return os.getpid()


def processors(seconds=0.0):
    time.sleep(seconds)
    return frozenset(os.sched_getaffinity(0))


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def wait_for(path):
    """Wait for a file, for at most a minute; return whether it appeared."""
    end = time.monotonic() + 60
    while not os.path.exists(path) and time.monotonic() < end:
        time.sleep(0.02)
    return os.path.exists(path)


def die(how):
    if how == "exit":
        os._exit(3)
    if how == "hang":
        os.kill(os.getpid(), signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(text):
    raise ValueError(text)
