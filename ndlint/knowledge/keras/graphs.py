"""Models that run: called on symbolic tensors, or on data of certain shapes.

Source: Keras 3.15, `Functional.compute_output_spec`, `Function._run_through_graph`; tf_keras
2.21, `Functional._run_internal_graph`.
"""

from ndlint.events import Contract
from ndlint.knowledge.keras.fitting import adjusted, compared, entered
from ndlint.knowledge.keras.layers.base import Shapes, as_new, merges
from ndlint.knowledge.keras.layers.calling import LayerRefusal, called_on_symbols
from ndlint.knowledge.keras.layers.running import (
    forward_in_model,
    may_have_another_dtype,
    may_have_another_shape,
)
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values import shape as shapes
from ndlint.values.base import List, Value
from ndlint.values.dimension import same
from ndlint.values.dtype import FLOATS, UNKNOWN_DTYPE, DType
from ndlint.values.keras import KerasTensor, Layer, Model, made_of
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def run_on_symbols(part: Layer | Model, inputs: tuple[KerasTensor, ...]) -> Value:
    """What a part of a model returns for symbolic tensors: one, or a list.

    Raises: LayerRefusal, by a layer, or by a model that does not take what it gets.
    """
    if isinstance(part, Layer):
        return called_on_symbols(part, inputs, merged=len(inputs) > 1)
    given = tuple(t.shape for t in inputs)
    try:
        shapes = _through_3(part, given) if current().keras == 3 else _through_2(part, given)
    except Refusal as refusal:
        message = f"the model inside: {refusal.message}"
        told = Refusal(refusal.error, message, refusal.contract)
        raise LayerRefusal(told, part, inputs) from refusal
    made = [
        KerasTensor(shape, end.dtype, part, inputs, i)
        for i, (shape, end) in enumerate(zip(shapes, part.outputs, strict=True))
    ]
    return made[0] if len(made) == 1 else List(tuple(made))


def _through_3(model: Model, given: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """What Keras 3 says that a model returns for symbols of these shapes.

    Raises: Refusal, where an axis of an input is certainly not as it was declared.
    """
    declared = tuple(tensor.shape for tensor in model.inputs)
    if given == declared:
        return tuple(tensor.shape for tensor in model.outputs)
    unknown = (UNKNOWN_SHAPE,) * len(model.outputs)
    if len(given) != len(declared):
        return unknown
    for expected, found in zip(declared, given, strict=True):
        is_known = expected.rank is not None and found.rank is not None
        problem = compared(expected, found) if is_known else None
        if problem is not None:
            message = f"it takes {expected}, and gets {found}: {problem}"
            raise Refusal("ValueError", message, Contract.LAYER_INPUT)
    if not all(map(_fits, declared, given)):
        return unknown
    try:
        return outputs_for(model, given)
    except Refusal:
        return unknown  # what its layers look at then is less than when they are called


def _fits(declared: Shape, given: Shape) -> bool:
    """Whether the shape may be one that was declared, axis by axis."""
    if declared.rank is None or declared.rank != given.rank:
        return False
    return not any(map(shapes.conflict, declared.dims, given.dims))


def _through_2(model: Model, given: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """What Keras 2 makes of symbols of these shapes: it runs the layers on what they stand for.

    Raises: Refusal, where a layer certainly refuses what it gets.
    """
    declared = tuple(tensor.shape for tensor in model.inputs)
    if given == declared:
        return tuple(tensor.shape for tensor in model.outputs)
    fitted = tuple(map(_adjusted, declared, given))
    if len(given) != len(declared) or not all(shape.rank_known for shape in fitted):
        return (UNKNOWN_SHAPE,) * len(model.outputs)
    return outputs_for(model, fitted, traced=True)


def _adjusted(declared: Shape, given: Shape) -> Shape:
    if declared.rank is None or given.rank is None:
        return UNKNOWN_SHAPE
    found = adjusted(declared, given)
    return found if isinstance(found, Shape) else UNKNOWN_SHAPE


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


def outputs_of_step(model: Model, given: Shape) -> Shapes:
    """What a model returns for each step of what `TimeDistributed` gets: nobody compares that with
    the input that it declares, but its rank.

    Raises: Refusal, where the model certainly refuses symbols and data of this shape.
    """
    if model.sequential and not model.inputs:
        return outputs_unbuilt(model, given) if model.layers else UNKNOWN_SHAPE
    declared = tuple(tensor.shape for tensor in model.inputs)
    if len(declared) != 1 or len(model.outputs) != 1 or not declared[0].rank_known:
        return UNKNOWN_SHAPE
    fitted = adjusted(declared[0], given)
    if isinstance(fitted, str):
        message = f"it takes {declared[0]}, and gets {given}: {fitted}"
        raise Refusal("ValueError", message, Contract.LAYER_INPUT)
    if fitted != given or not _fits(declared[0], given):
        return UNKNOWN_SHAPE
    return outputs_for(model, (given,))[0]


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


def _inside(model: Model, given: tuple[Shape, ...], traced: bool) -> tuple[Shape, ...]:
    """What a model inside a running one returns.

    Raises: Refusal, where it has one input, and that or a layer behind it certainly refuses what
    it gets.
    """
    if len(given) != 1 or len(model.inputs) != 1:
        try:
            return _through_3(model, given)
        except Refusal:
            return (UNKNOWN_SHAPE,) * len(model.outputs)
    declared, found = model.inputs[0].shape, given[0]
    if found == declared:
        return tuple(tensor.shape for tensor in model.outputs)
    fitted = entered(model, declared, found) if None not in (declared.rank, found.rank) else None
    if isinstance(fitted, str):
        told = f"the model inside takes {declared}, and gets {found}: {fitted}"
        raise Refusal("ValueError", told, Contract.LAYER_INPUT)
    if fitted is None:
        return (UNKNOWN_SHAPE,) * len(model.outputs)
    return outputs_for(model, (fitted,), traced)


def _through(tensor: KerasTensor, known: dict[int, Shape], traced: bool) -> Shape:
    given = tuple(known[id(source)] for source in tensor.inputs)
    if isinstance(tensor.layer, Model):
        shape = _inside(tensor.layer, given, traced)[tensor.position]
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
        layer = as_new(layer, given)
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


def output_dtypes(model: Model) -> tuple[DType, ...]:
    """The dtype of each output that the model returns; unknown where it may be another one."""
    if not all(i.dtype.is_one_of(FLOATS) for i in model.inputs):  # what else is kept, is so
        return (UNKNOWN_DTYPE,) * len(model.outputs)
    return tuple(
        UNKNOWN_DTYPE if any(map(may_have_another_dtype, made_of(end))) else end.dtype
        for end in model.outputs
    )


def output_dtype(model: Model) -> DType:
    """The dtype that the model returns, if it has one output and that is known."""
    return output_dtypes(model)[0] if len(model.outputs) == 1 else UNKNOWN_DTYPE
