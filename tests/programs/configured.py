"""What a program is configured with: dataclasses, enumerations, partial functions."""
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import NamedTuple

import numpy as np
from tensorflow import keras


class Mode(Enum):
    WIDE = 8
    NARROW = 4


class Size(NamedTuple):
    height: int
    width: int = 28


@dataclass(frozen=True)
class Config:
    mode: Mode = Mode.NARROW
    size: Size = Size(28)
    units: list = field(default_factory=lambda: [16, 1])


config = Config()
Hidden = partial(keras.layers.Dense, activation="relu")


def build(config):
    layers = [Hidden(units) for units in config.units]
    return keras.Sequential([keras.Input((config.mode.value,)), *layers])


x = np.zeros((6, config.size.height), "float32")
build(Config(mode=Mode.WIDE)).predict(x[:, :8], verbose=0)
wide = np.zeros((6, 8 if config.mode is Mode.WIDE else 4), "float32")
build(config).predict(wide, verbose=0)
build(config).predict(x[:, : config.size.width], verbose=0)  # error: NDL201 1
