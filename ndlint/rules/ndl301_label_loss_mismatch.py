"""NDL301."""

from collections.abc import Iterable

from ndlint.events import Contract, Feed, LossCall, Refused
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.rules.supervision import label_findings
from ndlint.values.keras import shape_trace
from ndlint.values.losses import Misuse


class LabelLossMismatch(Rule):
    """Labels do not fit the loss and the model's output.

    ## What it does
    Compares the shape of the labels with that of the model's output for this data, as the
    loss would, and reports what it certainly refuses: class ids for a loss that takes one-hot
    labels, one-hot labels for one that takes class ids, another number of columns than the
    last layer has units, labels of one value a sample where the output has steps or rows. So it
    does for metrics, for weights of samples, and for a number of losses, metrics or labels that
    is not that of the outputs, or names that are not theirs. For Keras 3, also metrics as the
    third argument of `compile`, which is `loss_weights` there.

    ## Why is this bad
    It raises ValueError or InvalidArgumentError from inside the training step, in words that
    name neither the labels nor the layer.

    ## Example
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, np.array([0, 1, 2, 0, 1, 2]))
    ```

    ## Use instead
    ```python
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, np.array([0, 1, 2, 0, 1, 2]))
    ```

    ## Fix safety
    Unsafe: whether the labels, the loss or the model is wrong is the author's to know.
    """

    code = "NDL301"
    name = "label-loss-mismatch"
    effect = Effect.CRASH
    outranks = frozenset({"NDL302", "NDL303", "NDL304", "NDL305", "NDL306"})

    _START = (
        "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
        "x = np.ones((6, 4), 'float32')\nids = np.array([0, 1, 2, 0, 1, 2])\n"
        "onehot = np.eye(3, dtype='float32')[ids]\n"
    )
    _MODEL = "model = keras.Sequential([keras.Input((4,)), layers.Dense({})])\n"
    _FIT = "model.compile(optimizer='sgd', loss={!r})\nmodel.fit(x, {}, verbose=0)\n"
    _COMPILED = (
        "model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy', metrics={})\n"
    )
    _TWO = (
        "i = keras.Input((4,))\na = layers.Dense(3, 'softmax', name='a')(i)\n"
        "b = layers.Dense(1, name='b')(i)\nmodel = keras.Model(i, [a, b])\n"
        "model.compile(optimizer='sgd', loss={})\n"
    )
    _WEIGHTED = (
        "y = np.ones((6, 1), 'float32')\n"
        "model.fit(x, y, sample_weight=np.ones({}, 'float32'), verbose=0)\n"
    )
    _STEPS = (
        "x = np.ones((6, 5, 4), 'float32')\nmodel = keras.Sequential([keras.Input((5, 4)), "
        "layers.LSTM(2, return_sequences={}), layers.Dense(1, 'sigmoid')])\n"
    )
    _ROWS = (
        "x = np.ones((6, 5, 5, 1), 'float32')\nmodel = keras.Sequential([keras.Input((5, 5, 1)), "
        "layers.Conv2D(2, 3), {}layers.Dense(3, 'softmax')])\n"
    )
    bad = [
        Example(
            _START + _MODEL.format("3, 'softmax'") + _FIT.format("categorical_crossentropy", "ids"),
            raises="must have the same rank",
            raises_on_2="Shapes (None, 1) and (None, 3) are incompatible",
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + _FIT.format("sparse_categorical_crossentropy", "onehot"),
            raises="must have rank (ndim) `target.ndim - 1`",
            raises_on_2="logits and labels must have the same first dimension",
        ),
        Example(
            _START
            + _MODEL.format("2, 'sigmoid'")
            + _FIT.format("binary_crossentropy", "np.array([0, 1, 0, 1, 0, 1])"),
            raises="must have the same rank",
            raises_on_2="must have the same shape",
        ),
        Example(
            _START + _MODEL.format("2") + _FIT.format("mse", "np.ones((6, 3), 'float32')"),
            raises="Dimensions must be equal",
        ),
        Example(
            _START + _ROWS.format("") + _FIT.format("sparse_categorical_crossentropy", "ids"),
            raises="must have rank (ndim) `target.ndim - 1`",
            raises_on_2="logits and labels must have the same first dimension",
        ),
        Example(
            _START
            + _STEPS.format("True")
            + _FIT.format("binary_crossentropy", "np.ones((6, 1), 'float32')"),
            raises="must have the same shape",
            keras=(3,),
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + "model.compile(optimizer='sgd', loss=keras.losses.CategoricalCrossentropy())\n"
            "model.evaluate(x, ids[:, None], verbose=0)\n",
            raises="must have the same shape",
            raises_on_2="Shapes (None, 1) and (None, 3) are incompatible",
        ),
        Example(
            _START
            + _TWO.format("['categorical_crossentropy', 'mse']")
            + "model.fit(x, [ids, np.ones((6, 1), 'float32')], verbose=0)\n",
            raises="must have the same rank",
            raises_on_2="Shapes (None, 1) and (None, 3) are incompatible",
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + _COMPILED.format("['accuracy', keras.metrics.Precision()]")
            + "model.fit(x, ids, verbose=0)\n",
            raises="Incompatible shapes: [1,18] vs. [1,6]",
            raises_on_2="Shapes (None, 3) and (None, 1) are incompatible",
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + _COMPILED.format("None")
            + "model.fit(x, ids, validation_data=(x, onehot), verbose=0)\n",
            raises="must have rank (ndim) `target.ndim - 1`",
            raises_on_2="logits and labels must have the same first dimension",
        ),
        Example(
            _START + _MODEL.format("1") + "model.compile('sgd', 'mse', ['mae'])\n"
            "model.fit(x, np.ones((6, 1), 'float32'), verbose=0)\n",
            raises="dtype='string' is not a valid dtype",
            keras=(3,),
            has_fix=False,
        ),
        Example(
            _START + _MODEL.format("1") + "model.compile('sgd', 'mse', 'mae')\n",
            raises="Expected `loss_weights` argument to be a float",
            keras=(3,),
            has_fix=False,
        ),
        Example(
            _START + _MODEL.format("1") + "model.compile(loss='mse', metrics='mae')\n",
            raises="Expected `metrics` argument to be a list",
            keras=(3,),
            has_fix=False,
        ),
        Example(
            _START
            + _TWO.format("['sparse_categorical_crossentropy', 'mse']")
            + "model.fit(x, ids, verbose=0)\n",
            raises="y_true and y_pred have different structures",
            keras=(3,),
            has_fix=False,
        ),
        Example(
            _START
            + _TWO.format("{'a': 'sparse_categorical_crossentropy', 'c': 'mse'}")
            + "model.fit(x, [ids, np.ones((6, 1), 'float32')], verbose=0)\n",
            raises="in loss dict",
            raises_on_2="do not correspond to any Model output",
            has_fix=False,
        ),
        Example(
            _START
            + _TWO.format(
                "['sparse_categorical_crossentropy', 'mse'], metrics=[['acc'], ['mae'], ['mae']]"
            )
            + "model.fit(x, [ids, np.ones((6, 1), 'float32')], verbose=0)\n",
            raises="arity mismatch; expected: 2, got: 3",
            raises_on_2="don't have the same sequence length",
            has_fix=False,
        ),
        Example(
            _START
            + _TWO.format("['sparse_categorical_crossentropy', 'mse'], metrics=['acc']")
            + "model.evaluate(x, {'a': ids}, verbose=0)\n",
            raises="y_true and y_pred have different structures",
            raises_on_2="'NoneType' object has no attribute 'shape'",
            has_fix=False,
        ),
        Example(
            _START
            + _MODEL.format("1")
            + "model.compile(optimizer='sgd', loss='mse')\n"
            + _WEIGHTED.format("(6, 2)"),
            raises="ncompatible shapes",
            raises_on_2="Can not squeeze dim[1]",
            has_fix=False,
        ),
    ]
    good = [
        Example(
            _START + _MODEL.format("1") + "model.compile('sgd', 'mse', [1.0], metrics=['mae'])\n"
            "model.fit(x, np.ones((6, 1), 'float32'), verbose=0)\n",
            keras=(3,),
        ),
        Example(
            _START + "a = keras.Input((4,))\nmodel = keras.Model(a, {'out': layers.Dense(1)(a)})\n"
            "model.compile('sgd', 'mse')\n"
            "model.fit(x, {'out': np.ones((6, 1), 'float32')}, verbose=0)\n"
        ),
        Example(
            _START
            + _TWO.format("['sparse_categorical_crossentropy', 'mse'], metrics=[['acc'], ['mae']]")
            + "model.fit(x, [ids, np.ones((6, 1), 'float32')], verbose=0)\n"
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + _FIT.format("sparse_categorical_crossentropy", "ids")
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + _FIT.format("categorical_crossentropy", "onehot")
        ),
        Example(
            _START
            + _MODEL.format("1, 'sigmoid'")
            + _FIT.format("binary_crossentropy", "np.array([0, 1, 0, 1, 0, 1])")
        ),
        Example(_START + _MODEL.format("3") + _FIT.format("mse", "np.ones((6, 3), 'float32')")),
        Example(
            _START
            + _ROWS.format("layers.Flatten(), ")
            + _FIT.format("sparse_categorical_crossentropy", "ids")
        ),
        Example(
            _START
            + _STEPS.format("False")
            + _FIT.format("binary_crossentropy", "np.ones((6, 1), 'float32')")
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + _FIT.format("sparse_categorical_crossentropy", "ids[:, None]")
        ),
        Example(
            _START
            + _TWO.format("{'a': 'sparse_categorical_crossentropy', 'b': 'mse'}")
            + "model.fit(x, {'a': ids, 'b': np.ones((6, 1), 'float32')}, verbose=0)\n"
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + _COMPILED.format("['accuracy', 'sparse_categorical_accuracy']")
            + "model.fit(x, ids, verbose=0)\n"
        ),
        Example(
            _START
            + _MODEL.format("3, 'softmax'")
            + _COMPILED.format("None")
            + "model.fit(x, ids, validation_data=(x, ids), verbose=0)\n"
        ),
        Example(_START + _MODEL.format("1") + "model.compile(loss='mse', metrics=['mae'])\n"),
        Example(
            _START
            + _TWO.format("['sparse_categorical_crossentropy', 'mse']")
            + "model.fit(x, [ids, np.ones((6, 1), 'float32')], verbose=0)\n"
        ),
        Example(
            _START
            + _TWO.format("{'b': 'mse', 'a': 'sparse_categorical_crossentropy'}")
            + "model.fit(x, [ids, np.ones((6, 1), 'float32')], verbose=0)\n"
        ),
        Example(
            _START
            + _MODEL.format("1")
            + "model.compile(optimizer='sgd', loss='mse')\n"
            + _WEIGHTED.format("(6, 1)")
        ),
    ]

    def on_feed(self, event: Feed) -> Iterable[Finding]:
        """Labels that a model is trained or evaluated with."""
        return label_findings(self, event, Misuse.REFUSED)

    def on_loss(self, event: LossCall) -> Iterable[Finding]:
        """Labels that a loss is called with."""
        return label_findings(self, event, Misuse.REFUSED)

    def on_refused(self, event: Refused) -> Iterable[Finding]:
        """Metrics that `compile` does not take."""
        if event.contract is Contract.COMPILED:
            yield self.finding(event, event.message, shape_trace(event.operands))
