"""What must hold of lifted objects of Keras: each function is run in a process of its own.

They use the Keras that `tf.keras` is there.
"""

import gc
import os
import warnings
from importlib import import_module
from typing import Any
from weakref import ref

import numpy as np
import tensorflow as tf

from ndlint.events import Feed
from ndlint.knowledge import registry
from ndlint.knowledge.keras import feeds
from ndlint.lift.keras import lift_keras
from ndlint.rules import all_rules
from ndlint.target import Target, aiming_at, current
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Dict,
    Int,
    Name,
    Opaque,
    Str,
    Tuple,
    Value,
    elements,
)
from ndlint.values.dimension import FREE
from ndlint.values.dtype import FLOAT32, FLOAT64
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.losses import Loss
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

legacy = os.environ.get("TF_USE_LEGACY_KERAS") == "1"
keras: Any = import_module("tf_keras" if legacy else "keras")
layers = keras.layers


def run(name: str, version: int) -> None:
    """Make one of the checks, for this Keras."""
    warnings.simplefilter("ignore")
    registry.load()
    with aiming_at(Target(keras=version)):
        globals()[name]()


def model_of(thing: object) -> Model:
    """The lifted model."""
    found = lift_keras(thing)
    assert isinstance(found, Model)
    return found


def layer_of(thing: object) -> Layer:
    """The lifted layer."""
    found = lift_keras(thing)
    assert isinstance(found, Layer)
    return found


def widths(thing: object) -> list[object]:
    """The size of the last axis of each output of a model."""
    return [tensor.shape.axis(-1) for tensor in model_of(thing).outputs]


def stack(*parts: Any) -> Any:
    """A model that takes four numbers."""
    return keras.Sequential([keras.Input((4,)), *parts])


def a_change_is_seen() -> None:
    model = stack(layers.Dense(3))
    assert widths(model) == [3]
    model.add(layers.Dense(2))
    assert widths(model) == [2]
    for units in range(4, 10):  # of the same size and at the same place in memory, maybe
        model.pop()
        gc.collect()
        model.add(layers.Dense(units))
        assert widths(model) == [units]
    model.layers[-1].activation = keras.activations.softmax
    last = model_of(model).outputs[0].layer
    assert isinstance(last, Layer)
    assert last.option("activation") == Str("softmax")


def a_model_that_is_built_is_seen() -> None:
    model = keras.Sequential([layers.Dense(3)])
    assert not model_of(model).inputs
    model(np.ones((3, 4), "float32"))
    assert model_of(model).inputs[0].shape.axis(-1) == 4
    assert model_of(model).inputs[0].shape.axis(0) is not FREE, "data told the batch"


def a_change_inside_is_seen() -> None:
    inside = stack(layers.Dense(3))
    model = stack(inside)
    before = model_of(model)
    inside.layers[0].activation = keras.activations.relu
    assert model_of(model) != before


def what_is_compiled_again_is_seen() -> None:
    model = stack(layers.Dense(3))
    assert model_of(model).compiled == ()
    model.compile("sgd", "mse")
    assert model_of(model).compiled == (("loss", Str("mse")),)
    model.compile("sgd", "mae", metrics=["mse"], run_eagerly=True)
    compiled = dict(model_of(model).compiled)
    assert compiled["loss"] == Str("mae")
    assert elements(compiled["metrics"]) == (Str("mse"),)
    assert compiled["run_eagerly"] == Bool(True)
    model.compile("sgd", "mae")
    assert "run_eagerly" not in dict(model_of(model).compiled)
    tf.config.run_functions_eagerly(True)
    assert "run_eagerly" in dict(model_of(model).compiled)


def losses_of_several_outputs() -> None:
    i = keras.Input((4,))
    a, b = layers.Dense(2, name="a")(i), layers.Dense(3, name="b")(i)
    model = keras.Model(i, [a, b])
    own = keras.losses.Huber(delta=2.0)
    model.compile("sgd", {"a": "mse", "b": own}, metrics={"a": ["mae"], "b": None})
    loss = dict(model_of(model).compiled)["loss"]
    assert isinstance(loss, Dict)
    assert loss.get("a") == Str("mse")
    huber = loss.get("b")
    assert isinstance(huber, Loss)
    assert huber.kind == "huber"
    makers = [tensor.layer for tensor in model_of(model).outputs]
    assert [m.option("name") for m in makers if isinstance(m, Layer)] == [Str("a"), Str("b")]


def losses_and_metrics() -> None:
    sparse = lift_keras(keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    assert sparse == Loss("sparse_categorical_crossentropy", (("from_logits", Bool(True)),))
    assert lift_keras(keras.losses.MeanSquaredError()) == Loss("mean_squared_error")
    axis = lift_keras(keras.losses.CategoricalCrossentropy(axis=1))
    assert axis == Loss("categorical_crossentropy", (("axis", Int(1)),))
    assert lift_keras(keras.metrics.MeanSquaredError()) == Loss(
        "mean_squared_error", is_metric=True
    )
    assert isinstance(lift_keras(keras.metrics.Precision(top_k=2)), Opaque)
    assert lift_keras(keras.metrics.Mean()) == UNKNOWN

    class Own(keras.losses.MeanSquaredError):  # type: ignore[misc]
        pass

    assert lift_keras(Own()) == UNKNOWN


def functions() -> None:
    assert lift_keras(keras.losses.mean_squared_error) == Name("keras.losses.mean_squared_error")
    assert lift_keras(keras.activations.relu) == Name("keras.activations.relu")
    assert lift_keras(tf.nn.softmax) == Name("tensorflow.nn.softmax")
    assert lift_keras(lambda y, p: p) is None
    assert lift_keras(np.ones) is None


def other_objects() -> None:
    for thing in (None, 1, "mse", np.ones(3), tf.ones(3), tf.Variable(1.0), [layers.Dense(1)]):
        assert lift_keras(thing) is None
    assert lift_keras(keras.optimizers.SGD()) == Opaque("keras.optimizers.Optimizer")
    assert lift_keras(keras.Model) is None


def arguments_of_layers() -> None:
    dense = layer_of(layers.Dense(3, "relu"))
    assert dense.path == "keras.layers.Dense"
    assert (dense.option("units"), dense.option("activation")) == (Int(3), Str("relu"))
    assert dense.option("use_bias") is None, "it was not given"
    assert dense.built is None
    assert dense.option("dtype") is None
    assert layer_of(layers.Dense(3, dtype="float64")).option("dtype") == Str("float64")
    pool = layer_of(layers.MaxPool2D((2, 3)))
    assert pool.path == "keras.layers.MaxPooling2D"
    assert pool.option("pool_size") == Tuple((Int(2), Int(3)))
    assert pool.option("data_format") is None
    inner = layer_of(layers.Bidirectional(layers.LSTM(4, return_sequences=True))).option("layer")
    assert isinstance(inner, Layer)
    assert inner.option("return_sequences") == Bool(True)
    assert layer_of(layers.Dense(2, activation=lambda t: t)).option("activation") == UNKNOWN
    built = layers.Dense(3)
    built.build((None, 5))
    assert layer_of(built).built == Shape((FREE, 5))


def a_layer_that_serializes_by_code_of_the_program() -> None:
    def fails(*arguments: object) -> None:
        raise AssertionError("only watch")

    class Own(keras.regularizers.Regularizer):  # type: ignore[misc]
        get_config = fails

        def __call__(self, x: Any) -> Any:
            return 0.0

    assert widths(stack(layers.Dense(3, kernel_regularizer=Own()))) == [3]


def layers_of_the_program() -> None:
    class Dense(layers.Dense):  # type: ignore[misc, name-defined]
        pass

    own = layer_of(Dense(3))
    assert own.path != "keras.layers.Dense"
    assert own.option("?") is not None
    assert layer_of(layers.Lambda(lambda t: t)).path == "keras.layers.Lambda"


def symbols() -> None:
    i = keras.Input((4, 2))
    h = layers.Flatten()(i)
    end = lift_keras(layers.Dense(3)(h))
    assert isinstance(end, KerasTensor)
    assert end.shape == Shape((FREE, 3))
    assert isinstance(end.layer, Layer)
    assert end.layer.built == Shape((FREE, 8))
    assert end.inputs == (lift_keras(h),), "one tensor is one value"
    assert end.inputs[0].inputs == (lift_keras(i),)
    free = lift_keras(layers.Lambda(lambda t: t)(i))
    assert isinstance(free, KerasTensor)
    assert free.shape == UNKNOWN_SHAPE


def a_deep_graph() -> None:
    h = keras.Input((2,))
    relu = layers.ReLU()
    for _ in range(3000 if current().keras == 3 else 1200):
        h = relu(h)
    lift_keras(h)


def nothing_is_kept_alive() -> None:
    model = stack(layers.Dense(3), layers.Dense(2))
    model.compile("sgd", "mse")
    lift_keras(model)
    lift_keras(model.inputs[0])
    gone = ref(model)
    del model
    keras.backend.clear_session()
    gc.collect()
    assert gone() is None


def dtypes_that_inputs_are_cast_to() -> None:
    i = keras.Input((4,), dtype="float64")
    double = keras.Model(i, layers.Dense(1, dtype="float64")(i))
    cases: list[tuple[Any, set[object]]] = [
        (stack(layers.Flatten()), {FLOAT32}),
        (keras.Sequential([layers.Flatten()]), {FLOAT32}),
        (keras.Sequential([layers.Flatten(dtype="float64")]), {None}),
        (keras.Sequential([i, layers.Flatten()]), {FLOAT64}),
        (stack(layers.Dense(1, dtype="mixed_float16")), {None}),
        (double, {FLOAT64}),
    ]
    for model, usual in cases:
        assert cast(model) in usual, (cast(model), usual)
        assert cast(model) != FLOAT32 or really_cast(model) == FLOAT32


def policies() -> None:
    policy = keras.mixed_precision.set_global_policy
    for name in ("mixed_float16", "float64"):
        policy(name)
        assert cast(stack(layers.Dense(1))) is None
        assert cast(keras.Sequential([layers.Dense(1)])) is None
        assert cast(keras.Sequential()) in (None, FLOAT32)

        class Own(keras.Model):  # type: ignore[misc]
            pass

        assert cast(Own()) not in (FLOAT32, FLOAT64)
    policy("float32")
    assert cast(Own()) == FLOAT32
    assert not model_of(Own()).is_known


def cast(model: Any) -> object:
    """The dtype to which the lifted model is said to cast what it is fed."""
    feed = feeds.call(model_of(model), Array(dtype=FLOAT64, shape=Shape((2, 4))))
    assert isinstance(feed, Feed)
    return feed.casts_to


def really_cast(model: Any) -> object:
    """The dtype of what comes out of a model that changes none."""
    return dtypes.parse(model(np.ones((2, 4))).dtype.name)


def a_model_of_the_other_keras() -> None:
    name = "tf_keras" if current().keras == 3 else "keras"
    other = __import__(name)
    model = other.Sequential([other.Input((4,)), other.layers.Dense(3)])
    assert not model_of(model).is_known
    assert cast(model) not in (FLOAT32, FLOAT64)
    assert lift_keras(other.layers.Dense(3)) == UNKNOWN


def examples_of_the_rules() -> None:
    found = 0
    for rule in all_rules():
        for example in (*rule.bad, *rule.good):
            if current().keras not in example.keras:
                continue
            names: dict[str, Any] = {"__name__": "case"}
            try:
                exec(compile(example.code, "case.py", "exec"), names)
            except Exception as error:
                # What it fails at is the truth tests' matter.
                names["error"] = error
            values: list[Value | None] = [lift_keras(thing) for thing in names.values()]
            found += sum(isinstance(value, Model) and value.is_known for value in values)
    assert found > 100
