"""Programs that use models in the ways that are easy to get wrong; shapes are random."""

from random import Random

from tests.knowledge.keras.programs import START, off_in_one_way, random_sample
from tests.knowledge.tensorflow.bulk import Program

FOUND = {
    "twice": """
        model = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense(2)])
        out = model(np.ones({a1}, 'float32'))
        out2 = model(np.ones({a2}))
    """,
    "built by the first call": """
        model = keras.Sequential([layers.Flatten(), layers.Dense(2), layers.ReLU()])
        out = model(np.ones({a1}, 'float32'))
        out2 = model.predict(np.ones({a2}), verbose=0)
    """,
    "dense built by the first call": """
        model = keras.Sequential([layers.Dense(2), layers.ReLU()])
        out = model.predict(np.ones({a1}, 'float32'), verbose=0)
        shape = model.output_shape
        out2 = model(np.ones({a2}))
    """,
    "add after build": """
        model = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense(2)])
        out = model(np.ones({a1}, 'float32'))
        model.add(layers.Dense(3))
        shape = model.output_shape
        out2 = model(np.ones({a2}))
    """,
    "add after the first call": """
        model = keras.Sequential([layers.Flatten(), layers.Dense(2)])
        out = model(np.ones({a1}, 'float32'))
        model.add(layers.Dense(3))
        out2 = model.predict(np.ones({a2}), verbose=0)
    """,
    "chained": """
        first = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense({n})])
        second = keras.Sequential([keras.Input(({n2},)), layers.Dense(2)])
        out = first.predict(np.ones({a1}), verbose=0)
        shape = out.shape
        out2 = second.predict(out, verbose=0)
    """,
    "output_shape": """
        first = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense({n})])
        shape = first.output_shape
        second = keras.Sequential([keras.Input(first.output_shape[1:]), layers.Dense(2)])
        out2 = second.predict(np.ones({a2}), verbose=0)
    """,
    "validation": """
        model = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense(1)])
        model.compile(optimizer='sgd', loss=loss)
        x, y = np.ones({a1}), np.zeros(({l1}, 1))
        valid = np.ones({a2})
        model.fit(x, y, verbose=0, validation_data=(valid, np.zeros(({l2}, 1))))
    """,
    "positional": """
        model = keras.Sequential([layers.Dense(1, input_shape={A})])
        model.compile('sgd', loss)
        x, y = np.ones({a1}), np.zeros(({l1}, 1))
        model.fit(x, y, 2, 1, 0, None, 0.0, (np.ones({a2}), np.zeros(({l2}, 1))))
    """,
    "a list of one": """
        inputs = keras.Input({A})
        model = keras.Model([inputs], [layers.Dense(2)(inputs)])
        out = model.predict([np.ones({a1})], verbose=0)
    """,
    "shared in one model": """
        dense = layers.Dense(3)
        inputs = keras.Input({A})
        h = dense(layers.Dense(3)(inputs))
        model = keras.Model(inputs, dense(h))
        out = model(np.ones({a1}, 'float32'))
    """,
    "two inputs, one array": """
        a, b = keras.Input({A}), keras.Input({B})
        h = layers.Concatenate()([layers.Flatten()(a), layers.Flatten()(b)])
        model = keras.Model([a, b], layers.Dense(1)(h))
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "two inputs, one tensor": """
        a, b = keras.Input({A}), keras.Input({B})
        h = layers.Concatenate()([layers.Flatten()(a), layers.Flatten()(b)])
        model = keras.Model([a, b], layers.Dense(1)(h))
        model.compile('sgd', loss)
        out = model(np.ones({a1}))
        model.fit(np.ones({a2}), np.ones(({l2}, 1)), verbose=0)
    """,
    "a residual block": """
        inputs = keras.Input({A})
        h = layers.Dense({n})(inputs)
        h = layers.Add()([h, layers.Dense({n2}, activation='relu')(layers.Dense(2)(h))])
        model = keras.Model(inputs, layers.Dense(1)(layers.Flatten()(h)))
        shape = model.output_shape
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "branches of an image": """
        inputs = keras.Input((8, 8, {n}))
        a = layers.Conv2D(2, 3, padding='same')(inputs)
        b = layers.MaxPooling2D(3, 1, 'same')(inputs)
        h = layers.concatenate([a, b])
        model = keras.Model(inputs, layers.GlobalAveragePooling2D()(h))
        shape = model.output_shape
        out = model.predict(np.ones((2, 8, 8, {n2})), verbose=0)
    """,
    "an encoder with states": """
        inputs = keras.Input((5, {n}))
        sequence, state, carry = layers.LSTM(4, return_state=True, return_sequences=True)(inputs)
        h = layers.Concatenate()([state, carry])
        model = keras.Model(inputs, [layers.Dense(2)(h), sequence])
        out = model(np.ones((2, 5, {n2}), 'float32'))
    """,
    "a model in a model": """
        base = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense({n})])
        inputs = keras.Input({A})
        model = keras.Model(inputs, layers.Dense(3)(base(inputs)))
        shape = model.output_shape
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "popped": """
        model = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense(2)])
        model.pop()
        model.add(layers.Dense({n}))
        shape = model.output_shape
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "by name": """
        model = keras.Sequential(layers=[layers.Input(shape={A}), layers.Dense(units=2)])
        out = model.predict(x=np.ones({a1}), verbose=0)
    """,
}
"""Programs of modelled parts: their crashes must be found."""

SILENT = {
    "built in a model that is not followed": """
        dense = layers.Dense(2)
        model = keras.Sequential([keras.Input((4,)), dense])
        h = dense(keras.Input((None,)))
    """,
    "predicted twice": """
        model = keras.Sequential([layers.Dense(2)])
        out = model.predict(np.ones({a1}, 'float32'), verbose=0)
        out2 = model.predict(np.ones({a2}), verbose=0)
    """,
    "in a Sequential": """
        base = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense(2)])
        model = keras.Sequential([base, layers.Dense(1)])
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "on top of an input": """
        base = keras.Sequential([layers.Flatten(), layers.Dense(2)])
        model = keras.Sequential([keras.Input({B}), base, layers.Dense(1)])
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "called on a symbol": """
        base = keras.Sequential([layers.Flatten(), layers.Dense(2)])
        inputs = keras.Input({A})
        model = keras.Model(inputs, layers.Dense(1)(base(inputs)))
        out = model.predict(np.ones({a1}), verbose=0)
        out2 = base(np.ones({a2}))
    """,
    "a Dense stack called on a symbol": """
        base = keras.Sequential([layers.Dense(2)])
        inputs = keras.Input({A})
        h = base(inputs)
        out2 = base(np.ones({a2}))
    """,
    "functional called on a symbol": """
        inside = keras.Input({A})
        base = keras.Model(inside, layers.Flatten()(inside))
        inputs = keras.Input({B})
        h = base(inputs)
        model = keras.Model(inputs, layers.Dense(1)(h))
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "shared between models": """
        dense = layers.Dense(2)
        one = keras.Sequential([keras.Input({A}), dense])
        two = keras.Sequential([dense, layers.ReLU()])
        out = two(np.ones({a1}, 'float32'))
        out2 = one(np.ones({a2}, 'float32'))
    """,
    "shared, built on data": """
        dense = layers.Dense(2)
        h = dense(np.ones({a1}, 'float32'))
        model = keras.Sequential([dense])
        out = model(np.ones({a2}, 'float32'))
    """,
    "fed with what is not known": """
        import json
        model = keras.Sequential([layers.Dense(2)])
        x = np.array(json.loads(json.dumps(np.ones({a1}).tolist())))
        out = model.predict(x, verbose=0)
        out2 = model.predict(np.ones({a2}), verbose=0)
    """,
    "a pretrained model": """
        base = keras.applications.MobileNet(
            weights=None, include_top=False, input_shape=(32, 32, 3), alpha=0.25
        )
        h = layers.GlobalAveragePooling2D()(base.output)
        model = keras.Model(base.input, layers.Dense(2)(h))
        shape = model.output_shape
        top = keras.Sequential([base, layers.Flatten(), layers.Dense(2)])
        out = model.predict(np.ones((2, 32, 32, {n})), verbose=0)
        out2 = top(np.ones((2, 3{n2}, 32, 3)))
    """,
    "functional forms": """
        a, b = keras.Input((3, {n})), keras.Input((3, {n2}))
        try:
            h = [layers.add([a, b]), layers.multiply([a, b]), layers.average([a, b])]
            h += [layers.subtract([a, b]), layers.maximum([a, b]), layers.minimum([a, b])]
            shape = h[-1].shape
            out = layers.dot([a, b], axes=-1).shape
        except ValueError:
            pass
        out2 = layers.concatenate([a, b], axis=2).shape
    """,
    "methods of a layer": """
        layer = layers.Normalization()
        layer.adapt(np.ones((4, 3), 'float32'))
        dense = layers.Dense(2)
        dense.build((None, 3))
        dense.set_weights(dense.get_weights())
        n, config = dense.count_params(), dense.get_config()
        model = keras.Sequential([layer, dense])
        out = model.predict(np.ones((2, {n})), verbose=0)
    """,
    "built by hand": """
        model = keras.Sequential([layers.Dense(2)])
        model.build({W})
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "two inputs, a list": """
        a, b = keras.Input({A}), keras.Input({B})
        h = layers.Concatenate()([layers.Flatten()(a), layers.Flatten()(b)])
        model = keras.Model([a, b], layers.Dense(1)(h))
        out = model.predict([np.ones({a1}), np.ones({b1})], verbose=0)
    """,
    "two inputs, in the wrong order": """
        a, b = keras.Input({A}), keras.Input({B})
        h = layers.Concatenate()([layers.Flatten()(a), layers.Flatten()(b)])
        model = keras.Model(inputs=[a, b], outputs=layers.Dense(1)(h))
        out = model([np.ones({b1}), np.ones({a1})])
    """,
    "two inputs, a tuple": """
        a, b = keras.Input({A}), keras.Input({A})
        model = keras.Model((a, b), layers.Add()([a, b]))
        out = model((np.ones({a1}), np.ones({a2})))
    """,
    "two inputs, a dict": """
        a, b = keras.Input({A}, name='a'), keras.Input({B}, name='b')
        h = layers.Concatenate()([layers.Flatten()(a), layers.Flatten()(b)])
        model = keras.Model([a, b], layers.Dense(1)(h))
        out = model.predict({{'b': np.ones({b1}), 'a': np.ones({a1})}}, verbose=0)
    """,
    "two inputs, declared as a dict": """
        a, b = keras.Input({A}, name='a'), keras.Input({B}, name='b')
        h = layers.Concatenate()([layers.Flatten()(a), layers.Flatten()(b)])
        model = keras.Model({{'b': b, 'a': a}}, layers.Dense(1)(h))
        out = model.predict({{'a': np.ones({a1}), 'b': np.ones({b1})}}, verbose=0)
        out2 = model.predict([np.ones({a1}), np.ones({b1})], verbose=0)
    """,
    "two outputs": """
        inputs = keras.Input({A})
        h = layers.Flatten()(inputs)
        model = keras.Model(inputs, [h, layers.Dense(2)(h)])
        out = model.predict(np.ones({a1}), verbose=0)
    """,
    "an unused input": """
        a, b = keras.Input({A}), keras.Input({B})
        model = keras.Model([a, b], layers.Flatten()(a))
        out = model([np.ones({a1}), np.ones({b1})])
    """,
    "own activation": """
        model = keras.Sequential([keras.Input({A}), layers.Activation(lambda t: t[..., :1]),
                                  layers.Dense(1)])
        out = model(np.ones({a1}))
    """,
    "own activation of a Dense": """
        def halves(t):
            return keras.ops.cast(keras.ops.concatenate([t, t], -1), 'float64')
        model = keras.Sequential([keras.Input({A}), layers.Dense(2, activation=halves)])
        shape = model.output_shape
        out = model(np.ones({a1}))
    """,
    "a Lambda": """
        model = keras.Sequential([keras.Input({A}), layers.Lambda(lambda t: t[..., :1]),
                                  layers.Dense(1)])
        out = model(np.ones({a1}))
    """,
    "operators": """
        inputs = keras.Input({A})
        h = layers.Dense(3)(inputs) * 2 + 1
        model = keras.Model(inputs, layers.Dense(1)(h))
        out = model(np.ones({a1}))
    """,
    "a symbol and tensors": """
        import tensorflow as tf
        inputs = keras.Input({A})
        wide = tf.ones({a1}, tf.float64)
        h = (wide * inputs) * tf.ones((1,)) + wide
        model = keras.Model(inputs, h)
        out = model(np.ones({a2}))
        def graph(x):
            return (wide * x) * tf.ones((1,))
        k = graph(inputs)
    """,
    "a symbol and arrays": """
        inputs = keras.Input({A})
        h = inputs * np.ones({a1}) - np.float32(3)
        model = keras.Model(inputs, h)
        shape = model.output_shape
        out = model(np.ones({a2}))
    """,
    "a model called with what may be a symbol": """
        import tensorflow as tf
        base = keras.Sequential([keras.Input({A}), layers.Dense(2)])
        def graph(x):
            return base(x) * tf.ones((2,), tf.float64)
        k = graph(keras.Input({A}))
    """,
    "one number": """
        model = keras.models.clone_model(keras.Sequential([keras.Input({A}), layers.Flatten()]))
        try:
            out = model.predict(np.float32(3), verbose=0)
        except (IndexError, ValueError):
            pass
        out2 = model.predict(np.ones(()), verbose=0)
    """,
    "from the middle": """
        inputs = keras.Input({A})
        h = layers.Dense(3)(inputs)
        whole = keras.Model(inputs, layers.Dense(1)(h))
        model = keras.Model(whole.input, h)
        out = model(np.ones({a1}))
        part = keras.Model(h, whole.output)
        out2 = part(np.ones({a2}))
    """,
    "validation that does not come": """
        model = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense(1)])
        model.compile(optimizer='sgd', loss=loss)
        x, y = np.ones({W1}), np.zeros((4, 1))
        valid = (np.ones({a2}), np.zeros(({l2}, 1)))
        model.fit(x, y, epochs=1, verbose=0, validation_data=valid, validation_freq=2)
        model.fit(np.ones({a1}), np.zeros(({l1}, 1)), verbose=0, epochs=0)
    """,
    "steps": """
        model = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense(1)])
        out = model.predict(np.ones({a1}), batch_size=1, verbose=0, steps=1)
        shape = out.shape
    """,
    "other dtypes": """
        inputs = keras.Input({A}, dtype='int32')
        model = keras.Model(inputs, layers.Flatten()(inputs))
        out = model.predict(np.ones({a1}, 'int64'), verbose=0)
    """,
    "float64 layers": """
        model = keras.Sequential([keras.Input({A}), layers.Dense(1, dtype='float64')])
        out = model(np.ones({a1}))
    """,
    "in a subclass": """
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.flat = layers.Flatten()
                self.dense = layers.Dense(2)
            def call(self, x):
                return self.dense(self.flat(x))
        model = Net()
        out = model(np.ones({a1}, 'float32'))
        out2 = model.predict(np.ones({a2}), verbose=0)
    """,
    "a tensor": """
        import tensorflow as tf
        model = keras.Sequential([keras.Input({A}), layers.Dense(2)])
        out = model(tf.ones({a1}))
        out2 = model(tf.constant(np.ones({a2})))
    """,
    "a model made by a function": """
        def build(shape, inputs=None):
            inputs = keras.Input(shape) if inputs is None else inputs
            return keras.Model(inputs, layers.ReLU()(layers.Flatten()(inputs)))
        model = build({A})
        other = build(None, keras.Input({B}))
        out = model(np.ones({a1}))
        out2 = other(np.ones({b1}))
    """,
    "cloned": """
        model = keras.Sequential([keras.Input({A}), layers.Dense(2)])
        twin = keras.models.clone_model(model)
        out = twin(np.ones({a1}))
    """,
    "loaded": """
        model = keras.Sequential([keras.Input({A}), layers.Dense(2)])
        twin = keras.models.model_from_json(model.to_json())
        out = twin(np.ones({a1}))
        model.save('model.keras')
        out2 = keras.models.load_model('model.keras').predict(np.ones({a2}), verbose=0)
    """,
    "layers of another model": """
        base = keras.Sequential([keras.Input({A}), layers.Flatten(), layers.Dense(2)])
        model = keras.Sequential(base.layers[:-1])
        out = model(np.ones({a1}))
        stack = keras.Sequential()
        for layer in base.layers:
            stack.add(layer)
        out2 = stack(np.ones({a2}))
    """,
    "called in a wrong way first": """
        model = keras.Sequential([layers.Dense(2)])
        try:
            model(np.ones({a1}))
        except ValueError:
            pass
        out2 = model(np.ones({a2}))
    """,
}
"""Programs with parts that are not modelled, or not followed: nothing false may be said."""


def scenario(topic: str, seed: int) -> Program:
    """The program of one topic, with shapes that may fit and may not."""
    random = Random(f"{topic} {seed}")
    a, b = random_sample(random), random_sample(random)
    names = {"A": a, "B": b, "W": (None, *a), "W1": (4, *(size or 2 for size in a))}
    for name, sample in (("a1", a), ("a2", a), ("b1", b)):
        fits = random.random() < 0.4
        whole = (3, *(size or 2 for size in sample))
        given = whole if fits else off_in_one_way(random, sample)
        names[name] = whole if 0 in given else given  # what an empty array does is another matter
    lengths = {f"l{n}": (names[f"a{n}"] or (1,))[0] for n in (1, 2)}
    n = random.randint(1, 3)
    text = (FOUND | SILENT)[topic].format(
        **names, **lengths, n=n, n2=n if random.random() < 0.6 else 4
    )
    lines = [line[8:] for line in text.strip("\n").split("\n")]
    found = "np.ones" if topic in FOUND else ""
    shows = ("out", "out2", "shape")
    return Program(START + "\n".join(lines) + "\n", shows, found, f"{topic}, seed {seed}")
