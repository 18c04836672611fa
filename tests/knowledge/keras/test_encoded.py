"""One-hot labels of classes that nobody counted, against both Kerases: their width is not known,
and more than 1."""

import pytest

from ndlint.findings import Certainty, Effect
from ndlint.target import Target, aiming_at
from tests.knowledge.tensorflow.bulk import Program, real_results, verdict
from tests.truth.reality import Reality

MAKERS = {
    "keras": "keras.utils.to_categorical(ids)",
    "eye": "np.eye(len(set(ids.tolist())))[ids]",
    "encoder": "OneHotEncoder().fit_transform(ids.reshape(-1, 1)).toarray()",
    "dense encoder": "OneHotEncoder(sparse_output=False).fit_transform(ids.reshape(-1, 1))",
    "pandas": "pd.get_dummies(pd.Series(ids)).values",
    "dtype": "pd.get_dummies(pd.Series(ids), dtype='float32').to_numpy()",
    "tensorflow": "tf.one_hot(ids, int(ids.max()) + 1).numpy()",
}
WAYS = {
    "whole": "m.fit(x, y, verbose=0)",
    "rows": "m.fit(x[:60], y[:60], verbose=0)",
    "cast": "y = y.astype('float32')\nm.fit(x, y, verbose=0)",
    "split": "a, b, c, d = train_test_split(x, y)\nm.fit(a, c, verbose=0)",
    "fold": "for train, test in KFold(2).split(x):\n    m.fit(x[train], y[train], verbose=0)",
    "dataset": "m.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(9), verbose=0)",
}
LOSSES = {
    "sparse": ("3, activation='softmax'", "sparse_categorical_crossentropy", True),
    "categorical": ("3, activation='softmax'", "categorical_crossentropy", False),
    "binary": ("1, activation='sigmoid'", "binary_crossentropy", True),
}
START = """\
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import OneHotEncoder
from tensorflow import keras
x, ids = np.ones((90, 4), 'float32'), np.frombuffer(bytes(range(90)), 'uint8') % np.int64(3)
"""


def program(maker: str, way: str, loss: str) -> Program:
    """Labels that are made, passed on, and compared in these ways."""
    units, name, _ = LOSSES[loss]
    return Program(
        f"{START}m = keras.Sequential([keras.Input((4,)), keras.layers.Dense({units})])\n"
        f"m.compile('sgd', '{name}')\ny = {MAKERS[maker]}\n{WAYS[way]}\n"
    )


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("maker", MAKERS)
def test_width_that_nobody_counted(real: Reality, keras: int, maker: str, loss: str) -> None:
    programs = {way: program(maker, way, loss) for way in WAYS}
    with aiming_at(Target(keras=keras)):
        said = {
            way: {f.certainty for f in verdict(one).findings if f.effect is Effect.CRASH}
            for way, one in programs.items()
        }
        raised = [ran.line is not None for ran in real_results(real, [*programs.values()])]
    is_wrong = LOSSES[loss][2]
    assert raised == [is_wrong] * len(WAYS)
    assert said == dict.fromkeys(WAYS, {Certainty.LIKELY} if is_wrong else set())


def test_category_that_is_left_out() -> None:
    text = program("dense encoder", "whole", "sparse").text
    left_out = text.replace("sparse_output=False", "sparse_output=False, drop='first'")
    for source in (left_out, text.replace("m.fit(x, y,", "m.fit(x, y[:, :1],")):
        assert source != text
        assert not [f for f in verdict(Program(source)).findings if f.effect is Effect.CRASH]
