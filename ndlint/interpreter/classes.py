"""The program's own classes: defined, looked up in, instantiated."""

import ast
from dataclasses import replace

from ndlint.interpreter import lowered as op
from ndlint.interpreter.derived import base_of, initialise, keras_attribute_of
from ndlint.interpreter.functions import enter
from ndlint.interpreter.objects import BoundClosure, Closure, Instance, Super, UserClass
from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import UNKNOWN, Method, Name, Ref, Value

OBJECT = Name("builtins.object")
KEEPS_CLASS = frozenset({
    f"keras.{module}.register_keras_serializable" for module in ("saving", "utils")
})  # fmt: skip
"""Decorators that leave a class as it is."""


def define_class(run: Run, node: op.Class) -> Value:
    """The value of a `class`: its body runs in a scope of its own."""
    bases = tuple(run.live.peek(run.evaluate(b)) for b in node.bases)
    decorators = [run.evaluate(d.callee if isinstance(d, op.Call) else d) for d in node.decorators]
    scope = run.keys.new()
    outer = run.frame.scopes
    # Functions in the body do not see the class's scope.
    run.frame.scopes = (scope, *outer)
    first = len(run.closures)
    try:
        run.execute_block(node.body)
    finally:
        run.frame.scopes = outer
    attributes = run.live.variables(scope)
    for name, value in attributes.items():
        attributes[name] = _without_scope(value, scope)
    run.closures[first:] = [_without_scope(c, scope) for c in run.closures[first:]]
    is_dataclass = decorators == [Name("dataclasses.dataclass")]
    cls = UserClass(node.name, bases, scope, _fields(node, bases) if is_dataclass else None)
    run.classes[scope] = cls
    keeps = all(isinstance(d, Name) and d.path in KEEPS_CLASS for d in decorators)
    if not keeps and not is_dataclass:
        run.live.lose(cls)
        return UNKNOWN
    return cls


def _without_scope(value: Value, scope: int) -> "Closure":
    if isinstance(value, Closure) and scope in value.scopes:
        scopes = tuple(s for s in value.scopes if s != scope)
        return replace(value, scopes=scopes, home=scope)
    return value  # type: ignore[return-value]


def _fields(node: op.Class, bases: tuple[Value, ...]) -> tuple[str, ...] | None:
    """The parameters of a dataclass's constructor, or None where they are not known."""
    if bases or not isinstance(node.place, ast.ClassDef):
        return None
    annotated = [s for s in node.place.body if isinstance(s, ast.AnnAssign)]
    return tuple(s.target.id for s in annotated if isinstance(s.target, ast.Name))


def find(run: Run, classes: tuple[Value, ...], name: str) -> Value | None:
    """An attribute of these classes, in this order; None: certainly not found there."""
    for cls in classes:
        if isinstance(cls, UserClass):
            found = run.live.get(cls.scope, name)
            if found is not None:
                return found
        elif cls != OBJECT:
            return None if isinstance(cls, Name) else UNKNOWN
    return None


def bound(run: Run, found: Value, receiver: Value, cls: UserClass) -> Value:
    """An attribute of a class as it is read from an instance."""
    if not isinstance(found, Closure):
        return found
    match found.kind:
        case "":
            return BoundClosure(found, receiver)
        case "staticmethod":
            return found
        case "classmethod":
            return BoundClosure(found, cls)
        case "property":
            return enter(run, found, Arguments([receiver], {}, True))
    run.hand_over(receiver)
    return run.unknown()


def instance_attribute(run: Run, owner: Value, instance: Instance, name: str) -> Value:
    """`instance.name`"""
    own = instance.get(name)
    found = find(run, instance.cls.order, name)
    if isinstance(found, Closure) and found.kind in ("property", "descriptor"):
        return bound(run, found, owner, instance.cls)
    if own is not None:
        return own
    if found is not None and found != UNKNOWN:
        return bound(run, found, owner, instance.cls)
    if base_of(instance.cls):
        return keras_attribute_of(run, owner, instance, name)
    return Method(owner, name) if instance.cls.has_foreign_base else run.unknown()


def class_attribute(run: Run, cls: UserClass, name: str) -> Value:
    """`Class.name`"""
    found = find(run, cls.order, name)
    if isinstance(found, Closure) and found.kind == "classmethod":
        return BoundClosure(found, cls)
    return run.unknown() if found is None or found == UNKNOWN else found


def super_attribute(run: Run, owner: Super, name: str) -> Value:
    """`super().name`"""
    receiver = run.live.peek(owner.receiver)
    cls = receiver.cls if isinstance(receiver, Instance) else receiver
    if not isinstance(cls, UserClass) or owner.cls not in cls.order:
        return Method(owner.receiver, name)
    after = cls.order[cls.order.index(owner.cls) + 1 :]
    found = find(run, after, name)
    if isinstance(found, Closure):
        return bound(run, found, owner.receiver, cls)
    foreign = [c for c in after if isinstance(c, Name)]
    if isinstance(receiver, Instance) and base_of(cls):
        return keras_attribute_of(run, owner.receiver, receiver, name)
    if found is None:
        return Name(f"{(*foreign, OBJECT)[0].path}.{name}")
    return Method(owner.receiver, name)


def super_of(run: Run, arguments: Arguments) -> Value | None:
    """What `super()` or `super(cls, self)` gives in the running function."""
    function, home = run.frame.function, run.frame.home
    if len(arguments.positional) == 2:
        cls, receiver = run.live.peek(arguments.positional[0]), arguments.positional[1]
        return Super(cls, receiver) if isinstance(cls, UserClass) else None
    if function is None or home not in run.classes or not function.parameters:
        return None
    first = run.load(function.parameters[0].name)
    return None if first is None else Super(run.classes[home], first)


def instantiate(run: Run, cls: UserClass, arguments: Arguments) -> Value:
    """`Class(arguments)`"""
    if find(run, cls.order, "__new__") is not None and not cls.has_foreign_base:
        run.hand_over(cls, *arguments.all)
        return run.unknown()
    instance = run.live.box(Instance(cls))
    init = find(run, cls.order, "__init__")
    if isinstance(init, Closure):
        enter(run, init, arguments.with_receiver(instance))
    elif cls.fields is not None and isinstance(instance, Ref):
        _fill(run, instance, cls, cls.fields, arguments)
    elif base_of(cls):
        initialise(run, instance, arguments)
    elif arguments.all or cls.has_foreign_base:
        run.live.disturb(*arguments.all)
        run.live.lose(*arguments.all)
        if not all(isinstance(c, UserClass | Name) for c in cls.order):
            run.hand_over(instance)
    return instance


def _fill(
    run: Run, instance: Ref, cls: UserClass, fields: tuple[str, ...], arguments: Arguments
) -> None:
    """What a dataclass's constructor does."""
    given = {**dict(zip(fields, arguments.positional, strict=False)), **arguments.keywords}
    made = Instance(cls)
    for name in fields:
        value = given.get(name) if arguments.complete else None
        made = made.with_attribute(name, value or run.unknown())
    run.live.lose(*(() if arguments.complete else arguments.all))
    run.live.write(instance, made)
    after = find(run, cls.order, "__post_init__")
    if isinstance(after, Closure):
        enter(run, after, Arguments([instance], {}, True))


def special(run: Run, owner: Value, name: str, *arguments: Value) -> Value | None:
    """The result of a special method that a class of the program defines, or None."""
    inner = run.live.peek(owner)
    if isinstance(inner, Instance):
        method = find(run, inner.cls.order, name)
        if isinstance(method, Closure):
            return enter(run, method, Arguments([owner, *arguments], {}, True))
    return None
