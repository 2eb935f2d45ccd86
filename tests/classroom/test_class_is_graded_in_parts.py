"""Check that a class graded in shards and merged, or on a Dask cluster, has the grades of one run."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.classroom.arrivals.arrival import Arrival
from autograder.classroom.arrivals.attendance import Roll, Row
from autograder.classroom.cluster import ClusterError, ClusterPool, Parcel, Setting, _objection, report_of_worker
from autograder.classroom.csv_tables import read_table
from autograder.classroom.grade import grade
from autograder.classroom.hand_decisions import HEADINGS as OVERRIDE_HEADINGS
from autograder.classroom.journal import JournalError
from autograder.classroom.journal_rows import Record
from autograder.classroom.judge_process import JudgeTask
from autograder.classroom.shards import Shard, _distinct, _join_tables, merge
from autograder.course import Course
from autograder.intake import Source

CLASS = Path(__file__).parents[1] / "sample_class" / "chain_rule"
NAME = "chain_rule"
KEY = "a key of the cluster's own"


def grades(folder):
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("whole")
    grade(NAME, [CLASS], out, quiet=True)
    return out


def test_a_merge_cannot_be_forged_by_names_of_files(tmp_path):
    """A file called as a merge renames an equal name does not take the record of another student."""
    grades_of = {"a": {"hw": "victim", "b: hw": "mallory"}, "b": {"hw": "another"}}
    records: dict[str, Record] = {}
    for folder, files in grades_of.items():
        for name, sha256 in files.items():
            record = _distinct(records, Record(name, sha256, "", {}, {}, {}, 0.0), Path(folder))
            records[record.submission] = record
    assert sorted(record.submission_sha256 for record in records.values()) == ["another", "mallory", "victim"]


def test_a_merge_keeps_each_decision_whole(tmp_path):
    """A reason may quote a student's text of several lines, one of them like a line of the table."""
    forged = 'see "here":\nmallory,q1,9,good,me\n\nmallory,q1,9,good,me'
    head, rows = (
        OVERRIDE_HEADINGS,
        [["eve", "q1", "1", forged, "ta"], ["ann", "q1", "2", "fine\u2028bob,q1,9,x,y", "ta"]],
    )
    paths = [tmp_path / f"{i}.csv" for i in range(3)]
    for path, separator, encoding in zip(paths, ",;,", ("utf-8", "utf-8-sig", "utf-16")):
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=separator).writerows([head, *rows])
    assert _join_tables(paths, tmp_path / "all.csv", head) == []
    lines, refused = read_table(tmp_path / "all.csv", head)
    assert [[line[h] for h in head] for line in lines] == rows and not refused


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0", "-1/2", "1/2/3"])
def test_shard_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="I/N"):
        Shard.parse(text)


def test_shards_divide_a_class_without_loss():
    arrivals = [
        Arrival(label=f"{i}.ipynb", source=Source(Path(f"{i}.ipynb")), people=(), modified=0.0) for i in range(50)
    ]
    roll = Roll((*tuple(Row(str(i), None, arrival) for i, arrival in enumerate(arrivals)), Row("absent", None, None)))
    parts = [Shard(i, 3).of(roll).rows for i in (1, 2, 3)]
    assert sorted(row.student for part in parts for row in part) == sorted(row.student for row in roll.rows)
    assert all(len(part) > 5 for part in parts)


@pytest.mark.slow
def test_merged_shards_have_the_grades_of_one_run(whole, tmp_path):
    for i in (1, 2):
        grade(NAME, [CLASS], tmp_path / str(i), quiet=True, shard=Shard(i, 2))
    merge([tmp_path / "1", tmp_path / "2"], tmp_path / "all")
    assert grades(tmp_path / "all") == grades(whole)


@pytest.mark.slow
def test_folders_of_two_assignments_are_not_merged(whole, tmp_path):
    grade("participation", [CLASS.parent / "participation"], tmp_path / "other", quiet=True)
    with pytest.raises(JournalError, match="another assignment"):
        merge([whole, tmp_path / "other"], tmp_path / "all")


def test_key_is_not_in_what_a_cluster_is_sent():
    course = Course(key=KEY)
    parcel = Parcel(JudgeTask("ada", Source(Path("ada.py")), "ada"), {"ada.py": b"secret code"})
    sent = repr(Setting.of(NAME, course)) + repr(parcel)
    assert KEY not in sent and "secret" not in sent and "ada" not in repr(parcel)


@pytest.mark.slow
def test_worker_with_another_key_or_grader_or_no_walls_is_not_used(monkeypatch):
    monkeypatch.setenv("NNHW_KEY", KEY)
    report = report_of_worker()
    course = Course(key=KEY)
    assert "key" in _objection(report, Course(key="other"), allow=True)
    assert "version" in _objection(replace(report, grader_sha256="0"), course, allow=True)
    assert "confine" in _objection(replace(report, gaps=("x",)), course, allow=False)
    assert _objection(replace(report, gaps=()), course, allow=False) == ""


@pytest.mark.slow
def test_cluster_that_is_not_there_is_a_sentence():
    pytest.importorskip("distributed")
    with pytest.raises(ClusterError, match="No Dask scheduler answers"):
        ClusterPool("tcp://127.0.0.1:9", NAME, Course())


@pytest.fixture
def cluster(tmp_path):
    """Yield the address of a real scheduler with two worker processes, and these."""
    pytest.importorskip("distributed")
    dask = [str(Path(sys.executable).with_name("dask"))]
    environment = {**os.environ, "NNHW_KEY": KEY}
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    processes = [
        subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                          "--scheduler-file", str(file)], **quiet)
    ]  # fmt: skip
    while not file.exists():
        time.sleep(0.05)
    worker = [*dask, "worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    processes += [subprocess.Popen(worker, env=environment, start_new_session=True, **quiet) for _ in range(2)]
    from distributed import Client

    address = json.loads(file.read_text())["address"]
    with Client(address, timeout=60) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_cluster_that_loses_a_worker_gives_the_grades_of_one_run(cluster, tmp_path, monkeypatch):
    address, workers = cluster
    course = tmp_path / "course.yaml"
    course.write_text(f"key: {KEY}\n")
    grade(NAME, [CLASS], tmp_path / "here", quiet=True, course_file=course)
    many = tmp_path / "class"
    for i in range(8):
        for path in CLASS.iterdir():
            if path.is_file():
                (many / f"{i}{path.name}").parent.mkdir(exist_ok=True)
                (many / f"{i}{path.name}").write_bytes(path.read_bytes())
    grade(NAME, [many], tmp_path / "one", quiet=True, course_file=course)
    pool = ClusterPool(address, NAME, Course(key=KEY))
    submitted = pool.submit

    def kill_in_the_middle(*arguments):
        if not killed and len(sent) > 12:
            killed.append(os.kill(workers[0].pid, signal.SIGKILL))
        sent.append(1)
        return submitted(*arguments)

    killed, sent = [], []
    monkeypatch.setattr(pool, "submit", kill_in_the_middle)
    graded = grade(NAME, [many], tmp_path / "there", quiet=True, course_file=course, executor=pool)
    assert killed and graded.sentences
    assert grades(tmp_path / "there") == grades(tmp_path / "one")
