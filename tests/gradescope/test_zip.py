"""The zip: the same bytes every time, otter's own layout, the declared points, no conda, no browser, no secret abroad."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile

import pytest
from otter.nbmeta_config import NBMetadataConfig
from otter.test_files import create_test_file

from autograder import gradescope, package_files, questions
from autograder.content.percent_source import ContentError
from autograder.course import AssignmentSettings, Course, from_text, load, to_text
from autograder.gradescope import package
from autograder.gradescope import wheels as wheel_module
from autograder.gradescope.run import otter_config, read_config
from autograder.gradescope.wheels import for_python
from autograder.otter_adapter.authoring import full_test_file, possible_points
from autograder.otter_adapter.judged import VERDICTS
from autograder.otter_adapter.plugin import CELL

NAMES = questions.names()
OTTERS_MEMBERS = {"run_autograder", "run_otter.py", "setup.sh", "environment.yml", "otter_config.json"}


def members(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_two_builds_are_the_same_bytes_wherever_and_whenever(tmp_path, monkeypatch, archive):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr(time, "time", lambda: 2e9)
    again = gradescope.build("chain_rule", Course(key="the key of these tests"), tmp_path / "elsewhere")
    assert again.read_bytes() == archive("chain_rule").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_zip_has_otters_layout_and_the_declared_points(name, archive):
    found = members(archive(name))
    assignment = questions.find(name)
    tests = {file: data for file, data in found.items() if file.startswith("tests/")}
    assert set(found) > OTTERS_MEMBERS
    assert possible_points(tests) == {f"tests/{q.id}.py": q.points for q in assignment.questions if not q.by_hand}


def test_set_up_needs_no_conda_no_browser_and_no_latex(archive):
    script = members(archive("chain_rule"))["setup.sh"].decode().lower()
    assert not [
        word for word in ("conda", "mamba", "playwright", "chromium", "latex", "wget", "curl") if word in script
    ]
    assert "--require-hashes" in script


def test_there_is_a_lock_for_each_python_with_hashes_and_no_address(archive):
    found = members(archive("chain_rule"))
    for python in ("310", "311", "312", "313"):
        lock = found[f"requirements.grade-py{python}.txt"].decode()
        assert "--hash=sha256:" in lock
        assert "://" not in lock


def test_scripts_are_executable_and_start_as_bash(archive):
    with zipfile.ZipFile(archive("chain_rule")) as found:
        for name in ("run_autograder", "setup.sh"):
            assert found.getinfo(name).external_attr >> 16 & 0o111 == 0o111
            assert subprocess.run(["bash", "-n"], input=found.read(name), check=False).returncode == 0


STRAYS = (
    ".ipynb_checkpoints/judge-checkpoint.py", ".judge.py.swp", "#judge.py#", "judge.py~", "judge.orig.py", "judge (1).py",
    "judge.pyc", "__pycache__/judge.cpython-311.pyc", ".DS_Store", "notes.txt", "Untitled.ipynb", "old/judge.py",
    "data (copy).npz", "course-2026.yaml",
)  # fmt: skip


@pytest.mark.slow
def test_wheel_takes_no_file_that_only_lies_in_its_packages(tmp_path, monkeypatch):
    package = shutil.copytree(package_files.PACKAGE, tmp_path / "autograder")
    reference = shutil.copytree(wheel_module.REFERENCE, tmp_path / "reference_impl")
    monkeypatch.setattr(package_files, "PACKAGE", package)
    monkeypatch.setattr(wheel_module, "REFERENCE", reference)
    clean = wheel_module.wheel("chain_rule")
    for stray in STRAYS:
        for room in (package / "judge", package / "questions", reference):
            (room / stray).parent.mkdir(exist_ok=True)
            (room / stray).write_bytes(b"raise SystemExit")
    assert wheel_module.wheel("chain_rule") == clean


def test_wheel_holds_what_grading_imports_and_no_tool_of_ours(archive):
    inside = wheel_of(archive("chain_rule"))
    modules = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in inside if name.endswith(".py")
    }
    for room in ("judge", "sandbox", "intake", "questions", "checks"):
        folder = package_files.PACKAGE / room
        assert {f"autograder.{room}.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__"} <= modules
    unwanted = "cli commands selftest classroom content gradescope.rehearsal gradescope.package otter_adapter.authoring"
    assert not [name for name in modules if name.startswith(tuple(f"autograder.{one}" for one in unwanted.split()))]
    assert "autograder/course.yaml" not in inside


def wheel_of(path) -> dict[str, bytes]:
    found = members(path)
    return members(io.BytesIO(next(data for name, data in found.items() if name.endswith(".whl"))))


def test_wheel_lists_every_file_with_its_hash(archive):
    inside = wheel_of(archive("chain_rule"))
    record = next(data for name, data in inside.items() if name.endswith("/RECORD")).decode()
    listed = dict(line.rsplit(",", 2)[:2] for line in record.splitlines())
    assert set(listed) == set(inside)
    for name, digest in listed.items():
        if digest:
            assert (
                digest
                == "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(inside[name]).digest()).rstrip(b"=").decode()
            )


def test_pip_installs_the_wheel(archive, tmp_path):
    wheel = next((name, data) for name, data in members(archive("chain_rule")).items() if name.endswith(".whl"))
    (tmp_path / wheel[0].removeprefix("requirements.")).write_bytes(wheel[1])
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(tmp_path / "there"),
    ]
    done = subprocess.run([*command, str(next(tmp_path.glob("*.whl")))], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "there" / "autograder" / "gradescope" / "run.py").is_file()


@pytest.mark.slow
def test_grader_runs_on_numpy_and_yaml_alone(archive, tmp_path):
    zipfile.ZipFile(
        io.BytesIO(next(d for n, d in members(archive("chain_rule")).items() if n.endswith(".whl")))
    ).extractall(tmp_path)
    program = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in ('otter', 'nbformat', 'pandas', 'IPython', 'jupytext', 'jsonschema', 'latex2mathml'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "import autograder.gradescope.run, autograder\n"
        "print(autograder.__file__)\n"
    )
    environment = {"PYTHONPATH": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path))


COURSES = [
    Course(),
    Course("Été", "a key with 'quotes\" and ∂", "never", "hidden"),
    Course(
        settings={
            "chain_rule": AssignmentSettings(omit=("q1_structure",), points={"q5_upstream": 3.5}, limits={"call": 9.0})
        }
    ),
]


@pytest.mark.parametrize("course", COURSES)
def test_course_comes_back_from_the_zip_as_it_went_in(course):
    name, found = read_config(json.loads(json.dumps(otter_config("chain_rule", course))))
    assert (name, found.key, found.hints, found.visibility) == (
        "chain_rule",
        course.key,
        course.hints,
        course.visibility,
    )
    assert found.of("chain_rule") == course.of("chain_rule")


def test_due_date_comes_back_with_its_time_zone(tmp_path):
    (tmp_path / "course.yaml").write_text("assignments:\n  chain_rule:\n    due: 2027-05-22 23:59 -0700\n")
    course = load(tmp_path / "course.yaml", environment={})
    assert from_text(to_text(course, "chain_rule")).of("chain_rule").due == course.of("chain_rule").due


def test_key_in_the_environment_does_not_change_a_zip_that_is_built(monkeypatch):
    monkeypatch.setenv("NNHW_KEY", "another")
    assert from_text(to_text(Course(key="first"), "chain_rule")).key == "first"


def test_build_refuses_points_that_otter_reads_otherwise(monkeypatch, tmp_path):
    monkeypatch.setattr(package, "full_test_file", lambda question, parts: full_test_file(question, [parts[0]]))
    (tmp_path / "chain_rule-autograder.zip").write_bytes(b"of last week")
    with pytest.raises(ContentError, match=r"otter reads .* points from tests/q1_structure.py, expected 5"):
        gradescope.build("chain_rule", Course(), tmp_path)
    assert not list(tmp_path.iterdir())


SPECIAL = r"""`a` "b" 'c' \n \\ {0} {} %s %(d)s <b>&amp;</b> ∂σ″ 名 ''' """ + '"' * 3


def test_special_characters_survive_in_otters_test_files(tmp_path):
    """A name with a quote once made a file that did not parse; two names that are alike as Python names lost one's points."""
    parts = [(SPECIAL, 1.5), ("dv/da", 1.0), ("dv da", 1.0), ("∂", 0.5), ("″", 0.25)]
    (tmp_path / "q1.py").write_text(full_test_file("q1", parts), encoding="utf-8")
    found = create_test_file(str(tmp_path / "q1.py"), NBMetadataConfig())
    assert found.possible == 4.25
    assert [case.name for case in found.test_cases][::2] == [f"q1 · {name}" for name, _ in parts]
    sentences = {name: {"public": "", "hidden": f"{name} is wrong. {SPECIAL}"} for name, _ in parts}
    environment: dict[str, object] = {}
    text = json.dumps({"questions": {"q1": sentences}, "message": SPECIAL})
    exec(CELL.format(name=VERDICTS, text=text), environment)
    found.run(environment)
    told = [result.message for result in found.test_case_results if not result.passed]
    assert len(told) == len(parts)
    assert all(sentences[name]["hidden"] in message for (name, _), message in zip(parts, told))


def test_build_refuses_a_test_file_that_does_not_parse(monkeypatch, tmp_path):
    monkeypatch.setattr(package, "full_test_file", lambda question, parts: "OK_FORMAT = (")
    with pytest.raises(ContentError, match="a test file of chain_rule does not parse"):
        gradescope.build("chain_rule", Course(), tmp_path)


def test_build_refuses_to_go_without_a_lock(monkeypatch, tmp_path):
    monkeypatch.setattr(package, "LOCKS", tmp_path / "locks")
    with pytest.raises(ContentError, match=r"locks/grade-py310.txt is missing: run make update"):
        gradescope.build("chain_rule", Course(), tmp_path)


@pytest.mark.slow
def test_build_refuses_to_go_without_a_wheel(monkeypatch, tmp_path):
    for name, value in {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(
        ContentError, match=r"the wheels for Python 3\.10 could not be fetched: No matching distribution"
    ):
        gradescope.build("chain_rule", Course(), tmp_path, offline=True)


def test_lock_for_another_python_keeps_what_holds_there():
    lock = "a==1 ; python_full_version < '3.11' \\\n    --hash=sha256:1\na==2 ; python_full_version >= '3.11' \\\n    --hash=sha256:2\nb==3 \\\n    --hash=sha256:3\n"
    assert for_python(lock, "3.10") == "a==1 \\\n    --hash=sha256:1\nb==3 \\\n    --hash=sha256:3\n"
    assert for_python(lock, "3.12") == "a==2 \\\n    --hash=sha256:2\nb==3 \\\n    --hash=sha256:3\n"
