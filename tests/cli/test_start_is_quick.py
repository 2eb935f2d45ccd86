"""Help, version and mistyped commands are answered without NumPy, which takes longer to import than all else."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("words", [["--help"], ["grade", "--help"], ["--version"], ["grad"]], ids=" ".join)
def test_no_answer_of_the_parser_imports_numpy(words):
    code = (
        "import sys, atexit, nnhw\n"
        "atexit.register(lambda: print('HEAVY', sorted({'numpy', 'yaml', 'autograder.course'} & set(sys.modules)), file=sys.stderr))\n"
        f"sys.argv[1:] = {words}\nsys.exit(nnhw.main())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "HEAVY []" in ended.stderr, ended.stderr


def test_a_mistyped_command_gets_the_nearest_one():
    ended = subprocess.run([sys.executable, "-m", "autograder", "grad"], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2 and ended.stderr == "nnhw: unknown command 'grad'; did you mean grade?\n"
