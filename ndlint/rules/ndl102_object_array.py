"""NDL102."""

from collections.abc import Iterator

from ndlint.events import Conversion, Feed
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array, Objects
from ndlint.values.base import Value
from ndlint.values.dtype import OBJECT


class ObjectArray(Rule):
    """An array of Python objects reaches a tensor or Keras, which take numbers.

    ## What it does
    Finds NumPy arrays of dtype object that become a tensor, or are given to `fit`,
    `evaluate`, `predict`, a batch method or a call of a model.

    ## Why is this bad
    It raises ValueError: "Failed to convert a NumPy array to a Tensor (Unsupported object
    type …)" or "Invalid dtype: object". NumPy makes such an array of rows of different
    lengths, of numbers with None among them, of mixed columns, and where `dtype=object` is
    asked for. An array of strings alone is taken by TensorFlow and not meant here.

    ## Example
    ```python
    x = np.array([[1.0, 2.0], [3.0, None]])
    tf.constant(x)
    ```

    ## Use instead
    ```python
    x = np.array([[1.0, 2.0], [3.0, None]]).astype("float32")  # None becomes NaN
    tf.constant(x)
    ```

    ## Fix safety
    Unsafe: what the missing or uneven elements are to become is the author's to know.
    """

    code = "NDL102"
    name = "object-array"
    effect = Effect.CRASH
    of_dtypes = True
    outranks = frozenset({"NDL201", "NDL202", "NDL203"})

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile(optimizer='sgd', loss='mse')\n"
        "y = np.ones((8, 1), 'float32')\n"
    )
    bad = [
        Example(
            _START + "t = tf.constant(np.array([1.0, None]))\n",
            raises="Unsupported object type",
        ),
        Example(
            _START + "t = tf.cast(np.array([[1, 2], [3]], dtype=object), tf.float32)\n",
            raises="Unsupported object type",
        ),
        Example(
            _START + "x = np.ones((8, 4)).astype(object)\nmodel.fit(x, y, verbose=0)\n",
            raises="ValueError: Invalid dtype: object",
            raises_on_2="Unsupported object type",
        ),
        Example(
            _START + "model(np.ones((8, 4), dtype=object))\n",
            raises="Unsupported object type",
        ),
        Example(
            _START + "rows = np.empty(8, dtype=object)\n"
            "d = tf.data.Dataset.from_tensor_slices(rows)\n",
            raises="Unsupported object type",
        ),
    ]
    good = [
        Example(_START + "t = tf.constant(np.array([1.0, None]).astype('float32'))\n"),
        Example(_START + "t = tf.ragged.constant([[1, 2], [3]])\n"),
        Example(
            _START + "x = np.ones((8, 4)).astype(object)\n"
            "model.fit(x.astype('float32'), y, verbose=0)\n"
        ),
        Example(_START + "t = tf.constant(np.ones(3, dtype=object), dtype=tf.float32)\n"),
        Example(_START + "t = tf.constant(np.array(['a', 'b'], dtype=object))\n"),
        Example(
            _START + "words = keras.layers.TextVectorization()\nwords.adapt(['a b', 'c'])\n"
            "text = keras.Sequential([keras.Input((1,), dtype='string'), words])\n"
            "text.predict(np.array(['a b', 'c'], dtype=object), verbose=0)\n"
        ),
    ]

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """An array of objects becomes a tensor; with a dtype, NumPy converts numbers first."""
        array = _of_objects(event.value)
        if array is None or array.objects is Objects.ANYTHING:
            return
        by_numpy = event.dtype is not None and not event.as_is_first
        if by_numpy and not array.objects.is_sequence:
            return
        yield self.finding(
            event,
            f"{event.call} of {array.described}: TensorFlow takes no Python objects and "
            f"raises; {_advice(array)}",
            array.origins.dtype,
        )

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Arrays of objects among what is fed."""
        for fed in event.inputs:
            array = _of_objects(fed.value)
            if array is None:
                continue
            # Objects that are strings may be taken by a model that takes strings.
            is_certain = fed.is_refused or array.objects is not Objects.ANYTHING
            if not is_certain and fed.role.endswith("x"):
                continue
            yield self.finding(
                event,
                f"{fed.role} of {event.call} is {array.described}: Keras takes no Python "
                f"objects and raises; {_advice(array)}",
                array.origins.dtype,
                Certainty.CERTAIN if is_certain else Certainty.LIKELY,
            )


def _advice(array: Array) -> str:
    if array.objects.is_sequence:
        return "make its rows equally long, with keras.utils.pad_sequences(...)"
    if array.objects is Objects.ANYTHING:
        return 'make numbers of its strings, if it has any, and write .astype("float32")'
    return 'convert it first, with .astype("float32")'


def _of_objects(value: Value) -> Array | None:
    """The value as an array of objects, of which it has some."""
    if not isinstance(value, Array) or not value.is_numpy or value.dtype != OBJECT:
        return None
    return None if 0 in value.shape.dims else value
