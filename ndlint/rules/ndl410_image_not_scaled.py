"""NDL410."""

from collections.abc import Iterator

from ndlint.events import Preparation, Prepared
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.dtype import FLOATS


class ImageNotScaled(Rule):
    """`tf.image.convert_image_dtype` is given floats beyond 1, which it does not scale.

    ## What it does
    Looks at the range of images of floats that are given to `tf.image.convert_image_dtype`. What
    `tf.image.resize` returns are floats from 0 to 255, if pixels are.

    ## Why is this bad
    Nothing raises. The function brings integers into 0 to 1, and takes floats for scaled already:
    as floats they keep their range, as integers they wrap around.

    ## Example
    ```python
    image = tf.image.resize(pixels, (224, 224))
    image = tf.image.convert_image_dtype(image, tf.float32)
    ```

    ## Use instead
    ```python
    image = tf.image.convert_image_dtype(pixels, tf.float32)
    image = tf.image.resize(image, (224, 224))
    ```

    ## Fix safety
    There is no fix: whether the floats are pixels is the author's to know.
    """

    code = "NDL410"
    name = "image-not-scaled"
    effect = Effect.SILENT
    of_range = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\n"
        "pixels = np.arange(100, 148, dtype='uint8').reshape(4, 4, 3)\n"
    )
    bad = [
        Example(
            _START
            + "r = tf.image.convert_image_dtype(tf.image.resize(pixels, (2, 2)), tf.float32)\n",
            shows="r.numpy().max() > 100",
            has_fix=False,
        ),
        Example(
            _START + "r = tf.image.convert_image_dtype(pixels.astype('float32'), tf.float32)\n",
            shows="r.numpy().max() == 147",
            has_fix=False,
        ),
        Example(
            _START + "r = tf.image.convert_image_dtype(pixels.astype('float32'), tf.uint8)\n",
            shows="abs(r.numpy().astype(int) - pixels).max() > 2",
            has_fix=False,
        ),
    ]
    good = [
        Example(
            _START
            + "r = tf.image.resize(tf.image.convert_image_dtype(pixels, tf.float32), (2, 2))\n"
        ),
        Example(
            _START
            + "r = tf.image.convert_image_dtype(pixels.astype('float32') / 255, tf.float32)\n"
        ),
        Example(
            _START + "r = tf.image.convert_image_dtype(pixels.astype('float32') / 255, tf.uint8)\n"
        ),
    ]

    def on_prepared(self, event: Prepared) -> Iterator[Finding]:
        """Images of floats that get another dtype."""
        facts = event.data.facts
        is_float = event.data.dtype.is_one_of(FLOATS)
        if event.step is not Preparation.CONVERTED or not is_float or not _is_beyond(event):
            return
        yield self.finding(
            event,
            f"{event.call} scales integers only, and gets floats from {facts.low:g} to "
            f"{facts.high:g}, where it expects 0 to 1; convert before they become floats, or "
            "divide by 255",
            event.data.origins.dtype,
            Certainty.CERTAIN if facts.low > 1 or facts.reached else Certainty.LIKELY,
        )


def _is_beyond(event: Prepared) -> bool:
    """Whether an element is greater than 1, or may be as great as a pixel."""
    facts = event.data.facts
    if facts.low > 1 or (facts.reached and facts.high > 1):
        return True
    return facts.low == 0 and round(facts.high) in (255, 65535)
