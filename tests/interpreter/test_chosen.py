"""Elements that the program chose, maybe to fit, are not said to leave the range of their dtype."""

import pytest

from ndlint.findings import Effect
from tests.knowledge.tensorflow.bulk import Program, verdict

START = """import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
m = y >= 5
"""
FITS = (
    "y[y >= 5] - 5",
    "y[m] - 5",
    "y[np.where(m)[0]] - 5",
    "y[np.flatnonzero(m)] - 5",
    "y[(y == 5) | (y == 6)] - 5",
    "y[np.isin(y, [5, 6])] - 5",
    "y[[i for i, v in enumerate(y) if v >= 5]] - 5",
    "np.compress(m, y) - 5",
    "np.extract(m, y) - 5",
    "np.take(y, np.flatnonzero(m)) - 5",
    "y.take(np.argwhere(m).ravel()) - 5",
    "np.delete(y, np.where(y < 5)) - 5",
    "np.where(m, y - 5, y)",
    "np.where(m, np.subtract(y, 5), y)",
    "np.select([m], [y - 5], 0)",
    "np.subtract(y, 5, where=m, out=y)",
    "np.array([v - 5 for v in y if v >= 5])",
    "np.array([v for v in y if v >= 5]) - 5",
    "[v - 5 if v >= 5 else v for v in y]",
    "y.copy()\nr[r >= 5] -= 5",
    "y.copy()\nr[m] = r[m] - 5",
    "[]\nfor v in y:\n    if v >= 5:\n        r.append(v - 5)",
    "[]\nfor v in y:\n    if v < 5:\n        continue\n    r.append(v - 5)",
    "[]\nfor v in y:\n    if v >= 5:\n        r.append(v)\nr = np.array(r) - 5",
)
WRAPS = (
    "y - 5",
    "y[:100] - 5",
    "y[np.random.randint(0, 60000, 32)] - 5",
    "[]\nfor v in y:\n    r.append(v - 5)",
    "x[0] - 128",
    "x[y == 3] - 128",
    "x[np.random.permutation(60000)[:100]] - 128",
    "[]\nfor i, v in zip(x, y):\n    if v == 3:\n        r.append(i - 128)",
)


def _codes(text: str) -> list[str]:
    findings = verdict(Program(f"{START}r = {text}\n")).findings
    return [f.code for f in findings if f.effect is not Effect.COST]


@pytest.mark.parametrize("text", FITS)
def test_what_was_chosen_may_fit(text: str) -> None:
    assert _codes(text) == []


@pytest.mark.parametrize("text", WRAPS)
def test_what_was_not_chosen_wraps(text: str) -> None:
    assert _codes(text) == ["NDL404"]
