"""Pixels from 0 to 255 that Keras brings into another range: `Rescaling`, pretrained models that
begin with it, and their `preprocess_input`.

Source: Keras 3.15 and tf_keras 2.21, `applications/*.py` and `imagenet_utils.preprocess_input`.
"""

from msgspec.structs import replace

from ndlint.events import Preparation, Prepared
from ndlint.knowledge.binding import as_number
from ndlint.knowledge.keras.entrances import HANDING_ON, first_layers
from ndlint.knowledge.keras.structure import APPLICATION
from ndlint.knowledge.registry import Changed, models, observes
from ndlint.target import current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Str, Value
from ndlint.values.conversion import as_array
from ndlint.values.dtype import FLOAT32, UNKNOWN_DTYPE
from ndlint.values.facts import UNKNOWN_FACTS, is_scale
from ndlint.values.fed import Rescaled
from ndlint.values.keras import Layer, Model

MOVING = HANDING_ON | {
    "CenterCrop", "Cropping2D", "RandomCrop", "RandomFlip", "RandomRotation", "RandomTranslation",
    "RandomZoom", "Resizing", "ZeroPadding2D",
}  # fmt: skip
"""Layers that return pixels in the range in which they get them."""
RESCALING = ("EfficientNet", "MobileNetV3", "ConvNeXt")
"""What the names of architectures begin with that take pixels from 0 to 255."""
SCALING = (
    "densenet", "inception_resnet_v2", "inception_v3", "mobilenet", "mobilenet_v2", "nasnet",
    "resnet", "resnet50", "resnet_v2", "vgg16", "vgg19", "xception",
)  # fmt: skip
"""Modules whose `preprocess_input` divides by 127.5 or 255, or subtracts means of about 115."""
KEEPING = ("convnext", "efficientnet", "efficientnet_v2", "mobilenet_v3")
"""Modules whose `preprocess_input` returns what it gets."""


def rescaled(model: Model, index: int) -> Rescaled | None:
    """What the model first does to pixels in its input of this number; None: nothing, or it is
    not known."""
    for layer in first_layers(model, index, MOVING):
        found = _rescales(layer)
        if found is not None:
            return found
    return None


def _rescales(layer: Layer) -> Rescaled | None:
    if layer.path == APPLICATION:
        name, includes = layer.option("architecture"), layer.option("include_preprocessing")
        is_so = isinstance(name, Str) and (name.text or "").startswith(RESCALING)
        if isinstance(name, Str) and name.text and is_so and includes == Bool(True):
            return Rescaled(name.text, 255)
        return None
    scale = layer.option("scale") if layer.name == "Rescaling" else None
    number = None if scale is None else as_number(scale)
    if not number or number < 0 or not is_scale(1 / number):
        return None
    return Rescaled("Rescaling", round(1 / number, 1), layer.origin)


def _preparing(x: Value, data_format: Value = NOTHING) -> Prepared | None:
    """Pixels that a pretrained model is to be given."""
    data = as_array(x)
    return None if data is None else Prepared(step=Preparation.RESCALED, data=data)


def _prepared(x: Value, data_format: Value = NOTHING) -> object:
    """The pixels as a pretrained model takes them. Shape: as x.

    Floats of an ndarray are changed in place; integers become float32. What becomes of a tensor
    of integers depends on the model: some raise. Source: truth case
    G.mobilenet_preprocess_inplace_f32.
    """
    if not isinstance(x, Array) or x.kind not in (Kind.NDARRAY, Kind.TENSOR):
        return UNKNOWN
    is_float = x.dtype.is_one_of(dtypes.FLOATS)
    is_whole = x.kind is Kind.NDARRAY and x.dtype.is_one_of(dtypes.INTEGERS)
    whole = FLOAT32 if is_whole else UNKNOWN_DTYPE
    usual = whole if current().usual_floatx else UNKNOWN_DTYPE
    made = Array(x.kind, x.dtype if is_float else usual, x.shape)
    is_changed = x.kind is Kind.NDARRAY and not x.dtype.is_one_of(dtypes.INTEGERS)
    return Changed(replace(x, facts=UNKNOWN_FACTS), made) if is_changed else made


def _kept(x: Value, data_format: Value = NOTHING) -> Value:
    """What it is given."""
    return x


for _module in SCALING:
    observes(f"keras.applications.{_module}.preprocess_input")(_preparing)
    models(f"keras.applications.{_module}.preprocess_input", view=True)(_prepared)
for _module in KEEPING:
    models(f"keras.applications.{_module}.preprocess_input")(_kept)
