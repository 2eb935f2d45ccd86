"""A worker is kept below the container's memory, wherever the container says what that is."""

from __future__ import annotations

import json
import subprocess

import pytest

from autograder.gradescope.cgroups import LEAST, MEMORY, OURS, join, memory_limit, quota, worker_memory

MiB = 1 << 20
GREEDY = b"""

before = weight_gradient
def weight_gradient(inputs, upstream):
    kept = bytearray(1 << 30)
    kept[::4096] = b"x" * len(kept[::4096])
    return before(inputs, upstream)
"""


@pytest.mark.parametrize(
    ("wanted", "container", "given"),
    [
        (2048, None, 2048),
        (2048, 768, 768 - (OURS >> 20)),
        (256, 768, 256),
        (2048, 4096, 2048),
        (2048, 180, LEAST >> 20),
    ],
)
def test_worker_gets_what_the_container_leaves(wanted, container, given):
    assert worker_memory(wanted * MiB, container and container * MiB) == given * MiB


@pytest.mark.parametrize(
    ("membership", "files", "found"),
    [
        ("0::/\n", {"memory.max": "805306368\n"}, 768),
        ("0::/\n", {"memory.max": "max\n"}, None),
        ("0::/user/one\n", {"user/memory.max": "1073741824", "user/one/memory.max": "max"}, 1024),
        ("4:memory:/docker/x\n3:cpu:/\n", {"memory/memory.limit_in_bytes": "805306368"}, 768),
        ("4:cpu,memory:/a\n", {"memory/a/memory.limit_in_bytes": "805306368", "memory/memory.limit_in_bytes": "9223372036854771712"}, 768),
        ("nonsense\n", {"memory.max": "nonsense"}, None),
        ("0::/../..\n", {}, None),
    ],
)  # fmt: skip
def test_limit_is_found_in_either_version_of_control_groups(membership, files, found, tmp_path):
    (tmp_path / "membership").write_text(membership)
    for name, text in files.items():
        (tmp_path / "groups" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "groups" / name).write_text(text)
    limit = memory_limit(tmp_path / "groups", tmp_path / "membership")
    assert limit == (found and found * MiB)


def test_machine_without_control_groups_has_no_limit(tmp_path):
    assert memory_limit(tmp_path / "groups", tmp_path / "membership") is None


@pytest.mark.slow
def test_greedy_function_costs_its_question_and_not_the_run(tree, solution):
    stage = tree("chain_rule")
    stage.submit({"chain_rule.py": solution("chain_rule", "py") + GREEDY})
    with quota() as groups:
        if not any((group / name).is_file() for group in groups for name in ("memory.max", "memory.limit_in_bytes")):
            pytest.skip("control groups for memory are not to be had here")
        command = ["bash", str(stage.root / "source" / "run_autograder")]
        subprocess.run(
            command,
            env=stage.environment,
            capture_output=True,
            timeout=100,
            check=True,
            preexec_fn=lambda: join(groups),
        )
    found = json.loads(stage.results.read_bytes())
    points = {test["name"].split()[0]: test["score"] for test in found["tests"] if "score" in test}
    assert points.pop("q5_upstream") == 0.0
    assert sum(points.values()) == 26.0
    assert f"{MEMORY >> 20}" == "768"
