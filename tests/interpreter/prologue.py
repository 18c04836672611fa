"""How every generated program begins, and what only wild ones hold."""

NAMES = {"n": 3, "a": 3, "l": 2, "m": 1, "d": 2, "o": 2, "t": 1, "q": 1, "r": 1}
WILD = (
    "outside.hold", "outside.poke", "outside.spoil", "outside.call", "outside.same", "globals",
    "outside.quiet", "outside.context", "outside.fail", "outside.word", "outside.small",
    "vars(", "setattr", "outside.twice", "*outside", "outside.decorator", "map(",
)  # fmt: skip
PROLOGUE = """\
import copy, functools, itertools, math
import random
import numpy as np
import outside
class Base:
    total = 1
    def __init__(self, data, size=2):
        self.data = data
        self.size = size
    @property
    def double(self):
        return self.size * 2
    @staticmethod
    def plus(x, y=1):
        return x + y
    @classmethod
    def count(cls):
        cls.total += 1
        return cls.total
    def grow(self, by):
        self.size += by
        return self
    def spoil(self):
        self.data[0] = np.nan
class Derived(Base):
    total = 5
    def __init__(self, data, *rest):
        super().__init__(data)
        self.more = list(rest)
    def grow(self, by):
        super().grow(by)
        self.more.append(by)
        return self
class Paired:
    def __init__(self, data):
        self.data, self.at = data, 0
    def __iter__(self):
        for _ in range(2):
            self.at += 1
            yield self.at, self.data
n0, n1, n2 = 1, 2, 3
a0 = np.zeros((2, 3)); a1 = np.ones(4); a2 = np.arange(6.0)
l0 = [1, 2, 3]; l1 = [n0, n1]
m0 = [a0, a1]
d0 = {"k": 1, "j": 2}; d1 = dict(k=3)
o0 = Base(a0); o1 = Derived(a1, 1, 2)
t0 = (1, a0, l0)
g0 = iter([(1, a0)]); g1 = Paired(a1)
q0 = [[a0, l0], [a2, [3]]]
r0 = [o0, Base(a2)]
"""
