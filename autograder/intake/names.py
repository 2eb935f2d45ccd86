"""Which global names a piece of Python binds and reads: parameters and local variables are nobody else's."""

from __future__ import annotations

import symtable
import warnings


def global_names(source: str) -> tuple[set[str], set[str]]:
    """The names at the top level that `source` binds, and all global ones that it reads, in functions too.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: it is no Python, or too deep.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes are the student's own
        return _names(symtable.symtable(source, "<cell>", "exec"), top=True)


def _names(table: symtable.SymbolTable, top: bool) -> tuple[set[str], set[str]]:
    symbols = [symbol for symbol in table.get_symbols() if top or symbol.is_global()]
    binds = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    reads = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
    for child in table.get_children():
        more_binds, more_reads = _names(child, top=False)
        binds |= more_binds
        reads |= more_reads
    return binds, reads
