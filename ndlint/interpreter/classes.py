"""The program's own classes: defined, looked up in, instantiated."""

from msgspec.structs import replace

from ndlint.interpreter import lowered as op
from ndlint.interpreter.derived import base_of, initialise, keras_attribute_of
from ndlint.interpreter.fields import constructed, dataclass_fields, named_tuple_fields, record
from ndlint.interpreter.functions import enter
from ndlint.interpreter.members import ENUMERATIONS, make_members, member_of
from ndlint.interpreter.objects import (
    BoundClosure,
    Closure,
    Constructor,
    Instance,
    Member,
    Record,
    Super,
    UserClass,
)
from ndlint.interpreter.run import Run
from ndlint.knowledge.binding import Arguments
from ndlint.values.base import NOTHING, UNKNOWN, Method, Name, Ref, Value

OBJECT = Name("builtins.object")
DATACLASS = Name("dataclasses.dataclass")
KEEPS_CLASS = frozenset({
    "keras.saving.register_keras_serializable", "keras.utils.register_keras_serializable",
    "functools.total_ordering", "enum.unique", "typing.final", DATACLASS.path,
})  # fmt: skip
"""Decorators that leave a class as it is."""


def define_class(run: Run, node: op.Class) -> Value:
    """The value of a `class`: its body runs in a scope of its own."""
    evaluated = [run.evaluate(base) for base in node.bases]
    bases = tuple(map(run.live.peek, evaluated))
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
    plain = UserClass(node.name, bases, scope)
    cls: UserClass | None = plain
    if DATACLASS in decorators:
        cls = dataclass_fields(run, node, plain, node.decorators[decorators.index(DATACLASS)])
    elif Name("typing.NamedTuple") in bases:
        cls = named_tuple_fields(run, node, plain)
    elif any(isinstance(b, Name) and b.path in ENUMERATIONS for b in plain.order):
        cls = make_members(run, plain)
    run.classes[scope] = cls or plain
    keeps = all(isinstance(d, Name) and d.path in KEEPS_CLASS for d in decorators)
    if cls is None or not keeps:
        run.live.lose(run.classes[scope])
        return UNKNOWN
    return cls


def _without_scope(value: Value, scope: int) -> "Closure":
    if isinstance(value, Closure) and scope in value.scopes:
        scopes = tuple(s for s in value.scopes if s != scope)
        return replace(value, scopes=scopes, home=scope)
    return value  # type: ignore[return-value]


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


def record_attribute(run: Run, owner: Record, name: str) -> Value:
    """An attribute of a named tuple."""
    item = owner.get(name)
    found = find(run, owner.cls.order, name) if item is None else None
    if found is not None and found != UNKNOWN:
        return bound(run, found, owner, owner.cls)
    return Method(owner, name) if item is None else item


def member_attribute(run: Run, owner: Member, name: str) -> Value:
    """An attribute of a member of an enumeration."""
    known = owner.get(name)
    found = find(run, owner.cls.order, name) if known is None else None
    if found is not None and found != UNKNOWN:
        return bound(run, found, owner, owner.cls)
    return run.unknown() if known is None else known


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
    found = _constructor(run, after) if name == "__init__" else find(run, after, name)
    if isinstance(found, UserClass):
        return Constructor(found, owner.receiver)
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
    if cls.kind == "enum":
        return member_of(run, cls, arguments)
    is_made = find(run, cls.order, "__new__") is not None
    kinds = [(c.kind, c) for c in cls.order if isinstance(c, UserClass)]
    named = next((c for kind, c in kinds if kind == "tuple"), None)
    if named is not None and not is_made:
        return record(run, cls, named, arguments)
    if is_made and not cls.has_foreign_base:
        run.hand_over(cls, *arguments.all)
        return run.unknown()
    instance = run.live.box(Instance(cls))
    init = _constructor(run, cls.order)
    if isinstance(init, Closure):
        enter(run, init, arguments.with_receiver(instance))
    elif isinstance(init, UserClass):
        set_up(run, instance, init, arguments)
    elif base_of(cls):
        initialise(run, instance, arguments)
    elif arguments.all or cls.has_foreign_base:
        run.live.disturb(*arguments.all)
        run.live.lose(*arguments.all)
        if not all(isinstance(c, UserClass | Name) for c in cls.order):
            run.hand_over(instance)
    return instance


def _constructor(run: Run, classes: tuple[Value, ...]) -> Value | None:
    """What sets up an instance: a method, or a dataclass, whose constructor Python makes."""
    for base in classes:
        if isinstance(base, UserClass) and base.fields is not None:
            return run.live.get(base.scope, "__init__") or base
        found = find(run, (base,), "__init__")
        if found is not None or not (isinstance(base, UserClass) or base == OBJECT):
            return found
    return None


def set_up(run: Run, instance: Value, maker: UserClass, arguments: Arguments) -> Value:
    """What a dataclass's constructor does."""
    given = constructed(run, maker.fields or (), arguments)
    made = run.live.peek(instance)
    if not isinstance(instance, Ref) or not isinstance(made, Instance):
        run.hand_over(instance, *given.values())
        return NOTHING
    for name, value in given.items():
        made = made.with_attribute(name, value)
    run.live.write(instance, made)
    after = find(run, made.cls.order, "__post_init__")
    if isinstance(after, Closure):
        enter(run, after, Arguments([instance], {}, True))
    return NOTHING


def special(run: Run, owner: Value, name: str, *arguments: Value) -> Value | None:
    """The result of a special method that a class of the program defines, or None."""
    inner = run.live.peek(owner)
    if isinstance(inner, Instance):
        method = find(run, inner.cls.order, name)
        if isinstance(method, Closure):
            return enter(run, method, Arguments([owner, *arguments], {}, True))
    return None
