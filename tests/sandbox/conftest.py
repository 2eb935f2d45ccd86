import pytest

from autograder.sandbox import ForkServer, Limits, Program

QUICK = Limits(call=1.0, cell=2.0, load=10.0)


@pytest.fixture(scope="session")
def server():
    with ForkServer(QUICK, slot=40) as server:
        yield server


@pytest.fixture
def load(server):
    """Return a function that loads cells as a notebook; all workers are closed at the end of the test."""
    workers = []

    def load(*cells, replace=None, **program):
        workers.append(server.load(Program(cells=cells, **program), replace))
        return workers[-1]

    yield load
    for worker in workers:
        worker.close()
