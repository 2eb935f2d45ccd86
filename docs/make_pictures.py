"""Make the README's pictures anew: `make pictures`. Needs what tests need, and a Chromium.

The report is that of the sample class, the notebook's cell is run in a kernel, the lab is the page that students open.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "docs" / "pictures"
NAME, QUESTION = "forward_backward", "q8_hidden_weights"
# A slip of many students: the table of products the wrong way round.
SLIP = (", x)", ", x).T")
COLORS = 64  # in a palette, so that each picture stays below 100 KB
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Write report.png, check.png and lab.png into docs/pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, _browser() as browser:
        _shoot(browser, _report(Path(scratch)), "report.png", 1100, 760)
        _shoot(browser, _check(Path(scratch)), "check.png", 860, 640)
        _shoot(browser, PROJECT / "assignments" / "initialization" / "lab.html", "lab.png", 1100, 760)


def _report(scratch: Path) -> Path:
    """Grade the sample class; return its report."""
    words = ["grade", NAME, str(PROJECT / "tests" / "sample_class" / NAME), "--out", str(scratch / "graded"), "--quiet"]
    subprocess.run([sys.executable, "-m", "autograder", *words], cwd=PROJECT, check=False)
    return scratch / "graded" / "report.html"


def _check(scratch: Path) -> Path:
    """Run the notebook with a slip in one answer; return a page with that answer and its check."""
    from autograder.content.sources import document
    from autograder.content.student_document import solved_document
    from autograder.questions import find

    folder = shutil.copytree(PROJECT / "assignments" / NAME, scratch / NAME)
    book = nbformat.read(folder / f"{NAME}.ipynb", 4)
    solved = [p for p in solved_document(document(NAME), find(NAME)).passages if p.question == QUESTION]
    place = next(i for i, cell in enumerate(book.cells) if cell.source == f'grader.check("{QUESTION}")')
    answer, check = book.cells[place - 1], book.cells[place]
    answer.source = next(p.source for p in solved if p.role == "answer").replace(*SLIP)
    needed = [p.source for p in solved_document(document(NAME), find(NAME)).passages if p.role == "answer"]
    book.cells = [book.cells[1], *(nbformat.v4.new_code_cell(source) for source in needed), answer, check]
    NotebookClient(book, resources={"metadata": {"path": str(folder)}}).execute()
    book.cells = [answer, check]
    page, _ = HTMLExporter(embed_images=True).from_notebook_node(book)
    path = scratch / "check.html"
    path.write_text(page, encoding="utf-8")
    return path


@contextmanager
def _browser() -> Iterator[Any]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit(f"None of {', '.join(BROWSERS)} is installed.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"], timeout=120_000)
        yield browser
        browser.close()


def _shoot(browser: Any, page_file: Path, name: str, width: int, height: int) -> None:
    """Write what a window of this size shows of a page, cut below its content."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.route("http**", lambda route: route.abort())  # what a page would fetch is not part of it
    page.goto(page_file.as_uri(), wait_until="load", timeout=120_000)
    page.wait_for_timeout(1000)
    tall = page.evaluate("Math.ceil(document.body.getBoundingClientRect().bottom)")
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": min(height, tall + 8)})
    page.close()
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLORS).save(PICTURES / name, optimize=True)
    print(f"{(PICTURES / name).relative_to(PROJECT)}: {(PICTURES / name).stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
