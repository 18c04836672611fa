"""Lowers a module's syntax tree to operations, once. Dispatches on node type by hand."""

import ast
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct, field

from ndlint.interpreter import lowered as op
from ndlint.interpreter.lowered import Block, Operation
from ndlint.interpreter.patterns import lower_pattern
from ndlint.interpreter.unseen import unseen
from ndlint.source.nodes import nodes_in
from ndlint.values.base import (
    UNKNOWN,
    Float,
    Int,
    List,
    Tuple,
    Value,
    plain,
)

SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.LShift: "<<", ast.RShift: ">>", ast.UAdd: "+", ast.USub: "-", ast.Invert: "~",
    ast.Not: "not", ast.And: "and", ast.Or: "or", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<",
    ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in",
    ast.NotIn: "not in",
}  # fmt: skip

FORM = ("dtype", "shape", "strides")
"""Attributes of an array that, when they are set, change what it is like."""
LONG_LITERAL = 64
"""A list of more literals than this is folded to its value when it is lowered."""


def lower(tree: ast.Module) -> op.Module:
    """The lowered module."""
    return _Lowering().module(tree)


def literal(value: object) -> Value:
    """The value of a Python constant."""
    return plain(value) or UNKNOWN


class _Marks(Struct):
    """What a function is by statements and expressions of its own, not of functions in it; but
    for the names that it `loads` and `binds_outside`, and whether it `reshapes` arrays in place,
    which is of theirs, too."""

    rebinds_global: set[str] = field(default_factory=set)
    rebinds_outer: set[str] = field(default_factory=set)
    is_generator: bool = False
    reshapes: bool = False
    loads: set[str] = field(default_factory=set)
    binds_outside: set[str] = field(default_factory=set)


class _Lowering:
    """One visit of one module. Expressions and statements are looked up by node type."""

    def __init__(self) -> None:
        self.functions: list[op.Function] = []
        self._marks = _Marks()
        """Those of the function, the class or the module that is visited."""

    def module(self, tree: ast.Module) -> op.Module:
        return op.Module(self.block(tree.body), self.functions)

    def block(self, statements: Iterable[ast.stmt]) -> Block:
        return tuple(map(self.statement, statements))

    def statement(self, node: ast.stmt) -> Operation:
        handle = _STATEMENTS.get(type(node))
        if handle is not None:
            return handle(self, node)
        self._note_names(node)
        return op.Opaque(node, ())

    def _note_names(self, node: ast.AST) -> None:
        """Note the names in what is not lowered."""
        self._marks.loads.update(n.id for n in nodes_in(node) if isinstance(n, ast.Name))

    def expression(self, node: ast.expr) -> Operation:
        handle = _EXPRESSIONS.get(type(node))
        return handle(self, node) if handle else self.opaque(node)

    def maybe(self, node: ast.expr | None) -> Operation | None:
        return None if node is None else self.expression(node)

    def all(self, nodes: Iterable[ast.expr]) -> tuple[Operation, ...]:
        return tuple(map(self.expression, nodes))

    # ---- expressions

    def opaque(self, node: ast.expr) -> Operation:
        parts = tuple(
            self.expression(child)
            for child in ast.iter_child_nodes(node)
            if isinstance(child, ast.expr)
        )
        return op.Opaque(node, parts)

    def constant(self, node: ast.Constant) -> Operation:
        return op.Constant(node, literal(node.value))

    def name(self, node: ast.Name) -> Operation:
        self._marks.loads.add(node.id)
        return op.Load(node, node.id)

    def attribute(self, node: ast.Attribute) -> Operation:
        is_set = not isinstance(node.ctx, ast.Load)
        self._marks.reshapes |= node.attr == "resize" or (is_set and node.attr in FORM)
        match value := self.expression(node.value):
            case op.Load(name=name):
                return op.Attribute(node, value, node.attr, (name, node.attr))
            case op.Attribute(chain=chain) if chain:
                return op.Attribute(node, value, node.attr, (*chain, node.attr))
        return op.Attribute(node, value, node.attr)

    def subscript(self, node: ast.Subscript) -> Operation:
        return op.Subscript(node, self.expression(node.value), self.expression(node.slice))

    def slice(self, node: ast.Slice) -> Operation:
        parts = (self.maybe(node.lower), self.maybe(node.upper), self.maybe(node.step))
        return op.SliceOf(node, parts)

    def call(self, node: ast.Call) -> Operation:
        if (code := unseen(node)) is not None:
            return code
        arguments = [
            op.Argument(self.expression(a.value), star=1)
            if isinstance(a, ast.Starred)
            else op.Argument(self.expression(a))
            for a in node.args
        ]
        arguments += [
            op.Argument(self.expression(k.value), k.arg, star=0 if k.arg else 2)
            for k in node.keywords
        ]
        return op.Call(node, self.expression(node.func), tuple(arguments))

    def binary(self, node: ast.BinOp) -> Operation:
        symbol = SYMBOLS[type(node.op)]
        # `1 + 1 + …` nests to the left: a loop spares the stack.
        spine: list[ast.BinOp] = [node]
        while isinstance(spine[-1].left, ast.BinOp):
            spine.append(spine[-1].left)
        left = self.expression(spine[-1].left)
        for part in reversed(spine):
            symbol = SYMBOLS[type(part.op)]
            left = op.Binary(part, symbol, left, self.expression(part.right))
        return left

    def unary(self, node: ast.UnaryOp) -> Operation:
        operand = self.expression(node.operand)
        if isinstance(node.op, ast.USub) and isinstance(operand, op.Constant):
            match operand.value:
                case Int(int(number)):
                    return op.Constant(node, Int(-number))
                case Float(float(number)):
                    return op.Constant(node, Float(-number))
        return op.Unary(node, SYMBOLS[type(node.op)], operand)

    def logic(self, node: ast.BoolOp) -> Operation:
        return op.Logic(node, SYMBOLS[type(node.op)], self.all(node.values))

    def compare(self, node: ast.Compare) -> Operation:
        operands = self.all([node.left, *node.comparators])
        if len(node.ops) > 1:
            return op.Logic(node, "and", self._links(node, operands))
        return op.Binary(node, SYMBOLS[type(node.ops[0])], operands[0], operands[1])

    def _links(self, node: ast.Compare, operands: tuple[Operation, ...]) -> tuple[Operation, ...]:
        """The comparisons of a chain: what stands between two is evaluated once."""
        links = []
        left = operands[0]
        for i, symbol in enumerate(node.ops):
            right = operands[i + 1]
            is_plain = isinstance(right, op.Constant | op.Load) or i + 1 == len(node.ops)
            kept = right if is_plain else op.Walrus(node, f"<{id(node)} {i}>", right)
            links.append(op.Binary(node, SYMBOLS[type(symbol)], left, kept))
            left = right if is_plain else op.Load(node, f"<{id(node)} {i}>")
        return tuple(links)

    def conditional(self, node: ast.IfExp) -> Operation:
        return op.Conditional(
            node,
            self.expression(node.test),
            self.expression(node.body),
            self.expression(node.orelse),
        )

    def display(self, node: ast.List | ast.Tuple | ast.Set) -> Operation:
        kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]
        if len(node.elts) > LONG_LITERAL and kind != "set":
            folded = fold(node)
            if folded is not None:
                return op.Constant(node, folded)
        return op.Display(node, kind, self.all(node.elts))

    def starred(self, node: ast.Starred) -> Operation:
        return op.Starred(node, self.expression(node.value))

    def dict(self, node: ast.Dict) -> Operation:
        items = zip(node.keys, node.values, strict=True)
        return op.DictDisplay(node, tuple((self.maybe(k), self.expression(v)) for k, v in items))

    def comprehension(self, node: Any) -> Operation:
        kind = {
            ast.ListComp: "list",
            ast.SetComp: "set",
            ast.DictComp: "dict",
            ast.GeneratorExp: "generator",
        }[type(node)]
        if isinstance(node, ast.DictComp):
            # 3.15 lets the value be absent (`{**d for d in …}`).
            parts = [p for p in (node.key, node.value) if p is not None]
            element: Operation = op.Display(node, "tuple", self.all(parts))
        else:
            element = self.expression(node.elt)
        generators = tuple(
            op.Generator(self.expression(g.target), self.expression(g.iter), self.all(g.ifs))
            for g in node.generators
        )
        return op.Comprehension(node, kind, element, generators)

    def text(self, node: ast.JoinedStr) -> Operation:
        return op.Text(node, tuple(map(self.part, node.values)))

    def part(self, node: ast.expr) -> op.Part:
        if not isinstance(node, ast.FormattedValue):
            return op.Part(self.expression(node))
        conversion = chr(node.conversion) if node.conversion > 0 else ""
        return op.Part(self.expression(node.value), conversion, self.maybe(node.format_spec))

    def walrus(self, node: ast.NamedExpr) -> Operation:
        return op.Walrus(node, node.target.id, self.expression(node.value))

    def lambda_(self, node: ast.Lambda) -> Operation:
        outer, self._marks = self._marks, _Marks()
        body = (op.Return(node.body, self.expression(node.body)),)
        own = self._leave(outer)
        return self._function(node, "<lambda>", node.args, body, (), own)

    # ---- statements

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Operation:
        body, own = self._inner(node.body)
        return self._function(
            node,
            node.name,
            node.args,
            body,
            self.all(node.decorator_list),
            own,
            isinstance(node, ast.AsyncFunctionDef),
        )

    def _inner(self, statements: list[ast.stmt]) -> tuple[Block, _Marks]:
        """The body of a function or a class, with the marks that are its own."""
        outer, self._marks = self._marks, _Marks()
        body = self.block(statements)
        return body, self._leave(outer)

    def _leave(self, outer: _Marks) -> _Marks:
        """A function or a class ends. Returns its marks."""
        own, self._marks = self._marks, outer
        outer.reshapes |= own.reshapes
        outer.loads |= own.loads
        outer.binds_outside |= own.binds_outside
        return own

    def global_(self, node: ast.Global) -> Operation:
        self._marks.rebinds_global.update(node.names)
        self._marks.binds_outside.update(node.names)
        return op.Opaque(node, ())

    def nonlocal_(self, node: ast.Nonlocal) -> Operation:
        self._marks.rebinds_outer.update(node.names)
        self._marks.binds_outside.update(node.names)
        return op.Opaque(node, ())

    def yield_(self, node: ast.Yield | ast.YieldFrom) -> Operation:
        self._marks.is_generator = True
        return op.Yield(node, self.maybe(node.value), isinstance(node, ast.YieldFrom))

    def _function(
        self,
        node: op.Node,
        name: str,
        arguments: ast.arguments,
        body: Block,
        decorators: tuple[Operation, ...],
        own: _Marks,
        is_async: bool = False,
    ) -> op.Function:
        plain = [*arguments.posonlyargs, *arguments.args]
        defaults = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
        parameters = [
            op.Parameter(a.arg, self.maybe(d), positional_only=i < len(arguments.posonlyargs))
            for i, (a, d) in enumerate(zip(plain, defaults, strict=True))
        ]
        if arguments.vararg:
            parameters.append(op.Parameter(arguments.vararg.arg, star=1))
        parameters += [
            op.Parameter(a.arg, self.maybe(d), keyword_only=True)
            for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        ]
        if arguments.kwarg:
            parameters.append(op.Parameter(arguments.kwarg.arg, star=2))
        function = op.Function(
            node,
            name,
            tuple(parameters),
            body,
            decorators,
            frozenset(own.rebinds_global),
            frozenset(own.rebinds_outer),
            own.is_generator,
            is_async,
            own.reshapes or "setattr" in own.loads,
            frozenset(own.loads),
            frozenset(own.binds_outside),
        )
        self.functions.append(function)
        return function

    def class_(self, node: ast.ClassDef) -> Operation:
        bases = self.all([*node.bases, *(k.value for k in node.keywords)])
        body, _ = self._inner(node.body)
        return op.Class(node, node.name, bases, self.all(node.decorator_list), body)

    def assign(self, node: ast.Assign) -> Operation:
        targets, value = self.all(node.targets), self.expression(node.value)
        if isinstance(value, op.Call) and isinstance(targets[0], op.Display):
            value.unpacked = targets[0]
        return op.Assign(node, targets, value)

    def annotated(self, node: ast.AnnAssign) -> Operation:
        if node.value is None:
            return op.Opaque(node, ())
        return op.Assign(node, (self.expression(node.target),), self.expression(node.value))

    def augment(self, node: ast.AugAssign) -> Operation:
        target, value = self.expression(node.target), self.expression(node.value)
        return op.Augment(node, SYMBOLS[type(node.op)], target, value)

    def evaluate(self, node: ast.Expr) -> Operation:
        value = self.expression(node.value)
        if isinstance(value, op.Call):
            value.is_dropped = True
        return op.Evaluate(node, value)

    def return_(self, node: ast.Return) -> Operation:
        return op.Return(node, self.maybe(node.value))

    def branch(self, node: ast.If) -> Operation:
        # A long `elif` chain nests to the right: a loop spares the stack.
        chain = [node]
        while len(chain[-1].orelse) == 1 and isinstance(chain[-1].orelse[0], ast.If):
            chain.append(chain[-1].orelse[0])
        otherwise = self.block(chain[-1].orelse)
        for part in reversed(chain):
            test, then = self.expression(part.test), self.block(part.body)
            otherwise = (op.Branch(part, test, then, otherwise),)
        return otherwise[0]

    def choice(self, node: ast.Match) -> Operation:
        cases = tuple(
            op.Case(
                lower_pattern(case.pattern, self.expression),
                self.maybe(case.guard),
                self.block(case.body),
            )
            for case in node.cases
        )
        return op.Choice(node, self.expression(node.subject), cases)

    def while_(self, node: ast.While) -> Operation:
        test, body = self.expression(node.test), self.block(node.body)
        return op.While(node, test, body, self.block(node.orelse))

    def for_(self, node: ast.For | ast.AsyncFor) -> Operation:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        return op.For(node, target, iterable, self.block(node.body), self.block(node.orelse))

    def try_(self, node: Any) -> Operation:
        handlers = tuple(
            op.Handler(self.maybe(h.type), h.name, self.block(h.body)) for h in node.handlers
        )
        body = self.block(node.body)
        return op.Try(node, body, handlers, self.block(node.orelse), self.block(node.finalbody))

    def with_(self, node: ast.With | ast.AsyncWith) -> Operation:
        items = tuple(
            (self.expression(i.context_expr), self.maybe(i.optional_vars)) for i in node.items
        )
        return op.With(node, items, self.block(node.body))

    def import_(self, node: ast.Import) -> Operation:
        return op.Import(node, tuple((a.name, a.asname) for a in node.names))

    def import_from(self, node: ast.ImportFrom) -> Operation:
        names = tuple((a.name, a.asname or a.name) for a in node.names)
        return op.ImportFrom(node, node.module or "", node.level, names)

    def raise_(self, node: ast.Raise) -> Operation:
        return op.Raise(node, self.maybe(node.exc))

    def delete(self, node: ast.Delete) -> Operation:
        return op.Delete(node, self.all(node.targets))

    def break_(self, node: ast.stmt) -> Operation:
        return op.Jump(node, "break" if isinstance(node, ast.Break) else "continue")

    def assert_(self, node: ast.Assert) -> Operation:
        return op.Assert(node, self.expression(node.test))


def fold(node: ast.expr) -> Value | None:
    """The value of a display made of literals alone, or None."""
    match node:
        case ast.Constant():
            return literal(node.value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return literal(-number)
        case ast.List() | ast.Tuple():
            items = []
            for element in node.elts:
                item = fold(element)
                if item is None:
                    return None
                items.append(item)
            return List(tuple(items)) if isinstance(node, ast.List) else Tuple(tuple(items))
    return None


_EXPRESSIONS: dict[type[ast.AST], Callable[[_Lowering, Any], Operation]] = {
    ast.Yield: _Lowering.yield_,
    ast.YieldFrom: _Lowering.yield_,
    ast.Constant: _Lowering.constant,
    ast.Name: _Lowering.name,
    ast.Attribute: _Lowering.attribute,
    ast.Subscript: _Lowering.subscript,
    ast.Slice: _Lowering.slice,
    ast.Call: _Lowering.call,
    ast.BinOp: _Lowering.binary,
    ast.UnaryOp: _Lowering.unary,
    ast.BoolOp: _Lowering.logic,
    ast.Compare: _Lowering.compare,
    ast.IfExp: _Lowering.conditional,
    ast.List: _Lowering.display,
    ast.Tuple: _Lowering.display,
    ast.Set: _Lowering.display,
    ast.Starred: _Lowering.starred,
    ast.Dict: _Lowering.dict,
    ast.ListComp: _Lowering.comprehension,
    ast.SetComp: _Lowering.comprehension,
    ast.DictComp: _Lowering.comprehension,
    ast.GeneratorExp: _Lowering.comprehension,
    ast.NamedExpr: _Lowering.walrus,
    ast.JoinedStr: _Lowering.text,
    ast.Lambda: _Lowering.lambda_,
}

_STATEMENTS: dict[type[ast.AST], Callable[[_Lowering, Any], Operation]] = {
    ast.FunctionDef: _Lowering.function,
    ast.AsyncFunctionDef: _Lowering.function,
    ast.ClassDef: _Lowering.class_,
    ast.Assign: _Lowering.assign,
    ast.AnnAssign: _Lowering.annotated,
    ast.AugAssign: _Lowering.augment,
    ast.Expr: _Lowering.evaluate,
    ast.Return: _Lowering.return_,
    ast.If: _Lowering.branch,
    ast.Match: _Lowering.choice,
    ast.While: _Lowering.while_,
    ast.For: _Lowering.for_,
    ast.AsyncFor: _Lowering.for_,
    ast.Try: _Lowering.try_,
    ast.With: _Lowering.with_,
    ast.AsyncWith: _Lowering.with_,
    ast.Import: _Lowering.import_,
    ast.ImportFrom: _Lowering.import_from,
    ast.Global: _Lowering.global_,
    ast.Nonlocal: _Lowering.nonlocal_,
    ast.Raise: _Lowering.raise_,
    ast.Delete: _Lowering.delete,
    ast.Break: _Lowering.break_,
    ast.Continue: _Lowering.break_,
    ast.Assert: _Lowering.assert_,
}
if hasattr(ast, "TryStar"):
    _STATEMENTS[ast.TryStar] = _Lowering.try_
