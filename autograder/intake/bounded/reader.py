"""Send a submission's bytes to a reader's process and receive a Submission or a sentence."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.intake.bounded.messages import Message, handout_message, packed, receive, send, submission_from
from autograder.intake.handout import Handout, Wanted
from autograder.intake.safe_archive import Gathered
from autograder.intake.submission import Submission, Unreadable

ROOT = Path(__file__).resolve().parents[3]
BOOT = Path(__file__).with_name("boot.py")
LOOK = 0.1  # s between two checks of a reader that has not answered
START = 60.0  # s until a reader must have started
LARGE = 10_000_000  # bytes of a submission that is read alone
KEPT = 10_000_000  # bytes: a reader that keeps more memory of what it read is replaced
LAYERS = ("landlock", "seccomp")
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class ReaderError(RuntimeError):
    """No reader can be started here; a submission is never the cause."""


@dataclass(frozen=True)
class ReadingLimits:
    """Limits for reading one submission.

    Attributes:
        cpu: seconds of processor time.
        wall: seconds of wall time.
        memory: bytes of address space, of which the reader takes 28 MB itself.
        alone: the same for one reader at a time on this machine, which tries what the others could not read.
    """

    cpu: float = 2.0
    wall: float = 20.0
    memory: int = 90_000_000
    alone: int = 200_000_000


class _Over(Exception):
    """The reader ended, or exceeded a limit."""


class _OutOfMemory(Exception):
    """The reader has too little memory for a submission."""


class Reader:
    """Reads submissions in a separate process, one at a time.

    Args:
        limits: for each submission.
    """

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self.limits = limits or ReadingLimits()
        self._memory = self.limits.memory
        self.protection: tuple[str, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._owner = 0
        self._at_start = 0
        self._told: dict[int, tuple[Wanted, Handout]] = {}

    def prepare(self) -> None:
        """Start the process unless this process has started one; it gets ready while its judge does other things."""
        if self._owner != os.getpid():  # after a fork the process is the parent's
            self.close()
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._launch(LAYERS)

    def start(self) -> None:
        """Start the process if necessary and wait until it is ready.

        Raises:
            ReaderError: none can be started.
        """
        self.prepare()
        if self.protection:
            return
        try:
            self._greet()
        except (OSError, EOFError, ValueError, _Over):
            self.close()
            self._launch(())  # a layer may be what keeps it from starting
            try:
                self._greet()
            except (OSError, EOFError, ValueError, _Over) as error:
                self.close()
                raise ReaderError("The process that reads submissions did not start; its message is above.") from error

    def _greet(self) -> None:
        hello, _ = self._receive(START, START)
        self.protection = tuple(hello["protection"])
        assert self._process is not None
        self._at_start = _memory(self._process.pid)

    def read(self, files: Gathered, wanted: Wanted, handout: Handout) -> Submission:
        """Return the submission that these files make up.

        Args:
            files: the files by name.
            wanted: what the assignment asks for.
            handout: what students received.

        Raises:
            Unreadable: the text is one sentence for the student.
            ReaderError: no reader can be started.
        """
        if sum(map(len, files.values())) <= LARGE:
            with contextlib.suppress(_OutOfMemory):
                return self._read(files, wanted, handout)
        self.close()
        with _alone(self.limits.wall):
            self._memory = self.limits.alone
            try:
                return self._read(files, wanted, handout)
            except _OutOfMemory:
                raise Unreadable(_beyond(list(files), "memory")) from None
            finally:
                self._memory = self.limits.memory
                self.close()

    def _read(self, files: Gathered, wanted: Wanted, handout: Handout) -> Submission:
        names, blobs = list(files), list(files.values())
        for attempt in (1, 2):
            self.start()
            try:
                key = self._tell(wanted, handout)
                head = {"op": "read", "key": key, "names": names, "left_out": files.left_out, "review": files.review}
                self._send(packed(head, blobs))
                break
            except (OSError, EOFError, _Over):  # it ended between two submissions, so this one is not the cause
                self.close()
                if attempt == 2:
                    raise ReaderError("The process that reads submissions ended twice in a row.") from None
        try:
            return self._received(names, blobs, handout)
        finally:
            if self._process is not None and _memory(self._process.pid) > self._at_start + KEPT:
                self.close()

    def _received(self, names: list[str], blobs: list[bytes], handout: Handout) -> Submission:
        try:
            answer, more = self._receive(self.limits.cpu, self.limits.wall)
        except (OSError, EOFError, ValueError, _Over) as error:
            self.close()
            if isinstance(error, EOFError) and self._memory < self.limits.alone:  # it had none left to say so
                raise _OutOfMemory from None
            raise Unreadable(_beyond(names, "time")) from None
        if answer.get("over") == "memory" or ("failed" in answer and self._memory < self.limits.alone):
            raise _OutOfMemory  # Python's parser may fail in other ways than by a MemoryError
        if "over" in answer:
            self.close()
            raise Unreadable(_beyond(names, str(answer["over"])))
        if "failed" in answer:
            self.close()
            raise Unreadable(
                f"What was handed in could not be read, by a fault of the grader ({answer['failed']}). Tell the course staff."
            )
        if "unreadable" in answer:
            raise Unreadable(str(answer["unreadable"]), answer.get("review") is True)
        try:
            return submission_from((answer["submission"], more), blobs, handout.support)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):  # the message is malformed
            self.close()
            raise Unreadable(_beyond(names, "time")) from None

    def close(self) -> None:
        """End the process."""
        self._told.clear()
        self.protection = ()
        line, process = self._line, self._process
        self._line = self._process = None
        if line is not None:
            line.close()
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()
        elif process is not None:
            process.returncode = 0  # not ours to wait for

    def __del__(self) -> None:
        """End the process together with the thread that it served."""
        with contextlib.suppress(AttributeError, OSError):
            self.close()

    def _launch(self, layers: tuple[str, ...]) -> None:
        self._line, theirs = socket.socketpair()
        self._owner = os.getpid()
        settings = {
            "line": theirs.fileno(),
            "root": str(ROOT),
            "path": _library_path(),
            "memory": self._memory,
            "cpu": self.limits.cpu,
            "layers": layers,
            "parent": os.getpid(),
        }
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(BOOT), json.dumps(settings)],
                env={"PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def _tell(self, wanted: Wanted, handout: Handout) -> str:
        """Return the key of the assignment and hand-out, which are sent to the reader once."""
        key = id(handout)
        if key not in self._told or self._told[key][0] != wanted:
            plain, blobs = handout_message(handout)
            self._send(packed({"op": "about", "key": str(key), "wanted": wanted.to_plain(), "handout": plain}, blobs))
            self._told[key] = (wanted, handout)  # keeps the hand-out alive, so that its id stays unique
        return str(key)

    def _send(self, pieces: list[bytes]) -> None:
        assert self._line is not None
        self._line.settimeout(self.limits.wall)
        send(self._line, pieces)

    def _receive(self, cpu: float, wall: float) -> Message:
        assert self._line is not None and self._process is not None
        line, process = self._line, self._process
        line.settimeout(wall)
        end = time.monotonic() + wall
        used: float | None = None

        def wait() -> None:
            nonlocal used
            while not select.select([line], [], [], LOOK)[0]:
                now = _processor_time(process.pid)
                used = now if used is None else used  # counted from the first check on: most answers come before it
                if time.monotonic() > end or (now is not None and used is not None and now - used > cpu):
                    raise _Over

        return receive(line, wait)


@contextlib.contextmanager
def _alone(seconds: float) -> Iterator[None]:
    """Wait until no other reader of this installation is in this context, or for so many seconds."""
    import fcntl  # absent on Windows, where there are no readers

    end = time.monotonic() + seconds
    with BOOT.open("rb") as file:  # closing it, or the end of the process, unlocks it
        while True:
            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() > end:
                break
            time.sleep(LOOK)
        yield


def _processor_time(pid: int) -> float | None:
    """Return the processor time of a process in seconds; None where the system does not report it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS
    except (OSError, IndexError, ValueError):
        return None


def _memory(pid: int) -> int:
    """Return the bytes of memory that a process holds; 0 where the system does not report it."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _beyond(names: list[str], what: str) -> str:
    name = names[0][:100] if len(names) == 1 else "What was handed in"
    which = {"memory": "more memory", "nesting": "deeper nesting"}.get(what, "more time")
    return (
        f"{name} takes {which} to read than a notebook or a Python file that an editor saved. Restart the kernel, clear "
        "all outputs, save it, and hand that in."
    )


def _library_path() -> list[str]:
    """Return the entries of `sys.path` with the standard library and installed packages; never the current folder."""
    standard = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib")}
    standard |= {os.path.join(place, "lib-dynload") for place in standard}  # noqa: PTH118
    entries = [
        entry for entry in sys.path if entry in standard or Path(entry).name in ("site-packages", "dist-packages")
    ]
    return [str(Path(entry).resolve()) for entry in entries if Path(entry).is_dir()]


_of_thread = threading.local()


def own_reader() -> Reader:
    """Return the reader of this thread, whose process ends with the thread."""
    reader = getattr(_of_thread, "reader", None)
    if reader is None:
        reader = _of_thread.reader = Reader()
    assert isinstance(reader, Reader)
    return reader


def end_own_reader() -> None:
    """End this thread's reader, if it has one."""
    with contextlib.suppress(AttributeError):
        _of_thread.reader.close()
        del _of_thread.reader
