"""A JupyterLab of its own, a browser of its own, and the student folders built afresh."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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
def jupyterlab(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A running JupyterLab on the built folders; gives the address of a notebook."""
    pytest.importorskip("jupyterlab", reason="jupyterlab is not installed")
    home, token = tmp_path_factory.mktemp("home"), secrets.token_hex(16)
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(_command(built / "assignments", token), env=_environment(home), stdout=log, stderr=log)
        try:
            base = _wait_until_up(server, home, token)
            yield lambda path: f"{base}lab/tree/{path}?token={token}&reset"
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
    """A notebook in JupyterLab after Run > Run All Cells."""

    def __init__(self, page: Any) -> None:
        self.page = page
        model = page.evaluate("JSON.stringify(jupyterapp.shell.currentWidget.content.model.toJSON())")
        self.notebook = nbformat.from_dict(json.loads(model))

    @property
    def outputs(self) -> list[tuple[Any, Any]]:
        """Each output with its cell."""
        return [(cell, output) for cell in self.notebook.cells if cell.cell_type == "code" for output in cell.outputs]

    def close(self) -> None:
        self.page.evaluate("jupyterapp.serviceManager.sessions.shutdownAll()")
        self.page.context.close()


@pytest.fixture(scope="module", params=[(name, state) for name in NAMES for state in STATES], ids="-".join)
def opened(request: pytest.FixtureRequest, browser: Any, jupyterlab: Callable[[str], str]) -> Iterator[Opened]:
    """Each notebook, blank and solved, run from top to bottom; `name` and `state` say which."""
    name, state = request.param
    path = f"{name}/{name}.ipynb" if state == "blank" else f"{name}/solved.ipynb"
    run = Opened(run_all_cells(browser, jupyterlab(path)))
    run.name, run.state = name, state
    yield run
    run.close()


def run_all_cells(browser: Any, address: str, width: int = 1200) -> Any:
    """The page of the notebook at `address` when every cell has run or one has failed."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_default_timeout(90_000)
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell .cm-content")
    page.wait_for_function("jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(HAS_RUN)
    page.wait_for_timeout(500)  # the last output and MathJax
    return page


HAS_RUN = """() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent.trim());
    return /^\\[\\d+\\]/.test(prompts[0]) && !prompts.some(p => p.startsWith('[*]'));
}"""
