"""Render a student's Markdown and LaTeX as HTML that is safe to open and needs no network."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from autograder.classroom.pages.html import Markup, visible

MAX_FORMULA = 2000
_PRE, _CODE = Markup("<pre>{}</pre>"), Markup("<code>${}$</code>")
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS = {
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
    "msup",
    "msub",
    "msubsup",
    "mfrac",
    "msqrt",
    "mroot",
    "mover",
    "munder",
    "munderover",
    "mtable",
    "mtr",
    "mtd",
    "mstyle",
    "mpadded",
    "mphantom",
    "menclose",
    "mfenced",
}
_ATTRIBUTES = {
    "display",
    "mathvariant",
    "stretchy",
    "fence",
    "form",
    "accent",
    "linethickness",
    "rowspacing",
    "columnspacing",
    "columnalign",
    "displaystyle",
    "scriptlevel",
    "lspace",
    "rspace",
    "width",
    "height",
    "depth",
    "minsize",
    "maxsize",
}


def rendered(text: str) -> Markup:
    """Return Markdown as HTML: raw HTML is shown as text, pictures are left out, formulas become MathML.

    Without markdown-it-py and latex2mathml, which come with `nnhw[build]`, return the plain text.
    """
    try:
        markdown = _markdown()
    except ImportError:
        return _PRE.format(visible(text))
    try:
        # `visible` is applied twice, since rendering turns an entity (`&#x202E;`) into the character.
        return Markup(visible(markdown.render(visible(text))))
    except Exception:  # every input must be shown, at least as plain text
        return _PRE.format(visible(text))


def _markdown() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
    # A student's headings must not become headings of the page.
    markdown.add_render_rule("heading_open", lambda *_: "<p><strong>")
    markdown.add_render_rule("heading_close", lambda *_: "</strong></p>")
    return markdown.use(dollarmath_plugin, renderer=_formula, double_inline=True)


def _formula(latex: str, options: dict[str, bool]) -> str:
    """Return a formula as MathML, or as typed if it cannot be converted."""
    from latex2mathml.converter import convert

    try:
        return _checked(convert(latex[:MAX_FORMULA], display="block" if options.get("display_mode") else "inline"))
    except Exception:  # the converter may fail in any way on a student's LaTeX
        return _CODE.format(visible(latex))


def _checked(mathml: str) -> str:
    """Return MathML with allowed elements and attributes only.

    The converter does not escape `<script>` inside text commands.

    Raises:
        ValueError: The formula contains an element that is not in _ELEMENTS.
    """
    root = ElementTree.fromstring(mathml)
    for element in root.iter():
        name = element.tag.removeprefix(_MATHML)
        if name not in _ELEMENTS:
            raise ValueError(name)
        element.tag = name
        element.attrib = {key: value for key, value in element.attrib.items() if key in _ATTRIBUTES}
    return ElementTree.tostring(root, encoding="unicode")
