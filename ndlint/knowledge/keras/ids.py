"""Ids that are looked up in the table of an Embedding.

Source: Keras 3.15 and tf_keras 2.21, `Embedding.call`; measured on both, on a CPU: floats are cut
to integers, Keras 3 counts negative ids from the last row, and compiled by XLA nothing is compared.
"""

from ndlint.events import Contract
from ndlint.knowledge.keras.entrances import first_layers
from ndlint.knowledge.keras.layers.requirements import dim_of
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, Bool, Str, Value
from ndlint.values.facts import LARGEST_EXACT, Truth
from ndlint.values.fed import Lookup, Miss
from ndlint.values.keras import Layer, Model

EMBEDDING = "keras.layers.Embedding"
NUMBERS = dtypes.INTEGERS | dtypes.FLOATS
COMPILED = {NOTHING: False, Bool(False): False, Str("auto"): False, Bool(True): True}
"""The arguments `jit_compile`: whether XLA compiles the model, on a CPU."""


def lookups(model: Model, index: int, ids: Value, steps: bool, uses_all: bool) -> list[Lookup]:
    """What goes wrong where the model's input of this number holds ids for its first layers.

    `steps`: its own functions for training and the like run it; `uses_all`: it certainly sees all.
    """
    if not isinstance(ids, Array) or not _keeps(model, index):
        return []
    options = dict(model.compiled) if steps else {}
    compiled = options.get("jit_compile", NOTHING)
    runs_eagerly = options.get("run_eagerly", NOTHING) not in (NOTHING, Bool(False))
    if compiled not in COMPILED or (runs_eagerly and COMPILED[compiled]):
        return []
    found = [
        lookup(layer, ids, COMPILED[compiled], uses_all)
        for layer in first_layers(model, index)
        if layer.path == EMBEDDING
    ]
    return [one for one in found if one is not None]


def _keeps(model: Model, index: int) -> bool:
    """Whether the model's input certainly holds all ids as they are."""
    if index >= len(model.inputs):
        return not model.inputs
    return model.inputs[index].dtype.is_one_of(frozenset({"float32", "float64", "int32", "int64"}))


def lookup(layer: Layer, ids: Array, is_compiled: bool, uses_all: bool = True) -> Lookup | None:
    """What goes wrong where the Embedding looks up the ids; None: all may be well."""
    rows = dim_of(layer.option("input_dim"))
    if not isinstance(rows, int) or not 0 < rows <= LARGEST_EXACT:
        return None
    if not ids.dtype.is_one_of(NUMBERS):
        return None
    miss = _miss(ids, rows)
    if miss is None:
        return None
    facts = ids.facts
    counts_back = current().keras == 3 and facts.low > -rows - 1
    raises = {
        Miss.BEYOND: not is_compiled,
        Miss.NEGATIVE: not is_compiled and not counts_back,
        Miss.FRACTION: False,
    }[miss]
    occurs = {
        Miss.BEYOND: _has(ids) and facts.rises_to(rows),
        Miss.NEGATIVE: _has(ids) and facts.falls_to(-1),
        Miss.FRACTION: facts.fractions is Truth.YES,
    }[miss]
    return Lookup(layer, rows, miss, raises, occurs, uses_all)


def _miss(ids: Array, rows: int) -> Miss | None:
    """The worst that is wrong with the ids, as far as their range is known."""
    facts = ids.facts
    if rows <= facts.high < float("inf"):
        return Miss.BEYOND
    if float("-inf") < facts.low <= -1:
        return Miss.NEGATIVE
    is_float = ids.dtype.is_one_of(dtypes.FLOATS)
    return Miss.FRACTION if is_float and facts.fractions is Truth.YES else None


def _has(ids: Array) -> bool:
    """Whether there is an id: with its ends, an array has elements."""
    numbers = ids.shape.numbers
    return ids.facts.reached or (numbers is not None and 0 not in numbers)


def check_ids(layer: Layer, ids: Array) -> None:
    """Raises: Refusal, where an Embedding that is called on data certainly does not find an id."""
    found = lookup(layer, ids, is_compiled=False) if layer.path == EMBEDDING else None
    if found is not None and found.raises and found.occurs:
        facts = ids.facts
        message = (
            f"it looks up ids from {facts.low:.0f} to {facts.high:.0f}, and has {found.rows} rows"
        )
        raise Refusal("InvalidArgumentError", message, Contract.IDS)
