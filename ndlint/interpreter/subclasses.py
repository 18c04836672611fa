"""Objects of classes that derive from Keras' `Layer` and `Model`: what a call of one does."""

from msgspec.structs import replace

from ndlint.interpreter.classes import find
from ndlint.interpreter.derived import (
    BUILT,
    DTYPE,
    HIDDEN,
    MODEL,
    base_of,
    changed_unseen,
    initialise,
    keep,
    may_be_built,
)
from ndlint.interpreter.functions import enter
from ndlint.interpreter.objects import Closure, Instance
from ndlint.interpreter.run import Run
from ndlint.interpreter.tracing import Tensors, input_shapes
from ndlint.interpreter.truth import truth
from ndlint.knowledge.binding import Arguments, as_shape
from ndlint.target import current
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Ref, Str, Tuple, Value
from ndlint.values.shape import UNKNOWN_SHAPE

BUILDS = frozenset({"build", "load_weights", "set_weights", "build_from_config"})
"""Methods after which the layers inside may be built."""
MAKERS = frozenset({"add_weight", "add_variable"})
"""Methods that make a variable."""
HARMLESS = frozenset({
    "summary", "save", "save_weights", "export", "get_weights", "count_params", "get_config",
    "get_build_config", "get_compile_config", "compute_output_shape", "compute_mask", "add_loss",
    "add_metric", "to_json", "reset_metrics", "reset_states", "get_layer", "compute_output_spec",
})  # fmt: skip
"""Methods of Keras' classes that change nothing that is followed."""
HOOKS = ("build", "call", "update_state", "result")
"""Methods that Keras calls where an object of the class is called."""


def inherited(run: Run, owner: Value, name: str, arguments: Arguments) -> Value | None:
    """The result of a method of Keras' `Layer` or `Model`; None: it is not known."""
    match name:
        case "__init__":
            initialise(run, owner, arguments)
        case "__call__":
            return called(run, owner, arguments)
        case _ if name in MAKERS:
            return run.live.box(_weight(run, arguments))
        case _ if name in BUILDS:
            may_be_built(run, owner)
        case _ if name in HARMLESS:
            return run.unknown()
        case _:
            return None
    return NOTHING


def used_by_library(run: Run, owner: Value) -> Value:
    """What an object returns that is called, and whose class derives from another one of
    Keras': that calls methods of the program then, with what is not known."""
    inner = run.live.peek(owner)
    before = run.live.fork()
    for name in HOOKS:
        hook = find(run, inner.cls.order, name) if isinstance(inner, Instance) else None
        if isinstance(hook, Closure) and run.state is not None:
            with run.conditionally():
                enter(run, hook, Arguments([owner], {}, complete=False))
    run.state = before if run.state is None else run.state.join(before)
    changed_unseen(run, owner)
    return run.unknown()


def _weight(run: Run, arguments: Arguments) -> Value:
    """A variable of Keras; its dtype mixes with others as a tensor's does not."""
    place = 0 if current().keras == 3 else 1
    given = arguments.keywords.get("shape")
    if given is None and len(arguments.positional) > place:
        given = arguments.positional[place]
    shape = None
    if arguments.complete and given is not None and not isinstance(given, Str):
        shape = as_shape(run.live.open(given))
    return Array(Kind.VARIABLE, shape=shape or UNKNOWN_SHAPE)


def own_call(run: Run, owner: Value) -> Closure | None:
    """The `call` of the object's class; None where Keras' own runs, or one that was not seen."""
    inner = run.live.peek(owner)
    if not isinstance(inner, Instance) or inner.get("call") or inner.get("build"):
        return None
    found = find(run, inner.cls.order, "call")
    return found if isinstance(found, Closure) and not found.kind else None


def called(run: Run, owner: Value, arguments: Arguments, training: Value | None = None) -> Value:
    """`layer(inputs)`: `build` where it was not built yet, then `call`.

    `training` is what Keras passes where the program does not; None: not known.
    """
    inner, call = run.live.peek(owner), own_call(run, owner)
    if not isinstance(inner, Instance) or call is None:
        may_be_built(run, owner, *arguments.all)
        run.live.lose(*arguments.all)
        return run.unknown()
    with run.in_graph() as graph:
        tensors = Tensors(run, inner.get(DTYPE) is None, graph)
        return _called_on(run, owner, call, tensors, arguments, training)


def _called_on(
    run: Run,
    owner: Value,
    call: Closure,
    tensors: Tensors,
    arguments: Arguments,
    training: Value | None,
) -> Value:
    given, inner = tensors.taken(arguments), run.live.peek(owner)
    if not isinstance(inner, Instance):
        return run.unknown()
    if tensors.are_symbolic and _tells_shapes(run, inner):
        before = run.live.fork()
        with run.conditionally():
            _run(run, owner, call, given, training)
        run.state = before if run.state is None else run.state.join(before)
        return run.unknown()
    result = _run(run, owner, call, given, training)
    if run.state is None:
        return UNKNOWN
    made = tensors.given_back(result, inner.cls.name)
    return _predicted(run, made) if base_of(inner.cls) == MODEL else made


def _predicted(run: Run, value: Value) -> Value:
    """What a model returns: its tensors are predictions."""
    inner = run.live.peek(value)
    match inner:
        case Array(kind=Kind.TENSOR):
            return run.live.box(inner.with_origins(replace(inner.origins, output=True)))
        case Tuple(items):
            return Tuple(tuple(_predicted(run, item) for item in items))
    return value


def _tells_shapes(run: Run, instance: Instance) -> bool:
    """Whether Keras 3 asks the class for the shape that it returns, rather than run `call`."""
    names = ("compute_output_shape", "compute_output_spec")
    found = (find(run, instance.cls.order, name) for name in names)
    return current().keras == 3 and any(value is not None for value in found)


def _run(run: Run, owner: Value, call: Closure, given: Arguments, training: Value | None) -> Value:
    """Run `build`, where it was not run, and `call`."""
    _build(run, owner, next(iter(given.all), UNKNOWN))
    if run.state is None:
        return UNKNOWN
    before = run.live.peek(owner)
    result = enter(run, call, _completed(run, call, given, training).with_receiver(owner))
    if run.state is None:
        return UNKNOWN
    _forget_counted(run, owner, before)
    return result


def _completed(run: Run, call: Closure, given: Arguments, training: Value | None) -> Arguments:
    """The arguments with those that Keras adds."""
    keywords = dict(given.keywords)
    names = [p.name for p in call.function.parameters if not p.star][1 + len(given.positional) :]
    for name, value in (("training", training), ("mask", None)):
        if name in names and name not in keywords:
            keywords[name] = run.unknown(name) if value is None else value
    return Arguments(given.positional, keywords, given.complete)


def _build(run: Run, owner: Value, first: Value) -> None:
    """Run the class's `build`, unless it was run."""
    inner = run.live.peek(owner)
    if not isinstance(inner, Instance):
        return
    known = inner.get(BUILT)
    done = False if known is None else truth(run, known)
    keep(run, owner, BUILT, Bool(True))
    build = find(run, inner.cls.order, "build")
    if done or not isinstance(build, Closure):
        return
    if len([p for p in build.function.parameters if not p.star]) == 2:
        given = Arguments([owner, input_shapes(run, first)])
    else:
        given = Arguments([owner], {}, complete=False)
    if done is False:
        enter(run, build, given)
        return
    before = run.live.fork()
    with run.conditionally():
        enter(run, build, given)
    run.state = before if run.state is None else run.state.join(before)


def _forget_counted(run: Run, owner: Value, before: Value) -> None:
    """Keras may run `call` any number of times: what it changes each time is not known."""
    after = run.live.peek(owner)
    if not isinstance(before, Instance) or not isinstance(after, Instance):
        return
    now = dict(after.attributes)
    changed = [n for n, v in before.attributes if now.get(n) != v and n not in HIDDEN]
    for name in changed:
        run.live.lose(now.get(name, UNKNOWN))
        after = after.with_attribute(name, run.unknown())
    if changed and isinstance(owner, Ref):
        run.live.write(owner, after)
