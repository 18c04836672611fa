"""Whether a program says by itself that its Keras is Keras 2."""

import ast
import re

from ndlint.source.prefilter import imported
from ndlint.source.text import Source

SWITCH = "TF_USE_LEGACY_KERAS"
"""The environment variable that makes `tf.keras` Keras 2; it does nothing to `import keras`."""
ON = frozenset({"1", "true", "True"})
INSIDE_KERAS_2 = ("keras.engine", "keras.src.engine")
"""Packages of Keras that there are in Keras 2 only, beside tf_keras as `keras`."""


def is_for_keras_2(*sources: Source) -> bool:
    """Whether a program of these modules imports tf_keras, or switches `tf.keras` to it, and no
    other Keras but what only Keras 2 has."""
    if not any("tf_keras" in source.text or SWITCH in source.text for source in sources):
        return False
    paths = {path for source in sources for path in imported(source.tree)}
    roots = {path.partition(".")[0] for path in paths if not path.startswith(INSIDE_KERAS_2)}
    switched = any(SWITCH in source.text and _switches(source.tree) for source in sources)
    return "keras" not in roots and ("tf_keras" in roots or switched)


def _switches(tree: ast.Module) -> bool:
    """Whether `os.environ` is given the switch, by an assignment, a call or `%env`."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(
                targets=[ast.Subscript(slice=ast.Constant(value=name))],
                value=ast.Constant(value=state),
            ):
                pass
            case ast.Call(
                func=ast.Attribute(attr="setdefault" | "putenv"),
                args=[ast.Constant(value=name), ast.Constant(value=state)],
            ):
                pass
            case ast.Call(
                func=ast.Attribute(attr="run_line_magic"),
                args=[ast.Constant(value="env" | "set_env"), ast.Constant(value=str(setting))],
            ):
                name, _, state = re.sub(r"\s*=\s*|\s+", "=", setting.strip(), count=1).partition(
                    "="
                )
            case _:
                continue
        if name == SWITCH and state in ON:
            return True
    return False
