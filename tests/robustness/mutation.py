"""Programs made of others: statements dropped, repeated and swapped, expressions moved, names and
attributes changed into familiar ones."""

import ast
import random
import zlib
from copy import deepcopy

NAMES = (
    "x",
    "y",
    "model",
    "np",
    "tf",
    "keras",
    "f",
    "C",
    "items",
    "table",
    "print",
    "range",
    "len",
)
ATTRIBUTES = ("shape", "reshape", "fit", "add", "append", "dtype", "T", "random", "layers", "C")
PROLOGUE = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
x = np.random.rand(10, 3)
y = np.zeros(10)
items = [x, y]
table = {"x": x}
def f(a, *b, c=1, **d):
    return a
class C:
    def __init__(self, x=x):
        self.x = x
    def C(self):
        return self.x
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", "mse")
"""


def familiar(text: str) -> str:
    """The program, with names that the prologue binds for its own, so that something is known of
    what it does. What that makes of it need not parse."""
    return PROLOGUE + ast.unparse(_Renamed().visit(ast.parse(text)))


class _Renamed(ast.NodeTransformer):
    """Changes every name into the same one each time."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = _one_of(NAMES, node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        self.generic_visit(node)
        node.attr = _one_of(ATTRIBUTES, node.attr)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        self.generic_visit(node)
        return node


def _one_of(names: tuple[str, ...], text: str) -> str:
    return names[zlib.crc32(text.encode("utf8", "replace")) % len(names)]


def mutant(texts: list[str], seed: int) -> str:
    """One of the programs after a few changes."""
    chance = random.Random(seed)
    tree = ast.parse(chance.choice(texts))
    for _ in range(chance.randint(1, 4)):
        chance.choice((_drop, _repeat, _swap, _move, _nest))(tree, chance)
    return ast.unparse(ast.fix_missing_locations(tree))


def _blocks(tree: ast.AST) -> list[list[ast.stmt]]:
    """Every list of statements."""
    return [
        block
        for node in ast.walk(tree)
        for name in ("body", "orelse", "finalbody")
        if isinstance(block := getattr(node, name, None), list) and block
    ]


def _drop(tree: ast.Module, chance: random.Random) -> None:
    block = chance.choice(_blocks(tree))
    if len(block) > 1:
        del block[chance.randrange(len(block))]


def _repeat(tree: ast.Module, chance: random.Random) -> None:
    block = chance.choice(_blocks(tree))
    block.insert(chance.randrange(len(block) + 1), deepcopy(chance.choice(block)))


def _swap(tree: ast.Module, chance: random.Random) -> None:
    block = chance.choice(_blocks(tree))
    a, b = (chance.randrange(len(block)) for _ in range(2))
    block[a], block[b] = block[b], block[a]


def _move(tree: ast.Module, chance: random.Random) -> None:
    """An expression where another stands that is read."""
    found = [
        (node, name)
        for node in ast.walk(tree)
        for name, value in ast.iter_fields(node)
        if isinstance(value, ast.expr) and not isinstance(getattr(value, "ctx", None), ast.Store)
    ]
    if found:
        (into, name), (other, its_name) = chance.choice(found), chance.choice(found)
        setattr(into, name, deepcopy(getattr(other, its_name)))


def _nest(tree: ast.Module, chance: random.Random) -> None:
    """A part of a block inside a branch, a loop, a `try` or a function."""
    block = chance.choice(_blocks(tree))
    first = chance.randrange(len(block))
    inner = block[first : first + chance.randint(1, 5)]
    head = chance.choice(
        (
            "if unseen: pass",
            "while unseen(): pass",
            "for item in unseen: pass",
            "for item in range(3): pass",
            "try: pass\nexcept ValueError: raise\nfinally: unseen()",
            "with unseen: pass",
            "def nested(): pass",
        )
    )
    outer = ast.parse(head).body[0]
    outer.body = inner  # type: ignore[attr-defined]
    block[first : first + len(inner)] = [outer]
