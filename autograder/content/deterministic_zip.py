"""Make a zip whose bytes depend only on its members, with fixed order, date and rights."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

RELEASED = (2026, 11, 30, 12, 0, 0)  # the date of every member


def zip_bytes(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """Return the zip of `files` (path → content). Those in `executable` get the x bit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, RELEASED)
            member.create_system = 3  # Unix on every system, so that the rights below apply
            member.external_attr = (0o100755 if name in executable else 0o100644) << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, files[name])
    return buffer.getvalue()
