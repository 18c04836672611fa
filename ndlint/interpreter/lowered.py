"""The small tree of operations that a module is lowered to.

Every operation keeps the `ast` node that it stands for: positions come from there.
"""

import ast
from dataclasses import dataclass, field

from ndlint.values.base import Value

Node = ast.expr | ast.stmt


@dataclass(slots=True, eq=False)
class Operation:
    """A node of the lowered tree. Equality is identity."""

    place: Node


# ---- expressions


@dataclass(slots=True, eq=False)
class Constant(Operation):
    """A literal, also a long list of literals, lowered to its value once."""

    value: Value


@dataclass(slots=True, eq=False)
class Load(Operation):
    """A variable."""

    name: str


@dataclass(slots=True, eq=False)
class Attribute(Operation):
    """`value.name`. Of a plain name, `chain` is what it consists of: `("np", "random", "rand")`."""

    value: Operation
    name: str
    chain: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Subscript(Operation):
    """`value[index]`"""

    value: Operation
    index: Operation


@dataclass(slots=True, eq=False)
class SliceOf(Operation):
    """`start:stop:step`; None where a part is left out."""

    parts: tuple[Operation | None, Operation | None, Operation | None]


@dataclass(slots=True, eq=False)
class Argument:
    """One argument: `value`, `name=value`, `*value` (star 1) or `**value` (star 2)."""

    value: Operation
    name: str | None = None
    star: int = 0


@dataclass(slots=True, eq=False)
class Call(Operation):
    """`callee(arguments)`"""

    callee: Operation
    arguments: tuple[Argument, ...]


@dataclass(slots=True, eq=False)
class Binary(Operation):
    """`left symbol right`, arithmetic or one comparison."""

    symbol: str
    left: Operation
    right: Operation


@dataclass(slots=True, eq=False)
class Unary(Operation):
    """`symbol operand`; the symbol is `-`, `+`, `~` or `not`."""

    symbol: str
    operand: Operation


@dataclass(slots=True, eq=False)
class Logic(Operation):
    """`a and b and …` or `a or b or …`; also a chain of comparisons."""

    symbol: str
    operands: tuple[Operation, ...]


@dataclass(slots=True, eq=False)
class Conditional(Operation):
    """`then if test else otherwise`"""

    test: Operation
    then: Operation
    otherwise: Operation


@dataclass(slots=True, eq=False)
class Display(Operation):
    """A tuple, list or set in brackets: `kind` is "tuple", "list" or "set"."""

    kind: str
    items: tuple[Operation, ...]


@dataclass(slots=True, eq=False)
class Starred(Operation):
    """`*value` in a display or a target."""

    value: Operation


@dataclass(slots=True, eq=False)
class DictDisplay(Operation):
    """`{key: value}`; a key of None is `**value`."""

    items: tuple[tuple[Operation | None, Operation], ...]


@dataclass(slots=True, eq=False)
class Generator:
    """`for target in iterable if …` of a comprehension."""

    target: Operation
    iterable: Operation
    conditions: tuple[Operation, ...]


@dataclass(slots=True, eq=False)
class Comprehension(Operation):
    """`kind` is "list", "set", "dict" or "generator"; a dict's element is a tuple."""

    kind: str
    element: Operation
    generators: tuple[Generator, ...]


@dataclass(slots=True, eq=False)
class Walrus(Operation):
    """`name := value`"""

    name: str
    value: Operation


@dataclass(slots=True, eq=False)
class Part:
    """A part of an f-string: `{value!conversion:form}`, or plain text."""

    value: Operation
    conversion: str = ""
    form: Operation | None = None


@dataclass(slots=True, eq=False)
class Text(Operation):
    """An f-string."""

    parts: tuple[Part, ...]


@dataclass(slots=True, eq=False)
class Yield(Operation):
    """`yield value`; `is_each`: `yield from value`."""

    value: Operation | None
    is_each: bool


@dataclass(slots=True, eq=False)
class Opaque(Operation):
    """An expression whose parts are evaluated but whose value is not known."""

    parts: tuple[Operation, ...]


@dataclass(slots=True, eq=False)
class Unseen(Operation):
    """Code of which only the words are known: the names that it may bind (None: any), and
    those that it may use."""

    binds: frozenset[str] | None
    uses: frozenset[str]


@dataclass(slots=True, eq=False)
class Parameter:
    """A parameter: `star` is 1 for `*name`, 2 for `**name`."""

    name: str
    default: Operation | None = None
    keyword_only: bool = False
    positional_only: bool = False
    star: int = 0


@dataclass(slots=True, eq=False)
class Function(Operation):
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


@dataclass(slots=True, eq=False)
class Assign(Operation):
    """`target = target = value`"""

    targets: tuple[Operation, ...]
    value: Operation


@dataclass(slots=True, eq=False)
class Augment(Operation):
    """`target symbol= value`"""

    symbol: str
    target: Operation
    value: Operation


@dataclass(slots=True, eq=False)
class Evaluate(Operation):
    """An expression for its effect."""

    value: Operation


@dataclass(slots=True, eq=False)
class Return(Operation):
    """`return value`"""

    value: Operation | None


@dataclass(slots=True, eq=False)
class Branch(Operation):
    """`if`"""

    test: Operation
    then: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class Capture:
    """`pattern as name`; `name`; `_`, which has neither."""

    name: str | None = None
    pattern: "Pattern | None" = None


@dataclass(slots=True, eq=False)
class Equal:
    """A literal, or a dotted name; None, True and False are compared by identity."""

    value: Operation
    by_identity: bool = False


@dataclass(slots=True, eq=False)
class AnyOf:
    """`pattern | pattern`"""

    patterns: "tuple[Pattern, ...]"


@dataclass(slots=True, eq=False)
class Items:
    """`[first, *rest, last]`: `star` is the place of the one that takes what is left."""

    patterns: "tuple[Pattern, ...]"
    star: int | None = None


@dataclass(slots=True, eq=False)
class Entries:
    """`{key: pattern, **rest}`"""

    keys: tuple[Operation, ...]
    patterns: "tuple[Pattern, ...]"
    rest: str | None = None


@dataclass(slots=True, eq=False)
class Of:
    """`Class(pattern, name=pattern)`: those without a name come first."""

    cls: Operation
    patterns: "tuple[Pattern, ...]"
    names: tuple[str, ...]


Pattern = Capture | Equal | AnyOf | Items | Entries | Of


@dataclass(slots=True, eq=False)
class Case:
    """`case pattern if guard:`"""

    pattern: Pattern
    guard: Operation | None
    body: Block


@dataclass(slots=True, eq=False)
class Choice(Operation):
    """`match`"""

    subject: Operation
    cases: tuple[Case, ...]


@dataclass(slots=True, eq=False)
class While(Operation):
    """`while`"""

    test: Operation
    body: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class For(Operation):
    """`for`"""

    target: Operation
    iterable: Operation
    body: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class Handler:
    """`except type as name`; no type: a bare `except`."""

    type: Operation | None
    name: str | None
    body: Block


@dataclass(slots=True, eq=False)
class Try(Operation):
    """`try`"""

    body: Block
    handlers: tuple[Handler, ...]
    otherwise: Block
    finally_: Block


@dataclass(slots=True, eq=False)
class With(Operation):
    """`with context as target, …`"""

    items: tuple[tuple[Operation, Operation | None], ...]
    body: Block


@dataclass(slots=True, eq=False)
class Class(Operation):
    """`class`"""

    name: str
    bases: tuple[Operation, ...]
    decorators: tuple[Operation, ...]
    body: Block


@dataclass(slots=True, eq=False)
class Import(Operation):
    """`import path as name`: `path` is bound whole under `name`, or its root where None."""

    names: tuple[tuple[str, str | None], ...]


@dataclass(slots=True, eq=False)
class ImportFrom(Operation):
    """`from module import name as alias`; a name of `*` brings everything."""

    module: str
    level: int
    names: tuple[tuple[str, str], ...]


@dataclass(slots=True, eq=False)
class Raise(Operation):
    """`raise`"""

    value: Operation | None


@dataclass(slots=True, eq=False)
class Delete(Operation):
    """`del`"""

    targets: tuple[Operation, ...]


@dataclass(slots=True, eq=False)
class Jump(Operation):
    """`break` or `continue`"""

    word: str


@dataclass(slots=True, eq=False)
class Assert(Operation):
    """`assert`"""

    test: Operation


@dataclass(slots=True)
class Module:
    """A lowered module."""

    body: Block
    functions: list[Function] = field(default_factory=list)
    """Every function, in order: those that nothing calls are run at the end."""
