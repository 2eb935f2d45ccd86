"""Test that workers find what they read late if packages and grader are in a folder that only its owner can enter."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = ROOT / "tests" / "hostile"
PACKAGES = (
    "numpy", "numpy.libs", "matplotlib", "mpl_toolkits", "kiwisolver", "PIL", "pillow.libs", "dateutil", "six.py", "pyparsing",
    "packaging", "cycler", "contourpy", "fontTools", "tzdata",
)  # fmt: skip
SLOW = [pytest.param(mode, marks=pytest.mark.slow) for mode in ("container", "stripped")]
MODES = ["root", *SLOW, "unprivileged"] if os.geteuid() == 0 else ["unprivileged"]

LATE = {
    "a plot": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title(r'$\\sigma(x)$')\nplt.tight_layout()\nfor kind in ('png', 'pdf', 'svg'): plt.savefig('a.' + kind)",
    "a style": "import matplotlib.pyplot as plt\nplt.style.use('ggplot')\nplt.plot([1])\nplt.savefig('a.png')",
    "fonts": "from matplotlib import font_manager as fonts\nopen(fonts.findfont('DejaVu Serif')).close()",
    "data beside a package": "import importlib.resources as r\n(r.files('matplotlib') / 'mpl-data' / 'matplotlibrc').read_text()",
    "encodings": "b'\\xe9'.decode('cp1252'), 'x'.encode('utf-7'), b'x'.decode('shift_jis'), 'é'.encode('idna')",
    "time zones": "import zoneinfo\nzoneinfo.ZoneInfo('Europe/Berlin')",
    "time zones of a package": "import zoneinfo\nzoneinfo.reset_tzpath(to=[])\nzoneinfo.ZoneInfo('America/New_York')",
    "the standard library": "import sqlite3, xml.dom.minidom, decimal, lzma, pydoc, unittest.mock, email.mime.text",
    "sources": "import inspect, random, numpy as np\ninspect.getsource(random.shuffle), inspect.getsource(np.linalg.norm)",
    "resolved paths": "import numpy, pathlib\npathlib.Path(numpy.__file__).resolve().read_text()",
}  # fmt: skip
PROGRAM = """
import json, sys
place, cells = sys.argv[1], json.loads(sys.argv[2])
sys.path[:] = [p for p in sys.path if not p.endswith("-packages")] + [place + "/site-packages"]
sys.path.insert(0, place + "/grader")
from autograder.sandbox import ForkServer, Program
with ForkServer(slot=55) as server:
    for name, cell in cells.items():
        worker = server.load(Program((cell,)))
        print(name, [error.message for error in worker.loaded.errors] or "fine", sep=": ")
        worker.close()
"""


@pytest.fixture(scope="module")
def private():
    """Yield a folder of mode 700 with what a worker imports, in a folder that everybody may enter.

    It is not below pytest's own folder, which every session of pytest closes to others again.
    """
    pytest.importorskip("matplotlib")
    above = Path(tempfile.mkdtemp())
    above.chmod(0o755)
    place = above / "closed"
    place.mkdir()
    installed = Path(sysconfig.get_path("purelib"))
    for name in filter(lambda name: (installed / name).exists(), PACKAGES):
        copy(installed / name, place / "site-packages" / name)
    for name in ("autograder", "reference_impl"):
        copy(ROOT / name, place / "grader" / name)
    yield place
    shutil.rmtree(above)


def copy(source, target):
    target.parent.mkdir(exist_ok=True, parents=True)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=link, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    else:
        link(source, target)


def link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere no worker has a user of its own")
def test_what_is_read_late_is_found(private, mode):
    if mode == "unprivileged" and os.geteuid() == 0:
        os.chown(private, 65534, 65534)
    else:
        os.chown(private, os.geteuid(), os.getegid())
    private.chmod(0o700)
    starter = (
        f"import sys; sys.path.insert(0, {str(HOSTILE)!r}); import modes; sys.exit(modes.run({mode!r}, sys.argv[1:]))"
    )
    arguments = ["-c", PROGRAM, str(private), json.dumps(LATE)]
    done = subprocess.run([sys.executable, "-c", starter, *arguments], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [f"{name}: fine" for name in LATE], done
