"""Copy the pictures in a solution's prose into the student folder, and embed them in the solution page."""

from __future__ import annotations

import base64
import mimetypes
import re
from pathlib import Path
from urllib.parse import unquote

from autograder import paths
from autograder.content.document import Document
from autograder.content.percent_source import ContentError

# In Markdown, in HTML, and in the line that a reference `![…][name]` is resolved by.
PICTURE = re.compile(
    r"""!\[[^\]]*\]\(\s*(?:<([^<>\n]+)>|([^()<>\s]+))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)"""
    r"""|<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))"""
    r"""|^[ ]{0,3}\[[^\]]+\]:\s*<?([^<>\s]+\.(?:png|jpe?g|gif|svg|webp))""",
    re.IGNORECASE | re.MULTILINE,
)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
LARGEST = 2_000_000


def pictures(document: Document) -> dict[str, bytes]:
    """Return path in the student folder → bytes of every picture that the prose shows.

    Args:
        document: the student document, so that pictures of a solution are left out.

    Raises:
        ContentError: a picture is missing, too large, or outside the solutions' folder.
    """
    folder = _folder(document.name)
    files = {}
    for passage in document.passages:
        for match in PICTURE.finditer("" if passage.is_code else passage.source):
            name = unquote(match[match.lastindex or 0])
            if ELSEWHERE.match(name):
                continue
            line = passage.line + passage.source.count("\n", 0, match.start())
            files[name] = _read(folder, name, f"{document.file}, line {line}")
    return files


def embedded(text: str, name: str) -> str:
    """Return prose with embedded pictures, for a page in one file."""

    def data(match: re.Match[str]) -> str:
        path = unquote(match[match.lastindex or 0])
        if ELSEWHERE.match(path):
            return match[0]
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        encoded = base64.b64encode(_read(_folder(name), path, f"solutions/{name}.py")).decode()
        start, end = (at - match.start() for at in match.span(match.lastindex or 0))
        return f"{match[0][:start]}data:{kind};base64,{encoded}{match[0][end:]}"

    return PICTURE.sub(data, text)


def _folder(name: str) -> Path:
    return paths.solution(f"{name}.py").parent


def _read(folder: Path, name: str, where: str) -> bytes:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ContentError(f"{where}: the picture {name} is outside {folder.name}/; put it there.")
    if not path.is_file():
        raise ContentError(f"{where}: the picture {name} is missing; put it at {folder.name}/{name}.")
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise ContentError(
            f"{where}: the picture {name} has {len(data):,} bytes, more than {LARGEST:,}; make it smaller."
        )
    return data
