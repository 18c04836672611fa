"""Windows of a series, folds of samples, and batches that a loop fills."""
import numpy as np
from sklearn.model_selection import KFold
from tensorflow import keras
from tensorflow.keras import layers


def windows(series, size):
    parts, following = [], []
    for start in range(len(series)):
        end = start + size
        if end > len(series) - 1:
            break
        parts.append(series[start:end])
        following.append(series[end])
    return np.array(parts), np.array(following)


class Filled(keras.utils.Sequence):
    def __init__(self, x, y, size, shuffle=True):
        super().__init__()
        self.x, self.y, self.size, self.shuffle = x, y, size, shuffle
        self.indexes = np.arange(len(x))
        self.on_epoch_end()

    def __len__(self):
        return int(np.ceil(len(self.x) / self.size))

    def __getitem__(self, number):
        taken = self.indexes[number * self.size:(number + 1) * self.size]
        batch = np.empty((len(taken), 10, 1), "float32")
        for row, index in enumerate(taken):
            batch[row] = self.x[index]
        return batch, self.y[taken]

    def on_epoch_end(self):
        if self.shuffle:
            np.random.shuffle(self.indexes)


series = np.sin(np.linspace(0, 20, 200)).astype("float32")
x, y = windows(series, 10)
x = x[..., np.newaxis]
model = keras.Sequential([keras.Input((10, 1)), layers.LSTM(3), layers.Dense(1)])
model.compile("sgd", "mse")
for train, test in KFold(n_splits=3).split(x):
    model.fit(x[train], y[train], verbose=0)
    print(model.evaluate(x[test], y[test], verbose=0))
model.fit(Filled(x, y, 16), verbose=0)

earlier = []
for end in range(10, len(series)):
    earlier.append(series[end - 10:end])
earlier = np.reshape(earlier, (len(earlier), 10, 1))
print(model.predict(earlier, verbose=0).shape)
pairs = np.array([series[start:start + 20] for start in range(len(series) - 20)])
model.predict(pairs.reshape(-1, 10, 2), verbose=0)  # error: NDL201 1
