"""Each layer, in the mode where it is the one that holds: without it an attack gets through, with it none does.

"plain" is what a kernel without Landlock and seccomp leaves. The modes are those of modes.py.
"""

import subprocess
import sys
from pathlib import Path

import modes
import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the layers are Linux's")

ROOT = ("process", "limits", "uid", "netns", "landlock", "seccomp", "undumpable")
CONTAINER = ("process", "limits", "uid", "landlock", "seccomp", "undumpable")
USER = ("process", "limits", "landlock", "seccomp", "undumpable")
PLAIN = ("process", "limits", "undumpable")


def without(layers, *names):
    return tuple(name for name in layers if name not in names)


# attack, mode, the layers in force beside it, the layer
MATTERS = [
    ("reads_the_reference", "unprivileged", USER, "landlock"),
    ("reads_the_reference", "root", ROOT, "landlock"),
    ("reads_a_private_file", "unprivileged", USER, "landlock"),
    ("reads_a_private_file", "root", without(ROOT, "landlock"), "uid"),
    ("reads_a_private_file", "container", without(CONTAINER, "landlock"), "uid"),
    ("sends_a_datagram", "unprivileged", USER, "seccomp"),
    ("sends_a_datagram", "container", CONTAINER, "seccomp"),
    ("sends_a_datagram", "root", without(ROOT, "seccomp"), "netns"),
    ("signals_the_grader", "unprivileged", without(USER, "landlock"), "seccomp"),
    ("signals_the_grader", "root", without(ROOT, "landlock", "seccomp"), "uid"),
    ("reads_the_judges_memory", "unprivileged", PLAIN, "undumpable"),
    ("takes_all_memory", "unprivileged", USER, "limits"),
    ("holds_up_the_class", "unprivileged", (*USER, "deadlines"), "deadlines"),
    ("holds_up_the_class", "root", (*ROOT, "deadlines"), "deadlines"),
]


def through(attack, mode, layers):
    if mode not in modes.AVAILABLE:
        pytest.skip("needs root")
    script = str(Path(__file__).with_name("layer_trials.py"))
    trial = modes.start(
        mode, [script, attack, ",".join(layers)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    out, error = trial.communicate(timeout=60)
    if "not on this machine" in error:
        pytest.skip(error.strip())
    assert out.strip() in ("True", "False"), error
    return out.strip() == "True"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("attack", "mode", "layers", "layer"), MATTERS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_layer_stops_it(attack, mode, layers, layer):
    assert not through(attack, mode, layers)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("attack", "mode", "layers", "layer"), MATTERS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_without_the_layer_it_gets_through(attack, mode, layers, layer):
    assert through(attack, mode, without(layers, layer))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "layers"), [("root", ROOT), ("container", CONTAINER), ("unprivileged", USER), ("stripped", USER)]
)
def test_a_mode_has_its_layers(mode, layers):
    if mode not in (*modes.AVAILABLE, "stripped") or (mode == "stripped" and "root" not in modes.AVAILABLE):
        pytest.skip("needs root")
    code = "from autograder.sandbox import *\nwith ForkServer(slot=71) as s: print(*s.protection, s.load(Program(('x = 1',))).read('x').value)"
    trial = modes.start(mode, ["-c", code], stdout=subprocess.PIPE, text=True)
    assert trial.communicate(timeout=60)[0].split() == [*layers, "1"]
