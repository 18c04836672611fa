"""Calls: of the program's own functions, of library functions, of methods."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from ndlint.events import Computed, Event, Feed, Meeting
from ndlint.interpreter import lowered as op
from ndlint.interpreter.axes import named_axes
from ndlint.interpreter.batches import any_item, by_class, with_data_sets
from ndlint.interpreter.builtins import call_builtin, peeked_items
from ndlint.interpreter.classes import find, instantiate, set_up
from ndlint.interpreter.derived import MODEL, base_of, library_base, may_be_built, own_model
from ndlint.interpreter.effects import (
    ALOOF,
    CONVERSIONS,
    ENDS,
    GOES_THROUGH,
    HARMLESS,
    REBINDS,
    SETS,
)
from ndlint.interpreter.feeding import STEPS, fed
from ndlint.interpreter.frozen import DRAWS, tell_frozen, tracing
from ndlint.interpreter.functions import enter
from ndlint.interpreter.graphs import given_as_symbols, refused_symbol
from ndlint.interpreter.lambdas import function_of, traced
from ndlint.interpreter.lowered import dotted
from ndlint.interpreter.methods import container_method
from ndlint.interpreter.objects import (
    INERT,
    BoundClosure,
    Closure,
    Constructor,
    Instance,
    Partial,
    Tracing,
    UserClass,
    identities,
)
from ndlint.interpreter.origins import is_assumed, with_origins
from ndlint.interpreter.own_losses import METRIC, call_own_losses
from ndlint.interpreter.pipelines import told_apart
from ndlint.interpreter.receivers import method_path
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import boxed
from ndlint.interpreter.sequences import calls as steps_through
from ndlint.interpreter.splits import tell_unpacked
from ndlint.interpreter.stacking import STACKS, is_derived, stacked
from ndlint.interpreter.subclasses import MAKERS, inherited, own_call, used_by_library
from ndlint.interpreter.turns import in_turns, tell_graph_call
from ndlint.knowledge import binding
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.models import UNKNOWN_MODEL
from ndlint.knowledge.registry import FAMILIES, MODELS, OBSERVERS, Applied, Changed, Known, Refusal
from ndlint.knowledge.sklearn.splitting import SPLITS
from ndlint.source.libraries import LIBRARIES
from ndlint.values.array import Array
from ndlint.values.base import (
    GENERATOR,
    SET,
    UNKNOWN,
    List,
    Method,
    Name,
    Nothing,
    Opaque,
    Ref,
    Tuple,
    Unknown,
    Value,
    elements,
    leaves,
)
from ndlint.values.dataset import Dataset
from ndlint.values.frame import Column, Frame
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.losses import Loss
from ndlint.values.shape import UNKNOWN_SHAPE
from ndlint.values.trace import Site

FED = frozenset(f"{MODEL}.{name}" for name in (*STEPS, "__call__"))
"""Methods that take data."""


def call(run: Run, callee: Value, arguments: Arguments, node: op.Call) -> Value:
    """`callee(arguments)`"""
    run.frames[-1].at = node.place
    if type(callee) is Name:
        return _named(run, callee.path, arguments, node)
    inner = run.live.peek(callee)
    match inner:
        case Method(owner, name):
            return _method(run, owner, name, arguments, node)
        case Unknown():
            return _not_known(run, callee, arguments)
        case Closure():
            tell_graph_call(run, inner, arguments, node)
            return enter(run, inner, arguments)
        case BoundClosure(closure, receiver):
            tell_graph_call(run, closure, arguments, node, bound=1)
            return enter(run, closure, arguments.with_receiver(receiver))
        case Layer() if (returned := _through(run, inner, arguments)) is not None:
            return returned
        case Layer() | Model() | Loss() | Opaque():
            known = method_path(inner, "__call__")
            if known is not None:
                return _library(run, known, arguments.with_receiver(callee), node)
        case UserClass():
            return instantiate(run, inner, arguments)
        case Instance():
            method = find(run, inner.cls.order, "__call__")
            if isinstance(method, Closure):
                return enter(run, method, arguments.with_receiver(callee))
            found = _derived(run, callee, "__call__", arguments, node)
            if found is not None:
                return found
        case Name(path):
            return _named(run, path, arguments, node)
        case Nothing():
            return run.fail()
        case Partial(function, positional, keywords):
            together = [*positional, *arguments.positional]
            options = {**dict(keywords), **arguments.keywords}
            return call(run, function, Arguments(together, options, arguments.complete), node)
        case Constructor(cls, receiver):
            return set_up(run, receiver, cls, arguments)
    return _not_known(run, callee, arguments)


def _through(run: Run, layer: Layer, arguments: Arguments) -> KerasTensor | None:
    """What a Lambda returns for a symbolic tensor; None: it is none, or that is not known."""
    function = function_of(layer)
    if function is None or len(arguments.all) != 1 or not arguments.positional:
        return None
    return traced(run, function, arguments.positional[0])


def _not_known(run: Run, callee: Value, arguments: Arguments) -> Value:
    """Code that was not seen may change what it is given."""
    run.hand_over(callee, *arguments.all)
    return run.unknown()


def _named(run: Run, path: str, arguments: Arguments, node: op.Call) -> Value:
    """A call of what a library, or Python itself, has under a public name."""
    if path in ENDS:
        return run.fail()
    if path.startswith("builtins."):
        if path == "builtins.len" and arguments.positional and node.arguments:
            named_axes(run, arguments.positional[0], dotted(node.arguments[0].value))
        return _builtin(run, path, arguments, node)
    known = call_builtin(run, path, arguments, node.place)
    if known is None:
        return _library(run, path, arguments, node)
    return run.unknown() if known == UNKNOWN else known


def _builtin(run: Run, path: str, arguments: Arguments, node: op.Call) -> Value:
    known = call_builtin(run, path, arguments, node.place)
    if known is not None:
        return run.unknown() if known == UNKNOWN else known
    if path in REBINDS and not (path == "builtins.vars" and arguments.all):
        run.rebind()
    given = [a for value in arguments.all for a in identities(value)]
    is_run = path not in ALOOF and any(steps_through(run, a) for a in arguments.all)
    if is_run or path not in HARMLESS or not all(isinstance(a, Ref) for a in given):
        return _not_known(run, UNKNOWN, arguments)
    if path not in ALOOF:
        run.live.lose(*arguments.all)
    return SET if path in SETS else run.unknown()


def _method(run: Run, owner: Value, name: str, arguments: Arguments, node: op.Call) -> Value:
    inner = run.live.peek(owner)
    path = method_path(inner, name)
    if path is None and isinstance(inner, Opaque):
        path = f"{inner.path}.{name}"
    if path is not None:
        return _library(run, path, arguments.with_receiver(owner), node)
    found = container_method(run, owner, inner, name, arguments)
    if found is not None:
        return found
    if isinstance(inner, Model) and name in ("summary", "get_weights", "save", "count_params"):
        return run.unknown()
    found = _derived(run, owner, name, arguments, node)
    return _not_known(run, owner, arguments) if found is None else found


def _derived(
    run: Run, owner: Value, name: str, arguments: Arguments, node: op.Call
) -> Value | None:
    """The result of a method that a class of the program has from Keras; None: not known."""
    inner = run.live.peek(owner)
    if not isinstance(inner, Instance):
        return None
    base = base_of(inner.cls)
    if not base:
        if library_base(inner.cls) == METRIC and name in MAKERS:
            return inherited(run, owner, name, arguments)
        is_of_keras = library_base(inner.cls).startswith("keras.")
        return used_by_library(run, owner) if is_of_keras and name == "__call__" else None
    path = f"{base}.{name}"
    if base == MODEL and name in STEPS:
        given = fed(run, owner, name, arguments)
        return UNKNOWN if run.state is None else _library(run, path, given, node)
    if base == MODEL and (name == "compile" or (name == "__call__" and not own_call(run, owner))):
        return _library(run, path, arguments.with_receiver(own_model(run, owner)), node)
    if base == MODEL and name == "__call__":
        positional = [UNKNOWN_MODEL, *(run.live.open(a) for a in arguments.positional)]
        keywords = {k: run.live.open(v) for k, v in arguments.keywords.items()}
        values = Arguments(positional, keywords, arguments.complete)
        _observe(run, path, values, node, dotted(node.callee) or path)
    return inherited(run, owner, name, arguments)


class _Asked(Struct, frozen=True):
    """A call of a library function. `values` are its arguments, laid open, `opened` the objects
    among them, by the `id` of what they are; `bound` is None where nothing is known of the call.
    """

    path: str
    arguments: Arguments
    values: Arguments
    opened: dict[int, Ref]
    node: op.Call
    label: str
    known: Known | None
    bound: binding.Bound | None


def _library(run: Run, path: str, arguments: Arguments, node: op.Call) -> Value:
    """A call of a library function: the event that it is, then what it returns."""
    if run.tracings and path in DRAWS:
        tell_frozen(run, path, node)
    if path in FED:
        arguments = with_data_sets(run, arguments)
    elif path in GOES_THROUGH:
        arguments = _laid_out(run, arguments)
    for given in arguments.all:
        if type(given) is Ref and steps_through(run, given):
            run.hand_over(given)
    if path in CONVERSIONS:
        arguments = by_class(run, arguments)
    asked = _asked(run, path, arguments, node)
    refused = refused_symbol(run, path, asked.values)
    if refused is not None:
        operands = asked.values.all
        run.emit(refused.of(operands), node.place, asked.label, is_assumed(*operands))
        return run.unknown()
    if path in OBSERVERS and _observe(run, path, asked.values, node, asked.label):
        return run.unknown()
    if asked.opened:
        _may_build(run, asked)
    if asked.bound is None and not _makes_member(path):
        if path not in OBSERVERS:
            _disturb_data(run, path, asked.arguments)
            _meet(run, path, asked.values, node, asked.label)
        return run.unknown()
    if path.startswith("keras.Model."):
        # What a callback or a metric of the program does to itself is not followed.
        run.live.disturb(*(r for r in asked.opened.values() if _may_run(run.live.peek(r))))
    try:
        result = _made_by(run, asked)
    except Refusal as refusal:
        if refusal.when_run and run.graphs:
            return run.unknown()
        operands = asked.values.all
        run.emit(refusal.of(operands), node.place, asked.label, is_assumed(*operands))
        # Half of what was asked may have been done: to the model, to what came with it.
        run.live.disturb(*(r for r in asked.opened.values() if _is_of_keras(run.live.peek(r))))
        return run.unknown()
    return _taken_in(run, asked, result)


def _laid_out(run: Run, arguments: Arguments) -> Arguments:
    """The arguments with the items of an iterator in its place, where they are known."""
    items = [peeked_items(run, argument) for argument in arguments.positional]
    positional = [
        argument if known is None else Tuple(known)
        for argument, known in zip(arguments.positional, items, strict=True)
    ]
    return Arguments(positional, arguments.keywords, arguments.complete)


def _asked(run: Run, path: str, arguments: Arguments, node: op.Call) -> _Asked:
    opened: dict[int, Ref] = {}
    laid_open = run.live.open
    values = Arguments(
        [a if type(a) in INERT else laid_open(a, opened) for a in arguments.positional],
        {
            name: v if type(v) in INERT else laid_open(v, opened)
            for name, v in arguments.keywords.items()
        },
        arguments.complete,
    )
    known = MODELS.get(path)
    bound = binding.bind(known.function, values) if known else None
    return _Asked(path, arguments, values, opened, node, dotted(node.callee) or path, known, bound)


def _made_by(run: Run, asked: _Asked) -> object:
    """What the knowledge of the function returns. Raises: Refusal."""
    stack = stacked(run, asked.path, asked.arguments) if asked.path in STACKS else None
    if stack is not None:
        return stack
    if asked.known is not None and asked.bound is not None:
        return binding.call(asked.known.function, asked.bound)
    return FAMILIES[asked.path.rpartition(".")[0]](asked.path, asked.values)


def _taken_in(run: Run, asked: _Asked, result: object) -> Value:
    """What knowledge returned, told of and given its identity; what it changes is changed."""
    known, arguments, place = asked.known, asked.arguments, asked.node.place
    sources = asked.values.all

    def adopt(value: Value) -> Value:
        if type(value) is Unknown and value == UNKNOWN:
            return run.unknown()
        same = asked.opened.get(id(value))
        if same is not None:
            return same
        made = with_origins(value, sources, asked.label, lambda: run.site(place))
        if type(made) is Dataset:
            return told_apart(run, made, asked.path, asked.node, asked.label)
        return run.live.box(made)

    if known is not None and known.computes and type(result) is Array:
        event = Computed(
            operation=known.computes,
            operands=sources,
            result=result,
            of_method=asked.path.startswith("numpy.ndarray."),
            chosen=run.may_choose(result) or "where" in arguments.keywords,
        )
        run.emit(event, place, asked.label)
    if type(result) is Applied:
        returned = _applied(run, asked, result)
        if result.each is not None:
            run.emit(result.each(returned), place, asked.label, is_assumed(returned))
        result = result.then(returned)
    if type(result) is Changed and asked.bound is not None:
        first = arguments.keywords.get(asked.bound.first)
        receiver = arguments.positional[0] if arguments.positional else first
        if isinstance(receiver, Ref):
            run.live.write(receiver, _compiled(result.receiver, asked.path, run.site(place)))
        result = result.result
    adopted = _adopt_items(run, result, adopt)
    if asked.path in SPLITS:
        tell_unpacked(run, asked.node, asked.values.keywords, adopted, asked.label)
    if known is not None and known.is_view:
        _share(run, arguments, adopted)
    return adopted


def _share(run: Run, arguments: Arguments, made: Value) -> None:
    """What a function made, or each item of it, may share data with the arrays it was given."""
    for argument in arguments.positional:
        if isinstance(run.live.peek(argument), Array | Column | Frame):
            for part in elements(run.live.peek(made)) or (made,):
                run.live.link(argument, part)


def _compiled(receiver: Value, path: str, site: Site) -> Value:
    """A model with the place where it was compiled."""
    if path == "keras.Model.compile" and isinstance(receiver, Model):
        return replace(receiver, compiled_at=site)
    return receiver


def _applied(run: Run, asked: _Asked, applied: Applied) -> Value:
    """What a function returns that a library calls; it may do so more than once."""
    function, given = asked.opened.get(id(applied.function), applied.function), applied.arguments
    arguments = Arguments([boxed(run, value) for value in given or ()], {}, given is not None)
    before = run.live.fork()
    if applied.in_graph:
        with run.in_graph() as graph, tracing(run, graph, Tracing(len(run.frames), again=True)):
            symbols = given_as_symbols(run, arguments, graph)
            returned = call(run, function, symbols, asked.node)
    elif applied.each is None:
        returned = call(run, function, arguments, asked.node)
    else:
        with run.conditionally():  # It is called later, if at all.
            returned = any_item(run, call(run, function, arguments, asked.node))
    if run.state is None:
        return UNKNOWN
    result = run.live.open(returned)
    run.state = run.state.join(before)
    return result


def _is_of_keras(value: Value) -> bool:
    return type(value) is Model or type(value) is Layer or is_derived(value)


def _may_run(value: Value) -> bool:
    return isinstance(value, Instance) and not _is_of_keras(value)


def _may_build(run: Run, asked: _Asked) -> None:
    """A model without an input shape, or a layer, may be built by what it is given to."""
    state = run.live
    objects = [(ref, state.peek(ref)) for ref in asked.opened.values()]
    followed = [*asked.arguments.positional[:1]] if asked.bound else []
    if asked.path in STACKS and asked.bound:
        followed += [ref for ref, inner in objects if is_derived(inner)]
    for ref, inner in objects:
        if ref in followed:
            continue
        if isinstance(inner, Model) and not inner.inputs:
            run.live.disturb(ref)
        elif isinstance(inner, Layer) and inner.built is None:
            run.live.write(ref, replace(inner, built=UNKNOWN_SHAPE))
        elif is_derived(inner):
            may_be_built(run, ref)


def _makes_member(path: str) -> bool:
    """Whether a call makes an object of a class that is known by its module only."""
    module, _, name = path.rpartition(".")
    return module in FAMILIES and path not in MODELS and name[:1].isupper()


def _adopt_items(run: Run, result: object, adopt: Callable[[Value], Value]) -> Value:
    """Give every array in a result its identity."""
    if not isinstance(result, Value):
        return run.unknown()
    if not result.is_sequence:
        return adopt(result)
    match result:
        case Tuple(items):
            return Tuple(tuple(_adopt_items(run, i, adopt) for i in items))
        case List(items) if items is not None:
            return run.live.box(List(tuple(_adopt_items(run, i, adopt) for i in items)))
        case List(None, each) if each is not UNKNOWN:
            item = run.live.like_each(_adopt_items(run, each, adopt))
            return run.live.box(replace(result, each=item))
    return adopt(result)


def _observe(run: Run, path: str, values: Arguments, node: op.Call, label: str) -> bool:
    observer = OBSERVERS.get(path)
    if observer is None:
        return False
    bound = binding.bind(observer, values)
    made = binding.call(observer, bound) if bound is not None else None
    if made is None:
        return False
    events = made if isinstance(made, tuple) else (made,)
    doubtful = is_assumed(*values.all)
    told = [in_turns(run, event, node) for event in events if isinstance(event, Event)]
    if any(run.emit(event, node.place, label, doubtful) for event in told):
        return True
    for event in told:
        if isinstance(event, Feed):
            call_own_losses(run, event)
    return False


def _meet(run: Run, path: str, values: Arguments, node: op.Call, label: str) -> None:
    """Tell that values meet in a TensorFlow function that is not modelled."""
    if not path.startswith("tensorflow."):
        return
    arrays = [v for a in values.all for v in leaves(a) if isinstance(v, Array)]
    if len(arrays) > 1:
        run.emit(Meeting(operands=tuple(arrays)), node.place, label, is_assumed(*arrays))


def _disturb_data(run: Run, path: str, arguments: Arguments) -> None:
    """A library function that is not modelled may change arrays and lists, but no model.

    A module of unknown origin may hold whatever it was given before.
    """
    if path.partition(".")[0] not in LIBRARIES:
        run.hand_over(*arguments.all)
        return
    given = [a for a in arguments.all if not _is_of_keras(run.live.peek(a))]
    run.live.disturb(*given)
    run.live.lose(*given)
    if any(isinstance(a, Unknown) or a in (SET, GENERATOR) for a in given):
        run.live.shake()


def refusable(
    run: Run, make: Callable[[], Value], operands: tuple[Value, ...], place: op.Node, label: str
) -> Value:
    """The result of knowledge; where it refuses, that is told, and nothing is known of it."""
    try:
        return make()
    except Refusal as refusal:
        run.emit(refusal.of(operands), place, label, is_assumed(*operands))
        return run.unknown()
