"""Which files are work: by what they hold where the name does not say it, whatever a browser or a mail program renamed."""

from __future__ import annotations

import re

from autograder.intake.fenced_markdown import EXTENSIONS
from autograder.intake.tarballs import TARBALLS

# `forward_backward.ipynb.txt`, `hw.ipynb.json`, `hw.ipynb.download`, `hw.ipynb (1)`: the extension that was, and what came after.
_HIDDEN = re.compile(
    r"(?P<name>.+\.(?:ipynb|py|zip))(?P<more>\.[A-Za-z]\w{0,11}|[ _-]*\(\d{1,3}\)|\.\d{1,3}| ?copy|~)", re.IGNORECASE
)
_WORK = (".ipynb", ".py", ".zip", *TARBALLS)
# What may be a notebook under a wrong name; anything else keeps its meaning (an .html is a page, a .csv is data).
_DOUBTFUL = ("", ".txt", ".json", ".bin", ".dat", ".download", ".jupyter", ".nb")
PEEK = 4096
LONGEST_TEXT = 500_000  # bytes of Markdown that are looked through for code


def is_work(name: str) -> bool:
    """May this file be a submission, or hold one, by its name?"""
    return name.lower().endswith(_WORK)


def is_doubtful(name: str) -> bool:
    """May the file hold work although its name does not say so? Then its first bytes decide."""
    last = name.rsplit("/", 1)[-1].lower()
    suffix = f".{last.rpartition('.')[2]}" if "." in last else ""
    return not is_work(name) and (suffix in _DOUBTFUL or _HIDDEN.fullmatch(last) is not None)


def is_written_out(name: str, text: bytes) -> bool:
    """May the file be a notebook written as Markdown: by its name, with a function between fences?"""
    fenced = b"```" in text or b"~~~" in text
    return fenced and name.lower().removesuffix(".txt").endswith(EXTENSIONS) and b"\ndef " in text


def true_name(name: str, start: bytes) -> str:
    """Return the name under which the file is read: with the extension of what it holds.

    Args:
        name: as it arrived.
        start: the file's first bytes.
    """
    hidden = _HIDDEN.fullmatch(name)
    if hidden and (not hidden["name"].lower().endswith(".ipynb") or _is_notebook(start)):
        return hidden["name"]
    if _is_notebook(start):
        return f"{re.sub(r'[.](?:txt|json|bin|dat|download|jupyter|nb)$', '', name, flags=re.IGNORECASE)}.ipynb"
    return name


def _is_notebook(start: bytes) -> bool:
    """Tell whether this is the beginning of a notebook, in any order of its keys and any encoding of Unicode."""
    text = (
        start.replace(b"\0", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .lstrip()
    )
    keys = (b'"cells"', b'"nbformat"', b'"worksheets"', b'"cell_type"', b'"kernelspec"')
    return text.startswith(b"{") and any(key in text for key in keys)
