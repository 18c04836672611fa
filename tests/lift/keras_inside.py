"""Lifts the models of many programs in one process; the truth server's child calls `main`."""

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.knowledge.keras import feeds
from ndlint.lift.keras import lift_keras
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values.array import Array
from ndlint.values.base import List, Value
from ndlint.values.dtype import FLOAT32
from ndlint.values.keras import Model
from ndlint.values.shape import Shape

Sizes = tuple[int, ...]
UNDECLARED: tuple[Sizes, ...] = ((), (3,), (3, 4), (3, 1), (3, 4, 2), (3, 6, 6, 3), (3, 2, 2, 2, 2))
"""What is fed to a model that declares no input."""
BUILT_BY_DATA = "np.ones"
"""In a program whose model may be built anew by what it is fed."""
LABELS: tuple[Sizes, ...] = ((3,), (3, 1), (3, 3), (3, 2), (3, 1, 1))


def main(given: str, answers: str) -> None:
    """Look at the programs of one JSON file and write what was found into another."""
    warnings.simplefilter("ignore")
    registry.load()
    asked = json.loads(Path(given).read_text("utf8"))
    found = []
    with aiming_at(Target(keras=asked["keras"])):
        for topic, text in asked["programs"].items():
            found.append({"topic": topic, **compared(topic, text, asked["each"])})
    Path(answers).write_text(json.dumps(found), "utf8")


def compared(topic: str, text: str, each: int) -> dict[str, Any]:
    """What is said of the lifted model, of the interpreted one, and what really happens.

    `each`: so many of the shapes that are off in one way are fed.
    """
    try:
        real = run(text)
    except (ValueError, IndexError, TypeError) as error:
        return {"unmade": str(error)[:200]}
    lifted = lift_keras(real)
    assert isinstance(lifted, Model)
    again = lift_keras(real)
    made = interpret(parse("case.py", text), lambda event, reached: False)
    interpreted = made.live.open(made.load("model") or List(()))
    usual, *others = shapes_of(real)
    chosen = others if len(others) <= each else Random(topic).sample(others, each)
    changes = BUILT_BY_DATA in text or not getattr(real, "built", True)
    fed = []
    for sizes in (usual, *chosen):
        for way in ("__call__", "predict_on_batch"):
            says, said = claim(lifted, sizes, way), claim(interpreted, sizes, way)
            raised = ""
            if says or way == "__call__":
                raised = error_of(run(text) if changes else real, sizes, way)
            fed.append({"sizes": sizes, "way": way, "says": says, "said": said, "raised": raised})
    return {
        "known": lifted.is_known,
        "was_known": isinstance(interpreted, Model) and interpreted.is_known,
        "kept": again == lifted,
        "fed": fed,
        "labels": labels(real, lifted, interpreted, usual) if topic.startswith("compiled") else [],
    }


def run(text: str) -> Any:
    """The model that the program leaves."""
    names: dict[str, Any] = {"__name__": "case"}
    exec(compile(text, "case.py", "exec"), names)
    return names["model"]


def shapes_of(model: Any) -> list[list[Sizes]]:
    """What is fed to each input: what fits, then what is off in one way."""
    inputs = getattr(model, "inputs", None) or []
    if not inputs:
        return [[sizes] for sizes in UNDECLARED]
    fits = [(3, *(size or 5 for size in tuple(tensor.shape)[1:])) for tensor in inputs]
    return [fits] + [
        [*fits[:at], other, *fits[at + 1 :]] for at, own in enumerate(fits) for other in off(own)
    ]


def off(sizes: Sizes) -> Iterator[Sizes]:
    """Shapes that differ from this one in one way."""
    yield from (sizes[1:], (*sizes, 1), (*sizes, 2), sizes[:-1], (1, *sizes), (), (2, *sizes[1:]))
    for axis in range(1, len(sizes)):
        yield (*sizes[:axis], sizes[axis] + 1, *sizes[axis + 1 :])
        yield (*sizes[:axis], 1, *sizes[axis + 1 :])


def claim(model: Value, shapes: list[Sizes], way: str) -> str:
    """Why the model certainly refuses arrays of these shapes, or ""."""
    arrays = [Array(dtype=FLOAT32, shape=Shape(sizes)) for sizes in shapes]
    x = arrays[0] if len(arrays) == 1 else List(tuple(arrays))
    feed = feeds.call(model, x) if way == "__call__" else feeds.predict_on_batch(model, x)
    certain = [f.misfit for f in (feed.inputs if feed else ()) if f.misfit and f.misfit.is_certain]
    return certain[0].reason if certain else ""


def error_of(model: Any, shapes: list[Sizes], way: str) -> str:
    """What the model really raises, or ""."""
    arrays = [np.ones(sizes, "float32") for sizes in shapes]
    try:
        getattr(model, way)(arrays[0] if len(arrays) == 1 else arrays)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    return ""


def labels(
    real: Any, lifted: Value, interpreted: Value, usual: list[Sizes]
) -> list[dict[str, Any]]:
    """What is wrong with labels of some shapes, as is said of both, and what is raised."""
    found = []
    x = np.ones(usual[0], "float32")
    for sizes in LABELS:
        says, said = (problems(model, usual[0], sizes) for model in (lifted, interpreted))
        raised = ""
        if ["REFUSED", True] in says:
            try:
                real.train_on_batch(x, np.zeros(sizes, "float32"))
            except Exception as error:
                raised = type(error).__name__
        found.append({"sizes": sizes, "says": says, "said": said, "raised": raised})
    return found


def problems(model: Value, fed: Sizes, sizes: Sizes) -> list[list[Any]]:
    """What is said of labels of this shape: each problem, and whether it is certain."""
    x, y = (Array(dtype=FLOAT32, shape=Shape(s)) for s in (fed, sizes))
    feed = feeds.train_on_batch(model, x, y)
    pairs = feed.supervised if feed else ()
    return [[p.misuse.name, p.is_certain] for pair in pairs for p in pair.problems]
