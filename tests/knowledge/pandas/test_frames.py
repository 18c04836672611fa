"""Random programs with frames: what is known of each variable is so."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pytest

from ndlint.events import Event
from ndlint.interpreter.interpret import interpret
from ndlint.interpreter.run import Reached
from ndlint.knowledge import registry
from ndlint.knowledge.registry import MODELS
from ndlint.lift import lift
from ndlint.source.text import parse
from ndlint.values.array import Array
from ndlint.values.base import Dict, Method, Unknown, Value
from ndlint.values.frame import DEFAULT_INDEX, Column, Frame
from tests.knowledge.numpy.lifting import inside, wrong_elements
from tests.knowledge.pandas.computed import Computed
from tests.knowledge.pandas.programs import (
    ASKED,
    CHANGES,
    COLUMNS,
    FRAMES,
    ON_FRAMES,
    ON_SERIES,
    Program,
)

USUAL = 400
LONG = 10_000
LEAST: dict[type[Program], float] = {Program: 0.45, Computed: 0.47}
"""Of so many frames and series all is known: the others are shaken, or made by what is not told."""


def heard(_event: Event, _reached: Reached) -> bool:
    """Every event is let pass."""
    return False


CLASSES = {
    "Series": pd.Series,
    "Index": pd.Index,
    "array": pd.api.extensions.ExtensionArray,
}
"""The classes of pandas by the names that they have here."""


def wrong(real: Any, found: Value) -> str | None:
    """Why what was inferred does not hold of the real object, or None."""
    match found:
        case Method():
            return None
        case Dict(items) if items is not None and isinstance(real, dict):
            keys = [inside(k, label) for k, (label, _) in zip(real, items, strict=True)]
            held = [wrong(v, value) for v, (_, value) in zip(real.values(), items, strict=True)]
            return next((problem for problem in (*keys, *held) if problem), None)
        case Frame():
            if not isinstance(real, pd.DataFrame):
                return f"{type(real).__name__} is no frame"
            return _wrong_frame(lift(real), found) or _wrong_index(real, found)
        case Column():
            if not isinstance(real, CLASSES[found.kind]):
                return f"{type(real).__name__} is no {found.kind}"
            if found.kind == "array":
                return _wrong_column(lift(pd.Series(real)), found)
            return _wrong_column(lift(real), found) or _wrong_index(real, found)
        case Array() if isinstance(real, pd.DataFrame | pd.Series):
            return "it is no array"
    return inside(real, found)


def _wrong_frame(exact: Value, found: Frame) -> str | None:
    assert isinstance(exact, Frame)
    if isinstance(found.rows, int) and found.rows != exact.rows:
        return f"{exact.rows} rows, not {found.rows}"
    if isinstance(found.breadth, int) and found.breadth != exact.breadth:
        return f"{exact.breadth} columns, not {found.breadth}"
    labels = [label for label, _ in exact.columns]
    if [label for label, _ in found.columns] != labels[: len(found.columns)]:
        return f"labels {labels}"
    if found.is_flat and len(set(labels)) < len(labels):
        return "labels stand twice"
    parts = [*exact.parts]
    for known, real in zip(found.parts, parts, strict=False):
        problem = _wrong_column(real, known)
        if problem:
            return problem
    return None


def _wrong_column(exact: Value, found: Column) -> str | None:
    assert isinstance(exact, Column)
    if isinstance(found.rows, int) and found.rows != exact.rows:
        return f"{exact.rows} elements, not {found.rows}"
    names = found.array.dtype
    if names.names and not exact.array.dtype.names <= names.names and exact.rows:
        return f"{exact.array.dtype}, not {names}"
    is_word = "str" in (found.extension, exact.extension)  # pandas 2 has objects there
    if found.extension is not None and found.extension != exact.extension and not is_word:
        return f"{exact.extension!r}, not {found.extension!r}"
    is_plain = found.extension == exact.extension == "" and exact.array.dtype.names == names.names
    return wrong_elements(exact.array, found.array) if is_plain else None


def _wrong_index(real: Any, found: Frame | Column) -> str | None:
    """Why the index of a frame or a series is not as it is said to be, or None."""
    is_said = isinstance(real, pd.DataFrame | pd.Series) and found.index == DEFAULT_INDEX
    is_so = not is_said or real.index.equals(pd.RangeIndex(len(real)))
    return None if is_so else f"its index is {real.index}"


def judged(programs: Iterable[Program]) -> tuple[list[str], int, int]:
    """What is said wrongly; how many frames and series there were, and of how many all columns
    and their dtypes are known."""
    registry.load()
    problems: list[str] = []
    seen = known = 0
    for program in programs:
        run = interpret(parse("program.py", program.text), heard)
        for name, real in program.results.items():
            value = run.load(name)
            found = run.live.open(value) if value is not None else Unknown()
            problem = wrong(real, found)
            if problem:
                problems.append(f"{name}: {problem}\n{program.text}")
            if isinstance(real, pd.DataFrame | pd.Series):
                seen += 1
                known += _is_known(found)
    return problems, seen, known


def _is_known(found: Value) -> bool:
    if isinstance(found, Column):
        return bool(found.array.dtype.names)
    parts = found.parts if isinstance(found, Frame) and found.rest is None else ()
    return bool(parts) and all(part.array.dtype.names for part in parts)


def check(kind: type[Program], seeds: range) -> None:
    """Fail where anything is wrong, or too little known."""
    problems, seen, known = judged(map(kind, seeds))
    print(f"{len(seeds)} programs, {seen} frames and series, {known / seen:.0%} known")
    assert not problems, "\n".join(problems[:5])
    assert known > LEAST[kind] * seen


@pytest.mark.parametrize("kind", LEAST)
def test_random_programs(kind: type[Program]) -> None:
    check(kind, range(USUAL))


@pytest.mark.nightly
@pytest.mark.parametrize("kind", LEAST)
def test_many_random_programs(kind: type[Program]) -> None:
    check(kind, range(USUAL, USUAL + LONG))


def test_every_function_has_a_case() -> None:
    registry.load()
    text = " ".join((*COLUMNS, *FRAMES, *ON_FRAMES, *ON_SERIES, *ASKED, *CHANGES))
    names = {n for n in MODELS if n.startswith("pandas.") and n not in ELSEWHERE}
    assert {n for n in names if f"{n.split('.')[-1]}(" not in text} == set()


ELSEWHERE = frozenset({
    "pandas.read_csv", "pandas.read_table", "pandas.read_fwf", "pandas.read_parquet",
    "pandas.read_pickle", "pandas.read_hdf", "pandas.read_json", "pandas.DataFrame.hist",
    "pandas.Series.hist", "pandas.DataFrame.resample", "pandas.Series.resample",
    "pandas.DataFrame.to_markdown", "pandas.Series.to_markdown",
})  # fmt: skip
"""What reads files, needs other libraries, or dates for an index: nothing is told of what they
return but that it is a frame."""
