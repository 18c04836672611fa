"""Models: how they are put together, and the shapes that they take and return."""

from msgspec.structs import replace

from ndlint.knowledge.keras.compiling import check_metrics
from ndlint.knowledge.keras.fitting import is_declared
from ndlint.knowledge.keras.graphs import run_on_symbols
from ndlint.knowledge.keras.layers.calling import LayerRefusal
from ndlint.knowledge.keras.layers.declaring import declared_input
from ndlint.knowledge.keras.structure import layers_of, named
from ndlint.knowledge.registry import Changed, models
from ndlint.target import current
from ndlint.values.base import NOTHING, UNKNOWN, Dict, Int, Str, Value, elements
from ndlint.values.keras import KerasTensor, Layer, Model

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
    """A model between symbolic tensors, which stand alone, in a list or in a dict."""
    start, end = _tensors(inputs), _tensors(outputs)
    if start is None or end is None:
        return UNKNOWN_MODEL
    return Model(
        sequential=False,
        inputs=start,
        outputs=end,
        input_keys=_keys(inputs),
        output_keys=_keys(outputs),
        lists_input=elements(inputs) is not None,
        lists_output=elements(outputs) is not None,
    )


def _tensors(value: Value) -> tuple[KerasTensor, ...] | None:
    """The tensors in Keras' order; None: not known, or not all are symbolic tensors."""
    parts = _by_key(value) if isinstance(value, Dict) else elements(value) or (value,)
    if not parts:
        return None
    found = tuple(p for p in parts if isinstance(p, KerasTensor))
    return found if len(found) == len(parts) else None


def _keys(value: Value) -> tuple[str, ...]:
    """The keys of a dict, as Keras sorts them; none of anything else."""
    items = value.items if isinstance(value, Dict) else None
    return tuple(sorted(k.text or "" for k, _ in items or () if isinstance(k, Str)))


def _by_key(value: Dict) -> tuple[Value, ...] | None:
    """What a dict holds, sorted by key; None: not all keys are known words."""
    words = {k.text: v for k, v in value.items or () if isinstance(k, Str) and k.text}
    if len(words) != len(value.items or ()):
        return None
    return tuple(words[word] for word in sorted(words))


@models("keras.models.clone_model")
def clone(
    model: Value,
    input_tensors: Value = NOTHING,
    clone_function: Value = NOTHING,
    *options: Value,
    **others: Value,
) -> Value:
    """A model of the same layers, which are not built unless its input is declared."""
    is_plain = input_tensors == clone_function == NOTHING and not options and not others
    if not isinstance(model, Model) or not model.is_known or not is_plain:
        return UNKNOWN_MODEL
    copy = replace(model, compiled=(), origin=(), compiled_at=None)
    if model.inputs and (current().keras == 3 or is_declared(model.inputs[0].shape)):
        return copy
    parts = tuple(map(_unbuilt, model.layers))  # Keras 2 does not copy what data built
    return replace(copy, layers=parts, inputs=(), outputs=())


def _unbuilt(part: Layer | Model) -> Layer | Model:
    return replace(part, built=None, ends=()) if isinstance(part, Layer) else part


@models("keras.Model.get_layer")
def get_layer(model: Value, name: Value = NOTHING, index: Value = NOTHING) -> Value:
    """A layer by the name that the program gave it, or by its place."""
    if not isinstance(model, Model):
        return UNKNOWN
    if isinstance(index, Int) and index.number is not None and name == NOTHING:
        parts = layers_of(model) or ()
        is_there = -len(parts) <= index.number < len(parts)
        return parts[index.number] if is_there else UNKNOWN
    if isinstance(name, Str) and name.text is not None and index == NOTHING:
        return named(model, name.text) or UNKNOWN
    return UNKNOWN


@models("keras.models.load_model", "keras.models.model_from_json")
def other(*arguments: Value, **options: Value) -> Value:
    """A model of which nothing is known."""
    return UNKNOWN_MODEL


@models("keras.Model.compile")
def compile_model(model: Value, *arguments: Value, **options: Value) -> object:
    """Keeps the loss and the rest. Raises: Refusal, for metrics that stand in no list."""
    if not isinstance(model, Model):
        return UNKNOWN
    others = ("loss_weights", "metrics", "weighted_metrics")
    names = ("optimizer", "loss", *(others if current().keras == 3 else others[1:2]))
    given = {**dict(zip(names, arguments, strict=False)), **options}
    check_metrics(given)
    return Changed(replace(model, compiled=tuple(given.items())), NOTHING)
