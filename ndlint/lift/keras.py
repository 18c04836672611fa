"""Keras' objects as abstract values.

Ask inside `aiming_at` the Keras of the program: of an object of the other one, nothing is
known. Neither Keras is imported: an object of one is there only where the program did.
"""

from ndlint.knowledge.keras.optimizers import OPTIMIZER
from ndlint.lift.graphs import Graph
from ndlint.lift.kept import Kept
from ndlint.lift.library import function_name, is_symbol, library_of, version_of
from ndlint.lift.losses import lift_loss, lift_metric
from ndlint.lift.models import UNUSUAL, lift_model, lift_part
from ndlint.target import current
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.keras import KerasTensor

_SYMBOLS: Kept[KerasTensor] = Kept()
"""One symbolic tensor is one value, for as long as it lives."""


def lift_keras(thing: object) -> Value | None:
    """A layer, model, symbolic tensor, loss, metric, optimizer, or a function of Keras' or
    TensorFlow's own among the losses, metrics and activations. None: it is none of these."""
    library = library_of(thing)
    if library is None:
        return function_name(thing)
    is_other = version_of(library) != current().keras
    if isinstance(thing, library.Model):
        return UNUSUAL if is_other else lift_model(thing)
    if is_symbol(thing):
        return UNKNOWN if is_other else Graph(lift_part, known=_SYMBOLS).tensor(thing)
    if isinstance(thing, library.optimizers.Optimizer):
        return OPTIMIZER
    for kind, lift in (
        (library.metrics.Metric, lift_metric),
        (library.losses.Loss, lift_loss),
        (library.layers.Layer, lift_part),  # a metric of Keras 2 is one, too
    ):
        if isinstance(thing, kind):
            return UNKNOWN if is_other else lift(thing)
    return None
