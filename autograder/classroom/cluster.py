"""Judging on a Dask cluster: an executor whose tasks carry bytes, in batches, and never the course key.

    nnhw grade forward_backward export.zip --cluster tcp://10.0.0.5:8786

Start workers with one thread for each submission that may be judged at a time (`dask worker ADDRESS --nthreads 1`), nnhw
installed, and the course key in the environment as NNHW_KEY or in a file that NNHW_KEY_FILE names. Each worker is asked
first which grader it runs, a fingerprint of its key, and what confines student code there; it is not used if grader or key
differ, and, unless allowed, if it cannot confine. A lost worker costs a retry; results land in the one journal as they come.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.classroom.journal import Record
from autograder.classroom.judge_process import JudgeProcess, JudgeTask
from autograder.classroom.pool import JudgeDied, JudgePool
from autograder.course import Course, from_text, to_text
from autograder.intake import Unreadable
from autograder.intake.safe_archive import gather
from autograder.judge.grader_version import grader_sha256
from autograder.sandbox import ForkServer, SandboxError
from autograder.sandbox.kernel.platform_limits import unenforced

# Submissions in one task of the cluster: fewer cost more messages, more make a lost worker dearer.
BATCH = 8
BATCH_BYTES = 8_000_000
# Seconds after which a batch that is not full is sent.
PATIENCE = 0.1
CONNECT = 20.0  # s


class ClusterError(RuntimeError):
    """The cluster cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Setting:
    """What a worker is told about a run: the assignment, and the course without its key."""

    name: str
    course: str

    @classmethod
    def of(cls, name: str, course: Course) -> Setting:
        """Return the setting of assignment `name`; the key stays here."""
        return cls(name, to_text(replace(course, key="held by each worker"), name))


@dataclass(frozen=True)
class Parcel:
    """One submission on its way: its task and its files, or the sentence that says why they cannot be read."""

    task: JudgeTask
    files: dict[str, bytes]
    unreadable: str = ""

    def __repr__(self) -> str:
        """Return no name and no content: a repr reaches logs and the dashboard."""
        return f"Parcel({len(self.files)} files, {self.size} bytes)"

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(map(len, self.files.values()))


@dataclass(frozen=True)
class WorkerReport:
    """What a worker says about itself before it is used."""

    grader_sha256: str
    key_sha256: str
    gaps: tuple[str, ...]


class ClusterPool(Executor):
    """Run `judge_task` on a Dask cluster.

    Args:
        address: of the scheduler.
        name: the assignment.
        course: with the key, whose fingerprint workers must share.
        allow_unconfined: also use workers that cannot confine student code.

    Raises:
        ClusterError: no scheduler answers, or no worker can be used.
    """

    def __init__(self, address: str, name: str, course: Course, *, allow_unconfined: bool = False) -> None:
        self._client = _connected(address)
        self._setting = Setting.of(name, course)
        try:
            self.sentences, self._workers = _chosen(self._client.run(report_of_worker), course, allow_unconfined)
        except BaseException:
            self._client.close()
            raise
        self.width = 2 * BATCH * len(self._workers)
        self._lock = threading.Lock()
        self._waiting: list[tuple[Parcel, Future[Any]]] = []
        self._timer: threading.Timer | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Schedule `judge_task(task)`; the submission's files are read here and sent as bytes."""
        (task,) = args
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            self._waiting.append((_packed(task), future))
            full = len(self._waiting) >= BATCH or sum(parcel.size for parcel, _ in self._waiting) > BATCH_BYTES
            if task.again or full:
                self._send()
            elif self._timer is None:
                self._timer = threading.Timer(PATIENCE, self._flush)
                self._timer.daemon = True
                self._timer.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; workers end the judges they started."""
        self._flush()
        self._client.close()

    def _flush(self) -> None:
        with self._lock:
            self._send()

    def _send(self) -> None:
        """Send what is waiting as one task; call it with the lock held."""
        self._timer = None
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        parcels, futures = [parcel for parcel, _ in batch], [future for _, future in batch]
        answer = self._client.submit(
            judge_batch, self._setting, parcels, key=f"nnhw-{os.urandom(8).hex()}", workers=self._workers, pure=False
        )
        answer.add_done_callback(lambda done: _settle(done, futures))


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError('--cluster needs Dask: pip install "nnhw[cluster]".') from None
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(f"No Dask scheduler answers at {address} ({error}).") from None


def _packed(task: JudgeTask) -> Parcel:
    """Return the submission of `task` as bytes; its place on this machine is not sent."""
    bare = replace(task, source=replace(task.source, root=Path(task.source.root.name), members=None))
    try:
        return Parcel(bare, gather(task.source, task.source.root.name))
    except Unreadable as error:
        return Parcel(bare, {}, str(error))


def _settle(done: Any, futures: Sequence[Future[Any]]) -> None:
    """Hand a batch's outcomes to the futures that wait for them; a batch that was lost for good fails them all."""
    try:
        outcomes = done.result()
    except Exception as error:
        outcomes = [JudgeDied(f"the cluster lost it ({type(error).__name__})")] * len(futures)
    for future, outcome in zip(futures, outcomes):
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
    done.release()


def _chosen(reports: dict[str, WorkerReport], course: Course, allow: bool) -> tuple[tuple[str, ...], list[str]]:
    """Return sentences about workers that are not used, and the addresses of those that are.

    Raises:
        ClusterError: none can be used.
    """
    sentences, chosen = [], []
    for address, report in sorted(reports.items()):
        why = _objection(report, course, allow)
        if why:
            sentences.append(f"Worker {address} is not used: {why}")
        else:
            chosen.append(address)
    if not chosen:
        raise ClusterError(" ".join(("No worker of the cluster can be used.", *(sentences or ["None is connected."]))))
    return tuple(sentences), chosen


def _objection(report: WorkerReport, course: Course, allow: bool) -> str:
    if report.grader_sha256 != grader_sha256():
        return "it runs another version of the grader. Install the same one."
    if report.key_sha256 != course.key_sha256:
        return "it holds another course key, or none. Set NNHW_KEY or NNHW_KEY_FILE where it is started."
    if report.gaps and not allow:
        return (
            f"it cannot confine student code ({' '.join(report.gaps)}) Use --allow-unconfined to use it all the same."
        )
    return ""


# What follows runs on a worker of the cluster.


def key_of_worker() -> str:
    """Return the course key that this worker was given; empty without one."""
    file = os.environ.get("NNHW_KEY_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError:
            return ""
    return os.environ.get("NNHW_KEY", "")


def report_of_worker() -> WorkerReport:
    """Return which grader and key this worker holds, and what it cannot enforce."""
    try:
        with ForkServer() as server:
            gaps = unenforced(tuple(server.protection))
    except SandboxError as error:
        gaps = (str(error),)
    return WorkerReport(grader_sha256(), Course(key=key_of_worker()).key_sha256, gaps)


_pools: dict[Setting, JudgePool] = {}
_pools_lock = threading.Lock()


def judge_batch(setting: Setting, parcels: Sequence[Parcel]) -> list[Record | BaseException | None]:
    """Judge each parcel in a judge process of this worker; an exception stands for a judge that died."""
    pool = _pool_of(setting)
    futures = [pool.submit(judge_parcel, parcel) for parcel in parcels]
    return [future.exception() or future.result() for future in futures]


def _pool_of(setting: Setting) -> JudgePool:
    """Return this worker's judges for `setting`, started once."""
    with _pools_lock:
        if setting not in _pools:
            for other in list(_pools):
                _pools.pop(other).shutdown()
            _pools[setting] = JudgePool(_threads(), start_cluster_judge, (setting,))
            atexit.register(_pools[setting].shutdown)
        return _pools[setting]


def _threads() -> int:
    from distributed import get_worker

    return int(get_worker().state.nthreads)


_judge: JudgeProcess | None = None


def start_cluster_judge(setting: Setting) -> None:
    """Start the judge of a judge process; the initializer of a worker's pool."""
    global _judge
    from autograder.sandbox.kernel.platform_limits import hide_memory

    hide_memory()
    _judge = JudgeProcess(setting.name, replace(from_text(setting.course), key=key_of_worker()))


def judge_parcel(parcel: Parcel) -> Record | None:
    """Return the record of a submission; None if the known one still holds."""
    assert _judge is not None, "start_cluster_judge comes first"
    if parcel.unreadable:
        return _judge.unreadable(parcel.task, parcel.unreadable, {})
    return _judge.judge_files(parcel.task, parcel.files)
