"""Which way a condition goes."""

from ndlint.interpreter.choices import Cost, cost_of
from ndlint.interpreter.lowered import Node, Operation
from ndlint.interpreter.origins import is_assumed
from ndlint.interpreter.run import Run
from ndlint.interpreter.state import State
from ndlint.knowledge.python.conditions import refused_truth
from ndlint.values.array import Array
from ndlint.values.base import Bool, Dict, Float, Int, List, Nothing, Str, Tuple, Value
from ndlint.values.frame import Column, Frame
from ndlint.values.keras import Layer, Model
from ndlint.values.likely import is_likely


def truth(run: Run, value: Value) -> bool | None:
    """What `bool()` gives, or None where it is not known."""
    match run.live.peek(value):
        case Bool(known):
            return known
        case Nothing():
            return False
        case Int(int(number)) if not is_likely(number):
            return bool(number)
        case Float(float(number)):
            return bool(number)
        case Str(str(text)):
            return bool(text)
        case Tuple(items):
            return bool(items)
        case List(items) | Dict(items) if items is not None:
            return bool(items)
        case Layer() | Model():
            return True
        case Array(shape=shape, facts=facts) if shape.rank == 0 and facts.is_finite:
            if facts.low > 0 or facts.high < 0:
                return True
            return False if facts.low == facts.high == 0 else None
    return None


def ask(run: Run, value: Value, place: Node, word: str) -> bool | None:
    """The same where the program asks for it with a `word` of Python's; that an array has no truth
    value is told.

    Where a graph is made, or may be, Python's words are TensorFlow's for a tensor.
    """
    inner = run.live.peek(value)
    if type(inner) is Array and inner.is_tensor and (run.graphs or run.is_alone):
        return None
    if type(inner) in WITHOUT_TRUTH:
        refused = refused_truth(inner, word)
        if refused is not None:
            run.emit(refused.of((inner,)), place, word, is_assumed(inner))
    return truth(run, inner)


WITHOUT_TRUTH = (Array, Column, Frame)
"""What may have none."""


def decide(run: Run, test: Operation) -> bool | None:
    """Which way a condition goes, by itself or as it is assumed; None: either way."""
    decided = ask(run, run.evaluate(test), test.place, "if")
    if decided is None and run.assumption is not None and run.state is not None:
        return run.assumption.decides(test.place, run.state, run.load)
    return decided


def note_choice(run: Run, test: Operation, ends: list[State | None], has_returned: bool) -> None:
    """A branch went both ways and its ends are joined: is something forgotten for that?

    Where one side returns, what it returns is joined with what comes later.
    """
    if run.is_away or run.is_repeated:
        return  # Each time, it may go another way.
    sides = [end for end in ends if end is not None]
    if len(sides) < 2:
        is_told = has_returned and not run.returns_to_nobody
        cost = Cost.MUCH if is_told else Cost.NOTHING
    else:
        cost = cost_of(sides, run.live)
    run.choices.note(test.place, cost)
