"""Layers that size, crop and augment images."""

from random import Random

from tests.knowledge.keras.kinds.making import FLOATS, Kind, Make, choose, data_format

NUMBERS = (*FLOATS, "bool")
COLOURED = (1, 3, 3, 3, 4, 6, 8)
"""Sizes among which are the usual numbers of channels."""


def sized(random: Random) -> str:
    """A height and a width; Keras 2 knows no data format."""
    height, width = random.randint(1, 5), random.randint(1, 5)
    sizes = random.choice((f"{height}, {width}", f"height={height}, width={width}"))
    return ", ".join(filter(None, (sizes, data_format(random))))


def resizing(random: Random) -> str:
    ways = (
        "", "interpolation='bicubic'", "interpolation='nearest'", "crop_to_aspect_ratio=True",
        "pad_to_aspect_ratio=True, fill_value=1.0", "antialias=True",
    )  # fmt: skip
    return ", ".join(filter(None, (sized(random), random.choice(ways))))


def formatted(*texts: str) -> Make:
    """One of the texts, and a data format."""
    return lambda random: ", ".join(filter(None, (random.choice(texts), data_format(random))))


BOTH = {
    "RandomBrightness": ("0.5", "0.2, (0, 1)", "factor=(-0.1, 0.1)"),
    "RandomContrast": ("0.5", "factor=(0.1, 0.2)"),
    "RandomFlip": ("", "'horizontal'", "mode='vertical', seed=1"),
    "RandomRotation": ("0.2", "(-0.1, 0.1), fill_mode='constant'"),
    "RandomTranslation": ("0.1, 0.2", "height_factor=0.1, width_factor=(-0.1, 0.2)"),
    "RandomZoom": ("0.2", "(-0.1, 0.2), width_factor=0.1", "0.2, 0.2, 'nearest'"),
}
ONLY_3 = {
    "AugMix": ("", "(0, 1)"),
    "AutoContrast": ("", "value_range=(0, 1)"),
    "ContrastLimitedAdaptiveHistogramEqualization": ("", "tile_grid_size=(2, 2)"),
    "CutMix": ("", "factor=0.5"),
    "Equalization": ("", "bins=16"),
    "MaxNumBoundingBoxes": ("3", "max_number=2"),
    "MixUp": ("", "alpha=0.5"),
    "RandAugment": ("", "num_ops=1"),
    "RandomColorDegeneration": ("0.5", "factor=(0.2, 0.4)"),
    "RandomColorJitter": ("", "brightness_factor=0.2, hue_factor=0.2"),
    "RandomElasticTransform": ("", "factor=0.5"),
    "RandomErasing": ("", "factor=0.5"),
    "RandomGaussianBlur": ("", "kernel_size=5"),
    "RandomGrayscale": ("", "factor=1.0"),
    "RandomHue": ("0.5", "factor=0.2, value_range=(0, 1)"),
    "RandomInvert": ("", "0.5"),
    "RandomPerspective": ("", "factor=0.5, scale=0.5"),
    "RandomPosterization": ("4", "factor=2"),
    "RandomSaturation": ("0.5", "factor=0.2, value_range=(0, 1)"),
    "RandomSharpness": ("0.5", "factor=0.2"),
    "RandomShear": ("", "0.2, 0.2"),
    "Solarization": ("", "addition_factor=10.0, threshold_factor=100.0"),
}
PIPED = (
    "[layers.RandomFlip(), layers.RandomRotation(0.2)]",
    "layers=[layers.Resizing(3, 2), layers.Rescaling(1 / 255)]",
    "[layers.RandomContrast(0.2), layers.Resizing(2, 2)]",
)

IMAGES: dict[str, Kind] = {
    "CenterCrop": Kind(sized, 4, dtypes=NUMBERS),
    "RandomCrop": Kind(sized, 4, dtypes=NUMBERS),
    "Resizing": Kind(resizing, 4, dtypes=NUMBERS),
    "RandomHeight": Kind(choose("0.5", "factor=(0.1, 0.4)"), 4),
    "RandomWidth": Kind(choose("0.5", "factor=(0.1, 0.4)"), 4),
    **{name: Kind(choose(*texts), 4, dtypes=NUMBERS) for name, texts in BOTH.items()},
    **{
        name: Kind(formatted(*texts), 4, dtypes=NUMBERS, keras=(3,), sizes=COLOURED)
        for name, texts in ONLY_3.items()
    },
    "Pipeline": Kind(choose(*PIPED), 4, keras=(3,)),
}
"""How each layer class is tried."""
