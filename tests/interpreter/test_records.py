"""Dataclasses, named tuples, enumerations, name spaces."""

import pytest

from ndlint.values.array import Array
from ndlint.values.base import Bool, Float, Int, List, Str, Unknown, Value
from tests.interpreter.final import final

START = """\
import collections
import enum
import dataclasses
import types
from dataclasses import KW_ONLY, InitVar, dataclass, field
from enum import Enum, IntEnum, auto
from typing import ClassVar, NamedTuple
import numpy as np
from elsewhere import unseen

@dataclass(frozen=True)
class Base:
    size: int = 28
    names: list = field(default_factory=list)
    extra: int = field(default=7, kw_only=True)

@dataclass
class Config(Base):
    epochs: int = 3
    data: np.ndarray = field(default_factory=lambda: np.zeros((3, 4)))
    total: int = field(init=False, default=1)
    KIND: ClassVar[int] = 9

    def __post_init__(self):
        self.both = self.size * self.epochs

    @property
    def area(self):
        return self.size ** 2

class Sub(Config):
    pass

class Own(Config):
    def __init__(self, size):
        super().__init__(size, epochs=5)

@dataclass
class Late:
    a: int
    _: KW_ONLY
    b: int = 2

@dataclass(init=False)
class Bare:
    a: int = 4

@dataclass
class Strange:
    a: InitVar[int] = 4

class Mode(Enum):
    TRAIN = "train"
    TEST = "test"
    ALIAS = "train"

    def is_train(self):
        return self is Mode.TRAIN

    @classmethod
    def default(cls):
        return cls.TEST

class Level(IntEnum):
    LOW = auto()
    HIGH = 10
    TOP = auto()

class Odd(Enum):
    A = 1

    def __eq__(self, other):
        return True

class Point(NamedTuple):
    x: int
    y: int = 4

    def area(self):
        return self.x * self.y

Pair = collections.namedtuple("Pair", "left, right", defaults=[3])
Trio = collections.namedtuple("Trio", ["a", "b", "c"])
class Wider(Pair):
    def total(self):
        return self.left + self.right

space = types.SimpleNamespace(rate=0.5, size=3)
c = Config(3, epochs=2)
"""
WANTED: dict[str, Value | None] = {
    "c.size": Int(3), "c.extra": Int(7), "c.epochs": Int(2), "c.total": Int(1),
    "c.both": Int(6), "c.area": Int(9), "Config.KIND": Int(9), "Config.epochs": Int(3),
    "c.names": List(()), "Config(1, extra=2).extra": Int(2), "Config(1, ['a'], 4).epochs": Int(4),
    "Sub(5).both": Int(15), "Own(2).both": Int(10), "Late(1, b=3).b": Int(3), "Late(1).b": Int(2),
    "Bare().a": Int(4), "Strange(1).a": None, "dataclasses.replace(Late(1), a=8).a": Int(8),
    "unseen(c) or c.size": None,
    "Mode.TRAIN.value": Str("train"), "Mode.TEST.name": Str("TEST"),
    "Mode.TRAIN is Mode.TEST": Bool(False), "Mode.TRAIN == 'train'": Bool(False),
    "Mode.ALIAS is Mode.TRAIN": Bool(True), "Mode('test') == Mode.TEST": Bool(True),
    "Mode['TEST'] is Mode.TEST": Bool(True), "Mode.TRAIN.is_train()": Bool(True),
    "Mode.default().value": Str("test"), "Mode.TEST in (Mode.TRAIN,)": Bool(False),
    "[m.value for m in Mode]": List((Str("train"), Str("test"))), "Mode(unseen())": None,
    "Level.LOW == 1": Bool(True), "Level.TOP.value": Int(11), "Level.HIGH > Level.LOW": Bool(True),
    "Odd.A == 3": None, "Mode.TRAIN is None": Bool(False),
    "Point(3).y": Int(4), "Point(3)[0]": Int(3), "Point(3, 5).area()": Int(15),
    "len(Point(1))": Int(2), "Point(y=1, x=2).x": Int(2), "[v for v in Point(1)][1]": Int(4),
    "Pair(1).right": Int(3), "Trio(1, 2, 3).b": Int(2), "Wider(4).total()": Int(7),
    "space.rate": Float(0.5), "unseen(space) or space.rate": None,
}  # fmt: skip


@pytest.mark.parametrize("text", WANTED)
def test_records(text: str) -> None:
    found = final(f"{START}x = {text}\n", "x")
    wanted = WANTED[text]
    assert isinstance(found, Unknown) if wanted is None else found == wanted


def test_a_factory_makes_an_object_for_each() -> None:
    text = f"{START}other = Config(1)\nc.data[0] = np.nan\nx = other.data"
    found = final(text, "x")
    assert isinstance(found, Array)
    assert found.shape.dims == (3, 4)
    assert found.facts.is_finite
