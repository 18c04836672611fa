"""What a loop puts into a list is known, though not how often."""
import numpy as np
from tensorflow import keras

model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(1)])
images, labels = [], []
for number in range(40):
    images.append(np.full((28, 28), number, dtype="float32"))
    labels.append(number % 2)
model.predict(np.array(images), verbose=0)
model.predict(np.array([image / 255 for image in images]), verbose=0)
model.predict(np.concatenate([images[0].reshape(1, 28, 28) for _ in labels]), verbose=0)
grown = [image for image in images if image.max() > 20]
grown.append(np.zeros((28, 28), dtype="float32"))
model.predict(np.array(grown), verbose=0)
mixed = [np.zeros((28, 28, 1), dtype="float32")] + images
mixed = mixed[1:]
model.predict(np.array(mixed), verbose=0)
rows = [image.mean(axis=0) for image in images]
model.predict(np.stack(rows), verbose=0)  # error: NDL201 1
