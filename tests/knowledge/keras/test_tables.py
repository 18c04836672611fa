"""Frames, series and sparse matrices in every place, on both Kerases."""

from itertools import product

import pytest

from ndlint.target import Target, aiming_at
from tests.knowledge.keras.stacks import on_keras_2
from tests.knowledge.tensorflow.bulk import Program, compare
from tests.truth.reality import Reality

START = (
    "import numpy as np\nimport pandas as pd\nimport tensorflow as tf\nfrom scipy import sparse\n"
    "import keras\nfrom keras import layers\n"
)
COLUMNS = {
    "float64": "np.ones(4)", "float32": "np.ones(4, 'float32')", "int64": "[1, 2, 3, 4]",
    "float16": "np.ones(4, 'float16')", "bool": "[True] * 4", "strings": "['a'] * 4",
    "dates": "pd.to_datetime(['2020-01-01'] * 4)", "Int64": "pd.array([1] * 4, dtype='Int64')",
    "boolean": "pd.array([True] * 4, dtype='boolean')", "spans": "pd.to_timedelta([1] * 4)",
    "categories": "pd.Categorical(['u', 'v'] * 2)", "numbers": "pd.Categorical([1, 2] * 2)",
    "lists": "[[1, 2]] * 4", "mixed": "[1, 'a', 2.5, 3]", "complex": "np.ones(4, complex)",
}  # fmt: skip
"""What a column of four rows holds."""
CALLS = (
    "model.fit(x, y, verbose=0)", "model.predict(x, verbose=0)", "model.evaluate(x, y, verbose=0)",
    "model.train_on_batch(x, y)", "model.predict_on_batch(x)", "model(x)",
    "model.fit(x, y, validation_split=0.5, verbose=0)", "model.predict(x.to_numpy(), verbose=0)",
    "model.fit(y, y, validation_data=(x, y), verbose=0)", "model(x.values)",
)  # fmt: skip
OF_SERIES = (
    "model.fit(one, x, verbose=0)", "model.train_on_batch(one, x)", "model.predict(x, verbose=0)",
    "model.fit(one, y, sample_weight=x, verbose=0)", "model(x)", "model.train_on_batch(x, y)",
    "tf.convert_to_tensor(x)", "tf.cast(x, tf.float32)", "tf.data.Dataset.from_tensor_slices(x)",
)  # fmt: skip
OF_MATRICES = (*CALLS[:7], "model.fit(x.toarray(), x, verbose=0)", "tf.constant(x)")
PAIRS = (
    ("float64", "int64"), ("float32", "int64"), ("int64", "bool"), ("float64", "bool"),
    ("bool", "float64"), ("float32", "bool"), ("strings", "float64"), ("int64", "strings"),
    ("float64", "dates"), ("dates", "dates"), ("strings", "strings"), ("categories", "float64"),
    ("float64", "Int64"), ("Int64", "float64"), ("int64", "Int64"), ("Int64", "Int64"),
    ("float64", "numbers"), ("numbers", "numbers"), ("int64", "numbers"), ("mixed", "float64"),
    ("float64", "mixed"), ("complex", "int64"), ("float64", "strings"),
)  # fmt: skip
"""Columns side by side; what strings are cast to beside float64 depends on what they are."""


def programs() -> list[Program]:
    """Each column by itself, two beside each other, each as a series, and a sparse matrix."""
    made = []
    for kinds, call in product([*((kind,) for kind in COLUMNS), *PAIRS], CALLS):
        pairs = ", ".join(f"'c{n}': {COLUMNS[kind]}" for n, kind in enumerate(kinds))
        made.append(_program(f"x = pd.DataFrame({{{pairs}}})", len(kinds), call))
    for kind, call in product(COLUMNS, OF_SERIES):
        made.append(_program(f"x = pd.Series({COLUMNS[kind]})", 1, call))
    for name, call in product(("csr_matrix", "csr_array", "coo_matrix"), OF_MATRICES):
        made.append(_program(f"x = sparse.{name}(np.ones((4, 2)))", 2, call))
    return made


def _program(table: str, width: int, call: str) -> Program:
    text = (
        f"{START}model = keras.Sequential([keras.Input(({width},)), layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\ny = np.ones(4, 'float32')\none = np.ones((4, 1), 'float32')\n"
        f"{table}\nout = {call}\n"
    )
    # What strings are cast to depends on what they say; that not all objects are strings is lost.
    is_open = "'a'" in table and ("np.ones(4)" in table or "2.5" in table)
    return Program(text, must_find="" if is_open else "out =", topic=f"{table}; {call}")


def judged(reality: Reality, cases: list[Program]) -> None:
    score = compare(reality, cases)
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.found_share >= 0.95, "\n\n".join(score.missed[:10])


EACH = 7
"""One in so many is run each time."""


def test_tables(reality: Reality) -> None:
    judged(reality, programs()[::EACH])


def test_tables_on_keras_2(legacy: Reality) -> None:
    with aiming_at(Target(keras=2)):
        judged(legacy, [on_keras_2(case) for case in programs()[1::EACH]])


@pytest.mark.nightly
def test_all_tables(reality: Reality) -> None:
    judged(reality, programs())


@pytest.mark.nightly
def test_all_tables_on_keras_2(legacy: Reality) -> None:
    with aiming_at(Target(keras=2)):
        judged(legacy, [on_keras_2(case) for case in programs()])
