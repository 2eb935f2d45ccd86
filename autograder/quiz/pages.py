"""Markdown with formulas as HTML with MathML, which browsers and Moodle show without a script."""

from __future__ import annotations

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from autograder.content.mathml import formula


def to_html(markdown: str) -> str:
    """The HTML of some Markdown; raw HTML in it is shown as text."""
    return _renderer().render(markdown)


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return renderer.use(dollarmath_plugin, renderer=formula, double_inline=True)
