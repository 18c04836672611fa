"""NDL902."""

from collections.abc import Iterator

from ndlint.events import GraphCall
from ndlint.findings import Effect, Finding
from ndlint.rules.base import Example, Rule
from ndlint.values.base import Float, Int
from ndlint.values.trace import Site, Step

MANY = 5
"""So many graphs of one function, and TensorFlow itself warns."""


class Retracing(Rule):
    """A `tf.function` makes a new graph for each number of Python's that it is given.

    ## What it does
    Finds calls of a `tf.function` with a number that a loop counts (`range`, `enumerate`), and
    functions that get five different numbers for one parameter. Off by default: select it with
    `NDL902`, or with `NDL9`.

    ## Why is this bad
    Nothing raises. Python's numbers are a part of the graph: each value makes another one, which
    takes longer than running it. Numbers of NumPy and tensors are data, and one graph serves
    them all.

    ## Example
    ```python
    for step, batch in enumerate(data):
        train(batch, step)
    ```

    ## Use instead
    ```python
    for step, batch in enumerate(data):
        train(batch, tf.constant(step))
    ```

    ## Fix safety
    No fix: as a tensor, the number has a dtype, and is none for Python's `range`.
    """

    code = "NDL902"
    name = "retracing"
    effect = Effect.COST

    _START = (
        "import numpy as np\nimport tensorflow as tf\nx, traces = tf.ones(3), []\n"
        "@tf.function\ndef f(x, k):\n    traces.append(1)\n    return x * tf.cast(k, tf.float32)\n"
    )
    bad = [
        Example(
            _START + "for step in range(20):\n    f(x, step)\n",
            shows="len(traces) == 20",
        ),
        Example(
            _START + "for step, part in enumerate(tf.ones((20, 3))):\n    f(part, k=step / 10)\n",
            shows="len(traces) == 20",
        ),
        Example(
            _START + "for rate in (0.1, 0.2, 0.3, 0.4, 0.5):\n    f(x, rate)\n",
            shows="len(traces) == 5",
        ),
        Example(
            "import tensorflow as tf\nclass Trainer:\n    traces = 0\n    @tf.function\n"
            "    def step(self, x, k):\n        self.traces += 1\n        return x * float(k)\n"
            "trainer = Trainer()\nout = [trainer.step(tf.ones(3), i + 1) for i in range(20)]\n",
            shows="trainer.traces == 20",
        ),
    ]
    good = [
        Example(_START + "for step in range(20):\n    f(x, tf.constant(step))\n"),
        Example(
            _START + "for step, part in enumerate(tf.ones((20, 3))):\n    f(part, np.int64(step))\n"
            "assert len(traces) == 1\n"
        ),
        Example(_START + "for rate in (0.1, 0.2):\n    f(x, rate)\n"),
        Example(_START + "out = [f(x, 3) for i in range(20)]\nassert len(traces) == 1\n"),
        Example(_START + "for step in tf.range(20):\n    f(x, step)\nassert len(traces) == 1\n"),
    ]

    def __init__(self) -> None:
        self._seen: dict[tuple[Site, str], set[float]] = {}
        self._told: set[tuple[Site, str]] = set()

    def on_graph_call(self, event: GraphCall) -> Iterator[Finding]:
        """One finding for each parameter that gets many numbers."""
        for name, value in event.numbers:
            parameter = (event.function, name)
            number = value.number if isinstance(value, Int | Float) else None
            seen = self._seen.setdefault(parameter, set())
            if number is not None:
                seen.add(number)
            is_many = len(seen) >= MANY or (number is None and name in event.counted)
            if is_many and parameter not in self._told:
                self._told.add(parameter)
                message = (
                    f"{event.call} makes a new graph for each number of Python's that {name} is: "
                    f"give it a tensor, with tf.constant(...)"
                )
                trace = (Step(event.function, "the tf.function"),)
                yield self.finding(event, message, trace, subject=name)
