"""Why a model certainly refuses an array.

Source: Keras 3.15, `Functional._adjust_input_rank`, `assert_input_compatibility` and
`Sequential.build`; tf_keras 2.21, `Functional._conform_to_reference_input` and
`assert_input_compatibility`; truth cases C.*.
"""

from ndlint.knowledge.keras.arrangement import for_unbuilt, rearranged
from ndlint.knowledge.keras.fitting import entered
from ndlint.knowledge.keras.graphs import outputs_for, outputs_unbuilt
from ndlint.knowledge.registry import Refusal
from ndlint.values.array import Array
from ndlint.values.base import Unknown, Value
from ndlint.values.dimension import FREE, Affine
from ndlint.values.fed import Misfit
from ndlint.values.keras import KerasTensor, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

BATCH_ADVICE = "it lacks the batch axis: give it one with np.expand_dims(..., 0)"


def misfit(model: Model, index: int, value: Value, traced: bool = False) -> Misfit | None:
    """Why the model certainly refuses the value as its input number `index`, or None."""
    if not model.is_known:
        return None
    if isinstance(value, Unknown):
        return _of_unknown(model, index, value)
    if not isinstance(value, Array):
        return None
    if not model.inputs:
        return _of_unbuilt(model, value.shape, traced)
    declared = model.inputs[index].shape
    problem = _refusal(model, index, declared, value.shape, traced)
    if problem is None:
        return None
    lacks_batch = _takes_batch_of(model, index, value.shape)
    turned = None if lacks_batch else rearranged(declared, value.shape)
    return Misfit(
        Shape((FREE, *declared.dims[1:]), declared.rank_known),
        value.shape,
        problem,
        batch_axis=_declared_batch(model.inputs[index], value.shape),
        row=value.origins.row if lacks_batch else None,
        advice=BATCH_ADVICE if lacks_batch else turned.advice if turned else "",
        turned=turned.text if turned else "",
    )


def _takes_batch_of(model: Model, index: int, sample: Shape) -> bool:
    """Whether the model takes one sample of the shape with a batch axis before it."""
    declared = model.inputs[index].shape
    batch = Shape((1, *sample.dims))
    return (
        len(declared.dims) - len(batch.dims) in (0, 1)  # Keras may add an axis of size 1
        and batch.is_exact
        and _refusal(model, index, declared, batch) is None
    )


def _refusal(
    model: Model, index: int, declared: Shape, found: Shape, traced: bool = False
) -> str | None:
    """The reason for which a declared input, or a layer behind it, refuses an array."""
    if declared.rank is None or found.rank is None:
        return None
    fitted = entered(model, declared, found)
    if isinstance(fitted, str):
        return fitted
    if fitted is None or len(model.inputs) != 1:
        return None
    try:
        outputs_for(model, (Shape((FREE, *fitted.dims[1:])),), traced)
    except Refusal as refusal:
        return refusal.message
    return None


def _declared_batch(declared: KerasTensor, found: Shape) -> str:
    """What stands for the number of samples in a declared input, or "".

    The evidence is the program's: `x.shape[0]` was written there. Numbers alone prove
    nothing: one sample without its batch axis has the declared shape, too.
    """
    is_there = bool(found.dims) and found.dims[0] in declared.shape.dims[1:]
    return declared.batch_axis if is_there else ""


def _of_unknown(model: Model, index: int, value: Unknown) -> Misfit | None:
    """An array of which nothing is known but that its own length stands in the model.

    It fits only where one of its other axes happens to have the same size.
    """
    if not model.inputs or value.key is None:
        return None
    declared = model.inputs[index].shape
    for dim in declared.dims[1:]:
        if isinstance(dim, Affine) and len(dim.terms) == 1 and dim.constant == 0:
            (symbol, factor) = dim.terms[0]
            if symbol.key == (value.key, 0) and factor == 1:
                found = Shape((dim,), rank_known=False)
                reason = f"{symbol.label} is the number of samples, not the size of one"
                return Misfit(declared, found, reason, batch_axis=symbol.label, is_certain=False)
    return None


def _of_unbuilt(model: Model, found: Shape, traced: bool) -> Misfit | None:
    """A Sequential without an input shape is built for the first array that it gets."""
    try:
        outputs_unbuilt(model, found, traced)
    except Refusal as refusal:
        turned = for_unbuilt(model, found)
        advice = turned.advice if turned else ""
        text = turned.text if turned else ""
        return Misfit(UNKNOWN_SHAPE, found, refusal.message, advice=advice, turned=text)
    return None
