"""What conditions tell of unknown values: whether they are None.

`if a is None and b is None: return`, and where `b` is None, what follows has an `a`. That is
known of the value, whatever variable holds it.
"""

from collections.abc import Iterator

from ndlint.interpreter import lowered as op
from ndlint.interpreter.run import Run
from ndlint.values.array import Array
from ndlint.values.base import (
    NOTHING,
    Bool,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Str,
    Tuple,
    Unknown,
    Value,
)
from ndlint.values.keras import KerasTensor

Told = tuple[str, bool]
"""A variable, and whether it holds None."""


def identify(run: Run, test: op.Operation) -> None:
    """Make the unknown values that a condition compares with None known as the same ones where
    they are met again."""
    state, scope = run.live, run.frame.scopes[0]
    for outcome in (True, False):
        for name, _ in _told(run, test, outcome):
            value = state.get(scope, name)
            if type(value) is Unknown and value.key is None:
                run.store(name, run.unknown(name))


def suppose(run: Run, test: op.Operation, outcome: bool) -> None:
    """The condition holds, or does not: note what follows from that."""
    if run.state is None:
        return
    for name, is_none in _told(run, test, outcome):
        value = run.load(name)
        if type(value) is Unknown and value.key is not None:
            run.state.note_none(value.key, is_none)


def is_none(run: Run, value: Value) -> bool | None:
    """Whether the value, peeked at, is None; None: that is not known."""
    match value:
        case Nothing():
            return True
        case Unknown(int(key)):
            return run.live.nones.get(key)
    return False if isinstance(value, THERE) else None


THERE = (Int, Float, Str, Bool, List, Tuple, Array, Name, KerasTensor)
"""What is never None."""


def _told(run: Run, test: op.Operation, outcome: bool) -> Iterator[Told]:
    """What of variables follows from the outcome of a condition."""
    match test:
        case op.Unary(symbol="not", operand=inner):
            yield from _told(run, inner, not outcome)
        case op.Logic(symbol=symbol, operands=operands):
            if outcome is not (symbol == "and"):
                # One operand has that outcome. Is there only one that may have it?
                operands = tuple(o for o in operands if _answer(run, o) is not (not outcome))
                operands = operands if len(operands) == 1 else ()
            for operand in operands:
                yield from _told(run, operand, outcome)
        case op.Binary(symbol="is" | "is not" as symbol, left=op.Load(name=name)) if _asks(test):
            yield name, outcome is (symbol == "is")
        case op.Load(name=name) if outcome:
            yield name, False


def _asks(test: op.Binary) -> bool:
    """Whether something is compared with None."""
    return isinstance(test.right, op.Constant) and test.right.value == NOTHING


def _answer(run: Run, test: op.Operation) -> bool | None:
    """What a condition gives that asks whether a variable is None, if that is known."""
    match test:
        case op.Unary(symbol="not", operand=inner):
            opposite = _answer(run, inner)
            return None if opposite is None else not opposite
        case op.Binary(symbol="is" | "is not" as symbol, left=op.Load(name=name)) if _asks(test):
            value = run.load(name)
            known = None if value is None else is_none(run, run.live.peek(value))
            return None if known is None else known is (symbol == "is")
    return None
