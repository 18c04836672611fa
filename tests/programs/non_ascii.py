"""Columns count characters, also after non-ASCII text."""
import numpy as np
import tensorflow as tf

größe = np.zeros(3); t = tf.constant(größe)  # error: NDL105 26
日本 = "日本"; u = tf.constant(np.array([np.nan, 1.0]), dtype="float32")  # error: NDL401 16
