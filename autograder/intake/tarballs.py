"""Read tar archives, compressed or not, within the limits of zips."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from typing import IO

TARBALLS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_PACKED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\0", lzma.open))
_BROKEN = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, tarfile.TarError)
_MAGIC = slice(257, 262)  # the place of POSIX tar's signature in the first header
MAX_HEADERS = 20_000


def is_tarball(name: str) -> bool:
    """Return True if a file's name is that of a tar archive."""
    return name.lower().endswith(TARBALLS)


def is_packed(data: bytes) -> bool:
    """Return True for the first bytes of gzip, bzip2 or xz."""
    return data.startswith(tuple(start for start, _ in _PACKED))


def is_tar(data: bytes) -> bool:
    """Return True for the first bytes of a tar archive."""
    return data[_MAGIC] == b"ustar"


def unpacked(data: bytes, most: int) -> bytes | None:
    """Decompress gzip, bzip2 or xz, and return other data unchanged.

    None stands for data that is damaged, or larger than `most` bytes when decompressed.
    """
    for start, opener in _PACKED:
        if data.startswith(start):
            try:
                with opener(io.BytesIO(data)) as file:
                    content = file.read(most + 1)
            except _BROKEN:
                return None
            return content if len(content) <= most else None
    return data


def members_of(data: bytes) -> dict[str, bytes] | None:
    """Return the regular files of a tar archive by their names in it; None if it is not one, or is damaged.

    Links and devices are skipped. Of two files with the same name the later counts, as in tar.
    """
    if data[_MAGIC] != b"ustar":
        return None
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for number, info in enumerate(archive):
                if number >= MAX_HEADERS:
                    return None
                content: IO[bytes] | None = archive.extractfile(info) if info.isreg() and not info.sparse else None
                if content is not None:
                    found[info.name.removeprefix("./")] = content.read()
    except _BROKEN:
        return None
    return found
