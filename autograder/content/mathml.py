"""LaTeX as MathML, which browsers show without a script."""

from __future__ import annotations

import re

import latex2mathml.converter

# The character ′ is raised by itself; as a superscript, which latex2mathml makes of it, it all but vanishes on paper.
PRIME = re.compile(r"<msup>(<mi>[^<]*</mi>)<mi>&#x02032;</mi></msup>")


def formula(latex: str, options: dict[str, bool]) -> str:
    """The renderer of markdown-it's dollarmath plugin."""
    display = "block" if options.get("display_mode") else "inline"
    return PRIME.sub(r"<mrow>\1<mo>&#x02032;</mo></mrow>", latex2mathml.converter.convert(latex, display=display))
