"""Where the data that a model is fed enters: the layers that get its elements as they are."""

from ndlint.values.keras import KerasTensor, Layer, Model, made_of

HANDING_ON = frozenset({"Flatten", "Identity", "InputLayer", "Permute", "Reshape"})
"""Layers that return the elements that they get, all of them."""


def first_layers(
    model: Model, index: int, passing: frozenset[str] = HANDING_ON
) -> tuple[Layer, ...]:
    """The layers that get the elements of the model's input of this number, through none but
    layers of the `passing` classes: each one once for every call.

    None, where the model is not known.
    """
    if not model.is_known:
        return ()
    if model.inputs:
        return _in_graph(model, index, passing) if index < len(model.inputs) else ()
    for part in model.layers:
        if isinstance(part, Model):
            return first_layers(part, 0, passing)
        if part.name not in passing:
            return (part,)
    return ()


def _in_graph(model: Model, index: int, passing: frozenset[str]) -> tuple[Layer, ...]:
    calls = _calls(model)
    found: list[Layer] = []
    pending = [model.inputs[index]]
    seen: set[int] = set()
    while pending:
        source = pending.pop()
        if id(source) in seen:
            continue
        seen.add(id(source))
        for made in calls.get(id(source), ()):
            part = made.layer
            if isinstance(part, Model):
                if part.is_known and len(part.inputs) == len(made.inputs):
                    pairs = zip(made.inputs, part.inputs, strict=True)
                    pending += [inner for given, inner in pairs if given is source]
            elif part is not None and part.name in passing and part.traced is None:
                pending.append(made)
            elif part is not None:
                found.append(part)
    return tuple(found)


def _calls(model: Model) -> dict[int, list[KerasTensor]]:
    """What is made directly of each symbolic tensor of the model, by the tensor's `id`."""
    calls: dict[int, list[KerasTensor]] = {}
    seen: set[int] = set()
    for end in model.outputs:
        for made in made_of(end):
            if id(made) not in seen:
                seen.add(id(made))
                for source in made.inputs:
                    calls.setdefault(id(source), []).append(made)
    return calls
