"""Recognize by its first bytes what was handed in instead of the work, and advise its owner."""

from __future__ import annotations

import re

from autograder.intake.decoding import decode

# Bytes that are searched; the text of a saved page shows which page it was.
HEAD = 200_000
_NOTEBOOK_PAGE = ("jupyter", "nbconvert", "jp-notebook", "jp-cell", "notebook-container", "colab")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_RAR, _7Z, _ZSTD = b"Rar!", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd"
_BUNDLES = (b"# v2 git bundle", b"# v3 git bundle")
FOREIGN_ARCHIVES = (".7z", ".rar")
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\3\4", "a zip file"),
    (b"{\\rtf", "a text that a word processor saved (RTF)"),
    (b"\xd0\xcf\x11\xe0", "a document of an older word processor"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (_RAR, "a RAR archive"),
    (_7Z, "a 7z archive"),
    (_ZSTD, "a Zstandard archive"),
    (_BUNDLES[0], "a bundle of a git repository"),
    (_BUNDLES[1], "a bundle of a git repository"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"bplist", "a bookmark file"),
    (b"SQLite format 3", "a database"),
    (b"\x80\x04", "a Python pickle"),
)


def foreign(data: bytes, name: str, wanted: str) -> str | None:
    """Return a sentence about a file that is neither notebook nor Python; None if its first bytes are not recognized.

    Args:
        data: the file's bytes.
        name: its name.
        wanted: the name of the file that should have been handed in.
    """
    text = decode(data[:HEAD]).lstrip("\ufeff \t\r\n")
    if text.startswith("version https://git-lfs"):
        return (
            f"{name} is a Git LFS pointer, not the file itself: git keeps only a reference of three lines there. "
            f"Run `git lfs pull`, check that {wanted} opens, then hand that in."
        )
    if _HTML.match(text):
        return _page(text, name, wanted)
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            return f"{name} is {what}, not a notebook. Hand in {wanted} as Jupyter saved it."
    if text.startswith(("[InternetShortcut]", "[Desktop Entry]")) or re.match(r'\{"url"\s*:\s*"https?:', text):
        return f"{name} is a link to a file, not the file itself. Download {wanted} and hand that in."
    return None


def is_foreign_archive(name: str, data: bytes) -> bool:
    """Return True for an archive that may contain work but is not opened, by content or by name."""
    return data.startswith((_RAR, _7Z, _ZSTD, *_BUNDLES)) or name.lower().endswith(FOREIGN_ARCHIVES)


def _page(text: str, name: str, wanted: str) -> str:
    lower = text.lower()
    if any(word in lower for word in _NOTEBOOK_PAGE) and not _is_code_host(lower):
        return (
            f"{name} is the HTML export of a notebook: it can be looked at, not run. In Jupyter choose File, Download "
            f"(in Colab File, Download, Download .ipynb), and hand in {wanted}."
        )
    return (
        f"{name} is a web page that was saved in place of the file: what a site shows around it, without the file. On that "
        f"page choose Download (on GitHub: Download raw file), check that {wanted} opens in Jupyter, then hand that in."
    )


def _is_code_host(lower: str) -> bool:
    return "<title" in lower and ("github" in lower or "gitlab" in lower or "drive.google" in lower)
