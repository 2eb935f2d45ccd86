"""Running a Python program as root, as root in a container, or as an ordinary user, as far as this machine allows.

"container" is root with Docker's default capabilities, as on Gradescope: no namespaces of its own. "stripped" is root
without any capability.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

NOBODY = 65534
OWN_TMP = "tmp"
TEMPORARY = ("/var/tmp", "/dev/shm", "/tmp")
CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x00020000, 4096, 16384, 1 << 18
PR_CAPBSET_DROP, PR_SET_PDEATHSIG = 24, 1
# chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, net_raw, sys_chroot, mknod,
# audit_write, setfcap
DOCKER = {0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31}
AVAILABLE = ["root", "container", "unprivileged"] if os.geteuid() == 0 else ["unprivileged"]


def run(mode: str, arguments: list[str], **options: object) -> int:
    """Run `python ARGUMENTS` in `mode`; its exit status."""
    return start(mode, arguments, **options).wait()


def start(mode: str, arguments: list[str], **options: object) -> subprocess.Popen:
    """Start `python ARGUMENTS` in `mode`."""
    changes = {
        "container": lambda: keep_capabilities(DOCKER),
        "stripped": lambda: keep_capabilities(set()),
        "unprivileged": become_nobody,
    }
    change = changes.get(mode) if os.geteuid() == 0 else None
    environment = {
        **os.environ,
        "MPLCONFIGDIR": tempfile.gettempdir(),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NNHW_MODE": mode,
    }
    return subprocess.Popen([sys.executable, *arguments], env=environment, preexec_fn=change, **options)


def keep_capabilities(kept: set[int]) -> None:
    """Let the program to be executed have no capability but these."""
    library = ctypes.CDLL(None, use_errno=True)
    for capability in set(range(41)) - kept:
        library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def become_nobody(user: int = NOBODY) -> None:
    """Become `user`, an ordinary one, who can read this Python even if it lies below a directory closed to others."""
    library = ctypes.CDLL(None, use_errno=True)
    closed = sorted({top for path in _needed() if (top := _closed_above(path))})
    if closed:
        _check(library.unshare(CLONE_NEWNS))
        _check(library.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    for top in closed:
        inside = [path for path in _needed() if path.is_relative_to(top)]
        aside = [Path(tempfile.mkdtemp()) for _ in inside]
        for path, place in zip(inside, aside):
            _check(library.mount(bytes(path), bytes(place), None, MS_BIND | MS_REC, None))
        _check(library.mount(b"none", bytes(top), b"tmpfs", 0, b"mode=755"))
        for path, place in zip(inside, aside):
            path.mkdir(parents=True, exist_ok=True)
            _check(library.mount(bytes(place), bytes(path), None, MS_BIND | MS_REC, None))
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    os.environ["HOME"] = tempfile.gettempdir()


def _take_own_temporary_places(folder: Path) -> None:
    """Where `folder`, which lies in one of them, holds a folder OWN_TMP: let that be all places that anybody writes to.

    Needs a mount namespace of our own.
    """
    own = folder / OWN_TMP
    if own.is_dir():
        library = ctypes.CDLL(None, use_errno=True)
        for path in (folder, *_needed()):  # the project itself may have been put there
            for place in filter(path.is_relative_to, TEMPORARY):
                (own / path.relative_to(place)).mkdir(parents=True)
                _check(library.mount(bytes(path), bytes(own / path.relative_to(place)), None, MS_BIND | MS_REC, None))
        for place in TEMPORARY:
            _check(library.mount(bytes(own), place.encode(), None, MS_BIND | MS_REC, None))


def _needed() -> list[Path]:
    """The interpreter's own tree, the environment's, and the repository's; none inside another."""
    places = {
        Path(sys.base_prefix),
        Path(sys.prefix),
        Path(sysconfig.get_path("stdlib")),
        Path(__file__).resolve().parents[2],
    }
    return sorted(p for p in places if not any(p != q and p.is_relative_to(q) for q in places))


def _closed_above(path: Path) -> Path | None:
    """The topmost directory above `path` that others may not pass through."""
    return next((p for p in reversed(path.parents) if not p.stat().st_mode & 0o001), None)


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), "cannot prepare an unprivileged run")


def main() -> int:
    """`python modes.py USER FOLDER ARGUMENTS...`: run Python with ARGUMENTS in FOLDER as an ordinary user, within bounds."""
    user, folder, arguments = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    _take_own_temporary_places(Path(folder))
    become_nobody(user)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # a change of user has taken it away
    for limit, value in (("AS", 4 << 30), ("NPROC", 300), ("FSIZE", 100 << 20), ("CPU", 60)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{limit}"), (value, value))
    environment = {**os.environ, "HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
