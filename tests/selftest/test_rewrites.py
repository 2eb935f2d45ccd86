"""Rewrites that keep the meaning, drawn by Hypothesis, are never refused."""

import ast
import copy

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import questions
from autograder.judge.cases import question_cases
from autograder.judge.slips import look
from autograder.judge.verdict import judge_question
from autograder.selftest.specimens import answers, solution

NAMES = ("forward_backward", "initialization", "chain_rule")


def call(name, *arguments):
    return ast.Call(ast.parse(name, mode="eval").body, list(arguments), [])


def as_loop(left, right):
    """W @ x for x of shape (n,), as a comprehension over the rows; anything else stays as it is."""
    return call("_rows", left, right)


def rewrites(node):
    """The other ways to write this node."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mult)):
        yield ast.BinOp(node.right, node.op, node.left)
        yield call("np.add" if isinstance(node.op, ast.Add) else "np.multiply", node.left, node.right)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        yield ast.BinOp(node.left, ast.Add(), ast.UnaryOp(ast.USub(), node.right))
        yield ast.UnaryOp(ast.USub(), ast.BinOp(node.right, ast.Sub(), node.left))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield call("np.matmul", node.left, node.right)
        yield call("np.dot", node.left, node.right)
        yield as_loop(node.left, node.right)
        transposed = (ast.Attribute(side, "T", ast.Load()) for side in (node.right, node.left))
        yield ast.Attribute(ast.BinOp(next(transposed), ast.MatMult(), next(transposed)), "T", ast.Load())
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        yield ast.BinOp(node.left, ast.Mult(), ast.BinOp(ast.Constant(1.0), ast.Div(), node.right))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and getattr(node.right, "value", None) == 2:
        yield ast.BinOp(node.left, ast.Mult(), node.left)
        yield call("np.square", node.left)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(ast.IfExp(ast.Constant(True), node.value, ast.Constant(None)))


def _rows(W, x):
    W, x = np.asarray(W), np.asarray(x)
    return np.array([sum(w * v for w, v in zip(row, x)) for row in W]) if (W.ndim, x.ndim) == (2, 1) else W @ x


def sites(tree):
    """Every way to rewrite one node: (its number in the walk, which rewrite)."""
    return [(i, k) for i, node in enumerate(ast.walk(tree)) for k, _ in enumerate(rewrites(node))]


def rewritten(source, chosen):
    """The source with the chosen rewrites, last node first, so that numbers hold."""
    tree = ast.parse(source)
    for i, k in sorted(chosen, reverse=True):
        nodes = list(ast.walk(tree))
        if i < len(nodes) and k < len(found := list(rewrites(nodes[i]))):
            old, new = nodes[i], copy.deepcopy(found[k])
            for parent in nodes:
                for field, value in ast.iter_fields(parent):
                    if value is old:
                        setattr(parent, field, new)
                    elif isinstance(value, list):
                        value[:] = [new if item is old else item for item in value]
    return ast.unparse(ast.fix_missing_locations(tree))


def judged(name, code):
    namespace = {"np": np, "__name__": "rewritten", "_rows": _rows}
    for source in (*solution(name).cells, code):
        exec(compile(source, "<rewritten>", "exec"), namespace)
    assignment = questions.find(name)
    for question in assignment.questions:
        if not question.by_hand:
            cases = question_cases(assignment, question, "rewrites")
            seen = {key: look(namespace, ask) for key, ask in cases.asks.items()}
            again = {function: look(namespace, ask) for function, ask in cases.repeats.items()}
            yield question.id, judge_question(cases, seen, again)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_a_rewrite_that_keeps_the_meaning_is_right(name, data):
    pieces = []
    for _, _, source in answers(name):
        choices = sites(ast.parse(source))
        chosen = data.draw(st.lists(st.sampled_from(choices), max_size=4)) if choices else []
        pieces.append(rewritten(source, chosen))
    code = "\n".join(pieces)
    wrong = [(q, found.points) for q, found in judged(name, code) if not found.right]
    assert wrong == [], code
