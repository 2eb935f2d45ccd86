"""Decode pictures in answers within limits and encode them again, so that only pixels reach the grader's page."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from autograder.intake.notebook import Cell

MAX_PICTURES, MAX_BYTES, MAX_PIXELS = 8, 10_000_000, 40_000_000
MAX_WORK = 30_000_000  # pixels of all pictures of one submission; decoded at some 30 million a second
SIDE = 1400  # pixels of the longer side that is kept
MAX_KEPT = 1_500_000  # bytes of all pictures of one submission
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_MARKDOWN = re.compile(r"(!\[[^\]\n]{0,500}\]\()([^)\n]{1,500})(\))")
_TAG = re.compile(r"(<img\s[^>\n]{0,500}?src=[\"'])([^\"'\n]{1,500})([\"'])", re.IGNORECASE)
_INLINE = re.compile(r"data:image/[a-z.+-]{1,20};base64,([A-Za-z0-9+/=\s]+)")


class Illustrated(NamedTuple):
    """A text with names of its pictures made from their content, the pictures as data URIs, and notes on the others."""

    text: str
    pictures: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Album:
    """The pictures of one submission.

    Args:
        files: what was handed in beside the work, for pictures that are referred to by name.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files, self._count, self._room, self._work = files, 0, MAX_KEPT, MAX_WORK

    def illustrate(self, cells: Iterable[Cell], text: str) -> Illustrated:
        """Return `text`, which was read from `cells`, with its pictures."""
        attached = {name: content for cell in cells for name, content in cell.attachments}
        pictures: list[str] = []
        notes: list[str] = []

        def put(data: bytes, name: str) -> str:
            picture = self._encoded(data)
            if picture is None:
                notes.append(
                    f"{name} in an answer cannot be shown, as it cannot be read or is too large: a person opens the file."
                )
                return name
            pictures.append(picture)
            return f"picture {hashlib.sha256(picture.encode()).hexdigest()[:8]}"

        def inline(found: re.Match[str]) -> str:
            return put(_bytes_of(found.group(1)), "a pasted picture")

        def referred(found: re.Match[str]) -> str:
            name = found.group(2).strip().partition(' "')[0]
            data = self._data(name, attached)
            return found.group(1) + (put(data, name) if data is not None else found.group(2)) + found.group(3)

        if "data:image/" in text:
            text = _INLINE.sub(inline, text)
        if "![" in text:
            text = _MARKDOWN.sub(referred, text)
        if "<img" in text.lower():
            text = _TAG.sub(referred, text)
        return Illustrated(text, tuple(dict.fromkeys(pictures)), tuple(dict.fromkeys(notes)))

    def _data(self, name: str, attached: Mapping[str, str]) -> bytes | None:
        if name.startswith("attachment:"):
            content = attached.get(name.removeprefix("attachment:"))
            return _bytes_of(content) if content is not None else None
        plain = name.removeprefix("./").replace("%20", " ")
        ends = [data for inside, data in self._files.items() if inside == plain or inside.endswith(f"/{plain}")]
        return ends[0] if ends else None

    def _encoded(self, data: bytes) -> str | None:
        if self._count >= MAX_PICTURES or not data or len(data) > MAX_BYTES:
            return None
        self._work -= _work(data)
        encoded = reencoded(data) if self._work >= 0 else None
        if encoded is None or len(encoded) > self._room:
            return None
        self._count += 1
        self._room -= len(encoded)
        return encoded


def _work(data: bytes) -> int:
    """Return the number of pixels to decode that a file declares; a JPEG is decoded at a quarter of that or less."""
    try:
        from PIL import Image

        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            return opened.width * opened.height // (4 if opened.format == "JPEG" else 1)
    except Exception:  # not a picture, or without a decoder
        return 0


def _bytes_of(content: str) -> bytes:
    if len(content) > 2 * MAX_BYTES:
        return b""
    try:
        return base64.b64decode(content)
    except (binascii.Error, ValueError):
        return b""


def reencoded(data: bytes) -> str | None:
    """Encode a picture again as a data URI of at most `SIDE` pixels per side; None if it is not a picture.

    Nothing of the file remains but the pixels: no text, no profile, no location.
    """
    try:
        from PIL import Image, ImageOps
    except ImportError:  # comes with Matplotlib; without it no picture is shown
        return None
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                return None
            opened.draft("RGB", (SIDE, SIDE))
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
        picture.thumbnail((SIDE, SIDE))
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        out = io.BytesIO()
        paper.save(out, "JPEG", quality=75)
    except Exception:  # decoders raise anything for a damaged or hostile file
        return None
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
