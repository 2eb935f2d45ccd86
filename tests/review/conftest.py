"""Provide reviews of made-up folders, as queues and as a running server."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.review.made_folders import reviewable, words

pytest.importorskip("starlette", reason="the extra review is not installed")
from autograder.review.serve import open_queues

ROOT = Path(__file__).parents[2]


@pytest.fixture
def queues_of(tmp_path):
    """Return a function that makes the queues of a new folder, with `queues.folder`."""
    stores = []

    def queues_of(answers, graders=(), twice=0, folder=None, **more):
        folder = folder or reviewable(tmp_path / "graded", answers, **more)
        overflow = tmp_path / "overflow"
        overflow.mkdir(exist_ok=True)
        course, queues, store, refused = open_queues(folder, overflow, graders, twice)
        stores.append(store)
        queues.folder, queues.refused, queues.course = folder, refused, course
        return queues

    yield queues_of
    for store in stores:
        store.close()


class Served:
    """A process that runs `nnhw review`, and may be killed and started again."""

    def __init__(self, folder, *options):
        self.folder, self._command = folder, [sys.executable, str(ROOT / "nnhw.py"), "review", str(folder), *options]
        self.start()

    def start(self):
        self._log = self.folder.parent / "server.log"
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                self._command, stdout=log, stderr=log, env={**os.environ, "PYTHONUNBUFFERED": "1"}
            )
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            found = re.search(r"Open (http://127\.0\.0\.1:\d+/\S+/)", self._log.read_text())
            if found:
                self.address = found[1]
                self.port = re.search(r":(\d+)/", self.address)[1]
                return
            time.sleep(0.05)
        raise AssertionError(self._log.read_text())

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Ctrl-C; what it printed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        return self._log.read_text()


@pytest.fixture
def serve(tmp_path):
    """Return a function that starts a server on a new folder."""
    running = []

    def serve(answers, *options, **more):
        running.append(Served(reviewable(tmp_path / "graded", answers, **more), "--port", "0", *options))
        return running[-1]

    yield serve
    for one in running:
        one.stop()


@pytest.fixture
def sixty():
    return [words(number) for number in range(60)]
