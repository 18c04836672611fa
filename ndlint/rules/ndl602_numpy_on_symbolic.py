"""NDL602."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule


class NumpyOnSymbolic(Rule):
    """NumPy gets a symbolic tensor, which has no elements yet.

    ## What it does
    Finds functions of NumPy, and `.numpy()`, of a symbolic tensor: what a function gets that
    TensorFlow makes a graph of (`tf.function`, `Dataset.map`, a loss or metric of the program,
    `call` of a layer or model that is put together or trained), and what `keras.Input` and layers
    called on it return. On Keras 3 an array that stands before such a tensor in an operation, and a
    symbolic tensor that is put into an array, too.

    ## Why is this bad
    A graph is made once, before there is data. TensorFlow raises NotImplementedError ("Cannot
    convert a symbolic tf.Tensor … to a numpy array"), Keras 3 ValueError ("A KerasTensor is
    symbolic"), Keras 2 TypeError ("You are passing KerasTensor(…)"). What runs step by step
    (`run_eagerly`, `tf.py_function`) is left alone.

    ## Example
    ```python
    def scaled(image):
        return np.sqrt(image)

    ds = tf.data.Dataset.from_tensor_slices(images).map(scaled)
    ```

    ## Use instead
    ```python
    def scaled(image):
        return tf.sqrt(image)

    ds = tf.data.Dataset.from_tensor_slices(images).map(scaled)
    ```

    ## Fix safety
    There is none yet.
    """

    code = "NDL602"
    name = "numpy-on-symbolic"
    effect = Effect.CRASH
    assumes_tensorflow = True
    of_dtypes = True
    asked_for = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "x = np.ones((8, 4), 'float32')\n"
    )
    _TF = "@tf.function(autograph=False)\ndef f(t):\n    return {}\nf(tf.constant(x))\n"
    _LOSS = (
        "@tf.autograph.experimental.do_not_convert\n"
        "def loss(y, p):\n    return tf.reduce_mean({})\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', loss{})\nmodel.fit(x, x[:, :1], verbose=0)\n"
    )
    _LAYER = (
        "class Root(keras.layers.Layer):\n    def call(self, t):\n        return {}\n"
        "model = keras.Sequential([keras.Input((4,)), Root()])\n"
    )
    _NO_ARRAY = "Cannot convert a symbolic tf.Tensor"
    bad = [
        Example(_START + _TF.format("np.mean(t)"), raises=_NO_ARRAY),
        Example(_START + _TF.format("np.array(t)"), raises=_NO_ARRAY),
        Example(_START + _TF.format("np.add(1.0, t)"), raises=_NO_ARRAY),
        Example(_START + _TF.format("np.concatenate([t, 2 * t])"), raises=_NO_ARRAY),
        Example(_START + _TF.format("t.numpy()"), raises="has no attribute 'numpy'"),
        Example(
            _START + _LOSS.format("np.sqrt((y - p) ** 2)", ""), raises=_NO_ARRAY
        ),
        Example(_START + "np.sqrt(keras.Input((4,)))\n", raises="A KerasTensor is symbolic",
                raises_on_2="You are passing KerasTensor"),
        Example(_START + "x[0] * keras.Input((4,))\n", raises="A KerasTensor is symbolic",
                keras=(3,)),
        Example(_START + "keras.Input((4,)).numpy()\n", raises="has no attribute 'numpy'"),
    ]  # fmt: skip
    good = [
        Example(_START + _TF.format("tf.reduce_mean(t)")),
        Example(_START + _TF.format("t * np.prod(t.shape[1:]) * np.sqrt(2.0) + np.ones(4)")),
        Example(_START + "@tf.function\ndef f(t):\n    return t * x.mean()\nnp.mean(f(x))\n"),
        Example(
            _START + "def f(t):\n    return np.sqrt(t)\n"
            "ds = tf.data.Dataset.from_tensor_slices(x)\n"
            "ds.map(lambda t: tf.numpy_function(f, [t], tf.float32))\n"
            "for t in ds.map(tf.sqrt):\n    np.sqrt(t), t.numpy()\n"
        ),
        Example(
            _START + _LOSS.format("y - p", ", run_eagerly=True").replace(
                "    return", "    np.sqrt(p.numpy())\n    return"
            )
        ),
        Example(_START + _LOSS.format("tf.sqrt((y - p) ** 2)", "")),
        Example(_START + "keras.Input((4,)) * x[0]\n"),
        Example(_START + _LAYER.format("tf.sqrt(t)") + "np.sqrt(model(x))\nmodel(x).numpy()\n"),
        Example(_START + _LAYER.format("np.sqrt(t)").split("model =")[0] + "Root()(x)\n"),
    ]  # fmt: skip

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A symbolic tensor where NumPy asks for elements."""
        if event.contract is Contract.SYMBOL_TO_NUMPY:
            yield self.finding(event, f"{event.call}: {event.message}")
