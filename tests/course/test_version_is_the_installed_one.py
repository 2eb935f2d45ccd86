"""The version is read without `importlib.metadata`, which takes long to import, and is the same."""

import subprocess
import sys
from importlib import metadata

import pytest

from autograder import extras


def test_it_is_the_one_that_pip_knows():
    assert extras.version() == metadata.version("nnhw")


@pytest.mark.slow
def test_a_run_does_not_import_the_metadata():
    code = (
        "import autograder.class_commands, autograder.classroom.grade, autograder.extras as e, sys; e.version(); "
        "sys.exit('importlib.metadata' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
