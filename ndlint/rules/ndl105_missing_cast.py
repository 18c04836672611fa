"""NDL105."""

from collections.abc import Iterator

from msgspec import Struct

from ndlint.events import Arithmetic, Conversion, Meeting
from ndlint.findings import Effect, Finding
from ndlint.fixes.calls import place_of_converted
from ndlint.fixes.repair import Argument, Place, Repair, SetArgument, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.base import Value
from ndlint.values.dtype import FLOAT64
from ndlint.values.trace import Site

AS_FLOAT32 = '{}.astype("float32")'


class _Converted(Struct):
    """A conversion that keeps float64, and whether its tensor met float64, or another dtype."""

    finding: Finding
    meets_float64: bool = False
    meets_other: bool = False


class MissingCast(Rule):
    """A float64 array becomes a tensor without a dtype and stays float64.

    ## What it does
    Finds `tf.constant`, `tf.convert_to_tensor` and `tf.Variable` of a float64 array where no
    dtype is asked for. Nothing is said where `dtype=tf.float64` is written, or where all that
    the tensor meets is float64, too. Where it meets a float32 tensor the program raises, and
    NDL104 says so at that place.

    ## Why is this bad
    The tensor takes twice the memory, and TensorFlow never promotes: as soon as it meets a
    float32 tensor (a layer's output, a weight, tf.ones) the operation raises.

    ## Example
    ```python
    t = tf.convert_to_tensor(np.random.rand(100, 3))
    ```

    ## Use instead
    ```python
    t = tf.convert_to_tensor(np.random.rand(100, 3), dtype=tf.float32)
    ```

    ## Fix safety
    Unsafe: the results lose precision, which may have been wanted.
    """

    code = "NDL105"
    name = "missing-cast"
    effect = Effect.COST
    of_dtypes = True
    assumes_floatx = True
    explained_by = frozenset({"NDL104"})

    _START = "import numpy as np\nimport tensorflow as tf\nx = np.random.rand(10, 3)\n"
    bad = [
        Example(
            _START + "t = tf.convert_to_tensor(x)\n",
            shows="t.dtype == tf.float64 and len(t.numpy().tobytes()) == 2 * 4 * 10 * 3",
        ),
        Example(_START + "t = tf.Variable(x)\n", shows="t.dtype == tf.float64"),
        Example(_START + "t = tf.constant(x) * 2.0\n", shows="t.dtype == tf.float64"),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices(x)\nt = next(iter(data))\n",
            shows="t.dtype == tf.float64",
        ),
    ]
    good = [
        Example(_START + "t = tf.convert_to_tensor(x, dtype=tf.float32)\n"),
        Example(_START + "t = tf.Variable(x.astype('float32'))\n"),
        Example(_START + "t = tf.constant([0.5, 1.5]) * 2.0\n"),
        Example(
            _START + "data = tf.data.Dataset.from_tensor_slices(x.astype('float32'))\n"
            "t = next(iter(data))\n"
        ),
        Example(_START + "t = tf.constant(x, dtype=tf.float64)\n"),
        Example(_START + "t = tf.constant(x) + tf.zeros((10, 3), tf.float64)\n"),
        Example(
            _START + "s = tf.constant(x[:3])\nt = tf.linalg.solve(s, tf.constant(x[3:6]))\n",
        ),
    ]

    def __init__(self) -> None:
        self._converted: dict[Site, _Converted] = {}

    def on_conversion(self, event: Conversion) -> Iterator[Finding]:
        """Remember a float64 array that is converted as it is."""
        array = event.value
        if (
            isinstance(array, Array)
            and array.is_numpy
            and array.dtype == FLOAT64
            and event.dtype is None
        ):
            asked, advice = " without a dtype", "dtype=tf.float32"
            repairs = [as_float32(event.site)]
            if not event.takes_dtype:
                asked, advice = "", '.astype("float32") after the array'
                repairs = [*rewrites("make it float32", place_of_converted(event), AS_FLOAT32)]
            finding = self.finding(
                event,
                f"{event.call} of {array.described}{asked}: the tensor stays float64, takes "
                f"twice the memory of float32 and mixes with no float32 tensor; write {advice}",
                array.origins.dtype,
                repairs=repairs,
            )
            self._converted[event.site] = _Converted(finding)
        yield from ()

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """Tensors meet in an operation."""
        self._note_company(event.operands)
        yield from ()

    def on_meeting(self, event: Meeting) -> Iterator[Finding]:
        """Tensors meet in a function that is not known."""
        self._note_company(event.operands)
        yield from ()

    def _note_company(self, operands: tuple[Value, ...]) -> None:
        """Remember whom the converted tensors meet."""
        arrays = [v for v in operands if isinstance(v, Array)]
        for array in arrays:
            for step in array.origins.dtype:
                converted = self._converted.get(step.site)
                if converted is None:
                    continue
                for other in arrays:
                    if other is not array:
                        converted.meets_float64 |= other.dtype == FLOAT64
                        converted.meets_other |= other.dtype != FLOAT64

    def at_end(self) -> Iterator[Finding]:
        """Every conversion whose tensor did not stay among its own kind."""
        for converted in self._converted.values():
            if converted.meets_other or not converted.meets_float64:
                yield converted.finding


def as_float32(conversion: Site) -> Repair:
    """Ask for float32 where an array is converted."""
    change = SetArgument(Place(conversion), Argument(("dtype",)), "<tensorflow.float32>")
    return Repair("convert it to float32", (change,))
