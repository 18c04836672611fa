"""NDL406."""

from collections.abc import Iterator
from math import isfinite

from ndlint.events import Feed, Preparation, Prepared
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.facts import looks_scaled


class ScaledTwice(Rule):
    """Pixels that were scaled already are scaled once more.

    ## What it does
    Finds arrays and tensors that were divided by 255 or the like, or whose numbers lie from 0 to 1
    and have fractions, on their way into a model that begins with `Rescaling(1 / 255)`, as
    EfficientNet, MobileNetV3 and ConvNeXt do by themselves, or into a `preprocess_input` that takes
    pixels from 0 to 255. Of random numbers from 0 to 1 only a run that is watched tells.

    ## Why is this bad
    Nothing raises. All images become nearly the same: numbers from 0 to 0.004 are left, or from -1
    to -0.99.

    ## Example
    ```python
    model = keras.Sequential([keras.layers.Rescaling(1 / 255), keras.layers.Conv2D(8, 3)])
    model.predict(images / 255)
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.layers.Rescaling(1 / 255), keras.layers.Conv2D(8, 3)])
    model.predict(images)
    ```

    ## Fix safety
    There is no fix: which of the two is to go is the author's to know.
    """

    code = "NDL406"
    name = "scaled-twice"
    effect = Effect.SILENT
    of_range = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "layers = keras.layers\n"
        "x = np.arange(0, 250, dtype='uint8').reshape(2, 5, 5, 5)\n"
    )
    _MODEL = (
        "model = keras.Sequential([keras.Input((5, 5, 5)), layers.RandomFlip(), "
        "layers.Rescaling(1.0 / 255), layers.Flatten()])\n"
    )
    _IMAGE = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.full((1, 4, 4, 3), 200, 'uint8')\n"
    )
    bad = [
        Example(
            _START + _MODEL + "r = model.predict(x.astype('float32') / 255, verbose=0)\n",
            shows="float(np.max(r)) < 0.004",
        ),
        Example(
            _START + _MODEL + "r = model(tf.cast(x, tf.float32) * (1 / 255))\n",
            shows="float(np.max(r)) < 0.004",
        ),
        Example(
            _IMAGE + "r = keras.applications.mobilenet_v2.preprocess_input(x / 255)\n",
            shows="float(np.max(r)) < -0.99",
        ),
        Example(
            _IMAGE + "from tensorflow.keras.applications.vgg16 import preprocess_input\n"
            "r = preprocess_input(x.astype('float32') / 255.0)\n",
            shows="float(np.max(r)) < -100",
        ),
    ]
    good = [
        Example(_START + _MODEL + "r = model.predict(x, verbose=0)\n"),
        Example(_START + _MODEL + "r = model(tf.cast(x, tf.float32))\n"),
        Example(_IMAGE + "r = keras.applications.mobilenet_v2.preprocess_input(x)\n"),
        Example(
            _IMAGE + "from tensorflow.keras.applications.vgg16 import preprocess_input\n"
            "r = preprocess_input(x.astype('float32'))\n"
        ),
        Example(_IMAGE + "r = keras.applications.efficientnet.preprocess_input(x / 255)\n"),
        Example(
            _START + _MODEL + "r = model.predict(np.ones((1, 5, 5, 5), 'float32'), verbose=0)\n"
        ),
        Example(
            _START + _MODEL + "y = x.astype('float32') / 255\n"
            "r = model.predict(y * np.float32(255), verbose=0)\n"
        ),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Arrays that reach a model which scales them first."""
        for fed in event.inputs:
            step = fed.rescaled
            if step is not None and isinstance(fed.value, Array):
                yield self.finding(
                    event,
                    f"{fed.role} of {event.call} {_is_scaled(fed.value)}, and the model divides by "
                    f"{step.divisor:g} once more, in {step.name}; give it pixels from 0 to 255",
                    (*fed.value.origins.dtype, *step.origin),
                    _certainty(fed.value),
                )

    def on_prepared(self, event: Prepared) -> Iterator[Finding]:
        """Arrays that are to be brought into the range of a pretrained model."""
        if event.step is Preparation.RESCALED and looks_scaled(event.data.facts):
            yield self.finding(
                event,
                f"{event.call} takes pixels from 0 to 255, and is given an array that "
                f"{_is_scaled(event.data)}; give it the pixels themselves",
                event.data.origins.dtype,
                _certainty(event.data),
            )


def _is_scaled(array: Array) -> str:
    """What shows that the pixels were scaled already."""
    facts = array.facts
    if facts.scaled and not isfinite(facts.high):
        return "was divided by the range of pixels before"
    return f"has numbers from {facts.low:g} to {facts.high:g}"


def _certainty(array: Array) -> Certainty:
    """Whether such numbers are images, and no test of how a model runs, is likely at best."""
    facts = array.facts
    return Certainty.LIKELY if facts.scaled or facts.has_ends else Certainty.UNPROVEN
