"""Models: how they are put together, and the shapes that they take and return."""

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.layers.base import Shapes, merges
from ndlint.knowledge.keras.layers.calling import LayerRefusal, called_on_symbols
from ndlint.knowledge.keras.layers.declaring import declared_input
from ndlint.knowledge.keras.layers.running import (
    forward_in_model,
    may_have_another_dtype,
    may_have_another_shape,
)
from ndlint.knowledge.keras.tensors import declared_shape, with_batch
from ndlint.knowledge.registry import Changed, Refusal, family, models
from ndlint.target import current
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Dict, Str, Tuple, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, same
from ndlint.values.dtype import FLOAT32, FLOATS, UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor, Layer, Model, made_of
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

UNKNOWN_MODEL = Model(sequential=False, is_known=False)


@models("keras.Sequential")
def sequential(layers: Value = NOTHING, trainable: Value = UNKNOWN, name: Value = UNKNOWN) -> Value:
    """A stack of layers, built at once where its input shape is declared.

    Raises: Refusal, where a layer refuses what the one below it returns.
    """
    model: Model = Model(sequential=True)
    parts = () if layers == NOTHING else elements(layers)
    if parts is None:
        return replace(model, is_known=False)
    for part in parts:
        model = added(model, part)
    return model


@models("keras.Sequential.add")
def add(model: Value, layer: Value, rebuild: Value = UNKNOWN) -> object:
    """One layer more on top. Raises: Refusal, as `sequential`."""
    if not isinstance(model, Model):
        return UNKNOWN
    return Changed(added(model, layer), NOTHING)


@models("keras.Sequential.pop")
def pop(model: Value, rebuild: Value = UNKNOWN) -> object:
    """One layer less."""
    if not isinstance(model, Model) or not model.is_known or not model.layers:
        return UNKNOWN
    kept = replace(model, layers=model.layers[:-1])
    if model.outputs:
        below = model.outputs[0].inputs
        kept = replace(kept, outputs=below) if below else UNKNOWN_MODEL
    return Changed(kept, UNKNOWN)


def added(model: Model, part: Value) -> Model:
    """The model with one more layer, run on what comes out below it. Raises: Refusal."""
    unknown = replace(UNKNOWN_MODEL, sequential=True)
    if not model.is_known:
        return model
    if isinstance(part, KerasTensor) and part.layer is None and not model.layers:
        return replace(model, inputs=(part,), outputs=(part,))
    if not isinstance(part, Layer | Model) or (isinstance(part, Model) and not part.inputs):
        return unknown
    if not model.layers and not model.inputs:
        declared = _declared(part)
        if declared is not None:
            model = replace(model, inputs=(declared,), outputs=(declared,))
    if not model.inputs:
        return replace(model, layers=(*model.layers, part))
    try:
        top = run_on_symbols(part, (model.outputs[0],))
    except LayerRefusal as refusal:
        raise refusal.numbered(1 + sum(not _is_input(p) for p in model.layers)) from refusal
    if not isinstance(top, KerasTensor) or top.layer is None:
        return unknown
    return replace(model, layers=(*model.layers, top.layer), outputs=(top,))


def _is_input(part: Layer | Model) -> bool:
    return isinstance(part, Layer) and part.name == "InputLayer"


def _declared(part: Layer | Model) -> KerasTensor | None:
    """The input that the first part declares, or None."""
    if isinstance(part, Layer):
        return declared_input(part)
    if len(part.inputs) != 1:
        return KerasTensor()
    return KerasTensor(part.inputs[0].shape, part.inputs[0].dtype)


@models("keras.Model")
def functional(
    inputs: Value = UNKNOWN, outputs: Value = UNKNOWN, name: Value = UNKNOWN, **options: Value
) -> Value:
    """A model between symbolic tensors."""
    start, end = _tensors(inputs), _tensors(outputs)
    if start is None or end is None:
        return UNKNOWN_MODEL
    return Model(sequential=False, inputs=start, outputs=end)


def _tensors(value: Value) -> tuple[KerasTensor, ...] | None:
    if isinstance(value, Dict):
        # Keras sorts a dict by key; which array goes where is told by name, not order.
        return None
    parts = elements(value) or (value,)
    found = tuple(p for p in parts if isinstance(p, KerasTensor))
    return found if len(found) == len(parts) else None


@models("keras.models.load_model", "keras.models.clone_model", "keras.models.model_from_json")
def other(*arguments: Value, **options: Value) -> Value:
    """A model of which nothing is known."""
    return UNKNOWN_MODEL


def application(path: str, arguments: Arguments) -> Value:
    """A pretrained model: its input where `input_shape` names it, the rank of its output."""
    options = arguments.keywords
    sizes = elements(options.get("input_shape", NOTHING))
    own_input = options.get("input_tensor", NOTHING) == NOTHING
    if sizes is None or len(sizes) != 3 or not own_input or not arguments.complete:
        return UNKNOWN_MODEL
    whole = with_batch(declared_shape(Tuple(sizes)) or UNKNOWN_SHAPE)
    start = KerasTensor(whole, FLOAT32)
    is_open = options.get("include_top") == Bool(False)
    pools = options.get("pooling", NOTHING)
    if arguments.positional or "include_top" not in options:
        output = UNKNOWN_SHAPE
    elif is_open and pools == NOTHING:
        output = Shape((FREE, UNKNOWN_DIM, UNKNOWN_DIM, UNKNOWN_DIM))
    else:
        output = Shape((FREE, UNKNOWN_DIM)) if isinstance(pools, Str) else UNKNOWN_SHAPE
    return Model(sequential=False, inputs=(start,), outputs=(KerasTensor(output, FLOAT32),))


for _module in (
    "", ".convnext", ".densenet", ".efficientnet", ".efficientnet_v2", ".inception_resnet_v2",
    ".inception_v3", ".mobilenet", ".mobilenet_v2", ".mobilenet_v3", ".nasnet", ".resnet",
    ".resnet50", ".resnet_v2", ".vgg16", ".vgg19", ".xception",
):  # fmt: skip
    family(f"keras.applications{_module}")(application)


@models("keras.Model.compile")
def compile_model(model: Value, *arguments: Value, **options: Value) -> object:
    """Keeps the loss and the rest."""
    if not isinstance(model, Model):
        return UNKNOWN
    third = "loss_weights" if current().keras == 3 else "metrics"
    names = ("optimizer", "loss", third)
    given = {**dict(zip(names, arguments, strict=False)), **options}
    return Changed(replace(model, compiled=tuple(given.items())), NOTHING)


def run_on_symbols(part: Layer | Model, inputs: tuple[KerasTensor, ...]) -> Value:
    """What a part of a model returns for symbolic tensors. Raises: LayerRefusal."""
    if isinstance(part, Layer):
        return called_on_symbols(part, inputs, merged=len(inputs) > 1)
    dtypes = [tensor.dtype for tensor in part.outputs]
    made = [
        KerasTensor(shape, dtype, part, inputs, i)
        for i, (shape, dtype) in enumerate(
            zip(_through_model(part, tuple(t.shape for t in inputs)), dtypes, strict=True)
        )
    ]
    return made[0] if len(made) == 1 else UNKNOWN


def _through_model(model: Model, given: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """What a model inside another one returns; unknown where it may not take what it gets."""
    unknown = (UNKNOWN_SHAPE,) * len(model.outputs)
    if given == tuple(tensor.shape for tensor in model.inputs):
        return tuple(tensor.shape for tensor in model.outputs)
    if len(given) != len(model.inputs):
        return unknown
    for tensor, shape in zip(model.inputs, given, strict=True):
        pairs = zip(tensor.shape.dims, shape.dims, strict=False)
        if tensor.shape.rank is None or tensor.shape.rank != shape.rank:
            return unknown
        if any(shapes.conflict(a, b) for a, b in pairs):
            return unknown
    try:
        return outputs_for(model, given)
    except Refusal:
        return unknown


def outputs_for(model: Model, given: tuple[Shape, ...], traced: bool = False) -> tuple[Shape, ...]:
    """The shapes that the model returns for inputs of these shapes.

    `traced`: it runs in a graph, as in `fit` and `predict`, where TensorFlow refuses an empty
    output; of data, some of its operations make one.

    Raises: Refusal, where a layer certainly refuses what it gets.
    """
    known: dict[int, Shape] = {
        id(tensor): shape for tensor, shape in zip(model.inputs, given, strict=True)
    }
    return tuple(_run(tensor, known, traced) for tensor in model.outputs)


def outputs_unbuilt(model: Model, given: Shape, traced: bool = False) -> Shapes:
    """What a Sequential that is not built returns for data of this shape.

    `traced`: see `outputs_for`.

    Raises: Refusal, where a layer certainly refuses what it gets.
    """
    found: Shapes = given
    for part in model.layers:
        if isinstance(part, Model):
            return UNKNOWN_SHAPE
        try:
            found = forward_in_model(part, found)
        except Refusal as refusal:
            # Called, Keras 2 falls back to running the layers on data, where some return empty.
            falls_back = current().keras == 2 and not traced
            if refusal.contract is Contract.OUTPUT_SIZE and falls_back:
                return UNKNOWN_SHAPE
            raise
    return found


def _run(end: KerasTensor, known: dict[int, Shape], traced: bool) -> Shape:
    """The shape of a tensor of the graph; a loop, for a graph may be deep."""
    pending = [end]
    while pending:
        tensor = pending[-1]
        waiting = [t for t in tensor.inputs if id(t) not in known]
        if id(tensor) in known or not waiting:
            pending.pop()
            if id(tensor) not in known:
                known[id(tensor)] = _through(tensor, known, traced)
        else:
            pending += waiting
    return known[id(end)]


def _through(tensor: KerasTensor, known: dict[int, Shape], traced: bool) -> Shape:
    given = tuple(known[id(source)] for source in tensor.inputs)
    if isinstance(tensor.layer, Model):
        shape = _through_model(tensor.layer, given)[tensor.position]
        is_sure = not any(
            any(map(may_have_another_shape, made_of(t))) for t in tensor.layer.outputs
        )
        return shape if is_sure else UNKNOWN_SHAPE
    if tensor.layer is None or not given:
        return UNKNOWN_SHAPE
    merged = merges(tensor.layer)
    if len(given) > 1 and not merged:
        return UNKNOWN_SHAPE
    layer = tensor.layer
    if merged and all(map(_is_as_declared, tensor.inputs, given)):
        layer = replace(layer, built=None)  # it was made for such inputs
    try:
        found = forward_in_model(layer, given if merged else given[0])
    except Refusal as refusal:
        # TensorFlow broadcasts what Keras does not merge.
        is_certain = traced or refusal.contract is not Contract.OUTPUT_SIZE
        if refusal.contract is Contract.MERGE or not is_certain:
            return UNKNOWN_SHAPE
        raise
    if isinstance(found, Shape):
        return found
    return found[tensor.position] if tensor.position < len(found) else UNKNOWN_SHAPE


def _is_as_declared(source: KerasTensor, given: Shape) -> bool:
    """Whether all axes but that of the batch are those of the symbol."""
    own = source.shape
    return own.rank == given.rank is not None and all(map(same, own.dims[1:], given.dims[1:]))


def _has_declared_shape(end: KerasTensor) -> bool:
    return not any(map(may_have_another_shape, made_of(end)))


def end_shapes(model: Model) -> tuple[Shape, ...]:
    """The shapes that the model returns, as they are declared; unknown where they may be others."""
    return tuple(
        UNKNOWN_SHAPE if any(map(may_have_another_shape, made_of(t))) else t.shape
        for t in model.outputs
    )


def output_dtype(model: Model) -> DType:
    """The dtype that the model returns, if it has one output and that is known."""
    if any(any(map(may_have_another_dtype, made_of(tensor))) for tensor in model.outputs):
        return UNKNOWN_DTYPE
    is_float = all(i.dtype.is_one_of(FLOATS) for i in model.inputs)  # what else is kept, is so
    return model.outputs[0].dtype if len(model.outputs) == 1 and is_float else UNKNOWN_DTYPE
