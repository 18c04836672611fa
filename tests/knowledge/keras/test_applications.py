"""Pretrained models: the shapes that they take and return, on Keras 3 and on Keras 2."""

from random import Random

import pytest

from ndlint.knowledge.keras.applications import ARCHITECTURES
from tests.knowledge.keras.test_building import check
from tests.knowledge.tensorflow.bulk import Program, exact
from tests.truth.reality import Reality

SMALL = ("MobileNet", "MobileNetV2", "VGG16", "MobileNetV3Small")
HEAVY = frozenset({"ConvNeXtXLarge", "ConvNeXtLarge", "EfficientNetB7", "NASNetLarge"})
"""Those that take a minute each, and so are tried once."""


def program(name: str, options: str) -> str:
    """A program that makes the model, and asks for its input and output."""
    return (
        f"model = keras.applications.{name}(weights=None{options})\n"
        "shape0 = model.input_shape\nshape1 = model.output_shape\n"
    )


def sized(name: str, seed: int) -> str:
    """One without its classifier, for images of some size, pooled or not."""
    random = Random(f"{name} {seed}")
    height, width = random.randint(75, 140), random.randint(75, 140)
    pooling = random.choice(("", "", ", pooling='avg'", ", pooling='max'"))
    return program(name, f", include_top=False, input_shape=({height}, {width}, 3){pooling}")


USES = {
    "a head": "base = keras.applications.MobileNetV2(include_top=False, weights=None, "
    "input_shape=(96, 96, 3))\nbase.trainable = False\n"
    "model = keras.Sequential([base, layers.GlobalAveragePooling2D(), layers.Dense(3)])\n"
    "shape0 = base.output_shape\nshape1 = model.output_shape\n",
    "a head without pooling": "base = keras.applications.MobileNet(include_top=False, "
    "weights=None, input_shape=(96, 96, 3))\nx = layers.Flatten()(base.output)\n"
    "model = keras.Model(inputs=base.input, outputs=layers.Dense(3)(x))\n"
    "shape0 = x.shape\nshape1 = model.output_shape\n",
    "images of any size": "base = keras.applications.MobileNet(include_top=False, weights=None)\n"
    "x = base(keras.Input((97, 131, 3)))\nshape0 = x.shape\nshape1 = base.output_shape\n"
    "shape2 = base(np.ones((2, 64, 75, 3), 'float32')).shape\n",
    "a classifier": "model = keras.applications.MobileNet(weights=None, classes=7, "
    "input_shape=(64, 64, 3))\nshape0 = model.output_shape\n"
    "shape1 = model(np.ones((2, 64, 64, 3), 'float32')).shape\n",
    "pooled": "base = keras.applications.VGG16(include_top=False, weights=None, "
    "input_shape=(64, 64, 3), pooling='avg')\n"
    "layers.GlobalAveragePooling2D()(base.output)  # refused\n",
    "another size": "base = keras.applications.MobileNet(include_top=False, weights=None, "
    "input_shape=(64, 64, 3))\nbase(keras.Input((96, 96, 3)))\n",
}
"""Programs that build on one."""


def test_a_few(real: Reality, keras: int) -> None:
    programs = {name: sized(name, 0) for name in SMALL}
    programs["any size"] = program("MobileNetV2", ", include_top=False")
    programs["any size, classified"] = program("MobileNetV3Small", ", classes=5")
    programs["one size"] = program("NASNetMobile", ", include_top=False")
    check(real, keras, programs)


def test_uses(real: Reality, keras: int) -> None:
    uses = dict(USES)
    if keras == 3:
        uses["another size"] = uses["another size"].rstrip() + "  # refused\n"
    check(real, keras, uses)


@pytest.mark.parametrize(
    ("name", "options"),
    [("MobileNetV2", ""), ("MobileNetV2", ", alpha=0.35"), ("VGG16", ""), ("EfficientNetB0", "")],
)
def test_images_of_another_depth(real: Reality, keras: int, name: str, options: str) -> None:
    programs = [
        Program(
            f"import numpy as np\nfrom tensorflow import keras\nbase = keras.applications.{name}("
            f"include_top=False, weights=None, input_shape=(64, 64, 3){options})\n"
            "model = keras.Sequential([base, keras.layers.Flatten(), keras.layers.Dense(2)])\n"
            f"{called}(np.ones((2, 64, 64, {channels}), 'float32'))\n",
            must_find=called,
        )
        for called in ("base", "base.predict", "model", "model.predict")
        for channels in (1, 3, 4)
    ]
    score = exact(real, programs, keras)
    assert score.raised == (4 if name == "EfficientNetB0" else 8)


@pytest.mark.nightly
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_architecture(real: Reality, keras: int, name: str) -> None:
    programs = {"any size": program(name, ", include_top=False")}
    if name not in HEAVY:
        programs |= {f"{name} {seed}": sized(name, seed) for seed in range(2)}
        programs["classifier"] = program(name, ", classes=5")
    check(real, keras, programs)
