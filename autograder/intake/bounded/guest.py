"""Run a reader's process: confine it, then answer one submission after the other."""

from __future__ import annotations

import os
import platform
import resource
import signal
import socket
import sys
from typing import Any

from autograder.intake.bounded.messages import handout_from, packed, receive, send, submission_message
from autograder.intake.handout import Handout, Wanted
from autograder.intake.reading import read
from autograder.intake.safe_archive import Gathered
from autograder.intake.submission import Unreadable
from autograder.sandbox.kernel import landlock, seccomp, users
from autograder.sandbox.kernel.landlock import SYSTEM
from autograder.sandbox.kernel.libc import libc
from autograder.sandbox.kernel.platform_limits import LINUX, PR_SET_DUMPABLE, hide_memory

PR_SET_PDEATHSIG = 1
FIRST_UID, UIDS = 65_000, 500  # above those of workers, inside the 65,536 ids of a container


def confine(settings: dict[str, Any]) -> list[str]:
    """Give up every right that reading does not need; return the names of the layers in force."""
    held = ["limits"]
    _set_limits(settings["memory"])
    if not LINUX:
        return held
    rules = _rules(settings)  # before private folders become inaccessible
    if os.geteuid() == 0:
        held += _become_nobody()
    else:
        hide_memory()  # workers run as the same user here
    die_with_parent(settings["parent"])
    seccomp.no_new_privileges()
    if rules is not None:
        rules.restrict()
        held.append("landlock")
    if "seccomp" in settings["layers"] and seccomp.supported():
        seccomp.install(seccomp.template(platform.machine()), os.getpid())
        held.append("seccomp")
    return held


def _set_limits(memory: int) -> None:
    for name, value in {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_AS": memory, "RLIMIT_MEMLOCK": 0}.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):  # macOS has no RLIMIT_AS
            continue


def _become_nobody() -> list[str]:
    try:
        users.become(FIRST_UID + os.getpid() % UIDS)
    except OSError:  # a container of few user ids
        users.drop_capabilities()
        return ["capabilities"]
    # The change of user cleared this flag, without which /proc/self/fd, through which codecs are imported, is closed.
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    return ["uid"]


def die_with_parent(parent: int) -> None:
    """Let the kernel kill this process when its judge ends; exit if the judge has ended already."""
    libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)


def _rules(settings: dict[str, Any]) -> landlock.Ruleset | None:
    """Return rules that allow reading the interpreter and its libraries: no key, no student's file, none of the user's."""
    if "landlock" not in settings["layers"] or landlock.version() == 0:
        return None
    rules = landlock.Ruleset()
    rules.read([*settings["path"], *SYSTEM])
    return rules


def serve(line: socket.socket, protection: list[str], cpu: float) -> None:
    """Answer requests until the judge closes the line; report a submission that exceeds the memory limit."""
    send(line, packed({"protection": protection}))
    known: dict[str, tuple[Wanted, Handout]] = {}
    while True:
        try:
            request, blobs = receive(line)
        except EOFError:
            return
        if request["op"] == "about":
            known[request["key"]] = (Wanted.from_plain(request["wanted"]), handout_from((request["handout"], blobs)))
            continue
        _alarm(cpu + 1.0)
        try:
            answer = _answer(request, blobs, *known[request["key"]])
        except MemoryError:
            answer = packed({"over": "memory"})
        except Exception as error:  # a bug of the grader, which may depend on the text
            answer = packed({"failed": f"{type(error).__name__}: {error}"[:500]})
        _alarm(0.0)
        send(line, answer)


def _alarm(seconds: float) -> None:
    """Let the kernel end this process after so many seconds of processor time, even when no judge is left to do it."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _answer(request: dict[str, Any], blobs: list[bytes], wanted: Wanted, handout: Handout) -> list[bytes]:
    files = Gathered(dict(zip(request["names"], blobs)))
    files.left_out, files.review = request["left_out"], request["review"]
    try:
        submission = read(files, wanted, handout)
    except Unreadable as error:
        return packed({"unreadable": str(error), "review": error.review})
    except RecursionError:
        return packed({"over": "nesting"})
    plain, more = submission_message(submission, blobs, handout.support)
    return packed({"submission": plain}, more)


def main(settings: dict[str, Any]) -> None:
    """Confine this process and serve the socket named in `settings`."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN if name == signal.SIGINT else signal.SIG_DFL)
    line = socket.socket(fileno=settings["line"])
    serve(line, confine(settings), settings["cpu"])
