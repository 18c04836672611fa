"""NDL311."""

from collections.abc import Iterator

from ndlint.events import Feed
from ndlint.findings import Effect, Finding
from ndlint.fixes.calls import CLASS_WEIGHT
from ndlint.fixes.repair import Place, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import Dict, List, Str, Tuple, Value


class ClassWeight(Rule):
    """`class_weight` is no dict from class ids to weights, or the labels have more than one class.

    ## What it does
    Finds a list, an array or a string given for `class_weight`; with Keras 3 also an array of
    labels that has several classes for each sample, as masks and sequences have; with Keras 2 a
    dict whose keys are not 0, 1, 2 and so on, or that leaves out a class that occurs among the
    labels.

    ## Why is this bad
    Keras looks the weight of each class up in a dict: a list raises "'list' object has no attribute
    'get'", "balanced" is scikit-learn's. Keras 3 makes one weight for each sample, and raises where
    it finds several classes there, if the labels are an array. Keras 2 makes a table of the
    weights, and raises where a class has none.

    ## Example
    ```python
    weights = compute_class_weight("balanced", classes=np.unique(y), y=y)
    model.fit(x, y, class_weight=weights)
    ```

    ## Use instead
    ```python
    weights = compute_class_weight("balanced", classes=np.unique(y), y=y)
    model.fit(x, y, class_weight=dict(enumerate(weights)))
    ```

    ## Fix safety
    Unsafe: the weights are taken for those of the classes 0, 1, 2 and so on, in this order.
    """

    code = "NDL311"
    name = "class-weight"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, 'softmax')])\n"
        "model.compile('sgd', 'sparse_categorical_crossentropy')\n"
        "x, y = np.ones((6, 4), 'float32'), np.array([0, 1, 2, 0, 1, 2])\n"
    )
    _MASKS = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(1, 1)])\n"
        "model.compile('sgd', keras.losses.BinaryCrossentropy(from_logits=True))\n"
        "x, y = np.ones((6, 8, 8, 1), 'float32'), np.ones((6, 8, 8, 1), 'float32')\n"
    )
    bad = [
        Example(
            _START + "model.fit(x, y, class_weight=[1.0, 2.0, 1.0], verbose=0)\n",
            raises="'list' object has no attribute",
        ),
        Example(
            _START + "from sklearn.utils.class_weight import compute_class_weight\n"
            "weights = compute_class_weight('balanced', classes=np.unique(y), y=y)\n"
            "model.fit(x, y, class_weight=weights, verbose=0)\n",
            raises="'numpy.ndarray' object has no attribute",
            raises_on_2="The truth value of an array",
        ),
        Example(
            _START + "model.fit(x, y, class_weight='balanced', verbose=0)\n",
            raises="'str' object has no attribute",
            has_fix=False,
        ),
        Example(
            _START + "model.fit(x, y, class_weight={1: 1.0, 2: 2.0, 3: 1.0}, verbose=0)\n",
            raises="Expected `class_weight` to be a dict with keys from 0",
            keras=(2,),
            has_fix=False,
        ),
        Example(
            _START + "model.fit(x, y, class_weight={0: 1.0, 1: 2.0}, verbose=0)\n",
            raises="is not in [0, 2)",
            keras=(2,),
            has_fix=False,
        ),
        Example(
            _MASKS + "model.fit(x, y, class_weight={0: 1.0, 1: 2.0}, verbose=0)\n",
            raises="can be converted to Python scalars",
            keras=(3,),
            has_fix=False,
        ),
    ]
    good = [
        Example(
            _MASKS + "import tensorflow as tf\ndata = tf.data.Dataset.from_tensor_slices((x, y))\n"
            "model.fit(data.batch(3), class_weight={0: 1.0, 1: 2.0}, verbose=0)\n"
        ),
        Example(
            _MASKS + "model.fit(x, y, sample_weight=np.where(y[..., 0] > 0, 2.0, 1.0), verbose=0)\n"
        ),
        Example(_START + "model.fit(x, y, class_weight={0: 1.0, 1: 2.0, 2: 1.0}, verbose=0)\n"),
        Example(
            _START + "from sklearn.utils.class_weight import compute_class_weight\n"
            "weights = compute_class_weight('balanced', classes=np.unique(y), y=y)\n"
            "model.fit(x, y, class_weight=dict(enumerate(weights)), verbose=0)\n"
        ),
        Example(_START + "model.fit(x, y, class_weight=None, verbose=0)\n"),
    ]

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """What is given for `class_weight`."""
        given = event.class_weight
        kind = _no_dict(given)
        if kind:
            advice = "write dict(enumerate(…))"
            if isinstance(given, Str):
                advice = (
                    "compute the weights with scikit-learn's compute_class_weight(...), and write "
                    "dict(enumerate(weights))"
                )
            yield self.finding(
                event,
                f"class_weight of {event.call} is {kind}, and Keras looks the weight of each class "
                f"up in a dict: it raises; {advice}",
                given.origins.shape if isinstance(given, Array) else (),
                subject="class_weight",
                repairs=()
                if isinstance(given, Str)
                else rewrites(
                    "make it a dict", Place(event.site).part(CLASS_WEIGHT), "dict(enumerate({}))"
                ),
            )
            return
        if current().keras == 3:
            yield from self._several(event)
            return
        keys = given.numbers if isinstance(given, Dict) else None
        if keys is None:
            return
        if sorted(keys) != [*range(len(keys))]:
            yield self.finding(
                event,
                f"class_weight of {event.call} has the keys {_listed(keys)}, and Keras 2 takes the "
                "classes 0, 1, 2 and so on, none left out: it raises",
                subject="class_weight",
            )
        elif event.unweighted is not None:
            labels = dict(event.given)["y"]
            yield self.finding(
                event,
                f"class_weight of {event.call} has the keys {_listed(keys)}, and one of the "
                f"labels means the class {event.unweighted}, for which Keras 2 finds no weight: it "
                "raises; give every class a weight, and count the classes from 0",
                labels.origins.facts if isinstance(labels, Array) else (),
                subject="class_weight",
            )

    def _several(self, event: Feed) -> Iterator[Finding]:
        """Labels of several classes for each sample, of which Keras 3 takes one."""
        labels = dict(event.given).get("y")
        if not isinstance(event.class_weight, Dict) or not isinstance(labels, Array):
            return
        samples, *axes = labels.shape.dims if labels.shape.rank else (0,)
        if samples == 0 or not any(isinstance(n, int) and n > 1 for n in axes[:-1]):
            return
        yield self.finding(
            event,
            f"class_weight of {event.call} is given with labels of shape {labels.shape}, and Keras "
            "looks up one class for each sample: it raises; give sample_weight, of the labels' "
            "shape without the last axis, or a tf.data.Dataset, for which it looks up each class",
            labels.origins.shape,
            subject="class_weight",
        )


def _no_dict(value: Value) -> str:
    """What is given in the place of a dict, for a message; "" if it may be one."""
    match value:
        case List() if value.has_items:
            return "a list"
        case Tuple(items) if items:
            return "a tuple"
        case Str(str(text)) if text:
            return f"the string {text!r}"
        case Array(shape=shape) if shape.rank and shape.dims[0] != 0:
            return f"{value.described}"
    return ""


def _listed(keys: tuple[int, ...]) -> str:
    shown = [*map(str, sorted(keys))]
    return ", ".join(shown if len(shown) < 6 else [*shown[:4], "…"])
