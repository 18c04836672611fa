"""NDL605."""

from collections.abc import Iterator

from ndlint.events import Frozen
from ndlint.findings import Certainty, Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.trace import Site

NORMAL = frozenset({"normal", "standard_normal", "randn", "gauss", "normalvariate"})


class FrozenValue(Rule):
    """A number is drawn while a graph is made, and is a constant from then on.

    ## What it does
    Finds numbers of Python's `random` and of `np.random`, and times (`time.time()`,
    `datetime.now()`), that a function draws of which TensorFlow makes a graph: one that
    `Dataset.map` and its like are given, or a `tf.function` that is called again with what goes
    into the same graph. Where that is not known of a call in a loop, it is likely.

    ## Why is this bad
    Nothing raises. Python runs once, while the graph is made: each element gets the same
    "random" number, each call the same time. What `tf.random` draws is a part of the graph, and
    is drawn each time.

    ## Example
    ```python
    ds = ds.map(lambda image: image + np.random.normal(size=(28, 28)))
    ```

    ## Use instead
    ```python
    ds = ds.map(lambda image: image + tf.random.normal((28, 28), dtype=image.dtype))
    ```

    ## Fix safety
    There is none yet.
    """

    code = "NDL605"
    name = "frozen-value"
    effect = Effect.SILENT
    assumes_tensorflow = True
    of_dtypes = True
    asked_for = True

    _START = (
        "import random, time\nfrom datetime import datetime\nimport numpy as np\n"
        "import tensorflow as tf\nx = np.ones((4, 3), 'float32')\n"
        "ds = tf.data.Dataset.from_tensor_slices(x)\n"
    )
    _TF = "@tf.function(autograph=False)\ndef f(t):\n    return t * {}\n"
    _TWICE = "a = f(tf.constant(2.0))\nb = f(tf.constant(3.0))\n"
    _MAP = "out = [t.numpy()[0] for t in ds.map(lambda t: {})]\n"
    _SAME = "len(set(map(float, out))) == 1"
    bad = [
        Example(
            _START + _TF.format("random.random()") + _TWICE,
            shows="abs(float(a) / 2 - float(b) / 3) < 1e-6",
        ),
        Example(
            _START + _TF.format("np.random.normal()")
            + "out = []\nfor _ in range(5):\n    out.append(f(tf.constant(2.0)))\n",
            shows=_SAME,
        ),
        Example(_START + _MAP.format("t + np.random.normal(size=3)"), shows=_SAME),
        Example(_START + _MAP.format("t * random.uniform(0.5, 2.0)"), shows=_SAME),
        Example(
            _START + "rng = np.random.default_rng()\n" + _MAP.format("t * rng.normal()"),
            shows=_SAME,
        ),
        Example(
            _START + "def flipped(t):\n    if random.random() > 0.5:\n        t = -t\n"
            "    return t\nout = [t.numpy()[0] for t in ds.repeat(20).map(flipped)]\n",
            shows=_SAME,
        ),
        Example(
            _START + "@tf.function(autograph=False)\ndef now():\n"
            "    return tf.constant(time.time(), tf.float64)\n"
            "a = now()\ntime.sleep(0.01)\nb = now()\n",
            shows="float(a) == float(b)",
        ),
    ]  # fmt: skip
    good = [
        Example(_START + _TF.format("tf.random.uniform([])") + _TWICE),
        Example(_START + _MAP.format("t + tf.random.normal([3])")),
        Example(
            _START + "@tf.function(autograph=False)\ndef f(t, r):\n    return t * r\n"
            "f(tf.constant(2.0), np.float32(random.random()))\n"
            "f(tf.constant(2.0), np.float32(random.random()))\n"
        ),
        Example(_START + _TF.format("random.random()") + "f(tf.constant(2.0))\n"),
        Example(
            _START + _TF.format("random.random()")
            + "a, b = f(2.0), f(3.0)\nassert abs(float(a) / 2 - float(b) / 3) > 1e-6\n"
        ),
        Example(
            _START + "def draw(t):\n    return t * np.float32(np.random.rand())\n"
            "out = [t.numpy()[0] for t in ds.map(\n"
            "    lambda t: tf.numpy_function(draw, [t], tf.float32))]\n"
            "assert len(set(map(float, out))) == 4\n"
        ),
        Example(
            _START + "def f(t):\n    return t * random.random()\n"
            "a, b = (float(tf.function(f)(tf.constant(1.0))) for _ in range(2))\nassert a != b\n"
        ),
        Example(
            _START + "@tf.function(autograph=False)\ndef f(t, k):\n"
            "    return t * random.random()\n"
            "out = [float(f(tf.constant(1.0), k)) for k in range(3)]\nassert len(set(out)) == 3\n"
        ),
        Example(_START + "[t * random.random() for t in ds]\n"),
        Example(
            _START + "def f(t):\n    return t * random.random()\n" + _TWICE
            + "assert abs(float(a) / 2 - float(b) / 3) > 1e-6\n"
        ),
        Example(
            _START + "@tf.function(autograph=False)\ndef f(t):\n"
            "    print('traced at', datetime.now())\n    return t\n" + _TWICE
        ),
    ]  # fmt: skip

    def __init__(self) -> None:
        self._made: dict[tuple[Site, int, str], Frozen] = {}

    def on_frozen(self, event: Frozen) -> Iterator[Finding]:
        """What is drawn in a graph that runs again."""
        again = event.again
        if again is False and event.given:
            # Two functions may be made of the same text: it is the object that counts.
            key = (event.site, id(event.function), event.given)
            again = self._made.setdefault(key, event).graph != event.graph
        if again is not False:
            certainty = Certainty.LIKELY if again is None else Certainty.CERTAIN
            yield self.finding(event, _message(event), certainty=certainty)


def _message(event: Frozen) -> str:
    module, _, name = event.drawn.rpartition(".")
    runs = "for every element" if event.function is None else "in every later call"
    if module in ("time", "datetime.datetime"):
        what, instead = "the time", "use tf.timestamp(), or give the function the time as a tensor"
    else:
        function = "tf.random.normal" if name in NORMAL else "tf.random.uniform"
        what = "a random value"
        instead = f"use {function}(...), or give the function the value as a tensor"
    return (
        f"{event.call} gives {what} once, while TensorFlow makes the graph; it is the same "
        f"constant {runs}: {instead}"
    )
