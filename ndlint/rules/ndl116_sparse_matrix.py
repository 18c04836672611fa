"""NDL116."""

from collections.abc import Iterator

from ndlint.events import Conversion, Feed
from ndlint.findings import Effect, Finding
from ndlint.fixes.calls import place_of_converted, place_of_role
from ndlint.fixes.repair import Place, Repair, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.array import SparseMatrix
from ndlint.values.fed import Holds


class SparseMatrixIntoTensor(Rule):
    """A sparse matrix of SciPy's stands where an array belongs.

    ## What it does
    Finds sparse matrices, such as `csr_matrix`, `TfidfVectorizer` and `OneHotEncoder` make them,
    that become a tensor, are the labels of a model, or are given to it in a call or as one batch.

    ## Why is this bad
    TensorFlow and NumPy do not know them: "sparse array length is ambiguous". Keras takes them as
    the x of `fit`, `evaluate` and `predict` only.

    ## Example
    ```python
    x = scipy.sparse.csr_matrix(rows)
    model(x)
    ```

    ## Use instead
    ```python
    model(x.toarray())
    ```

    ## Fix safety
    Unsafe: the dense array may not fit into memory.
    """

    code = "NDL116"
    name = "sparse-matrix"
    effect = Effect.CRASH
    of_dtypes = True

    _START = (
        "import numpy as np\nimport tensorflow as tf\nfrom scipy import sparse\n"
        "from tensorflow import keras\n"
        "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\nx = sparse.csr_matrix(np.ones((3, 2), 'float32'))\n"
    )
    bad = [
        Example(
            _START + "model(x)\n",
            raises="Only input tensors may be passed as positional arguments",
            raises_on_2="AttributeError",
        ),
        Example(
            _START + "model.predict_on_batch(x)\n",
            raises="Could not generate a generic TraceType",
            keras=(3,),
        ),
        Example(
            _START + "model.fit(np.ones((3, 2), 'float32'), x[:, :1], verbose=0)\n",
            raises="TypeError",
        ),
        Example(
            _START
            + "y = np.ones(3, 'float32')\nmodel.fit(x, y, validation_split=0.4, verbose=0)\n",
            raises="`validation_split` is only supported",
            keras=(2,),
        ),
        Example(_START + "t = tf.constant(x)\n", raises="sparse array length is ambiguous"),
        Example(
            _START + "ds = tf.data.Dataset.from_tensor_slices((x, np.ones(3, 'float32')))\n",
            raises="sparse array length is ambiguous",
        ),
    ]
    good = [
        Example(_START + "model(x.toarray())\nt = tf.constant(x.toarray())\n"),
        Example(_START + "model.fit(x, np.ones(3, 'float32'), verbose=0)\nmodel.predict(x)\n"),
    ]

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """A sparse matrix becomes a tensor."""
        if isinstance(event.value, SparseMatrix):
            what = f"{event.call} of a sparse matrix of SciPy's"
            message = f"{what}: TensorFlow takes none and raises; write .toarray()"
            yield self.finding(event, message, repairs=_dense(place_of_converted(event)))

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """A sparse matrix among what is fed, where Keras takes none."""
        for listed in event.lists:
            if listed.holds is Holds.SPARSE:
                yield self.finding(
                    event,
                    f"{listed.role} of {event.call} is a sparse matrix, which Keras does not take "
                    "here for an array: it raises; write .toarray()",
                    subject=listed.role,
                    repairs=_dense(place_of_role(event, listed.role)),
                )


def _dense(place: Place | None) -> tuple[Repair, ...]:
    """The matrix as an array, where it is written."""
    return rewrites("make it dense", place, "{}.toarray()", '{}.toarray().astype("float32")')
