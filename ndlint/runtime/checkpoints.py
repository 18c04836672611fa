"""Compiles a program so that it tells when it comes to certain statements.

Nothing else changes: lines and columns, `__file__`, what `inspect` and tracebacks show.
"""

import ast
import builtins
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from types import CodeType

NAME = "__ndlint_reached__"
Start = tuple[int, int]
"""Where a statement begins: line and column, as `ast` counts them."""


def start_of(statement: ast.stmt | ast.expr) -> Start:
    """Where a statement begins."""
    return statement.lineno, statement.col_offset


def compiled(text: str, filename: str, starts: Collection[Start]) -> CodeType:
    """The code of a program that calls `NAME` before each statement that begins there."""
    tree = ast.parse(text, filename)
    if starts:
        for node in [*ast.walk(tree)]:
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list):
                    block[:] = _with_calls(block, starts)
    return compile(tree, filename, "exec", dont_inherit=True)


def _with_calls(block: list[ast.stmt], starts: Collection[Start]) -> Iterator[ast.stmt]:
    for statement in block:
        if start_of(statement) in starts:
            yield _call(statement)
        yield statement


def _call(statement: ast.stmt) -> ast.stmt:
    arguments: list[ast.expr] = [ast.Constant(number) for number in start_of(statement)]
    call = ast.Expr(ast.Call(ast.Name(NAME, ast.Load()), arguments, []))
    for node in ast.walk(call):
        ast.copy_location(node, statement)
    return call


@contextmanager
def telling(reached: Callable[[int, int], None]) -> Iterator[None]:
    """Inside, `NAME` is known everywhere, as a built-in function is."""
    setattr(builtins, NAME, reached)
    try:
        yield
    finally:
        delattr(builtins, NAME)
