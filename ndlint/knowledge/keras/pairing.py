"""What a loss does with the shapes of labels and outputs: it compares, it broadcasts, it raises.

Sizes are numbers here. Source: Keras 3.15, `losses/loss.py` and `backend/tensorflow/nn.py`;
tf_keras 2.21, `losses.py`, `backend.py`, `engine/compile_utils.py` and
`utils/losses_utils.py`; measured on both for labels and outputs of rank 1 to 4.
"""

from enum import Enum
from math import prod

from msgspec import Struct

Sizes = tuple[int, ...]
Pair = tuple[Sizes, Sizes]
"""The sizes of the labels and of the output."""


class Outcome(Enum):
    """What becomes of a pair of shapes."""

    FITS = "fits"
    BROADCASTS = "broadcasts"
    RAISES = "raises"


class Adjusting(Enum):
    """Who brings labels and output to the same rank before they are compared."""

    COMPILED = "compiled"
    """`fit` and `evaluate`, for a loss that is given to `compile`."""
    OBJECT = "object"
    """A loss object that is called."""
    FUNCTION = "function"
    """A loss function that is called, or a metric."""
    NOBODY = "nobody"
    """Keras 2's objects, for what is no tensor."""


class Manner(Struct, frozen=True):
    """How a loss is computed. `has_logits`: Keras 2 finds the logits behind the output, or is
    given logits, and these must have the shape of the labels."""

    kind: str
    keras: int
    adjusting: Adjusting = Adjusting.COMPILED
    has_logits: bool = False


ALIKE = frozenset(
    {
        "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error",
        "mean_squared_logarithmic_error", "huber", "log_cosh", "cosine_similarity",
    }
)  # fmt: skip
"""Losses that compare element by element, and whose functions adjust ranks in Keras 3."""
ELEMENTWISE = ALIKE | {
    "kl_divergence", "poisson", "hinge", "squared_hinge", "categorical_hinge",
}  # fmt: skip
"""Losses that compare element by element."""
BINARY = frozenset({"binary_crossentropy", "binary_focal_crossentropy"})
CATEGORICAL = frozenset({"categorical_crossentropy", "categorical_focal_crossentropy"})
SPARSE = "sparse_categorical_crossentropy"
OVERLAPS = frozenset({"dice", "tversky"})
"""Losses of Keras 3 that multiply element by element, and count over the whole batch."""
GENERALIZED = "categorical_generalized_cross_entropy"
CIRCLE = "circle"
CTC = "ctc"
KINDS = ELEMENTWISE | BINARY | CATEGORICAL | {SPARSE} | OVERLAPS | {GENERALIZED, CIRCLE, CTC}
"""All losses whose treatment of shapes is known."""
ONLY_KERAS_3 = OVERLAPS | {GENERALIZED, CIRCLE, CTC}
CONFUSION = "confusion"
"""Metrics that count hits and misses."""


def outcome(manner: Manner, labels: Sizes, output: Sizes) -> Outcome:
    """What becomes of labels and an output of these sizes, the batch axis first."""
    y, p = labels, output
    was_squeezed = False
    if manner.keras == 3:
        if manner.adjusting in (Adjusting.COMPILED, Adjusting.OBJECT):
            y, p = adjusted_3(y, p)
        if manner.kind in ALIKE:
            y, p = adjusted_3(y, p)
    elif manner.adjusting in (Adjusting.COMPILED, Adjusting.OBJECT):
        if manner.adjusting is Adjusting.COMPILED and len(y) == 1 and len(p) == 2:
            y = (*y, 1)
        before = len(p)
        y, p = adjusted_2(y, p)
        was_squeezed = len(p) != before
    if manner.kind == SPARSE:
        return _sparse(manner.keras, y, p)
    if manner.kind in OF_ITS_OWN:
        return OF_ITS_OWN[manner.kind](y, p)
    if manner.kind == CONFUSION and manner.keras == 3:
        return Outcome.FITS if prod(y) == prod(p) else Outcome.RAISES
    if y != p and _is_strict(manner, was_squeezed):
        return Outcome.RAISES
    return broadcast(y, p)


def _is_strict(manner: Manner, was_squeezed: bool) -> bool:
    """Whether both must have one shape. What Keras 2 squeezes loses its logits."""
    if manner.kind in ("categorical_crossentropy", CONFUSION):
        return True
    if manner.keras == 3:
        return manner.kind in BINARY
    if manner.kind in BINARY:
        return manner.has_logits and not was_squeezed
    return manner.kind in CATEGORICAL


def adjusted_3(y: Sizes, p: Sizes) -> Pair:
    """`squeeze_or_expand_to_same_rank` of Keras 3."""
    if len(y) == len(p) + 1 and y[-1] == 1:
        return (y, (*p, 1)) if len(p) == 1 else (y[:-1], p)
    if len(p) == len(y) + 1 and p[-1] == 1:
        return ((*y, 1), p) if len(y) == 1 else (y, p[:-1])
    return y, p


def adjusted_2(y: Sizes, p: Sizes) -> Pair:
    """`squeeze_or_expand_dimensions` of Keras 2."""
    if len(p) == len(y) + 1 and p[-1] == 1:
        return y, p[:-1]
    if len(y) == len(p) + 1 and y[-1] == 1:
        return y[:-1], p
    return y, p


def broadcast(y: Sizes, p: Sizes) -> Outcome:
    """An element-wise operation on both."""
    sizes = together(y, p)
    if sizes is None:
        return Outcome.RAISES
    return Outcome.FITS if prod(sizes) == prod(y) == prod(p) else Outcome.BROADCASTS


def together(y: Sizes, p: Sizes) -> Sizes | None:
    """The sizes to which two shapes broadcast; None: they do not."""
    rank = max(len(y), len(p))
    sizes = []
    for a, b in zip((1,) * (rank - len(y)) + y, (1,) * (rank - len(p)) + p, strict=True):
        if a != b and 1 not in (a, b):
            return None
        sizes.append(b if a == 1 else a)
    return tuple(sizes)


def _sparse(keras: int, y: Sizes, p: Sizes) -> Outcome:
    """Class ids, one for each row of the output."""
    if keras == 3:
        # The loss looks at the label's last axis, then the function behind it does again.
        if len(y) == len(p) and y[-1] == 1:
            y = y[:-1]
        return Outcome.FITS if y == p[:-1] else Outcome.RAISES
    if len(y) != len(p) - 1:
        return Outcome.FITS if prod(y) == prod(p[:-1]) else Outcome.RAISES
    return Outcome.FITS if y == p[:-1] else Outcome.RAISES


def _generalized(y: Sizes, p: Sizes) -> Outcome:
    """Class ids, which are encoded, whatever their shape."""
    return broadcast((*y, p[-1]), p)


def _ctc(y: Sizes, p: Sizes) -> Outcome:
    """Labels (batch, length) and an output (batch, steps, classes)."""
    return Outcome.FITS if len(y) == 2 and len(p) == 3 else Outcome.RAISES


def _circle(y: Sizes, p: Sizes) -> Outcome:
    """One class id for each embedding; every two of a batch are compared."""
    products = _products(p)
    if len(y) == 1:
        y = (*y, 1)
    count = prod(y)
    equal = together(y, y[::-1])
    others = together(equal, (count, count)) if equal else None
    pairs = together(others, products) if others and products is not None else None
    if pairs is None:
        return Outcome.RAISES
    is_told = len(p) == 2 and not others == pairs == products
    return Outcome.BROADCASTS if is_told else Outcome.FITS


def _products(p: Sizes) -> Sizes | None:
    """The sizes of the product of embeddings with themselves, all their axes turned; None: it
    cannot be computed."""
    if len(p) < 2:
        return ()
    turned = p[::-1]
    before = together(p[:-2], turned[:-2])
    return (*before, p[-2], turned[-1]) if before is not None and p[-1] == turned[-2] else None


OF_ITS_OWN = {GENERALIZED: _generalized, CTC: _ctc, CIRCLE: _circle}
"""Losses of Keras 3 whose labels are no part of the output's shape."""
