"""Short loops are run, long ones to a fixed point."""
import numpy as np
from tensorflow import keras

model = keras.Sequential()
model.add(keras.Input((4,)))
for units in (16, 8, 4):
    model.add(keras.layers.Dense(units))
for i, (units, rate) in enumerate(zip([6, 2], [0.1, 0.2])):
    model.add(keras.layers.Dropout(rate))
    model.add(keras.layers.Dense(units))
x = np.zeros((6, 4), dtype="float32")
for epoch in range(200):
    if epoch == 1:
        break
    model.predict(x, verbose=0)
rows = []
while len(rows) < 6:
    rows.append(np.zeros(4, dtype="float32"))
stacked = np.array(rows)
model.predict(stacked, verbose=0)
grown = x
for _ in range(100):
    grown = grown[:, :3]
    if grown.shape[1] == 3:
        break
out = model.predict(x, verbose=0)
head = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
head.predict(out, verbose=0)  # error: NDL201 1
