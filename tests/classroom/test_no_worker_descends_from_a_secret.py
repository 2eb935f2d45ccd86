"""Fork servers come from a process that was started before the course key was read; judges from one that holds it."""

import os
import sys
from pathlib import Path

import pytest

from autograder import course as courses
from autograder.classroom import grade as grading
from autograder.classroom.pool import JudgePool
from autograder.sandbox import ForkServer, Program
from autograder.sandbox.host.fork_server import nursery
from autograder.sandbox.host.nursery import own_nursery

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def family_of_a_judge() -> list[int]:
    """In a judge: its own number, its parent's, that of its fork server's parent, and its worker's parent."""
    with ForkServer(slot=77) as server:
        worker = server.load(Program(("x = 1",)))
        server_pid = server._process.pid
        return [os.getpid(), os.getppid(), parent(server_pid), server_pid, parent(worker._pid)]


def test_fork_servers_are_forked_from_the_nursery_and_judges_from_the_template():
    with nursery():
        root = own_nursery()._process.pid
        with JudgePool(2) as pool:
            first, second = (pool.submit(family_of_a_judge).result() for _ in range(2))
    for judge, template, server_parent, server, worker_parent in (first, second):
        assert server_parent == root and worker_parent == server and template not in (root, judge)
    assert parent_is_gone(root)


def parent_is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


@pytest.mark.slow
def test_the_nursery_is_there_before_the_course_is_read(monkeypatch, tmp_path):
    seen = []

    def load(path):
        seen.append(own_nursery() is not None)
        raise courses.CourseError("far enough")

    monkeypatch.setattr(grading.courses, "load", load)
    with pytest.raises(courses.CourseError):
        grading.grade("forward_backward", [tmp_path])
    assert seen == [True] and own_nursery() is None


@pytest.mark.slow
def test_a_fork_server_that_died_is_replaced_from_the_nursery():
    with nursery(), ForkServer(slot=78) as server:
        first = server._process.pid
        server._process.kill()
        assert server.load(Program(("def f():\n    return 2",))).call("f", ()).value == 2
        assert server._process.pid != first and parent(server._process.pid) == own_nursery()._process.pid


@pytest.mark.slow
def test_a_fork_server_starts_alone_where_the_nursery_ended():
    with nursery():
        own_nursery()._process.kill()
        own_nursery()._process.wait()
        with ForkServer(slot=79) as server:
            assert server.load(Program(("def f():\n    return 2",))).call("f", ()).value == 2
