"""Sequential models with layers among their parts that run code of the program."""

from msgspec.structs import replace

from ndlint.interpreter.derived import base_of, may_be_built
from ndlint.interpreter.lambdas import function_of, traced
from ndlint.interpreter.objects import Closure, Instance
from ndlint.interpreter.run import Run
from ndlint.interpreter.subclasses import called
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.models import added
from ndlint.knowledge.registry import Changed
from ndlint.values.base import NOTHING, UNKNOWN, Value, elements
from ndlint.values.keras import KerasTensor, Layer, Model

STACKS = {"keras.Sequential": 0, "keras.Sequential.add": 1}
"""Functions that put layers on top of others, and the argument that holds them."""


def is_derived(value: Value) -> bool:
    """Whether it is an object of a class that derives from Keras' `Layer` or `Model`."""
    return type(value) is Instance and base_of(value.cls) != ""


def stacked(run: Run, path: str, arguments: Arguments) -> object | None:
    """What the call makes, where a layer that runs code of the program is among the parts; None:
    none is.

    Raises: Refusal, where a layer of Keras' own refuses what the one below it returns.
    """
    given = arguments.positional[STACKS[path] :][:1] or (arguments.keywords.get("layers", NOTHING),)
    parts = elements(run.live.peek(given[0])) or given
    if not any(_runs_code(run.live.peek(part)) for part in parts):
        return None
    start = run.live.open(arguments.positional[0]) if STACKS[path] else Model(sequential=True)
    model = start if isinstance(start, Model) else Model(sequential=True, is_known=False)
    for part in parts:
        inner = run.live.peek(part)
        function = function_of(inner)
        if is_derived(inner):
            model = _on_top(run, model, part)
        elif function is not None and model.is_known and model.inputs:
            model = _through(run, model, function) or added(model, run.live.open(part))
        else:
            model = added(model, run.live.open(part))
    return Changed(model, NOTHING) if STACKS[path] else model


def _runs_code(part: Value) -> bool:
    return is_derived(part) or function_of(part) is not None


def _through(run: Run, model: Model, function: Closure) -> Model | None:
    """The model with a Lambda on top, called on what comes out below; None: not known."""
    return _with_top(model, traced(run, function, model.outputs[0]))


def _with_top(model: Model, top: Value | None) -> Model | None:
    """The model with the layer on top that returned this; None: it is no single tensor."""
    if isinstance(top, KerasTensor) and isinstance(top.layer, Layer) and len(_returned(top)) == 1:
        return replace(model, layers=(*model.layers, top.layer), outputs=(top,))
    return None


def _on_top(run: Run, model: Model, part: Value) -> Model:
    """The model with a layer of the program's own on top, called on what comes out below."""
    inner = run.live.peek(part)
    if not model.is_known or not isinstance(inner, Instance):
        may_be_built(run, part)
        return model
    if not model.inputs:
        # It is built for the first data.
        may_be_built(run, part)
        unseen = Layer(f"{inner.cls.name} of the program", (("?", UNKNOWN),))
        return replace(model, layers=(*model.layers, unseen))
    top = called(run, part, Arguments([model.outputs[0]]))
    return _with_top(model, top) or Model(sequential=True, is_known=False)


def _returned(tensor: KerasTensor) -> tuple[object, ...]:
    traced = tensor.layer.traced if isinstance(tensor.layer, Layer) else None
    return () if traced is None else traced.returned
