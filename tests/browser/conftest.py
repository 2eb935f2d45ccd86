"""A JupyterLab of its own, a browser of its own, and the student folders built afresh."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import nbformat
import pytest

from autograder import content
from autograder import course as courses
from autograder.content.notebook import notebook, to_text
from autograder.content.sources import document
from autograder.content.student_document import solved_document

NAMES = ("chain_rule", "forward_backward", "initialization", "trainability", "participation")
STATES = ("blank", "solved")
# Every cell in the page, not only those in view; and no question about news from the network.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
IS_UP = 120  # seconds; a quiet machine needs 3
PATIENCE = 180_000  # milliseconds for one step, on a busy machine


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's output: assignments/NAME/ with NAME.ipynb and a solved.ipynb beside it, and dist/."""
    place, course = tmp_path_factory.mktemp("built"), courses.Course()
    for name in NAMES:
        folder = content.build(name, course, place / "assignments", place / "dist").folder
        solved = to_text(notebook(solved_document(document(name), course.assignment(name))))
        (folder / "solved.ipynb").write_text(solved, encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def jupyterlab(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running JupyterLab on the built folders."""
    pytest.importorskip("jupyterlab", reason="jupyterlab is not installed")
    home, token = tmp_path_factory.mktemp("home"), secrets.token_hex(16)
    server, base = _start(built / "assignments", home, token)
    yield f"{base}lab?token={token}&reset"
    _stop(server)


def _start(root: Path, home: Path, token: str) -> tuple[subprocess.Popen[bytes], str]:
    """A running server and its address; a second try where the first one does not answer in time."""
    for _ in range(2):
        with (home / "server.log").open("wb") as log:
            server = subprocess.Popen(_command(root, token), env=_environment(home), stdout=log, stderr=log)
        base = _wait_until_up(server, home, token)
        if base:
            return server, base
        _stop(server)
    pytest.fail("JupyterLab did not start:\n" + (home / "server.log").read_text()[-2000:])


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and, through it, its kernels."""
    server.terminate()
    try:
        server.wait(60)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _command(root: Path, token: str) -> list[str]:
    options = {
        "ServerApp.root_dir": root,
        "IdentityProvider.token": token,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "LabApp.expose_app_in_browser": True,
        "LabApp.extension_manager": "readonly",
    }
    return [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]


def _environment(home: Path) -> dict[str, str]:
    """Nothing of the user's own Jupyter is read or written."""
    for name, values in SETTINGS.items():
        path = home / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    places = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    places |= {f"JUPYTER_{kind}_DIR": kind.lower() for kind in ("CONFIG", "DATA", "RUNTIME")}
    places |= {"IPYTHONDIR": "ipython", "MPLCONFIGDIR": "matplotlib", "HOME": "."}
    return {**os.environ, **{name: str(home / place) for name, place in places.items()}}


def _wait_until_up(server: subprocess.Popen[bytes], home: Path, token: str) -> str | None:
    """The server's address, which it writes into its runtime folder, once it answers; None if it never does."""
    end = time.monotonic() + IS_UP
    while time.monotonic() < end and server.poll() is None:
        for found in (home / "runtime").glob(f"jpserver-{server.pid}.json"):
            try:
                base = json.loads(found.read_text())["url"]
                urlopen(Request(f"{base}api/status", headers={"Authorization": f"token {token}"}), timeout=5).close()
                return base
            except (ValueError, KeyError, URLError, OSError):
                pass
        time.sleep(0.2)
    return None


class Opened:
    """A notebook in JupyterLab after Run > Run All Cells; `panel` is what the page shows of it."""

    def __init__(self, page: Any, name: str, state: str) -> None:
        self.page, self.name, self.state = page, name, state
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        model = page.evaluate("JSON.stringify(jupyterapp.shell.currentWidget.content.model.toJSON())")
        self.notebook = nbformat.from_dict(json.loads(model))

    @property
    def outputs(self) -> list[tuple[Any, Any]]:
        """Each output with its cell."""
        return [(cell, output) for cell in self.notebook.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.fixture(scope="session")
def page(browser: Any, jupyterlab: str) -> Any:
    """JupyterLab in a window; it starts once, since that is what takes long."""
    found = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
    found.set_default_timeout(PATIENCE)
    found.goto(jupyterlab)
    found.wait_for_function("window.jupyterapp?.shell && jupyterapp.restored.then(() => true)")
    return found


@pytest.fixture(scope="module", params=[(name, state) for name in NAMES for state in STATES], ids="-".join)
def opened(request: pytest.FixtureRequest, page: Any) -> Iterator[Opened]:
    """Each notebook, blank and solved, run from top to bottom; `name` and `state` say which."""
    name, state = request.param
    path = f"{name}/{name}.ipynb" if state == "blank" else f"{name}/solved.ipynb"
    run_all_cells(page, path)
    yield Opened(page, name, state)
    page.evaluate(CLOSE)


def run_all_cells(page: Any, path: str) -> None:
    """Open a notebook and choose Run > Run All Cells; back when every cell has run or one has failed."""
    page.evaluate(OPEN, path)
    page.wait_for_function(KERNEL_IDLE, arg=path)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(HAS_RUN)
    page.wait_for_function(NOTHING_RAW)
    page.wait_for_timeout(500)  # the last output


# Without a value: the command answers with JupyterLab's widget, whose object graph Playwright cannot always carry over.
OPEN = "async path => { await jupyterapp.commands.execute('docmanager:open', {path}); }"
KERNEL_IDLE = """path => {
    const context = jupyterapp.shell.currentWidget?.context;
    return context?.path === path && context.sessionContext.session?.kernel?.status === 'idle';
}"""
HAS_RUN = """() => {
    const cells = jupyterapp.shell.currentWidget.node.querySelectorAll('.jp-CodeCell .jp-InputPrompt');
    const prompts = [...cells].map(cell => cell.textContent.trim());
    return /^\\[\\d+\\]/.test(prompts[0]) && !prompts.some(prompt => prompt.startsWith('[*]'));
}"""
# MathJax comes late on a busy machine. Where a formula stays raw, the test that looks for it says so.
NOTHING_RAW = """() => {
    window.sinceRun ??= Date.now();
    const cells = jupyterapp.shell.currentWidget.node.querySelectorAll('.jp-MarkdownOutput');
    const raw = [...cells].some(cell => cell.textContent.includes('$$'));
    if (raw && Date.now() - window.sinceRun < 60000) return false;
    delete window.sinceRun;
    return true;
}"""
# Unsaved: the folder stays as it was built.
CLOSE = """async () => {
    const panel = jupyterapp.shell.currentWidget;
    await panel.sessionContext.shutdown();
    panel.context.model.dirty = false;
    panel.dispose();
}"""
