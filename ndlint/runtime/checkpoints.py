"""Compiles a program so that it tells when it comes to certain statements, and shows the parts
of certain expressions as it computes them.

Nothing else changes: lines and columns, `__file__`, what `inspect` and tracebacks show.
"""

import ast
import builtins
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from types import CodeType

from ndlint.runtime.operands import Span, Whole, exchange, span_of

NAME = "__ndlint_reached__"
SHOW = "__ndlint_shown__"
Start = tuple[int, int]
"""Where a statement begins: line and column, as `ast` counts them."""


def start_of(statement: ast.stmt | ast.expr) -> Start:
    """Where a statement begins."""
    return statement.lineno, statement.col_offset


def compiled(
    text: str, filename: str, starts: Collection[Start], shown: Mapping[Span, int] | None = None
) -> CodeType:
    """The code of a program that calls `NAME` before each statement that begins there, and
    `SHOW` of each part of an expression that stands there, with the expression's number."""
    tree = ast.parse(text, filename)
    if shown:
        for node in [*ast.walk(tree)]:
            if isinstance(node, Whole) and span_of(node) in shown:
                exchange(node, _showing(shown[span_of(node)]))
    if starts:
        for node in [*ast.walk(tree)]:
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list):
                    block[:] = _with_calls(block, starts)
    return compile(tree, filename, "exec", dont_inherit=True)


def _showing(number: int) -> Callable[[int, ast.expr], ast.expr]:
    def call(index: int, part: ast.expr) -> ast.expr:
        arguments: list[ast.expr] = [ast.Constant(number), ast.Constant(index)]
        made = ast.Call(ast.Name(SHOW, ast.Load()), arguments, [])
        for node in ast.walk(made):
            ast.copy_location(node, part)
        arguments.append(part)
        return made

    return call


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
def telling(
    reached: Callable[[int, int], None], show: Callable[[int, int, object], object]
) -> Iterator[None]:
    """Inside, `NAME` and `SHOW` are known everywhere, as built-in functions are. `show` returns
    the object that it is shown."""
    setattr(builtins, NAME, reached)
    setattr(builtins, SHOW, show)
    try:
        yield
    finally:
        delattr(builtins, NAME)
        delattr(builtins, SHOW)
