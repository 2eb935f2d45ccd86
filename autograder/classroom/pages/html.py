"""Render HTML from Jinja2 templates; reports, students' pages, quizzes and the review share one environment."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from autograder import paths
from autograder.safe_text import spell_points

__all__ = ["TEMPLATES", "Markup", "asset", "environment", "feedback_link", "render", "visible"]

TEMPLATES = Path(__file__).with_name("templates")
# Characters that reorder text (bidirectional controls), hide it (zero width, tags) or cannot be encoded (surrogates).
# Student text is treated as hostile. The joiners 200C and 200D are allowed, since scripts and emoji need them.
_CONTROLS = dict.fromkeys(
    [
        *range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0x61C, 0x180E, 0x200B, 0x200E, 0x200F,
        *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000),
        *range(0xE0000, 0xE0080),
    ],
    "\ufffd",
)  # fmt: skip


def visible(text: str) -> str:
    """Return `text` with U+FFFD in place of each character that reorders or hides its neighbors."""
    return text if text.isascii() and text.isprintable() else text.translate(_CONTROLS)


def _shown(value: Any) -> Any:
    return visible(value) if type(value) is str else value


class _CompiledTemplates(FileSystemBytecodeCache):
    """Keep compiled templates in the cache folder, where only this user may write; compiling takes longer than a page.

    Jinja2 compiles a template anew if its text has changed, or the version of Jinja2 or Python.
    """

    def __init__(self) -> None:
        folder = paths.cache() / "templates"
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(str(folder))
        self._own = _is_ours(folder)

    def load_bytecode(self, bucket: Bucket) -> None:
        if self._own:
            with suppress(OSError):
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if self._own:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def _is_ours(folder: Path) -> bool:
    """Return True if a folder is this user's and nobody else may write into it: code is loaded from it."""
    try:
        status = folder.stat()
    except OSError:
        return False
    alone = not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)
    return stat.S_ISDIR(status.st_mode) and alone


def environment(*folders: Path) -> Environment:
    """Return an environment with the templates of `folders` and the shared ones; it escapes everything but Markup."""
    templates = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]), autoescape=True, finalize=_shown, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, bytecode_cache=_CompiledTemplates(),
    )  # fmt: skip
    templates.filters |= {"points": spell_points, "breakable": breakable}
    templates.globals |= {"asset": asset, "feedback_link": feedback_link}
    return templates


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment()


@lru_cache(maxsize=32)
def _template(name: str) -> Any:
    return _environment().get_template(name)


def render(name: str, /, **values: Any) -> Markup:
    """Return a page, or a part of one, rendered from its template."""
    return Markup(_template(name).render(values))


def feedback_link(student: str) -> str:
    """Return the path of a student's page relative to the graded folder, quoted for a link."""
    return f"results/{quote(student)}/feedback.html"


def breakable(name: str) -> Markup:
    """Return a question's id with a possible line break after each underscore, for narrow screens."""
    return Markup("_<wbr>").join(visible(name).split("_"))


@lru_cache(maxsize=16)
def asset(name: str) -> Markup:
    """Return the text of a style sheet or a script."""
    return Markup(Path(__file__).with_name(name).read_text(encoding="utf-8"))
