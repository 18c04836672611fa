"""NDL511."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.base import leaves
from ndlint.values.keras import shape_trace


class ImageGeneratorRank(Rule):
    """`ImageDataGenerator` is given images that have not four axes.

    ## What it does
    Finds `flow` and `fit` of `ImageDataGenerator` with an array of another rank than 4: without
    channels, one image alone, or images that are rows.

    ## Why is this bad
    It raises ValueError, "Input data in `NumpyArrayIterator` should have rank 4".

    ## Example
    ```python
    batches = ImageDataGenerator().flow(x, y)  # x of shape (60000, 28, 28)
    ```

    ## Use instead
    ```python
    batches = ImageDataGenerator().flow(x[..., np.newaxis], y)
    ```

    ## Fix safety
    No fix: where the axis is missing is the author's to know.
    """

    code = "NDL511"
    name = "image-generator-rank"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "x, y = np.ones((4, 8, 8), 'float32'), np.ones(4)\n"
        "images = keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True)\n"
    )
    bad = [
        Example(_START + "batches = images.flow(x, y)\n", raises="should have rank 4"),
        Example(
            _START + "batches = images.flow(x.reshape(4, -1), batch_size=2)\n",
            raises="should have rank 4",
        ),
        Example(_START + "images.fit(x)\n", raises="should have rank 4"),
    ]
    good = [
        Example(_START + "batches = images.flow(x[..., np.newaxis], y)\n"),
        Example(_START + "batches = images.flow(x.reshape(4, 8, 8, 1), batch_size=2)\n"),
        Example(_START + "images.fit(x[..., np.newaxis])\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """Images that are refused."""
        if event.contract is Contract.IMAGES:
            arrays = [leaf for operand in event.operands for leaf in leaves(operand)]
            told = f"{event.call}: {event.message}, and it raises"
            yield self.finding(event, told, shape_trace(arrays))
