"""Runs one statement of a program abstractly, over variables whose values are known.

What the statement calls is bound as in a run of the whole module: its imports, functions
and classes. Nothing else of the module is run.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from ndlint.events import Event
from ndlint.interpreter.interpret import deep_stack
from ndlint.interpreter.lower import lower
from ndlint.interpreter.run import BudgetSpent, Listener, Reached, Run
from ndlint.source.text import Source
from ndlint.values.base import UNKNOWN, Dict, List, Tuple, Value

Definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
Import = (ast.Import, ast.ImportFrom)


def resume(
    source: Source, statement: ast.stmt, variables: Mapping[str, Value], listener: Listener
) -> None:
    """Run the statement; of a compound one, what is evaluated before its blocks.

    Two names that hold the very same `Value` object are names of one object.
    """
    tree = source.tree
    imports = [node for node in ast.walk(tree) if isinstance(node, Import)]
    definitions = [
        node for node in tree.body if isinstance(node, Definition) and node.name not in variables
    ]
    run = Run(source, _hears_nothing)
    try:
        with deep_stack():
            _execute(run, imports)
            identities: dict[int, Value] = {}
            for name, value in variables.items():
                run.store(name, _placed(run, value, identities))
            _execute(run, definitions)
            run.listener = listener
            _execute(run, header(statement))
    except BudgetSpent:
        pass  # what was heard until then holds


def header(statement: ast.stmt) -> list[ast.stmt]:
    """The part of a statement that runs before its blocks, as statements."""
    match statement:
        case ast.For(iter=value) | ast.AsyncFor(iter=value):
            return [_evaluating(value)]
        case ast.If(test=value) | ast.While(test=value) | ast.Match(subject=value):
            return [_evaluating(value)]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return [_evaluating(item.context_expr) for item in items]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Try():
            return []
    return [] if hasattr(statement, "handlers") else [statement]  # `except*`, new in 3.11


def names_read(statement: ast.stmt) -> frozenset[str]:
    """The variables that may be read before the statement's blocks run."""
    return frozenset(name for part in header(statement) for name in _names(part))


def _names(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _evaluating(value: ast.expr) -> ast.stmt:
    return ast.copy_location(ast.Expr(value), value)


def _execute(run: Run, statements: Sequence[ast.stmt]) -> None:
    run.execute_block(lower(ast.Module([*statements], [])).body)


def _hears_nothing(event: Event, reached: Reached) -> bool:
    return False


def _placed(run: Run, value: Value, identities: dict[int, Value]) -> Value:
    """The value with an identity for each object in it, the same for the same object."""
    known = identities.get(id(value))
    if known is None and value != UNKNOWN:
        known = identities[id(value)] = run.live.box(_filled(run, value, identities))
    return run.unknown() if known is None else known


def _filled(run: Run, value: Value, identities: dict[int, Value]) -> Value:
    match value:
        case Tuple(items):
            return Tuple(tuple(_placed(run, i, identities) for i in items))
        case List(items) if items is not None:
            return List(tuple(_placed(run, i, identities) for i in items))
        case Dict(items) if items is not None:
            return replace(value, items=tuple((k, _placed(run, v, identities)) for k, v in items))
    return value
