"""Keras' losses and metrics, and what a model was compiled with.

Source: Keras 3.15 (`trainers/trainer.py`, `trainers/compile_utils.py`), tf_keras 2.21
(`engine/training.py`, `engine/compile_utils.py`).
"""

import sys
from collections.abc import Mapping
from typing import Any

from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras import losses, metrics
from ndlint.lift.arguments import given, written
from ndlint.lift.library import function_name, is_public, library_of
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Dict, List, Tuple, Value

ASKED = {
    "loss": (("_compile_loss", "compiled_loss"), ("_user_loss", "_user_losses")),
    "metrics": (("_compile_metrics", "compiled_metrics"), ("_user_metrics",)),
}
"""An argument -> where Keras 3 and Keras 2 keep it."""


def lift_loss(thing: Any) -> Value:
    """A loss object; unknown, where it is not one of Keras' own that the knowledge models."""
    name, library = type(thing).__name__, library_of(thing)
    if library is None or name not in losses.CLASSES or not is_public(thing, library.losses):
        return UNKNOWN
    return losses.make(f"keras.losses.{name}", Arguments((), given(thing, thing.get_config())))


def lift_metric(thing: Any) -> Value:
    """A metric object; unknown, where it is not one of Keras' own that the knowledge models."""
    name, library = type(thing).__name__, library_of(thing)
    known = losses.CLASSES | metrics.CONFUSIONS | metrics.OWN
    if library is None or name not in known or not is_public(thing, library.metrics):
        return UNKNOWN
    return metrics.make(f"keras.metrics.{name}", Arguments((), given(thing, thing.get_config())))


def compiled(model: Any) -> tuple[tuple[str, Value], ...]:
    """What `compile` was given for the loss and the metrics, and how the model is run.

    `run_eagerly` and `jit_compile` are there where they are so.
    """
    found: dict[str, Value] = {}
    for name, (holders, kept) in ASKED.items():
        asked = _first(_first(model, holders), kept)
        if asked is not None:
            found[name] = _argument(asked)
    if getattr(model, "optimizer", None) is not None:
        found.setdefault("loss", NOTHING)  # It was compiled without one.
    if getattr(model, "_jit_compile", False):
        found["jit_compile"] = Bool(True)
    if getattr(model, "_run_eagerly", False) or _runs_eagerly():
        found["run_eagerly"] = Bool(True)
    return tuple(found.items())


def _first(thing: Any, names: tuple[str, ...]) -> Any:
    """The first of these attributes that is there and not None, or None."""
    found = (getattr(thing, name, None) for name in names)
    return next((value for value in found if value is not None), None)


def _argument(value: Any) -> Value:
    """An argument as the program gave it, with Keras' own objects and functions in it."""
    match value:
        case tuple():
            return Tuple(tuple(map(_argument, value)))
        case list():
            return List(tuple(map(_argument, value)))
        case Mapping():
            return Dict(tuple((written(key), _argument(item)) for key, item in value.items()))
    library = library_of(value)
    if library is None:
        return function_name(value) or written(value)
    return lift_metric(value) if isinstance(value, library.metrics.Metric) else lift_loss(value)


def _runs_eagerly() -> bool:
    """Whether TensorFlow runs every function eagerly."""
    tensorflow = sys.modules.get("tensorflow")
    return tensorflow is not None and bool(tensorflow.config.functions_run_eagerly())
