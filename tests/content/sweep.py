"""Cells of a solved assignment, their dependence on one function, and the stub with that function replaced."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache

from autograder import questions
from autograder.content.notebook import notebook
from autograder.content.script import stub
from autograder.content.sources import document
from autograder.content.student_document import solved_document
from autograder.course import Course

ASSIGNMENTS = ("chain_rule", "forward_backward", "initialization", "trainability")
RIGHT = "# the right definition"
# A coarse picture breaks where a fine one does. Update this list if a text no longer occurs.
COARSER = {
    "trainability": {
        "SIDES = (16, 24, 32, 48, 64, 96, 128)": "SIDES = (4,)",
        ", seconds=SECONDS + 3": "",
    }
}


@dataclass(frozen=True)
class Cell:
    """A code cell of the solved notebook; `assigns` and `uses` are names."""

    source: str
    answers: bool
    assigns: frozenset[str]
    uses: frozenset[str]


def functions(name: str) -> list[str]:
    """Return every function that an assignment asks for."""
    code = {node.name for cell in cells(name) if cell.answers for node in _tree(cell.source).body if _is_function(node)}
    owned = [owned for question in questions.find(name).questions for owned in question.owns]
    return [name for name in owned if name in code]


def variables(name: str) -> list[str]:
    """Return every variable that an assignment asks for."""
    return [
        owned
        for question in questions.find(name).questions
        for owned in question.owns
        if owned not in functions(name) and not question.by_hand
    ]


@lru_cache
def cells(name: str) -> tuple[Cell, ...]:
    """Return the code cells of the solved notebook, in order."""
    solved = solved_document(document(name), Course().assignment(name))
    answers = {passage.source for passage in solved.passages if passage.role == "answer"}
    sources = [cell.source for cell in notebook(solved).cells if cell.cell_type == "code"]
    coarser = COARSER.get(name, {})
    assert all(any(fine in source for source in sources) for fine in coarser), "a cell is written otherwise now"
    return tuple(_cell(source, source in answers, coarser) for source in sources)


def dependent(name: str, function: str) -> list[bool]:
    """Return for each cell of ours whether it uses the function, or a name last bound by a cell that does."""
    question = next(question.id for question in questions.find(name).questions if function in question.owns)
    reached, marks = {function}, []
    for cell in cells(name):
        uses = bool(cell.uses & reached) or f'grader.check("{question}")' in cell.source
        marks.append((uses or "check_all" in cell.source) and not cell.answers)
        if uses:
            reached |= cell.assigns
        else:
            reached -= cell.assigns - {function}
    return marks


def spliced(name: str, function: str, code: str) -> str:
    """Return the solved stub with `code` in place of the definition of `function` or the assignment to that name.

    RIGHT in `code` stands for what it replaces.
    """
    text = stub(solved_document(document(name), Course().assignment(name)))
    for fine, coarse in COARSER.get(name, {}).items():
        text = text.replace(fine, coarse)
    nodes = [node for node in _tree(text).body if function in _defined(node)]
    assert nodes, f"{name}.py defines no {function}"
    lines = text.splitlines()
    first, last = nodes[0].lineno - 1, nodes[-1].end_lineno
    code = code.replace(RIGHT, "\n".join(lines[first:last]))
    return "\n".join([*lines[:first], code, *lines[last:]]) + "\n"


def _cell(source: str, answers: bool, coarser: dict[str, str]) -> Cell:
    for fine, coarse in coarser.items():
        source = source.replace(fine, coarse)
    tree = _tree(source)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names.sort(key=lambda node: (node.lineno, node.col_offset))
    uses: set[str] = set()
    stored: set[str] = set()
    for node in names:  # what a cell binds before it looks at it comes from no other cell
        if isinstance(node.ctx, ast.Store):
            stored.add(node.id)
        elif node.id not in stored:
            uses.add(node.id)
    return Cell(source, answers, frozenset(_defined(tree)), frozenset(uses))


def _defined(tree: ast.AST) -> set[str]:
    """Return the names that a statement or a module binds outside functions."""
    names: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            names.add(node.value.id)
        if isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        if not isinstance(node, (ast.Lambda, ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.SetComp)):
            waiting += ast.iter_child_nodes(node)
    return names


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef)


def _tree(source: str) -> ast.Module:
    return ast.parse(source)
