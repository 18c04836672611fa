"""Constructors that Python makes: those of dataclasses and of named tuples."""

import ast

from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.interpreter.functions import called
from ndlint.interpreter.objects import Field, Record, UserClass
from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.source.nodes import nodes_in
from ndlint.values.base import Name, Value
from ndlint.values.fields import FieldOptions

NO_FIELDS = frozenset({"builtins.object", "abc.ABC"})
"""Classes of Python's own from which a dataclass has no more attributes."""


def dataclass_fields(
    run: Run, node: op.Class, cls: UserClass, decorator: op.Operation
) -> UserClass | None:
    """The class as a dataclass; None where its constructor is not known."""
    own = _declared(run, node, cls, _is_marked(decorator, "kw_only"))
    inherited: dict[str, Field] = {}
    for base in reversed(cls.order[1:]):
        if isinstance(base, UserClass):
            inherited.update((f.name, f) for f in base.fields or ())
        elif not isinstance(base, Name) or base.path not in NO_FIELDS:
            return None
    if own is None:
        return None
    if _is_marked(decorator, "init", False):
        return cls
    return replace(cls, fields=tuple({**inherited, **{f.name: f for f in own}}.values()))


def named_tuple_fields(run: Run, node: op.Class, cls: UserClass) -> UserClass | None:
    """The class as a named tuple; None where its items are not known."""
    own = _declared(run, node, cls, False)
    return None if own is None else replace(cls, fields=tuple(own), kind="tuple")


def _is_marked(decorator: op.Operation, name: str, truth: bool = True) -> bool:
    """Whether `name=True`, or `name=False`, is given to the decorator."""
    keywords = decorator.place.keywords if isinstance(decorator.place, ast.Call) else []
    return any(
        k.arg == name and isinstance(k.value, ast.Constant) and k.value.value is truth
        for k in keywords
    )


def _declared(run: Run, node: op.Class, cls: UserClass, keyword_only: bool) -> list[Field] | None:
    """The fields of the class itself; None where they cannot be told."""
    if not isinstance(node.place, ast.ClassDef) or run.state is None:
        return None
    found: dict[str, Field] = {}
    for statement in node.place.body:
        if isinstance(statement, ast.If | ast.For | ast.While | ast.With | ast.Try):
            if any(isinstance(inner, ast.AnnAssign) for inner in nodes_in(statement)):
                return None
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        kind = ast.unparse(statement.annotation)
        if "InitVar" in kind:
            return None
        if kind.rpartition(".")[2] == "KW_ONLY":
            keyword_only = True
        elif "ClassVar" not in kind:
            name = statement.target.id
            found[name] = _field(run, cls, name, keyword_only)
    return list(found.values())


def _field(run: Run, cls: UserClass, name: str, keyword_only: bool) -> Field:
    """One field, as the variable of the class tells it, which is its default from now on."""
    variables = run.live.variables(cls.scope)
    said = variables.get(name)
    if not isinstance(said, FieldOptions):
        return Field(name, said, keyword_only=keyword_only)
    del variables[name]
    if said.default is not None:
        variables[name] = said.default
    marked = keyword_only if said.keyword_only is None else said.keyword_only
    return Field(name, said.default, said.factory, said.is_parameter, marked)


def constructed(run: Run, fields: tuple[Field, ...], arguments: Arguments) -> dict[str, Value]:
    """The attributes that the constructor sets."""
    positional = [f.name for f in fields if f.is_parameter and not f.keyword_only]
    given = {**dict(zip(positional, arguments.positional, strict=False)), **arguments.keywords}
    made: dict[str, Value] = {}
    for field in fields:
        name = field.name
        if field.is_parameter and not arguments.complete:
            made[name] = run.unknown()
        elif field.is_parameter and name in given:
            made[name] = given[name]
        elif field.factory is not None:
            made[name] = _made(run, field.factory)
        elif field.default is not None:
            made[name] = field.default
        elif field.is_parameter:
            made[name] = run.unknown()
    if not arguments.complete:
        run.live.lose(*arguments.all)
    return made


def _made(run: Run, factory: Value) -> Value:
    place = run.frame.at
    if place is None or run.state is None:
        return run.unknown()
    return called(run, factory, (), place)


def record(run: Run, cls: UserClass, named: UserClass, arguments: Arguments) -> Value:
    """The tuple that a class makes which is, or derives from, a named tuple."""
    fields = named.fields or ()
    items = tuple(constructed(run, fields, arguments).values())
    return Record(items, replace(cls, fields=fields))
