"""Goes through a syntax tree."""

import ast

LEAVES = frozenset({"ctx", "op", "ops"})
"""Fields in which there is no node that anybody asks for."""


def nodes_in(node: ast.AST) -> list[ast.AST]:
    """The node and all the nodes in it, but for contexts and operators.

    `ast.walk` gives the same at three times the cost, and this is asked of every loop.
    """
    found = [node]
    for inner in found:
        for field in inner._fields:
            if field in LEAVES:
                continue
            value = getattr(inner, field, None)
            if isinstance(value, ast.AST):
                found.append(value)
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.AST):
                        found.append(item)
    return found
