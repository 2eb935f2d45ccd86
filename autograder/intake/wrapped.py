"""Take work out of what a packer, a mail program or a browser has wrapped around it, whatever its name.

A data file keeps its name and its bytes: only what turns out to be a notebook, a Python file or an archive is replaced.
"""

from __future__ import annotations

import base64
import binascii
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from autograder.intake.choose_main_file import is_notebook
from autograder.intake.safe_archive import MAX_TOTAL, Gathered, safe_name
from autograder.intake.tarballs import is_packed, is_tar, is_tarball, unpacked

MOST_FILES = 50  # of a submission that is searched
MAX_MAIL = 30_000_000  # bytes of a message or of base64
_PACKED = re.compile(r"\.(?:gz|bz2|xz|zip)$", re.IGNORECASE)
_DATA_URL = re.compile(rb"data:[\w/+.;=-]{0,100};base64,")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n"
_WORKS = (".ipynb", ".py", ".zip")


def unwrap(files: Gathered) -> None:
    """Replace files that wrap work by the work."""
    for name in list(files) if len(files) <= MOST_FILES else ():
        data = files[name]
        inner = _inner(name, data)
        if inner:
            del files[name]
            files.update({new: content for new, content in inner.items() if new not in files})


def _inner(name: str, data: bytes) -> dict[str, bytes]:
    """Return the work in a file by its names; {} if the file wraps none."""
    lower = name.lower()
    if is_packed(data) and not is_tarball(name):
        content = unpacked(data, MAX_TOTAL)
        return _named(_PACKED.sub("", name), content) if content is not None else {}
    if lower.endswith(".zip") and data[:2] != b"PK":
        return _named(_PACKED.sub("", name), data)
    if lower.endswith((".eml", ".mht", ".mhtml")) and len(data) <= MAX_MAIL:
        return _attached(data)
    text = b"" if len(data) > MAX_MAIL or data[:1] == b"{" or lower.endswith(_WORKS[1:]) else data.strip()
    start = _DATA_URL.match(text)
    text = text[start.end() :] if start else text
    if len(text) >= 100 and not text.translate(None, _BASE64):
        try:
            return _named(name.rpartition(".")[0] or name, base64.b64decode(text))
        except (binascii.Error, ValueError):
            return {}
    return {}


def _named(stem: str, content: bytes) -> dict[str, bytes]:
    """Return the content under a name with the extension of its kind; {} if it is no work."""
    bare = stem[: -len(".ipynb")] if stem.lower().endswith(".ipynb") else stem
    if is_notebook(content):
        return {f"{bare}.ipynb": content}
    if is_tar(content):
        return {f"{bare}.tar": content}
    if content[:4] == b"PK\3\4":
        return {f"{bare}.zip": content}
    return {stem: content} if stem.lower().endswith(_WORKS[:2]) else {}


def _attached(data: bytes) -> dict[str, bytes]:
    """Return the work attached to a mail."""
    found: dict[str, bytes] = {}
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = list(message.walk())[:MOST_FILES] if isinstance(message, EmailMessage) else []
        for part in parts:
            name = safe_name(part.get_filename() or "")
            content = part.get_payload(decode=True)
            if name and name.lower().endswith(_WORKS) and isinstance(content, bytes):
                found.setdefault(name, content)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # of a damaged message
        return found
    return found
