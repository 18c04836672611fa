"""Attention and AdditiveAttention: layers that are called on a list of a query, a value and a key.

Source: Keras 3.15 and tf_keras 2.21, `Attention`, `AdditiveAttention`. Keras 3 declares what a
symbol becomes and computes nothing: sizes that do not go together are refused of data alone.
"""

from ndlint.events import Contract
from ndlint.knowledge.keras.layers.base import layer, on_data
from ndlint.knowledge.keras.layers.requirements import flag, is_keras_2, refuse, text
from ndlint.knowledge.registry import Refusal
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import NOTHING, List, Value
from ndlint.values.dimension import FREE
from ndlint.values.keras import KerasTensor, Layer
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

SCORES = "return_attention_scores"
CAUSAL = "use_causal_mask"
SWITCHES = (SCORES, CAUSAL, "mask")
Outputs = Shape | tuple[Shape, ...]


def mismatch(layer: Layer, given: tuple[Shape, ...], why: str) -> Refusal:
    """The refusal of tensors that do not go together."""
    return refuse(layer, f"gets {' and '.join(map(str, given))}: {why}", Contract.MERGE)


def outputs(layer: Layer, output: Shape, scores: Shape) -> Outputs:
    """The output, and the scores where the call asks for them."""
    asked = flag(layer, SCORES)
    if asked is None:
        return UNKNOWN_SHAPE
    return (output, scores) if asked else output


def roles(given: tuple[Shape, ...]) -> tuple[Shape, Shape, Shape]:
    """The query, the value and the key, which is the value where none is given."""
    query, value, key = (*given, given[-1])[:3]
    return query, value, key


def mask_shape(mask: Value) -> Shape | None:
    """The shape of a mask that a call gets; None: not known."""
    known = isinstance(mask, Array | KerasTensor) and mask.shape.rank_known
    return mask.shape if known and isinstance(mask, Array | KerasTensor) else None


def with_axis(x: Shape, axis: int) -> Shape:
    """The shape with a new axis of 1, whose index counts from the end."""
    place = len(x.dims) + axis + 1
    return Shape((*x.dims[:place], 1, *x.dims[place:]))


def _product(a: Shape, b: Shape) -> Shape | None:
    """The shape of a matrix product of at least two axes each; None: they do not fit."""
    batch = shapes.broadcast(Shape(a.dims[:-2]), Shape(b.dims[:-2]))
    if batch is None or shapes.conflict(a.dims[-1], b.dims[-2]):
        return None
    return Shape((*batch.dims, a.dims[-2], b.dims[-1]))


def _scored(layer: Layer, query: Shape, key: Shape, scale: Shape) -> Shape | None:
    """The shape of the scores of each step of the key at each of the query; None: they do not fit.

    A sum is multiplied with the scale along the features, before these are summed up.
    """
    if not _adds_up(layer):
        turned = Shape((*key.dims[:-2], key.dims[-1], key.dims[-2]))
        return _product(query, turned)
    each = shapes.broadcast(with_axis(query, -2), with_axis(key, -3))
    scaled = each and shapes.broadcast(each, scale)
    return scaled and Shape(scaled.dims[:-1])


def _adds_up(layer: Layer) -> bool | None:
    """Whether it scores by sums of query and key, not by their product; None: not known."""
    if layer.name == "AdditiveAttention":
        return True
    mode = text(layer, "score_mode", "dot")
    return None if mode is None else mode == "concat"


def _scale(layer: Layer, query: Shape, value: Shape) -> Shape:
    """The shape of what the scores are scaled by, where the layer is built with this call.

    Raises: ValueError for features of unknown size.
    """
    is_scaled = layer.name == "AdditiveAttention" and flag(layer, "use_scale") is not False
    is_default = layer.name == "AdditiveAttention" and layer.option("use_scale") is None
    if layer.built is not None or not (is_scaled or is_default):
        return Shape(())
    features = (value if is_keras_2() else query).axis(-1)
    if features is FREE:
        raise refuse(layer, f"needs a known number of features, and gets {query} and {value}")
    return Shape((features,))


def _computed(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """What is computed. Raises: an error, where sizes do not go together."""
    query, value, key = roles(given)
    masks, adds_up = _masks(layer, len(given)), _adds_up(layer)
    is_known = None not in (query.rank, value.rank, key.rank, adds_up, flag(layer, CAUSAL))
    if masks is None or not is_known:
        return UNKNOWN_SHAPE
    scale = _scale(layer, query, value)
    if len(value.dims) < 2 or len(key.dims) < 2 or len(query.dims) < (1 if adds_up else 2):
        if is_keras_2():
            raise mismatch(layer, given, "each needs 3 axes, (batch, steps, features)")
        return UNKNOWN_SHAPE
    scores = _scored(layer, query, key, scale)
    if scores is None:
        raise mismatch(layer, given, "the query and the key do not go together")
    of_query, of_value = masks
    masked = _masked(layer, scores, of_value)
    output = masked and _product(masked, value)
    if output and of_query is not None:
        output = shapes.broadcast(output, with_axis(of_query, -1))
    if masked is None or output is None:
        raise mismatch(layer, given, "the scores do not go together with the value or a mask")
    return outputs(layer, output, masked)


def _masked(layer: Layer, scores: Shape, mask: Shape | None) -> Shape | None:
    """The scores with the masks laid over them; None: they do not fit."""
    is_causal = flag(layer, CAUSAL)
    found: Shape | None = scores
    if is_causal and not is_keras_2():
        found = Shape((1, *scores.dims)) if len(scores.dims) == 2 else scores
    if mask is not None:
        has_steps = not is_keras_2() and not is_causal and len(mask.dims) != 2
        found = found and shapes.broadcast(found, mask if has_steps else with_axis(mask, -2))
    return found


def _masks(layer: Layer, count: int) -> tuple[Shape | None, Shape | None] | None:
    """The shapes of the masks of the query and of the value, where they have one.

    None: not known. Raises: ValueError for another number of masks than Keras takes.
    """
    given = layer.option("mask")
    if given is None or given == NOTHING:
        return None, None
    if not isinstance(given, List) or given.items is None:
        return None
    if not 2 <= len(given.items) <= (count if is_keras_2() else 3):
        raise refuse(layer, f"gets {len(given.items)} masks, not one for each tensor")
    found = tuple(None if mask == NOTHING else mask_shape(mask) for mask in given.items[:2])
    is_known = all(f or m == NOTHING for f, m in zip(found, given.items, strict=False))
    return (found[0], found[1]) if is_known else None


@layer("keras.layers.Attention", "use_scale", "score_mode", merges=True, switches=SWITCHES)
@layer("keras.layers.AdditiveAttention", "use_scale", merges=True, switches=SWITCHES)
def attention(layer: Layer, given: tuple[Shape, ...]) -> Outputs:
    """Shape: (batch, Tq, n), (batch, Tv, m) -> (batch, Tq, m); scores are (batch, Tq, Tv).

    Raises: ValueError for another number of tensors than two or three; in Keras 2, for sizes
    that do not go together.
    """
    if len(given) not in (2, 3):
        raise mismatch(layer, given, "it takes a query, a value and perhaps a key")
    if is_keras_2():
        return _computed(layer, given)
    query, value, key = roles(given)
    _masks(layer, len(given))
    if not query.rank or not value.rank or (key.rank or 0) < 2:
        return UNKNOWN_SHAPE
    _scale(layer, query, value)
    output = Shape((*query.dims[:-1], value.dims[-1]))
    return outputs(layer, output, Shape((*query.dims[:-1], key.dims[-2])))


for _name in ("Attention", "AdditiveAttention"):
    on_data(f"keras.layers.{_name}")(_computed)
