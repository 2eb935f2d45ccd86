"""Test that `_`, the value of the last cell, is kept if a cell may read it, since it costs parsing each cell."""

import ast

import pytest

from autograder.sandbox.guest.notebook import LAST_VALUE

READS = [
    "_", "x = _", "_ + 1", "f(_)", "f(_, 2)", "x[_]", "x[_:]", "_ == 3", "_==3", "_ = _ + 1", "y = (_, 3)", "print(f'{_}')", "f'{_=}'",
    "f'{_ = }'", "f'{_=!r}'", "f'{_=:.3f}'", "for x in _:\n    pass", "_.shape", "_[0]", "lambda: _", "x = [_ for x in y]",
    "for _ in _:\n    pass", "x = [0 for _ in range(_)]", "_ += 1; print(_)", "x = y if _ else z", "assert _ is not None", "~_", "-_",
    "z, _ = f(_)", "del x[_]", "return_ = _", "[x for _, x in y if _]", "f(_ = _)", "_ += 1",
]  # fmt: skip
BINDS = [
    "for _ in range(3):\n    pass", "z, _ = f(x)", "z, _=f(x)", "_ = f(x)", "_ = __ = 3", "x = [0 for _ in y]", "a_b = 1", "x_ = _x = 1",
    "np.random.default_rng(0)", "f(_=3)", "'__main__'", "_1 = 2",
]  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("cell", READS)
def test_a_cell_that_reads_it_gets_it(load, cell):
    assert LAST_VALUE.search(cell)
    worker = load("41 + 1", "seen = globals().get('_')", cell)
    assert worker.read("seen").value == 42


@pytest.mark.parametrize("cell", BINDS)
def test_a_cell_that_only_binds_it_needs_no_tree(cell):
    names = [node for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Name) and node.id == "_"]
    assert all(type(node.ctx) is ast.Store for node in names)
    assert not LAST_VALUE.search(cell)
