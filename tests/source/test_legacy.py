"""What a program says about its Keras."""

import pytest

from ndlint.source.legacy import is_for_keras_2
from ndlint.source.text import parse

MAGIC = "import tensorflow as tf\nget_ipython().run_line_magic({!r}, {!r})\n"
SWITCHED = 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\nimport tensorflow as tf\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import tf_keras as keras\n", True),
        ("from tf_keras.layers import Dense\n", True),
        ("def f():\n    import tf_keras\n", True),
        (SWITCHED, True),
        ('import os\nos.environ.setdefault("TF_USE_LEGACY_KERAS", "1")\n', True),
        (MAGIC.format("env", "TF_USE_LEGACY_KERAS=1"), True),
        (MAGIC.format("set_env", "TF_USE_LEGACY_KERAS 1 "), True),
        (MAGIC.format("env", "TF_USE_LEGACY_KERAS"), False),
        (MAGIC.format("env", "TF_USE_LEGACY_KERAS = 0"), False),
        ("import tf_keras\nimport keras\n", False),
        (SWITCHED + "from keras import layers\n", False),
        (SWITCHED + "from keras.src.engine import base_layer\n", True),
        ("import tf_keras\nif a:\n    from keras.engine import Layer\n", True),
        ('import os\nos.environ["TF_USE_LEGACY_KERAS"] = "0"\n', False),
        ('import os\nos.environ["TF_CPP_MIN_LOG_LEVEL"] = "1"  # TF_USE_LEGACY_KERAS\n', False),
        ('import os\nprint(os.environ.get("TF_USE_LEGACY_KERAS", "1"))\n', False),
        ("import tensorflow as tf\n", False),
        ('NAME = "tf_keras"\nimport tensorflow as tf\n', False),
        ("", False),
    ],
)
def test_the_program_decides(text: str, expected: bool) -> None:
    assert is_for_keras_2(parse("a.py", text)) is expected
