"""Test which layers are in force, what each prevents, and that servers clean up."""

import ctypes
import os
import platform
import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.sandbox import ForkServer, Limits, Program, SandboxError
from autograder.sandbox.kernel import cleanup, landlock, platform_limits, seccomp, users

LINUX = sys.platform.startswith("linux")
ROOT = Path(__file__).resolve().parents[2]
as_root = pytest.mark.skipif(not LINUX or os.geteuid() != 0, reason="needs root on Linux")
on_linux = pytest.mark.skipif(not LINUX, reason="needs Linux")


def test_the_protection_names_its_layers(server):
    assert server.protection[:2] == ("process", "limits") and set(server.protection) <= set(platform_limits.ALL)


def test_nothing_is_unenforced_with_every_layer_and_much_with_none():
    assert platform_limits.unenforced(platform_limits.ALL) == () or not LINUX
    assert len(platform_limits.unenforced(("process",))) >= 6


@pytest.mark.parametrize("missing", ["limits", "landlock", "seccomp"])
def test_a_missing_layer_is_said(missing):
    have = tuple(name for name in ("process", "limits", "landlock", "seccomp") if name != missing)
    assert platform_limits.unenforced(have) or missing == "undumpable"


@as_root
def test_every_layer_holds_as_root(server):
    assert server.protection == platform_limits.ALL


REFUSED = {
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "a program": "subprocess.run(['true'])",
    "a socket": "socket.socket()",
    "a unix socket": "socket.socket(socket.AF_UNIX)",
    "kill": "os.kill(os.getppid(), 0)",
    "a group kill": "os.killpg(os.getppid(), 0)",
    "signals by a file's owner": "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
    "a new session": "os.setsid()",
    "the grader": "open(ROOT + '/autograder/__init__.py')",
    "the reference": "open(ROOT + '/reference_impl/__init__.py')",
    "a filter on a socket": "socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, 26, bytes(16))",
    "urgent bytes": "socket.socketpair()[0].send(b'x', socket.MSG_OOB)",
    "a home": "os.listdir('/root')",
    "passwords": "open('/etc/passwd')",
    "processes": "os.listdir('/proc')",
    "its parent's memory": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "temporary files": "open('/tmp/x-by-worker', 'w')",
    "the neighbours": "os.listdir('..')",
    "limits of others": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
    "its own hard limit": "resource.setrlimit(resource.RLIMIT_CPU, (10 ** 6, 10 ** 6))",
    "its own soft limit": "resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))",
    "root": "os.setuid(0)",
    "memory files": "os.memfd_create('x')",
    "priorities": "os.sched_setaffinity(0, {0})",
    "devices": "os.mknod('d', 0o60666, 5)",
    "reading with truncation": "os.open('x', os.O_RDONLY | os.O_TRUNC | os.O_CREAT)",
}


@pytest.mark.sampled
@on_linux
@pytest.mark.parametrize("action", REFUSED.values(), ids=REFUSED.keys())
def test_a_worker_is_refused(load, action):
    cell = f"import os, subprocess, socket, fcntl, resource\nROOT = {str(ROOT)!r}\ndef f():\n    {action}"
    seen = load(cell).call("f", ())
    assert (seen.outcome, seen.error) in {("raised", "PermissionError"), ("raised", "ValueError")}, seen


@on_linux
def test_an_unlisted_call_is_refused_and_an_unknown_one_unknown(load):
    cell = "import ctypes\ndef f(n):\n    lib = ctypes.CDLL(None, use_errno=True)\n    return lib.syscall(n, 0, 0, 0), ctypes.get_errno()"
    worker = load(cell)
    assert worker.call("f", (425,)).value == (-1, 1)  # io_uring_setup: EPERM
    assert worker.call("f", (999,)).value == (-1, 38)  # ENOSYS


@on_linux
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the second table of calls is x86_64's")
def test_the_x32_table_is_closed(load):
    cell = "import ctypes\ndef f(n):\n    lib = ctypes.CDLL(None, use_errno=True)\n    return lib.syscall(n, 0, 0, 0), ctypes.get_errno()"
    assert load(cell).call("f", (0x40000000 + 39,)).value == (-1, 1)


HEADERS = {"x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "/usr/include/asm-generic/unistd.h"}


@pytest.mark.parametrize("machine", seccomp.ARCHITECTURES)
@pytest.mark.parametrize("table", ["ALLOWED", "CONDITIONAL", "PRETENDED", "UNSUPPORTED", "ABSENT"])
def test_call_numbers_are_the_kernels_own(machine, table):
    header = Path(HEADERS[machine])
    if not header.exists():
        pytest.skip("no kernel headers here")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    numbers = {name: int(number) for name, number in found}
    if machine == "aarch64":  # names of 64-bit machines for numbers that both kinds share
        numbers |= {"newfstatat": numbers.get("fstatat", 79)}
    for name, number in seccomp.numbers(getattr(seccomp, table), machine).items():
        assert numbers.get(name, number) == number, name


@pytest.mark.parametrize("machine", seccomp.ARCHITECTURES)
def test_the_filter_is_well_formed(machine):
    program = seccomp.template(machine)
    steps = [struct.unpack_from("HBBI", program, at) for at in range(0, len(program), 8)]
    assert len(steps) < 4096 and steps[-1][0] == seccomp.RETURN
    for at, (code, if_true, if_false, _) in enumerate(steps):
        assert code in (seccomp.LOAD, seccomp.RETURN) or at + 1 + max(if_true, if_false) < len(steps)


def simulate(program, machine, number, *arguments):
    """Return what the kernel would return for a call, by an independent interpreter of the filter."""
    steps = [struct.unpack_from("HBBI", program, at) for at in range(0, len(program), 8)]
    data = struct.pack("<iIQ6Q", number, seccomp.AUDIT_ARCH[machine], 0, *(arguments + (0,) * 6)[:6])
    at = accumulator = 0
    while True:
        code, if_true, if_false, constant = steps[at]
        if code == seccomp.RETURN:
            return constant
        if code == seccomp.LOAD:
            accumulator = struct.unpack_from("<I", data, constant)[0]
            at += 1
            continue
        truth = {
            seccomp.JUMP_EQUAL: accumulator == constant,
            seccomp.JUMP_GREATER_EQUAL: accumulator >= constant,
            seccomp.JUMP_ANY_BIT: bool(accumulator & constant),
        }[code]
        at += 1 + (if_true if truth else if_false)


ALLOW, EPERM, PRETEND, ENOSYS = 0x7FFF0000, 0x00050001, 0x00050000, 0x00050026
DECISIONS = [
    ("clone", (0x10000 | 0x500,), ALLOW), ("clone", (0x10000 | 0x100,), EPERM), ("clone", (0x400,), EPERM), ("clone", (17,), EPERM), ("kill", (seccomp.OWN_PID, 9), ALLOW), ("kill", (1, 9), EPERM),
    ("kill", (0, 9), EPERM), ("kill", (2**32 - 1, 9), EPERM), ("tgkill", (seccomp.OWN_PID,), ALLOW), ("tgkill", (7,), EPERM),
    ("prlimit64", (0,), ALLOW), ("prlimit64", (seccomp.OWN_PID,), ALLOW), ("prlimit64", (1,), EPERM), ("prlimit64", (0, 7, 4096), EPERM), ("prlimit64", (0, 7, 1 << 32), EPERM), ("prctl", (15,), ALLOW), ("prctl", (4,), EPERM), ("prctl", (22,), EPERM),
    ("socketpair", (1,), ALLOW), ("socketpair", (2,), EPERM), ("sendto", (3, 0, 0, 0, 0), ALLOW), ("sendto", (3, 0, 0, 0, 1), EPERM),
    ("sendto", (3, 0, 0, 0, 1 << 32), EPERM), ("sendto", (3, 0, 0, 1, 0), EPERM), ("sendto", (3, 0, 0, 0x4040, 0), ALLOW),
    ("recvfrom", (3, 0, 0, 0), ALLOW), ("recvfrom", (3, 0, 0, 1), EPERM), ("recvfrom", (3, 0, 0, 2), EPERM), ("recvmsg", (3, 0, 0), ALLOW),
    ("recvmsg", (3, 0, 0x2000), EPERM), ("setsockopt", (3, 1, 26), EPERM), ("sendmsg", (3,), EPERM), ("fcntl", (3, 1), ALLOW), ("fcntl", (3, 8), EPERM), ("fcntl", (3, 10), EPERM),
    ("openat", (0, 0, 0), ALLOW), ("openat", (0, 0, 0x241), ALLOW), ("openat", (0, 0, 0x200), EPERM), ("ioctl", (0, 0x5401), ALLOW),
    ("ioctl", (0, 0x5412), 0x00050019), ("fchmodat", (), PRETEND), ("clone3", (), ENOSYS), ("read", (), ALLOW), ("execve", (), EPERM),
    ("ptrace", (), EPERM), ("socket", (), EPERM), ("bpf", (), EPERM), ("unshare", (), EPERM), ("mount", (), EPERM), ("keyctl", (), EPERM),
    ("mmap", (0, 0, 3, 0x22), ALLOW), ("mmap", (0, 0, 3, 0x02), ALLOW), ("mmap", (0, 0, 3, 0x21), EPERM), ("mmap", (0, 0, 3, 0x23), EPERM), ("mmap", (0, 0, 3, 0x40021), EPERM),
    *(("fcntl", (3, command), EPERM) for command in (15, 1024, 1026, 1031, 1033, 1036)),  # owners, leases, notices, pipes' sizes, seals, hints
    *(("prctl", (option,), EPERM) for option in (1, 24, 35, 36, 38, 53, 57, 59, 62)),  # parents' deaths, capabilities, maps, orphans, …, cores
    *(("ioctl", (3, request), 0x00050019) for request in (0x4008AE6A, 0x5411, 0x5460, 0x8901, 0x8933, 0xC0045878, 0x40086602)),
    ("process_vm_readv", (), EPERM), ("io_uring_setup", (), EPERM), ("perf_event_open", (), EPERM), ("shmget", (), EPERM), ("setns", (), EPERM),
]  # fmt: skip
DENIED = {
    "x86_64": dict(execve=59, ptrace=101, socket=41, bpf=321, unshare=272, mount=165, keyctl=250, process_vm_readv=310, io_uring_setup=425, perf_event_open=298, shmget=29, setns=308, setsockopt=54, sendmsg=46),
    "aarch64": dict(execve=221, ptrace=117, socket=198, bpf=280, unshare=97, mount=40, keyctl=219, process_vm_readv=270, io_uring_setup=425, perf_event_open=241, shmget=194, setns=268, setsockopt=208, sendmsg=211),
}  # fmt: skip


@pytest.mark.parametrize("machine", seccomp.ARCHITECTURES)
@pytest.mark.parametrize(("name", "arguments", "answer"), DECISIONS)
def test_the_filter_decides(machine, name, arguments, answer):
    tables = (seccomp.ALLOWED, seccomp.CONDITIONAL, seccomp.PRETENDED, seccomp.UNSUPPORTED, seccomp.ABSENT)
    numbers = {n: v for table in tables for n, v in seccomp.numbers(table, machine).items()} | DENIED[machine]
    assert simulate(seccomp.template(machine), machine, numbers[name], *arguments) == answer


@pytest.mark.parametrize("machine", seccomp.ARCHITECTURES)
def test_every_other_call_is_refused_whatever_its_arguments(machine):
    tables = (seccomp.ALLOWED, seccomp.CONDITIONAL, seccomp.PRETENDED, seccomp.UNSUPPORTED, seccomp.ABSENT)
    listed = {number for table in tables for number in seccomp.numbers(table, machine).values()}
    program = seccomp.template(machine)
    for number in {*range(480), *range(1 << 30, (1 << 30) + 480, 7)} - listed:
        for value in (0, seccomp.OWN_PID, 2**64 - 1):
            assert simulate(program, machine, number, *[value] * 6) in (EPERM, ENOSYS), number


def test_another_architectures_calls_are_refused():
    program = seccomp.template("x86_64")
    seccomp_x86 = seccomp.AUDIT_ARCH["x86_64"]
    try:
        seccomp.AUDIT_ARCH["x86_64"] = 0x40000003  # a 32-bit call as the kernel reports it
        assert simulate(program, "x86_64", 0) == EPERM
    finally:
        seccomp.AUDIT_ARCH["x86_64"] = seccomp_x86


def test_an_installed_grader_is_not_readable_and_its_neighbours_are(tmp_path):
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    for name in ("numpy", "autograder", "reference_impl", "otter", "nnhw-1.0.dist-info", "matplotlib"):
        (site / name).mkdir(parents=True)
    (site.parent / "os.py").touch()
    allowed = landlock.readable([str(site.parent), str(site)], str(site))
    assert {str(site / "numpy"), str(site / "matplotlib"), str(site.parent / "os.py")} <= set(allowed)
    hidden = [p for p in allowed if Path(p).name in ("autograder", "reference_impl", "otter", "nnhw-1.0.dist-info")]
    assert hidden == [] and str(site) not in allowed and str(site.parent) not in allowed


def test_a_checkout_on_the_path_is_not_readable(tmp_path):
    (tmp_path / "autograder").mkdir()
    assert not any(p.startswith(str(tmp_path)) for p in landlock.readable([str(tmp_path)], str(tmp_path)))


@on_linux
@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6, 7])
def test_a_ruleset_asks_for_no_more_than_the_kernel_knows(version, monkeypatch, tmp_path):
    if version > landlock.version():
        pytest.skip("this kernel is older")
    monkeypatch.setattr(landlock, "version", lambda: version)
    rules = landlock.Ruleset()
    rules.read([str(tmp_path), "/dev/null", "/not/there"])
    rules.read_and_write(str(tmp_path))
    os.close(rules.descriptor)


@pytest.mark.slow
def test_a_deep_closed_tree_is_deleted(tmp_path):
    top = tmp_path / "top"
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d" * 100, dir_fd=here)
        deeper = os.open("d" * 100, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    os.chmod(top / ("d" * 100), 0)
    cleanup.remove(str(top))
    assert not top.exists()


def test_user_ids_of_two_slots_differ_and_are_not_shared():
    one, two = users.Users(50), users.Users(50)
    assert not set(one._reserved) & set(two._reserved)
    with pytest.raises(OSError, match="more than 8"):
        one.free(set(one._reserved))
    one.release()
    two.release()


@as_root
def test_two_workers_of_a_server_have_different_users(load):
    cell = "import os\ndef f(): return os.getuid(), os.getgid(), os.getgroups()"
    (a, _, none), (b, _, _) = load(cell).call("f", ()).value, load(cell).call("f", ()).value
    assert a != b and none == []


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@on_linux
def test_closing_a_worker_leaves_no_process_and_no_file(server):
    worker = server.load(Program(("open('x', 'w').write('y')\ndef f(): return 1",)))
    assert worker.call("f", ()).value == 1
    worker.close()
    pid = server._process.pid
    assert children(pid) == [] and os.listdir(f"/proc/{pid}/root{server._base}") == []


@pytest.mark.slow
@on_linux
@pytest.mark.parametrize("layers", [("process",), ("process", "uid")])
def test_daemons_are_found_where_no_filter_forbids_them(layers):
    cell = "import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0: time.sleep(600)\n        os._exit(0)\ntime.sleep(0.3)"
    with ForkServer(slot=43, layers=layers) as server:
        worker = server.load(Program((cell,)))
        assert worker.loaded.outcome == "loaded"
        worker.close()
        assert children(server._process.pid) == []


@pytest.mark.slow
@on_linux
def test_a_fork_bomb_is_outrun_where_no_filter_forbids_it():
    if os.geteuid() != 0:
        pytest.skip("needs a user of its own, to count its processes by")
    with ForkServer(Limits(processes=30), slot=43, layers=("process", "limits", "uid")) as server:
        worker = server.load(
            Program(("import os\ndef f():\n    while True:\n        try: os.fork()\n        except OSError: pass",))
        )
        assert worker.call("f", (), 0.5).outcome == "timeout"
        assert children(server._process.pid) == []


@pytest.mark.slow
def test_a_server_that_dies_is_replaced(server_of_its_own):
    server = server_of_its_own
    worker = server.load(Program(("x = 1",)))
    server._process.kill()
    server._process.wait()
    assert worker.read("x").outcome == "crash"
    assert server.load(Program(("x = 2",))).read("x").value == 2


@pytest.fixture
def server_of_its_own():
    with ForkServer(slot=44) as server:
        yield server


@pytest.mark.slow
@on_linux
def test_nothing_outlives_a_judge_that_is_killed():
    code = (
        "import time\nfrom autograder.sandbox import *\nserver = ForkServer(slot=45)\n"
        "worker = server.load(Program(('x = 1',)))\nprint(server._process.pid, worker._pid, server._base, flush=True)\ntime.sleep(60)"
    )
    judge = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    server, worker, base = judge.stdout.readline().split()
    judge.kill()
    judge.communicate()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in (server, worker)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{server}").exists() and not Path(f"/proc/{worker}").exists() and not Path(base).exists()


@on_linux
def test_the_judge_cannot_be_dumped(server):
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0


def test_windows_is_told_where_to_go(monkeypatch):
    monkeypatch.setattr("autograder.sandbox.host.fork_server.os.name", "nt")
    with pytest.raises(SandboxError, match="WSL2"):
        ForkServer()


@pytest.mark.slow
@on_linux
@pytest.mark.parametrize("layers", [("process", "limits", "landlock"), ("process",)])
def test_what_a_worker_leaves_beside_its_directory_is_refused_or_deleted(layers):
    """Test a worker as root without its own user id, which owns the parent of all scratch directories."""
    cell = (
        "import os\ntry:\n    open('../left', 'w').close()\n    seen = True\nexcept PermissionError:\n    seen = False"
    )
    with ForkServer(slot=46, layers=layers) as server:
        worker = server.load(Program((cell,)))
        assert worker.read("seen").value == ("landlock" not in layers)
        worker.close()
        assert os.listdir(server._base) == []


@on_linux
def test_a_worker_is_the_first_to_go_when_memory_runs_out(server):
    worker = server.load(Program(("x = 1",)))
    assert Path(f"/proc/{worker._pid}/oom_score_adj").read_text() == "1000\n"
    worker.close()


@pytest.mark.slow
@as_root
def test_files_in_common_places_are_deleted_where_landlock_is_missing():
    marker = Path(f"/tmp/left-by-a-worker-{os.getpid()}")
    cell = f"open({str(marker)!r}, 'w').close()\nimport os\nos.makedirs({str(marker)!r} + '-folder/inside')"
    with ForkServer(slot=47, layers=("process", "limits", "uid", "seccomp")) as server:
        worker = server.load(Program((cell,)))
        assert worker.loaded.errors == () and marker.exists()
        worker.close()
        assert not list(marker.parent.glob(marker.name + "*"))


def test_the_package_can_be_imported_on_windows():
    code = "import sys\nfor name in ('resource', 'pwd', 'fcntl'): sys.modules[name] = None\nimport autograder.sandbox"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
