"""Labels and ids that are drawn at random: enough of them hold what no unit or row stands for."""

import pytest

from ndlint.target import Target, aiming_at
from tests.knowledge.tensorflow.bulk import Program, compare, exact
from tests.truth.reality import Reality

IMPORTS = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
CLASSES = """\
x = np.ones((len(y), 4), "float32")
m = keras.Sequential([keras.Input((4,)), keras.layers.Dense({units}, activation="softmax")])
m.compile("sgd", "sparse_categorical_crossentropy")
m.fit(x, y, verbose=0)
"""
IDS = """\
m = keras.Sequential([keras.Input((10,)), keras.layers.Embedding({units}, 2)])
m.predict(y, verbose=0)
"""
ENCODED = "keras.utils.to_categorical(y, {units})\n"
BEYOND = {
    "one based": "y = np.random.randint(1, 4, size=300)",
    "generator": "y = np.random.default_rng(0).integers(1, 4, size=(300, 1))",
    "shifted": "y = (np.random.randint(0, 3, 300) + 1).astype('int32')",
    "choice": "y = np.random.choice([1, 2, 3], size=300)",
    "number": "y = np.random.choice(40, 300)",
    "few of many": "y = np.random.randint(0, 30, size=64)",
    "slice": "y = np.random.randint(1, 4, size=300)[:200]",
    "shuffled": "y = np.random.randint(1, 4, 300)[np.random.permutation(300)][40:]",
    "split": "from sklearn.model_selection import train_test_split\n"
    "y, _ = train_test_split(np.random.randint(1, 4, size=300))",
    "tensor": "y = tf.random.uniform((300,), 1, 4, tf.int32).numpy()",
}
WITHIN = {
    "few": "np.random.seed(0)\ny = np.random.randint(0, 4, size=3) // 2",
    "sorted": "y = np.sort(np.random.randint(0, 4, size=300))[:40]",
    "chosen": "y = np.random.randint(0, 4, size=300)\ny = y[y < 3]",
    "never": "y = np.random.choice([0, 1, 9], size=300, p=[0.5, 0.5, 0.0])",
    "cut": "y = np.minimum(np.random.randint(0, 40, size=300), 2)",
    "set": "y = np.random.randint(0, 4, size=300)\ny[y > 2] = 0",
    "table": "import pandas as pd\nf = pd.DataFrame({'y': np.random.randint(0, 4, 300)})\n"
    "y = f.sort_values('y')['y'].values[:40]",
    "same": "np.random.seed(0)\ny = np.repeat(np.random.randint(0, 4, 2) // 2, 100)[:60]",
}


@pytest.mark.parametrize("use", [CLASSES, ENCODED])
def test_labels(real: Reality, keras: int, use: str) -> None:
    programs = [
        Program(
            f"{IMPORTS}{made}\n{use.format(units=3)}",
            must_find="m.fit" if ".fit" in use else "to_c",
        )
        for made in (*BEYOND.values(), *WITHIN.values())
    ]
    score = exact(real, programs, keras)
    assert score.raised == len(BEYOND)


@pytest.mark.parametrize(
    ("rows", "raises"), [(5000, True), (1000, True), (200, True), (100, False)]
)
def test_ids(real: Reality, keras: int, rows: int, raises: bool) -> None:
    text = f"{IMPORTS}y = np.random.randint(0, {rows}, size=(60, 10))\n{IDS.format(units=100)}"
    with aiming_at(Target(keras=keras)):
        score = compare(real, [Program(text, must_find="predict")])
    assert not score.wrong + score.missed
    assert bool(score.raised) is raises
