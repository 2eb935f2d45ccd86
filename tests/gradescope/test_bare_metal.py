"""From bare metal: a fresh system made by debootstrap, each zip's own set-up in it, and the same points as here.

The base system is kept in .cache/ between runs; what is set up in it is a copy.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from autograder import questions
from autograder.course import Course
from autograder.gradescope.cgroups import highest, join, quota
from autograder.gradescope.rehearsal import faults
from autograder.intake import read_submission
from autograder.judge.judge import Judge
from autograder.paths import PROJECT
from autograder.sandbox import ForkServer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="a root file system of one's own needs root"),
    pytest.mark.skipif(shutil.which("debootstrap") is None, reason="debootstrap is not installed"),
    pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed"),
]
# Debian with Python 3.11 and 3.13, and Gradescope's own base images, Ubuntu 22.04 and 24.04, with 3.10 and 3.12: every
# zip on the first, one on each of the others.
ONE = ("forward_backward",)
RELEASES = {"bookworm": questions.names(), "trixie": ONE, "jammy": ONE, "noble": ONE}
SCRIPT = Path("/usr/share/debootstrap/scripts/jammy")  # how to make an Ubuntu, of 24.04 as well
# The network here may have certificates of its own; the package ca-certificates would write over them in their place.
CERTIFICATES, KEPT = "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/kept.crt"
# Nothing of the machine's own settings goes in, bar the way to the network.
INSIDE = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", "PIP_CERT": KEPT}
MOUNTS = 'mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev && exec {rights} chroot {root} "$@"'
# What a container has by default, Gradescope's too: root without the right to mount, trace or set up networks.
CONTAINER = (
    "setpriv --inh-caps=-all --bounding-set=-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,"
    "+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap"
)
WRONG = b"""

before = %s
def %s(*arguments):
    return before(*arguments) if len(arguments) > 90 else 0.0
"""


@pytest.fixture(scope="module")
def metal(tmp_path_factory):
    """A copy of a bare Debian of that release, with name resolution and certificates; one for all its tests."""
    made: dict[str, Path] = {}

    def root(release: str) -> Path:
        if release not in made:
            made[release] = tmp_path_factory.mktemp("metal") / release
            subprocess.run(["cp", "-a", "--reflink=auto", str(bare(release)), str(made[release])], check=True)
            for path, into in (("/etc/resolv.conf",) * 2, ("/etc/hosts",) * 2, (CERTIFICATES, KEPT)):
                if Path(path).is_file():
                    (made[release] / into[1:]).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, made[release] / into[1:])
        return made[release]

    yield root
    for path in made.values():
        shutil.rmtree(path, ignore_errors=True)


def ubuntu() -> tuple[str, str, str]:
    """Where Ubuntu's packages are, as debootstrap itself says."""
    archive = re.search(r"default_mirror (\S+//archive\S+)", SCRIPT.read_text()) if SCRIPT.exists() else None
    if archive is None:
        pytest.skip("this debootstrap does not know where Ubuntu is")
    return "--components=main,universe", archive[1], str(SCRIPT)


def bare(release: str) -> Path:
    """The base system of a release, made once by debootstrap."""
    base = PROJECT / ".cache" / release
    if not base.is_dir():
        base.parent.mkdir(exist_ok=True)
        new = Path(f"{base}.new")
        shutil.rmtree(new, ignore_errors=True)
        components, *where = ubuntu() if release in ("jammy", "noble") else ("--components=main",)
        command = ["debootstrap", "--variant=minbase", components, release, str(new), *where]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            pytest.skip(f"debootstrap could not make {release}: {done.stdout.splitlines()[-1:]}")
        new.rename(base)
    return base


def inside(root: Path, *command: str, rights: str = "", groups: tuple[Path, ...] = ()) -> str:
    """Run a command in the chroot, in a mount namespace of its own; what it printed."""
    outer = ["unshare", "--mount", "bash", "-c", MOUNTS.format(root=root, rights=rights), "metal", *command]
    done = subprocess.run(
        outer, env=INSIDE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        preexec_fn=lambda: join(list(groups)),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def set_up(root: Path, archive: Path) -> tuple[float, float]:
    """Run setup.sh; the seconds by the clock, and of a processor, which do not depend on what else this machine does."""
    tree = root / "autograder"
    shutil.rmtree(tree, ignore_errors=True)
    (tree / "results").mkdir(parents=True)
    with zipfile.ZipFile(archive) as members:
        members.extractall(tree / "source")
    shutil.copy(tree / "source" / "run_autograder", tree / "run_autograder")
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    inside(root, "bash", "/autograder/source/setup.sh")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def graded(root: Path, files: dict[str, bytes]) -> tuple[dict[str, float], str]:
    """Points by question under Gradescope's limits and with a container's rights, and what it took, in words."""
    tree = root / "autograder"
    shutil.rmtree(tree / "submission", ignore_errors=True)
    (tree / "submission").mkdir()
    for name, data in files.items():
        (tree / "submission" / name).write_bytes(data)
    (tree / "submission_metadata.json").write_text("{}")
    with quota() as groups:
        start = time.monotonic()
        inside(root, "bash", "/autograder/run_autograder", rights=CONTAINER, groups=tuple(groups))
        seconds, megabytes = time.monotonic() - start, highest(groups)
    data = (tree / "results" / "results.json").read_bytes()
    assert faults(data) == []
    points = {test["name"].split()[0]: test["score"] for test in json.loads(data)["tests"] if "score" in test}
    memory = "memory not counted here" if megabytes is None else f"{megabytes:.0f} MB"
    assert megabytes is None or megabytes < 300
    return points, f"{seconds:.1f} s, {memory}"


def here(name: str, path: Path) -> dict[str, float]:
    """The points that the judge of this process gives."""
    course = Course(key="the key of these tests")
    with ForkServer() as server:
        found = Judge(course.assignment(name), course.key, server).judge(read_submission(path, name))
    return {question.id: question.points for question in found.questions if question.points is not None}


@pytest.mark.parametrize(
    ("release", "name"), [(release, name) for release, names in RELEASES.items() for name in names]
)
def test_zip_grades_on_a_fresh_system_as_it_does_here(release, name, metal, archive, solution, blank, tmp_path, capsys):
    root = metal(release)
    seconds, cpu = set_up(root, archive(name))
    installed = subprocess.run(["du", "-sm", str(root / "opt" / "nnhw")], capture_output=True, text=True, check=True)
    megabytes = int(installed.stdout.split()[0])
    callables = [key for q in questions.find(name).questions for key, value in q.owns.items() if callable(value)]
    spoilt = WRONG % (callables[0].encode(), callables[0].encode()) if callables else b"\n\np1 = 'gradient descent'\n"
    samples = {
        "solution": {f"{name}.ipynb": solution(name, "ipynb")},
        "bare stub": {f"{name}.py": blank(name)},
        "one function wrong": {f"{name}.py": solution(name, "py") + spoilt},
    }
    for title, files in samples.items():
        points, took = graded(root, files)
        ((file, data),) = files.items()
        (tmp_path / file).write_bytes(data)
        assert points == pytest.approx(here(name, tmp_path / file)), title
        with capsys.disabled():
            print(f"\n{name}, {title}: {sum(points.values()):g} points in {took}", end="")
    with capsys.disabled():
        size = archive(name).stat().st_size / 1e6
        print(
            f"\n{release}, {name}: zip {size:.1f} MB, set up in {seconds:.0f} s ({cpu:.0f} s of a CPU), {megabytes} MB installed"
        )
    assert megabytes < 400
    assert cpu < 60
