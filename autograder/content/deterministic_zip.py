"""A zip whose bytes depend on its members alone: sorted, with the release date of this version and fixed rights."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

RELEASED = (2026, 11, 30, 12, 0, 0)  # of this version: fixed, so that the same source gives the same bytes


def zip_bytes(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """The zip of `files` (path → content); those in `executable` get the x bit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, RELEASED)
            member.create_system = 3  # Unix, on every system, so that the rights below count
            member.external_attr = (0o100755 if name in executable else 0o100644) << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, files[name])
    return buffer.getvalue()
