"""The file of the initialization lab: small, self-contained and copied unchanged.

Its behavior is tested in tests/browser/test_lab.py."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "autograder/content/handout/initialization/lab.html"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_script_is_smaller_than_25_kilobytes():
    assert len("".join(re.findall(r"<script>(.*?)</script>", TEXT, re.S)).encode()) < 25_000


def test_the_page_needs_no_other_file():
    assert re.findall(r"https?:|\bsrc=|\burl\(|@import|<link|\bimport\(|fetch\(", TEXT) == []


def test_the_students_copy_is_the_same():
    kept = [line for line in PAGE.read_text("utf-8").splitlines(keepends=True) if not line.lstrip().startswith("//")]
    assert (ROOT / "assignments/initialization/lab.html").read_text("utf-8") == "".join(kept)


def test_the_page_adapts_to_scheme_motion_paper_and_missing_javascript():
    for wanted in ("prefers-color-scheme: dark", "prefers-reduced-motion: reduce", "@media print", "<noscript>"):
        assert wanted in TEXT
