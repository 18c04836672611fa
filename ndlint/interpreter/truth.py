"""Which way a condition goes."""

from functools import reduce

from ndlint.interpreter.absence import identify, is_none, suppose
from ndlint.interpreter.choices import Cost, cost_of
from ndlint.interpreter.lowered import Logic, Node, Operation
from ndlint.interpreter.origins import is_assumed
from ndlint.interpreter.run import Run
from ndlint.interpreter.state import State
from ndlint.knowledge.python.conditions import refused_truth
from ndlint.values.array import Array
from ndlint.values.base import Bool, Dict, Float, Int, List, Nothing, Str, Tuple, Unknown, Value
from ndlint.values.frame import Column, Frame
from ndlint.values.keras import Layer, Model
from ndlint.values.likely import is_likely


def truth(run: Run, value: Value) -> bool | None:
    """What `bool()` gives, or None where it is not known."""
    inner = run.live.peek(value)
    match inner:
        case Bool(known):
            return known
        case Nothing():
            return False
        case Unknown():
            return False if is_none(run, inner) else None
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
    if _is_traced(run, inner):
        return None
    if type(inner) in WITHOUT_TRUTH:
        refused = refused_truth(inner, word)
        if refused is not None:
            run.emit(refused.of((inner,)), place, word, is_assumed(inner))
    return truth(run, inner)


WITHOUT_TRUTH = (Array, Column, Frame)
"""What may have none."""


def _is_traced(run: Run, value: Value) -> bool:
    """Whether both ways of this condition run, or may, since it becomes a part of a graph."""
    return type(value) is Array and value.is_tensor and bool(run.graphs or run.is_alone)


def logic(run: Run, node: Logic) -> tuple[Value, bool | None]:
    """What `and` or `or` gives, and its truth where one of its operands decides that.

    Both stop at the first operand that decides. Whether one before it stopped them need not be
    known for their truth: `a and b` is false where `b` is.
    """
    stops_at = node.symbol == "or"
    results: list[Value] = []
    is_traced = False
    for operand in node.operands:
        if not results:
            value = run.evaluate(operand)
        else:
            before = run.live.fork()
            with run.conditionally():
                value = run.evaluate(operand)
            run.state = before if run.state is None else run.state.join(before)
        is_last = operand is node.operands[-1]
        decided = truth(run, value) if is_last else ask(run, value, operand.place, node.symbol)
        if is_last or decided is None or decided is stops_at:
            results.append(value)
        if decided is stops_at:
            return reduce(run.live.either, results), None if is_traced else stops_at
        is_traced |= _is_traced(run, run.live.peek(value))
    return reduce(run.live.either, results), None


def holds(run: Run, test: Operation, word: str) -> bool | None:
    """Which way a condition goes, for which the program asks with a `word` of Python's."""
    if type(test) is not Logic:
        return ask(run, run.evaluate(test), test.place, word)
    value, decided = logic(run, test)
    return ask(run, value, test.place, word) if decided is None else decided


def decide(run: Run, test: Operation) -> bool | None:
    """Which way a condition goes, by itself or as it is assumed; None: either way."""
    identify(run, test)
    decided = holds(run, test, "if")
    if decided is None and run.assumption is not None and run.state is not None:
        decided = run.assumption.decides(test.place, run.state, run.load)
        if decided is not None:
            suppose(run, test, decided)
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
