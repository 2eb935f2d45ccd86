"""Judge on a Dask cluster, with an executor whose tasks carry files as bytes, in batches, and never the course key.

    nnhw grade forward_backward export.zip --cluster tcp://10.0.0.5:8786

Start workers with one thread for each submission to be judged at a time (`dask worker ADDRESS --nthreads 1`). They need
nnhw, and the course key in the environment variable NNHW_KEY or in the file that NNHW_KEY_FILE names. Each worker first
reports its version of the grader, a fingerprint of its key, and its protection against student code. A worker is not
used if grader or key differ or, unless this is allowed, if it cannot confine student code. A lost worker costs a retry.
Results are written to the journal as they arrive.
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

from autograder.classroom.journal_rows import Record
from autograder.classroom.judge_process import JudgeProcess, JudgeTask
from autograder.classroom.pool import JudgeDied, JudgePool
from autograder.course import Course, from_text, to_text
from autograder.intake import Unreadable
from autograder.intake.safe_archive import handed_in
from autograder.judge.grader_version import grader_sha256
from autograder.sandbox import ForkServer, SandboxError
from autograder.sandbox.kernel.platform_limits import unenforced

BATCH = 8  # submissions in one task; fewer cost more messages, more make a lost worker more expensive
BATCH_BYTES = 8_000_000
PATIENCE = 0.1  # seconds after which a batch is sent before it is full
CONNECT = 20.0  # seconds


class ClusterError(RuntimeError):
    """Report that the cluster cannot be used; the text has the reason and the next step."""


@dataclass(frozen=True)
class Setting:
    """What a worker receives about a run: the assignment, and the course without its key."""

    name: str
    course: str

    @classmethod
    def of(cls, name: str, course: Course) -> Setting:
        """Return the setting of assignment `name`, without the course key."""
        return cls(name, to_text(replace(course, key="held by each worker"), name))


@dataclass(frozen=True)
class Parcel:
    """One submission in transit: its task and its files, or the sentence why they cannot be read."""

    task: JudgeTask
    files: dict[str, bytes]
    unreadable: str = ""

    def __repr__(self) -> str:
        """Return a text without names and content, as it reaches logs and the dashboard."""
        return f"Parcel({len(self.files)} files, {self.size} bytes)"

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(map(len, self.files.values()))


@dataclass(frozen=True)
class WorkerReport:
    """A worker's report about itself: its grader, the hash of its key, and what it cannot enforce."""

    grader_sha256: str
    key_sha256: str
    gaps: tuple[str, ...]


class ClusterPool(Executor):
    """Run `judge_task` on a Dask cluster.

    Args:
        address: The address of the scheduler.
        name: The name of the assignment.
        course: The course with its key; workers must have the same key.
        allow_unconfined: True to use workers that cannot confine student code.

    Raises:
        ClusterError: No scheduler answers, or no worker can be used.
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
        """Schedule `judge_task(task)`. The submission's files are read in this process and sent as bytes."""
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
        """Disconnect from the cluster; workers end the judges that they started."""
        self._flush()
        self._client.close()

    def _flush(self) -> None:
        with self._lock:
            self._send()

    def _send(self) -> None:
        """Send the waiting submissions as one task. The caller must hold the lock."""
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
    """Return the submission of `task` as bytes, without its location on this machine."""
    bare = replace(task, source=replace(task.source, root=Path(task.source.root.name), members=None))
    try:
        return Parcel(bare, handed_in(task.source, task.source.root.name))
    except Unreadable as error:
        return Parcel(bare, {}, str(error))


def _settle(done: Any, futures: Sequence[Future[Any]]) -> None:
    """Set the outcomes of a batch on its futures; if the batch is lost, set JudgeDied on all of them."""
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
    """Return sentences about workers that are not used, and the addresses of the others.

    Raises:
        ClusterError: No worker can be used.
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


# The functions below run on a worker of the cluster.


def key_of_worker() -> str:
    """Return the course key of this worker, or an empty string."""
    file = os.environ.get("NNHW_KEY_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError:
            return ""
    return os.environ.get("NNHW_KEY", "")


def report_of_worker() -> WorkerReport:
    """Return the report of this worker: its grader, the hash of its key, and what it cannot enforce."""
    try:
        with ForkServer() as server:
            gaps = unenforced(tuple(server.protection))
    except SandboxError as error:
        gaps = (str(error),)
    return WorkerReport(grader_sha256(), Course(key=key_of_worker()).key_sha256, gaps)


_pools: dict[Setting, JudgePool] = {}
_pools_lock = threading.Lock()


def judge_batch(setting: Setting, parcels: Sequence[Parcel]) -> list[Record | BaseException | None]:
    """Judge each parcel in a judge process of this worker; return records, or an exception where a judge died."""
    pool = _pool_of(setting)
    futures = [pool.submit(judge_parcel, parcel) for parcel in parcels]
    return [future.exception() or future.result() for future in futures]


def _pool_of(setting: Setting) -> JudgePool:
    """Return this worker's pool of judges for `setting`; it is started once."""
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
    """Create the judge of a judge process; this is the initializer of a worker's pool."""
    global _judge
    from autograder.sandbox.kernel.platform_limits import hide_memory

    hide_memory()
    _judge = JudgeProcess(setting.name, replace(from_text(setting.course), key=key_of_worker()))


def judge_parcel(parcel: Parcel) -> Record | None:
    """Return the record of a submission, or None if its known record is still valid."""
    assert _judge is not None, "start_cluster_judge comes first"
    if parcel.unreadable:
        return _judge.unreadable(parcel.task, parcel.unreadable, {})
    return _judge.judge_files(parcel.task, parcel.files)
