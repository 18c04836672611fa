"""Random `tf.data` pipelines: what they yield, against their real `element_spec`."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ndlint.knowledge import registry
from ndlint.knowledge.registry import MODELS, OBSERVERS
from ndlint.knowledge.tensorflow.data import DATASET
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array
from ndlint.values.base import Dict, Tuple, Unknown, Value
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import FREE
from tests.knowledge.data.mappings import changing, random_mapping
from tests.knowledge.data.pipelines import others, random_pipeline
from tests.knowledge.tensorflow.bulk import Program, Ran, compare, real_results, verdict
from tests.truth.reality import Reality

USUAL = 400
LONG = 6000
PART = 1000
"""So many of the long run are one test."""


@dataclass(slots=True)
class Agreement:
    """What is wrong, and how much is known of what could be."""

    wrong: list[str] = field(default_factory=list)
    tensors: int = 0
    exact: int = 0
    counts: int = 0
    counted: int = 0


def in_order(element: Value) -> Iterator[Value]:
    """The leaves of an element as TensorFlow flattens it: dicts in order of their keys."""
    match element:
        case Tuple(items):
            for item in items:
                yield from in_order(item)
        case Dict(items):
            for _, item in sorted(items or (), key=lambda p: str(getattr(p[0], "text", ""))):
                yield from in_order(item)
        case _:
            yield element


def agreement(reality: Reality, programs: list[Program]) -> Agreement:
    found = Agreement()
    for program, ran in zip(programs, real_results(reality, programs), strict=True):
        if ran.line is None:
            _compare(found, program, ran)
    return found


def _compare(found: Agreement, program: Program, ran: Ran) -> None:
    ds = verdict(Program(program.text, ("ds",))).values["ds"]
    if isinstance(ds, Unknown):
        found.counts += 1
        return
    assert isinstance(ds, Dataset), ds
    real_count = int(ran.values["n"]["low"])
    found.counts += 1
    if isinstance(ds.cardinality, int):
        found.counted += 1
        if ds.cardinality != real_count:
            found.wrong.append(f"{ds.cardinality} elements, really {real_count}\n{program.text}")
    for i, leaf in enumerate(in_order(ds.element)):
        if f"d{i}" not in ran.values or not isinstance(leaf, Array):
            continue
        found.tensors += 1
        shape = ran.values.get(f"s{i}")
        problem = _unlike(leaf, ran.values[f"d{i}"]["dtype"], shape)
        if problem:
            found.wrong.append(f"tensor {i}: {problem}\n{program.text}")
        if shape is not None and leaf.shape.rank_known and leaf.dtype.name:
            found.exact += all(d is FREE or isinstance(d, int) for d in leaf.shape.dims)


def _unlike(leaf: Array, dtype: str, shape: dict[str, Any] | None) -> str | None:
    if not leaf.dtype.may_be(dtypes.canonical(dtype) or dtype):
        return f"{dtype}, not {leaf.dtype}"
    if shape is None:
        return f"unknown, not {leaf.shape}" if leaf.shape.rank_known else None
    sizes, dims = shape["items"], leaf.shape.dims
    if len(dims) > len(sizes) or (leaf.shape.rank_known and len(dims) < len(sizes)):
        return f"{sizes}, not {leaf.shape}"
    for size, dim in zip(reversed(sizes), reversed(dims), strict=False):
        if (isinstance(dim, int) and dim != size) or (dim is FREE and size is not None):
            return f"{sizes}, not {leaf.shape}"
    return None


def judged(reality: Reality, programs: list[Program], counts: float = 0.5) -> None:
    found = agreement(reality, programs)
    print(f"{found.exact} of {found.tensors} tensors, {found.counted} of {found.counts} counts")
    assert not found.wrong, "\n\n".join(found.wrong[:10])
    assert found.exact > 0.8 * found.tensors
    assert found.counted > counts * found.counts


def test_random_pipelines(reality: Reality) -> None:
    judged(reality, [random_pipeline(seed) for seed in range(USUAL)])


def test_random_mappings(reality: Reality) -> None:
    programs = [random_mapping(seed) for seed in range(USUAL // 2)]
    judged(reality, programs, counts=0.2)
    score = compare(reality, [*(replace(p, shows=()) for p in programs), changing()])
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.claimed > score.programs // 20


@pytest.mark.nightly
def test_many_random_mappings(reality: Reality) -> None:
    programs = [random_mapping(seed) for seed in range(USUAL, USUAL + LONG // 2)]
    judged(reality, programs, counts=0.2)
    score = compare(reality, [replace(p, shows=()) for p in programs])
    assert not score.wrong, "\n\n".join(score.wrong[:10])


@pytest.mark.nightly
@pytest.mark.parametrize("start", range(USUAL, USUAL + LONG, PART))
def test_many_random_pipelines(reality: Reality, start: int) -> None:
    judged(reality, [random_pipeline(seed) for seed in range(start, start + PART)])


def test_what_is_taken_out(reality: Reality) -> None:
    score = compare(reality, others())
    assert not score.wrong, "\n\n".join(score.wrong)
    assert not score.raised


def test_elements_have_their_shapes() -> None:
    first = verdict(others()[0]).values["a"]
    assert isinstance(first, Array)
    assert str(first.shape) == "(?,)"
    assert first.dtype == dtypes.FLOAT64


def test_every_name_has_a_pipeline() -> None:
    registry.load()
    programs = [random_pipeline(seed) for seed in range(USUAL)] + others()
    programs += [random_mapping(seed) for seed in range(USUAL // 2)]
    text = "\n".join(p.text for p in programs)
    names = {n for n in MODELS | OBSERVERS if n.startswith((DATASET, "tensorflow.data."))}
    missing = {n for n in names if f".{n.rpartition('.')[2]}(" not in text}
    assert not missing
