"""A JupyterLab of its own, a browser of its own, and the student folders built afresh."""

from __future__ import annotations

import json
import os
import secrets
import shutil
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
from autograder.content.student import solved_document

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SWITCHES += ["--disable-component-update", "--disable-sync"]
NAMES = ("chain_rule", "forward_backward", "initialization", "trainability", "participation")
STATES = ("blank", "solved")
# Every cell in the page, not only those in view; and no question about news from the network.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
IS_UP = 90  # seconds; a quiet machine needs 3
PATIENCE = 120_000  # milliseconds for one step, on a busy machine


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
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield found
        found.close()


@pytest.fixture(scope="session")
def jupyterlab(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running JupyterLab on the built folders."""
    pytest.importorskip("jupyterlab", reason="jupyterlab is not installed")
    home, token = tmp_path_factory.mktemp("home"), secrets.token_hex(16)
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(_command(built / "assignments", token), env=_environment(home), stdout=log, stderr=log)
        try:
            yield f"{_wait_until_up(server, home, token)}lab?token={token}&reset"
        finally:
            server.terminate()
            server.wait(30)


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


def _wait_until_up(server: subprocess.Popen[bytes], home: Path, token: str) -> str:
    """The server's address, which it writes into its runtime folder, once it answers."""
    end = time.monotonic() + IS_UP
    while time.monotonic() < end and server.poll() is None:
        for found in (home / "runtime").glob("jpserver-*.json"):
            try:
                base = json.loads(found.read_text())["url"]
                urlopen(Request(f"{base}api/status", headers={"Authorization": f"token {token}"}), timeout=5).close()
                return base
            except (ValueError, KeyError, URLError, OSError):
                pass
        time.sleep(0.2)
    pytest.fail("JupyterLab did not start:\n" + (home / "server.log").read_text()[-2000:])


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
    page.evaluate("path => jupyterapp.commands.execute('docmanager:open', {path})", path)
    page.wait_for_function(KERNEL_IDLE, arg=path)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(HAS_RUN)
    page.wait_for_timeout(500)  # the last output and MathJax


KERNEL_IDLE = """path => {
    const context = jupyterapp.shell.currentWidget?.context;
    return context?.path === path && context.sessionContext.session?.kernel?.status === 'idle';
}"""
HAS_RUN = """() => {
    const cells = jupyterapp.shell.currentWidget.node.querySelectorAll('.jp-CodeCell .jp-InputPrompt');
    const prompts = [...cells].map(cell => cell.textContent.trim());
    return /^\\[\\d+\\]/.test(prompts[0]) && !prompts.some(prompt => prompt.startsWith('[*]'));
}"""
# Unsaved: the folder stays as it was built.
CLOSE = """async () => {
    const panel = jupyterapp.shell.currentWidget;
    await panel.sessionContext.shutdown();
    panel.context.model.dirty = false;
    panel.dispose();
}"""
