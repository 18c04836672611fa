"""Ids that are fed to models with an Embedding, drawn at random, against real Keras."""

import random

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Certainty, Effect, Finding
from ndlint.source.text import parse
from ndlint.target import Target
from tests.truth.reality import Reality

START = (
    "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
    "y = np.ones((2, 1), 'float32')\ndef own(labels, made):\n    return made\n"
)
MODELS = (
    "model = keras.Sequential([keras.Input((2,)), table])\n",
    "model = keras.Sequential([table])\n",
    "model = keras.Sequential([keras.Input((2,), dtype='int32'), layers.Flatten(), table])\n",
    "i = keras.Input((2,))\n"
    "model = keras.Model(i, table(layers.Reshape((2, 1))(layers.Permute((1,))(i))))\n",
    "inner = keras.Sequential([keras.Input((2,)), table])\n"
    "i = keras.Input((2,))\nmodel = keras.Model(i, inner(i))\n",
    "i = keras.Input((2,))\nwide = layers.Embedding(900, 3)(i)\n"
    "model = keras.Model(i, layers.Concatenate()([wide, table(i)]))\n",
    "i = keras.Input((2,))\nmodel = keras.Model(i, table(layers.Rescaling(0.01)(i)))\n",
    "i = keras.Input((2,))\nmodel = keras.Model(i, table(layers.Lambda(lambda t: t * 0)(i)))\n",
    "i, j = keras.Input((2,), name='i'), keras.Input((2,), name='j')\n"
    "model = keras.Model([i, j], layers.Concatenate()([table(i), layers.Embedding(900, 3)(j)]))\n",
)
COMPILES = ("", "", ", run_eagerly=True", ", jit_compile=False", ", jit_compile=True")
CALLS = (
    "model.predict({x}, verbose=0)\n",
    "model({x})\n",
    "model.predict_on_batch({x})\n",
    "model.fit({x}, y, verbose=0)\n",
    "model.evaluate({x}, y, batch_size=1, verbose=0)\n",
    "model.train_on_batch({x}, y)\n",
)
DTYPES = ("int64", "int32", "float32", "uint8", "int16")


def program(seed: int) -> str:
    """A model with an Embedding of a few rows, and ids most of which it has."""
    draw = random.Random(seed)
    rows = draw.randint(1, 12)
    ids = [draw.randint(0, rows - 1) for _ in range(4)]
    if draw.random() < 0.6:
        ids[draw.randrange(4)] = draw.choice((rows, rows + 1, 200, rows - 1))
    dtype = draw.choice(DTYPES)
    numbers: list[float] = [*ids]
    if dtype != "uint8" and draw.random() < 0.3:
        numbers[draw.randrange(4)] = draw.choice((-1, -rows, -rows - 1))
    if dtype == "float32" and draw.random() < 0.5:
        at = draw.randrange(4)
        numbers[at] += draw.choice((0.5, -0.5))
    model = draw.choice(MODELS)
    compiled = f"model.compile('sgd', own{draw.choice(COMPILES)})\n"
    x = "[x, x]" if "[i, j]" in model else "x"
    text = f"x = np.array([{numbers[:2]}, {numbers[2:]}], '{dtype}')\n"
    call = draw.choice(CALLS)
    if draw.random() < 0.15:
        return f"{START}table = layers.Embedding({rows}, 3)\n{text}table(x)\n"
    return f"{START}table = layers.Embedding({rows}, 3)\n{model}{compiled}{text}{call.format(x=x)}"


def findings(code: str, keras: int) -> list[Finding]:
    found = analyse(parse("a.py", code), Target(keras=keras))
    return [f for f in found if f.code == "NDL407" and f.certainty is not Certainty.UNPROVEN]


@pytest.mark.parametrize("keras", [3, 2])
def test_a_crash_is_told_where_there_is_one(keras: int, reality: Reality, legacy: Reality) -> None:
    real = reality if keras == 3 else legacy
    counts = {"crash": 0, "silent": 0, "none": 0, "missed": 0}
    for seed in range(60):
        code = program(seed)
        outcome = real.run(code)
        assert outcome.ok or outcome.error == "InvalidArgumentError", f"{outcome.said}\n{code}"
        found = findings(code, keras)
        crashes = [f for f in found if f.effect is Effect.CRASH]
        assert not (crashes and outcome.ok), f"{crashes[0].message}\n{code}"
        kind = "crash" if crashes else "silent" if found else "none"
        counts[kind if outcome.ok or crashes else "missed"] += 1
    print(counts)
    assert not counts["missed"]
    assert min(counts["crash"], counts["silent"], counts["none"]) > 1
