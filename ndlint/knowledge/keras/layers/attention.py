"""Attention: layers that are called on a query, a value and a key.

Source: measured on Keras 3.15 and tf_keras 2.21. Keras 3 declares what a
symbol becomes and computes nothing: sizes that do not go together are refused of data alone.
"""

from collections.abc import Iterable

from ndlint.events import Contract
from ndlint.knowledge.keras.layers.base import layer, on_data
from ndlint.knowledge.keras.layers.requirements import dim_of, flag, is_keras_2, refuse
from ndlint.knowledge.registry import Refusal
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, same
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

SCORES = ("return_attention_scores",)
ROLES = ("query", "value", "key")
Outputs = Shape | tuple[Shape, ...]


def _mismatch(layer: Layer, given: tuple[Shape, ...], why: str) -> Refusal:
    return refuse(layer, f"gets {' and '.join(map(str, given))}: {why}", Contract.MERGE)


def _outputs(layer: Layer, output: Shape, scores: Shape) -> Outputs:
    """The output, and the scores where the call asks for them."""
    asked = flag(layer, "return_attention_scores")
    if asked is None:
        return UNKNOWN_SHAPE
    return (output, scores) if asked else output


def _attention_on_data(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """What is computed; raises where sizes do not go together."""
    query, value, key = (*given, given[-1])[:3]
    if {query.rank, value.rank, key.rank} != {3}:
        return UNKNOWN_SHAPE
    batch = _merged((x.dims[0] for x in (query, value, key)), stretches=True)
    if batch is None:
        raise _mismatch(layer, given, "the batches differ")
    if shapes.conflict(value.dims[1], key.dims[1]) and 1 not in (value.dims[1], key.dims[1]):
        raise _mismatch(layer, given, "the value and the key have different numbers of steps")
    if shapes.conflict(query.dims[2], key.dims[2]) and 1 not in (query.dims[2], key.dims[2]):
        raise _mismatch(layer, given, "the query and the key have different numbers of features")
    ends = (query.dims[2], key.dims[2], value.dims[1], key.dims[1])
    if 1 in ends and not (same(*ends[:2]) and same(*ends[2:])):
        return UNKNOWN_SHAPE  # whether an axis of 1 is stretched depends on how it scores
    scores = Shape((batch, query.dims[1], key.dims[1]))
    return _outputs(layer, Shape((batch, query.dims[1], value.dims[2])), scores)


def _merged(sizes: Iterable[Dim], stretches: bool = False) -> Dim | None:
    """The one size that several axes have together; None: they do not fit."""
    found: Dim = FREE
    sizes = tuple(sizes)
    for size in sizes:
        if size is FREE or same(size, found):
            continue
        if found is FREE or (stretches and found == 1):
            found = size
        elif stretches and size == 1:
            continue
        elif isinstance(size, int) and isinstance(found, int):
            return None
        else:
            found = UNKNOWN_DIM
    if found == 1 and FREE in sizes:
        return FREE if stretches else UNKNOWN_DIM
    return found


@layer("keras.layers.Attention", "use_scale", "score_mode", merges=True, switches=SCORES)
@layer("keras.layers.AdditiveAttention", "use_scale", merges=True, switches=SCORES)
def attention(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """Shape: (batch, Tq, n), (batch, Tv, m) -> (batch, Tq, m); scores are (batch, Tq, Tv).

    Raises: ValueError for another number of tensors than two or three; in Keras 2, for sizes
    that do not go together.
    """
    if len(given) not in (2, 3):
        raise _mismatch(layer, given, "it takes a query, a value and perhaps a key")
    query, value, key = (*given, given[-1])[:3]
    if is_keras_2():
        return _attention_on_data(layer, given)
    if not query.rank or not value.rank or (key.rank or 0) < 2:
        return UNKNOWN_SHAPE
    if layer.name == "AdditiveAttention" and query.dims[-1] is FREE:
        if flag(layer, "use_scale") or layer.option("use_scale") is None:
            raise refuse(layer, f"needs a known number of features, and gets {query}")
    output = Shape((*query.dims[:-1], value.dims[-1]))
    return _outputs(layer, output, Shape((*query.dims[:-1], key.dims[-2])))


def _checked_heads(layer: Layer, given: tuple[Shape, ...]) -> tuple[Shape, Shape, Shape] | None:
    """The query, the value and the key; None: their ranks are not known.

    Raises: ValueError for features of no known size, for values and keys that differ in
    another axis than the last.
    """
    query, value, key = (*given, given[-1])[:3]
    if not (query.rank and value.rank and key.rank):
        return None
    inner = [x.dims[1:-1] for x in (value, key)]
    pairs = [(a, b) for a, b in zip(*inner, strict=False) if FREE in (a, b) or a != b]
    differ = len(inner[0]) != len(inner[1]) or any(
        shapes.conflict(a, b) or ({type(a), type(b)} == {int, type(FREE)} and FREE in (a, b))
        for a, b in pairs
    )
    if differ and not is_keras_2():
        raise _mismatch(layer, given, "the value and the key differ in more than the last axis")
    if layer.built is None and FREE in (query.dims[-1], value.dims[-1], key.dims[-1]):
        raise _mismatch(layer, given, "the number of features of each must be known")
    return query, value, key


def _heads_on_data(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """What is computed of data, where all that is known to go together does.

    Once its weights are made for some features, a single one is broadcast, even into the batch.
    """
    if layer.built is not None:
        return UNKNOWN_SHAPE
    outputs = _plain_heads(layer, given)
    if layer.option("attention_axes") not in (None, NOTHING):
        return UNKNOWN_SHAPE
    parts = _checked_heads(layer, given)
    if parts is None or outputs == UNKNOWN_SHAPE:
        return outputs
    query, value, key = parts
    batch = _merged(x.dims[0] for x in parts)
    if not query.rank == value.rank == key.rank == 3 or batch is None:
        return UNKNOWN_SHAPE
    heads = dim_of(layer.option("num_heads") or layer.option("num_query_heads"))
    scores = Shape((batch, heads, query.dims[1], key.dims[1]))
    output = outputs[0] if isinstance(outputs, tuple) else outputs
    return _outputs(layer, Shape((batch, *output.dims[1:])), scores)


def _plain_heads(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    parts = _checked_heads(layer, given)
    if parts is None:
        return UNKNOWN_SHAPE
    query, _, key = parts
    output = query
    target = layer.option("output_shape")
    if layer.name == "MultiHeadAttention" and target is not None and target != NOTHING:
        items = elements(target)
        own = tuple(map(dim_of, items if items is not None else (target,)))
        output = Shape((*query.dims[:-1], *own)) if own else query
    heads = dim_of(layer.option("num_heads") or layer.option("num_query_heads"))
    if query.rank == 1 and flag(layer, "return_attention_scores") is not False:
        return UNKNOWN_SHAPE
    steps = query.axis(1)
    # Keras 3 declares as many steps of the value as the query has.
    other = steps if layer.name == "MultiHeadAttention" else key.axis(1)
    return _outputs(layer, output, Shape((query.axis(0), heads, steps, other)))


@layer(
    "keras.layers.MultiHeadAttention", "num_heads", "key_dim", "value_dim", "dropout",
    "use_bias", "output_shape", merges=True, takes=ROLES, switches=SCORES,
)  # fmt: skip
@layer(
    "keras.layers.GroupQueryAttention", "head_dim", "num_query_heads", "num_key_value_heads",
    "dropout", "use_bias", merges=True, takes=ROLES, switches=SCORES,
)  # fmt: skip
def heads(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """Shape: (batch, Tq, n), (batch, Tv, m) -> (batch, Tq, n), or `output_shape` for n.

    Raises: ValueError for features of no known size, for a value and a key that do not go
    together.
    """
    if len(given) not in (2, 3):
        return UNKNOWN_SHAPE
    if is_keras_2():
        return _heads_on_data(layer, given)
    if layer.name == "GroupQueryAttention":
        query, value = given[:2]
        if layer.built is None and any((x.rank or 3) < 3 for x in given):
            raise _mismatch(layer, given, "each needs 3 axes, (batch, steps, features)")
        if shapes.conflict(query.axis(-1), value.axis(-1)):
            raise _mismatch(layer, given, "the query and the value differ in the last axis")
    return _plain_heads(layer, given)


for _name in ("Attention", "AdditiveAttention"):
    on_data(f"keras.layers.{_name}")(_attention_on_data)
for _name in ("MultiHeadAttention", "GroupQueryAttention"):
    on_data(f"keras.layers.{_name}")(_heads_on_data)
