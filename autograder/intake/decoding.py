"""Decode text in any encoding that an editor or a mail program may have used."""

from __future__ import annotations

import codecs
import re

# UTF-32's little-endian mark begins with UTF-16's, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings that no editor writes, some of which take time that grows with the square of the text.
_UNFIT = {
    "punycode",
    "idna",
    "undefined",
    "unicode-escape",
    "raw-unicode-escape",
    "unicode_escape",
    "raw_unicode_escape",
}
# PEP 263: a declaration counts in the first two lines only.
_DECLARATION = re.compile(rb"\A(?:[ \t\f]*(?:#[^\r\n]*)?\r?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]{1,60})")


def decode(data: bytes, *, python: bool = False) -> str:
    """Return `data` as text with LF line ends and without a byte order mark; never fails.

    The mark decides; then, for a Python file, its PEP 263 declaration; then zero bytes for UTF-16; then UTF-8 is tried,
    then cp1252, and finally Latin-1, in which every byte is a character.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tidy(data[len(mark) :].decode(encoding, "replace"))
    guesses = [*(_declared(data) if python else ()), *_wide(data), "utf-8", "cp1252"]
    for encoding in guesses:
        try:
            return _tidy(data.decode(encoding))
        except (UnicodeError, LookupError):
            continue
    return _tidy(data.decode("latin-1"))


def _declared(data: bytes) -> tuple[str, ...]:
    """Return the declared encoding if it is a text encoding (rot13 and base64 are not)."""
    found = _DECLARATION.match(data[:400])
    name = found.group(1).decode("ascii", "replace") if found else ""
    try:
        codec = codecs.lookup(name) if name else None
        return (name,) if codec and codec._is_text_encoding and codec.name not in _UNFIT else ()
    except (LookupError, ValueError):
        return ()


def _wide(data: bytes) -> tuple[str, ...]:
    """Return UTF-16 for data without a mark whose first two characters are ASCII, so that every other byte is zero."""
    if data[1:2] == b"\0" and data[3:4] == b"\0":
        return ("utf-16-le",)
    return ("utf-16-be",) if data[:1] == b"\0" and data[2:3] == b"\0" else ()


def _tidy(text: str) -> str:
    return encodable(text).replace("\r\n", "\n").replace("\r", "\n")


def encodable(text: str) -> str:
    """Return `text` without lone surrogates, which JSON can express, but no file or compiler accepts."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text
