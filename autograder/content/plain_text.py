"""Convert Markdown to plain text in short lines, for the comments of a stub and for screen readers."""

from __future__ import annotations

import re
import textwrap

from autograder.latex_to_text import plain_math

WIDTH = 96
FENCE = re.compile(r"^\s*(```|~~~)")
LIST_ITEM = re.compile(r"^(\s*)([-*+]|\d+[.)])\s+")
# A line that may be part of a wrapped paragraph: no heading, table, fence, displayed formula, quotation, tag or indented code.
PARAGRAPH = re.compile(r"^(?! {4,}(?![-*+\d ]))\s*(?!```|~~~|\$\$|[|#>]|<(?!https?:))\S")
TABLE_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
# Code is taken out first, so that its content is not read as mathematics or emphasis.
CODE = re.compile(r"`+(.+?)`+")
MATH = re.compile(r"\$\$(.+?)\$\$|\$(?!\s)([^$\n]+?)(?<!\s)\$", re.DOTALL)
IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)[^)]*\)")
ADDRESS = re.compile(r"<((?:https?|mailto):[^>]+)>")
STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def plain_text(markdown: str, width: int = WIDTH) -> str:
    """Return `markdown` as lines of at most `width` characters; long code lines and words are not broken.

    Raises:
        NoPlainForm: a formula uses a LaTeX command without a plain form.
    """
    blocks: list[str] = []
    fenced = False
    for line in _unwrapped(_one_line_formulas(markdown)):
        if FENCE.match(line):
            fenced = not fenced
        elif fenced:
            blocks.append("    " + line)
        else:
            blocks += _line(line, width)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(blocks)).strip("\n")


def inline(text: str) -> str:
    """Return one line of Markdown without its marks."""
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return f"\0{len(kept) - 1}\0"

    text = CODE.sub(lambda found: keep(f"`{found[1]}`"), text)
    text = MATH.sub(lambda found: keep(plain_math(found[1] or found[2])), text)
    text = LINK.sub(lambda found: keep(f"{found[1]} ({found[2]})"), IMAGE.sub(r"[picture: \1]", text))
    text = ADDRESS.sub(lambda found: keep(found[1]), text)
    text = EMPHASIS.sub(r"\2", STRONG.sub(r"\2", TAG.sub("", text)))
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", text)
    while "\0" in text:
        text = re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], text)
    return text


def _one_line_formulas(markdown: str) -> str:
    """Return Markdown with each displayed formula on one line."""
    return re.sub(r"\$\$(.+?)\$\$", lambda found: "$$" + " ".join(found[1].split()) + "$$", markdown, flags=re.DOTALL)


def _unwrapped(markdown: str) -> list[str]:
    """Return the lines of Markdown, with each paragraph and list item on one line."""
    lines: list[str] = []
    fenced = False
    for line in markdown.splitlines():
        fenced ^= bool(FENCE.match(line))
        goes_on = lines and PARAGRAPH.match(lines[-1]) and PARAGRAPH.match(line) and not LIST_ITEM.match(line)
        if goes_on and not fenced and not lines[-1].endswith(("  ", "\\")):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return lines


def _line(line: str, width: int) -> list[str]:
    """Return one line of Markdown (a paragraph, an item, a row, a heading) as lines of plain text."""
    if line.startswith("|"):
        return [] if TABLE_RULE.match(line) else [_row(line)]
    if line.startswith("#"):
        return ["", inline(line.lstrip("#").strip()), ""]
    if re.match(r"^\s*\$\$.+\$\$\s*$", line):
        return ["    " + inline(line.strip())]
    item = LIST_ITEM.match(line)
    hanging = " " * len(item[0]) if item else line[: len(line) - len(line.lstrip())]
    start = item[0] if item else hanging
    wrapped = textwrap.wrap(
        inline(line[len(start) :]), width, initial_indent=start, subsequent_indent=hanging,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return wrapped or [""]


def _row(line: str) -> str:
    cells = [inline(cell.strip()) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
    return "  | " + " | ".join(cells)
