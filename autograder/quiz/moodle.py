"""Export the quiz as Moodle XML, with feedback for every answer (docs.moodle.org, Moodle XML format)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from autograder.quiz.bank import Bank, Item, exportable, spellings, to_html

TYPES = {"single": "multichoice", "number": "numerical", "text": "shortanswer",
         "symbolic": "shortanswer"}  # fmt: skip


def moodle_xml(bank: Bank) -> str:
    """Return the quiz as one XML document, with formulas as MathML."""
    quiz = Element("quiz")
    category = SubElement(quiz, "question", type="category")
    _text(SubElement(category, "category"), f"$course$/top/{bank.title}")
    for item in bank.items:
        _question(quiz, exportable(item))
    indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, encoding="unicode") + "\n"


def _question(quiz: Element, item: Item) -> None:
    question = SubElement(quiz, "question", type=TYPES[item.kind])
    _text(SubElement(question, "name"), f"{item.id} · {item.topic}")
    _html(question, "questiontext", item.prompt)
    _html(question, "generalfeedback", item.explanation)
    SubElement(question, "defaultgrade").text = f"{item.points:g}"
    if item.options:
        _options(question, item)
        return
    if item.kind != "number":
        SubElement(question, "usecase").text = "0"
    for answer in item.answers[:1] if item.kind == "number" else spellings(item):
        element = _answer(question, answer, 100, item.explanation, plain=True)
        if item.kind == "number":
            SubElement(element, "tolerance").text = f"{item.tolerance:g}"
    for answer, explanation in item.wrong:
        _answer(question, answer, 0, explanation, plain=True)


def _literal(text: str) -> str:
    """Return a pattern of Moodle's short answer that matches only `text`: an unescaped `*` would match anything."""
    return text.replace("*", "\\*")


def _options(question: Element, item: Item) -> None:
    SubElement(question, "single").text = "true"
    SubElement(question, "shuffleanswers").text = "false" if item.groups else "true"
    SubElement(question, "answernumbering").text = "abc"
    for option in item.options:
        _answer(question, option.text, 100 if option.right else 0, option.explanation)


def _answer(question: Element, text: str, share: float, feedback: str, plain: bool = False) -> Element:
    answer = SubElement(question, "answer", fraction=f"{share:.5f}".rstrip("0").rstrip("."))
    answer.set("format", "plain_text" if plain else "html")
    _text(answer, _literal(text) if plain else to_html(text))
    _html(answer, "feedback", feedback)
    return answer


def _html(parent: Element, name: str, markdown: str) -> None:
    _text(SubElement(parent, name, format="html"), to_html(markdown) if markdown else "")


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text
