"""Write the solution page: prose, solved code and rubrics in one HTML file that needs no network."""

from __future__ import annotations

import html

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.content.document import Document, Passage, heading_title
from autograder.content.markers import BLOCK, without_markers
from autograder.content.mathml import formula
from autograder.content.pictures import embedded
from autograder.content.placeholders import fill
from autograder.content.student_document import heading_line, retitle
from autograder.questions.schema import Assignment

STYLE = """\
:root { color-scheme: light dark; background: Canvas; color: CanvasText; \
--line: #d0d4da; --answer: #f1f8f1; --edge: #2e7d32; --rubric: #fff6e5; }
body { max-width: 57rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
p, ul, ol, math[display="block"] { max-width: 46rem; }
h1, h2, h3 { line-height: 1.25; } h2 { border-top: 1px solid var(--line); padding-top: 1.2rem; }
pre { overflow-x: auto; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: 4px; font-size: 13px; line-height: 1.4; }
.answer { background: var(--answer); border-left: 4px solid var(--edge); padding-left: 1rem; }
.explanation { border-left: 4px solid #174ea6; padding: .1rem 1rem; margin: 1rem 0; }
.rubric { background: var(--rubric); border-left: 4px solid #b26a00; padding: .1rem 1rem; }
math[display="block"] { margin: .8rem 0; overflow: auto hidden; padding: .2rem 0; }
table { border-collapse: collapse; }
td, th { border: 1px solid var(--line); padding: .25rem .6rem; overflow-wrap: break-word; }
@media (max-width: 30rem) { table { font-size: 13px; } td, th { padding: .2rem .3rem; } }
@media (prefers-color-scheme: dark) { :root { --line: #444a52; --answer: #14261a; --rubric: #2b2110; } }
@media print { body { max-width: none; } pre { white-space: pre-wrap; } h2 { break-after: avoid; } }
"""
CLASSES = {"SOLUTION": "answer", "RUBRIC": "rubric", "EXPLANATION": "explanation"}
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: solutions</title>
<style>
{style}</style>
</head>
<body>
<main>
<p><strong>Solutions to {name}. Not to be handed out before the due date.</strong></p>
{body}
</main>
</body>
</html>
"""


def solution_page(document: Document, assignment: Assignment) -> str:
    """Return the page of a solved document, with the questions and points of `assignment`."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    markdown.use(dollarmath_plugin, renderer=formula, double_inline=True)
    passages = [p for p in document.passages if p.role != "figure" and (not p.question or p.question in assignment.ids)]
    retitle(passages, assignment)
    body = "\n".join(_block(passage, assignment, markdown) for passage in passages)
    for scrolls in ("<pre", '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"'):
        body = body.replace(
            f"{scrolls}>", f'{scrolls} tabindex="0">'
        )  # what is too wide scrolls, from the keyboard too
    return PAGE.format(title=html.escape(assignment.title), name=document.name, style=STYLE + _code_style(), body=body)


def _block(passage: Passage, assignment: Assignment, markdown: MarkdownIt) -> str:
    if passage.is_code:
        code = highlight(without_markers(passage.source), PythonLexer(), HtmlFormatter(cssclass="code"))
        return f'<div class="answer">{code}</div>' if passage.role == "answer" else code
    source = embedded(fill(passage.source, assignment), assignment.name)
    if passage.role == "prompt":
        first, _, rest = source.partition("\n")
        source = heading_line(assignment.question(passage.question), heading_title(first)) + "\n" + rest
    pieces, end = [], 0
    for block in BLOCK.finditer(source):
        css = CLASSES[block[1]]
        pieces += [
            markdown.render(source[end : block.start()]),
            f'<div class="{css}">{markdown.render(block[2])}</div>',
        ]
        end = block.end()
    whole = "".join([*pieces, markdown.render(source[end:])])
    return whole.replace("<h2>", f'<h2 id="{passage.question}">', 1) if passage.role == "prompt" else whole


def _code_style() -> str:
    light, dark = HtmlFormatter(style="default"), HtmlFormatter(style="github-dark")
    return (
        f"{light.get_style_defs('.code')}\n@media (prefers-color-scheme: dark) {{\n{dark.get_style_defs('.code')}\n}}\n"
    )
