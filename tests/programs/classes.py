"""Classes of the program: attributes, methods, inheritance."""
import numpy as np
import keras


class Base:
    width = 4

    def __init__(self, n):
        self.n = n
        self.data = self.load()

    def load(self):
        return np.zeros((self.n, self.width), dtype="float32")


class Wide(Base):
    width = 5

    def model(self, width):
        return keras.Sequential([keras.Input((width,)), keras.layers.Dense(1)])

    def train(self):
        self.model(5).predict(self.data, verbose=0)
        self.model(4).predict(self.data, verbose=0)  # error: NDL201 9


Wide(8).train()
