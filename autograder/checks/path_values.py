"""What a student's derivatives in symbols come to with numbers on the edges: for a cell in which they test themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arguments import from_json
from .case_file import questions
from .formula_postfix import Expression
from .typed_answers import NotAccepted, read_written


def path_values(answers: Any, edges: Mapping[str, float]) -> dict[str, str]:
    """Return, for each derivative that q1 asks for, its value with these edges, or the reason why it has none."""
    found = {}
    for part in questions()[0]["parts"]:
        expect = from_json(part["cases"][0]["expect"])
        try:
            expression = read_written(expect, answers.get(part["name"], ...))
            found[part["name"]] = f"{float(_value(expression, edges)):.6f}"
        except (AttributeError, TypeError):
            found[part["name"]] = "structure and the edges must be dicts with a number for each edge"
        except KeyError as error:
            found[part["name"]] = f"there is no edge {error}"
        except (*NotAccepted, ArithmeticError) as error:
            found[part["name"]] = str(error)
    return found


def _value(expression: Expression, edges: Mapping[str, float]) -> Any:
    stack: list[Any] = []
    for kind, value in expression.steps:
        if kind == "symbol":
            stack.append(edges[value])
        elif kind == "number":
            stack.append(value[0] / value[1])
        elif kind == "negate":
            stack.append(-stack.pop())
        elif kind == "power":
            stack.append(stack.pop() ** value)
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(
                {"+": left + right, "-": left - right, "*": left * right}.get(kind) if kind != "/" else left / right
            )
    return stack[-1]
