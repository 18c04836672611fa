"""Layers and models of the program's own classes: what they hold, build and return."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Scaled(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units))

    def call(self, inputs):
        return tf.matmul(inputs, self.w)


@keras.utils.register_keras_serializable()
class Block(layers.Layer):
    def __init__(self, units):
        super(Block, self).__init__()
        self.parts = [layers.Dense(units, activation="relu") for _ in range(2)]
        self.parts.append(Scaled(units))
        self.drop = layers.Dropout(0.5)

    def call(self, x, training=None):
        for part in self.parts:
            x = part(x)  # error: NDL205 17
        if training:
            x = self.drop(x, training=training)
        return x


class Classifier(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.body = keras.Sequential([layers.Flatten(), layers.Dense(8)])
        self.block = Block(6)
        self.tracker = keras.metrics.Mean(name="mine")
        self.head = layers.Dense(classes, activation="softmax")

    def call(self, inputs, training=False):
        return self.head(self.block(self.body(inputs), training=training))

    @property
    def metrics(self):
        return [self.tracker, *super().metrics]


class OwnStep(keras.Model):
    def train_step(self, data):
        x, y = data
        return {"loss": tf.reduce_mean(self(x, training=True)) + tf.reduce_sum(y)}


images = np.zeros((20, 4, 4), "float32")
labels = np.zeros((20, 3), "float32")
model = Classifier(3)
model.compile("sgd", "categorical_crossentropy")
model.fit(images, labels, verbose=0)
predicted = model.predict(images, verbose=0)

# Labels of another width.
try:
    model.fit(images, labels[:, :2], verbose=0)  # error: NDL301 5 unproven
except (ValueError, tf.errors.InvalidArgumentError):
    pass

# What it returns has three columns.
top = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
try:
    top.predict(predicted, verbose=0)  # error: NDL201 5 unproven
except ValueError:
    pass

# In functional and Sequential models.
inputs = keras.Input((4, 5))
outputs = layers.Dense(2)(Block(7)(inputs))
functional = keras.Model(inputs, outputs)
try:
    keras.Sequential([keras.Input((2, 3)), layers.Dense(2)])(functional(np.ones((3, 4, 5), "f4")))  # error: NDL201 5 unproven
except ValueError:
    pass
stack = keras.Sequential([keras.Input((4,)), Block(7), layers.Dense(2)])
stack.compile("sgd", "mse")
stack.fit(np.ones((6, 4), "float32"), np.ones((6, 2), "float32"), verbose=0)

# The class decides what becomes of the data.
start = keras.Input((4,))
own = OwnStep(start, layers.Dense(2)(start))
own.compile("sgd", "categorical_crossentropy")
own.fit(np.ones((6, 4), "float32"), np.ones((6, 5), "float32"), verbose=0)

# A loop by hand loses nothing.
optimizer = keras.optimizers.SGD()
for _ in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(images, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))

block = Block(3)
block(np.ones((2, 4), "float32"))
block(np.ones((2, 5), "float32"))
