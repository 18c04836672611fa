"""Unknown never reports."""
import json
import pathlib

import keras
import numpy as np
import somewhere
from keras.layers import Dense
from keras.models import Sequential

config = json.loads(pathlib.Path("c.json").read_text())
x = somewhere.load(config["path"])
model = somewhere.build(x)
model.fit(x, x)
y = np.asarray(somewhere.labels())
own = Sequential([Dense(config["units"], input_shape=(config["width"],))])
own.fit(np.zeros((8, 4), "float32"), y)
sequences = keras.Input((5, 4))
nested = keras.Model(sequences, keras.layers.RNN(somewhere.Cell(3))(sequences))
nested.compile(loss="mse")
nested.fit(np.zeros((8, 5, 4), "float32"), [np.zeros((8, 3)), np.zeros((8, 2, 3))])
own.predict(somewhere.transform(np.zeros((8, 4), "float32")))
stack = Sequential([somewhere.Layer(input_shape=(4,)), Dense(3)])
stack.predict(np.zeros((8, 5), "float32"))


def train(model, data, *args, **kwargs):
    model.fit(data, *args, **kwargs)
    return model.predict(data[0])


class Trainer:
    def __init__(self, model):
        self.model = model

    def run(self, data):
        self.model.fit(data, np.zeros(3))
