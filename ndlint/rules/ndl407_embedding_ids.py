"""NDL407."""

from collections.abc import Iterator

from ndlint.events import Contract, Feed, Refused
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.layers import argument_of, place_of_layer
from ndlint.fixes.repair import Repair, SetArgument
from ndlint.rules.base import Example, Rule
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.facts import Facts
from ndlint.values.fed import Fed, Lookup, Miss
from ndlint.values.keras import Layer
from ndlint.values.trace import Trace


class EmbeddingIds(Rule):
    """An Embedding, or a look-up in a tensor, is given ids that it has no row for.

    ## What it does
    Looks at the range of arrays that reach an Embedding as they are: its `input_dim` is the number
    of its rows, for ids from 0 to one less. So it does of the ids of `tf.gather` and
    `tf.nn.embedding_lookup`.

    ## Why is this bad
    An id beyond raises InvalidArgumentError on a CPU ("indices[0,2] = 10 is not in [0, 10)"); with
    `jit_compile=True`, and on a GPU, some other row is taken instead. So it is with negative ids,
    which Keras 3 counts from the last row back. Fractions are cut off: 1.7 is looked up as 1.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((3,)), keras.layers.Embedding(10, 4)])
    model.predict(np.array([[1, 2, 10]]))
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((3,)), keras.layers.Embedding(11, 4)])
    model.predict(np.array([[1, 2, 10]]))
    ```

    ## Fix safety
    Unsafe: whether the ids or the rows are miscounted is the author's to know.
    """

    code = "NDL407"
    name = "embedding-ids"
    effect = Effect.CRASH
    outranks = frozenset({"NDL110"})
    assumes_floatx = True
    of_range = True

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "table = layers.Embedding(10, 1, embeddings_initializer='ones')\n"
        "model = keras.Sequential([keras.Input((3,)), layers.Reshape((3,)), table, "
        "layers.Flatten(), layers.Dense(1)])\n"
    )
    _READ = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "table = keras.layers.Embedding(4, 1)\n"
        "model = keras.Sequential([keras.Input((1,)), table])\n"
        "table.set_weights([np.arange(4.0).reshape(4, 1)])\n"
    )
    _START_COMPILED = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((1,)), keras.layers.Embedding(4, 1)])\n"
        "model.compile('sgd', 'mse', jit_compile=True)\n"
    )
    _IDS = "x = np.array([[1, 2, 10]], 'float32')\n"
    bad = [
        Example(
            _START + _IDS + "model.compile('sgd', 'mse')\n"
            "model.fit(x, np.ones((1, 1), 'float32'), verbose=0)\n",
            raises="indices[0,2] = 10 is not in [0, 10)",
        ),
        Example(
            _START + _IDS + "model.predict(x, verbose=0)\n",
            raises="indices[0,2] = 10 is not in [0, 10)",
        ),
        Example(_START + _IDS + "model(x)\n", raises="indices[0,2] = 10 is not in [0, 10)"),
        Example(
            _START + "table(np.array([[3, 12]]))\n", raises="indices[0,1] = 12 is not in [0, 10)"
        ),
        Example(
            _READ + "r = model.predict(np.array([[-1], [0]]), verbose=0)\n",
            shows="r.ravel().tolist() == [3, 0]",
            raises_on_2="indices[0,0] = -1 is not in [0, 4)",
            has_fix=False,
        ),
        Example(
            _READ + "r = model.predict(np.array([[1.7], [1.2]], 'float32'), verbose=0)\n",
            shows="r.ravel().tolist() == [1, 1]",
            has_fix=False,
        ),
        Example(
            _START_COMPILED + "r = model.predict(np.array([[9], [3]]), verbose=0)\n",
            shows="float(r[0, 0, 0]) == float(r[1, 0, 0])",
        ),
        Example(
            "import tensorflow as tf\ntf.gather(tf.constant([10.0, 20.0]), [1, 2])\n",
            raises="indices[1] = 2 is not in [0, 2)",
            has_fix=False,
        ),
        Example(
            "import numpy as np\nimport tensorflow as tf\nx = tf.ones((2, 3))\n"
            "tf.gather(x, np.array([0, -1]), axis=1)\n",
            raises="indices[1] = -1 is not in [0, 3)",
            has_fix=False,
        ),
    ]
    good = [
        Example(
            _START + "x = np.array([[1, 2, 9]])\nmodel.compile('sgd', 'mse')\n"
            "model.fit(x, np.ones((1, 1), 'float32'), verbose=0)\n"
        ),
        Example(_START + "model.predict(np.array([[1, 0, 9]]), verbose=0)\n"),
        Example(_START + "model(np.array([[1, 0, 9]]))\n"),
        Example(_START + "table(np.array([[3, 2]]))\n"),
        Example(_READ + "r = model.predict(np.array([[2], [0]]), verbose=0)\n"),
        Example(_READ + "r = model.predict(np.array([[2.0], [0.0]], 'float32'), verbose=0)\n"),
        Example(_START_COMPILED + "r = model.predict(np.array([[2], [1]]), verbose=0)\n"),
        Example(
            "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
            "user, item = keras.Input((1,)), keras.Input((1,))\n"
            "both = layers.Concatenate()([layers.Embedding(3, 2)(user), "
            "layers.Embedding(9, 2)(item)])\n"
            "model = keras.Model([user, item], both)\n"
            "model.predict([np.array([[2]]), np.array([[8]])], verbose=0)\n"
        ),
        Example("import tensorflow as tf\ntf.gather(tf.constant([10.0, 20.0]), [1, 0])\n"),
        Example(
            "import tensorflow as tf\ntf.config.run_functions_eagerly(False)\n@tf.function\n"
            "def same(x):\n    tf.gather(x, [5])\n    return x\nsame(tf.constant([10.0]))\n"
        ),
        Example(
            "import numpy as np\nimport tensorflow as tf\nx = tf.ones((2, 3))\n"
            "tf.gather(x, np.array([0, 2]), axis=1)\ntf.gather(x, np.array([], 'int32'))\n"
        ),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Arrays that reach an Embedding."""
        for fed in event.inputs:
            for lookup in fed.lookups:
                if isinstance(fed.value, Array):
                    yield self._judge(event, fed, fed.value, lookup)

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """An Embedding, or a function, that is called on ids."""
        if event.contract is not Contract.IDS:
            return
        layer, ids = event.operands[0], event.operands[-1]
        if isinstance(event.argument, Array):
            yield self.finding(
                event, f"{event.call}: {event.message}", event.argument.origins.dtype
            )
        elif isinstance(layer, Layer) and isinstance(ids, Array):
            yield self.finding(
                event,
                f"{event.call}: {event.message}: TensorFlow raises; {_advice(layer, ids.facts)}",
                _trace(layer, ids),
                repairs=_more_rows(layer, ids.facts),
            )

    def _judge(self, event: Feed, fed: Fed, ids: Array, lookup: Lookup) -> Finding:
        layer, facts = lookup.layer, ids.facts
        certainty = Certainty.CERTAIN if lookup.is_certain else Certainty.LIKELY
        what = f"{fed.role} of {event.call}"
        if lookup.miss is Miss.FRACTION:
            message = (
                f"{what} has ids with fractions, and {layer.name} cuts them off; give whole numbers"
            )
        else:
            message = (
                f"{what} has ids from {facts.low:.0f} to {facts.high:.0f}, and {layer.name} has "
                f"{lookup.rows} rows, for ids from 0 to {lookup.rows - 1}: {_becomes(lookup)}; "
                f"{_advice(layer, facts)}"
            )
        return self.finding(
            event,
            message,
            _trace(layer, ids),
            certainty if lookup.occurs else Certainty.UNPROVEN,
            effect=Effect.CRASH if lookup.raises else Effect.SILENT,
            repairs=() if lookup.miss is Miss.FRACTION else _more_rows(layer, facts),
        )


def _becomes(lookup: Lookup) -> str:
    """What becomes of an id that has no row."""
    if lookup.raises:
        return "TensorFlow raises"
    if lookup.miss is Miss.NEGATIVE and current().keras == 3:
        return "a negative one is counted from the last row back"
    return "compiled by XLA, some other row is taken"


def _advice(layer: Layer, facts: Facts) -> str:
    if facts.low <= -1:
        return "count the ids from 0"
    return f"write {layer.name}({int(facts.high) + 1}, ...), or count the ids from 0"


def _trace(layer: Layer, ids: Array) -> Trace:
    return tuple(dict.fromkeys((*ids.origins.dtype, *layer.origin)))


def _more_rows(layer: Layer, facts: Facts) -> tuple[Repair, ...]:
    """As many rows as the largest id asks for."""
    made = place_of_layer(layer)
    if made is None or facts.low <= -1:
        return ()
    number = str(int(facts.high) + 1)
    change = SetArgument(made, argument_of(layer, "input_dim"), number)
    return (Repair(f"make {number} rows", (change,)),)
