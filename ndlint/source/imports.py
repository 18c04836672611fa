"""The import statements of a program, wherever they stand in it but in an expression."""

import ast
import re
from collections.abc import Iterator

from msgspec import Struct


class Imported(Struct, frozen=True):
    """One import: of `module`, from the package `level` - 1 folders up (0: from the top).

    `names` are what is taken out of it, each of which may be a module itself.
    """

    module: str
    level: int = 0
    names: tuple[str, ...] = ()

    @property
    def paths(self) -> Iterator[str]:
        """What is brought, as "module.name"; nothing of what is relative."""
        if not self.level:
            for name in self.names or ("*",):
                yield self.module if name == "*" else f"{self.module}.{name}"


BLOCKS = frozenset({"body", "orelse", "finalbody", "handlers", "cases"})
"""The fields of a statement, or of a part of one, that hold statements or such parts."""
BLOCKS_OF = {
    kind: tuple(field for field in kind._fields if field in BLOCKS)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""Those of each type of node."""


def imports(tree: ast.Module) -> Iterator[Imported]:
    """Every import, in no particular but always the same order."""
    pending: list[ast.AST] = list(tree.body)
    while pending:
        node = pending.pop()
        for field in BLOCKS_OF[type(node)]:
            pending += getattr(node, field)
        if isinstance(node, ast.Import):
            yield from (Imported(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Imported(node.module or "", node.level, names)


_FROM = re.compile(r"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n;]*)", re.M)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+([^\n;]*)", re.M)
_COMMENT = re.compile(r"#.*")


def imports_in_text(text: str) -> Iterator[Imported]:
    """Every import that begins a line, found without parsing: a text in a string counts, too."""
    for dots, module, names in _FROM.findall(text):
        yield Imported(module, len(dots), tuple(_listed(names.strip("()"))))
    for modules in _IMPORT.findall(text):
        yield from (Imported(module) for module in _listed(modules))


def _listed(text: str) -> Iterator[str]:
    """The names before "as" in a list of names."""
    for part in _COMMENT.sub("", text).split(","):
        words = part.split()
        if words:
            yield words[0]
