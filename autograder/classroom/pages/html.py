"""HTML from Python, escaped always: text becomes markup only here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

_EMPTY = {"meta", "br", "hr", "input", "wbr"}
# They would reorder (bidirectional controls), hide (zero width, tags) or not be written at all (halves of a pair):
# what a student types is hostile. Joiners (200C, 200D) stay: scripts and emoji need them.
_CONTROLS = dict.fromkeys(
    [
        *range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F),
        *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000), *range(0xE0000, 0xE0080),
    ],
    "\ufffd",
)  # fmt: skip


class Markup(str):
    """Text that is markup already; a Jinja2 template takes it as such."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def tag(name: str, /, *children: Any, **attributes: Any) -> Markup:
    """An element; strings among the children are escaped, None is left out, `class_` and `data_x` become class and data-x."""
    head = "".join([_attribute(key, value) for key, value in attributes.items()])
    return Markup(f"<{name}{head}>") if name in _EMPTY else Markup(f"<{name}{head}>{join(children)}</{name}>")


def join(children: Iterable[Any]) -> Markup:
    """Children one after another, nested lists flattened."""
    return Markup("".join([_child(child) for child in children]))


def _child(child: Any) -> str:
    kind = type(child)
    if kind is Markup:
        return child
    if kind is str:
        return escaped(child)
    if child is None:
        return ""
    if isinstance(child, (list, tuple)) or hasattr(child, "__next__"):
        return join(child)
    return escaped(str(child))


def escaped(text: str) -> str:
    """`text` in which no character is markup, and none reorders or hides what stands beside it."""
    return escape(visible(text))


def visible(text: str) -> str:
    """`text` with a mark in place of each character that reorders or hides what stands beside it."""
    return text if text.isascii() and text.isprintable() else text.translate(_CONTROLS)


def _attribute(key: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'


def feedback_link(student: str) -> str:
    """Where a student's page lies, seen from the graded folder."""
    return f"results/{quote(student)}/feedback.html"


def page(title: str, *body: Any, style: str = "", script: str = "") -> str:
    """A whole page, self-contained; its policy lets nothing be loaded and no script run but our own."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", Markup(_asset("page.css") + style)),
    )
    scripts = tag("script", Markup(script)) if script else None
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', *body, scripts), lang='en')}\n"


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
