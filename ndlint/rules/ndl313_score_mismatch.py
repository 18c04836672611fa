"""NDL313."""

from collections.abc import Iterator

from ndlint.events import Contract, Refused
from ndlint.findings import Effect, Finding
from ndlint.fixes.repair import Operand, Place, Repair, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.base import leaves
from ndlint.values.keras import shape_trace


class ScoreMismatch(Rule):
    """A metric of scikit-learn compares one column with several.

    ## What it does
    Finds labels of one column, class ids, in a function of `sklearn.metrics` with predictions of
    several units, or one-hot labels with predicted classes.

    ## Why is this bad
    It raises ValueError: "Classification metrics can't handle a mix of multiclass and
    continuous-multioutput targets", "bad input shape", or "y_true and y_pred have different number
    of output".

    ## Example
    ```python
    score = accuracy_score(y, model.predict(x))  # predictions of shape (100, 3)
    ```

    ## Use instead
    ```python
    score = accuracy_score(y, np.argmax(model.predict(x), axis=1))
    ```

    ## Fix safety
    Unsafe: which class is meant by the columns is the author's to know.
    """

    code = "NDL313"
    name = "score-mismatch"
    effect = Effect.CRASH

    _START = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "from sklearn.metrics import accuracy_score, confusion_matrix, mean_squared_error\n"
        "x, y = np.ones((8, 4), 'float32'), np.array([0, 1, 2, 0, 1, 2, 0, 1])\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, 'softmax')])\n"
        "p = model.predict(x, verbose=0)\n"
    )
    bad = [
        Example(_START + "r = accuracy_score(y, p)\n", raises="can't handle a mix of"),
        Example(
            _START + "r = confusion_matrix(np.eye(3)[y], p.argmax(axis=1))\n",
            raises="can't handle a mix of",
        ),
        Example(
            _START + "r = mean_squared_error(y, p)\n",
            raises="different number of output",
            has_fix=False,
        ),
    ]
    good = [
        Example(_START + "r = accuracy_score(y, np.argmax(p, axis=1))\n"),
        Example(_START + "r = confusion_matrix(y, p.argmax(axis=1))\n"),
        Example(_START + "r = mean_squared_error(np.eye(3)[y], p)\n"),
        Example(_START + "r = accuracy_score(y.reshape(-1, 1), p.argmax(axis=1))\n"),
    ]

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """Columns that cannot be compared."""
        if event.contract is Contract.SCORE:
            arrays = [leaf for operand in event.operands for leaf in leaves(operand)]
            told = f"{event.call}: {event.message}, and it raises"
            yield self.finding(event, told, shape_trace(arrays), repairs=_classes(event))


def _classes(event: Refused) -> tuple[Repair, ...]:
    """The class of each row instead of its columns."""
    if event.argument is None:
        return ()
    index = next(i for i, operand in enumerate(event.operands) if operand is event.argument)
    place = Place(event.site, (Operand(index),))
    return rewrites("take the class of each row", place, "<numpy.argmax>({}, axis=1)")
