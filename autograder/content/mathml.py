"""Convert LaTeX to MathML, which browsers show without a script."""

from __future__ import annotations

import re

import latex2mathml.converter

# The character ′ is raised already. latex2mathml also makes it a superscript, which is almost invisible on paper.
PRIME = re.compile(r"<msup>(<mi>[^<]*</mi>)<mi>&#x02032;</mi></msup>")


def formula(latex: str, options: dict[str, bool]) -> str:
    """Return a formula as MathML, as the renderer of markdown-it's dollarmath plugin."""
    display = "block" if options.get("display_mode") else "inline"
    return PRIME.sub(r"<mrow>\1<mo>&#x02032;</mo></mrow>", latex2mathml.converter.convert(latex, display=display))
