"""What each turn of a loop binds anew need not be followed from turn to turn; the rest is."""

import ast

import pytest

from ndlint.interpreter.interpret import interpret
from ndlint.interpreter.renewal import bound_first
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.values.base import Bool
from tests.interpreter.final import final
from tests.interpreter.test_soundness import check_program

BODIES = {
    "y = x; z = y": "i y z",
    "z = y; y = x": "i z",
    "y += 1": "i",
    "y: int = x": "i y",
    "y: int": "i",
    "(y, *z), w = x": "i w y z",
    "y[z] = x; z = 1": "i",
    "y.z = x; y = 1": "i",
    "y = z = x": "i y z",
    "if x: y = 1": "i",
    "if x: y = 1\n  else: y = 2": "i y",
    "if y: y = 1\n  else: y = 2": "i",
    "y = 1\n  if x: continue\n  z = 2": "i y",
    "y = 1\n  if x: break\n  z = 2": "i y",
    "y = 1\n  for j in x:\n    if j: break\n  z = 2": "i y z",
    "y = 1\n  for j in x: pass\n  else: break\n  z = 2": "i y",
    "for j in x: y = j\n  z = 1": "i z",
    "for j in x:\n    if j: break\n    z\n  z = 1": "i",
    "while z: pass\n  z = 1": "i",
    "with f() as y: z = y": "i y z",
    "with y as y: pass": "i",
    "try: y = 1\n  except E: continue\n  z = 1": "i",
    "try: z\n  finally: pass\n  z = 1": "i",
    "del y; y = 1": "i",
    "def f(): return y\n  y = 1": "f i",
    "y = lambda: z\n  z = 1": "i y",
    "y = [z for z in x]; z = 1": "i y",
    "import numpy.random, os.path as z": "i numpy z",
    "match x:\n    case 1: y = 1\n  z = 1": "i z",
    "if (y := x): z = y": "i",
    "return\n  y = 1": "i y",
}


@pytest.mark.parametrize("body", BODIES)
def test_names_of_a_turn(body: str) -> None:
    loop = ast.parse(f"for i in x:\n  {body}\n").body[0]
    assert isinstance(loop, ast.For)
    assert sorted(bound_first(loop)) == BODIES[body].split()


def test_a_condition_is_read_first() -> None:
    loop = ast.parse("while y:\n  y = z = 1\n").body[0]
    assert isinstance(loop, ast.While)
    assert bound_first(loop) == {"z"}


def operations(text: str) -> int:
    registry.load()
    return interpret(parse("program.py", text), lambda _event, _reached: False).operations


@pytest.mark.parametrize(
    ("again", "once"),
    [
        ("x = y\n  y = f(i)", "y = f(i)\n  x = y"),
        ("print(y, end='')\n  y = f(i)", "y = f(i)\n  print(y, end='')"),
    ],
)
def test_a_turn_that_reads_nothing_of_the_one_before_is_run_once(again: str, once: str) -> None:
    start = "from elsewhere import f, xs\nx = y = None\n"
    assert operations(f"{start}for i in xs:\n  {once}\n") < operations(
        f"{start}for i in xs:\n  {again}\n"
    )


OF_DIFFERENT_TURNS = {
    "n = f(i)\n  if c(): a = np.zeros(n)\n  b = np.zeros(n)",
    "n = f(i)\n  a = np.zeros(n)\n  if c(): break\n  b = np.zeros(n)",
    "n = f(i)\n  a = np.zeros(n)\n  if c(): continue\n  b = np.zeros(n)",
    "n = f(i)\n  with suppress(E):\n    a = np.zeros(n)\n    c()\n    b = np.zeros(n)",
    "n = f(i)\n  try:\n    a = np.zeros(n)\n    c()\n    b = np.zeros(n)\n  except E: pass",
}
WHOLE = {
    "try:\n  for i in xs:\n    n = f(i)\n    a = np.zeros(n)\n    c()\n    b = np.zeros(n)\n"
    "except E:\n  pass\n",
    "def read(): return a\n"
    "for i in xs:\n  n = f(i)\n  b = np.zeros(n)\n  a, a = np.zeros(n), read()\n",
}


@pytest.mark.parametrize(
    "text", [*(f"for i in xs:\n  {body}\n" for body in sorted(OF_DIFFERENT_TURNS)), *sorted(WHOLE)]
)
def test_arrays_of_different_turns_differ(text: str) -> None:
    start = (
        "import numpy as np\nfrom contextlib import suppress\nfrom elsewhere import c, f, xs, E\n"
    )
    start += "a, b = np.zeros(2), np.zeros(3)\n"
    found = final(f"{start}{text}x = a.shape[0] == b.shape[0]\n", "x")
    assert found != Bool(True)


HANDED_ON = """\
import itertools
import numpy as np
import outside
y = np.zeros(3)
def gen():
    buf = np.zeros(3)
    for _ in range(40):
        yield buf
class Own:
    def __iter__(self):
        yield from gen()
for x in {0}:
    y = x.copy()
    x[0] = np.nan
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "iterable",
    [
        "gen()", "Own()", "(x for _, x in enumerate(Own()))", "map(lambda z: z, Own())",
        "map(abs, gen())", "map(lambda z: z, gen())", "list(gen())",
        "(x for x in gen())", "itertools.islice(gen(), 30)", "itertools.chain(gen(), gen())",
        "itertools.repeat(np.zeros(3), 30)", "[np.zeros(3)] * 30", "iter([np.zeros(3)] * 30)",
        "itertools.islice(itertools.cycle([np.zeros(3)]), 30)",
    ],
)  # fmt: skip
def test_a_turn_that_hands_on_an_object_is_followed(iterable: str) -> None:
    check_program(HANDED_ON.format(iterable))
