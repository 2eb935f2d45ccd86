"""The paragraph "**Stuck?** …" of a prompt: folded in the notebook, a hint of the check, left out of the stub."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autograder.content.document import Document
from autograder.content.plain_text import inline

STUCK = re.compile(r"^\*\*Stuck\?\*\* (.+)$", re.MULTILINE)
FOLDED = "<details>\n<summary><b>Stuck?</b></summary>\n\n{text}\n\n</details>"


def stuck_texts(document: Document) -> Mapping[str, str]:
    """Return the help of each question's prompt, in plain words."""
    prompts = (passage for passage in document.passages if passage.role == "prompt")
    return {prompt.question: inline(found[1]) for prompt in prompts if (found := STUCK.search(prompt.source))}


def folded(markdown: str) -> str:
    """Return a prompt whose help has to be opened."""
    return STUCK.sub(lambda found: FOLDED.format(text=found[1]), markdown)


def by_command(markdown: str, name: str, question: str) -> str:
    """Return a prompt that names the command in place of the help."""
    return STUCK.sub(f"**Stuck?** `python {name}.py hint {question.partition('_')[0]}`", markdown)
