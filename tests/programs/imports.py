"""Every way to name the same thing."""
import keras as K
import numpy
import numpy as N
import tensorflow.keras.layers as kl
from keras import Input, Model
from keras.layers import Dense as D
from numpy import float32 as f32
from numpy import zeros
from tensorflow.keras import *
from tensorflow.keras.layers import *
from tensorflow.keras.models import Sequential as Stack

x = zeros((5, 3), dtype=f32)
Stack([D(1, input_shape=(3,))]).predict(x, verbose=0)
Sequential([Flatten(input_shape=(3,)), kl.Dense(2)]).predict(x, verbose=0)
i = Input(shape=(3,))
Model(inputs=i, outputs=Dense(4)(i)).predict(x, verbose=0)
K.models.Sequential([K.layers.InputLayer(shape=(3,)), layers.Dense(1)]).predict(x, verbose=0)
big = N.zeros((5, 3))
models.Sequential([Dense(1, input_shape=(3,))]).predict(big, verbose=0)  # error: NDL101 1
K.Sequential([K.Input((3,)), Dense(1)])(numpy.ones((5, 2), f32))  # error: NDL201 1
