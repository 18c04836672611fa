"""How models, their losses and their data are brought together, in programs of many forms."""

import difflib

import pytest

from tests.fixes.test_examples import fixed
from tests.truth.reality import Reality

START = """\
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.layers import LSTM, Conv2D, Dense, Flatten, MaxPooling2D
x = np.ones((6, 4), "float32")
images = np.ones((6, 8, 8), "float32")
steps = np.ones((6, 5, 4), "float32")
ids = np.array([0, 1, 2, 0, 1, 2])
onehot = np.eye(3, dtype="float32")[ids]
"""
SEQUENTIAL = "model = keras.Sequential([keras.Input((4,)), Dense(3, 'softmax')])\n"
ONE_HOT, IDS = "categorical_crossentropy", "sparse_categorical_crossentropy"

LABELS = [
    ("a metric of one-hot labels goes with the loss",
     SEQUENTIAL + f"model.compile('sgd', '{ONE_HOT}', metrics=['categorical_accuracy'])\n"
     "model.fit(x, ids, verbose=0)\n",
     f"+model.compile('sgd', \"{IDS}\", metrics=[\"sparse_categorical_accuracy\"])"),
    ("labels of training and validation are encoded together",
     SEQUENTIAL + f"model.compile('sgd', '{IDS}', metrics=[keras.metrics.Recall()])\n"
     "model.fit(x, ids, validation_data=(x, ids), verbose=0)\n",
     f"+model.compile('sgd', \"{ONE_HOT}\", metrics=[keras.metrics.Recall()])\n"
     "+model.fit(x, keras.utils.to_categorical(ids, 3).astype(\"float32\"), "
     "validation_data=(x, keras.utils.to_categorical(ids, 3).astype(\"float32\")), verbose=0)"),
    ("one of several losses, by name",
     "i = keras.Input((4,))\na = Dense(3, 'softmax', name='a')(i)\nb = Dense(1, name='b')(i)\n"
     "model = keras.Model(i, [a, b])\n"
     f"model.compile('sgd', loss={{'a': '{ONE_HOT}', 'b': 'mse'}})\n"
     "model.fit(x, {'a': ids, 'b': x[:, :1]}, verbose=0)\n",
     f"+model.compile('sgd', loss={{'a': '{IDS}', 'b': 'mse'}})"),
    ("a loss object that was imported by itself",
     "from tensorflow.keras.losses import CategoricalCrossentropy\n" + SEQUENTIAL
     + "loss = CategoricalCrossentropy()\nmodel.compile('sgd', loss)\n"
     "model.fit(x, ids, verbose=0)\n",
     "+from tensorflow.keras.losses import SparseCategoricalCrossentropy\n"
     "+loss = SparseCategoricalCrossentropy()"),
    ("a loss with an argument that the other one does not take: the labels are encoded",
     SEQUENTIAL + "model.compile('sgd', keras.losses.CategoricalCrossentropy(axis=-1))\n"
     "model.fit(x, ids, verbose=0)\n",
     "+model.fit(x, keras.utils.to_categorical(ids, 3).astype(\"float32\"), verbose=0)"),
    ("softmax over two units and labels of one column",
     "model = keras.Sequential([keras.Input((4,)), Dense(2, 'softmax')])\n"
     "model.compile('sgd', 'binary_crossentropy')\nmodel.fit(x, ids % 2, verbose=0)\n",
     f"+model.compile('sgd', \"{IDS}\")"),
    ("the last layer of a functional model, below its activation",
     "i = keras.Input((4,))\nh = Dense(2)(i)\n"
     "model = keras.Model(i, layers.Activation('tanh')(h))\n"
     "model.compile('sgd', 'mse')\nmodel.fit(x, onehot, verbose=0)\n",
     "+h = Dense(3)(i)"),
    ("images are flattened before the first Dense of a functional model",
     "i = keras.Input((8, 8, 1))\nh = Conv2D(2, 3)(i)\nh = Dense(4, 'relu')(h)\n"
     f"model = keras.Model(i, Dense(3, 'softmax')(h))\nmodel.compile('sgd', '{IDS}')\n"
     "model.fit(images, ids, verbose=0)\n",
     "+h = Flatten()(Conv2D(2, 3)(i))"),
    ("the last step of a layer inside Bidirectional",
     "model = keras.Sequential([keras.Input((5, 4)), "
     "layers.Bidirectional(LSTM(2, return_sequences=True)), Dense(3, 'softmax')])\n"
     f"model.compile('sgd', '{IDS}')\nmodel.fit(steps, ids, verbose=0)\n",
     "+model = keras.Sequential([keras.Input((5, 4)), layers.Bidirectional(LSTM(2)), "
     "Dense(3, 'softmax')])"),
    ("class ids from 1, in training and validation",
     SEQUENTIAL + f"model.compile('sgd', '{IDS}')\ny = np.array([1, 2, 3] * 2)\n"
     "model.fit(x, y, validation_data=(x, y), verbose=0)\n",
     "+model.fit(x, y - 1, validation_data=(x, y - 1), verbose=0)"),
    ("one class more than units",
     SEQUENTIAL + f"model.compile('sgd', '{IDS}')\n"
     "model.fit(x, np.array([0, 1, 2, 3, 0, 1]), verbose=0)\n",
     "+model = keras.Sequential([keras.Input((4,)), Dense(4, 'softmax')])"),
    ("a linear layer at the end, and a loss under a name of its own",
     "model = keras.Sequential([keras.Input((4,)), Dense(3)])\n"
     "loss = keras.losses.CategoricalFocalCrossentropy()\nmodel.compile('sgd', loss)\n"
     "model.fit(x, onehot, verbose=0)\n",
     "+loss = keras.losses.CategoricalFocalCrossentropy(from_logits=True)"),
    ("a softmax over one unit that is given by position",
     "model = keras.Sequential([keras.Input((4,)), Dense(1, 'softmax')])\n"
     "model.predict(x, verbose=0)\n",
     "+model = keras.Sequential([keras.Input((4,)), Dense(1, \"sigmoid\")])"),
]  # fmt: skip

SHAPES = [
    ("images for a model of flat samples",
     "model = keras.Sequential([keras.Input((64,)), Dense(2)])\nmodel.predict(images, verbose=0)\n",
     "+model.predict(np.reshape(images, (-1, 64)), verbose=0)"),
    ("channels first",
     "i = keras.Input((8, 8, 3))\nmodel = keras.Model(i, Flatten()(Conv2D(2, 3)(i)))\n"
     "model.predict(np.ones((6, 3, 8, 8), 'float32'), verbose=0)\n",
     "+model.predict(np.moveaxis(np.ones((6, 3, 8, 8), 'float32'), 1, -1), verbose=0)"),
    ("the first layer declares the width",
     "model = keras.Sequential()\nmodel.add(Dense(2, input_dim=3))\nmodel.predict(x, verbose=0)\n",
     "+model.add(Dense(2, input_dim=4))"),
    ("a declared batch stays",
     "i = keras.Input(batch_shape=(2, 3))\nmodel = keras.Model(i, Dense(2)(i))\nmodel(x[:2])\n",
     "+i = keras.Input(batch_shape=(2, 4))"),
    ("the batch size of a stateful model, and the samples of all data",
     "model = keras.Sequential([keras.Input((5, 4), batch_size=4), LSTM(2, stateful=True)])\n"
     "model.compile('sgd', 'mse')\nmodel.fit(steps, x[:, :2], verbose=0)\n",
     "+model.fit(steps[:4], x[:, :2][:4], verbose=0, batch_size=4)"),
    ("the width of an array that stands in its own shape",
     "model = keras.Sequential([Dense(2, input_dim=x.shape[0])])\nmodel.predict(x, verbose=0)\n",
     "+model = keras.Sequential([Dense(2, input_dim=x.shape[1])])"),
    ("one sample for a model that takes a batch",
     "i = keras.Input((4,))\nmodel = keras.Model(i, Dense(2)(i))\n"
     "model.predict(np.ones(4, 'float32'), verbose=0)\n",
     "+model.predict(np.expand_dims(np.ones(4, 'float32'), 0), verbose=0)"),
    ("a recurrent layer after a Conv2D",
     "model = keras.Sequential()\nmodel.add(keras.Input((8, 8, 1)))\nmodel.add(Conv2D(2, 3))\n"
     "model.add(LSTM(4))\n",
     "+from tensorflow.keras.layers import TimeDistributed\n"
     "+model.add(TimeDistributed(Flatten()))"),
    ("features where steps belong",
     "model = keras.Sequential([LSTM(4, input_shape=(4,)), Dense(1)])\n",
     "+model = keras.Sequential([LSTM(4, input_shape=(4, 1)), Dense(1)])"),
    ("a Flatten that comes too early in a functional model",
     "i = keras.Input((8, 8, 1))\nh = Flatten()(i)\nh = Conv2D(2, 3)(h)\n",
     "+h = i\n+h = Flatten()(Conv2D(2, 3)(h))"),
    ("a layer on data without channels",
     "h = Conv2D(2, 3)(images)\n",
     "+h = Conv2D(2, 3)(np.expand_dims(images, -1))"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "added"), [pytest.param(*case, id=name) for name, *case in [*LABELS, *SHAPES]]
)
def test_a_program_is_fixed_and_runs(code: str, added: str, reality: Reality) -> None:
    done = fixed(START + code)
    before, after = (START + code).splitlines(), done.source.text.splitlines()
    changes = difflib.unified_diff(before, after, lineterm="", n=0)
    assert [c for c in changes if c[0] == "+" and c[:3] != "+++"] == added.splitlines()
    assert not done.found
    assert reality.run(done.source.text).ok


WITHOUT = [
    ("a loss of one's own",
     SEQUENTIAL + "model.compile('sgd', lambda y, p: keras.losses.mse(y, p))\n"
     "model.fit(x, ids, verbose=0)\n"),
    ("labels that no class or axis puts right",
     SEQUENTIAL + "model.compile('sgd', 'mse')\n"
     "model.fit(x, np.ones((6, 2, 2), 'float32'), verbose=0)\n"),
    ("another layout of images",
     "i = keras.Input((8, 4, 3))\nmodel = keras.Model(i, Flatten()(Conv2D(2, 3)(i)))\n"
     "model.predict(np.ones((6, 4, 8, 3), 'float32'), verbose=0)  # noqa: E501\n"
     .replace("(8, 4, 3))\n", "(8, 4, 3))  # noqa: E501\n")),
]  # fmt: skip


@pytest.mark.parametrize("code", [pytest.param(code, id=name) for name, code in WITHOUT])
def test_nothing_is_guessed(code: str) -> None:
    assert fixed(START + code).source.text == START + code
