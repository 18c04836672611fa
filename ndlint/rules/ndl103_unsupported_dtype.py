"""NDL103."""

from collections.abc import Iterator

from ndlint.events import Conversion, Feed
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array, Objects
from ndlint.values.base import Opaque, Value
from ndlint.values.conversion import why_no_tensor
from ndlint.values.dtype import COMPLEX, FLOATS, INTEGERS, WORDS

TIMES = frozenset({"datetime64", "timedelta64"})
NO_TENSOR = TIMES | {"void", "longdouble"}
"""Dtypes of NumPy that TensorFlow does not have."""
NUMBERS = FLOATS | INTEGERS | COMPLEX | {"bool"}
OBJECTS = frozenset({"object"})


class UnsupportedDtype(Rule):
    """Strings, dates, structured or extended-precision arrays reach a tensor or Keras.

    ## What it does
    Finds arrays of strings, dates and times, of fields, or of long doubles that are given to a
    model which takes numbers, or become a tensor. Also None, dicts, sets, generators and
    other iterators, and lists that mix strings with numbers or hold None, which become a tensor.

    ## Why is this bad
    TensorFlow has no dtype for dates, for structured arrays and for long doubles, and casts no
    string to a number: it raises "Failed to convert a NumPy array to a Tensor (Unsupported numpy
    type …)" or "Cast string to float is not supported". Keras 3 takes arrays of strings in `fit`,
    `evaluate` and `predict` for no model at all: "Invalid dtype: str32". Of Python's values,
    TensorFlow takes numbers, strings and lists of one of these: "Can't convert Python sequence with
    mixed types".

    ## Example
    ```python
    labels = np.array(["cat", "dog", "cat"])
    model.fit(x, labels)
    ```

    ## Use instead
    ```python
    names, labels = np.unique(["cat", "dog", "cat"], return_inverse=True)
    model.fit(x, labels)
    ```

    ## Fix safety
    There is none: what the strings stand for is the author's to know.
    """

    code = "NDL103"
    name = "unsupported-dtype"
    effect = Effect.CRASH
    of_dtypes = True
    outranks = frozenset({"NDL201", "NDL202", "NDL203", "NDL301", "NDL302"})

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\nx = np.ones((3, 2), 'float32')\n"
        "names = np.array(['cat', 'dog', 'cat'])\n"
    )
    bad = [
        Example(
            _START + "model.fit(x, names, verbose=0)\n",
            raises="Invalid dtype: str",
            raises_on_2="Cast string to float is not supported",
        ),
        Example(
            _START + "model.predict(x.astype(str), verbose=0)\n",
            raises="Invalid dtype: str",
            raises_on_2="Cast string to float is not supported",
        ),
        Example(
            _START + "model(x.astype('datetime64[s]'))\n",
            raises="Unsupported numpy type: NPY_DATETIME",
        ),
        Example(
            _START + "model.train_on_batch(x, np.zeros((3, 1), 'timedelta64[s]'))\n",
            raises="TypeError",
            raises_on_2="Unsupported numpy type: NPY_TIMEDELTA",
        ),
        Example(
            _START + "y = np.ones(3, 'float32')\n"
            "model.fit(x.astype(np.longdouble), y, verbose=0)\n",
            raises="Invalid dtype: float128",
            keras=(3,),
        ),
        Example(
            _START + "t = tf.constant(np.ones(3, np.longdouble))\n",
            raises="Unsupported numpy type: NPY_LONGDOUBLE",
        ),
        Example(
            _START + "t = tf.cast(np.array([(1, 2.0)], [('a', 'i4'), ('b', 'f4')]), tf.float32)\n",
            raises="Unsupported numpy data type",
        ),
        Example(
            _START + "t = tf.cast(np.array(['1.5', '2']), tf.float32)\n",
            raises="Cast string to float is not supported",
        ),
        Example(
            _START + "words = keras.layers.TextVectorization()\nwords.adapt(['a b', 'c'])\n"
            "text = keras.Sequential([keras.Input((1,), dtype='string'), words])\n"
            "text.predict(np.array(['a b', 'c']), verbose=0)\n",
            raises="Invalid dtype: str",
            keras=(3,),
        ),
        Example(
            _START + "t = tf.constant([1.0, None, 3.0])\n",
            raises="Can't convert Python sequence with mixed types to Tensor",
        ),
        Example(
            _START + "t = tf.cast([1, 'a'], tf.float32)\n",
            raises="Can't convert Python sequence with mixed types to Tensor",
        ),
        Example(
            _START + "t = tf.convert_to_tensor([True, 2])\n",
            raises="Can't convert Python sequence with mixed types to Tensor",
        ),
        Example(_START + "t = tf.convert_to_tensor({'a': 1})\n", raises="with an unsupported type"),
        Example(_START + "t = tf.cast(names, tf.bool)\n", raises="Cast string to bool"),
        Example(_START + "t = tf.constant({1, 2})\n", raises="with an unsupported type"),
        Example(_START + "t = tf.constant([frozenset([1])])\n", raises="with an unsupported type"),
        Example(
            _START + "t = tf.cast((n * 2 for n in range(3)), tf.float32)\n",
            raises="with an unsupported type",
        ),
        Example(
            _START + "t = tf.constant(map(float, ['1', '2']))\n", raises="with an unsupported type"
        ),
        Example(
            _START + "t = tf.cast(np.array(['1.5', '2'], dtype=object), tf.float32)\n",
            raises="Cast string to float is not supported",
        ),
        Example(
            _START + "rows = np.array([(1, 2.0)], [('a', 'i4'), ('b', 'f4')])\n"
            "t = tf.constant(rows, dtype=tf.float32)\n",
            raises="Cannot cast array data",
        ),
    ]
    good = [
        Example(
            _START + "kinds, labels = np.unique(names, return_inverse=True)\n"
            "model.fit(x, labels, verbose=0)\n"
        ),
        Example(_START + "model.predict(x.astype(str).astype('float32'), verbose=0)\n"),
        Example(_START + "t = tf.constant([2, True])\nu = tf.constant([True, 2], tf.float32)\n"),
        Example(_START + "t = tf.constant(['a', b'b'])\nu = tf.constant([1, 2.5])\n"),
        Example(_START + "model(x.astype('datetime64[s]').astype('float32'))\n"),
        Example(
            _START + "model.train_on_batch(x, np.zeros((3, 1), 'timedelta64[s]') / "
            "np.timedelta64(1, 's'))\n"
        ),
        Example(_START + "model.fit(x.astype(np.float64), np.ones(3), verbose=0)\n"),
        Example(_START + "t = tf.constant(np.ones(3, np.longdouble), dtype=tf.float32)\n"),
        Example(
            _START + "t = tf.constant(np.array([(1,), (2,)], [('a', 'i4')]), dtype=tf.float32)\n"
        ),
        Example(_START + "t = tf.constant(list({1, 2}))\nu = tf.constant(range(3))\n"),
        Example(_START + "t = tf.constant([n * 2 for n in range(3)])\n"),
        Example(
            _START + "parts = {name: np.ones(3) for name in globals() if name == 'np'}\n"
            "data = tf.data.Dataset.from_tensor_slices(parts)\n"
        ),
        Example(_START + "t = tf.cast(np.array(['a', 'b'], dtype=object), tf.string)\n"),
        Example(
            _START + "rows = np.array([(1, 2.0)], [('a', 'i4'), ('b', 'f4')])\n"
            "t = tf.cast(rows['b'], tf.float32)\n"
        ),
        Example(
            _START + "t = tf.constant(np.array(['1.5', '2']), dtype=tf.float32)\n"
            "n = tf.strings.to_number(np.array(['1.5', '2']))\nw = tf.constant(names)\n"
        ),
        Example(
            _START + "words = keras.layers.TextVectorization()\nwords.adapt(['a b', 'c'])\n"
            "text = keras.Sequential([keras.Input((1,), dtype='string'), words])\n"
            "text.predict(tf.constant(['a b', 'c']), verbose=0)\ntext(np.array(['a b', 'c']))\n"
        ),
    ]

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """An array becomes a tensor, by itself, or in another dtype that NumPy makes first."""
        by_itself = event.dtype is None or event.as_is_first
        why = why_no_tensor(event.value, by_itself)
        if why:
            yield self.finding(
                event,
                f"{event.call} gets {why}, of which TensorFlow makes no tensor: it raises"
                f"{_to_list(event.value)}",
            )
        array = _with_elements(event.value)
        if array is None:
            return
        if by_itself and array.is_numpy and array.dtype.is_one_of(NO_TENSOR):
            why = "TensorFlow has no such dtype and raises"
        elif by_itself and _is_cast_to_numbers(event) and array.dtype.is_one_of(WORDS):
            why = "TensorFlow casts no string to a number and raises"
        elif _is_cast_to_numbers(event) and array.dtype.is_one_of(OBJECTS) and _may_be_words(array):
            why = "TensorFlow takes of objects strings only, casts none to a number and raises"
        elif event.dtype is not None and event.dtype.is_one_of(NUMBERS) and array.dtype.fields[1:]:
            why = "NumPy makes no number of several fields and raises"
        else:
            return
        article = "an" if array.dtype.is_one_of(OBJECTS) else "a"
        what = f"{event.call} of {article} {array.description}: {why}"
        yield self.finding(event, f"{what}; {_advice(array)}", array.origins.dtype)

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Arrays that Keras does not take among what is fed."""
        for fed in event.inputs:
            array = _with_elements(fed.value)
            if array is None or not fed.is_refused or array.dtype.may_be("object"):
                continue
            yield self.finding(
                event,
                f"{fed.role} of {event.call} is {array.described}, which Keras does not take: "
                f"it raises; {_advice(array)}",
                array.origins.dtype,
                subject=fed.role,
            )


def _to_list(value: Value) -> str:
    return "; make a list of it, with list(...)" if isinstance(value, Opaque) else ""


def _is_cast_to_numbers(event: Conversion) -> bool:
    return event.as_is_first and event.dtype is not None and event.dtype.is_one_of(NUMBERS)


def _may_be_words(array: Array) -> bool:
    """Whether an array of objects may hold nothing but strings; else it is no tensor at all."""
    return array.is_numpy and array.objects is Objects.ANYTHING


def _with_elements(value: Value) -> Array | None:
    return value if isinstance(value, Array) and 0 not in value.shape.dims else None


def _advice(array: Array) -> str:
    if array.dtype.is_one_of(WORDS | OBJECTS):
        return (
            'convert numbers with .astype("float32") (of a tensor: tf.strings.to_number), number '
            "classes with np.unique(..., return_inverse=True)"
        )
    if array.dtype.is_one_of(TIMES):
        return 'make numbers of times first, with .astype("float32") or a difference in seconds'
    if array.dtype.is_one_of(frozenset({"void"})):
        return "take its fields one by one, or make it plain with structured_to_unstructured(...)"
    return 'convert it first, with .astype("float32")'
