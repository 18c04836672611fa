"""The prefilter lets through every file that can hold a finding, and few others."""

from pathlib import Path

import pytest

from ndlint.knowledge import registry
from ndlint.source.imports import imports, imports_in_text
from ndlint.source.prefilter import is_of_interest, leads_to_sink, may_hold_finding
from ndlint.source.text import parse
from tests.projects.trees import write

registry.load()


# What scikit-learn scores comes of a model of Keras, where a rule has something to say of it.
@pytest.mark.parametrize("name", sorted(n for n in registry.OBSERVERS if "sklearn" not in n))
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import numpy as np\nfrom model import build\n", True),
        ("from model import build, x\nbuild().fit(x)\n", True),
        ("import numpy as np\nfrom pkg import near\n", True),
        ("import numpy as np\nfrom pkg.near import (  # comment\n    build,\n)\n", True),
        ("from model import build\nbuild()\n", False),
        ("import numpy as np\nfrom plain import f\n", False),
        ("import numpy as np\nimport missing, os\n", False),
        ("import numpy as np\nfrom keras_in_words import f\n", False),
    ],
)
def test_modules_of_the_project_decide_too(
    text: str, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "model.py": "import keras\n",
        "plain.py": "import numpy\nimport os\n",
        "keras_in_words.py": "# keras\nfrom keras.src import backend\n",
        "pkg/__init__.py": "",
        "pkg/near.py": "try:\n    from .deep import (build,\n        other)\nexcept E:\n    pass\n",
        "pkg/deep.py": "from tensorflow.keras import (Input,\n    Model as M)\n",
    }
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    assert may_hold_finding(parse("main.py", text)) is expected
    assert is_of_interest(text) or not expected


def test_imports_in_a_text_are_those_of_its_tree() -> None:
    text = (
        "import a, b.c as d\nfrom . import e\nfrom ..f import g as h, i\n"
        "if x:\n    from j.k import (  # l\n        m,\n        n as o,\n    )\nfrom p import *\n"
    )
    assert {*imports_in_text(text)} == {*imports(parse("a.py", text).tree)}
