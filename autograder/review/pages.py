"""The pages of a review from Jinja2 templates: everything a student wrote is escaped, and hidden characters are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from autograder.classroom.pages.html import Markup, environment
from autograder.classroom.pages.student_markdown import rendered

HERE = Path(__file__).parent
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = environment(HERE / "templates")
    made.filters |= {"markdown": markdown, "pictures": pictures}
    return made


def render(name: str, **values: Any) -> str:
    """Return a page or a part of one."""
    return _templates().get_template(name).render(values)


@lru_cache(maxsize=512)
def markdown(text: str, inline: bool = False) -> Markup:
    """Return a student's Markdown, or a rubric's, as HTML that holds nothing active."""
    html = str(rendered(text)).strip()
    if inline and html.startswith("<p>") and html.count("<p>") == 1:
        html = html.removeprefix("<p>").removesuffix("</p>")
    return Markup(html)


def pictures(found: tuple[str, ...]) -> list[str]:
    """Return those data URIs that hold a picture and nothing else."""
    return [uri for uri in found if _PICTURE.fullmatch(uri)]


def asset(name: str) -> str:
    """Return a style sheet or a script of the page."""
    shared = Path(__file__).parents[1] / "classroom" / "pages" / "page.css"
    text = (HERE / "templates" / name).read_text(encoding="utf-8")
    return shared.read_text(encoding="utf-8") + text if name.endswith(".css") else text


def about(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the part of an address that names a queue."""
    return {key: str(value) for key, value in values.items() if value}
