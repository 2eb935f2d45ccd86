"""Find what the cells of one question use of another, for `needs` and for courses that omit questions."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.content.document import Document
from autograder.questions.schema import Assignment

NEEDS = "needs"


@dataclass(frozen=True)
class Hanging:
    """A kept cell that uses a name which only an omitted question defines.

    Attributes:
        line: the line of the cell.
        section: the question that the cell belongs to; empty for other cells.
        name: the name that the cell uses.
        question: the omitted question that defines it.
        guarded: whether the cell reads the name in a `with needs(...)` or in a function, and so shows a message
            instead of failing.
    """

    line: int
    section: str
    name: str
    question: str
    guarded: bool

    def __str__(self) -> str:
        also = f"omit {self.section}, too" if self.section else "take the cell out (nnhw customize)"
        return (
            f"line {self.line}: this cell uses {self.name} of {self.question}, which this course omits. Keep "
            f"{self.question}, or {also}."
        )


def undeclared_needs(document: Document, declared: Assignment) -> Iterator[str]:
    """Yield a sentence, which begins with the line, for each question whose `needs` are not what its solution calls."""
    owner = declared.owner
    for heading in document.headings:
        if heading.id not in declared.ids:
            continue
        answers = [passage for passage in document.section(heading.id) if passage.role == "answer"]
        called = {owner[name] for passage in answers for name in _globals(passage.source)[0] if name in owner} - {
            heading.id
        }
        said = set(declared.question(heading.id).needs)
        for question in sorted(called - said):
            yield (
                f"line {heading.line}: the solution of {heading.id} calls what {question} asks for; "
                f"declare needs=({question!r},)."
            )
        for question in sorted(said - called):
            yield (
                f"line {heading.line}: {heading.id} declares needs=({question!r},), "
                f"but its solution calls nothing of {question}."
            )


def hanging(document: Document, declared: Assignment, omitted: tuple[str, ...]) -> Iterator[Hanging]:
    """Yield each kept cell that uses a name which only an omitted question defines.

    Args:
        document: the whole solution.
        declared: the assignment with all its questions.
        omitted: ids of the omitted questions.
    """
    gone = omitted_names(document, declared, omitted)
    for passage in document.passages:
        if passage.is_code and passage.question not in omitted:
            at_once = _read_at_once(passage.source)
            for name in sorted(_globals(passage.source)[0] & set(gone)):
                yield Hanging(passage.line, passage.question, name, gone[name], name not in at_once)


def omitted_names(document: Document, declared: Assignment, omitted: tuple[str, ...]) -> dict[str, str]:
    """Return name → omitted question for the names that a course's students neither write nor receive."""
    code = [passage for passage in document.passages if passage.is_code]
    there = {name for p in code if p.question not in omitted for name in _globals(p.source)[1]}
    gone = {name: question for name, question in declared.owner.items() if question in omitted}
    gone |= {name: p.question for p in code if p.question in omitted for name in _globals(p.source)[1]}
    return {name: question for name, question in gone.items() if name not in there}


def _globals(source: str, deferred: bool = True) -> tuple[set[str], set[str]]:
    """Return the global names that a cell reads before it binds them, and those that it binds.

    Args:
        source: the cell.
        deferred: whether to include names that functions read when they are called.
    """
    try:
        module = symtable.symtable(source, "cell", "exec")
    except SyntaxError:
        return set(), set()
    bound = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    tables, read = [module], set[str]()
    while tables:
        table = tables.pop()
        tables += table.get_children() if deferred else []
        read |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (s.is_global() or table is module)}
    return read - bound, bound


class _WithoutGuarded(ast.NodeTransformer):
    """Remove the blocks of `with needs(...)`, which show an error instead of raising it."""

    def visit_With(self, node: ast.With) -> ast.AST:
        guards = [getattr(getattr(item.context_expr, "func", None), "id", "") == NEEDS for item in node.items]
        return ast.Pass() if any(guards) else self.generic_visit(node)


def _read_at_once(source: str) -> set[str]:
    """Return the global names whose absence ends a cell with an error."""
    try:
        tree = _WithoutGuarded().visit(ast.parse(source))
    except SyntaxError:
        return set()
    return _globals(ast.unparse(ast.fix_missing_locations(tree)), deferred=False)[0]
