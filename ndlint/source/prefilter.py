"""Whether a source can hold a finding at all: a text search, then a look at its imports.

Light on purpose: most files of a project end here, before NumPy and the interpreter are
imported. The names below repeat what the knowledge registers; a test keeps them together.
"""

import ast
from collections.abc import Iterator

from ndlint.source.text import Source

PUBLIC: dict[str, frozenset[str] | None] = {
    "tensorflow": None,
    "tf_keras": None,
    "keras": frozenset(
        {
            "api",
            "applications",
            "engine",
            "layers",
            "losses",
            "metrics",
            "models",
            "Input",
            "Model",
            "Sequential",
        }
    ),
}
"""The libraries with a sink, and the names in them that lead to one (None: any)."""


def may_hold_finding(source: Source) -> bool:
    """Whether it is worth while to interpret the source."""
    return mentions_library(source.text) and any(map(leads_to_sink, imported(source.tree)))


def mentions_library(text: str) -> bool:
    """Whether the text names TensorFlow or Keras; without them there is no sink."""
    return "keras" in text or "tensorflow" in text


def leads_to_sink(path: str) -> bool:
    """Whether an imported name is, holds, or lies in something that a rule judges."""
    root, _, rest = path.partition(".")
    if root not in PUBLIC:
        return False
    names = PUBLIC[root]
    return not rest or names is None or rest.partition(".")[0] in names


def imported(tree: ast.Module) -> Iterator[str]:
    """Every name that an import statement brings, as "module.name"."""
    pending: list[ast.AST] = list(tree.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module and not node.level:
                for alias in node.names:
                    yield node.module if alias.name == "*" else f"{node.module}.{alias.name}"
        else:
            for block in ("body", "orelse", "finalbody", "handlers", "cases"):
                pending.extend(_statements(getattr(node, block, None)))


def _statements(block: object) -> list[ast.AST]:
    """The statements of a block; an expression has none (`a if b else c`, a lambda)."""
    return [n for n in block if not isinstance(n, ast.expr)] if isinstance(block, list) else []
