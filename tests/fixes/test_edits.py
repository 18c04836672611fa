"""Edits change what is to be changed, and nothing around it."""

import pytest

from ndlint.fixes.edits import Editor
from ndlint.fixes.repair import (
    AddLayer,
    Argument,
    Change,
    DropArgument,
    Key,
    Place,
    RemoveLayer,
    Repair,
    Rewrite,
    SetArgument,
    SetCallee,
)
from ndlint.fixes.syntax import Syntax
from ndlint.source.text import parse

DTYPE = Argument(("dtype",), 1)


def edited(before: str, change: type, *arguments: object) -> str | None:
    """The program after a change at what stands between « and »; None: it cannot be done."""
    start, end = before.index("«"), before.index("»") - 1
    source = parse("program.py", before.replace("«", "").replace("»", ""))
    editor = Editor(Syntax(source))
    made: Change = change(Place(editor.text.site(start, end)), *arguments)
    edits = editor.edits(Repair("", (made,)))
    return None if edits is None else editor.text.edited(edits)


CAST = "<tensorflow.cast>({}, <tensorflow.float32>)"


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("y = «x»\n", '{}.astype("f4")', 'y = x.astype("f4")\n'),
        ("y = «x / 255»  # é\n", '{}.astype("f4")', 'y = (x / 255).astype("f4")  # é\n'),
        ("y = («x / 255»)\n", "{}[0]", "y = (x / 255)[0]\n"),
        ("y = f(«x / 255», 1)\n", "g({})", "y = f(g(x / 255), 1)\n"),
        ("f(é, «x»)\r\ny = 1\r\n", "[{}]", "f(é, [x])\r\ny = 1\r\n"),
        ("s = f(«10»)\n", "({},)", "s = f((10,))\n"),
        ("s = f(a=(«10»))\n", "({},)", "s = f(a=(10,))\n"),
        ("import tensorflow as tf\ny = «x»\n", CAST,
         "import tensorflow as tf\ny = tf.cast(x, tf.float32)\n"),
        ("import tensorflow\ny = «x»\n", CAST,
         "import tensorflow\ny = tensorflow.cast(x, tensorflow.float32)\n"),
        ('"""T."""\nimport keras\ny = «x»\n', "<numpy.array>({})",
         '"""T."""\nimport keras\nimport numpy as np\ny = np.array(x)\n'),
        ("np = 3\ny = «x»\n", "<numpy.array>({})", None),
        ("f('a', «b»)\n", '"c"', "f('a', 'c')\n"),
    ],
)  # fmt: skip
def test_an_expression_is_rewritten(before: str, text: str, after: str | None) -> None:
    assert edited(before, Rewrite, text) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("y = «f()»\n", "y = f(dtype=int)\n"),
        ("y = «f(x)»\n", "y = f(x, dtype=int)\n"),
        ("y = «f(x, float)»\n", "y = f(x, int)\n"),
        ("y = «f(x, dtype=float)»\n", "y = f(x, dtype=int)\n"),
        ("y = «f((x))» # c\n", "y = f((x), dtype=int) # c\n"),
        ("y = «f(\n    x,  # c\n)»\n", "y = f(\n    x,  # c\n    dtype=int,\n)\n"),
        ("y = «f(*x)»\n", None),
        ("y = «f(i for i in x)»\n", None),
    ],
)
def test_an_argument_is_set(before: str, after: str | None) -> None:
    assert edited(before, SetArgument, DTYPE, "int") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("y = «f(x, a=1)»\n", "y = f(x)\n"),
        ("y = «f(a=1, b=2)»\n", "y = f(b=2)\n"),
        ("y = «f(x)»\n", None),
    ],
)
def test_an_argument_is_dropped(before: str, after: str | None) -> None:
    assert edited(before, DropArgument, "a") == after


HEAD = "from keras import layers\n"
FLATTEN = "keras.layers.Flatten"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m = S([a, «layers.Dense(1)»])\n", "m = S([a, layers.Flatten(), layers.Dense(1)])\n"),
        ("m = S([\n  a,\n  «layers.Dense(1)»,\n])\n",
         "m = S([\n  a,\n  layers.Flatten(),\n  layers.Dense(1),\n])\n"),
        ("m.add(«layers.Dense(1)»)\n", "m.add(layers.Flatten())\nm.add(layers.Dense(1))\n"),
        ("h = «layers.Dense(1)»(h)\n", "h = layers.Dense(1)(layers.Flatten()(h))\n"),
        ("d = «layers.Dense(1)»\n", None),
    ],
)  # fmt: skip
def test_a_layer_is_put_before_another(before: str, after: str | None) -> None:
    expected = None if after is None else HEAD + after
    assert edited(HEAD + before, AddLayer, FLATTEN) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m = S([«a()», b()])\n", "m = S([b()])\n"),
        ("m = S([a(), «b()»])\n", "m = S([a()])\n"),
        ("m = S([\n    a(),\n    «b()»,\n    c(),\n])\n", "m = S([\n    a(),\n    c(),\n])\n"),
        ("m = S([\n    a(),\n    «b()»,\n])\n", "m = S([\n    a(),\n])\n"),
        ("m = S([\n    «a()»,  # c\n    b(),\n])\n", None),
        ("m = S([«a()»])\n", None),
        ("if m:\r\n    m.add(«a()»)\r\n    m.add(b())\r\n", "if m:\r\n    m.add(b())\r\n"),
        ("if m:\n    m.add(«a()»)\n", None),
        ("m.add(«a()»); n()\n", None),
        ("m = n\nm.add(«a()»)", "m = n\n"),
        ("h = «a()»(f(h))\n", "h = f(h)\n"),
        ("h = «a()»(h, training=True)\n", None),
        ("h = «a()»\n", None),
    ],
)  # fmt: skip
def test_a_layer_is_left_out(before: str, after: str | None) -> None:
    assert edited(before, RemoveLayer) == after


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("f({'a': 1, 'b': g(2)})\n", "b", "f({'a': 1, 'b': [g(2)]})\n"),
        ("f({'a': 1})\n", "b", None),
        ("f({'a': 1, 'a': 2})\n", "a", None),
        ("f({**d, 'a': 2})\n", "a", None),
        ("f(d)\n", "a", None),
    ],
)
def test_the_value_under_a_key_is_rewritten(before: str, key: str, after: str | None) -> None:
    source = parse("program.py", before)
    editor = Editor(Syntax(source))
    place = Place(editor.text.site(0, len(before) - 1)).part(Argument((), 0), Key(key))
    edits = editor.edits(Repair("", (Rewrite(place, "[{}]"),)))
    assert (edits and editor.text.edited(edits)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from keras import layers\nx = «layers.LSTM(3)»\n",
         "from keras import layers\nx = layers.GRU(3)\n"),
        ("from keras.layers import LSTM\nx = «LSTM(3)»\n",
         "from keras.layers import LSTM\nfrom keras.layers import GRU\nx = GRU(3)\n"),
        ("import tensorflow as tf\nx = «tf.keras.layers.LSTM(3)»\n",
         "import tensorflow as tf\nx = tf.keras.layers.GRU(3)\n"),
    ],
)  # fmt: skip
def test_another_class_is_called(before: str, after: str) -> None:
    assert edited(before, SetCallee, "keras.layers.GRU") == after


def test_an_import_comes_before_the_code_and_after_what_must_be_first() -> None:
    before = "#!/usr/bin/env python\n# a comment\n@f\ndef g():\n    return «x»\n"
    after = before.replace("@f", "import numpy as np\n@f").replace("«x»", "np.array(x)")
    assert edited(before, Rewrite, "<numpy.array>({})") == after


def test_what_assignments_name_is_no_endless_question() -> None:
    head = "import tensorflow as tf\nkeras = tf.keras\nL = keras.layers\n"
    after = edited(head + "m = S([«L.Dense(1)»])\n", AddLayer, FLATTEN)
    assert after is not None
    assert after.endswith("m = S([tf.keras.layers.Flatten(), L.Dense(1)])\n")
