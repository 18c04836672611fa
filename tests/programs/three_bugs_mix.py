import numpy as np
import tensorflow as tf

x = np.random.rand(100, 3)
t = tf.convert_to_tensor(x)
w = tf.ones((3, 2))
y = tf.matmul(t, w)  # error: NDL104 5
