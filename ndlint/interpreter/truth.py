"""Which way a condition goes."""

from ndlint.interpreter.run import Run
from ndlint.values.array import Array
from ndlint.values.base import Bool, Dict, Float, Int, List, Nothing, Str, Tuple, Value
from ndlint.values.keras import Layer, Model


def truth(run: Run, value: Value) -> bool | None:
    """What `bool()` gives, or None where it is not known."""
    match run.live.peek(value):
        case Bool(known):
            return known
        case Nothing():
            return False
        case Int(int(number)):
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
