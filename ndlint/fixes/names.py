"""What a program calls the public names of the libraries, and the import that one needs."""

import ast
import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from ndlint.findings import Edit
from ndlint.fixes.syntax import Syntax
from ndlint.fixes.text import Text
from ndlint.knowledge.registry import canonical
from ndlint.values.trace import Site

NAME = re.compile(r"<([\w.]+)>")
"""A public name in a text that goes into a program."""
USUAL = {"numpy": ("import numpy as np", "np"), "tensorflow": ("import tensorflow as tf", "tf")}
"""How a library is imported where the program does not, and what it is called then."""
KERAS = ("from tensorflow import keras", "import keras", "import tf_keras as keras")


class NotSpoken(Exception):
    """The program uses the usual name of a library for something else."""


class Spelled(Struct, frozen=True):
    """A text for the program, and the import lines that it needs."""

    text: str
    imports: tuple[str, ...] = ()


class Names(Struct, frozen=True, dict=True):
    """The names that the imports of a program bind."""

    syntax: Syntax

    def spell(self, text: str, near: ast.AST) -> Spelled:
        """A text with every public name in it as the program calls it at a place.

        Raises: NotSpoken.
        """
        imports: list[str] = []

        def spelled(found: re.Match[str]) -> str:
            name, needs = self._called(found.group(1), near)
            imports.extend(needs)
            return name

        return Spelled(NAME.sub(spelled, text), tuple(imports))

    def beside(self, name: str, neighbour: ast.expr) -> Spelled:
        """A public name, written like another one of its module ("layers.Dense")."""
        module, _, last = name.rpartition(".")
        match neighbour:
            case ast.Attribute(value=owner) if self.means(owner) == module:
                return Spelled(f"{ast.unparse(owner)}.{last}")
            case ast.Name(id=written):
                for node, alias in self._imports:
                    if not isinstance(node, ast.ImportFrom):
                        continue
                    if alias.name == "*" and canonical(node.module or "") == module:
                        return Spelled(last)
                    if (alias.asname or alias.name) == written:
                        return self._from_the_same(node, name, neighbour)
        return self.spell(f"<{name}>", neighbour)

    def _from_the_same(self, node: ast.ImportFrom, name: str, near: ast.expr) -> Spelled:
        """A name of the module from which another one is imported by itself."""
        for bound, path in self._visible(near):
            if path == name:
                return Spelled(bound)
        last = name.rpartition(".")[2]
        self._check_free(last, name)
        return Spelled(last, (f"from {node.module} import {last}",))

    def _called(self, name: str, near: ast.AST) -> tuple[str, list[str]]:
        for bound, path in self._visible(near):
            if path == name:
                return bound, []
            if name.startswith(f"{path}."):
                return bound + name[len(path) :], []
        root, _, rest = name.partition(".")
        if root == "keras":
            for bound, path in self._visible(near):
                if path == "tensorflow":
                    return f"{bound}.{name}", []
            line, bound = self._usual_keras(), "keras"
        else:
            line, bound = USUAL[root]
        self._check_free(bound, root)
        return f"{bound}.{rest}", [line]

    def _check_free(self, bound: str, path: str) -> None:
        """Raises: NotSpoken, where a name stands for something else than this path."""
        if bound in self._rebound or self._imported.get(bound, {path}) != {path}:
            raise NotSpoken(bound)

    def _usual_keras(self) -> str:
        roots = {
            (node.module if isinstance(node, ast.ImportFrom) else alias.name) or ""
            for node, alias in self._imports
        }
        for line, root in zip(KERAS, ("tensorflow", "keras", "tf_keras"), strict=True):
            if any(r == root or r.startswith(f"{root}.") for r in roots):
                return line
        return KERAS[1]

    def _visible(self, near: ast.AST) -> Iterator[tuple[str, str]]:
        """The names that mean a library's at a place, and what; the longest path first.

        What is imported further down may not be there yet.
        """
        around = {*self.syntax.functions_around(near), self.syntax.scope(near), None}
        line = getattr(near, "lineno", 0)
        found = []
        for node, alias in self._imports:
            if node.lineno <= line and self.syntax.scope(node) in around:
                found += [
                    (bound, path)
                    for bound, path in _meanings(node, alias)
                    if bound.partition(".")[0] not in self._rebound
                ]
        return iter(sorted(found, key=lambda pair: -len(pair[1])))

    def means(self, owner: ast.expr) -> str:
        """The public name of a module or function as it is written at some place, or ""."""
        return self._imported_as(owner) or self._assigned.get(ast.unparse(owner), "")

    def _imported_as(self, owner: ast.expr) -> str:
        """What imports alone say of it."""
        written = ast.unparse(owner)
        for bound, path in self._visible(owner):
            if written == bound:
                return path
            if written.startswith(f"{bound}."):
                return canonical(path + written[len(bound) :])
        return ""

    @cached_property
    def _assigned(self) -> dict[str, str]:
        """Names that a module-level assignment gives to a part of a library (`layers =
        keras.layers`)."""
        found: dict[str, str] = {}
        for node in self.syntax.source.tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() as value):
                    path = self._imported_as(value)
                    if path:
                        found[name] = path
        return found

    @cached_property
    def _rebound(self) -> set[str]:
        """Names that the program binds by something else than an import, or for two things."""
        found = {name for name, paths in self._imported.items() if len(paths) > 1}
        for node in ast.walk(self.syntax.source.tree):
            match node:
                case ast.ImportFrom(names=names, level=level) if level:
                    found.update(alias.asname or alias.name for alias in names)
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                    found.add(name)
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                    found.add(name)
        return found

    @cached_property
    def _imports(self) -> list[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
        return [
            (node, alias)
            for node in ast.walk(self.syntax.source.tree)
            if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level)
            for alias in node.names
        ]

    @cached_property
    def _imported(self) -> dict[str, set[str]]:
        """All that each name stands for which the program imports."""
        found: dict[str, set[str]] = {}
        for node, alias in self._imports:
            for bound, path in _meanings(node, alias):
                found.setdefault(bound, set()).add(path)
        return found

    # ---- new imports

    def import_edits(self, lines: tuple[str, ...], text: Text, before: int) -> list[Edit] | None:
        """The edits that add import lines after those that are there, before the line where they
        are needed; None: nowhere."""
        wanted = dict.fromkeys(lines)
        if not wanted:
            return []
        after = self._import_line(before)
        added = "".join(f"{line}{text.line_end}" for line in wanted)
        if after >= len(self.syntax.source.lines):
            return None
        site = Site(text.path, after + 1, 1, after + 1, 1)
        return [Edit(site, added)]

    def _import_line(self, before: int) -> int:
        """The last line of the first imports of the module that end before a line, else of what
        must come first."""
        body = self.syntax.source.tree.body
        marks: list[ast.expr] = getattr(body[0], "decorator_list", [])
        line = min([body[0].lineno, *(mark.lineno for mark in marks)]) - 1
        seen_import = False
        for node in body:
            if (node.end_lineno or node.lineno) >= before:
                break
            is_import = isinstance(node, ast.Import | ast.ImportFrom)
            is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if is_import or (is_text and node is body[0]):
                line = node.end_lineno or node.lineno
                seen_import = seen_import or is_import
            elif seen_import:
                break
        return line


def _meanings(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> Iterator[tuple[str, str]]:
    """What an import binds: a name, and the public path that it means."""
    if isinstance(node, ast.Import):
        path = canonical(alias.name)
        yield (alias.asname or alias.name), path
        root = alias.name.partition(".")[0]
        if alias.asname is None and root != alias.name:
            yield root, canonical(root)
        return
    if alias.name == "*":
        return
    yield alias.asname or alias.name, canonical(f"{node.module}.{alias.name}")
