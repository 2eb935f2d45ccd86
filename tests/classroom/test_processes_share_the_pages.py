"""Check that judge processes write students' files with the same bytes, whatever happens to a process."""

from concurrent.futures import Executor, Future

import pytest

from autograder.classroom.outputs import write_outputs
from autograder.classroom.pages.student_pages import BATCH, FILES, UNDER_WAY
from autograder.classroom.pool import JudgeDied, JudgePool
from autograder.course import Course
from tests.classroom.graded_folders import graded_folder

SIZE = BATCH * (UNDER_WAY + 1) + 3


class Counting(Executor):
    """Hands on to another executor, or fails every task with an error."""

    def __init__(self, inner=None, error=None):
        self.inner, self.error, self.count = inner, error, 0

    def submit(self, fn, /, *args):
        self.count += 1
        if self.inner is not None:
            return self.inner.submit(fn, *args)
        future = Future()
        future.set_exception(self.error)
        return future


def files(folder, pool=None, size=SIZE):
    with graded_folder(folder, size) as journal:
        write_outputs(journal, Course(), pool)
        stamps = {student for student in journal.students() if journal.stamp_of(student)}
    found = {path.relative_to(folder): path.read_bytes() for path in folder.glob("results/*/*")}
    assert len(found) == size * len(FILES) and len(stamps) == size
    return found


@pytest.mark.slow
def test_a_pool_writes_the_same_bytes(tmp_path):
    with JudgePool(2) as processes:
        pool = Counting(processes)
        assert files(tmp_path / "shared", pool) == files(tmp_path / "alone")
    assert pool.count == UNDER_WAY + 1


@pytest.mark.slow
def test_what_a_process_dies_of_is_written_here(tmp_path):
    pool = Counting(error=JudgeDied("signal SIGKILL"))
    assert files(tmp_path / "shared", pool) == files(tmp_path / "alone") and pool.count == UNDER_WAY + 1


def test_a_small_class_asks_no_process(tmp_path):
    pool = Counting(error=AssertionError("asked"))
    assert files(tmp_path / "class", pool, BATCH - 1)


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_to_is_said_as_without_a_pool(tmp_path):
    with JudgePool(1) as pool, graded_folder(tmp_path / "class", SIZE) as journal:
        (tmp_path / "class" / "results").write_text("a file where the folder should be")
        with pytest.raises(OSError):
            write_outputs(journal, Course(), pool)
