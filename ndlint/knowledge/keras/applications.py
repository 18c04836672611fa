"""Pretrained models: `keras.applications`."""

from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.models import UNKNOWN_MODEL
from ndlint.knowledge.keras.tensors import declared_shape, with_batch
from ndlint.knowledge.registry import family
from ndlint.values.base import NOTHING, Bool, Str, Tuple, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM
from ndlint.values.dtype import FLOAT32
from ndlint.values.keras import KerasTensor, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape


def application(path: str, arguments: Arguments) -> Value:
    """A pretrained model: its input where `input_shape` names it, the rank of its output."""
    options = arguments.keywords
    sizes = elements(options.get("input_shape", NOTHING))
    own_input = options.get("input_tensor", NOTHING) == NOTHING
    if sizes is None or len(sizes) != 3 or not own_input or not arguments.complete:
        return UNKNOWN_MODEL
    whole = with_batch(declared_shape(Tuple(sizes)) or UNKNOWN_SHAPE)
    start = KerasTensor(whole, FLOAT32)
    is_open = options.get("include_top") == Bool(False)
    pools = options.get("pooling", NOTHING)
    if arguments.positional or "include_top" not in options:
        output = UNKNOWN_SHAPE
    elif is_open and pools == NOTHING:
        output = Shape((FREE, UNKNOWN_DIM, UNKNOWN_DIM, UNKNOWN_DIM))
    else:
        output = Shape((FREE, UNKNOWN_DIM)) if isinstance(pools, Str) else UNKNOWN_SHAPE
    return Model(sequential=False, inputs=(start,), outputs=(KerasTensor(output, FLOAT32),))


for _module in (
    "", ".convnext", ".densenet", ".efficientnet", ".efficientnet_v2", ".inception_resnet_v2",
    ".inception_v3", ".mobilenet", ".mobilenet_v2", ".mobilenet_v3", ".nasnet", ".resnet",
    ".resnet50", ".resnet_v2", ".vgg16", ".vgg19", ".xception",
):  # fmt: skip
    family(f"keras.applications{_module}")(application)
