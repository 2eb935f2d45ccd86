"""Unpack, set up and run a zip in Gradescope's layout: in /autograder of a mount namespace, or in a temporary tree."""

from __future__ import annotations

import fcntl
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.gradescope.cgroups import MEMORY, SECONDS, highest, join, quota

# The real paths. A rehearsal as root mounts them in a mount namespace of its own.
REAL = {"NNHW_AUTOGRADER": "/autograder", "NNHW_HOME": "/opt/nnhw"}
IN_USE = Path("/run/nnhw-rehearsal.lock")  # locked by all rehearsals of this machine that use them


class SetUpFailed(RuntimeError):
    """The zip's setup.sh failed; the message contains its last lines."""


@dataclass(frozen=True)
class EmulatedRun:
    """One run of run_autograder.

    Attributes:
        results: the content of results.json; empty if the file is missing.
        printed: the output, standard error included.
        seconds: how long the run took.
        megabytes: the peak memory.
        measured: which processes `megabytes` covers, in words.
        stopped: whether the run took longer than Gradescope allows and was ended.
    """

    results: bytes
    printed: str
    seconds: float
    megabytes: float
    measured: str = "in all"
    stopped: bool = False


@dataclass(frozen=True)
class Ended:
    """How a command ended. `largest` is the peak memory of its largest process, in MB."""

    status: int
    printed: str
    seconds: float
    largest: float
    stopped: bool


class Stage:
    """An unpacked zip, to be set up and run.

    Args:
        archive: the zip's bytes.
        tree: an empty folder that becomes /autograder.
        home: the folder that setup.sh installs into; kept between rehearsals to reuse environments of the same lock.
    """

    def __init__(self, archive: bytes, tree: Path, home: Path) -> None:
        self.tree, self.home = tree, home
        self.real = os.geteuid() == 0 and _may_unshare()
        with zipfile.ZipFile(io.BytesIO(archive)) as members:
            members.extractall(tree / "source")
        shutil.copy(tree / "source" / "run_autograder", tree / "run_autograder")

    def set_up(self) -> float:
        """Run the zip's setup.sh; return the seconds it took.

        Raises:
            SetUpFailed: it failed; the message contains the last lines that it printed.
        """
        done = self._run(["bash", f"{self._place('NNHW_AUTOGRADER')}/source/setup.sh"], SECONDS, [])
        if done.status:
            raise SetUpFailed("setup.sh failed: " + " / ".join(done.printed.strip().splitlines()[-3:]))
        return done.seconds

    def grade(self, submission: Mapping[str, bytes], metadata: Mapping[str, Any] | None = None) -> EmulatedRun:
        """Run run_autograder on a submission under Gradescope's limits, as far as this machine can set them.

        Args:
            submission: path → content of its files.
            metadata: the content of submission_metadata.json.
        """
        for folder in ("submission", "results"):
            shutil.rmtree(self.tree / folder, ignore_errors=True)
            (self.tree / folder).mkdir()
        for name, data in submission.items():
            path = self.tree / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (self.tree / "submission_metadata.json").write_text(json.dumps(metadata or {}))
        with quota() as groups:
            done = self._run(["bash", f"{self._place('NNHW_AUTOGRADER')}/run_autograder"], SECONDS, groups)
            whole = highest(groups)
        file = self.tree / "results" / "results.json"
        memory = (done.largest, "in the largest process") if whole is None else (whole, "in all")
        return EmulatedRun(
            file.read_bytes() if file.is_file() else b"", done.printed, done.seconds, *memory, done.stopped
        )

    def _place(self, name: str) -> str:
        return REAL[name] if self.real else {"NNHW_AUTOGRADER": str(self.tree), "NNHW_HOME": str(self.home)}[name]

    def _run(self, command: list[str], seconds: float, groups: list[Path]) -> Ended:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
        }
        environment |= {name: self._place(name) for name in REAL} | {"NNHW_PYTHON": _system_python()}
        if self.real:
            binds = [f"mount --bind '{self.tree}' /autograder", f"mount --bind '{self.home}' /opt/nnhw"]
            command = ["unshare", "--mount", "bash", "-c", " && ".join([*binds, 'exec "$@"']), "rehearsal", *command]
        with _mount_points(self.real), tempfile.TemporaryFile() as output:
            start = time.monotonic()
            process = subprocess.Popen(
                command, env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True, preexec_fn=lambda: join(groups),
            )  # fmt: skip
            status, largest, stopped = _awaited(process, start + seconds)
            output.seek(0)
            printed = output.read().decode("utf-8", "replace")
            return Ended(status, printed, time.monotonic() - start, largest, stopped)


def _awaited(process: subprocess.Popen[bytes], deadline: float) -> tuple[int, float, bool]:
    """Return the status, the peak of the largest process in MB, and whether the deadline ended it and its children."""
    stopped = False
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2), stopped
        if not stopped and time.monotonic() > deadline:
            stopped = True
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.01)


@contextmanager
def staged(archive: Path, home: Path) -> Iterator[Stage]:
    """Provide a stage for a zip, in a temporary tree that is removed on exit; one at a time for each home."""
    home.mkdir(parents=True, exist_ok=True)
    tree = Path(tempfile.mkdtemp(prefix="autograder-"))
    tree.chmod(0o755)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield Stage(archive.read_bytes(), tree, home)
        finally:
            shutil.rmtree(tree, ignore_errors=True)


def enforced() -> str:
    """Return, in words, which of Gradescope's limits a rehearsal enforces on this machine."""
    with quota() as groups:
        held = {setting.name for group in groups for setting in group.iterdir()}
    memory = f"{MEMORY >> 20} MB" if held & {"memory.max", "memory.limit_in_bytes"} else ""
    cpu = "half a CPU" if held & {"cpu.max", "cpu.cfs_quota_us"} else ""
    limits = [limit for limit in (f"{SECONDS // 60} minutes", memory, cpu) if limit]
    missing = [name for name, limit in (("768 MB", memory), ("half a CPU", cpu)) if not limit]
    return ", ".join(limits) + (f" (not enforced on this machine: {', '.join(missing)})" if missing else "")


@contextmanager
def _mount_points(real: bool) -> Iterator[None]:
    """Create the empty folders to mount on; the last rehearsal that uses them removes those that did not exist before."""
    if not real:
        yield
        return
    with IN_USE.open("a+", encoding="utf-8") as made:
        fcntl.flock(made, fcntl.LOCK_SH)
        for place in map(Path, REAL.values()):
            if not place.exists():
                place.mkdir(parents=True, exist_ok=True)
                made.write(f"{place}\n")
                made.flush()
        try:
            yield
        finally:
            with suppress(BlockingIOError):  # another rehearsal uses them, and removing a folder ends its mounts
                fcntl.flock(made, fcntl.LOCK_EX | fcntl.LOCK_NB)
                made.seek(0)
                for place in map(Path, made.read().splitlines()):
                    with suppress(OSError):  # it was removed before, or is not empty
                        place.rmdir()
                made.truncate(0)


def _may_unshare() -> bool:
    tool = shutil.which("unshare")
    return (
        tool is not None and subprocess.run([tool, "--mount", "true"], capture_output=True, check=False).returncode == 0
    )


def _system_python() -> str:
    """Return the Python to set up with: this environment's base, since an environment cannot create another."""
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}")
