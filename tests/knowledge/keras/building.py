"""Ways to build models, and to ask them for their parts, as programs.

Each ends with variables `shape0`, `shape1`, …, or is refused in a line that says `# refused`.
"""

START = "import numpy as np\nfrom tensorflow import keras\nlayers = keras.layers\n"
STACK = (
    "model = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3, name='first'), "
    "layers.MaxPooling2D(), layers.Flatten(), layers.Dense(5)])\n"
)
GRAPH = (
    "a, b = keras.Input((6,), name='a'), keras.Input((6,), name='b')\n"
    "left, right = layers.Dense(3, name='left')(a), layers.Dense(4, name='right')(b)\n"
    "both = layers.Concatenate()([left, right])\n"
    "end = layers.Dense(2)(both)\n"
    "model = keras.Model([a, b], end)\n"
)
WAYS: dict[str, str] = {
    "clone of a stack": STACK + "copy = keras.models.clone_model(model)\n"
    "shape0 = copy.output_shape\nshape1 = copy.input_shape\n",
    "clone of a graph": GRAPH + "copy = keras.models.clone_model(model)\n"
    "shape0 = copy.output_shape\nshape1 = copy.inputs[1].shape\n",
    "clone of a stack without an input": "model = keras.Sequential([layers.Dense(3)])\n"
    "copy = keras.models.clone_model(model)\nout = copy(np.ones((2, 7), 'float32'))\n"
    "shape0 = out.shape\n",
    "clone of a stack that data built": "model = keras.Sequential([layers.Dense(3)])\n"
    "model(np.ones((2, 7), 'float32'))\ncopy = keras.models.clone_model(model)\n"
    "shape0 = copy(np.ones((2, 7), 'float32')).shape\n",
    "a layer less": STACK + "model.pop()\nshape0 = model.output_shape\n"
    "model.add(layers.Dense(7))\nshape1 = model.output_shape\n",
    "two layers less": STACK + "model.pop()\nmodel.pop()\nshape0 = model.output_shape\n"
    "model.add(layers.LSTM(7))  # refused\n",
    "the last layer": STACK + "h = model.layers[-1].output\nshape0 = h.shape\n"
    "more = keras.Model(model.inputs, layers.Dense(9)(h))\nshape1 = more.output_shape\n",
    "a layer in the middle": STACK + "h = model.layers[1].output\n"
    "more = keras.Model(model.inputs, layers.GlobalMaxPooling2D()(h))\n"
    "shape0 = more.output_shape\nlayers.LSTM(2)(h)  # refused\n",
    "what a layer was given": STACK + "shape0 = model.layers[2].input.shape\n",
    "a layer by its name": STACK + "shape0 = model.get_layer('first').output.shape\n",
    "a layer by its place": STACK + "shape0 = model.get_layer(index=1).output.shape\n"
    "shape1 = model.get_layer(index=-2).output.shape\n",
    "the layers of a graph": GRAPH + "shape0 = model.layers[2].output.shape\n"
    "shape1 = model.layers[3].output.shape\nshape2 = model.layers[-2].output.shape\n"
    "shape3 = model.get_layer('right').output.shape\n",
    "how many layers": GRAPH + "shape0 = (len(model.layers), len(model.inputs))\n",
    "layers in a loop": STACK + "for layer in model.layers[:-1]:\n    layer.trainable = False\n"
    "shape0 = model.output_shape\n",
    "all outputs of the layers": STACK
    + "many = keras.Model(model.inputs, [layer.output for layer in model.layers])\n"
    "shape0 = many.outputs[1].shape\nshape1 = many.output_shape[-1]\n",
    "an output of a layer": "i = keras.Input((6, 4))\nlstm = layers.LSTM(3)\nlstm(i)\n"
    "shape0 = lstm.output.shape\nshape1 = lstm.input.shape\n",
    "layers of one kind in a loop": "x = i = keras.Input((9,))\nfor units in (8, 7, 6):\n"
    "    x = layers.Dense(units)(x)\nmodel = keras.Model(i, x)\n"
    "shape0 = model.layers[-1].output.shape\nshape1 = model.layers[1].output.shape\n",
    "a layer that is shared": "a, b = keras.Input((5,)), keras.Input((5,))\n"
    "dense = layers.Dense(3)\nleft = dense(a)\nright = dense(b)\n"
    "model = keras.Model([a, b], layers.Add()([left, right]))\n"
    "shape0 = (len(model.layers),)\nshape1 = model.layers[-1].output.shape\n",
    "a part of a graph": GRAPH + "part = keras.Model(both, end)\nshape0 = part.output_shape\n"
    "shape1 = part.input_shape\nout = part(np.ones((2, 7), 'float32'))\nshape2 = out.shape\n",
    "on top of another one": GRAPH + "head = layers.Dense(11)(model.output)\n"
    "more = keras.Model(model.inputs, head)\nshape0 = more.output_shape\n"
    "shape1 = more.input_shape[0]\n",
    "on top of another one, that does not fit": GRAPH
    + "head = layers.Conv1D(11, 2)(model.output)  # refused\n",
    "a stack inside a stack": STACK
    + "outer = keras.Sequential([keras.Input((8, 8, 3)), model, layers.Dense(2)])\n"
    "shape0 = outer.output_shape\nouter.add(layers.MaxPooling1D())  # refused\n",
    "a model called on symbols": GRAPH + "c, d = keras.Input((6,)), keras.Input((6,))\n"
    "out = model([c, d])\nshape0 = out.shape\n"
    "outer = keras.Model([c, d], layers.Dense(8)(out))\nshape1 = outer.output_shape\n",
    "a model with two outputs": "i = keras.Input((6,))\n"
    "model = keras.Model(i, [layers.Dense(2)(i), layers.Dense(3)(i)])\n"
    "two, three = model(keras.Input((6,)))\nshape0 = two.shape\nshape1 = three.shape\n"
    "shape2 = model.output_shape[1]\n",
    "a function": "def block(x, units):\n    x = layers.Dense(units)(x)\n"
    "    return layers.ReLU()(x)\n"
    "def make(width, units):\n    i = keras.Input((width,))\n    h = block(block(i, units), 4)\n"
    "    return keras.Model(inputs=i, outputs=h)\n"
    "model = make(9, 7)\nshape0 = model.output_shape\nshape1 = model.layers[1].output.shape\n",
    "a class": "class Maker:\n    def __init__(self, width):\n        self.width = width\n"
    "        self.model = None\n    def build(self):\n        i = keras.Input((self.width,))\n"
    "        h = self.head(i)\n        self.model = keras.Model(i, h)\n"
    "        return self.model\n    def head(self, x):\n        return layers.Dense(3)(x)\n"
    "maker = Maker(8)\nshape0 = maker.build().output_shape\nshape1 = maker.model.input_shape\n",
    "a function that is refused": "def make(width):\n    i = keras.Input((width,))\n"
    "    h = layers.Conv1D(4, 2)(i)  # refused\n    return keras.Model(i, h)\n"
    "model = make(8)\n",
    "inputs in a dict, called on symbols": "a = keras.Input((6,), name='a')\n"
    "b = keras.Input((4,), name='b')\nend = layers.Concatenate()([a, b])\n"
    "model = keras.Model({'b': b, 'a': a}, end)\n"
    "out = model({'b': keras.Input((4,)), 'a': keras.Input((6,))})\nshape0 = out.shape\n",
    "inputs in a dict": "a, b = keras.Input((6,), name='a'), keras.Input((4,), name='b')\n"
    "end = layers.Concatenate()([a, b])\nmodel = keras.Model({'b': b, 'a': a}, end)\n"
    "out = model({'a': np.ones((2, 6), 'float32'), 'b': np.ones((2, 4), 'float32')})\n"
    "shape0 = out.shape\nshape1 = model.inputs[0].shape\n",
    "outputs in a dict": "i = keras.Input((6,))\n"
    "model = keras.Model(i, {'x': layers.Dense(2)(i), 'b': layers.Dense(3)(i)})\n"
    "out = model(keras.Input((6,)))\nshape0 = out['x'].shape\nshape1 = out['b'].shape\n",
    "data for two inputs": GRAPH + "x = np.ones((5, 6), 'float32')\n"
    "shape0 = model([x, x]).shape\nshape1 = model.predict([x, x], verbose=0).shape\n"
    "shape2 = model.predict({'b': x, 'a': x}, verbose=0).shape\n",
    "data for two outputs": "i = keras.Input((6,))\n"
    "model = keras.Model(i, [layers.Dense(2)(i), layers.Dense(3)(i)])\n"
    "x = np.ones((5, 6), 'float32')\ntwo, three = model.predict(x, verbose=0)\n"
    "shape0 = two.shape\nshape1 = three.shape\nshape2 = model(x)[1].shape\n",
    "an input in a list": "i = keras.Input((6,))\nmodel = keras.Model([i], [layers.Dense(2)(i)])\n"
    "shape0 = model.output_shape\nshape1 = model.input_shape\n"
    "shape2 = model(np.ones((2, 6), 'float32')).shape\n",
}
"""Programs by what they try."""

PAIR = (
    "a, b = keras.Input((6,), name='a'), keras.Input((4,), name='b')\n"
    "end = layers.Concatenate()([a, b])\n"
    "x, y = np.ones((5, 6), 'float32'), np.ones((5, 4), 'float32')\n"
)
BY_KEY = PAIR + "model = keras.Model({'a': a, 'b': b}, end)\n"
IN_LIST = PAIR + "model = keras.Model([a, b], end)\n"
FED: tuple[str, ...] = tuple(
    start + f"out = {feed}\n"
    for start in (BY_KEY, IN_LIST)
    for feed in (
        "model.predict({'a': x, 'b': y}, verbose=0)",
        "model.predict({'b': y, 'a': x}, verbose=0)",
        "model.predict({'a': x, 'c': y}, verbose=0)",
        "model.predict({'a': x}, verbose=0)",
        "model.predict({'a': y, 'b': x}, verbose=0)",
        "model.predict({'a': x, 'b': y[:, :3]}, verbose=0)",
        "model.predict({'a': x, 'b': y, 'c': y}, verbose=0)",
        "model({'a': x, 'b': y})",
        "model({'b': y, 'a': x})",
        "model({'a': x, 'c': y})",
        "model({'b': y})",
        "model({'a': y, 'b': x})",
        "model({'a': x, 'b': y, 'c': y})",
        "model.predict([x, y], verbose=0)",
        "model.predict([y, x], verbose=0)",
        "model.predict([x, y, y], verbose=0)",
        "model.predict([x], verbose=0)",
        "model([x, y])",
        "model([y, x])",
        "model([x, y, y])",
        "model((x, y))",
    )
)
"""Programs that feed a model of two inputs, by key or in a list."""
