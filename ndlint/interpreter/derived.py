"""What Keras keeps in objects of the program's classes that derive from its own.

It stands among the attributes of the instance, under names that no program can write.
"""

from ndlint.interpreter.objects import Closure, Instance, UserClass, stored
from ndlint.interpreter.run import Run
from ndlint.knowledge import binding
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.attributes import NO_METHODS
from ndlint.knowledge.keras.attributes import attribute as keras_attribute
from ndlint.knowledge.keras.models import UNKNOWN_MODEL, functional
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Bool, Dict, List, Method, Name, Ref, Tuple, Value
from ndlint.values.keras import Layer, Model
from ndlint.values.shape import UNKNOWN_SHAPE

LAYER = "keras.layers.Layer"
MODEL = "keras.Model"
BASES = {LAYER: LAYER, "keras.Layer": LAYER, MODEL: MODEL}
NO_BASE = frozenset({"builtins.object", "abc.ABC"})
"""Bases that add nothing to an object of Keras'."""
OWN_MODEL = "(model)"
"""The model that Keras' own methods see: its inputs, its outputs, what it is compiled with."""
BUILT = "(built)"
"""Whether `build` was run."""
DTYPE = "(dtype)"
"""Set where the object may compute in another dtype than Keras' default."""
BUILDING = frozenset({"__init__", "build"})
HIDDEN = frozenset({OWN_MODEL, BUILT, DTYPE})


def library_base(cls: UserClass) -> str:
    """The public name of the one class of a library that a class of the program derives from;
    "" where there is none, or more, or one that was not seen."""
    foreign = {base for base in cls.order if not isinstance(base, UserClass)}
    paths = {base.path for base in foreign if isinstance(base, Name)} - NO_BASE
    is_seen = all(isinstance(base, Name) for base in foreign)
    return paths.pop() if is_seen and len(paths) == 1 else ""


def base_of(cls: UserClass) -> str:
    """Which of Keras' `Layer` and `Model` a class of the program derives from; "": neither."""
    return BASES.get(library_base(cls), "")


def initialise(run: Run, owner: Value, arguments: Arguments) -> None:
    """What the constructor of Keras' own class does."""
    given = {k: run.live.open(v) for k, v in arguments.keywords.items()}
    positional = [run.live.open(a) for a in arguments.positional]
    if not arguments.complete or {"dtype", "autocast"} & set(given):
        keep(run, owner, DTYPE, UNKNOWN)
    inner = run.live.peek(owner)
    if not isinstance(inner, Instance) or base_of(inner.cls) != MODEL:
        return
    if positional or {"inputs", "outputs"} & set(given):
        bound = binding.bind(functional, Arguments(positional, given, arguments.complete))
        made = None if bound is None else binding.call(functional, bound)
        keep(
            run, owner, OWN_MODEL, run.live.box(made if isinstance(made, Model) else UNKNOWN_MODEL)
        )


def keep(run: Run, owner: Value, name: str, value: Value) -> None:
    """Write down something of what Keras keeps in the object."""
    inner = run.live.peek(owner)
    if isinstance(owner, Ref) and isinstance(inner, Instance):
        run.live.write(owner, inner.with_attribute(name, value))


def own_model(run: Run, owner: Value) -> Value:
    """The identity of the model that Keras' own methods see."""
    inner = run.live.peek(owner)
    known = inner.get(OWN_MODEL) if isinstance(inner, Instance) else None
    if known is not None and isinstance(run.live.peek(known), Model):
        return known
    made = run.live.box(UNKNOWN_MODEL)
    keep(run, owner, OWN_MODEL, made)
    return made


def keras_attribute_of(run: Run, owner: Value, instance: Instance, name: str) -> Value:
    """An attribute that the program's classes do not have."""
    if name in NO_METHODS:
        return run.unknown()
    known = instance.get(OWN_MODEL)
    found = None if known is None else keras_attribute(run.live.open(known), name)
    return Method(owner, name) if found is None else run.live.box(found)


def may_be_built(run: Run, *values: Value) -> None:
    """Code that was not seen may have called these, or the layers in them."""
    pending, seen = list(values), set()
    while pending:
        value = pending.pop()
        if value in seen:
            continue
        inner = run.live.peek(value)
        match inner:
            case Layer(built=None) if isinstance(value, Ref):
                run.live.write(value, _maybe_built(inner))
            case Model(inputs=()):
                run.live.disturb(value)
            case Instance(attributes=attributes):
                if inner.get(BUILT) != Bool(True):
                    keep(run, value, BUILT, Bool())
                pending += [held for name, held in attributes if name not in HIDDEN]
            case Tuple(items) | List(items):
                pending += items or ()
            case Dict(pairs):
                pending += [held for _, held in pairs or ()]
        if isinstance(value, Ref):
            seen.add(value)


def _maybe_built(layer: Layer) -> Layer:
    return Layer(layer.path, layer.options, UNKNOWN_SHAPE, layer.origin, layer.traced)


def changed_unseen(run: Run, owner: Value) -> None:
    """A method of the class was run by Keras: what it may have changed is not known."""
    may_be_built(run, owner)
    inner = run.live.peek(owner)
    if not isinstance(inner, Instance) or not isinstance(owner, Ref):
        return
    classes = [cls for cls in inner.cls.order if isinstance(cls, UserClass)]
    methods = [v for cls in classes for v in run.live.scopes.get(cls.scope, {}).values()]
    functions = [m.function for m in methods if isinstance(m, Closure)]
    # Where the object is made, they are set for the first time.
    names = {n for f in functions if f.name not in BUILDING for n in stored(f)}
    after = inner
    for name, value in inner.attributes:
        if name in names:
            run.live.lose(value)
            after = after.with_attribute(name, run.unknown())
        elif isinstance(run.live.peek(value), Array | List | Dict) and not _holds_layers(
            run, value
        ):
            run.live.disturb(value)
    run.live.write(owner, after)


def _holds_layers(run: Run, value: Value) -> bool:
    inner = run.live.peek(value)
    items = inner.items if isinstance(inner, List) else None
    return bool(items) and all(isinstance(run.live.peek(i), Layer | Model) for i in items or ())
