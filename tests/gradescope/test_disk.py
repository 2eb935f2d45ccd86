"""run_autograder where the results cannot be written: what was there stays, and what is printed says so."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from autograder.gradescope.rehearsal import faults


@pytest.mark.slow
def test_full_disk_keeps_what_was_there(tree, solution):
    stage = tree("chain_rule")
    results = str(stage.root / "results")
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", results], check=False).returncode
    ):
        pytest.skip("a file system of one page needs the right to mount")
    try:
        data = stage.grade({"chain_rule.py": solution("chain_rule", "py")})
    finally:
        subprocess.run(["umount", "-l", results], check=True)
    assert json.loads(data)["score"] == 0.0 and faults(data) == []
    assert "could not be replaced" in stage.printed


@pytest.mark.slow
def test_results_folder_that_is_read_only_leaves_the_points_in_what_is_printed(tree, solution):
    stage = tree("chain_rule")
    stage.submit({"chain_rule.py": solution("chain_rule", "py")})
    results = str(stage.root / "results")
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", results], check=False).returncode
    ):
        pytest.skip("a read-only file system needs the right to mount")
    try:
        process = stage.start()
        printed = process.communicate(timeout=100)[0].decode()
    finally:
        subprocess.run(["umount", "-l", results], check=True)
    assert process.returncode == 0
    assert "results.json could not be replaced: [Errno 30] Read-only file system" in printed
    assert "Judged, but not saved: q1_structure 5, q2_local_partials 4.5" in printed
    assert "Traceback" not in printed


@pytest.mark.slow
def test_disk_that_is_full_from_the_start_leaves_the_images_own_result(tree, solution):
    stage = tree("chain_rule")
    results = str(stage.root / "results")
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", results], check=False).returncode
    ):
        pytest.skip("a small file system needs the right to mount")
    try:
        subprocess.run(
            ["bash", str(stage.root / "source" / "run_autograder"), "first"], env=stage.environment, check=True
        )
        (stage.root / "results" / "filler").write_bytes(b"x" * 4096)
        data = stage.grade({"chain_rule.py": solution("chain_rule", "py")})
    finally:
        subprocess.run(["umount", "-l", results], check=True)
    assert json.loads(data)["score"] == 0.0 and faults(data) == []
    assert "could not be graded" in json.loads(data)["output"]
