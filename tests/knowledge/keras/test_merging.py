"""Layers that merge element by element and are called again, against both Kerases.

When built, such a layer decides whether it adds axes after the batch; later it compares nothing.
"""

from random import Random

import pytest

from tests.knowledge.tensorflow.bulk import Program, exact
from tests.truth.reality import Reality

USUAL, LONG = 60, 2000
START = "import numpy as np\nfrom tensorflow import keras\n"
LAYERS = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")
SAMPLES = ((), (1,), (2,), (3,), (1, 2), (3, 2), (2, 3), (4, 1, 2), (4, 3, 2))
BATCHES = (1, 2, 3)


def _arrays(random: Random) -> str:
    usual = random.choice(BATCHES)
    batches = [usual if random.random() < 0.7 else random.choice(BATCHES) for _ in range(2)]
    shapes = [(batch, *random.choice(SAMPLES)) for batch in batches]
    return f"[{', '.join(f'np.ones({shape})' for shape in shapes)}]"


def _program(seed: int, keras: int) -> Program:
    random = Random(f"merged {seed}")
    lines = [f"layer = keras.layers.{random.choice(LAYERS)}()"]
    watched = []
    samples = [random.choice(SAMPLES[1:]) for _ in range(2)]
    for number, sample in enumerate(samples):
        lines.append(f"input_{number} = keras.Input({sample})")
    symbols = "[input_0, input_1]", "[input_0, input_0]", "[input_1, input_0]"
    for number in range(random.randint(1, 3)):
        is_symbolic = random.random() < 0.5
        given = random.choice(symbols) if is_symbolic else _arrays(random)
        lines.append(f"out_{number} = layer({given})")
        if not is_symbolic:
            watched.append(f"out_{number}")
        elif random.random() < 0.5 and given == symbols[0]:
            fed = ", ".join(f"np.ones((2, {', '.join(map(str, s))}))" for s in samples)
            lines.append(f"model = keras.Model({given}, out_{number})")
            lines.append(f"result_{number} = model([{fed}])")
            watched.append(f"result_{number}")
    text = START + "\n".join(lines) + "\n"
    return Program(text, tuple(watched), must_find="= layer(")


def judged(real: Reality, keras: int, seeds: range) -> None:
    """What certainly raises in a call of the layer is found, and no shape is wrong."""
    score = exact(real, [_program(seed, keras) for seed in seeds], keras)
    assert len(seeds) // 10 < score.raised < len(seeds)


def test_some(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL))


@pytest.mark.nightly
def test_many(real: Reality, keras: int) -> None:
    judged(real, keras, range(USUAL, USUAL + LONG))
