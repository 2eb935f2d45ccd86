"""A PNG writer with only the standard library: 8-bit RGB, no filter, one compressed block."""

import struct
import zlib

import numpy as np


def png_bytes(rgb):
    """Return a PNG file of uint8 RGB, shape (rows, columns, 3), first row on top (PNG specification, 2nd edition)."""
    rgb = np.ascontiguousarray(rgb)
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
        raise ValueError(f"rgb has shape {rgb.shape} and dtype {rgb.dtype}, expected (rows, columns, 3) of uint8")
    rows, columns, _ = rgb.shape
    header = struct.pack(">2I5B", columns, rows, 8, 2, 0, 0, 0)  # 8 bits, color type 2: RGB
    lines = np.pad(rgb.reshape(rows, columns * 3), ((0, 0), (1, 0)))  # a leading 0: the line is not filtered
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
