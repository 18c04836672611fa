import numpy as np
import tensorflow as tf

x = np.random.rand(100, 3)
t = tf.convert_to_tensor(x)  # error: NDL105 5
u = tf.convert_to_tensor(x, dtype=tf.float32)
model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, np.zeros((100, 1), "float32"), verbose=0)  # error: NDL101 1
