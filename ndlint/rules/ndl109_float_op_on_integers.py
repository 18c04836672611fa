"""NDL109."""

from collections.abc import Iterator

from ndlint.events import Arithmetic, Contract, Converts, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.kernels import refused_by, taken_by
from ndlint.values.array import Array
from ndlint.values.conversion import PYTHON_NUMBERS, tensor_of

WANTED = {
    Contract.ELEMENTS: "float32",
    Contract.INTEGERS: "int32",
    Contract.BOOLEANS: "bool",
}
"""What to cast to where a contract is broken."""


class FloatOpOnIntegers(Rule):
    """An operation that exists for floating-point numbers gets integers or booleans.

    ## What it does
    Finds `tf.sqrt`, `tf.exp`, `tf.nn.softmax` and their like of integers or booleans, and
    convolutions, pooling and activation layers that are called on such data. And matrix products,
    powers and `tf.math.squared_difference` of integers for which there are none, as uint8; and
    operators between a tensor of booleans and a number of Python's.

    ## Why is this bad
    TensorFlow promotes nothing: it has no square root of integers, as NumPy has, and raises
    InvalidArgumentError, TypeError or ValueError ("Value for attr 'T' of int64 is not in the
    list of allowed values"). Keras casts floating-point data to the dtype of a layer, and leaves
    integers and booleans as they are. A functional model casts what it is fed to the dtype of
    its input; a layer that is called by itself does not.

    ## Example
    ```python
    counts = np.array([1, 4, 9])
    roots = tf.sqrt(counts)
    ```

    ## Use instead
    ```python
    counts = np.array([1, 4, 9])
    roots = tf.sqrt(counts.astype("float32"))
    ```

    ## Fix safety
    There is none yet.
    """

    code = "NDL109"
    name = "float-op-on-integers"
    effect = Effect.CRASH
    of_dtypes = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "layers = keras.layers\nimages = np.ones((2, 4, 4, 1), 'uint8')\n"
    )
    bad = [
        Example(
            _START + "layers.Conv2D(1, 2)(images)\n",
            raises="Incompatible type conversion requested",
            raises_on_2="Value for attr 'T' of uint8 is not",
        ),
        Example(
            _START + "layers.AveragePooling2D(2)(tf.constant(images))\n",
            raises="Value for attr 'T' of uint8 is not in the list of allowed values",
        ),
        Example(
            _START + "layers.MaxPooling2D()(images > 0)\n",
            raises="Value for attr 'T' of bool is not in the list of allowed values",
        ),
        Example(
            _START + "layers.LSTM(1)(images[..., 0])\n",
            raises="Could not find device for node",
            keras=(2,),
        ),
        Example(
            _START + "layers.Add()([images, tf.ones((2, 4, 4, 1))])\n",
            raises="InvalidArgumentError",
            keras=(2,),
        ),
        Example(
            _START + "tf.sqrt(np.array([1, 4, 9]))\n",
            raises="Value for attr 'T' of int64 is not in the list of allowed values",
        ),
        Example(
            _START + "tf.nn.softmax(tf.constant([1, 2, 3]))\n",
            raises="Value for attr 'T' of int32 is not in the list of allowed values",
        ),
        Example(
            _START + "keras.ops.sigmoid(np.array([1, 4, 9]))\n",
            raises="Value for attr 'T' of int64 is not in the list of allowed values",
            keras=(3,),
        ),
        Example(
            _START + "tf.exp(2)\n",
            raises="Value for attr 'T' of int32 is not in the list of allowed values",
        ),
        Example(
            _START + "w = np.ones((4, 2), 'float32')\n"
            "tf.matmul(tf.constant(images[0, :, :, 0]), w)\n",
            raises="Could not find device for node",
        ),
        Example(
            _START + "tf.math.squared_difference(tf.constant(images), images)\n",
            raises="Value for attr 'T' of uint8 is not in the list of allowed values",
        ),
        Example(_START + "r = 1 - (tf.constant(images) > 0)\n", raises="Cannot convert 1"),
        Example(
            _START + "tf.constant(images) ** 2\n",
            raises="Value for attr 'T' of uint8 is not in the list of allowed values",
        ),
    ]
    good = [
        Example(_START + "layers.Conv2D(1, 2)(images.astype('float32'))\n"),
        Example(_START + "layers.AveragePooling2D(2)(tf.cast(images, tf.float32))\n"),
        Example(_START + "layers.MaxPooling2D()(images)\nlayers.Dense(1)(images)\n"),
        Example(
            _START + "model = keras.Sequential([keras.Input((4, 4, 1)), layers.Conv2D(1, 2)])\n"
            "model(images)\nmodel.predict(images, verbose=0)\n"
        ),
        Example(_START + "layers.Add()([images.astype('float64'), tf.ones((2, 4, 4, 1))])\n"),
        Example(_START + "tf.sqrt(np.array([1.0, 4, 9]))\n"),
        Example(_START + "tf.nn.softmax(tf.constant([1.0, 2, 3]))\ntf.nn.relu(np.arange(3))\n"),
        Example(_START + "tf.exp(2.0)\n"),
        Example(_START + "keras.ops.sqrt(np.array([1, 4, 9]))\n", keras=(3,)),
        Example(
            _START + "w = np.ones((4, 2), 'float32')\n"
            "tf.matmul(tf.cast(images[0, :, :, 0], tf.float32), w)\n"
        ),
        Example(
            _START + "tf.math.squared_difference(tf.cast(images, tf.int32), images)\n"
            "tf.matmul(np.ones((2, 2), 'int64'), np.ones((2, 2), 'int64'))\n"
        ),
        Example(_START + "tf.constant(images) * 2 + images\ntf.constant(3, tf.int8) ** 2\n"),
    ]

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """An operation that has no kernel for the integers of its tensors."""
        if event.in_graph:
            return  # It is made without a look for a kernel.
        refused = refused_by(event.does)
        computed = _computed(event) if refused else None
        if computed is not None and computed.dtype.is_one_of(refused):
            yield self.finding(
                event,
                f"{event.call}: it takes {taken_by(event.does)} only, and gets {computed.dtype}; "
                "cast it first, with tf.cast(..., tf.float32)",
                computed.origins.dtype,
            )

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A function or a layer that does not take the dtype that it gets."""
        wanted = WANTED.get(event.contract)
        if wanted:
            arrays = [o for o in event.operands if isinstance(o, Array)]
            trace = tuple(step for array in arrays for step in array.origins.dtype)
            yield self.finding(
                event, f"{event.call}: {event.message}; {_advice(arrays, wanted)}", trace
            )


def _computed(event: Arithmetic) -> Array | None:
    """The operand whose dtype is that of all, once they are converted; None: not known."""
    if not all(isinstance(o, Array) or type(o) in PYTHON_NUMBERS for o in event.operands):
        return None  # it may have an operator of its own
    deciding = event.tensors
    if event.converts is not Converts.TO_TENSOR or not deciding:
        given = event.operands[:1] if event.converts is Converts.TO_FIRST else event.operands
        made = [tensor_of(operand) for operand in given]
        deciding += tuple(tensor for tensor in made if tensor is not None)
        if None in made:
            return None
    return deciding[0] if len({tensor.dtype for tensor in deciding}) == 1 else None


def _advice(arrays: list[Array], wanted: str) -> str:
    if not arrays:
        return "write a floating-point number"
    is_tensor = any(array.is_tensor for array in arrays)
    cast = f"tf.cast(..., tf.{wanted})" if is_tensor else f'.astype("{wanted}")'
    return f"cast it first, with {cast}"
