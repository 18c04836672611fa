"""What a condition tells of a value that may be None holds in what follows."""

import pytest

from tests.knowledge.tensorflow.bulk import Program, verdict

START = """import numpy as np
import tensorflow as tf

def some():
    return tf.constant([1.0, 2.0]) if np.random.rand() < 0.5 else None

a = some()
b = None
"""
CRASH = "tf.cast(b, tf.int32)"
KNOWN = (
    "if a is None and b is None:\n    c = 1\nelif a is not None:\n    c = 2\nelse:\n    c = CRASH",
    "if not (a is not None or b is not None):\n    c = 1\nelif a is None:\n    c = CRASH",
    "def f(a=None, b=None):\n    if a is None and b is None:\n        return 1\n"
    "    if a is not None:\n        return 2\n    return CRASH\nf(a)\nf(some(), b)",
    "def f(a):\n    if a is None:\n        raise ValueError\n"
    "    return tf.cast(b if a is None else a, tf.int32)\nf(a)",
    "if a is None:\n    a = 1.0\nelse:\n    c = CRASH if a is None else 2",
    "if not a:\n    c = 1\nelif a is None:\n    c = CRASH",
    "if a is not None:\n    other = a\n    if other is None:\n        c = CRASH",
    "assert a is not None\nif a is None:\n    c = CRASH",
    "d = some()\nif a is not None and d is not None:\n    if a is None or d is None:\n"
    "        c = CRASH",
    "if a is None:\n    d = a\n    if d is not None:\n        c = CRASH",
    "while True:\n    if a is None:\n        break\n    if a is None:\n        c = CRASH\n"
    "    a = some()",
)
"""No way leads to what would raise."""
OPEN = (
    "if a is None and b is None:\n    c = 1\nelif a is not None:\n    c = CRASH",
    "if a is None:\n    c = 1\na = some()\nif a is None:\n    c = CRASH",
    "if a is not None:\n    a = some()\n    if a is None:\n        c = CRASH",
    "for i in range(9):\n    if a is not None:\n        a = some()\n"
    "        if a is None:\n            c = CRASH",
    "d = some()\nif a is None and d is None:\n    c = 1\nelif a is None:\n    c = CRASH",
    "if a is not None:\n    pass\nif a is None:\n    c = CRASH",
    "if a:\n    c = 1\nelif a is not None:\n    c = CRASH",
    "def f(a):\n    if a is None:\n        return CRASH\nf(a)",
    "while True:\n    if a is not None:\n        break\n    c = CRASH\n    a = some()",
)
"""Some way does."""


@pytest.mark.parametrize("text", KNOWN)
def test_what_is_known_to_be_none(text: str) -> None:
    assert verdict(Program(START + text.replace("CRASH", CRASH))).findings == ()


@pytest.mark.parametrize("text", OPEN)
def test_what_may_be_none(text: str) -> None:
    assert [f.code for f in verdict(Program(START + text.replace("CRASH", CRASH))).findings] == [
        "NDL103"
    ]
