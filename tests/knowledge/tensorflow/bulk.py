"""Many small programs: what real TensorFlow does with them, and what ndlint says of them."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ndlint.engine import judge_of
from ndlint.findings import Certainty, Effect, Finding
from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.knowledge.binding import DTypeValue
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array
from ndlint.values.base import Bool, Float, Int, List, Nothing, Str, Tuple, Unknown, Value
from ndlint.values.dimension import FREE, UNKNOWN_DIM
from ndlint.values.facts import Truth
from ndlint.values.keras import KerasTensor
from ndlint.values.unknown_shape import ShapeOf
from tests.truth.reality import ROOT, Reality

AT_ONCE = 100
"""Programs in one process. Those with models slow it down, so it is no more."""
PLAIN: dict[type[Value], str] = {
    Bool: "bool", Float: "float", Int: "int", List: "list", Nothing: "NoneType", Str: "str"
}  # fmt: skip
"""The types of Python's own values, of which no more is compared."""
UNKNOWN_LINE = 10**6
"""Of a program that takes the process with it."""
Check = Callable[["Ran", "Said"], str | None]


@dataclass(frozen=True, slots=True)
class Program:
    """One program. `shows` are variables whose values are compared.

    `must_find`: a crash in a line that holds this text must be found ("": none must).
    """

    text: str
    shows: tuple[str, ...] = ()
    must_find: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a program: the line that raised (None: it ran), its values.

    `lines` are those of all calls that were running, from the module inwards. `only_on_a_cpu`:
    TensorFlow says itself that another device would have run it, so no crash is to be found.
    """

    line: int | None
    error: str
    values: dict[str, dict[str, Any]]
    lines: Sequence[int] = ()
    only_on_a_cpu: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What ndlint says of a program: its findings, and the values that it inferred."""

    findings: tuple[Finding, ...]
    values: dict[str, Value]

    @property
    def crashes(self) -> list[int]:
        """The lines of which ndlint says that they raise."""
        return sorted(
            f.site.line
            for f in self.findings
            if f.effect is Effect.CRASH and f.certainty is Certainty.CERTAIN
        )


@dataclass(slots=True)
class Score:
    """How ndlint's verdicts compare with reality."""

    programs: int = 0
    raised: int = 0
    claimed: int = 0
    findable: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def found_share(self) -> float:
        """The share of the crashes to be found that were found."""
        return 1 - len(self.missed) / self.findable if self.findable else 1.0

    def __str__(self) -> str:
        return (
            f"{self.programs} programs, {self.raised} raised, {self.claimed} claimed, "
            f"{self.findable - len(self.missed)} of {self.findable} found"
        )


def real_results(reality: Reality, programs: Sequence[Program]) -> Iterator[Ran]:
    """Run the programs, many in one process."""
    for start in range(0, len(programs), AT_ONCE):
        yield from _run_together(reality, programs[start : start + AT_ONCE])


def _run_together(reality: Reality, programs: Sequence[Program]) -> list[Ran]:
    """Run the programs in one process; in two, where one of them kills it."""
    with TemporaryDirectory() as folder:
        given, answers = Path(folder, "programs.json"), Path(folder, "answers.json")
        given.write_text(json.dumps([(p.text, p.shows) for p in programs]), "utf8")
        outcome = reality.run(
            f"import sys\nsys.path.append({str(ROOT)!r})\n"
            "from tests.knowledge.tensorflow.inside import main\n"
            f"main({str(given)!r}, {str(answers)!r})\n",
            limit=300,
        )
        if outcome.ok:
            return [Ran(**answer) for answer in json.loads(answers.read_text("utf8"))]
    assert outcome.error == "Died", outcome
    if len(programs) == 1:
        return [Ran(UNKNOWN_LINE, outcome.said, {})]
    half = len(programs) // 2
    return _run_together(reality, programs[:half]) + _run_together(reality, programs[half:])


def verdict(program: Program) -> Said:
    """What ndlint finds in the program and knows at its end."""
    registry.load()
    source = parse("case.py", program.text)
    judge = judge_of([source], Target())
    run = interpret(source, judge.hear)
    values = {}
    for name in program.shows:
        value = run.load(name)
        values[name] = Unknown() if value is None else run.live.open(value)
    return Said(tuple(judge.verdict()), values)


def exact(reality: Reality, programs: Sequence[Program], keras: int = 3) -> Score:
    """The score; fails where something is said that is not so, or what must be found is not."""
    with aiming_at(Target(keras=keras)):
        score = compare(reality, programs)
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert not score.missed, "\n\n".join(score.missed[:10])
    return score


def compare(
    reality: Reality, programs: Sequence[Program], also: Check = lambda _ran, _said: None
) -> Score:
    """Compare ndlint with reality on every program; `also` says what else is wrong."""
    score = Score()
    for program, ran in zip(programs, real_results(reality, programs), strict=True):
        said = verdict(program)
        score.programs += 1
        score.raised += ran.line is not None
        score.claimed += bool(said.crashes)
        story = f"{program.topic}: {ran.error or 'it ran'}\n{program.text}"
        # Where a program ends before the line of a claim, nothing tells whether it is true.
        first = said.crashes[0] if said.crashes else None
        is_wrong = ran.line is None or (
            first is not None and first < _reached(program.text, first, ran) < UNKNOWN_LINE
        )
        if first is not None and is_wrong:
            score.wrong.append(f"line {first} was said to raise, really {ran.line}; {story}")
        is_findable = program.must_find and not ran.only_on_a_cpu
        if is_findable and program.must_find in _line(program.text, ran.line):
            score.findable += 1
            if ran.line not in said.crashes:
                score.missed.append(f"line {ran.line} raises; {story}")
        problem = also(ran, said)
        if problem:
            score.wrong.append(f"{problem}; {story}")
        for name, real in ran.values.items():
            problem = disagreement(real, said.values[name])
            if problem:
                score.wrong.append(f"{name}: {problem}; {story}")
    return score


def _reached(text: str, said: int, ran: Ran) -> int:
    """The line that really raised: where it is said to be in a function, the one in there, and
    the first where nothing tells of it, for AutoGraph may have rewritten the function."""
    if _line(text, said).startswith(" "):
        return ran.lines[-1] if len(ran.lines) > 1 else 0
    return ran.line or 0


def _line(text: str, number: int | None) -> str:
    lines = text.split("\n")
    return lines[number - 1] if number and number <= len(lines) else ""


def disagreement(real: dict[str, Any], value: Value) -> str | None:
    """Why the real value does not lie inside the abstract one, or None."""
    match value:
        case Unknown() | ShapeOf():
            return None
        case Array():
            return _array_disagreement(real, value)
        case KerasTensor():
            return _symbol_disagreement(real, value)
        case DTypeValue(dtype):
            fits = real["kind"] == "dtype" and dtype.may_be(real["dtype"])
            return None if fits else f"{real} is not {dtype}"
        case Tuple(items) | List(tuple(items)) if real["kind"] == PLAIN.get(type(value), "tuple"):
            if len(items) != len(real["items"]):
                return f"{len(real['items'])} items, not {len(items)}"
            problems = map(_item_disagreement, real["items"], items)
            return next((problem for problem in problems if problem is not None), None)
    if PLAIN.get(type(value)) == real["kind"]:
        return None
    return f"{real} is not {value}"


def _item_disagreement(real: Any, value: Value) -> str | None:
    if isinstance(real, dict):
        return disagreement(real, value)
    return None if _is_size(real, value) else f"{real} is not {value}"


def _is_size(real: int | None, value: Value) -> bool:
    if isinstance(value, Nothing):
        return real is None
    if isinstance(value, Array):
        return False
    return not isinstance(value, Int) or value.number in (None, real)


def _symbol_disagreement(real: dict[str, Any], value: KerasTensor) -> str | None:
    if real["kind"] != "symbol":
        return f"a {real['kind']}, not a symbolic tensor"
    if not value.dtype.may_be(real["dtype"]):
        return f"{real['dtype']}, not {value.dtype}"
    sizes, dims = real["shape"], value.shape.dims
    if value.shape.rank_known and len(sizes) != len(dims):
        return f"shape {sizes}, not {value.shape}"
    for size, dim in zip(reversed(sizes), reversed(dims), strict=False):
        if dim is not UNKNOWN_DIM and size != (None if dim is FREE else dim):
            return f"shape {sizes}, not {value.shape}"
    return None


def _array_disagreement(real: dict[str, Any], value: Array) -> str | None:
    if real["kind"] != value.kind.value and {real["kind"], value.kind.value} != {
        "array",
        "NumPy scalar",
    }:
        return f"a {real['kind']}, not a {value.kind.value}"
    name = dtypes.canonical(real["dtype"]) or real["dtype"]
    if not value.dtype.may_be(name):
        return f"{name}, not {value.dtype}"
    sizes, dims = real["shape"], value.shape.dims
    if len(dims) > len(sizes) or (value.shape.rank_known and len(dims) != len(sizes)):
        return f"shape {sizes}, not {value.shape}"
    for size, dim in zip(reversed(sizes), reversed(dims), strict=False):
        if isinstance(dim, int) and dim != size:
            return f"shape {sizes}, not {value.shape}"
    for fact in ("nan", "inf"):
        known = getattr(value.facts, fact)
        if fact in real and known is (Truth.NO if real[fact] else Truth.YES):
            return f"{fact} is {real[fact]}, not {known}"
    low, high = real.get("low", inf), real.get("high", -inf)
    if low < value.facts.low or high > value.facts.high:
        return f"[{low}, {high}] is not in [{value.facts.low}, {value.facts.high}]"
    return None
