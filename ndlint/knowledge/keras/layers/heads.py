"""Attention with several heads: layers that are called on a query, a value and a key.

Source: Keras 3.15 and tf_keras 2.21, `MultiHeadAttention`, `GroupedQueryAttention`. Keras 3
declares what a symbol becomes and computes nothing.
"""

from collections.abc import Iterable

from ndlint.knowledge.keras.layers.attention import (
    CAUSAL,
    SCORES,
    Outputs,
    mask_shape,
    mismatch,
    outputs,
    roles,
    with_axis,
)
from ndlint.knowledge.keras.layers.base import layer, on_data
from ndlint.knowledge.keras.layers.requirements import dim_of, flag, is_keras_2
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, same
from ndlint.values.keras import Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

ROLES = ("query", "value", "key")
SWITCHES = (SCORES, CAUSAL, "attention_mask")


def _merged(sizes: Iterable[Dim]) -> Dim | None:
    """The one size that several axes have together; None: they do not fit."""
    found: Dim = FREE
    for size in sizes:
        if size is FREE or same(size, found):
            continue
        if found is FREE:
            found = size
        elif isinstance(size, int) and isinstance(found, int):
            return None
        else:
            found = UNKNOWN_DIM
    return found


def _is_grouped(layer: Layer) -> bool:
    return layer.name == "GroupQueryAttention"


def _checked(layer: Layer, given: tuple[Shape, ...]) -> tuple[Shape, Shape, Shape] | None:
    """The query, the value and the key; None: their ranks are not known.

    Raises: ValueError for features of no known size, for values and keys that differ in
    another axis than the last.
    """
    query, value, key = roles(given)
    if not (query.rank and value.rank and key.rank):
        return None
    inner = [x.dims[1:-1] for x in (value, key)]
    differ = len(inner[0]) != len(inner[1]) or any(
        shapes.conflict(a, b) or (FREE in (a, b) and (isinstance(a, int) or isinstance(b, int)))
        for a, b in zip(*inner, strict=False)
    )
    if differ and not is_keras_2():
        raise mismatch(layer, given, "the value and the key differ in more than the last axis")
    features = [x.dims[-1] for x in (query, value, key)]
    if _is_grouped(layer):
        # Its equation has three axes: of more, the third one is taken for the features.
        features = [query.dims[-1], *(x.axis(2) for x in (query, value, key))]
    if layer.built is None and FREE in features:
        raise mismatch(layer, given, "the number of features of each must be known")
    return query, value, key


def _on_data(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """What Keras 3 computes of data, where all that is known to go together does.

    Once its weights are made for some features, others may be taken, and change the batch.
    """
    if is_keras_2():
        return _computed_2(layer, given)
    if layer.built is not None:
        return UNKNOWN_SHAPE
    declared = _declared(layer, given)
    parts = _checked(layer, given)
    if parts is None or declared == UNKNOWN_SHAPE or _has_own_axes(layer):
        return declared
    query, value, key = parts
    batch = _merged(x.dims[0] for x in parts)
    if not query.rank == value.rank == key.rank == 3 or batch is None:
        return UNKNOWN_SHAPE
    scores = Shape((batch, _heads(layer), query.dims[1], key.dims[1]))
    masked = _masked(layer, given, scores)
    if masked is None and not _is_grouped(layer):
        raise mismatch(layer, given, _why_unmasked(layer, scores))
    if masked is None or not all(map(same, masked.dims, scores.dims)):
        return UNKNOWN_SHAPE
    output = declared[0] if isinstance(declared, tuple) else declared
    return outputs(layer, Shape((batch, *output.dims[1:])), scores)


def _why_unmasked(layer: Layer, scores: Shape) -> str:
    """Why a mask does not fit the scores (batch, heads, Tq, Tv), and what to write."""
    asked = Shape((scores.dims[0], *scores.dims[2:]))
    mask = layer.option("attention_mask")
    found = None if mask is None or mask == NOTHING else mask_shape(mask)
    if found is None:
        return f"the masks do not fit {asked}"
    why = f"attention_mask of shape {found} does not fit (batch, Tq, Tv), which is {asked}"
    is_of_steps = found.dims == (asked.dims[0], asked.dims[2])
    return f"{why}; write attention_mask[:, np.newaxis]" if is_of_steps else why


def _has_own_axes(layer: Layer) -> bool:
    return layer.option("attention_axes") not in (None, NOTHING)


def _heads(layer: Layer) -> Dim:
    return dim_of(layer.option("num_heads") or layer.option("num_query_heads"))


def _computed_2(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """What Keras 2 computes, of symbols and of data: sums of products over axes by their place.

    Raises: an error for other numbers of axes, and for sizes that do not go together.
    """
    parts = _checked(layer, given)
    if parts is None or _has_own_axes(layer):
        return UNKNOWN_SHAPE
    query, value, key = parts
    if not len(query.dims) == len(value.dims) == len(key.dims) or len(query.dims) < 3:
        raise mismatch(layer, given, "each needs as many axes, (batch, steps, features)")
    batch = _merged(x.dims[0] for x in (query, key))
    if batch is None:
        raise mismatch(layer, given, "the batches differ")
    scores = Shape((batch, _heads(layer), *query.dims[1:-1], *key.dims[1:-1]))
    masked = _masked(layer, given, scores)
    if masked is None or len(masked.dims) > len(scores.dims):
        raise mismatch(layer, given, "a mask does not go together with the scores")
    return _weighted(layer, given, masked) if masked.rank_known else UNKNOWN_SHAPE


def _weighted(layer: Layer, given: tuple[Shape, ...], scores: Shape) -> Outputs:
    """The value, each step of the query with its own weights (batch, heads, Tq..., Tv...).

    Raises: an error, where the value is not as the scores.
    """
    query, value, _ = roles(given)
    place = len(query.dims)
    expected = (value.dims[0], _heads(layer), *value.dims[1:-1])
    found = (*scores.dims[:2], *scores.dims[place:])
    sizes = [_merged(pair) for pair in zip(expected, found, strict=True)]
    batch = sizes[0]
    if batch is None or None in sizes:
        raise mismatch(layer, given, "the batches, or the steps of value and key, differ")
    target, features = _target(layer), query.dims[-1]
    if target is None:
        return UNKNOWN_SHAPE
    # A layer that was built before makes as many features as it got then, or refuses these.
    own = target or (features if layer.built is None else UNKNOWN_DIM,)
    return outputs(layer, Shape((batch, *scores.dims[2:place], *own)), scores)


def _masked(layer: Layer, given: tuple[Shape, ...], scores: Shape) -> Shape | None:
    """The scores with the masks laid over them; None: they do not fit. Unknown, if one is."""
    masks = []
    is_causal, mask = flag(layer, CAUSAL), layer.option("attention_mask")
    if is_causal is None:
        return UNKNOWN_SHAPE
    if is_causal:
        masks.append(Shape((1, given[0].axis(1), given[1].axis(1))))
    if mask is not None and mask != NOTHING:
        found = mask_shape(mask)
        if found is None:
            return UNKNOWN_SHAPE
        masks.append(found)
    if not masks:
        return scores
    both: Shape | None = masks[0]
    for other in masks[1:]:
        both = both and shapes.broadcast(both, other)
    while both is not None and len(both.dims) < len(scores.dims):
        # Axes are added before those of the steps.
        place = 1 - len(scores.dims)
        if len(both.dims) + 1 < -place:
            return None
        both = with_axis(both, place)
    return both and shapes.broadcast(scores, both)


def _target(layer: Layer) -> tuple[Dim, ...] | None:
    """The sizes that `output_shape` puts for the features, none: as many; None: not known."""
    given = layer.option("output_shape")
    if given is None or given == NOTHING or layer.name != "MultiHeadAttention":
        return ()
    items = elements(given)
    return tuple(map(dim_of, items if items is not None else (given,)))


def _declared(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """What Keras 3 says of symbols."""
    parts = _checked(layer, given)
    if parts is None:
        return UNKNOWN_SHAPE
    query, _, key = parts
    target = _target(layer)
    if target is None or (query.rank == 1 and flag(layer, SCORES) is not False):
        return UNKNOWN_SHAPE
    steps = query.axis(1)
    # As many steps of the value are declared as the query has.
    other = key.axis(1) if _is_grouped(layer) else steps
    output = Shape((*query.dims[:-1], *(target or query.dims[-1:])))
    return outputs(layer, output, Shape((query.axis(0), _heads(layer), steps, other)))


@layer(
    "keras.layers.MultiHeadAttention", "num_heads", "key_dim", "value_dim", "dropout",
    "use_bias", "output_shape", merges=True, takes=ROLES, switches=SWITCHES,
)  # fmt: skip
@layer(
    "keras.layers.GroupQueryAttention", "head_dim", "num_query_heads", "num_key_value_heads",
    "dropout", "use_bias", merges=True, takes=ROLES, switches=SWITCHES,
)  # fmt: skip
def heads(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """Shape: (batch, Tq, n), (batch, Tv, m) -> (batch, Tq, n), or `output_shape` for n.

    Raises: ValueError for features of no known size, for a value and a key that do not go
    together; in Keras 2, for all that does not.
    """
    if len(given) not in (2, 3):
        return UNKNOWN_SHAPE
    if is_keras_2():
        return _computed_2(layer, given)
    if _is_grouped(layer):
        query, value = given[:2]
        if layer.built is None and any((3 if x.rank is None else x.rank) < 3 for x in given):
            raise mismatch(layer, given, "each needs 3 axes, (batch, steps, features)")
        if shapes.conflict(query.axis(-1), value.axis(-1)):
            raise mismatch(layer, given, "the query and the value differ in the last axis")
    return _declared(layer, given)


for _name in ("MultiHeadAttention", "GroupQueryAttention"):
    on_data(f"keras.layers.{_name}")(_on_data)
