"""Render the pages of a review from Jinja2 templates.

All student text is escaped, and hidden characters are made visible (see classroom/pages/html.py).
"""

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
    templates = environment(HERE / "templates")
    templates.filters |= {"markdown": markdown, "pictures": pictures}
    return templates


def render(name: str, **values: Any) -> str:
    """Return a page, or a part of one, as HTML."""
    return _templates().get_template(name).render(values)


@lru_cache(maxsize=512)
def markdown(text: str, inline: bool = False) -> Markup:
    """Return a student's Markdown, or a rubric's, as HTML without active content."""
    html = str(rendered(text)).strip()
    if inline and html.startswith("<p>") and html.count("<p>") == 1:
        html = html.removeprefix("<p>").removesuffix("</p>")
    return Markup(html)


def pictures(uris: tuple[str, ...]) -> list[str]:
    """Return the data URIs that contain a picture and nothing else."""
    return [uri for uri in uris if _PICTURE.fullmatch(uri)]


def asset(name: str) -> str:
    """Return the text of a style sheet or a script; style sheets begin with that of all pages."""
    shared = Path(__file__).parents[1] / "classroom" / "pages" / "page.css"
    text = (HERE / "templates" / name).read_text(encoding="utf-8")
    return shared.read_text(encoding="utf-8") + text if name.endswith(".css") else text


def about(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the query parameters of a queue, without the empty ones."""
    return {key: str(value) for key, value in values.items() if value}
