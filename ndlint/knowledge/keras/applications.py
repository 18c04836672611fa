"""Pretrained models, `keras.applications`: the shapes that they take and return.

Source: measured on Keras 3.15 and tf_keras 2.21, each built without weights on images of many
sizes; weights do not change a shape.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct

from ndlint.events import Contract
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.layers.base import layer
from ndlint.knowledge.keras.models import UNKNOWN_MODEL
from ndlint.knowledge.keras.structure import APPLICATION
from ndlint.knowledge.keras.tensors import declared_shape, with_batch
from ndlint.knowledge.registry import Refusal, family
from ndlint.target import current
from ndlint.values import shape as shapes
from ndlint.values.base import NOTHING, Bool, Int, Nothing, Str, Tuple, Value, elements
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, render
from ndlint.values.dtype import FLOAT32
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

ROUNDING: dict[str, Callable[[int, bool], int]] = {
    "up": lambda size, is_known: -(-size // 2),
    "down": lambda size, is_known: size // 2,
    "padded": lambda size, is_known: -(-size // 2) if is_known else size // 2,
    "strided": lambda size, is_known: (size - 1) // 2,
    "trimmed": lambda size, is_known: size - 2,
}
"""What a layer that makes images smaller does to their height or width; one of them looks at
whether that was known when the model was built."""
VGG = ("down",) * 5
RESNET = ("up",) * 5
DENSENET = ("up", "up", "down", "down", "down")
EFFICIENTNET = ("padded",) * 5
INCEPTION = ("strided", "trimmed", "strided", "trimmed", "strided", "strided", "strided")
MOBILENET = ("up", "down", "down", "down", "down")
MOBILENET_2 = ("up", "padded", "padded", "padded", "padded")
NASNET = ("strided", "up", "up", "up", "up")
XCEPTION = ("strided", "trimmed", "up", "up", "up", "up")


class Architecture(Struct, frozen=True):
    """The channels that the last convolution makes, what the layers do to the height and width,
    and the size of the images where the program names none: with the classifier, and without it
    in Keras 3 (in Keras 2, it is free)."""

    channels: int
    steps: tuple[str, ...]
    size: Dim = 224
    bare_size: Dim = FREE


ARCHITECTURES: dict[str, Architecture] = {
    "ConvNeXtTiny": Architecture(768, VGG),
    "ConvNeXtSmall": Architecture(768, VGG),
    "ConvNeXtBase": Architecture(1024, VGG),
    "ConvNeXtLarge": Architecture(1536, VGG),
    "ConvNeXtXLarge": Architecture(2048, VGG),
    "DenseNet121": Architecture(1024, DENSENET),
    "DenseNet169": Architecture(1664, DENSENET),
    "DenseNet201": Architecture(1920, DENSENET),
    "EfficientNetB0": Architecture(1280, EFFICIENTNET),
    "EfficientNetB1": Architecture(1280, EFFICIENTNET, 240),
    "EfficientNetB2": Architecture(1408, EFFICIENTNET, 260),
    "EfficientNetB3": Architecture(1536, EFFICIENTNET, 300),
    "EfficientNetB4": Architecture(1792, EFFICIENTNET, 380),
    "EfficientNetB5": Architecture(2048, EFFICIENTNET, 456),
    "EfficientNetB6": Architecture(2304, EFFICIENTNET, 528),
    "EfficientNetB7": Architecture(2560, EFFICIENTNET, 600),
    "EfficientNetV2B0": Architecture(1280, RESNET),
    "EfficientNetV2B1": Architecture(1280, RESNET, 240),
    "EfficientNetV2B2": Architecture(1408, RESNET, 260),
    "EfficientNetV2B3": Architecture(1536, RESNET, 300),
    "EfficientNetV2S": Architecture(1280, RESNET, 384),
    "EfficientNetV2M": Architecture(1280, RESNET, 480),
    "EfficientNetV2L": Architecture(1280, RESNET, 480),
    "InceptionResNetV2": Architecture(1536, INCEPTION, 299),
    "InceptionV3": Architecture(2048, INCEPTION, 299),
    "MobileNet": Architecture(1024, MOBILENET),
    "MobileNetV2": Architecture(1280, MOBILENET_2),
    "MobileNetV3Large": Architecture(960, MOBILENET_2, FREE),
    "MobileNetV3Small": Architecture(576, MOBILENET_2, FREE),
    "NASNetLarge": Architecture(4032, NASNET, 331),
    "NASNetMobile": Architecture(1056, NASNET, bare_size=224),
    **{
        f"ResNet{depth}{version}": Architecture(2048, RESNET)
        for depth in (50, 101, 152)
        for version in ("", "V2")
    },
    "VGG16": Architecture(512, VGG),
    "VGG19": Architecture(512, VGG),
    "Xception": Architecture(2048, XCEPTION, 299),
}
NORMALIZING = ("ConvNeXt", "EfficientNet")
"""They begin with a normalization of each channel, which makes several of one."""
PREPROCESSING = "include_preprocessing"
UNCHANGING = frozenset({
    "include_top", "weights", "input_shape", "pooling", "classes", "classifier_activation", "name",
    "dropout", "dropout_rate", PREPROCESSING,
})  # fmt: skip
"""Arguments that are understood, or do not change a shape."""
SCALING = frozenset({"alpha", "depth_multiplier", "minimalistic"})
"""Arguments of the MobileNets that change how many channels come out."""


@layer(APPLICATION)
def whole(layer: Layer, x: Shape) -> Shape:
    """Shape: (batch, height, width, 3) -> (batch, classes), (batch, channels) where they are
    pooled, or (batch, smaller height, smaller width, channels)."""
    given, classes = layer.option("architecture"), layer.option("classes")
    name = given.text or "" if isinstance(given, Str) else ""
    known = ARCHITECTURES.get(name)
    if known is None or x.rank != 4 or layer.built is None:
        return UNKNOWN_SHAPE
    _check_channels(name, layer.built.dims[-1], x)
    if isinstance(classes, Int):
        return Shape((x.dims[0], classes.size))
    channels = known.channels if layer.option("scaled") == Bool(False) else UNKNOWN_DIM
    if layer.option("pooling") != NOTHING:
        return Shape((x.dims[0], channels))
    sizes = layer.built.dims[1:3]
    if len({size is FREE for size in sizes}) != 1 or UNKNOWN_DIM in sizes:
        return Shape((x.dims[0], UNKNOWN_DIM, UNKNOWN_DIM, channels))
    smaller = [_smaller(size, known.steps, sizes[0] is not FREE) for size in x.dims[1:3]]
    return Shape((x.dims[0], *smaller, channels))


def _check_channels(name: str, expected: Dim, x: Shape) -> None:
    """Raises: Refusal for images of other channels than the first convolution was built for."""
    broadcasts = name.startswith(NORMALIZING) and x.dims[-1] == 1
    if shapes.conflict(expected, x.dims[-1]) and not broadcasts:
        told = f"{name} takes images of {render(expected)} channels, and gets {x}"
        if x.dims[-1] == 1:
            told += f" (np.repeat(..., {render(expected)}, axis=-1) makes them of one)"
        raise Refusal("ValueError", told, Contract.LAYER_INPUT)


def _smaller(size: Dim, steps: tuple[str, ...], is_known: bool) -> Dim:
    if size is FREE:
        return FREE
    if not isinstance(size, int):
        return UNKNOWN_DIM
    left = size
    for step in steps:
        left = ROUNDING[step](left, is_known)
    return left if left > 0 else UNKNOWN_DIM


def application(path: str, arguments: Arguments) -> Value:
    """A pretrained model, as one layer between its input and its output."""
    name, options = path.rpartition(".")[2], arguments.keywords
    known = ARCHITECTURES.get(name)
    own_input = options.get("input_tensor", NOTHING) == NOTHING
    if not arguments.complete or not own_input:
        return UNKNOWN_MODEL
    is_by_name = not arguments.positional  # their order differs
    has_top = options.get("include_top", Bool(True)) if is_by_name else NOTHING
    truth = has_top.truth if isinstance(has_top, Bool) else None
    start = KerasTensor(_input(options.get("input_shape", NOTHING), known, truth), FLOAT32)
    if start.shape == UNKNOWN_SHAPE:
        return UNKNOWN_MODEL
    is_usual = is_by_name and options.keys() <= UNCHANGING | SCALING and current().usual_format
    is_understood = known is not None and is_usual
    end = _end(name, options, truth, start) if is_understood else KerasTensor()
    return Model(sequential=False, inputs=(start,), outputs=(end,))


def _input(given: Value, known: Architecture | None, has_top: bool | None) -> Shape:
    """The declared input; unknown where it is not known."""
    sizes = elements(given)
    if sizes is not None and len(sizes) == 3:
        return with_batch(declared_shape(Tuple(sizes)) or UNKNOWN_SHAPE)
    if given != NOTHING or known is None or has_top is None or not current().usual_format:
        return UNKNOWN_SHAPE
    bare_size = known.bare_size if current().keras == 3 else FREE
    size = known.size if has_top else bare_size
    return Shape((FREE, size, size, 3))


def _end(
    name: str, options: Mapping[str, Value], has_top: bool | None, start: KerasTensor
) -> KerasTensor:
    pooling = options.get("pooling", NOTHING)
    if has_top is None or not isinstance(pooling, Str | Nothing):
        return KerasTensor(UNKNOWN_SHAPE, FLOAT32)
    classes = options.get("classes", Int(1000)) if has_top else NOTHING
    if has_top and not isinstance(classes, Int):
        classes = Int()
    made = Layer(
        APPLICATION,
        (
            ("architecture", Str(name)),
            ("classes", classes),
            ("pooling", pooling),
            ("scaled", Bool(not options.keys().isdisjoint(SCALING))),
            (PREPROCESSING, options.get(PREPROCESSING, Bool(True))),
        ),
        built=start.shape,
    )
    return KerasTensor(whole(made, start.shape), FLOAT32, made, (start,))


for _module in (
    "", ".convnext", ".densenet", ".efficientnet", ".efficientnet_v2", ".inception_resnet_v2",
    ".inception_v3", ".mobilenet", ".mobilenet_v2", ".mobilenet_v3", ".nasnet", ".resnet",
    ".resnet50", ".resnet_v2", ".vgg16", ".vgg19", ".xception",
):  # fmt: skip
    family(f"keras.applications{_module}")(application)
