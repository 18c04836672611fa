"""Whether losses, metrics and labels are given for the outputs that a model has.

Source: Keras 3.15, `trainers/compile_utils.py`; tf_keras 2.21, `engine/compile_utils.py`;
measured on both for models with one output, with a list and with a dict of two.
"""

import re

from msgspec import Struct

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Dict,
    List,
    Name,
    Nothing,
    Opaque,
    Str,
    Tuple,
    Unknown,
    Value,
    elements,
)
from ndlint.values.keras import Layer, Model, made_of
from ndlint.values.losses import Loss
from ndlint.values.shape import UNKNOWN_SHAPE

Told = tuple[str, str]
"""What is wrong, and what to write instead."""


def check_metrics(given: dict[str, Value]) -> None:
    """The arguments of `compile`. Raises: Refusal, for metrics that Keras 3 wants in a list, or
    wants elsewhere."""
    if current().keras != 3:
        return
    for name in ("metrics", "weighted_metrics"):
        if _is_metric(given.get(name, NOTHING)):
            message = f"compile gets one metric, where Keras 3 takes a list: write {name}=[...]"
            raise Refusal("ValueError", message, Contract.COMPILED)
    if _is_metric(given.get("loss_weights", NOTHING)):
        message = f"compile gets a metric as {MISTAKEN}: write metrics=[...]"
        raise Refusal("ValueError", message, Contract.COMPILED)


MISTAKEN = "loss_weights, which in Keras 3 is its third parameter"


def _is_metric(value: Value) -> bool:
    if isinstance(value, Str):
        return bool(value.text)
    is_object = isinstance(value, Opaque) and value.path.startswith("keras.metrics.")
    return is_object or isinstance(value, Loss | Name)


def misgiven(model: Model, y: Value, trains: bool) -> Told | None:
    """What is given for other outputs than those that the model has, if Keras certainly raises
    for it; None: nothing, or it is not known. `trains`: the labels are to be learnt.

    An output of which nothing is known, that of a Lambda, say, may stand for several.
    """
    if not model.is_known or not model.outputs or y == NOTHING:
        return None
    weights = elements(_asked(model, "loss_weights")) or ()
    if any(map(_is_metric, weights)) and current().keras == 3:
        return f"compile got metrics as {MISTAKEN}", "write metrics=[...]"
    if any(output.shape == UNKNOWN_SHAPE for output in model.outputs):
        return None
    if current().keras == 2:
        return _of_keras_2(model, y) or (_of_no_loss(model, y) if trains else None)
    check = _of_one if len(model.outputs) == 1 else _of_several
    return check(model, y)


class Named(Struct, frozen=True):
    """An output: the name that the program gave it, or the class of the layer after which Keras
    has named it ("dense_1"); both "", where neither is known."""

    name: str = ""
    of_class: str = ""

    def may_be(self, name: str) -> bool:
        """Whether this may be the name of the output."""
        if self.name or not self.of_class:
            return name == self.name or not self.name
        return NUMBER.sub("", name).replace("_", "") == self.of_class.lower()


NUMBER = re.compile(r"_\d+$")


def _named(model: Model) -> tuple[Named, ...]:
    """The names of the outputs."""
    if model.output_keys:
        return tuple(map(Named, model.output_keys))
    found = []
    for output in model.outputs:
        layer = output.layer
        name = layer.option("name") if isinstance(layer, Layer) else None
        if isinstance(name, Str) and name.text:
            found.append(Named(name.text))
        elif isinstance(layer, Layer) and name is None and layer.traced is None:
            found.append(Named(of_class=layer.name))
        else:
            found.append(Named())
    return tuple(found)


def _of_one(model: Model, y: Value) -> Told | None:
    """A model with one output, in Keras 3."""
    loss = _asked(model, "loss")
    if _count(loss) == 0:
        return "there is no loss", "give one to compile"
    if isinstance(loss, Dict) and loss.items is not None and model.sequential:
        return "the loss is a dict, and a Sequential has no names of outputs", "give the loss alone"
    problem = _misnamed(model, _keys(loss), True, "the loss")
    if problem is not None:
        return problem
    count = _count(y)
    if isinstance(y, List | Tuple) and count and count > 1 and _are_arrays(y):
        return f"it is {count} arrays, and the model has one output", "give one array"
    if isinstance(y, Dict) and count and loss != NOTHING and not model.output_keys:
        return "it is a dict, and the model has one output", "give the array alone"
    return None


def _of_several(model: Model, y: Value) -> Told | None:
    """A model with several outputs, in Keras 3."""
    return (
        _of_losses(model, _asked(model, "loss"))
        or _of_metrics(model, "metrics")
        or _of_metrics(model, "weighted_metrics")
        or _of_labels(model, y)
    )


def _of_losses(model: Model, loss: Value) -> Told | None:
    count, wanted = _count(loss), len(model.outputs)
    if count is None:
        return None
    if isinstance(loss, Dict):
        return _misnamed(model, _keys(loss), not model.output_keys, "the loss")
    if count > wanted or (count < wanted and model.output_keys):
        return f"there are {count} losses for {wanted} outputs", "give one loss for each output"
    return None


def _of_metrics(model: Model, argument: str) -> Told | None:
    metrics = _asked(model, argument)
    count, wanted = _count(metrics), len(model.outputs)
    if not count:
        return None
    if isinstance(metrics, Dict):
        return _misnamed(model, _keys(metrics), False, argument)
    if count != wanted and not any(isinstance(m, Dict) for m in elements(metrics) or ()):
        what = f"{argument} is a list of {count} for {wanted} outputs"
        return what, "give a list for each output, or a dict by their names"
    return None


def _of_labels(model: Model, y: Value) -> Told | None:
    """Labels for each output: with a loss for each of them, none may be left out."""
    wanted, loss = len(model.outputs), _asked(model, "loss")
    if isinstance(y, Dict) and _count(y) == wanted:
        return _misnamed(model, _keys(y), True, "it")
    compared = _compared(loss)
    if compared is None:
        return None
    if isinstance(y, Array):
        is_one_loss = compared == 1 and _count(loss) is not None
        told = f"it is one array, and the model has {wanted} outputs"
        return None if is_one_loss else (told, f"give a list of {wanted}")
    count = _count(y)
    if not count or count in (wanted, compared) or not _are_arrays(y):
        return None
    return f"it is {count} arrays, and the model has {wanted} outputs", f"give {wanted}"


def _compared(loss: Value) -> int | None:
    """How many outputs a loss is given for, one loss for all of them being one."""
    if isinstance(loss, Str | Loss):
        return 1
    items = elements(loss)
    if isinstance(loss, Dict) and loss.items is not None:
        items = tuple(value for _, value in loss.items)
    if not items or any(isinstance(item, Unknown) or _count(item) is not None for item in items):
        return None
    return sum(not isinstance(item, Nothing) for item in items)


def _of_keras_2(model: Model, y: Value) -> Told | None:
    """Keras 2 looks at names, at the number of labels and at lists of metrics; at outputs in a
    dict in its own way."""
    is_dict = bool(model.output_keys)
    for argument in ("loss", "metrics", "weighted_metrics")[is_dict:]:
        problem = _misnamed(model, _keys(_asked(model, argument)), False, argument)
        if problem is not None:
            return problem
    for argument in ("metrics", "weighted_metrics"):
        problem = _mislisted(model, argument)
        if problem is not None:
            return problem
    if isinstance(y, Dict):
        return _misnamed(model, _keys(y), False, "it") or _of_missing_labels(model, y)
    wanted, count = len(model.outputs), _count(y)
    if not count or not _are_arrays(y):
        return None
    if is_dict:
        return "the outputs are a dict, and it is none", "give a dict by their names"
    if wanted > 1 and count != wanted:
        return f"it is {count} arrays, and the model has {wanted} outputs", f"give {wanted}"
    return None


def _mislisted(model: Model, argument: str) -> Told | None:
    """A list of lists holds the metrics of each output; any other is for all of them."""
    metrics, wanted = _asked(model, argument), len(model.outputs)
    items = elements(metrics) or ()
    if not any(isinstance(item, List | Tuple) for item in items):
        return None
    if model.output_keys:
        told = f"{argument} is a list of lists, and the outputs are a dict"
        return told, "give a dict by their names"
    if wanted > 1 and len(items) != wanted:
        told = f"{argument} is a list of {len(items)} lists for {wanted} outputs"
        return told, "give a list for each output"
    return None


AUTOMATIC = frozenset({"accuracy", "acc", "crossentropy", "ce"})
"""Metrics that Keras chooses for the shapes of the labels and of the output."""


def _of_missing_labels(model: Model, y: Dict) -> Told | None:
    """A metric that Keras 2 chooses by the labels, for an output without any."""
    for index, one in enumerate(_named(model)):
        metrics = _leaves(_for_output(model, "metrics", index))
        automatic = [m.text for m in metrics if isinstance(m, Str) and _is_automatic(m)]
        if automatic and _is_left_out(one, y):
            told = f"it has no labels for the output {one.name!r}, which {automatic[0]!r} needs"
            return told, f"give labels for {one.name!r}, or metrics as a dict by output"
    return None


def _is_automatic(metric: Str) -> bool:
    return metric.text is not None and metric.text.lower() in AUTOMATIC


def _leaves(value: Value) -> tuple[Value, ...]:
    """One metric, or those in a list."""
    items = elements(value)
    return (value,) if items is None else items


def _for_output(model: Model, argument: str, index: int) -> Value:
    """What is given for one of the outputs; NOTHING: nothing, or it is not known.

    A list of losses belongs to the outputs in turn; of metrics, a list that holds no other
    does to all of them.
    """
    value = _asked(model, argument)
    if isinstance(value, Dict):
        name = _named(model)[index].name
        return (value.get(name) if name else UNKNOWN) or NOTHING
    items = elements(value)
    is_for_all = argument != "loss" and not any(
        isinstance(item, List | Tuple | Dict | Unknown) for item in items or ()
    )
    if items is None or is_for_all:
        return value
    return items[index] if index < len(items) else NOTHING


def _is_left_out(output: Named, y: Dict) -> bool:
    """Whether labels with these names certainly are none for the output."""
    keys = _keys(y)
    return bool(keys and output.name) and output.name not in keys


def _of_no_loss(model: Model, y: Value) -> Told | None:
    """Nothing that Keras 2 could train on: no output has both a loss and labels."""
    is_compiled = model.compiled_at is not None or "loss" in dict(model.compiled)
    if not is_compiled or _may_add_losses(model):
        return None
    named = _named(model)
    for index, one in enumerate(named):
        is_left_out = isinstance(y, Dict) and _is_left_out(one, y)
        if not is_left_out and not _has_no_loss(model, index):
            return None
    if all(_has_no_loss(model, index) for index in range(len(named))):
        return "there is no loss", "give one to compile"
    return "it has no labels for an output that has a loss", "give labels for each output"


def _has_no_loss(model: Model, index: int) -> bool:
    """Whether there certainly is no loss for the output."""
    loss = _asked(model, "loss")
    if isinstance(loss, Dict):
        keys, name = _keys(loss), _named(model)[index].name
        is_left_out = bool(keys and name) and name not in keys
        return _count(loss) == 0 or is_left_out or (bool(name) and loss.get(name) == NOTHING)
    items = elements(loss)
    return loss == NOTHING if items is None else index >= len(items) or items[index] == NOTHING


def _may_add_losses(model: Model) -> bool:
    """Whether a layer may have a loss of its own: a regularizer, or what a program wrote."""
    for output in model.outputs:
        for tensor in made_of(output):
            layer = tensor.layer
            if isinstance(layer, Model):
                continue
            if layer is not None and (layer.traced is not None or _is_regularized(layer)):
                return True
    return False


def _is_regularized(layer: Layer) -> bool:
    """Whether a loss of its own may come with the layer, or with one that it wraps."""
    if "Regulariz" in layer.name:
        return True
    return any("regularizer" in name or isinstance(v, Layer) for name, v in layer.options)


def _misnamed(model: Model, names: tuple[str, ...], needs_all: bool, what: str) -> Told | None:
    """Names that no output has, or outputs without any. No names: they are not known."""
    if not names:
        return None
    own = _named(model)
    known = [one.name for one in own if one.name]
    told = f"{what} has the names {', '.join(sorted(names))}"
    listed = f": {', '.join(known)}" if len(known) == len(own) else ""
    advice = f"name them as the outputs{listed}"
    strange = [name for name in names if not any(one.may_be(name) for one in own)]
    if strange or len(names) > len(own):
        return f"{told}, which not all are those of outputs", advice
    nameless = [one for one in own if not any(map(one.may_be, names))]
    if needs_all and (len(names) < len(own) or nameless):
        return f"{told}, and not those of all outputs", advice
    return None


def _asked(model: Model, name: str) -> Value:
    return dict(model.compiled).get(name, NOTHING)


def _count(value: Value) -> int | None:
    """How many items a list, tuple or dict has; None: it is none, or that is not known."""
    if isinstance(value, Dict):
        return None if value.items is None else len(value.items)
    items = elements(value)
    return None if items is None else len(items)


def _keys(value: Value) -> tuple[str, ...]:
    """The keys of a dict, if all of them are known words; else none."""
    items = (value.items or ()) if isinstance(value, Dict) else ()
    words = tuple(k.text for k, _ in items if isinstance(k, Str) and k.text is not None)
    return words if len(words) == len(items) else ()


def _are_arrays(value: Value) -> bool:
    """Whether all that it holds certainly are arrays."""
    items = elements(value) or ()
    if isinstance(value, Dict):
        items = tuple(item for _, item in value.items or ())
    return all(isinstance(item, Array) for item in items)
