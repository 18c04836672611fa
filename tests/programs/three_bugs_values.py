import numpy as np
import tensorflow as tf

x = np.array([1.0, np.nan, np.inf], dtype="float32")
t = tf.constant(x)  # error: NDL401 5
m = np.ma.array([1.0, -999.0], mask=[False, True])
u = tf.convert_to_tensor(m, dtype=tf.float32)  # error: NDL402 5
v = tf.convert_to_tensor(m.filled(0), dtype=tf.float32)
