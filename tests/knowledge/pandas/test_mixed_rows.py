"""Rows of a frame whose columns have no dtype in common, and what is written into them."""

import pytest

from tests.knowledge.tensorflow.bulk import Program, verdict
from tests.truth.reality import Reality

START = """import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
table = pd.DataFrame({"age": [1.0, 2.0, 3.0, 4.0], "town": ["x", "y", "z", "x"]})
x = table.values
v = x[:2]
"""
ROWS = (
    "x[:2]",
    "x[np.arange(4) > 1]",
    "x[1:][::-1]",
    "x.copy()",
    "np.array(x)",
    "np.random.permutation(x)",
    "np.concatenate([x, x])",
    "train_test_split(x)[0]",
    "train_test_split(table)[0].values",
    "x[:2] if np.random.rand() < 2 else x[2:]",
)
"""They are objects, of which some are no strings."""
WORDS = (
    "x[:, 1]",
    "x[..., 1:]",
    "x.T[1]",
    "x[(slice(None), 1)]",
    "x.take([1], axis=1)",
    "np.take(x, [1, 1], axis=1)",
    "np.delete(x, 0, axis=1)",
    "np.array_split(x, 2, axis=1)[1]",
    "x\nx[:, 0] = 's'",
    "v\nx[:, 0] = 's'",
    "v\nnp.copyto(x, np.full((4, 2), 's', dtype=object))",
    "x\nx[:, 0] = [str(a) for a in x[:, 0]]",
    "x\nu = x[:, 0]\nu[:] = 's'",
    "x\nx[0, 0], x[1, 0], x[2, 0], x[3, 0] = 'abcd'",
    "x\nfor row in x:\n    row[0] = 's'",
    "x\nfor i in range(4):\n    x[i, 0] = 's'",
    "x\nx.fill('s')",
    "x\nx.flat[:] = 's'",
    "x\nx.T[0] = 's'",
    "x\nnp.put(x, [0, 2, 4, 6], 's')",
    "x\nnp.place(x, x != 's', ['s'])",
    "x\ndef write(a):\n    a[:, 0] = 's'\nwrite(x)",
    "x[:0]",
)
"""All are strings, or there are none: TensorFlow takes them."""
FED = """from tensorflow import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.predict(r, verbose=0)
"""


@pytest.mark.parametrize("text", ROWS)
def test_rows_have_all_columns(text: str, reality: Reality) -> None:
    program = f"{START}r = {text}\nt = tf.constant(r)\n"
    findings = verdict(Program(program)).findings
    assert [f.code for f in findings] == ["NDL117"]
    assert "('age': float64, 'town': str)" in findings[0].message
    assert "Unsupported object type" in reality.run(program).said


@pytest.mark.parametrize("text", WORDS)
def test_strings_alone_are_taken(text: str, reality: Reality) -> None:
    program = f"{START}r = {text}\nt = tf.constant(r)\n"
    assert verdict(Program(program)).findings == ()
    assert reality.run(program).ok


@pytest.mark.parametrize(
    ("text", "code", "advice"),
    [
        ("x[:2]", "NDL117", "pd.get_dummies(..., dtype=float)"),
        ("x\nx[:, 1] = np.array([0, 1, 2, 0])", "NDL102", "make numbers of its strings"),
        ("x[[0, 1]]", "NDL102", "make numbers of its strings"),
        ("np.array([[1, None]], dtype=object)", "NDL102", "convert it first, with .astype"),
    ],
)
def test_what_helps(text: str, code: str, advice: str, reality: Reality) -> None:
    program = f"{START}r = {text}\n{FED}"
    findings = verdict(Program(program)).findings
    assert [f.code for f in findings] == [code]
    assert advice in findings[0].message
    assert "Invalid dtype" in reality.run(program).said
