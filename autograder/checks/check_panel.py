"""The HTML panel that a notebook shows for one question: a row for each part, values side by side, and hints.

Notebooks remove scripts, and some remove style sheets, so the panel needs neither. Each color comes with a symbol and a word and is
readable on light and dark pages. Numbers that differ are bold and underlined, and a sentence names them.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .check_text import call_text, sentence_if_right, together
from .differences import side_by_side

if TYPE_CHECKING:
    from .checked import Checked, CheckedPart

BOX = "border:1px solid #767676;border-radius:6px;padding:.6em .9em;max-width:60em;line-height:1.45"
# JupyterLab does not break a name such as q5_numerical_gradient: in a narrow window it would stick out of its heading.
HEADINGS = "<style>.jp-RenderedMarkdown :is(h1,h2,h3,p,li){overflow-wrap:anywhere}</style>"
STATES = {
    "right": ("✓", "right", "#2e7d32"),
    "readable": ("✓", "readable", "#2e7d32"),
    "missing": ("○", "not written", "#767676"),
    "wrong": ("✗", "wrong", "#c62828"),
}


def panel(result: Checked) -> str:
    """Return the panel of one question: a heading, a table of parts, explanations of what is wrong, and hints."""
    inner = [f'<p style="margin:0 0 .4em"><b>{escape(result.id)}</b> · {escape(result.title)}</p>']
    if result.parts:
        inner.append(_parts_table(result))
    if result.right or not result.parts:
        text = sentence_if_right(result) if result.right else result.note
        inner.append(_paragraph(text[:1].upper() + text[1:]))
    else:
        inner += [
            _explained_part("" if result.blank else names, part)
            for names, part in together(result.wrong[:1] if result.blank else result.wrong)
        ]
        inner += [_paragraph(text) for text in (result.note, result.origin) if text]
        inner += _nested_hints(result)
    label = f"Public checks of {result.id}"
    return f'<div role="region" aria-label="{escape(label)}" style="{BOX}">{HEADINGS}{"".join(inner)}</div>'


def _parts_table(result: Checked) -> str:
    rows = "".join(_parts_row(part, result.reads_only) for part in result.parts)
    head = (
        '<tr><th scope="col" style="text-align:left">Part</th><th scope="col" style="text-align:left">State</th></tr>'
    )
    return f'<table style="margin:0 0 .5em"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _parts_row(part: CheckedPart, reads_only: bool) -> str:
    verdict = part.finding.verdict
    key = (
        ("readable" if reads_only else "right")
        if verdict == "right"
        else "missing"
        if verdict == "missing"
        else "wrong"
    )
    sign, word, color = STATES[key]
    state = f'<span aria-hidden="true" style="color:{color};font-weight:bold">{sign}</span> {word}'
    return (
        f'<tr><th scope="row" style="text-align:left;font-weight:normal">{escape(part.name)}</th>'
        f'<td style="text-align:left">{state}</td></tr>'
    )


def _explained_part(names: str, part: CheckedPart) -> str:
    """Return the sentence of a part, the values side by side or the detail, and the call to copy.

    `names` is "" if the student has not written any part yet.
    """
    shown = side_by_side(part.expect, part.got, part.transposed) if part.finding.verdict == "wrong" else ""
    shown = shown or (_paragraph(part.finding.detail) if part.finding.detail else "")
    call = call_text(part.ask)
    end = call.index("with") if "with" in call else len(call)
    typed_call = "\n".join([*(line[2:] for line in call[end + 1 :]), *call[:end]])
    typed = _call_to_copy(typed_call) if call else ""
    head = f"<b>{escape(names)}:</b> " if names else ""
    return f"<p style='margin:.5em 0 .2em'>{head}{escape(part.finding.sentence)}</p>{shown}{typed}"


def _call_to_copy(text: str) -> str:
    return (
        "<p style='margin:.2em 0'>Called as (copy this into a cell of your own):</p>"
        '<pre tabindex="0" style="user-select:all;overflow:auto;font-family:monospace;margin:.2em 0 .5em">'
        f"{escape(text)}</pre>"
    )


def _nested_hints(result: Checked) -> list[str]:
    """Return the hints, each nested inside the one before, so that they open one after the other."""
    if result.blank and len(result.hints) < 2:
        return []
    inner = ""
    for number, text in reversed(list(enumerate(result.hints, start=1))):
        inner = f"<details><summary>Hint {number}</summary>{_paragraph(text)}{inner}</details>"
    return [inner] if inner else []


def _paragraph(text: str) -> str:
    return f"<p style='margin:.3em 0'>{escape(text)}</p>"
