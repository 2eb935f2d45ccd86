"""Markdown with formulas as HTML with MathML, which browsers and Moodle show without a script."""

from __future__ import annotations

import latex2mathml.converter
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin


def to_html(markdown: str) -> str:
    """The HTML of some Markdown; raw HTML in it is shown as text."""
    return _renderer().render(markdown)


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return renderer.use(dollarmath_plugin, renderer=_formula, double_inline=True)


def _formula(latex: str, options: dict[str, bool]) -> str:
    return latex2mathml.converter.convert(latex, display="block" if options.get("display_mode") else "inline")
