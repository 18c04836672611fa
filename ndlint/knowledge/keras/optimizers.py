"""Optimizers: nothing is known of one but that it is none of the program's data."""

from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.registry import family
from ndlint.values.base import Opaque, Value

OPTIMIZER = Opaque("keras.optimizers.Optimizer")


@family("keras.optimizers")
@family("keras.optimizers.legacy")
@family("keras.optimizers.experimental")
def make(path: str, arguments: Arguments) -> Value:
    """An object of an optimizer's class."""
    return OPTIMIZER
