"""The arrays that the differential cases are made with."""

import numpy as np

nan, inf = float("nan"), float("inf")
V = np.arange(5.0)
M = np.arange(12.0).reshape(3, 4)
C = np.arange(24, dtype="uint8").reshape(2, 3, 4)
F = np.array([[0.1, -0.2], [0.7, 3.5]], "float32")
N = np.array([1.0, nan, inf])
I = np.array([[3, -1, 2], [0, 5, 4]])  # noqa: E741
B = np.array([True, False, True])
EMPTY = np.zeros((0, 3), "float32")
HIDDEN = np.ma.masked_invalid([1.0, nan, 2.0])
OPEN = np.ma.array([[1.0, 2.0]], mask=False)
S = np.float32(3)
SMALL = np.array([-128, 127, 3], "int8")
WORDS = np.array(["a", "b"])
A = "numpy.ndarray."
R = "numpy.random."
