"""Labels, loss and output of a model that is trained or evaluated."""

from msgspec.structs import replace

from ndlint.events import Supervised
from ndlint.knowledge.keras.accuracies import accuracy_problems
from ndlint.knowledge.keras.activations import LastActivation, last_activation
from ndlint.knowledge.keras.cases import Cut
from ndlint.knowledge.keras.compiling import misgiven
from ndlint.knowledge.keras.fitting import entered
from ndlint.knowledge.keras.graphs import end_shapes, outputs_for
from ndlint.knowledge.keras.losses import loss_of
from ndlint.knowledge.keras.metrics import metrics_of
from ndlint.knowledge.keras.problems import label_problems, metric_problems, output_problems
from ndlint.knowledge.keras.training import after_data
from ndlint.knowledge.keras.weighting import weight_problem
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Dict,
    List,
    Nothing,
    Str,
    Tuple,
    Unknown,
    Value,
    elements,
    leaves,
)
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import differ
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.losses import Loss, Misuse, Problem
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

Roles = list[tuple[str, Value]]


def supervised(
    model: Value, roles: Roles, batch_size: Value | None, trains: bool = False
) -> tuple[Supervised, ...]:
    """Each output of the model with its loss and labels, for the data and the validation data.

    `batch_size` is the argument of `fit` or `evaluate`; None where the data is one batch.
    `trains`: the model learns from the data, though not from the validation data.
    Nothing where data does not fit the model.
    """
    if not isinstance(model, Model) or not model.is_known:
        return ()
    given = dict(roles)
    cut = None if batch_size is None else Cut(batch_size)
    found: list[Supervised] = []
    for prefix in ("", "validation "):
        x, y = given.get(f"{prefix}x"), given.get(f"{prefix}y")
        weights = given.get(f"{prefix}sample_weight", NOTHING)
        learns = trains and not prefix
        told = None if x is None or y is None else misgiven(after_data(model, x), y, learns)
        if told is not None:
            problem = Problem(Misuse.REFUSED, *told)
            shape = UNKNOWN_SHAPE if len(model.outputs) != 1 else model.outputs[0].shape
            found.append(Supervised(f"{prefix}y", y or NOTHING, shape, None, (problem,)))
        elif x is not None:
            found += _of(model, f"{prefix}y", (x, y), cut, weights)
    return tuple(found)


def unlabelled(model: Model, given: dict[str, Value], trains: bool) -> tuple[str, ...]:
    """The parameters for labels that are missing where the loss certainly needs them.

    Without labels Keras 2 computes no loss where it only tests; it has nothing to train on.
    """
    loss = _compiled(model, "loss")
    if not model.is_known or isinstance(loss, Nothing | Unknown | List | Tuple | Dict):
        return ()
    is_3 = current().keras == 3
    prefixes = [p for p in ("", "validation ") if is_3 or (trains and not p)]
    return tuple(
        f"{prefix}y"
        for prefix in prefixes
        if given.get(f"{prefix}y") == NOTHING and _is_all(given.get(f"{prefix}x", UNKNOWN))
    )


def _is_all(x: Value) -> bool:
    """Whether this is certainly arrays, and no labels come with them."""
    if isinstance(x, Dataset):
        return isinstance(x.element, Array)
    parts = leaves(x)
    return bool(parts) and all(isinstance(part, Array) for part in parts)


def _of(
    model: Model, role: str, data: tuple[Value, Value | None], cut: Cut | None, weights: Value
) -> list[Supervised]:
    """Each output for one x and y (None: no loss is computed)."""
    x, y = data
    model = after_data(model, x)
    if not model.is_known:
        return []
    shapes = _output_shapes(model, x)
    fits = shapes is not None
    if shapes is None:
        shapes = end_shapes(model)
    found = []
    for index, shape in enumerate(shapes):
        tensor = model.outputs[index]
        last = last_activation(tensor)
        is_compared = y is not None and not (y == NOTHING and isinstance(x, Array))
        asked = _part(model, _compiled(model, "loss"), index) if is_compared else None
        loss = loss_of(asked)
        own = asked if fits and loss is None and asked is not None else NOTHING
        labels = NOTHING if y is None else _part(model, y, index) or NOTHING
        problems: tuple[Problem, ...] = ()
        if fits and isinstance(labels, Array) and _go_together(labels, x):
            if loss is not None:
                problems = label_problems(loss, labels, shape, last, tensor, cut)
            if not problems and len(shapes) == 1:
                problems = _of_metrics(model, loss, labels, shape, cut)
            if not problems and loss is not None and isinstance(weights, Array):
                found += _of_weights(model, role, weights, (loss, labels, shape), cut)
        if _compiled(model, "jit_compile") not in (NOTHING, Bool(False)):
            # XLA gives NaN for class ids that are out of range.
            problems = tuple(p for p in problems if p.misuse is not Misuse.OUT_OF_RANGE)
        problems = _doubted(problems, _doubtful(model, x, cut, weights != NOTHING))
        if role == "y":
            problems += tuple(output_problems(loss, shape, last))
            if fits and loss is not None and len(shapes) == 1 and not problems:
                problems = _of_accuracies(model, loss, labels, shape, last)
        count = len(shapes)
        pair = Supervised(role, labels, shape, loss, problems, tensor, index, count, own)
        found.append(pair)
    return found


def _doubtful(model: Model, x: Value, cut: Cut | None, is_weighted: bool) -> set[Misuse]:
    """What may come out otherwise, for reasons that are not looked at."""
    found: set[Misuse] = set()
    if is_weighted or any(map(_may_be_masked, model.outputs)):
        # Weights and masks have the shape of the labels, and may be 0 for some.
        found |= {Misuse.BROADCAST, Misuse.NOT_BINARY}
    if cut is not None and cut.batch_size == UNKNOWN:
        found.add(Misuse.OUT_OF_RANGE)  # some of the samples may not be used
    if current().keras == 2 and not _is_seen(model, x):
        found |= {Misuse.REFUSED, Misuse.BROADCAST, Misuse.OUT_OF_RANGE}  # it takes any rank
    return found


def _doubted(problems: tuple[Problem, ...], doubtful: set[Misuse]) -> tuple[Problem, ...]:
    return tuple(replace(p, is_certain=False) if p.misuse in doubtful else p for p in problems)


def _arrays(x: Value) -> list[Array]:
    """The arrays of an `x`; none, where one is not known."""
    parts = elements(x)
    values = (x,) if parts is None else parts
    arrays = [value for value in values if isinstance(value, Array)]
    return arrays if len(arrays) == len(values) else []


def _is_seen(model: Model, x: Value) -> bool:
    """Whether the rank of the data is known: Keras 2 takes any."""
    arrays = _arrays(x)
    return len(arrays) == len(model.inputs) and all(a.shape.rank is not None for a in arrays)


def _may_be_masked(output: KerasTensor) -> bool:
    """Whether a mask may come with the output: the losses are multiplied with it."""
    pending, seen = [output], set()
    while pending:
        tensor = pending.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        layer = tensor.layer
        if isinstance(layer, Model):
            pending += layer.outputs
        elif layer is not None and layer.traced is not None:
            if None in layer.traced.ends:
                return True
            pending += [end for end in layer.traced.ends if end is not None]
        elif layer is not None and (layer.name == "Masking" or layer.option("mask_zero")):
            return True
        pending += tensor.inputs
    return False


def _output_shapes(model: Model, x: Value) -> tuple[Shape, ...] | None:
    """The shapes that the model returns for the data, as far as they are known; None: the
    data does not fit."""
    given = []
    if _is_seen(model, x):
        for index, array in enumerate(_arrays(x)):
            declared = model.inputs[index].shape
            if declared.rank is not None:
                fitted = entered(model, declared, array.shape)
                if isinstance(fitted, str):
                    return None
                given += [] if fitted is None else [fitted]
    if not given or len(given) != len(model.inputs):
        return end_shapes(model)
    try:
        return outputs_for(model, tuple(given), traced=True)
    except Refusal:
        return None


def _of_metrics(
    model: Model, loss: Loss | None, labels: Array, output: Shape, cut: Cut | None
) -> tuple[Problem, ...]:
    """What the first metric that refuses or broadcasts the labels says, which the loss takes."""
    for metric in metrics_of(_compiled(model, "metrics")):
        found = metric_problems(metric, loss, labels, output, cut)
        if found:
            return found
    return ()


def _of_accuracies(
    model: Model, loss: Loss, labels: Value, output: Shape, last: LastActivation
) -> tuple[Problem, ...]:
    """What is wrong with the first accuracy that counts something else than right answers."""
    for metric in metrics_of(_compiled(model, "metrics")):
        found = accuracy_problems(metric, loss, labels, output, last)
        if found:
            return found
    return ()


def _of_weights(
    model: Model,
    role: str,
    weights: Array,
    compared: tuple[Loss, Array, Shape],
    cut: Cut | None,
) -> list[Supervised]:
    """Weights of samples that cannot be multiplied with the values of the only loss."""
    loss, labels, shape = compared
    if len(model.outputs) != 1 or any(map(_may_be_masked, model.outputs)):
        return []
    problem = weight_problem(loss, weights, labels, shape, cut)
    name = role.removesuffix("y") + "sample_weight"
    return [] if problem is None else [Supervised(name, weights, shape, None, (problem,))]


def _compiled(model: Model, name: str) -> Value:
    """An argument of `compile`."""
    return dict(model.compiled).get(name, NOTHING)


def _part(model: Model, value: Value, index: int) -> Value | None:
    """What is given for one of the outputs: by name, by position, or one for all."""
    if isinstance(value, Dict):
        maker = model.outputs[index].layer
        name = maker.option("name") if isinstance(maker, Layer) else None
        return value.get(name.text) if isinstance(name, Str) and name.text else None
    parts = elements(value)
    count = len(model.outputs)
    if parts is None:
        return value if count == 1 or isinstance(value, Str | Loss) else None
    return parts[index] if count > 1 and len(parts) == count else None


def _go_together(labels: Value, x: Value) -> bool:
    """Whether labels and data may have the same number of samples."""
    return not isinstance(labels, Array) or not any(
        differ(array.shape.axis(0), labels.shape.axis(0)) for array in _arrays(x)
    )
