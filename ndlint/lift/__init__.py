"""Real objects of a running program as abstract values."""

from collections.abc import Callable
from functools import lru_cache

from ndlint.values.base import UNKNOWN, Value


def lift(thing: object) -> Value:
    """All that there is to know of an object: of an array also what its elements are.

    Ask inside `aiming_at` the Keras of the program. Unknown is what nothing here knows; no
    object of whatever class makes this raise.
    """
    from ndlint.lift.python import Containers

    return Containers(_single).value(thing)


def _single(thing: object) -> Value:
    found = (lifter(thing) for lifter in _lifters())
    return next((value for value in found if value is not None), UNKNOWN)


@lru_cache(maxsize=1)
def _lifters() -> tuple[Callable[[object], Value | None], ...]:
    """What knows of one library each. They bring NumPy, which the program is to import first."""
    from ndlint.lift.arrays import lift_numpy
    from ndlint.lift.estimators import lift_estimator
    from ndlint.lift.frames import lift_frame
    from ndlint.lift.keras import lift_keras
    from ndlint.lift.python import lift_plain
    from ndlint.lift.tensors import lift_tensorflow

    return lift_numpy, lift_plain, lift_tensorflow, lift_frame, lift_keras, lift_estimator
