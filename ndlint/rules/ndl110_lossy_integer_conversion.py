"""NDL110."""

from collections.abc import Iterator

from ndlint.events import Arithmetic, Conversion, Event, Feed
from ndlint.findings import Effect, Finding
from ndlint.fixes.repair import Argument, Place, Repair, SetArgument
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import Value
from ndlint.values.dtype import INTEGERS, DType
from ndlint.values.narrowing import beyond, lost_in


class LossyIntegerConversion(Rule):
    """An array becomes a tensor of integers that cannot hold its numbers.

    ## What it does
    Finds `tf.constant`, `tf.convert_to_tensor` and `tf.Variable` with an integer dtype, `assign` to
    a variable of integers, and a model whose input is declared as integers, given an array with
    fractions, or with numbers that are too large or too small for the dtype. `tf.cast` is there to
    cut fractions off, and is found only for numbers that are too large or too small.

    ## Why is this bad
    Nothing raises: 1.9 becomes 1, 300 becomes 44 in uint8, and 2**40 becomes 0 in int32. A
    Python float raises instead.

    ## Example
    ```python
    t = tf.constant(np.array([0.5, 1.9]), dtype=tf.int32)  # 0, 1
    ```

    ## Use instead
    ```python
    t = tf.constant(np.array([0.5, 1.9]), dtype=tf.float32)
    ```

    ## Fix safety
    Unsafe: the tensor has another dtype.
    """

    code = "NDL110"
    name = "lossy-integer-conversion"
    effect = Effect.SILENT

    _START = "import numpy as np\nimport tensorflow as tf\nx = np.array([0.5, 1.9])\n"
    _MODEL = (
        "y = np.array([[0.5], [1.9]])\nmodel = tf.keras.Sequential([tf.keras.Input((1,),"
        " dtype='{}'), tf.keras.layers.Rescaling(2.0)])\n"
    )
    bad = [
        Example(
            _START + "t = tf.constant(x, dtype=tf.int32)\n", shows="t.numpy().tolist() == [0, 1]"
        ),
        Example(
            _START + "t = tf.convert_to_tensor(np.random.rand(3), tf.int64)\n",
            shows="t.numpy().tolist() == [0, 0, 0]",
        ),
        Example(
            _START + "t = tf.Variable(np.array([300, 2]), dtype=tf.uint8)\n",
            shows="t.numpy().tolist() == [44, 2]",
        ),
        Example(
            _START + "t = tf.constant(np.array([2**40, 2]), tf.int32)\n",
            shows="t.numpy().tolist() == [0, 2]",
        ),
        Example(
            _START + "t = tf.Variable([0, 0])\nt.assign(x)\n",
            shows="t.numpy().tolist() == [0, 1]",
            has_fix=False,
        ),
        Example(
            _START + _MODEL.format("int32") + "p = model.predict(y, verbose=0)\n",
            shows="np.allclose(p, model.predict(np.floor(y), verbose=0))",
            has_fix=False,
        ),
        Example(
            _START + "t = tf.cast(tf.constant([300.0, 2.0]), tf.uint8)\n",
            shows="t.numpy().tolist() != [300, 2]",
            has_fix=False,
        ),
        Example(
            _START + "t = tf.cast(np.array([2**40, 2]), tf.int32)\n",
            shows="t.numpy().tolist() == [0, 2]",
            has_fix=False,
        ),
    ]
    good = [
        Example(_START + "t = tf.constant(x, dtype=tf.float32)\n"),
        Example(_START + "t = tf.convert_to_tensor(np.random.rand(3), tf.float32)\n"),
        Example(_START + "t = tf.Variable(np.array([300, 2]), dtype=tf.int32)\n"),
        Example(_START + "t = tf.constant(np.array([2**40, 2]), tf.int64)\n"),
        Example(_START + "t = tf.Variable([0.0, 0.0])\nt.assign(x)\n"),
        Example(_START + _MODEL.format("float32") + "p = model.predict(y, verbose=0)\n"),
        Example(_START + "t = tf.cast(tf.constant([300.0, 2.0]), tf.int16)\n"),
        Example(_START + "t = tf.cast(np.array([2**40, 2]), tf.int64)\n"),
        Example(_START + "t = tf.constant(np.array([1.0, 2.0]), dtype=tf.int32)\n"),
        Example(_START + "t = tf.cast(np.array([255.5, -0.9]), tf.uint8)\n"),
        Example(_START + "t = tf.saturate_cast(tf.constant([300.0, -1.0]), tf.uint8)\n"),
        Example(_START + _MODEL.format("int32") + "p = model.predict(np.floor(y), verbose=0)\n"),
        Example(_START + "t = tf.cast(x, tf.int32)\n"),
        Example(_START + "t = tf.constant(np.floor(x), dtype=tf.int32)\n"),
    ]

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """An array that is converted to a dtype that is asked for."""
        if event.dtype is not None and not event.as_is_first:
            change = SetArgument(Place(event.site), Argument(("dtype",), 1), "<tensorflow.float32>")
            wide = (Repair("convert it to float32", (change,)),)
            yield from self._judge(event, event.value, event.dtype, wide)
        elif event.dtype is not None and isinstance(event.value, Array):
            yield from self._judge_cast(event, event.value, event.dtype)

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """An array that is assigned to a variable."""
        if event.does == "assign" and isinstance(event.operands[0], Array):
            yield from self._judge(event, event.operands[1], event.operands[0].dtype)

    def on_feed(self, event: Feed) -> Iterator[Finding]:
        """Data for a model whose one input is declared as integers."""
        inputs = event.model.inputs
        name = inputs[0].dtype.name if len(inputs) == 1 else None
        for fed in event.inputs if name in INTEGERS else ():
            if not isinstance(fed.value, Array) or not fed.role.endswith("x") or fed.misfit:
                continue
            lost = lost_in(fed.value, name or "", "Keras")
            if lost is not None:
                yield self.finding(
                    event,
                    f"{fed.role} of {event.call} is {fed.value.described}, and the model's "
                    f"input is declared as {name}: {lost}",
                    (*fed.value.origins.dtype, *event.model.origin),
                )
                return

    def _judge_cast(self, event: Conversion, array: Array, dtype: DType) -> Iterator[Finding]:
        """A cast is there to cut fractions off, not to make other numbers of those too large."""
        name = dtype.name
        lost = beyond(array, name) if name in INTEGERS else None
        if lost is not None:
            yield self.finding(
                event,
                f"{event.call} of {array.described} to {name}: {lost}; keep it within with "
                "tf.clip_by_value(...), or take tf.saturate_cast(...)",
                array.origins.dtype,
            )

    def _judge(
        self, event: Event, value: Value, dtype: DType, repairs: tuple[Repair, ...] = ()
    ) -> Iterator[Finding]:
        name = dtype.name
        if not isinstance(value, Array) or value.is_tensor or name not in INTEGERS:
            return
        lost = lost_in(value, name)
        if lost is not None:
            yield self.finding(
                event,
                f"{event.call} of {value.described} as {name}: {lost}",
                value.origins.dtype,
                repairs=repairs,
            )
