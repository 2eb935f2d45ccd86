"""Reading what must not be read, writing what must not be written."""

from attack import Attack, table

READING = {
    "the reference, by its path": """
import types
def read():
    for name in ("reference_impl", "reference_impl.arrays", "reference_impl.activations", "reference_impl.network"):
        module = sys.modules[name] = types.ModuleType(name)
        module.__path__ = []
        path = "%(repository)s/" + name.replace(".", "/")
        exec(open(path + "/__init__.py" if os.path.isdir(path) else path + ".py").read(), vars(module))
    steal(vars(module))
attempt(read)
""",
    "the reference, by import": """
sys.path.insert(0, "%(repository)s")
sys.modules.pop("reference_impl", None)
def read():
    import reference_impl.network
    steal(vars(reference_impl.network))
attempt(read)
""",
    "the reference, where pip says it is": """
import glob, re
def search():
    for place in sys.path + ["/usr/lib/python3/dist-packages"]:
        for file in glob.glob(place + "/__editable__*") + glob.glob(place + "/nnhw*/*"):
            for path in re.findall(r"'(/[^']*)'", open(file).read()):
                sys.path.insert(0, os.path.dirname(path))
    import reference_impl.network
    steal(vars(reference_impl.network))
attempt(search)
""",
    "the solved notebook": """
space = {"__name__": "x"}
attempt(lambda: exec(open("%(repository)s/solutions/forward_backward.py").read(), space))
steal(space)
""",
    "the declared questions": """
sys.path.insert(0, "%(repository)s")
for name in [n for n in sys.modules if n.startswith("autograder")]:
    del sys.modules[name]
steal({n: f for q in getattr(attempt(__import__, "autograder.questions"), "FORWARD_BACKWARD", []) for n, f in q.owns.items()})
""",
    "the judge, to run it here": """
def judge():
    sys.path.insert(0, "%(repository)s")
    import importlib, autograder
    autograder.__path__ = ["%(repository)s/autograder"]
    from autograder.judge.cases import question_cases
    from autograder import questions
    owner = questions.find("forward_backward").owner
    return owner
attempt(judge)
""",
    "the course key": 'attempt(lambda: open("%(vault)s/key.txt").read())\nattempt(lambda: open("%(repository)s/autograder/course.yaml").read())',
    "every file there is": """
def walk():
    for top, folders, names in os.walk("/"):
        for name in names:
            if name in ("network.py", "forward_backward.py"):
                space = {}
                exec(open(os.path.join(top, name)).read(), space)
                steal(space)
                return
    raise LookupError("nothing found")
attempt(walk)
""",
    "through /proc/self/root": 'space = {}\nattempt(lambda: exec(open("/proc/self/root%(repository)s/reference_impl/network.py").read(), space))\nsteal(space)',
    "through open directories": """
def climb():
    for number in range(3, 100):
        for up in ("..", "../..", "../../..", "../../../.."):
            try:
                handle = os.open(up + "/reference_impl/network.py", os.O_RDONLY, dir_fd=number)
            except OSError:
                continue
            space = {}
            exec(os.read(handle, 1 << 20), space)
            return steal(space)
    raise LookupError("no directory leads there")
attempt(climb)
""",
    "through a symbolic link": """
attempt(os.symlink, "%(repository)s/reference_impl", "ref")
space = {}
attempt(lambda: exec(open("ref/network.py").read(), space))
steal(space)
""",
    "through a hard link": 'attempt(os.link, "%(repository)s/reference_impl/network.py", "network.py")\nattempt(lambda: steal(vars(__import__("network"))))',
    "through a loader": """
import importlib.util, linecache, tokenize, runpy
steal(attempt(lambda: runpy.run_path("%(repository)s/reference_impl/network.py")) or {})
attempt(lambda: linecache.getlines("%(repository)s/reference_impl/network.py")[0])
attempt(lambda: np.fromfile("%(repository)s/reference_impl/network.py", np.uint8))
""",
    "through compiled files": """
import glob, marshal
def load():
    found = glob.glob("%(repository)s/reference_impl/__pycache__/network*.pyc")
    space = {}
    exec(marshal.loads(open(found[0], "rb").read()[16:]), space)
    steal(space)
attempt(load)
""",
    "a classmate's work": 'space = {}\nattempt(lambda: exec(open("%(vault)s/classmate.py").read(), space))\nsteal(space)',
    "the class list": 'names = attempt(os.listdir, "%(vault)s")\ndef dy_dz(*args): raise ValueError(str(names))',
    "the grader's environment": """
def environment():
    pid = os.getppid()
    for _ in range(3):
        text = open(f"/proc/{pid}/environ", "rb").read() + open(f"/proc/{pid}/cmdline", "rb").read()
        pid = int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
    return text
attempt(environment)
""",
    "the grader's working directory": 'attempt(os.listdir, f"/proc/{os.getppid()}/cwd")\nattempt(os.listdir, f"/proc/{os.getppid()}/fd")',
    "its own environment": 'secrets = {k: v for k, v in os.environ.items() if "KEY" in k or "TOKEN" in k}\nattempt(lambda: 1 / len(secrets))',
}  # fmt: skip

WRITING = {
    "the results file": 'attempt(lambda: open("%(vault)s/results.json", "w").write(\'{"score": 100}\'))',
    "the results file, deleted": 'attempt(os.unlink, "%(vault)s/results.json")\nattempt(os.rename, "%(vault)s/results.json", "%(vault)s/x")',
    "the results file, closed to its owner": 'attempt(os.chmod, "%(vault)s", 0)\nattempt(os.chmod, "%(vault)s/results.json", 0)\nattempt(os.utime, "%(vault)s/results.json", (0, 0))',
    "the results file, cut short": 'attempt(os.truncate, "%(vault)s/results.json", 0)\nattempt(lambda: os.close(os.open("%(vault)s/results.json", os.O_RDONLY | os.O_TRUNC)))',
    "the grader's code": 'attempt(lambda: open("%(repository)s/autograder/judge/hostile_marker.py", "w"))\nattempt(lambda: open("%(repository)s/autograder/judge/verdict.py", "a").close())',
    "installed packages": 'import numpy\nattempt(lambda: open(os.path.dirname(numpy.__file__) + "/hostile_marker.pth", "w"))\nattempt(lambda: open(numpy.__file__, "a").close())',
    "the user's start-up files": 'for home in ("/root", "/home", os.path.expanduser("~root")):\n    attempt(lambda: open(home + "/.hostile_marker", "w"))',
    "common temporary places": 'for place in ("/tmp", "/var/tmp", "/dev/shm"):\n    attempt(lambda: open(place + "/hostile_marker", "w"))',
    "the neighbour's directory": 'attempt(lambda: open(os.path.dirname(os.getcwd()) + "/hostile_marker", "w"))',
    "a device": 'attempt(os.mknod, "disk", 0o60666, os.makedev(254, 0))\nattempt(lambda: open("/dev/vda", "rb"))',
    "a directory without end": """
def dig():
    for n in range(3000):
        os.mkdir("d" * 200); os.chdir("d" * 200)
attempt(dig)
""",
    "a directory closed behind it": 'os.makedirs("a/b/c"); open("a/b/c/d", "w"); os.chmod("a/b", 0); os.chmod("a", 0); stopped.append("")',
}  # fmt: skip

NAMED = {
    name: b"raise SystemExit\n" if name.endswith(".py") else b"\x80\x04cposix\nsystem\n(S'touch /tmp/hostile_marker'\ntR."
    for name in (
        "numpy.py", "numpy/__init__.py", "json.py", "struct.py", "otter/__init__.py", "tests/q1.py", "tests/__init__.py", "checks/__init__.py",
        "conftest.py", "sitecustomize.py", "usercustomize.py", "autograder/__init__.py", "autograder/judge/__init__.py",
        "reference_impl/__init__.py", ".OTTER_LOG", "results.pkl", ".otter", "results.json", "otter_config.json", "pyvenv.cfg",
    )
}  # fmt: skip

ATTACKS = [
    *table("reading", READING),
    *table("writing", WRITING),
    Attack(
        "files", "files named like the harness", "import numpy, json, otter, checks\nstopped.append('')", files=NAMED
    ),
    Attack(
        "files", "a pickle called like otter's log", "stopped.append('')", files={".OTTER_LOG": NAMED[".OTTER_LOG"]}
    ),
]
