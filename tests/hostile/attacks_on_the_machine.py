"""Stopping, outliving, exhausting, reaching out; and carrying hidden values to where the student can read them."""

from attack import table

PROCESSES = {
    "the grader's memory": """
import ctypes
def parents():
    pid = os.getppid()
    while pid > 1:
        yield pid
        pid = int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
def dy_dz(x, W0, b0, W1, b1):
    for pid in attempt(lambda: list(parents())) or [os.getppid()]:
        attempt(lambda: open(f"/proc/{pid}/mem", "rb").read(1))
        attempt(lambda: open(f"/proc/{pid}/maps").read())
    return 2 * W1
""",
    "ptrace": "import ctypes\ndef trace():\n    if ctypes.CDLL(None, use_errno=True).ptrace(16, os.getppid(), 0, 0) < 0: raise OSError(ctypes.get_errno(), 'ptrace')\nattempt(trace)",
    "process_vm_readv": "import ctypes\ndef read():\n    lib = ctypes.CDLL(None, use_errno=True)\n    buffer = ctypes.create_string_buffer(64)\n    class V(ctypes.Structure): _fields_ = [('b', ctypes.c_void_p), ('n', ctypes.c_size_t)]\n    local, remote = V(ctypes.addressof(buffer), 64), V(id(os), 64)\n    if lib.process_vm_readv(os.getppid(), ctypes.byref(local), 1, ctypes.byref(remote), 1, 0) < 0: raise OSError(ctypes.get_errno(), 'readv')\nattempt(read)",
    "killing the parent": "import signal\nfor s in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):\n    attempt(os.kill, os.getppid(), s)",
    "killing everyone": "import signal\nfor target in (-1, 0, -os.getppid(), 1):\n    attempt(os.kill, target, signal.SIGKILL)",
    "killing by a file's owner": "import fcntl, signal, socket\na, b = socket.socketpair()\nattempt(fcntl.fcntl, a, fcntl.F_SETOWN, os.getppid())\nattempt(fcntl.fcntl, a, 10, signal.SIGKILL)\nattempt(fcntl.fcntl, a, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)\nb.send(b'x')",
    "killing by queued signals": "import ctypes\ndef queue():\n    if ctypes.CDLL(None, use_errno=True).sigqueue(os.getppid(), 9, 0) < 0: raise OSError(ctypes.get_errno(), 'sigqueue')\nattempt(queue)",
    "a descriptor of the parent's": "import ctypes\ndef take():\n    lib = ctypes.CDLL(None, use_errno=True)\n    if lib.syscall(434, os.getppid(), 0) < 0: raise OSError(ctypes.get_errno(), 'pidfd_open')\nattempt(take)",
    "the parent's limits": "import resource\nattempt(resource.prlimit, os.getppid(), resource.RLIMIT_CPU, (0, 0))\nattempt(resource.setrlimit, resource.RLIMIT_AS, (-1, -1))",
    "the parent's priority": "attempt(os.setpriority, os.PRIO_PROCESS, os.getppid(), 19)\nattempt(os.sched_setaffinity, os.getppid(), {0})",
    "more rights": "import ctypes\nattempt(os.setuid, 0)\nattempt(os.setgid, 0)\nattempt(os.chroot, '.')\nattempt(lambda: ctypes.CDLL(None).unshare(0x10000000) and 1 / 0)",
}  # fmt: skip

STOPPING = {
    "os._exit while loading": "os._exit(0)",
    "os._exit in a call": "def dy_dz(*a): os._exit(0)",
    "os._exit in every call": "def give(*a): os._exit(0)\nfor name in GRADED: globals()[name] = give",
    "sys.exit": "def dy_dz(*a): sys.exit(0)\nraise SystemExit(0)",
    "SIGKILL to itself": "import signal\ndef dy_dz(*a): os.kill(os.getpid(), signal.SIGKILL)",
    "SIGSTOP to itself": "import signal\ndef dy_dz(*a): os.kill(os.getpid(), signal.SIGSTOP)",
    "a segmentation fault": "import ctypes\ndef dy_dz(*a): ctypes.string_at(0)",
    "abort": "def dy_dz(*a): os.abort()",
    "an endless loop": "def dy_dz(*a):\n    while True: pass",
    "an endless loop in a cell": "while True: pass",
    "an endless loop that catches everything": "def dy_dz(*a):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass",
    "an endless loop with signals blocked": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
    "an endless loop inside C": "def dy_dz(*a): return 3 ** (3 ** 30)",
    "a regular expression": "import re\ndef dy_dz(*a): return re.match('(a+)+$', 'a' * 60 + 'b')",
    "sleep": "import time\ndef dy_dz(*a): time.sleep(3600)",
    "an exception that cannot be shown": "class E(Exception):\n    def __str__(self): os._exit(0)\n    __repr__ = __str__\ndef dy_dz(*a): raise E",
    "an exception above all": "class E(BaseException): pass\ndef dy_dz(*a): raise E\nraise E",
    "atexit": "import atexit\natexit.register(lambda: open('/tmp/hostile_marker', 'w'))\nstopped.append('')",
    "a destructor": "class D:\n    def __del__(self): os._exit(0)\nd = D()\ndef dy_dz(*a):\n    globals().pop('d', None)\n    return 2 * a[3]",
    "threads that never end": "import threading\ndef spin():\n    while True: pass\nfor _ in range(4): threading.Thread(target=spin).start()\nstopped.append('')",
    "the process, statement after statement": "\n".join("os._exit(0)" for _ in range(99)),
    "signal handlers": "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\ndef dy_dz(*a):\n    while True: pass",
}  # fmt: skip

OUTLIVING = {
    "a child": "if attempt(os.fork) == 0:\n    import time; time.sleep(3600)",
    "a daemon": "import time\nif attempt(os.fork) == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(3600)\n    os._exit(0)",
    "a program": "import subprocess\nattempt(subprocess.Popen, ['sleep', '3600'], start_new_session=True)",
    "a shell": "attempt(lambda: os.system('sleep 3600 &') and 1 / 0)",
    "another interpreter": "attempt(os.execv, sys.executable, [sys.executable, '-c', 'while True: pass'])",
    "multiprocessing": "import multiprocessing\nattempt(lambda: multiprocessing.get_context('fork').Process(target=print).start())",
    "a fork bomb": "def bomb():\n    while True: os.fork()\nattempt(bomb)",
    "a thread bomb": "import threading, time\ndef bomb():\n    while True: threading.Thread(target=time.sleep, args=(99,), daemon=True).start()\nattempt(bomb)",
    "shared memory": "import ctypes\ndef share():\n    if ctypes.CDLL(None, use_errno=True).shmget(0x5EC, 4096, 0o1666) < 0: raise OSError(ctypes.get_errno(), 'shmget')\nattempt(share)",
    "a vfork by hand": "import ctypes\ndef vfork():\n    if ctypes.CDLL(None, use_errno=True).syscall(58) < 0: raise OSError(ctypes.get_errno(), 'vfork')\n    os._exit(0)\nattempt(vfork)",
}  # fmt: skip

EXHAUSTING = {
    "memory at once": "def dy_dz(*a): return np.ones(1 << 38)",
    "memory bit by bit": "def dy_dz(*a):\n    x = []\n    while True: x.append(bytearray(1 << 20))",
    "memory in a cell": "x = bytearray(1 << 40)",
    "disk": "def dy_dz(*a):\n    n = 0\n    while True:\n        n += 1\n        open(f'f{n}', 'wb').write(bytes(1 << 24))",
    "disk that has no name": "import mmap\nkeep = []\ndef dy_dz(*a):\n    while True:\n        with open('f', 'w+b') as f:\n            f.write(bytes(1 << 23)); f.flush(); keep.append(mmap.mmap(f.fileno(), 4096))\n        os.unlink('f')",
    "disk in a folder that cannot be listed": "def dy_dz(*a):\n    os.mkdir('d', 0o300)\n    n = 0\n    while True:\n        n += 1\n        open(f'd/f{n}', 'wb').write(bytes(1 << 23))",
    "one large file": "attempt(lambda: open('f', 'wb').truncate(1 << 45))\nattempt(os.posix_fallocate, os.open('g', os.O_CREAT | os.O_WRONLY), 0, 1 << 36)",
    "files": "def dy_dz(*a):\n    n = 0\n    while True:\n        n += 1\n        open(f'f{n}', 'w').close()",
    "descriptors": "keep = []\ndef fill():\n    while True: keep.append(os.open('/dev/null', 0))\nattempt(fill)",
    "recursion": "def dy_dz(*a): return dy_dz(*a)",
    "recursion without a guard": "sys.setrecursionlimit(1 << 30)\nclass R:\n    def __repr__(self): return repr(self)\ndef dy_dz(*a): return repr(R())",
    "output": "def dy_dz(*a):\n    while True: os.write(1, b'x' * 65536)",
    "output while loading": "for _ in range(3000): print('x' * 100_000)",
    "output on the error stream": "def dy_dz(*a):\n    while True: os.write(2, b'x' * 65536)",
    "pipes": "def fill():\n    while True: os.write(os.pipe()[1], bytes(1 << 16))\nattempt(fill)",
    "kernel memory files": "attempt(os.memfd_create, 'x')",
    "a locked page": "import ctypes\nattempt(lambda: ctypes.CDLL(None).mlockall(3) and 1 / 0)",
}  # fmt: skip

REACHING = {
    "TCP": "import socket\nattempt(lambda: socket.create_connection(('127.0.0.1', %(port)s), 1))",
    "UDP": "import socket\ndef send(): socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'hidden', ('127.0.0.1', %(port)s))\ndef dy_dz(x, W0, b0, W1, b1):\n    attempt(send)\n    return 2 * W1",
    "names": "import socket\nattempt(socket.gethostbyname, 'example.com')",
    "the web": "import urllib.request\nattempt(urllib.request.urlopen, 'http://127.0.0.1:%(port)s', None, 1)",
    "a raw socket": "import socket\nattempt(socket.socket, socket.AF_PACKET, socket.SOCK_RAW)",
    "a listening socket": "import socket\nattempt(lambda: socket.create_server(('', 0)))",
    "an abstract socket": "import socket\nattempt(lambda: socket.socket(socket.AF_UNIX).bind('\\0hostile_marker'))",
    "a program of its own on a socket": "import socket\nattempt(lambda: socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, 26, bytes(16)))",
    "urgent bytes": "import socket\nattempt(lambda: socket.socketpair()[0].send(b'x', socket.MSG_OOB))",
    "a datagram to a named socket": "import socket\na, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\nattempt(a.sendto, b'x', '/dev/log')\nattempt(a.sendmsg, [b'x'], [], 0, '/dev/log')",
}  # fmt: skip

REMEMBER = """
hidden = []
def remember(*args):
    hidden.append([a.tolist() if hasattr(a, "tolist") else a for a in args])
    return " ".join(repr(n) for a in hidden for b in a for n in np.ravel(b).tolist())
"""

# Question after question, every function remembers what it was given; the later ones tell.
SMUGGLING = {
    "in an exception": "def give(*args): raise ValueError(remember(*args)[-250:])",
    "in an exception's type": "def give(*args): raise type(remember(*args)[-70:], (Exception,), {})",
    "in which of Python's exceptions it is": "import builtins\nkinds = [e for e in vars(builtins).values() if isinstance(e, type) and issubclass(e, Exception)]\ndef give(*args):\n    raise kinds[hash(remember(*args)) % len(kinds)]('')",
    "in a returned text": "def give(*args): return remember(*args)[-300:]",
    "in a returned number": "def give(*args):\n    remember(*args)\n    return np.ravel(hidden[0][0])[0] if len(hidden) > 30 else float(np.ravel(hidden[-1][0])[0])",
    "in a type's name": "def give(*args): return type(remember(*args)[-70:], (), {})()",
    "in a dictionary's keys": "def give(*args): return {remember(*args)[-80:]: 1.0}",
    "in printed text": "def give(*args):\n    print(remember(*args), file=sys.stderr)\n    print(remember(*args), flush=True)",
    "in a warning": "import warnings\ndef give(*args): warnings.warn(remember(*args), type(remember(*args)[-70:], (UserWarning,), {}))",
    "in the source line shown": "import linecache\ndef give(*args):\n    text = remember(*args)\n    for name in list(linecache.cache):\n        if name.startswith('<cell'): linecache.cache[name] = (1, None, [text] * 99, name)\n    raise ValueError",
    "in a file's name": "def give(*args):\n    open(remember(*args)[-200:].replace('/', ''), 'w').close()\n    raise ValueError(str(os.listdir('.')))",
    "in the shape": "def give(*args): return np.zeros(int(abs(hash(remember(*args)))) % 1000 + 7)",
}  # fmt: skip

ATTACKS = [
    *table("processes", PROCESSES),
    *table("stopping", STOPPING),
    *table("outliving", OUTLIVING),
    *table("exhausting", EXHAUSTING),
    *table("reaching out", REACHING),
    *table("smuggling", {name: f"{REMEMBER}{cell}\nfor name in [*GRADED, 'dy_db1', 'relu']: globals()[name] = give" for name, cell in SMUGGLING.items()}),
]  # fmt: skip
