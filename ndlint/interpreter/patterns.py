"""Lowers the patterns of `match`."""

import ast
from collections.abc import Callable

from ndlint.interpreter import lowered as op


def lower_pattern(node: ast.pattern, expression: Callable[[ast.expr], op.Operation]) -> op.Pattern:
    """The lowered pattern; `expression` lowers the expressions in it."""

    def lower(inner: ast.pattern) -> op.Pattern:
        return lower_pattern(inner, expression)

    match node:
        case ast.MatchValue(value=value):
            return op.Equal(expression(value))
        case ast.MatchSingleton(value=value):
            constant = ast.copy_location(ast.Constant(value), node)
            return op.Equal(expression(constant), by_identity=True)
        case ast.MatchSequence(patterns=parts):
            starred = [i for i, part in enumerate(parts) if isinstance(part, ast.MatchStar)]
            return op.Items(tuple(map(lower, parts)), starred[0] if starred else None)
        case ast.MatchStar(name=name):
            return op.Capture(name)
        case ast.MatchMapping(keys=keys, patterns=parts, rest=rest):
            return op.Entries(tuple(map(expression, keys)), tuple(map(lower, parts)), rest)
        case ast.MatchClass(cls=cls, patterns=parts, kwd_attrs=names, kwd_patterns=named):
            patterns = tuple(map(lower, [*parts, *named]))
            return op.Of(expression(cls), patterns, tuple(names))
        case ast.MatchAs(pattern=inner, name=name):
            return op.Capture(name, None if inner is None else lower(inner))
        case ast.MatchOr(patterns=parts):
            return op.AnyOf(tuple(map(lower, parts)))
    raise TypeError(node)
