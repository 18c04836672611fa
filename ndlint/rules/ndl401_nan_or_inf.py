"""NDL401."""

from collections.abc import Iterator

from ndlint.events import Conversion, Event, Feed
from ndlint.findings import Effect, Finding
from ndlint.fixes.calls import place_of_converted, place_of_fed
from ndlint.fixes.repair import Place, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array, Kind
from ndlint.values.conversion import as_array
from ndlint.values.facts import Truth


class NanOrInf(Rule):
    """NaN or Inf flows into a tensor or a model.

    ## What it does
    Finds arrays that certainly hold NaN or Inf where they become a tensor or are given to a
    model. An array is told once, where it first gets there. Nothing is said in a file that looks
    for NaN in tensors itself (`tf.math.is_nan`, `keras.ops.nan_to_num`, …): it may replace them.
    Nor of a tensor with Inf that the program itself wrote (`np.full(shape, -np.inf)`): masks and
    bounds are made so.

    ## Why is this bad
    Nothing raises. One NaN among the inputs makes the loss NaN, and after one step every
    weight that it touches: the model is destroyed without a word.

    ## Example
    ```python
    x = np.array([[1.0, np.nan], [2.0, 3.0]], dtype="float32")
    t = tf.convert_to_tensor(x)
    ```

    ## Use instead
    ```python
    x = np.array([[1.0, np.nan], [2.0, 3.0]], dtype="float32")
    t = tf.convert_to_tensor(np.nan_to_num(x))
    ```

    ## Fix safety
    Unsafe: what stands for a missing value is the author's to know.
    """

    code = "NDL401"
    name = "nan-or-inf"
    effect = Effect.SILENT
    assumes_nan_stays = True

    _START = "import numpy as np\nimport tensorflow as tf\n"
    _BOTH = "x = np.array([[1.0, np.nan], [np.inf, 3.0]], dtype='float32')\n"
    _MODEL = (
        "from tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
        "model.compile(optimizer='sgd', loss='mse')\n"
        "y = np.ones((2, 1), 'float32')\n"
    )
    bad = [
        Example(
            _START + _BOTH + "t = tf.convert_to_tensor(x)\n",
            shows="not bool(tf.reduce_all(tf.math.is_finite(t)))",
        ),
        Example(
            _START + _MODEL + _BOTH + "model.fit(x, y, verbose=0)\n",
            shows="bool(np.isnan(model.get_weights()[0]).any())",
        ),
        Example(
            _START + "t = tf.constant(np.log(np.zeros(3, 'float32')))\n",
            shows="bool(tf.reduce_all(tf.math.is_inf(t)))",
        ),
    ]
    good = [
        Example(
            _START + _BOTH + "t = tf.convert_to_tensor(np.nan_to_num(x))\n",
        ),
        Example(
            _START + _MODEL + "x = np.array([[1.0, 0.5], [2.0, 3.0]], dtype='float32')\n"
            "model.fit(x, y, verbose=0)\n",
        ),
        Example(_START + "t = tf.constant(np.log1p(np.zeros(3, 'float32')))\n"),
        Example(
            _START + "mask = np.triu(np.full((3, 3), -np.inf, 'float32'), k=1)\n"
            "p = tf.nn.softmax(np.ones((3, 3), 'float32') + tf.constant(mask))\n"
        ),
    ]

    def __init__(self) -> None:
        self._told: set[object] = set()

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """An array, or a nested list, that becomes a tensor."""
        value = as_array(event.value)
        if value is not None:
            if value.facts.nan is not Truth.YES and _is_meant(value):
                return
            what = f"{event.call} of {value.described}"
            yield from self._judge(event, what, value, place_of_converted(event))

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """An array that is given to a model."""
        for fed in event.inputs:
            if isinstance(fed.value, Array):
                what = f"{fed.role} of {event.call} is {fed.value.described}"
                yield from self._judge(event, what, fed.value, place_of_fed(event, fed))

    def _judge(
        self, event: Event, what: str, value: Array, place: Place | None
    ) -> Iterator[Finding]:
        held = [
            word
            for word, fact in (("NaN", value.facts.nan), ("Inf", value.facts.inf))
            if fact is Truth.YES
        ]
        if not held or value.kind is Kind.MASKED or value.shape.rank == 0:
            return
        origin = value.origins.facts[0] if value.origins.facts else event.site
        if origin in self._told:
            return
        self._told.add(origin)
        yield self.finding(
            event,
            f"{what} that holds {' and '.join(held)}{_first(value)}: every result that depends "
            "on it is lost; clean it first, for example with np.nan_to_num",
            value.origins.facts,
            repairs=rewrites("put numbers for NaN and Inf", place, "<numpy.nan_to_num>({})"),
        )


def _is_meant(value: Array) -> bool:
    """Whether the program put the Inf there: into a list of numbers, or into what the array was
    made of. Of an array that was seen, whether there is nothing but 0 beside it."""
    origins, facts = value.origins, value.facts
    if origins.first is None:
        return origins.meant or not origins.facts
    return origins.meant or (facts.has_ends and facts.low == facts.high == 0)


def _first(value: Array) -> str:
    """Where the first one is, of an array that was seen."""
    index = value.origins.first
    return "" if index is None else f", first at [{', '.join(map(str, index))}]"
