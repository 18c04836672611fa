"""NDL117."""

from collections.abc import Iterator

from ndlint.events import Conversion, Feed
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import Value


class MixedDataframe(Rule):
    """The columns of a DataFrame have no dtype of NumPy's in common.

    ## What it does
    Finds DataFrames, and the arrays made of them, whose columns are of different kinds (bools
    beside floats, strings beside numbers) or of pandas' own dtypes (`Int64`, `category`), where
    they are given to a model or become a tensor.

    ## Why is this bad
    All columns side by side are an array of Python objects: TensorFlow raises "Failed to convert a
    NumPy array to a Tensor (Unsupported object type float)", Keras 3 "Invalid dtype: object". Since
    pandas 2, `get_dummies` makes bools. Keras 3 knows none of pandas' own dtypes, not even of one
    column: "Invalid dtype: Int64".

    ## Example
    ```python
    table = pd.get_dummies(pd.DataFrame({"age": [31.0, 25.0], "town": ["Bonn", "Köln"]}))
    model.fit(table.values, y)
    ```

    ## Use instead
    ```python
    table = pd.get_dummies(..., dtype=float)
    model.fit(table.values, y)
    ```

    ## Fix safety
    There is none: what strings and categories stand for is the author's to know.
    """

    code = "NDL117"
    name = "mixed-dataframe"
    effect = Effect.CRASH
    of_dtypes = True
    outranks = frozenset({"NDL102", "NDL103", "NDL201", "NDL202", "NDL301", "NDL302"})

    _START = (
        "import numpy as np\nimport pandas as pd\nimport tensorflow as tf\n"
        "from tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\ny = np.ones(3, 'float32')\n"
    )
    bad = [
        Example(
            _START + "table = pd.DataFrame({'a': [True, False, True], 'b': [1.0, 2.0, 3.0]})\n"
            "model.fit(table.values, y, verbose=0)\n",
            raises="Invalid dtype: object",
            raises_on_2="Failed to convert a NumPy array to a Tensor",
        ),
        Example(
            _START + "table = pd.DataFrame({'town': ['x', 'y', 'x'], 'age': [1, 2, 3]})\n"
            "model.fit(table, y, verbose=0)\n",
            raises="Invalid dtype:",
            raises_on_2="Failed to convert a NumPy array to a Tensor",
        ),
        Example(
            _START + "table = pd.DataFrame({'n': [1.0, 2.0, 3.0], 'a': ['x', 'y', 'x']})\n"
            "x = pd.get_dummies(table).to_numpy()\nmodel.predict(x, verbose=0)\n",
            raises="Invalid dtype: object",
            raises_on_2="Failed to convert a NumPy array to a Tensor",
        ),
        Example(
            _START + "table = pd.DataFrame({'a': pd.array([1, 2, 3], dtype='Int64')})\n"
            "table['b'] = [1, 2, 3]\nmodel.fit(table, y, verbose=0)\n",
            raises="Invalid dtype: Int64",
            raises_on_2="Failed to convert a NumPy array to a Tensor",
        ),
        Example(
            _START + "table = pd.DataFrame({'a': [1, 2, 3], 'b': [True, False, True]})\n"
            "t = tf.convert_to_tensor(table)\n",
            raises="Failed to convert a NumPy array to a Tensor",
        ),
        Example(
            _START + "names = pd.Series(['x', 'y', 'x'])\n"
            "model.fit(np.ones((3, 2), 'float32'), names, verbose=0)\n",
            raises="Invalid dtype",
            raises_on_2="Cast string to float is not supported",
        ),
        Example(
            _START + "names = pd.DataFrame({'name': ['x', 'y', 'x']})['name'].values\n"
            "model.fit(np.ones((3, 2), 'float32'), names, verbose=0)\n",
            raises="Invalid dtype",
            keras=(3,),
        ),
    ]
    good = [
        Example(
            _START + "table = pd.DataFrame({'a': [True, False, True], 'b': [1.0, 2.0, 3.0]})\n"
            "model.fit(table.astype('float32'), y, verbose=0)\n"
            "model.fit(table.values.astype('float32'), y, verbose=0)\n"
        ),
        Example(
            _START + "table = pd.DataFrame({'n': [1.0, 2.0, 3.0], 'a': ['x', 'x', 'x']})\n"
            "x = pd.get_dummies(table, dtype=float).to_numpy()\nmodel.predict(x, verbose=0)\n"
        ),
        Example(
            _START + "table = pd.DataFrame({'a': [1, 2, 3], 'b': [1.0, 2.0, 3.0]})\n"
            "model.fit(table, table['b'], verbose=0)\nt = tf.constant(table)\n"
        ),
        Example(
            _START + "table = pd.DataFrame({'a': ['u', 'v', 'w'], 'b': [1.0, 2.0, 3.0]})\n"
            "table['a'] = table['a'].astype('category').cat.codes\n"
            "model.predict(table.astype('float32'), verbose=0)\n"
        ),
        Example(
            _START + "names = pd.DataFrame({'name': ['x', 'y', 'x']})['name'].values\n"
            "model.fit(np.ones((3, 2), 'float32'), (names == 'x').astype(int), verbose=0)\n"
        ),
    ]

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """The array of a frame becomes a tensor."""
        array = _of_frame(event.value)
        by_itself = event.dtype is None or event.as_is_first
        if array is not None and by_itself and array.dtype.is_one_of(frozenset({"object"})):
            yield self.finding(
                event,
                f"{event.call} of the columns of a DataFrame ({array.origins.columns}): side by "
                "side they are Python objects, of which TensorFlow makes no tensor; "
                f"{_advice(array)}",
                array.origins.dtype,
            )

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """A frame, or its array, among what is fed."""
        for fed in event.inputs:
            array = _of_frame(fed.value)
            if array is None or not fed.is_refused:
                continue
            yield self.finding(
                event,
                f"{fed.role} of {event.call} has columns that Keras does not take as they are "
                f"({array.origins.columns}): it raises; {_advice(array)}",
                array.origins.dtype,
                subject=fed.role,
            )


def _of_frame(value: Value) -> Array | None:
    """The value as the array of columns that do not go together, if it has a row."""
    if not isinstance(value, Array) or not value.origins.columns or 0 in value.shape.dims:
        return None
    return value


def _advice(array: Array) -> str:
    if any(word in array.origins.columns for word in ("str", "object", "category")):
        return (
            "make numbers of strings and categories first, with pd.get_dummies(..., dtype=float) "
            'or .cat.codes, then write .astype("float32")'
        )
    return 'write .astype("float32")'
