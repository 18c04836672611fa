"""Models with steps of their own, which `fit` runs on batches of what it is given."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Adversarial(keras.Model):
    def __init__(self, judge, maker, size):
        super().__init__()
        self.judge, self.maker, self.size = judge, maker, size

    def compile(self, judging, making, loss):
        super().compile()
        self.judging, self.making, self.compared = judging, making, loss

    def train_step(self, data):
        if isinstance(data, tuple):
            data = data[0]
        count = tf.shape(data)[0]
        made = self.maker(tf.random.normal(shape=(count, self.size)))
        both = tf.concat([made, data], axis=0)  # error: NDL601 16
        labels = tf.concat([tf.ones((count, 1)), tf.zeros((count, 1))], axis=0)
        with tf.GradientTape() as tape:
            loss = self.compared(labels, self.judge(both))
        gradients = tape.gradient(loss, self.judge.trainable_weights)
        self.judging.apply_gradients(zip(gradients, self.judge.trainable_weights))
        return {"loss": loss}


class Halved(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)

    def call(self, x):
        return self.dense(x)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(y[:, None] - self(x, training=True))) / 2
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return {"loss": loss}


halved = Halved()
halved.compile("sgd")
halved.fit(np.zeros((20, 4), "float32"), np.zeros(20, "float32"), verbose=0)
halved.fit(tf.data.Dataset.from_tensor_slices((tf.ones((20, 4)), tf.ones(20))).batch(8), verbose=0)

judge = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(1)])
maker = keras.Sequential([keras.Input((5,)), layers.Dense(64), layers.Reshape((8, 8))])
model = Adversarial(judge, maker, 5)
loss = keras.losses.BinaryCrossentropy(from_logits=True)
model.compile(keras.optimizers.SGD(), keras.optimizers.SGD(), loss)
model.fit(np.zeros((20, 8, 8, 1), "float32"), verbose=0)
