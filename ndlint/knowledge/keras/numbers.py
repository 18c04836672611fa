"""Of what Python makes no integer, where NumPy asks it for one."""

from math import isinf, isnan

from ndlint.values.base import Float, Nothing, Str, Value


def no_integer(leaf: Value) -> tuple[str, str] | None:
    """The class of what is raised for an element of a list, and the element for a message; None:
    it may become an integer."""
    match leaf:
        case Nothing():
            return "TypeError", "None, which is no number"
        case Str(str(text)) if not _is_integer(text):
            return "ValueError", f"the text {text!r}, which is no number"
        case Float(float(number)) if isnan(number):
            return "ValueError", "NaN, which is no integer"
        case Float(float(number)) if isinf(number):
            return "OverflowError", "Inf, which is no integer"
    return None


def _is_integer(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True
