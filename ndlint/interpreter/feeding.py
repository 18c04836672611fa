"""Models of the program's own classes that are trained, evaluated, asked for predictions."""

from msgspec.structs import replace

from ndlint.interpreter.batches import with_data_sets
from ndlint.interpreter.classes import find
from ndlint.interpreter.derived import DTYPE, changed_unseen, may_be_built, own_model
from ndlint.interpreter.objects import Instance
from ndlint.interpreter.own_steps import run_step
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import boxed
from ndlint.interpreter.subclasses import called, own_call
from ndlint.interpreter.tracing import cast_to
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.models import UNKNOWN_MODEL
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, Bool, Dict, Int, Ref, Tuple, Value, elements
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import FREE, is_made_of, is_multiple
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

STEPS = {
    "fit": "train", "train_on_batch": "train", "evaluate": "test", "test_on_batch": "test",
    "predict": "predict", "predict_on_batch": "predict",
}  # fmt: skip
"""Methods that take data, and the step that they run."""
OWN_STEPS = {
    "train": ("train_step", "make_train_function", "compute_loss", "compute_metrics"),
    "test": ("test_step", "make_test_function", "compute_loss", "compute_metrics"),
    "predict": ("predict_step", "make_predict_function"),
}
"""Methods by which a class decides itself what becomes of the data."""
EPOCHS, VALIDATION = 3, 7
"""Which positional arguments of `fit` these are."""


def fed(run: Run, owner: Value, name: str, arguments: Arguments) -> Arguments:
    """The arguments of `fit` and its like as a model of Keras' own would get them.

    `call` is run on a batch of x. What it returns are the outputs of that model.
    """
    original, arguments = arguments, with_data_sets(run, arguments)
    model, inner, step = own_model(run, owner), run.live.peek(owner), STEPS[name]
    if not isinstance(inner, Instance):
        return arguments.with_receiver(model)
    if _decides(run, inner, step):
        if _is_run(name, arguments) and not _is_made_anew(run, inner, step):
            run_step(run, owner, name, original)
        changed_unseen(run, owner)
        return arguments.with_receiver(run.live.box(UNKNOWN_MODEL))
    if name == "fit" and _leaves_validation(run, inner, arguments):
        arguments = _with(arguments, "validation_data", VALIDATION, NOTHING)
    if own_call(run, owner) is not None:
        _trace(run, owner, model, name, arguments)
    return arguments.with_receiver(model)


def _decides(run: Run, instance: Instance, step: str) -> bool:
    return any(find(run, instance.cls.order, name) is not None for name in OWN_STEPS[step])


def _is_made_anew(run: Run, instance: Instance, step: str) -> bool:
    """Whether the class decides, too, what runs its steps."""
    return find(run, instance.cls.order, f"make_{step}_function") is not None


def _become(run: Run, target: Value, model: Model) -> None:
    """Another model, compiled as the one before."""
    before = run.live.peek(target)
    if isinstance(target, Ref) and isinstance(before, Model):
        kept = replace(model, compiled=before.compiled, compiled_at=before.compiled_at)
        run.live.write(target, kept)


def _trace(run: Run, owner: Value, model: Value, name: str, arguments: Arguments) -> None:
    """Run `call` on symbolic tensors that stand for a batch of x, as Keras' graph does."""
    inner = run.live.peek(owner)
    casts = isinstance(inner, Instance) and inner.get(DTYPE) is None
    starts: list[KerasTensor] = []
    given = _symbols(_data(run, arguments), casts, starts)
    if given is None or not _is_run(name, arguments):
        _become(run, model, UNKNOWN_MODEL)
        may_be_built(run, owner)
        return
    training = Bool(STEPS[name] == "train")
    result = called(run, owner, Arguments([boxed(run, given)]), training)
    result = run.live.open(result)
    if run.state is None:
        return
    ends = elements(result) or (result,)
    outputs = tuple(end for end in ends if isinstance(end, KerasTensor))
    made = Model(sequential=False, inputs=tuple(starts), outputs=outputs)
    is_known = len(outputs) == len(ends)
    if STEPS[name] == "predict":
        is_known = is_known and all(map(_is_by_sample, outputs))
    _become(run, model, made if is_known else UNKNOWN_MODEL)


def _is_by_sample(output: KerasTensor) -> bool:
    """Whether the first axis, and no other, goes with the number of samples: of the outputs of
    several batches, Keras makes one array then, and else a ragged tensor."""
    traced = output.layer.traced if isinstance(output.layer, Layer) else None
    if traced is None:
        return False
    batch, shape = traced.given[0].axis(0), traced.returned[output.position]
    return is_multiple(shape.axis(0), batch) and not any(
        is_made_of(dim, batch) for dim in shape.dims[1:]
    )


def _argument(arguments: Arguments, name: str, place: int) -> Value | None:
    if len(arguments.positional) > place:
        return arguments.positional[place]
    return arguments.keywords.get(name)


def _with(arguments: Arguments, name: str, place: int, value: Value) -> Arguments:
    """The arguments with another value for one of them."""
    positional, keywords = list(arguments.positional), dict(arguments.keywords)
    if len(positional) > place:
        positional[place] = value
    else:
        keywords[name] = value
    return Arguments(positional, keywords, arguments.complete)


def _data(run: Run, arguments: Arguments) -> Value:
    """The x that a batch is taken from, as it is known."""
    given = _argument(arguments, "x", 0)
    return NOTHING if given is None else _x_of(run.live.open(given))


def _x_of(given: Value) -> Value:
    if not isinstance(given, Dataset):
        return given
    if given.batches == 0:
        return NOTHING
    return given.element.items[0] if isinstance(given.element, Tuple) else given.element


def _symbols(value: Value, casts: bool, starts: list[KerasTensor]) -> Value | None:
    """Symbolic tensors in the place of arrays, which are added to `starts`; None: not known."""
    match value:
        case Array(shape=shape) if shape.axis(0) != 0:
            # Keras gives an array without other axes one more, or does not.
            dims = (FREE, *shape.dims[1:]) if shape.rank_known else ()
            whole = Shape(dims) if len(dims) > 1 else UNKNOWN_SHAPE
            starts.append(
                KerasTensor(whole, cast_to(value.dtype, casts), origin=value.origins.shape)
            )
            return starts[-1]
        case Dict(pairs) if pairs is not None:
            made = [(key, _symbols(item, casts, starts)) for key, item in pairs]
            known = tuple((key, item) for key, item in made if item is not None)
            return Dict(known) if len(known) == len(made) else None
    items = elements(value)
    if not items:
        return None
    parts = tuple(p for p in (_symbols(i, casts, starts) for i in items) if p is not None)
    return Tuple(parts) if len(parts) == len(items) else None


def _is_run(name: str, arguments: Arguments) -> bool:
    """Whether the data certainly goes through the model."""
    if name != "fit":
        return True
    epochs = _argument(arguments, "epochs", EPOCHS)
    is_none = isinstance(epochs, Int) and epochs.number is not None and epochs.number < 1
    return not is_none and "initial_epoch" not in arguments.keywords


def _leaves_validation(run: Run, instance: Instance, arguments: Arguments) -> bool:
    """Whether what is known of the model for x may not hold for the validation data."""
    given = _argument(arguments, "validation_data", VALIDATION)
    if given is None or _decides(run, instance, "test"):
        return given is not None
    opened = run.live.open(given)
    x = _x_of(opened) if isinstance(opened, Dataset) else (elements(opened) or (NOTHING,))[0]
    return _sample(x) is None or _sample(x) != _sample(_data(run, arguments))


def _sample(x: Value) -> Shape | None:
    """The shape of one sample."""
    known = isinstance(x, Array) and x.shape.is_exact
    if isinstance(x, Array) and x.shape.rank and (known or Shape(x.shape.dims[1:]).is_exact):
        return Shape(x.shape.dims[1:])
    return None
