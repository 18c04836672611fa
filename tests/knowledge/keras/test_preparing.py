"""Layers that prepare data, in models and adapted: what runs is not what Keras says of symbols."""

import pytest

from ndlint.target import Target, aiming_at
from tests.knowledge.tensorflow.bulk import Program, compare
from tests.truth.reality import Reality

START = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
WORDS = "vocabulary=['a', 'b', 'c']"
TEXTS = ("tf.constant([['a'], ['b c']])", "tf.constant(['a', 'b c'])")
MODES = ("", ", output_mode='multi_hot'", ", output_sequence_length=4")
VECTORIZED = (
    "i = keras.Input((1,), dtype='string')\n"
    "said = layers.TextVectorization({words}{mode})(i)\nshape = said.shape\n"
    "model = keras.Model(i, said)\nout = model.predict({texts}, verbose=0)\n",
    "layer = layers.TextVectorization({words}{mode})\nout = layer({texts})\n",
    "layer = layers.TextVectorization({bare})\nlayer.adapt({texts})\nout = layer({texts})\n",
)
TRAINED = (
    "model = keras.Sequential([keras.Input((1,), dtype='string'), "
    "layers.TextVectorization({words}, output_mode='count'), layers.Dense(2)])\n"
    "model.compile(loss='mse')\nlog = model.fit({texts}, np.ones((2, 2)), verbose=0)\n"
    "out = model.predict({texts}, verbose=0)\n",
    "model = keras.Sequential([layers.TextVectorization({words}, output_mode='count'), "
    "layers.Dense(2, activation='softmax')])\n"
    "model.compile(loss='sparse_categorical_crossentropy')\n"
    "log = model.fit({texts}, np.ones(2, 'int32'), verbose=0)\n",
)
IMAGES = "x = np.ones((2, 8, 8, 3))\n"
OTHERS = (
    f"{IMAGES}model = keras.Sequential([keras.Input((8, 8, 3)), layers.RandomCrop(4, 4)])\n"
    "out = model.predict(x, verbose=0)\nshape = model.output_shape\n",
    f"{IMAGES}model = keras.Sequential([layers.RandomCrop(4, 4)])\nout = model(x)\n",
    f"{IMAGES}inner = keras.Sequential([layers.RandomCrop(4, 4)])\ni = keras.Input((8, 8, 3))\n"
    "model = keras.Model(i, inner(i))\nout = model.predict(x, verbose=0)\n",
    f"{IMAGES}model = keras.Sequential([keras.Input((8, 8, 3)), layers.RandomHeight(0.2)])\n"
    "out = model(x)\n",
    "model = keras.Sequential([layers.Resizing(4, 5), layers.RandomFlip()])\n"
    "out = model.predict(np.ones((2, 8, 8, 3), 'uint8'), verbose=0)\n",
    "model = keras.Sequential([keras.Input((None, None, 3)), layers.Resizing(4, 5), "
    "layers.Flatten(), layers.Dense(3)])\nout = model.predict(np.ones((2, 9, 7, 3)), verbose=0)\n",
    "layer = layers.RandomCrop(2, 3)\nout = layer(np.ones((2, 4, 6, 3)), training=False)\n",
    "layer = layers.RandomFlip()\nout = layer(np.ones((2, 4)), training=False)\n",
    "layer = layers.TimeDistributed(layers.Resizing(3, 2))\n"
    "out = layer(np.ones((2, 3, 6, 6, 3)))\n",
    "layer = layers.TimeDistributed(layers.CategoryEncoding(4, output_mode='one_hot'))\n"
    "out = layer(np.ones((2, 3, 1), 'int32'))\n",
    "i = keras.Input((3,), dtype='string')\n"
    "model = keras.Model(i, layers.Hashing(5, output_mode='one_hot')(i))\n"
    "out = model.predict(tf.fill((2, 3), 'a'), verbose=0)\n",
    "i = keras.Input((3,))\nmodel = keras.Model(i, layers.Discretization([0.0, 1.0])(i))\n"
    "out = model.predict(np.ones((2, 3)), verbose=0)\n",
    "i = keras.Input((3,), dtype='string')\nlookup = layers.StringLookup(vocabulary=['a'])\n"
    "model = keras.Model(i, layers.Embedding(4, 2)(lookup(i)))\n"
    "out = model.predict(tf.fill((2, 3), 'a'), verbose=0)\n",
    "layer = layers.StringLookup()\nlayer.set_vocabulary(['a', 'b'])\n"
    "out = layer(np.array(['a']))\n",
    "layer = layers.StringLookup()\nlayer.adapt(np.array(['a', 'b']))\n"
    "out = layer(np.array(['a']))\n",
    "layer = layers.StringLookup(output_mode='count')\nout = layer(np.array(['a']))\n",
    "layer = layers.Discretization(num_bins=3)\nlayer.adapt(np.arange(10.0))\n"
    "out = layer(np.ones((2, 3)))\n",
    "i = keras.Input((11,))\n"
    "model = keras.Model(i, layers.MelSpectrogram(fft_length=4, sequence_stride=3)(i))\n"
    "out = model.predict(np.ones((2, 11)), verbose=0)\n",
)


def programs() -> list[Program]:
    found = [
        text.format(words=WORDS, mode=mode, bare=mode[2:], texts=texts)
        for texts in TEXTS
        for mode in MODES
        for text in VECTORIZED
    ]
    found += [text.format(words=WORDS, texts=texts) for texts in TEXTS for text in TRAINED]
    bodies = [f"{START}layers = keras.layers\n{text}" for text in (*found, *OTHERS)]
    shows = ("out", "shape")
    return [Program(b, tuple(n for n in shows if f"\n{n} = " in b)) for b in bodies]


@pytest.mark.parametrize("version", (3, 2))
def test_prepared(reality: Reality, legacy: Reality, version: int) -> None:
    with aiming_at(Target(keras=version)):
        score = compare(legacy if version == 2 else reality, programs())
    assert not score.wrong, "\n\n".join(score.wrong)
    assert score.claimed
    assert score.raised < score.programs // 4
