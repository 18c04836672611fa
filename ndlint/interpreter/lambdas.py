"""Keras' `Lambda`, a layer that runs a function of the program."""

from ndlint.interpreter.functions import enter
from ndlint.interpreter.objects import Closure
from ndlint.interpreter.run import Run
from ndlint.interpreter.tracing import NO_DATA, Tensors
from ndlint.knowledge.binding import Arguments
from ndlint.target import current
from ndlint.values.base import Value
from ndlint.values.keras import KerasTensor, Layer

LAMBDA = "keras.layers.Lambda"
OTHERWISE = ("arguments", "mask", "dtype")
"""Options with which the function is called with more, or with data of another dtype."""


def function_of(layer: Value) -> Closure | None:
    """The function that a `Lambda` certainly runs where it is called on a symbolic tensor.

    Keras 3 does not run it then where it is told the shape of what comes out.
    """
    if not isinstance(layer, Layer) or layer.path != LAMBDA:
        return None
    options = (*OTHERWISE, "output_shape") if current().keras == 3 else OTHERWISE
    found = layer.option("function")
    if not isinstance(found, Closure) or found.kind or any(map(layer.option, options)):
        return None
    names = {p.name for p in found.function.parameters}
    return None if names & NO_DATA else found


def traced(run: Run, function: Closure, given: Value) -> KerasTensor | None:
    """What a `Lambda` returns that is called on a symbolic tensor; None: that is not known.

    Keras runs the function again for the data, so that what it changes outside is not known.
    """
    if not isinstance(run.live.peek(given), KerasTensor):
        return None
    before = run.live.fork()
    with run.in_graph() as graph:
        tensors = Tensors(run, True, graph)
        result = enter(run, function, tensors.taken(Arguments([given])))
        made = None if run.state is None else tensors.given_back(result, "Lambda")
    run.state = before if run.state is None else run.state.join(before)
    return made if isinstance(made, KerasTensor) else None
