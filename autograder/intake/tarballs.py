"""The files of a tar archive, packed or not, as students make them where zip is not at hand; limits as for zips."""

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
_MAGIC = slice(257, 262)  # of POSIX tar, in its first header
MAX_HEADERS = 20_000


def is_tarball(name: str) -> bool:
    """Return whether a file's name is that of a tar archive."""
    return name.lower().endswith(TARBALLS)


def unpacked(data: bytes, most: int) -> bytes | None:
    """Return what gzip, bzip2 or xz packed, or `data` itself; None where it is damaged or larger than `most` bytes."""
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
    """Return the regular files of an unpacked tar archive by the names that stand there; None if it is none, or damaged.

    Links and devices are passed over. Of two files of one name the later counts, as for tar itself.
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
