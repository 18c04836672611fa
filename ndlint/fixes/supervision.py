"""Repairs of labels, losses and outputs that do not go together."""

from collections.abc import Iterator

from ndlint.events import Feed, LossCall, Supervised
from ndlint.fixes.calls import place_of_output, place_of_role
from ndlint.fixes.layers import argument_of, place_of_layer
from ndlint.fixes.repair import (
    AddLayer,
    Argument,
    Change,
    DropArgument,
    Item,
    Place,
    Repair,
    Rewrite,
    SetArgument,
    SetCallee,
)
from ndlint.knowledge.keras.losses import CLASSES
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, Str, elements
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.losses import (
    Activated,
    ClassIds,
    Cure,
    Flattened,
    LastStep,
    Logits,
    Loss,
    Misuse,
    OneHot,
    OtherLoss,
    OtherMetric,
    Problem,
    Shifted,
    Units,
    Widened,
)

CLASS_OF = {kind: name for name, (kind, _) in CLASSES.items()}
IN_ALL = frozenset({"from_logits", "reduction", "name"})
"""Arguments that every class of a crossentropy takes."""
SPARSE_METRICS = {
    "categorical_accuracy": "sparse_categorical_accuracy",
    "categorical_crossentropy": "sparse_categorical_crossentropy",
    "top_k_categorical_accuracy": "sparse_top_k_categorical_accuracy",
}
"""Metrics of one-hot labels, and the same ones of class ids."""
UNITS = frozenset({"Dense", "LSTM", "GRU", "SimpleRNN"})
"""Layers whose `units` are the size of their output's last axis."""
KEEPING = frozenset({"Activation", "Softmax", "Dropout", "ReLU", "BatchNormalization"})
"""Layers that return the shape that they get."""


class NotDone(Exception):
    """A cure that cannot be done here."""


def repairs(event: Feed | LossCall, pair: Supervised, problem: Problem) -> Iterator[Repair]:
    """A repair for each of the problem's cures that can be done."""
    misuse = problem.misuse
    for together in problem.cures:
        try:
            changes = tuple(c for cure in together for c in _changes(event, pair, misuse, cure))
        except NotDone:
            continue
        if changes:
            yield Repair(" and ".join(map(_told, together)), changes)


def _told(cure: Cure) -> str:
    match cure:
        case OtherLoss(kind):
            return f"use {kind}"
        case OtherMetric(new=name):
            return f'use "{name}"'
        case Logits():
            return "tell the loss by from_logits=True"
        case OneHot():
            return "encode the labels"
        case ClassIds():
            return "give class ids"
        case Shifted(by):
            return f"{'add' if by > 0 else 'subtract'} {abs(by)} to count the classes from 0"
        case Widened():
            return "give the labels a last axis"
        case Units(number):
            return f"give the last layer {number} unit{'s' if number > 1 else ''}"
        case Activated(name=name):
            return f'use activation="{name}"'
        case LastStep():
            return "return the last step only"
        case Flattened(layer, after):
            return f"flatten {'after' if after else 'before'} the {layer.name}"


def _changes(
    event: Feed | LossCall, pair: Supervised, misuse: Misuse, cure: Cure
) -> Iterator[Change]:
    """Raises: NotDone."""
    match cure:
        case OtherLoss(kind):
            yield _with_loss(event, pair, kind)
            yield from _with_metrics(event, kind)
        case OtherMetric(old, new):
            yield _with_metric(event, old, new)
        case Logits():
            yield _with_logits(event, pair)
        case OneHot() | ClassIds() | Shifted() | Widened():
            yield from _with_labels(event, pair, misuse, cure)
        case Units(number):
            layer = _last_with_units(pair.tensor)
            yield SetArgument(_made(layer), argument_of(layer, "units"), str(number))
        case Activated(layer, name):
            yield _with_activation(layer, name)
        case LastStep(layer):
            yield DropArgument(_made(layer), "return_sequences")
        case Flattened(layer, after):
            yield AddLayer(_made(layer), "keras.layers.Flatten", after=after)


def _made(layer: Layer) -> Place:
    place = place_of_layer(layer)
    if place is None:
        raise NotDone
    return place


# ---- the loss


def _place_of_loss(event: Feed | LossCall, pair: Supervised) -> Place:
    """Where the loss is given to `compile`."""
    if not isinstance(event, Feed) or event.model.compiled_at is None:
        raise NotDone
    place = Place(event.model.compiled_at, (Argument(("loss",), 1),))
    return place_of_output(dict(event.model.compiled).get("loss"), pair, place)


def _with_loss(event: Feed | LossCall, pair: Supervised, kind: str) -> Change:
    loss = pair.loss
    if loss is None:
        raise NotDone
    if not loss.origin:
        return Rewrite(_place_of_loss(event, pair), f'"{kind}"')
    if not {name for name, _ in loss.options} <= IN_ALL:
        raise NotDone
    return SetCallee(Place(loss.origin[0].site), f"keras.losses.{CLASS_OF[kind]}")


def _with_logits(event: Feed | LossCall, pair: Supervised) -> Change:
    loss = pair.loss
    if loss is None or loss.kind not in CLASS_OF:
        raise NotDone
    name = CLASS_OF[loss.kind]
    if not loss.origin:
        text = f"<keras.losses.{name}>(from_logits=True)"
        return Rewrite(_place_of_loss(event, pair), text)
    argument = Argument(("from_logits",), CLASSES[name][1].index("from_logits"))
    return SetArgument(Place(loss.origin[0].site), argument, "True")


def _with_metrics(event: Feed | LossCall, kind: str) -> Iterator[Change]:
    """The metrics that compare as the other loss does."""
    if not isinstance(event, Feed) or event.model.compiled_at is None:
        return
    to_sparse = kind.startswith("sparse_")
    names = SPARSE_METRICS if to_sparse else {new: old for old, new in SPARSE_METRICS.items()}
    given = dict(event.model.compiled).get("metrics", NOTHING)
    place = Place(event.model.compiled_at, (Argument(("metrics",)),))
    for index, metric in enumerate(elements(given) or ()):
        if isinstance(metric, Str) and metric.text in names:
            yield Rewrite(place.part(Item(index)), f'"{names[metric.text]}"')


def _with_metric(event: Feed | LossCall, old: str, new: str) -> Change:
    """Another metric in the place of one, which is given by its name or as an object."""
    if not isinstance(event, Feed) or event.model.compiled_at is None:
        raise NotDone
    given = dict(event.model.compiled).get("metrics", NOTHING)
    place = Place(event.model.compiled_at, (Argument(("metrics",)),))
    for index, metric in enumerate(elements(given) or ()):
        name = metric.name if isinstance(metric, Loss) else getattr(metric, "text", None)
        if name == old:
            return Rewrite(place.part(Item(index)), f'"{new}"')
    raise NotDone


# ---- the labels


def _with_labels(
    event: Feed | LossCall, pair: Supervised, misuse: Misuse, cure: Cure
) -> Iterator[Change]:
    """The labels of this output, and of the validation data, if they have the same problem."""
    if isinstance(event, LossCall):
        yield Rewrite(Place(event.site, (Argument(("y_true",), 0),)), _encoded(cure, pair))
        return
    for other in event.supervised:
        wrong = any(p.misuse is misuse for p in other.problems)
        if other.index == pair.index and wrong:
            given = dict(event.given).get(other.role)
            place = place_of_output(given, other, place_of_role(event, other.role))
            yield Rewrite(place, _encoded(cure, other))


def _encoded(cure: Cure, pair: Supervised) -> str:
    if not isinstance(pair.labels, Array):
        raise NotDone
    library = "tensorflow" if pair.labels.is_tensor else "numpy"
    match cure:
        case OneHot(classes) if pair.labels.is_tensor:
            return f"<tensorflow.one_hot>({{}}, {classes})"
        case OneHot(classes):
            text = f"<keras.utils.to_categorical>({{}}, {classes})"
            return text if current().keras == 2 else f'{text}.astype("float32")'  # from float64
        case ClassIds():
            return f"<{library}.argmax>({{}}, axis=-1)"
        case Shifted(by):
            return f"{{}} {'+' if by > 0 else '-'} {abs(by)}"
        case Widened():
            return f"<{library}.expand_dims>({{}}, -1)"
    raise NotDone


# ---- the last layer


def _last_with_units(tensor: KerasTensor | None) -> Layer:
    """The layer that gave the output the size of its last axis."""
    while tensor is not None and isinstance(tensor.layer, Layer):
        layer = tensor.layer
        if layer.name == "TimeDistributed":
            inner = layer.option("layer")
            layer = inner if isinstance(inner, Layer) else layer
        if layer.name in UNITS:
            return layer
        if layer.name not in KEEPING or len(tensor.inputs) != 1:
            break
        tensor = tensor.inputs[0]
    raise NotDone


def _with_activation(layer: Layer, name: str) -> Change:
    if layer.name == "Softmax":
        return Rewrite(_made(layer), f'<keras.layers.Activation>("{name}")')
    return SetArgument(_made(layer), argument_of(layer, "activation"), f'"{name}"')
