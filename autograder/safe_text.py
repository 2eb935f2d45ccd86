"""Write what comes from outside for people: text that a student chose, safe for one line, and points."""

from __future__ import annotations

import re

# Escape sequences move the cursor, rename the window and hide lines; bidirectional, zero-width and tag characters move
# and hide letters, or carry text that nobody sees. The two joiners that Persian and emoji need stay.
# A lone surrogate, as in a file name that is not UTF-8, cannot be written at all.
_CONTROLS = [
    *range(32),
    *range(0x7F, 0xA0),
    0xAD,
    0x180E,
    0x200B,
    0x2028,
    0x2029,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0x2060, 0x2065),
    0xFEFF,
    *range(0xE0000, 0xE0080),
]
_ON_A_LINE = {
    code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    for code in [*_CONTROLS, *range(0xD800, 0xE000)]
}
_ON_LINES = {code: to for code, to in _ON_A_LINE.items() if chr(code) not in "\n\t"}
# JSON itself escapes the first 32 characters.
_IN_JSON = re.compile(f"[{''.join(map(chr, _CONTROLS[32:]))}\ud800-\udfff]")


def on_a_line(text: str) -> str:
    r"""Return `text` with invisible characters and line ends spelled out, as in `\x1b`; distinct texts stay so."""
    return text if text.isprintable() and text.isascii() else text.translate(_ON_A_LINE)


def on_lines(text: str) -> str:
    """Return the same as `on_a_line`, but keep line ends and tabs."""
    return text if text.isprintable() and text.isascii() else text.translate(_ON_LINES)


def in_json(text: str) -> str:
    """Return an equal JSON text in which invisible characters are escaped, so that it can be shown on a terminal."""
    return text if text.isascii() and "\x7f" not in text else _IN_JSON.sub(_as_json, text)


def _as_json(character: re.Match[str]) -> str:
    units = character.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def spell_points(points: float | None) -> str:
    """Return points as people read them, with at most two decimals: 4.5, 3, 0.33; empty for None."""
    return "" if points is None else f"{round(points, 2):.2f}".rstrip("0").rstrip(".")
