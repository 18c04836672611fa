"""What `fit` refuses beside shapes and dtypes, against both Kerases."""

from random import Random

import pytest

from tests.knowledge.tensorflow.bulk import Program, exact
from tests.truth.reality import Reality

USUAL, LONG = 24, 300
START = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\nL = keras.layers\n"
)


def _class_weight(random: Random) -> Program:
    """Weights of classes, one of which may have none."""
    labels = [random.randrange(4) for _ in range(8)]
    made = f"np.array({labels}){random.choice(('', '.reshape(-1, 1)', ' // 2', ' - 1'))}"
    if random.random() < 0.3:
        made = f"np.array({[label + random.randint(-1, 2) / 2 for label in labels]}, 'float32')"
    keys = [*range(random.randint(1, 5))]
    if random.random() < 0.2:
        keys[random.randrange(len(keys))] += random.randint(0, 2)
    weights = "{" + ", ".join(f"{k}: {k + 1}.0" for k in keys) + "}"
    more = random.choice(
        ("", "", "", ", validation_split=0.25", ", steps_per_epoch=2", ", epochs=2")
    )
    text = (
        f"{START}x, y = np.ones((8, 4), 'float32'), {made}\n"
        "m = keras.Sequential([keras.Input((4,)), L.Dense(1)])\nm.compile('sgd', 'mse')\n"
        f"m.fit(x, y, class_weight={weights}, batch_size=4, verbose=0{more})\n"
    )
    is_whole = "validation" not in more and "steps" not in more
    return Program(text, must_find="fit(" if is_whole else "", topic="class_weight")


TOPICS = {"class_weight": _class_weight}


def judged(real: Reality, keras: int, topic: str, seeds: range) -> None:
    """Nothing is said that is not so, and every crash that can be known is found."""
    programs = [TOPICS[topic](Random(f"{topic} {seed}")) for seed in seeds]
    exact(real, programs, keras)


@pytest.mark.parametrize("topic", TOPICS)
def test_some(real: Reality, keras: int, topic: str) -> None:
    judged(real, keras, topic, range(USUAL))


@pytest.mark.nightly
@pytest.mark.parametrize("topic", TOPICS)
def test_many(real: Reality, keras: int, topic: str) -> None:
    judged(real, keras, topic, range(USUAL, USUAL + LONG))
