"""What a rule is told of data that is fed: roles out of data sets, lengths, lists."""

import pytest

from ndlint.events import Event, Feed
from ndlint.interpreter.interpret import interpret
from ndlint.interpreter.run import Reached
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values.array import Array, Kind
from ndlint.values.dimension import render

START = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
    "slices = tf.data.Dataset.from_tensor_slices\n"
    "x, y = np.ones((8, 4)), np.ones((8, 1), 'int64')\n"
    "a, b = keras.Input((4,)), keras.Input((3,))\n"
    "dense = keras.layers.Dense(1)\nmodel = keras.Model(a, dense(a))\n"
    "both = keras.layers.Concatenate()([a, b])\n"
    "two = keras.Model([a, b], keras.layers.Dense(1)(both))\n"
    "model.compile('sgd', 'mse')\ntwo.compile('sgd', 'mse')\n"
)
LONGER = (
    "def f(data):\n    n = data.shape[0]\n    model.fit(np.ones((n, 4)), np.ones((n + 1, 1)))\n"
)


def feed(code: str, keras: int = 3) -> Feed:
    """The last event of data that is fed in the program."""
    heard: list[Feed] = []

    def hear(event: Event, reached: Reached) -> bool:
        heard.extend([event] if isinstance(event, Feed) else [])
        return False

    registry.load()
    with aiming_at(Target(keras=keras)):
        interpret(parse("a.py", START + code), hear)
    return heard[-1]


def inputs(event: Feed) -> list[str]:
    """Each array that flows in: its role, dtype and shape."""
    return [
        f"{fed.role} {fed.value.dtype} {fed.value.shape}"
        for fed in event.inputs
        if isinstance(fed.value, Array)
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "model.fit(slices((x, y)).batch(2))",
            ["x float64 (None, 4)", "y int64 (None, 1)"],
        ),
        (
            "model.fit(slices((x, y, y)).batch(2, drop_remainder=True))",
            ["x float64 (2, 4)", "y int64 (2, 1)", "sample_weight int64 (2, 1)"],
        ),
        ("model.predict(slices((x, y)).batch(2))", ["x float64 (None, 4)"]),
        ("model.evaluate(slices((x, y)))", ["x float64 (4,)", "y int64 (1,)"]),
        (
            "model.fit(x, y, validation_data=slices((x, y)).batch(2))",
            [
                "x float64 (8, 4)",
                "y int64 (8, 1)",
                "validation x float64 (None, 4)",
                "validation y int64 (None, 1)",
            ],
        ),
        (
            "two.fit(slices(((x, x[:, 1:]), y)).batch(2))",
            ["x float64 (None, 4)", "x float64 (None, 3)", "y int64 (None, 1)"],
        ),
        (
            "two.fit({'a': x, 'b': x[:, 1:]}, y)",
            ["x float64 (8, 4)", "x float64 (8, 3)", "y int64 (8, 1)"],
        ),
        ("model.fit(slices((x, y)).batch(2), y)", []),
        ("model.fit(slices((x, y)).map(print))", []),
    ],
)  # fmt: skip
def test_what_flows_in(code: str, expected: list[str]) -> None:
    event = feed(code)
    assert inputs(event) == expected
    tensors = [f.value for f in event.inputs if isinstance(f.value, Array) and f.value.is_tensor]
    assert all(t.kind is Kind.TENSOR for t in tensors)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("model.fit(x, y)", "x 8, y 8"),
        ("model.fit(x[1:], y, sample_weight=y[:5, 0])", "x 7, y 8, sample_weight 5"),
        ("model.fit(x, y, validation_split=0.2)", "x 8, y 8"),
        ("two.fit([x, x[2:, 1:]], [y])", "x[0] 8, x[1] 6, y[0] 8"),
        ("two.predict({'a': x, 'b': x})", "x['a'] 8, x['b'] 8"),
        ("model.fit(x, y, validation_data=(x, y[1:]))", "x 8, y 8, validation x 8, validation y 7"),
        ("model.fit(slices((x, y)).batch(2))", ""),
        ("model.fit(np.ones((n, 4)), np.ones(n - 1))", ""),
        (
            LONGER,
            "x data.shape[0], y data.shape[0] + 1",
        ),
    ],
)
def test_lengths(code: str, expected: str) -> None:
    found = ", ".join(f"{n.role} {render(n.size)}" for n in feed(code).lengths)
    assert found == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("model.fit(x, y[:7])", "x y"),
        ("model.fit(x, y)", ""),
        ("model.fit(x[:7], y, validation_split=0.2)", ""),
        ("model.fit(x, y[:7], validation_split=0.2)", "x y"),
        ("model.fit(x, y[:7], validation_split=0.2, validation_freq=2)", ""),
        ("two.predict([x, x[:3]])", "x[0] x[1]"),
        ("two([x, x[:3]])", ""),
        ("model.fit(x, y, validation_data=(x, y[1:]))", "validation x validation y"),
        (
            LONGER,
            "x y",
        ),
        (
            "def f(data, more):\n    n, m = data.shape[0], more.shape[0]\n"
            "    model.fit(np.ones((n, 4)), np.ones((m, 1)))",
            "",
        ),
        (
            "from sklearn.model_selection import train_test_split\n"
            "def f(data):\n    n = data.shape[0]\n    x, y = np.ones((n, 4)), np.ones(n)\n"
            "    a, b, c, d = train_test_split(x, y, test_size=100)\n    model.fit(a, c[1:])\n"
            "    model.fit(a, c)",
            "",
        ),
    ],
)  # fmt: skip
def test_disagreements(code: str, expected: str) -> None:
    found = " ".join(f"{d.first.role} {d.second.role}" for d in feed(code).disagreements)
    assert found == expected


@pytest.mark.parametrize(
    ("code", "on_3", "on_2"),
    [
        ("model.fit(x.tolist(), [1.0] * 8)", "x y", ""),
        ("model.fit(x.tolist(), y)", "x", "x"),
        ("model.fit(x, y[:, 0].tolist())", "y", "y"),
        ("model.fit(x, y[:1, 0].tolist())", "y", "y"),
        ("model.fit([x.tolist()], y)", "x", "x"),
        ("model.fit([[1, 2, 3, 4]], [1.0])", "x y", ""),
        ("model.fit(x[:1], [1.0])", "y", "y"),
        ("model.predict([[1, 2, 3, 4]])", "x", ""),
        ("model.train_on_batch(x[:1], [1.0])", "", "y"),
        ("model([[1, 2, 3, 4]])", "x", "x"),
        ("model.fit([x], [y])", "", ""),
        ("two.fit([x, x[:, 1:]], y)", "", ""),
        ("model.predict([x[0], x[1]])", "x", "x"),
    ],
)
def test_lists(code: str, on_3: str, on_2: str) -> None:
    assert " ".join(found.role for found in feed(code).lists) == on_3
    assert " ".join(found.role for found in feed(code, 2).lists) == on_2
