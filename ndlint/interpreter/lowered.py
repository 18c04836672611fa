"""The small tree of operations that a module is lowered to.

Every operation keeps the `ast` node that it stands for: positions come from there.
"""

import ast

from msgspec import Struct, field

from ndlint.values.base import Value

Node = ast.expr | ast.stmt


class Operation(Struct, eq=False):
    """A node of the lowered tree. Equality is identity."""

    place: Node


# ---- expressions


class Constant(Operation, eq=False):
    """A literal, also a long list of literals, lowered to its value once."""

    value: Value


class Load(Operation, eq=False):
    """A variable."""

    name: str


class Attribute(Operation, eq=False):
    """`value.name`. Of a plain name, `chain` is what it consists of: `("np", "random", "rand")`."""

    value: Operation
    name: str
    chain: tuple[str, ...] = ()


class Subscript(Operation, eq=False):
    """`value[index]`"""

    value: Operation
    index: Operation


class SliceOf(Operation, eq=False):
    """`start:stop:step`; None where a part is left out."""

    parts: tuple[Operation | None, Operation | None, Operation | None]


class Argument(Struct, eq=False):
    """One argument: `value`, `name=value`, `*value` (star 1) or `**value` (star 2)."""

    value: Operation
    name: str | None = None
    star: int = 0


class Call(Operation, eq=False):
    """`callee(arguments)`. `is_dropped`: it is a statement, and nobody takes what it returns. What
    it returns is `unpacked` to the items of a target."""

    callee: Operation
    arguments: tuple[Argument, ...]
    is_dropped: bool = False
    unpacked: "Display | None" = None


class Binary(Operation, eq=False):
    """`left symbol right`, arithmetic or one comparison."""

    symbol: str
    left: Operation
    right: Operation


class Unary(Operation, eq=False):
    """`symbol operand`; the symbol is `-`, `+`, `~` or `not`."""

    symbol: str
    operand: Operation


class Logic(Operation, eq=False):
    """`a and b and …` or `a or b or …`; also a chain of comparisons."""

    symbol: str
    operands: tuple[Operation, ...]


class Conditional(Operation, eq=False):
    """`then if test else otherwise`"""

    test: Operation
    then: Operation
    otherwise: Operation


class Display(Operation, eq=False):
    """A tuple, list or set in brackets: `kind` is "tuple", "list" or "set"."""

    kind: str
    items: tuple[Operation, ...]


class Starred(Operation, eq=False):
    """`*value` in a display or a target."""

    value: Operation


class DictDisplay(Operation, eq=False):
    """`{key: value}`; a key of None is `**value`."""

    items: tuple[tuple[Operation | None, Operation], ...]


class Generator(Struct, eq=False):
    """`for target in iterable if …` of a comprehension."""

    target: Operation
    iterable: Operation
    conditions: tuple[Operation, ...]


class Comprehension(Operation, eq=False):
    """`kind` is "list", "set", "dict" or "generator"; a dict's element is a tuple."""

    kind: str
    element: Operation
    generators: tuple[Generator, ...]


class Walrus(Operation, eq=False):
    """`name := value`"""

    name: str
    value: Operation


class Part(Struct, eq=False):
    """A part of an f-string: `{value!conversion:form}`, or plain text."""

    value: Operation
    conversion: str = ""
    form: Operation | None = None


class Text(Operation, eq=False):
    """An f-string."""

    parts: tuple[Part, ...]


class Yield(Operation, eq=False):
    """`yield value`; `is_each`: `yield from value`."""

    value: Operation | None
    is_each: bool


class Opaque(Operation, eq=False):
    """An expression whose parts are evaluated but whose value is not known."""

    parts: tuple[Operation, ...]


class Unseen(Operation, eq=False):
    """Code of which only the words are known: the names that it may bind (None: any), and
    those that it may use."""

    binds: frozenset[str] | None
    uses: frozenset[str]


class Parameter(Struct, eq=False):
    """A parameter: `star` is 1 for `*name`, 2 for `**name`."""

    name: str
    default: Operation | None = None
    keyword_only: bool = False
    positional_only: bool = False
    star: int = 0


class Function(Operation, eq=False):
    """A function or lambda, with the names that it rebinds.

    `loads` are the names that it and the functions inside it read, `binds_outside` those that
    they bind outside of themselves; `reshapes`: they may give an array another shape in place.
    """

    name: str
    parameters: tuple[Parameter, ...]
    body: "Block"
    decorators: tuple[Operation, ...] = ()
    rebinds_global: frozenset[str] = frozenset()
    rebinds_outer: frozenset[str] = frozenset()
    is_generator: bool = False
    is_async: bool = False
    reshapes: bool = False
    loads: frozenset[str] = frozenset()
    binds_outside: frozenset[str] = frozenset()


# ---- statements

Block = tuple[Operation, ...]


class Assign(Operation, eq=False):
    """`target = target = value`"""

    targets: tuple[Operation, ...]
    value: Operation


class Augment(Operation, eq=False):
    """`target symbol= value`"""

    symbol: str
    target: Operation
    value: Operation


class Evaluate(Operation, eq=False):
    """An expression for its effect."""

    value: Operation


class Return(Operation, eq=False):
    """`return value`"""

    value: Operation | None


class Branch(Operation, eq=False):
    """`if`"""

    test: Operation
    then: Block
    otherwise: Block


class Capture(Struct, eq=False):
    """`pattern as name`; `name`; `_`, which has neither."""

    name: str | None = None
    pattern: "Pattern | None" = None


class Equal(Struct, eq=False):
    """A literal, or a dotted name; None, True and False are compared by identity."""

    value: Operation
    by_identity: bool = False


class AnyOf(Struct, eq=False):
    """`pattern | pattern`"""

    patterns: "tuple[Pattern, ...]"


class Items(Struct, eq=False):
    """`[first, *rest, last]`: `star` is the place of the one that takes what is left."""

    patterns: "tuple[Pattern, ...]"
    star: int | None = None


class Entries(Struct, eq=False):
    """`{key: pattern, **rest}`"""

    keys: tuple[Operation, ...]
    patterns: "tuple[Pattern, ...]"
    rest: str | None = None


class Of(Struct, eq=False):
    """`Class(pattern, name=pattern)`: those without a name come first."""

    cls: Operation
    patterns: "tuple[Pattern, ...]"
    names: tuple[str, ...]


Pattern = Capture | Equal | AnyOf | Items | Entries | Of


class Case(Struct, eq=False):
    """`case pattern if guard:`"""

    pattern: Pattern
    guard: Operation | None
    body: Block


class Choice(Operation, eq=False):
    """`match`"""

    subject: Operation
    cases: tuple[Case, ...]


class While(Operation, eq=False):
    """`while`"""

    test: Operation
    body: Block
    otherwise: Block


class For(Operation, eq=False):
    """`for`"""

    target: Operation
    iterable: Operation
    body: Block
    otherwise: Block


class Handler(Struct, eq=False):
    """`except type as name`; no type: a bare `except`."""

    type: Operation | None
    name: str | None
    body: Block


class Try(Operation, eq=False):
    """`try`"""

    body: Block
    handlers: tuple[Handler, ...]
    otherwise: Block
    finally_: Block


class With(Operation, eq=False):
    """`with context as target, …`"""

    items: tuple[tuple[Operation, Operation | None], ...]
    body: Block


class Class(Operation, eq=False):
    """`class`"""

    name: str
    bases: tuple[Operation, ...]
    decorators: tuple[Operation, ...]
    body: Block


class Import(Operation, eq=False):
    """`import path as name`: `path` is bound whole under `name`, or its root where None."""

    names: tuple[tuple[str, str | None], ...]


class ImportFrom(Operation, eq=False):
    """`from module import name as alias`; a name of `*` brings everything."""

    module: str
    level: int
    names: tuple[tuple[str, str], ...]


class Raise(Operation, eq=False):
    """`raise`"""

    value: Operation | None


class Delete(Operation, eq=False):
    """`del`"""

    targets: tuple[Operation, ...]


class Jump(Operation, eq=False):
    """`break` or `continue`"""

    word: str


class Assert(Operation, eq=False):
    """`assert`"""

    test: Operation


class Module(Struct):
    """A lowered module."""

    body: Block
    functions: list[Function] = field(default_factory=list)
    """Every function, in order: those that nothing calls are run at the end."""


def dotted(operation: Operation) -> str:
    """A name as the program writes it ("np.random.rand"), or "" where it is no plain name."""
    match operation:
        case Attribute(chain=chain) if chain:
            return ".".join(chain)
        case Load(name=name):
            return name
        case Attribute(value=owner, name=name):
            before = dotted(owner)
            return f"{before}.{name}" if before else f"….{name}"
        case Call(callee=callee):
            made_by = dotted(callee)
            return f"{made_by}(…)" if made_by else ""
    return ""
