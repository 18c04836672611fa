"""Runs many small programs in one process; the truth server's child calls `main`."""

import json
import re
import traceback
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

MESSAGE_LIMIT = 300
OF_THE_CPU = "Current CPU implementations do not yet support"


def described(value: Any) -> dict[str, Any]:
    """What the tests compare: the kind, dtype, shape and elements of a value."""
    if isinstance(value, tf.Variable):
        return {"kind": "variable", **_array(value.numpy())}
    if isinstance(value, tf.Tensor):
        return {"kind": "tensor", **_array(value.numpy())}
    if isinstance(value, np.generic):
        return {"kind": "NumPy scalar", **_array(value)}
    if isinstance(value, np.ndarray):
        if isinstance(value, np.ma.MaskedArray):
            hides = bool(np.ma.getmaskarray(value).any())
            return {"kind": "masked array", "masked": hides, **_array(value)}
        return {"kind": "array", **_array(value)}
    if isinstance(value, tuple | tf.TensorShape):
        return {"kind": "tuple", "items": [_item(item) for item in value]}
    if isinstance(value, list):
        return {"kind": "list", "items": [_item(item) for item in value]}
    if is_symbol(value):
        shape = None if value.shape is None else list(value.shape)
        return {"kind": "symbol", "dtype": value.dtype, "shape": shape}
    if isinstance(value, tf.DType):
        return {"kind": "dtype", "dtype": value.name}
    return {"kind": type(value).__name__}


def _item(value: Any) -> Any:
    """A tensor or an array is described, anything else is as it is."""
    is_array = isinstance(value, tf.Variable | tf.Tensor | np.generic | np.ndarray)
    return described(value) if is_array or is_symbol(value) else value


def is_symbol(value: Any) -> bool:
    """Whether it is a symbolic tensor of Keras 3."""
    return isinstance(value, getattr(keras, "KerasTensor", ()))


def _array(value: Any) -> dict[str, Any]:
    array = np.ma.getdata(value) if isinstance(value, np.ma.MaskedArray) else np.asarray(value)
    answer: dict[str, Any] = {"dtype": array.dtype.name, "shape": list(array.shape)}
    if array.dtype.kind in "biuf":
        wide = array.astype("float64")
        finite = wide[np.isfinite(wide)]
        answer["nan"] = bool(np.isnan(wide).any())
        answer["inf"] = bool(np.isinf(wide).any())
        if finite.size:
            answer["low"], answer["high"] = float(finite.min()), float(finite.max())
            answer["fraction"] = bool((finite != np.trunc(finite)).any())
    return answer


def run(number: int, text: str, shows: list[str]) -> dict[str, Any]:
    """What became of one program: the line and error it ended with, its values."""
    path = f"case{number}.py"
    names: dict[str, Any] = {"__name__": "__main__"}
    answer: dict[str, Any] = {"line": None, "error": "", "values": {}, "lines": []}
    try:
        exec(compile(text, path, "exec"), names)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == path]
        answer["line"] = lines[0] if lines else None
        answer["only_on_a_cpu"] = OF_THE_CPU in str(error)
        # Code that AutoGraph has converted is told of in the message only.
        told = re.findall(rf'File "[^"]*{path}", line (\d+)', str(error))
        answer["lines"] = [*lines, *map(int, told)]
        answer["error"] = f"{type(error).__name__}: {error}"[:MESSAGE_LIMIT]
    answer["values"] = {name: described(names[name]) for name in shows if name in names}
    return answer


def main(programs: str, answers: str) -> None:
    """Run the programs of one JSON file and write what became of them into another."""
    warnings.simplefilter("ignore")
    results = []
    for number, (text, shows) in enumerate(json.loads(Path(programs).read_text("utf8"))):
        keras.utils.set_random_seed(0)
        results.append(run(number, text, shows))
        keras.utils.clear_session(free_memory=False)
    Path(answers).write_text(json.dumps(results), "utf8")
