"""Where the value of an expression goes, as far as the text shows it."""

import ast
from collections.abc import Set

from ndlint.fixes.syntax import SCOPES, Syntax
from ndlint.values.trace import Site

ASKED = frozenset({"shape", "ndim", "size"})
"""What an array may be asked for that does not depend on its dtype."""
REFLECTION = ("globals", "locals", "vars", "eval", "exec")
"""Functions that see variables without naming them."""


def flows_only_into(syntax: Syntax, node: ast.expr, calls: Set[Site]) -> bool:
    """Whether the value of an expression certainly goes nowhere but into arguments of these
    calls, directly or under a name that is bound only here, in the same block.

    In doubt it does not: it may be changed, stored, returned, computed with.
    """
    parent = syntax.parents[node]
    if _is_fed(syntax, node, calls):
        return True
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if value is node:
            return _name_is_only_fed(syntax, parent, name, calls)
    return False


def _name_is_only_fed(syntax: Syntax, binding: ast.Assign, name: str, calls: Set[Site]) -> bool:
    """Whether a name is used after its last binding in the block only as an argument.

    What is bound in a loop or a branch, or used by a function, is not followed.
    """
    block = syntax.parents[binding]
    if not isinstance(block, ast.Module | ast.FunctionDef) or _mentions(block, *REFLECTION):
        return False
    for other in ast.walk(block):
        if _rebinds(other, name) and _comes_after(other, binding):
            return False
        if isinstance(other, ast.Name) and other.id == name and other is not binding.targets[0]:
            is_elsewhere = not isinstance(other.ctx, ast.Load) or _is_inside(syntax, other, block)
            if is_elsewhere and _comes_after(other, binding):
                return False
            if _comes_after(other, binding) and not _is_harmless(syntax, other, calls):
                return False
    return not any(
        _mentions(function, name) for function in ast.walk(block) if _is_scope(function, block)
    )


def _rebinds(node: ast.AST, name: str) -> bool:
    """Whether a node binds a name in a way that is no plain `Name`."""
    match node:
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return name in names
        case ast.alias(name=path, asname=alias):
            return name in (alias or path.partition(".")[0], "*") or path == "*"
        case ast.ExceptHandler(name=bound) | ast.MatchAs(name=bound) | ast.MatchStar(name=bound):
            return bound == name
    return False


def _is_scope(node: ast.AST, block: ast.AST) -> bool:
    return node is not block and isinstance(node, SCOPES)


def _mentions(node: ast.AST, *names: str) -> bool:
    """Whether one of the names is used; in a function, that may be at any time."""
    return any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node))


def _is_inside(syntax: Syntax, node: ast.AST, block: ast.AST) -> bool:
    """Whether a node stands in a scope inside the block."""
    around = syntax.functions_around(node)
    return bool(around) and around[0] is not block


def _comes_after(node: ast.AST, binding: ast.Assign) -> bool:
    line, end = getattr(node, "lineno", None), binding.end_lineno or binding.lineno
    return line is None or (line, getattr(node, "col_offset", 0)) >= (end, binding.end_col_offset)


def _is_harmless(syntax: Syntax, use: ast.Name, calls: Set[Site]) -> bool:
    """Whether a use of an array does not depend on its dtype, or is fed to a model."""
    parent = syntax.parents[use]
    match parent:
        case ast.Attribute(attr=attribute) if attribute in ASKED:
            return True
        case ast.Call(func=ast.Name(id="len"), args=[only]) if only is use:
            return True
    return _is_fed(syntax, use, calls) or _is_filled(syntax, use)


def _is_filled(syntax: Syntax, use: ast.Name) -> bool:
    """`x[…] = number`, which is rounded when it is stored as it would be later."""
    target = syntax.parents[use]
    match target, syntax.parents.get(target):
        case (
            ast.Subscript(value=value, slice=index),
            ast.Assign(targets=[only], value=ast.Constant()),
        ):
            is_plain = not any(isinstance(n, ast.Name) for n in ast.walk(index))
            return value is use and only is target and is_plain
    return False


def _is_fed(syntax: Syntax, node: ast.expr, calls: Set[Site]) -> bool:
    """Whether a value is an argument of one of the calls, or an item of one that is a tuple."""
    around = syntax.parents[node]
    if isinstance(around, ast.Tuple):
        around = syntax.parents[around]
    if isinstance(around, ast.keyword):
        around = syntax.parents[around]
    return (
        isinstance(around, ast.Call)
        and node is not around.func
        and syntax.source.site(around) in calls
    )
