"""The program makes tensors promote as NumPy's arrays do."""
import numpy as np
import tensorflow as tf
import tensorflow.experimental.numpy as tnp

tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="all")
t = tf.constant([1, 2])
a = t * 0.5
b = tf.ones(2) + tf.ones(2, tf.float64)
c = tf.add(np.ones(2), tf.ones(2))
