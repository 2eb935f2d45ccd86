"""Decide which files are work, by name or by content if a browser or a mail program has renamed them."""

from __future__ import annotations

import re

from autograder.intake.advice import FOREIGN_ARCHIVES
from autograder.intake.fenced_markdown import EXTENSIONS
from autograder.intake.tarballs import TARBALLS

# `forward_backward.ipynb.txt`, `hw.ipynb.json`, `hw.ipynb.download`, `hw.ipynb (1)`: an addition after the extension.
_HIDDEN = re.compile(
    r"(?P<name>.+\.(?:ipynb|py|zip))(?P<more>\.[A-Za-z]\w{0,11}|[ _-]*\(\d{1,3}\)|\.\d{1,3}| ?copy|~)", re.IGNORECASE
)
_WORK = (".ipynb", ".py", ".zip", *TARBALLS, *FOREIGN_ARCHIVES)
# Extensions that a notebook may have by mistake; others keep their meaning (an .html is a page, a .csv is data).
_DOUBTFUL = ("", ".txt", ".json", ".bin", ".dat", ".download", ".jupyter", ".nb")
PEEK = 4096
LONGEST_TEXT = 500_000  # bytes of Markdown that are searched for code


def is_work(name: str) -> bool:
    """Return True if the file may be or contain a submission, by its name."""
    return name.lower().endswith(_WORK)


def is_doubtful(name: str) -> bool:
    """Return True if the file may contain work in spite of its name; its first bytes decide."""
    last = name.rsplit("/", 1)[-1].lower()
    suffix = f".{last.rpartition('.')[2]}" if "." in last else ""
    return not is_work(name) and (suffix in _DOUBTFUL or _HIDDEN.fullmatch(last) is not None)


def is_written_out(name: str, text: bytes) -> bool:
    """Return True if the file may be a notebook exported to Markdown, with a function between fences."""
    fenced = b"```" in text or b"~~~" in text
    return fenced and name.lower().removesuffix(".txt").endswith(EXTENSIONS) and b"\ndef " in text


def true_name(name: str, start: bytes) -> str:
    """Return the name under which the file is read, with the extension of its content.

    Args:
        name: The name as it arrived.
        start: The file's first bytes.
    """
    hidden = _HIDDEN.fullmatch(name)
    if hidden and (not hidden["name"].lower().endswith(".ipynb") or _is_notebook(start)):
        return hidden["name"]
    if _is_notebook(start):
        return f"{re.sub(r'[.](?:txt|json|bin|dat|download|jupyter|nb)$', '', name, flags=re.IGNORECASE)}.ipynb"
    return name


def _is_notebook(start: bytes) -> bool:
    """Return True for the first bytes of a notebook, with keys in any order and in any encoding of Unicode."""
    text = (
        start.replace(b"\0", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .lstrip()
    )
    keys = (b'"cells"', b'"nbformat"', b'"worksheets"', b'"cell_type"', b'"kernelspec"')
    return text.startswith(b"{") and any(key in text for key in keys)
