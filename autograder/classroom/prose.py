"""A student's Markdown with LaTeX as HTML: hostile until shown otherwise, and no network needed to read it."""

from __future__ import annotations

from typing import Any

from autograder.classroom.markup import Markup, tag

MAX_FORMULA = 2000


def rendered(text: str) -> Markup:
    """Markdown as HTML: raw HTML is shown as text, pictures are left out, formulas become MathML.

    Without markdown-it-py and latex2mathml, which come with `nnhw[build]`, it is the plain text.
    """
    try:
        markdown = _markdown()
    except ImportError:
        return tag("pre", text)
    try:
        return Markup(markdown.render(text))
    except Exception:  # any input has to show, and the plain text always does
        return tag("pre", text)


def _markdown() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
    return markdown.use(dollarmath_plugin, renderer=_formula, double_inline=True)


def _formula(latex: str, options: dict[str, bool]) -> str:
    """MathML, made of an element tree and so escaped; what cannot be converted is shown as typed."""
    from latex2mathml.converter import convert

    try:
        return convert(latex[:MAX_FORMULA], display="block" if options.get("display_mode") else "inline")
    except Exception:  # whatever a student's LaTeX does to the converter
        return tag("code", f"${latex}$")
