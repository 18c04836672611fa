"""The prefilter lets through every file that can hold a finding, and few others."""

import pytest

from ndlint.knowledge import registry
from ndlint.source.prefilter import leads_to_sink, may_hold_finding
from ndlint.source.text import parse

registry.load()


@pytest.mark.parametrize("name", sorted(registry.OBSERVERS))
def test_every_sink_can_be_reached(name: str) -> None:
    assert leads_to_sink(name)
    assert leads_to_sink(name.partition(".")[0])


@pytest.mark.parametrize("alias", [alias for alias, _ in registry.ALIASES])
def test_every_alias_of_a_library_with_a_sink_is_reached(alias: str) -> None:
    if not alias.startswith("numpy"):
        assert leads_to_sink(alias)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import tensorflow as tf\n", True),
        ("import os, keras\n", True),
        (
            "def f():\n    try:\n        from keras import layers\n    except ImportError: pass\n",
            True,
        ),
        ("match x:\n    case 1:\n        import keras\n", True),
        ("with a: import tf_keras\n", True),
        ("from tensorflow.keras.layers import *\n", True),
        ("if a:\n    pass\nelse:\n    from keras.layers import Dense\n", True),
        ("# tensorflow\nimport numpy\n", False),
        ("from keras.src import backend\n", False),
        ("import keras.src.utils\n", False),
        ("from . import keras\n", False),
        ("import kerastuner\n", False),
        ("f = lambda: 'keras'\nx = 1 if f else 2\n", False),
        ("", False),
    ],
)
def test_imports_decide(text: str, expected: bool) -> None:
    assert may_hold_finding(parse("a.py", text)) is expected
