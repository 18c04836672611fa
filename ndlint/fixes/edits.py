"""From what a rule proposes to edits of the text: expressions are changed by libcst, each by
itself, and what is around them stays as it is, byte by byte."""

import ast
from functools import cached_property

import libcst as cst
from msgspec import Struct

from ndlint.findings import Edit
from ndlint.fixes.names import Names, NotSpoken, Spelled
from ndlint.fixes.repair import (
    AddLayer,
    Argument,
    Change,
    DropArgument,
    RemoveLayer,
    Repair,
    Rewrite,
    SetArgument,
    SetCallee,
)
from ndlint.fixes.syntax import Syntax, argument, hides_arguments
from ndlint.fixes.text import Text

PRIMARY = (
    ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.ListComp, ast.Dict, ast.Set,
    ast.GeneratorExp, ast.DictComp, ast.SetComp,
)  # fmt: skip
"""Expressions to which `.name`, `[…]` and `(…)` can be appended as they are."""


class NoEdit(Exception):
    """What is to be changed is not there, or is written in a way that is not changed."""


class Editor(Struct, frozen=True, dict=True):
    """Makes the edits of one source."""

    syntax: Syntax

    @cached_property
    def text(self) -> Text:
        """The text with its offsets."""
        return Text(self.syntax.source.path, self.syntax.source.text)

    @cached_property
    def names(self) -> Names:
        """What the program calls the libraries."""
        return Names(self.syntax)

    def edits(self, repair: Repair) -> tuple[Edit, ...] | None:
        """All edits of a repair, in order of place; None: it cannot be done here."""
        imports: list[str] = []
        made: list[Edit] = []
        try:
            for change in repair.changes:
                made += self._change(change, imports)
        except (NoEdit, NotSpoken):
            return None
        first = min(change.place.site.line for change in repair.changes)
        added = self.names.import_edits(tuple(imports), self.text, before=first)
        if added is None:
            return None
        unique = dict.fromkeys((*added, *made))
        return tuple(sorted(unique, key=lambda edit: self.text.range(edit.site)))

    def _change(self, change: Change, imports: list[str]) -> list[Edit]:
        node = self.syntax.at(change.place)
        if node is None:
            raise NoEdit
        match change:
            case Rewrite(text=text):
                spelled = self.names.spell(self._quoted(text), node)
                edits = self._rewritten(node, spelled.text)
            case SetArgument(argument=which, text=text, of=functions):
                if functions and self.names.means(_call(node).func) not in functions:
                    raise NoEdit
                spelled = self.names.spell(self._quoted(text), node)
                edits = [self._with_argument(_call(node), which, spelled.text)]
            case DropArgument(name=name):
                spelled = Spelled("")
                edits = [self._without_argument(_call(node), name)]
            case SetCallee(name=name):
                callee = _call(node).func
                spelled = self.names.beside(name, callee)
                edits = [self._replaced(callee, spelled.text)]
            case AddLayer(name=name, arguments=arguments, after=after):
                spelled = self.names.beside(name, _call(node).func)
                layer = self.names.spell(f"{spelled.text}({arguments})", node)
                spelled = Spelled(layer.text, (*spelled.imports, *layer.imports))
                edits = self._with_layer(_call(node), spelled.text, after)
            case RemoveLayer():
                spelled = Spelled("")
                edits = self._without_layer(_call(node))
        imports.extend(spelled.imports)
        return edits

    def _quoted(self, text: str) -> str:
        """A text of a repair with the quotes that the program uses most."""
        source = self.syntax.source.text
        return text.replace('"', "'") if source.count("'") > source.count('"') else text

    # ---- expressions

    def _rewritten(self, node: ast.expr, text: str) -> list[Edit]:
        before, is_kept, after = text.partition("{}")
        if not is_kept:
            return [self._replaced(node, text)]
        start, end = self._own_range(node)
        is_bare = (start, end) == self.text.range(self.syntax.source.site(node))
        if is_bare and _needs_brackets(node, self.text.text[start], before, after):
            before, after = f"{before}(", f"){after}"
        if not is_bare and (before, after) == ("(", ",)"):
            return [self._insertion(end - 1, ",")]
        return [self._insertion(at, new) for at, new in ((start, before), (end, after)) if new]

    def _own_range(self, node: ast.expr) -> tuple[int, int]:
        """The offsets of an expression with the brackets around it that are only its own."""
        start, end = self.text.range(self.syntax.source.site(node))
        text = self.text.text
        first, last = (
            len(text[:start].rstrip()) - 1,
            end + len(text[end:]) - len(text[end:].lstrip()),
        )
        if text[first : first + 1] != "(" or text[last : last + 1] != ")":
            return start, end
        without = f"{text[:first]} {text[first + 1 : last]} {text[last + 1 :]}"
        try:
            same = ast.dump(ast.parse(without)) == ast.dump(self.syntax.source.tree)
        except SyntaxError:
            return start, end
        return (first, last + 1) if same else (start, end)

    def _replaced(self, node: ast.expr, new: str) -> Edit:
        """Only what differs is replaced, so that the places around it stay where they are.

        Raises: NoEdit, where a comment would be lost.
        """
        start, end = self.text.range(self.syntax.source.site(node))
        old = self.text.text[start:end]
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same]:
            same += 1
        rest = 0
        while rest < min(len(old), len(new)) - same and old[-1 - rest] == new[-1 - rest]:
            rest += 1
        return self._exchanged(start + same, end - rest, new[same : len(new) - rest])

    def _exchanged(self, start: int, end: int, new: str) -> Edit:
        """Another text between two offsets.

        Raises: NoEdit, where a comment would be lost.
        """
        if "#" in self.text.text[start:end]:
            raise NoEdit
        return Edit(self.text.site(start, end), new)

    def _insertion(self, at: int, new: str) -> Edit:
        return Edit(self.text.site(at, at), new)

    # ---- calls

    def _with_argument(self, call: ast.Call, which: Argument, value: str) -> Edit:
        given = argument(call, which.names, which.position)
        if given is not None:
            return self._replaced(given.value if isinstance(given, ast.keyword) else given, value)
        if hides_arguments(call) or any(isinstance(a, ast.GeneratorExp) for a in call.args):
            raise NoEdit
        tree = self._parsed(call)
        new = cst.Arg(
            cst.parse_expression(value),
            cst.Name(which.names[0]),
            equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
        )
        arguments = [*tree.args[:-1], _followed(tree), new] if tree.args else [new]
        if tree.args and isinstance(tree.args[-1].comma, cst.Comma):
            arguments[-1] = new.with_changes(comma=_comma_on_a_line(tree.args[-1].comma))
        elif tree.args:
            gap = tree.args[-1].whitespace_after_arg
            arguments[-1] = new.with_changes(whitespace_after_arg=gap)
        return self._replaced(call, self._code(tree.with_changes(args=arguments)))

    def _without_argument(self, call: ast.Call, name: str) -> Edit:
        tree = self._parsed(call)
        kept = [a for a in tree.args if a.keyword is None or a.keyword.value != name]
        if len(kept) == len(tree.args):
            raise NoEdit
        if kept and kept[-1] is not tree.args[-1]:
            kept[-1] = kept[-1].with_changes(
                comma=tree.args[-1].comma, whitespace_after_arg=tree.args[-1].whitespace_after_arg
            )
        return self._replaced(call, self._code(tree.with_changes(args=kept)))

    def _parsed(self, node: ast.expr) -> cst.Call:
        written = self.text.at(self.syntax.source.site(node))
        try:
            config = cst.PartialParserConfig(default_newline=self.text.line_end)
            tree = cst.parse_expression(written, config)
        except cst.ParserSyntaxError:  # a syntax that libcst does not know
            raise NoEdit from None
        if not isinstance(tree, cst.Call):
            raise NoEdit
        return tree

    def _code(self, node: cst.CSTNode) -> str:
        return cst.Module([], default_newline=self.text.line_end).code_for_node(node)

    # ---- layers

    def _with_layer(self, call: ast.Call, layer: str, after: bool) -> list[Edit]:
        around = self.syntax.parents[call]
        match around:
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return [self._with_item(items, items.index(call), layer, after)]
            case ast.Call(func=ast.Attribute(attr="add") as adder, args=[only]) if only is call:
                return [self._with_statement(around, f"{ast.unparse(adder)}({layer})", after)]
            case ast.Call(func=callee, args=[given]) if callee is call and not after:
                return self._rewritten(given, f"{layer}({{}})")
            case ast.Call(func=callee) if callee is call:
                return self._rewritten(around, f"{layer}({{}})")
        raise NoEdit

    def _without_layer(self, call: ast.Call) -> list[Edit]:
        around = self.syntax.parents[call]
        match around:
            case ast.List(elts=items) if len(items) > 1:
                return [self._without_item(items, items.index(call))]
            case ast.Call(func=ast.Attribute(attr="add"), args=[only]) if only is call:
                return [self._without_statement(around)]
            case ast.Call(func=callee, args=[given], keywords=[]) if callee is call:
                return [self._replaced(around, self.text.at(self.syntax.source.site(given)))]
        raise NoEdit

    def _without_item(self, items: list[ast.expr], index: int) -> Edit:
        """From the item to the next one, or from the one before it; no comment goes with it."""
        ranges = [self.text.range(self.syntax.source.site(item)) for item in items]
        is_last = index == len(items) - 1
        start = ranges[index - 1][1] if is_last else ranges[index][0]
        end = ranges[index][1] if is_last else ranges[index + 1][0]
        between = self.text.text[start : ranges[index][0]] + self.text.text[ranges[index][1] : end]
        if between.strip(" \t\r\n") != ",":
            raise NoEdit
        return self._exchanged(start, end, "")

    def _without_statement(self, node: ast.expr) -> Edit:
        """The lines of a statement that is this expression, and that is not alone in its block."""
        statement = self.syntax.parents[node]
        block: list[ast.stmt] = getattr(self.syntax.parents[statement], "body", [])
        site = self.syntax.source.site(node)
        start, end = self.text.range(site)
        indentation = self.text.before(site.line, site.column)
        rest, line_end, _ = self.text.text[end:].partition(self.text.line_end)
        if statement not in block or len(block) < 2 or indentation.strip() or rest.strip():
            raise NoEdit
        return self._exchanged(start - len(indentation), end + len(rest) + len(line_end), "")

    def _with_item(self, items: list[ast.expr], index: int, new: str, after: bool) -> Edit:
        sites = [self.syntax.source.site(item) for item in items]
        own_line = len(sites) > 1 and len({site.line for site in sites}) == len(sites)
        site = sites[index]
        gap = f"{self.text.line_end}{' ' * (site.column - 1)}" if own_line else " "
        start, end = self.text.range(site)
        if after:
            return self._insertion(end, f",{gap}{new}")
        return self._insertion(start, f"{new},{gap}")

    def _with_statement(self, node: ast.expr, new: str, after: bool) -> Edit:
        """One line more beside the statement that is this expression."""
        statement = self.syntax.parents[node]
        site = self.syntax.source.site(node)
        indentation = self.text.before(site.line, site.column)
        if not isinstance(statement, ast.Expr) or indentation.strip():
            raise NoEdit
        start, end = self.text.range(site)
        if not after:
            return self._insertion(start, f"{new}{self.text.line_end}{indentation}")
        rest = self.text.text[end:].partition(self.text.line_end)[0]
        if rest.strip():
            raise NoEdit
        return self._insertion(end, f"{self.text.line_end}{indentation}{new}")


def _call(node: ast.expr) -> ast.Call:
    if not isinstance(node, ast.Call):
        raise NoEdit
    return node


def _followed(call: cst.Call) -> cst.Arg:
    """The last argument, as it is where another one follows it."""
    last = call.args[-1]
    after = getattr(last.comma, "whitespace_after", None)
    if not isinstance(after, cst.ParenthesizedWhitespace):
        nothing = cst.SimpleWhitespace("")
        return last.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=nothing)
    # One argument a line: the next line is indented as the one before.
    above = call.whitespace_before_args
    if len(call.args) > 1:
        above = getattr(call.args[-2].comma, "whitespace_after", above)
    if isinstance(above, cst.ParenthesizedWhitespace):
        after = after.with_changes(indent=above.indent, last_line=above.last_line)
    return last.with_changes(comma=cst.Comma(whitespace_after=after))


def _comma_on_a_line(comma: cst.Comma) -> cst.Comma:
    """A comma after the last argument, with no comment of another one's."""
    after = comma.whitespace_after
    if isinstance(after, cst.ParenthesizedWhitespace):
        plain = cst.TrailingWhitespace(newline=after.first_line.newline)
        after = after.with_changes(first_line=plain, empty_lines=())
    return comma.with_changes(whitespace_after=after)


def _needs_brackets(node: ast.expr, first: str, before: str, after: str) -> bool:
    """Whether an expression falls apart between these texts."""
    if isinstance(node, ast.Tuple):
        return first != "("
    if isinstance(node, PRIMARY) or (isinstance(node, ast.Constant) and first in "'\""):
        return False
    return before[-1:] not in ("(", "[") or after[:1] in (".", "[", "(")
