"""Programs that put models together in many ways. Each leaves one in `model`."""

from random import Random

from tests.knowledge.keras.programs import (
    START,
    added,
    functional,
    in_list,
    random_layers,
    random_sample,
)
from tests.knowledge.keras.stacks import on_keras_2, random_stack
from tests.knowledge.tensorflow.bulk import Program

SEQUENTIAL = {
    "dense": "model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])",
    "one layer": "model = keras.Sequential([layers.Dense(2, input_shape=(4,))])",
    "input_dim": "model = keras.Sequential([layers.Dense(2, input_dim=4), layers.Dense(1)])",
    "input layer": "model = keras.Sequential([layers.InputLayer(shape=(4,)), layers.Dense(2)])",
    "batch size": "model = keras.Sequential([keras.Input((4,), batch_size=3), layers.Dense(2)])",
    "open steps": "model = keras.Sequential([keras.Input((None, 3)), layers.LSTM(2)])",
    "one number a sample": "model = keras.Sequential([keras.Input(()), layers.Flatten()])",
    "integers": "model = keras.Sequential([keras.Input((3,), dtype='int32'), layers.Flatten()])",
    "image": """
        model = keras.Sequential([
            keras.Input((12, 12, 3)),
            layers.Conv2D(4, 3, activation='relu', padding='same'), layers.MaxPooling2D(),
            layers.SeparableConv2D(4, 3), layers.AveragePooling2D((2, 1), strides=1),
            layers.Flatten(), layers.Dense(3, activation='softmax'),
        ])
    """,
    "any image": """
        model = keras.Sequential([
            keras.Input((None, None, 3)), layers.Conv2D(4, 3, strides=2, dilation_rate=1),
            layers.GlobalAveragePooling2D(), layers.Dense(1, activation='sigmoid'),
        ])
    """,
    "image borders": """
        model = keras.Sequential([
            keras.Input((6, 6, 2)), layers.ZeroPadding2D(((1, 0), (2, 2))),
            layers.Cropping2D(1), layers.UpSampling2D((2, 3)), layers.Conv2DTranspose(2, 3),
            layers.DepthwiseConv2D(2), layers.SpatialDropout2D(0.2),
        ])
    """,
    "volume": """
        model = keras.Sequential([
            keras.Input((4, 4, 4, 1)), layers.Conv3D(2, 2), layers.MaxPooling3D(),
            layers.GlobalMaxPooling3D(keepdims=True),
        ])
    """,
    "signal": """
        model = keras.Sequential([
            keras.Input((10, 2)), layers.Conv1D(4, 3, padding='causal', dilation_rate=2),
            layers.MaxPooling1D(2), layers.Cropping1D((1, 1)), layers.ZeroPadding1D(2),
            layers.UpSampling1D(2), layers.Conv1DTranspose(3, 2), layers.GlobalMaxPooling1D(),
        ])
    """,
    "words": """
        model = keras.Sequential([
            keras.Input((7,)), layers.Embedding(100, 8, mask_zero=True),
            layers.LSTM(4, return_sequences=True), layers.GRU(3), layers.Dense(1),
        ])
    """,
    "both directions": """
        model = keras.Sequential([
            keras.Input((7, 2)), layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
            layers.Bidirectional(layers.GRU(3), merge_mode='sum'), layers.Dense(2),
        ])
    """,
    "each step": """
        model = keras.Sequential([
            keras.Input((5, 4)), layers.TimeDistributed(layers.Dense(2, activation='softmax')),
        ])
    """,
    "each image": """
        model = keras.Sequential([
            keras.Input((5, 8, 8, 1)), layers.TimeDistributed(layers.Conv2D(2, 3)),
            layers.TimeDistributed(layers.Flatten()), layers.SimpleRNN(3),
        ])
    """,
    "masked": """
        model = keras.Sequential([
            keras.Input((5, 2)), layers.Masking(), layers.SimpleRNN(3, return_sequences=True),
            layers.Softmax(),
        ])
    """,
    "normalized": """
        model = keras.Sequential([
            keras.Input((5, 3)), layers.BatchNormalization(), layers.LayerNormalization(axis=1),
            layers.PReLU(shared_axes=[1]), layers.LayerNormalization(center=False),
        ])
    """,
    "adapted": """
        norm = layers.Normalization()
        norm.adapt(np.ones((6, 3), 'float32'))
        model = keras.Sequential([keras.Input((3,)), norm, layers.Dense(1)])
    """,
    "known mean": """
        norm = layers.Normalization(mean=3.0, variance=2.0)
        model = keras.Sequential([keras.Input((3,)), norm, layers.Dense(1)])
    """,
    "reshaped": """
        model = keras.Sequential([
            keras.Input((12,)), layers.Reshape((3, -1)), layers.Permute((2, 1)),
            layers.Flatten(), layers.RepeatVector(2), layers.Reshape((24,)),
        ])
    """,
    "noise": """
        model = keras.Sequential([
            keras.Input((4,)), layers.GaussianNoise(0.1), layers.Dropout(0.2), layers.ELU(),
            layers.GaussianDropout(0.2), layers.AlphaDropout(0.2), layers.LeakyReLU(),
            layers.ActivityRegularization(0.1), layers.Rescaling(2.0), layers.ReLU(),
        ])
    """,
    "activations": """
        model = keras.Sequential([
            keras.Input((4,)), layers.Dense(3, activation=keras.activations.relu),
            layers.Activation('tanh'), layers.Dense(2, activation=None), layers.Softmax(),
        ])
    """,
    "activations of TensorFlow": """
        import tensorflow as tf
        model = keras.Sequential([
            keras.Input((4,)), layers.Dense(3, activation=tf.nn.relu),
            layers.Dense(2, activation=tf.nn.softmax),
        ])
    """,
    "activation that is a layer": """
        model = keras.Sequential([
            keras.Input((4,)), layers.Dense(3, activation=layers.LeakyReLU()), layers.Dense(2),
        ])
    """,
    "own activation": """
        model = keras.Sequential([
            keras.Input((4,)), layers.Dense(3, activation=lambda t: t[..., :1]), layers.Flatten(),
        ])
    """,
    "a function": """
        model = keras.Sequential([
            keras.Input((4,)), layers.Lambda(lambda t: t[..., :3]), layers.Dense(3),
        ])
    """,
    "own layer": """
        class Own(layers.Layer):
            def call(self, x):
                return x[..., :1]
        model = keras.Sequential([keras.Input((4,)), Own(), layers.Dense(3)])
    """,
    "own kind of Dense": """
        class Dense(layers.Dense):
            def call(self, x):
                return x
        model = keras.Sequential([keras.Input((4, 2)), Dense(3), layers.Flatten()])
    """,
    "own layer that lies": """
        class Own(layers.Layer):
            def call(self, x):
                return x
            def compute_output_shape(self, shape):
                return (None, 7)
        model = keras.Sequential([keras.Input((7,)), Own(), layers.Dense(3)])
    """,
    "not modelled": """
        model = keras.Sequential([
            keras.Input((4, 6)), layers.UnitNormalization(), layers.Dense(2),
            layers.GroupNormalization(2), layers.Flatten(), layers.Dense(1),
        ])
    """,
    "of a video": """
        model = keras.Sequential([
            keras.Input((3, 6, 6, 1)), layers.ConvLSTM2D(2, 3), layers.Flatten(), layers.Dense(1),
        ])
    """,
    "a cell": """
        model = keras.Sequential([
            keras.Input((3, 2)), layers.RNN(layers.LSTMCell(4)), layers.Dense(1),
        ])
    """,
    "cells": """
        cells = [layers.LSTMCell(4), layers.GRUCell(3)]
        model = keras.Sequential([
            keras.Input((3, 2)), layers.RNN(cells, return_sequences=True),
            layers.RNN(layers.StackedRNNCells([layers.SimpleRNNCell(2)])), layers.Dense(1),
        ])
    """,
    "equations": """
        model = keras.Sequential([
            keras.Input((3, 2)), layers.EinsumDense("abc,cd->abd", (None, 4), bias_axes="d"),
            layers.EinsumDense("...x,xy->...y", 5, "relu"), layers.Flatten(), layers.Dense(1),
        ])
    """,
    "spectral": """
        model = keras.Sequential([
            keras.Input((6, 6, 1)), layers.SpectralNormalization(layers.Conv2D(2, 3)),
            layers.Flatten(), layers.SpectralNormalization(layers.Dense(1)),
        ])
    """,
    "stateful": """
        model = keras.Sequential([
            keras.Input(batch_shape=(3, 5, 2)), layers.LSTM(4, stateful=True), layers.Dense(1),
        ])
    """,
    "not built": "model = keras.Sequential([layers.Dense(3), layers.ReLU(), layers.Dense(2)])",
    "not built, image": """
        model = keras.Sequential([layers.Conv2D(2, 3), layers.Flatten(), layers.Dense(1)])
    """,
    "not built, sequence": """
        model = keras.Sequential([layers.LSTM(3, return_sequences=True), layers.Dense(1)])
    """,
    "not built, own layer": """
        class Own(layers.Layer):
            def call(self, x):
                return x[..., :1]
        model = keras.Sequential([Own(), layers.Dense(3)])
    """,
    "nothing in it": "model = keras.Sequential()",
    "only an input": "model = keras.Sequential([keras.Input((4,))])",
    "built by data": """
        model = keras.Sequential([layers.Dense(3), layers.Dense(2)])
        out = model(np.ones((3, 4), 'float32'))
    """,
    "built by prediction": """
        model = keras.Sequential([layers.Flatten(), layers.Dense(2)])
        out = model.predict(np.ones((3, 2, 2), 'float32'), verbose=0)
    """,
    "built twice": """
        model = keras.Sequential([layers.Dense(3), layers.Dense(2)])
        out = model(np.ones((3, 4), 'float32'))
        out = model(np.ones((5, 4), 'float32'))
    """,
    "built by training": """
        model = keras.Sequential([layers.Dense(3), layers.Dense(1)])
        model.compile('sgd', 'mse')
        model.fit(np.ones((3, 4)), np.ones((3, 1)), verbose=0)
    """,
    "built by hand": """
        model = keras.Sequential([layers.Dense(3), layers.Dense(2)])
        model.build((None, 4))
    """,
    "built by a symbol": """
        model = keras.Sequential([layers.Dense(3), layers.Dense(2)])
        h = model(keras.Input((4,)))
    """,
    "added": """
        model = keras.Sequential()
        model.add(keras.Input((4,)))
        model.add(layers.Dense(3))
        model.add(layers.Dense(2, activation='softmax'))
    """,
    "added after data": """
        model = keras.Sequential([layers.Dense(3)])
        out = model(np.ones((3, 4), 'float32'))
        model.add(layers.Dense(2))
    """,
    "popped": """
        model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
        model.pop()
    """,
    "shared layer, built": """
        dense = layers.Dense(2)
        out = dense(np.ones((3, 4), 'float32'))
        model = keras.Sequential([dense, layers.ReLU()])
    """,
    "a model first": """
        base = keras.Sequential([keras.Input((4, 2)), layers.Flatten(), layers.Dense(3)])
        model = keras.Sequential([base, layers.Dense(1)])
    """,
    "a model in the middle": """
        base = keras.Sequential([layers.Flatten(), layers.Dense(3)])
        model = keras.Sequential([keras.Input((4, 2)), base, layers.Dense(1)])
    """,
    "a model that is built later": """
        base = keras.Sequential([layers.Dense(3)])
        model = keras.Sequential([base, layers.Dense(2)])
        out = base(np.ones((3, 4), 'float32'))
    """,
    "models in models": """
        a = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
        b = keras.Sequential([a, layers.Dense(2)])
        model = keras.Sequential([keras.Input((4,)), b, layers.Dense(1)])
    """,
    "an unknown model in it": """
        class Net(keras.Model):
            def call(self, x):
                return x[:, :2]
        model = keras.Sequential([keras.Input((4,)), Net(), layers.Dense(1)])
    """,
    "other dtype": """
        model = keras.Sequential([keras.Input((4,)), layers.Dense(1, dtype='float64')])
    """,
    "half": "model = keras.Sequential([keras.Input((4,)), layers.Dense(1, dtype='mixed_float16')])",
}
"""Sequential models."""

FUNCTIONAL = {
    "one path": """
        i = keras.Input((4,))
        model = keras.Model(i, layers.Dense(2)(layers.Dense(3)(i)))
    """,
    "fixed batch": """
        i = keras.Input(batch_shape=(3, 4))
        model = keras.Model(i, layers.Dense(2)(i))
    """,
    "residual": """
        i = keras.Input((6, 6, 2))
        h = layers.Conv2D(2, 3, padding='same')(i)
        h = layers.Add()([h, i])
        model = keras.Model(i, layers.GlobalMaxPooling2D()(h))
    """,
    "a channel of one": """
        i = keras.Input((6, 6, 1))
        model = keras.Model(i, layers.Conv2D(2, 3)(i))
    """,
    "branches": """
        i = keras.Input((8, 3))
        a, b = layers.Conv1D(2, 3, padding='same')(i), layers.MaxPooling1D(3, 1, 'same')(i)
        h = layers.Concatenate()([a, b])
        model = keras.Model(i, layers.Flatten()(h))
    """,
    "products": """
        i = keras.Input((4, 3))
        a, b = layers.Dense(5)(i), layers.Dense(5)(i)
        h = layers.Dot(axes=2)([a, b])
        h = layers.Multiply()([h, h])
        model = keras.Model(i, layers.Flatten()(h))
    """,
    "small functions": """
        i = keras.Input((4, 3))
        a, b = layers.Dense(5)(i), layers.Dense(5)(i)
        h = layers.maximum([layers.subtract([a, b]), layers.average([a, b])])
        model = keras.Model(i, layers.concatenate([h, b], axis=1))
    """,
    "shared": """
        dense = layers.Dense(3)
        i = keras.Input((3,))
        model = keras.Model(i, dense(layers.ReLU()(dense(i))))
    """,
    "two inputs": """
        a, b = keras.Input((4,)), keras.Input((3, 2))
        h = layers.Concatenate()([a, layers.Flatten()(b)])
        model = keras.Model([a, b], layers.Dense(1)(h))
    """,
    "two inputs in a tuple": """
        a, b = keras.Input((4,)), keras.Input((4,))
        model = keras.Model((a, b), layers.Add()([a, b]))
    """,
    "inputs by name": """
        a, b = keras.Input((4,), name='a'), keras.Input((3,), name='b')
        model = keras.Model({'a': a, 'b': b}, layers.Concatenate()([a, b]))
    """,
    "outputs by name": """
        i = keras.Input((4,))
        model = keras.Model(i, {'a': layers.Dense(2, name='a')(i), 'b': layers.Dense(3)(i)})
    """,
    "two outputs": """
        i = keras.Input((4,))
        h = layers.Dense(3)(i)
        model = keras.Model(i, [h, layers.Dense(2)(h)])
    """,
    "states": """
        i = keras.Input((5, 2))
        s, h, c = layers.LSTM(4, return_state=True, return_sequences=True)(i)
        model = keras.Model(i, [s, layers.Concatenate()([h, c])])
    """,
    "states passed on": """
        i = keras.Input((5, 2))
        _, h, c = layers.LSTM(4, return_state=True)(i)
        s = layers.LSTM(4, return_sequences=True)(i, initial_state=[h, c])
        model = keras.Model(i, layers.Dense(3)(s))
    """,
    "attention": """
        i = keras.Input((5, 4))
        h = layers.MultiHeadAttention(2, 3)(i, i)
        h = layers.LayerNormalization()(layers.Add()([h, i]))
        model = keras.Model(i, layers.Dense(2)(layers.GlobalAveragePooling1D()(h)))
    """,
    "attention by name": """
        i = keras.Input((5, 4))
        h = layers.MultiHeadAttention(2, 3)(query=i, value=i)
        model = keras.Model(i, layers.Dense(2)(h))
    """,
    "attention, the value first": """
        i, j = keras.Input((5, 4)), keras.Input((6, 3))
        h = layers.MultiHeadAttention(2, 3, output_shape=7)(value=j, query=i)
        model = keras.Model([i, j], layers.Dense(2)(layers.GlobalAveragePooling1D()(h)))
    """,
    "attention of images": """
        i = keras.Input((3, 4, 5))
        h = layers.MultiHeadAttention(2, 3)(i, i)
        model = keras.Model(i, layers.Dense(2)(layers.GlobalAveragePooling2D()(h)))
    """,
    "attention along one axis": """
        i = keras.Input((3, 4, 5))
        h = layers.MultiHeadAttention(2, 3, attention_axes=(1,))(i, i)
        model = keras.Model(i, layers.Dense(2)(layers.GlobalAveragePooling2D()(h)))
    """,
    "attention with scores": """
        i = keras.Input((5, 4))
        h, s = layers.MultiHeadAttention(2, 3)(i, i, return_attention_scores=True)
        model = keras.Model(i, [layers.Dense(2)(h), s])
    """,
    "gates": """
        i = keras.Input((4, 4, 3))
        g = layers.Dense(3, activation='sigmoid')(layers.GlobalAveragePooling2D()(i))
        model = keras.Model(i, layers.Flatten()(layers.Multiply()([i, g])))
    """,
    "a sum of other numbers of axes, then of the same": """
        add = layers.Add()
        i, j = keras.Input((4, 3)), keras.Input((3,))
        model = keras.Model([i, j], layers.Flatten()(add([add([i, j]), i])))
    """,
    "operators": """
        i = keras.Input((4,))
        h = layers.Dense(3)(i) * 2 + 1
        model = keras.Model(i, layers.Dense(1)(h))
    """,
    "a part of a symbol": """
        i = keras.Input((4, 3))
        model = keras.Model(i, layers.Dense(1)(i[:, 0]))
    """,
    "a model called": """
        base = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
        i = keras.Input((4,))
        model = keras.Model(i, layers.Dense(1)(base(i)))
    """,
    "a model called on other sizes": """
        j = keras.Input((None, 2))
        base = keras.Model(j, layers.Conv1D(3, 2)(j))
        i = keras.Input((6, 2))
        model = keras.Model(i, layers.Dense(1)(layers.Flatten()(base(i))))
    """,
    "a model of several outputs called": """
        j = keras.Input((4,))
        base = keras.Model(j, [layers.Dense(3)(j), layers.Dense(2)(j)])
        i = keras.Input((4,))
        a, b = base(i)
        model = keras.Model(i, layers.Concatenate()([a, b]))
    """,
    "twins": """
        base = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
        a, b = keras.Input((4,)), keras.Input((4,))
        model = keras.Model([a, b], layers.Subtract()([base(a), base(b)]))
    """,
    "an unknown model called": """
        class Net(keras.Model):
            def call(self, x):
                return x[:, :2]
        i = keras.Input((4,))
        model = keras.Model(i, layers.Dense(1)(Net()(i)))
    """,
    "from the middle": """
        i = keras.Input((4,))
        h = layers.Dense(3)(i)
        whole = keras.Model(i, layers.Dense(1)(layers.ReLU()(h)))
        model = keras.Model(h, whole.output)
    """,
    "a head on another model": """
        whole = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
        model = keras.Model(whole.inputs, layers.Dense(5)(whole.layers[0].output))
    """,
    "pretrained": """
        base = keras.applications.MobileNet(
            weights=None, include_top=False, input_shape=(32, 32, 3), alpha=0.25
        )
        h = layers.GlobalAveragePooling2D()(base.output)
        model = keras.Model(base.input, layers.Dense(2)(h))
    """,
    "pretrained, called": """
        base = keras.applications.MobileNet(
            weights=None, include_top=False, input_shape=(32, 32, 3), alpha=0.25
        )
        model = keras.Sequential([base, layers.Flatten(), layers.Dense(2)])
    """,
    "cloned": """
        model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Flatten()])
        model = keras.models.clone_model(model)
    """,
    "unused input": """
        a, b = keras.Input((4,)), keras.Input((3,))
        model = keras.Model([a, b], layers.Dense(1)(a))
    """,
    "the input itself": """
        i = keras.Input((4,))
        model = keras.Model(i, i)
    """,
    "sparse": """
        i = keras.Input((4,), sparse=True)
        model = keras.Model(i, layers.Dense(2)(i))
    """,
    "double": """
        i = keras.Input((4,), dtype='float64')
        model = keras.Model(i, layers.Dense(1, dtype='float64')(i))
    """,
}
"""Functional models."""

OTHER = {
    "subclass": """
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.dense = layers.Dense(2)
            def call(self, x):
                return self.dense(x)
        model = Net()
    """,
    "subclass, built": """
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.dense = layers.Dense(2)
            def call(self, x):
                return self.dense(x)
        model = Net()
        out = model(np.ones((3, 4), 'float32'))
    """,
    "subclass of a functional model": """
        class Net(keras.Model):
            def __call__(self, x, **options):
                return 0
        i = keras.Input((4,))
        model = Net(i, layers.Dense(2)(i))
    """,
    "subclass of a Sequential": """
        class Net(keras.Sequential):
            def __call__(self, x, **options):
                return 0
        model = Net([keras.Input((4,)), layers.Dense(2)])
    """,
}
"""Models of a program's own classes: nothing is known of them."""

COMPILED = {
    "by name": "'adam', 'mse', metrics=['mae']",
    "cross-entropy": "loss='sparse_categorical_crossentropy', metrics=['accuracy']",
    "an object": "loss=keras.losses.CategoricalCrossentropy(from_logits=True)",
    "with an axis": "loss=keras.losses.CategoricalCrossentropy(axis=1)",
    "a function": "loss=keras.losses.binary_crossentropy, metrics=[keras.metrics.Precision()]",
    "ignoring a class": "loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=0)",
    "own function": "loss=lambda y, p: p",
    "in a list": "loss=['mse'], metrics=['mse']",
    "of classes": "loss='categorical_crossentropy', metrics=[keras.metrics.AUC(num_thresholds=5)]",
    "without a loss": "'sgd'",
    "eager": "loss='mse', run_eagerly=True",
    "with XLA": "loss='sparse_categorical_crossentropy', jit_compile=True",
    "metrics alone": "'sgd', 'mse', metrics=[keras.metrics.Recall(top_k=1), 'mse']",
}
"""What a model is compiled with."""
ENDS = ("Dense(3)", "Dense(3, activation='softmax')", "Dense(1, activation='sigmoid')")


def programs(keras: int) -> dict[str, str]:
    """All of them as they are written for this Keras, by topic."""
    texts = {
        f"{kind}: {topic}": _laid_out(text)
        for kind, texts in (
            ("Sequential", SEQUENTIAL), ("functional", FUNCTIONAL), ("other", OTHER)
        )
        for topic, text in texts.items()
    }  # fmt: skip
    for number, (topic, arguments) in enumerate(COMPILED.items()):
        texts[f"compiled: {topic}"] = (
            f"model = keras.Sequential([keras.Input((4,)), layers.{ENDS[number % len(ENDS)]}])\n"
            f"model.compile({arguments})\n"
        )
    return {topic: written_for(keras, text) for topic, text in texts.items()}


def random_model(seed: int, keras: int) -> str:
    """A program that builds one of many models: the same seed, the same program."""
    random = Random(f"lifted {seed}")
    if random.random() < 0.5:
        sample = random_sample(random)
        stack, _ = random_layers(random, len(sample))
    else:
        rank = random.choice((2, 3, 4))
        sample = tuple(random.choice((4, 6, 8, 10)) for _ in range(rank - 1))
        stack = random_stack(random, rank)
    lines = random.choice((in_list, added, functional))(random, sample, stack)
    return written_for(keras, "\n".join(lines) + "\n")


def written_for(keras: int, text: str) -> str:
    """The program with its imports."""
    program = Program(START + text)
    return (on_keras_2(program) if keras == 2 else program).text


def _laid_out(text: str) -> str:
    lines = text.strip("\n").split("\n")
    return "\n".join(line.removeprefix(" " * 8) for line in lines).rstrip() + "\n"
