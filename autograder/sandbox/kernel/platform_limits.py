"""The names of the layers, and sentences on what is not enforced where a layer is missing."""

from __future__ import annotations

import sys

LINUX = sys.platform.startswith("linux")
PR_SET_DUMPABLE = 4
ALL = ("process", "limits", "uid", "netns", "landlock", "seccomp", "undumpable")


def hide_memory() -> None:
    """Make this process's memory unreadable for other processes of the same user (no /proc/PID/mem, no ptrace)."""
    if LINUX:
        from autograder.sandbox.kernel.libc import libc

        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def unenforced(protection: tuple[str, ...]) -> tuple[str, ...]:
    """Return a sentence for each thing that student code could do in spite of the layers in `protection`."""
    have = set(protection)
    sentences = []
    if "limits" not in have:
        sentences.append("Memory, CPU time, files and processes are not limited, only wall time is.")
    if not LINUX:
        sentences.append("This platform was not tried: there are processes, wall time and limits, and no other layer.")
        sentences.append("The system may not enforce the limit on memory (macOS does not).")
    if not have & {"landlock"}:
        who = "every user of this machine may read" if "uid" in have else "you may read"
        sentences.append(f"Student code can read files that {who}, among them the grader's own if they are so.")
    if not have & {"landlock", "uid"}:
        sentences.append("Student code can change and delete your files.")
    if not have & {"landlock", "uid"} or not LINUX:
        sentences.append("Files that student code has deleted and keeps open are not counted.")
    if not have & {"netns", "seccomp"}:
        sentences.append("Student code can use the network.")
    if not have & {"seccomp"}:
        sentences.append("Student code can start processes; they are looked for and ended afterwards.")
    if not have & {"uid", "seccomp"}:
        sentences.append("Student code can send signals to your other processes, this one included.")
    if not have & {"uid", "undumpable", "landlock"}:
        sentences.append("Student code can read the grader's memory.")
    return tuple(sentences)
