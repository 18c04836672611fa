"""Two names of one object, views, and what is changed in place."""
import numpy as np
import tensorflow as tf

a = np.ones((4, 4), dtype="float32")
b = a
b[0, 0] = np.nan
t = tf.constant(a)  # error: NDL401 5
c = np.ones((4, 4), dtype="float32")
view = c[1:]
view[0, 0] = np.nan
c[np.isnan(c)] = 0
u = tf.constant(c)
d = np.full((3,), np.nan, dtype="float32")
d[:] = 1.0
v = tf.constant(d)
e = np.array([np.nan, 1.0], dtype="float32")


def clean(array):
    array[np.isnan(array)] = 0.0


clean(e)
w = tf.constant(e)
f = np.array([1.0, np.nan], dtype="float32")
g = f.copy()
f[1] = 0.0
s = tf.constant(f)
r = tf.constant(g)  # error: NDL401 5
