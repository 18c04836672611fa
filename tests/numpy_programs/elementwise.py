"""Operators, ufuncs, and functions that work element by element."""

import numpy as np

from ndlint.knowledge import registry
from tests.numpy_programs.drawing import Drawing, Operand
from tests.numpy_programs.operations import accepts, each, operation, real

registry.load(("numpy",))
UFUNCS = [n for n in registry.MODELS if n.startswith("numpy.") and isinstance(real(n), np.ufunc)]
UNARY = sorted(n for n in UFUNCS if real(n).nin == 1 and real(n).signature is None)
BINARY = sorted(n for n in UFUNCS if real(n).nin == 2 and real(n).signature is None)
OPERATORS = {
    "+": "numpy.add", "-": "numpy.subtract", "*": "numpy.multiply", "/": "numpy.divide",
    "//": "numpy.floor_divide", "%": "numpy.mod", "**": "numpy.power", "&": "numpy.bitwise_and",
    "|": "numpy.bitwise_or", "^": "numpy.bitwise_xor", "<<": "numpy.left_shift",
    ">>": "numpy.right_shift", "==": "numpy.equal", "!=": "numpy.not_equal", "<": "numpy.less",
    "<=": "numpy.less_equal", ">": "numpy.greater", ">=": "numpy.greater_equal",
}  # fmt: skip


def pair(d: Drawing, name: str) -> tuple[str, str]:
    """Two operands that the function takes, one of them perhaps a number."""
    a = d.array(lambda o: accepts(name, o.dtype, o.dtype))
    if d.chance(35):
        scalar = d.scalar()
        return (scalar, a.text) if d.chance(25) else (a.text, scalar)
    for _ in range(3):
        b = d.partner(a)
        if d.is_misfit or accepts(name, a.dtype, b.dtype):
            break
    return a.text, b.text


def operator(d: Drawing, symbol: str) -> str:
    a, b = pair(d, OPERATORS[symbol.split()[1]])
    return f"{a} {symbol.split()[1]} {b}"


each("elementwise", [f"operator {s}" for s in list(OPERATORS)[:7]], operator, 10)
each("elementwise", [f"operator {s}" for s in list(OPERATORS)[7:]], operator, 5)


def augmented(d: Drawing, symbol: str) -> str:
    name = OPERATORS[symbol.split()[1][:-1]]
    a = d.changeable("biufcO", lambda o: accepts(name, o.dtype, o.dtype))
    changed = a.text if a.text[0] == "x" else "x0"
    if changed != a.text or d.chance(40):
        return f"{changed} {symbol.split()[1]} {d.scalar()}"
    lower = "biuf"[: "biuf".find(a.dtype.kind) + 1] or "biufc"
    return f"{changed} {symbol.split()[1]} {d.partner(a, 'biufc' if d.wrong() else lower)}"


each("elementwise", [f"operator {s}=" for s in list(OPERATORS)[:9]], augmented, 4)


def unary(d: Drawing, name: str) -> str:
    return f"np.{name[6:]}({d.array(lambda o: accepts(name, o.dtype))})"


def binary(d: Drawing, name: str) -> str:
    a, b = pair(d, name)
    return f"np.{name[6:]}({a}, {b})"


each("elementwise", UNARY, unary, 7)
each("elementwise", BINARY, binary, 6)


@operation("elementwise", "operator neg", weight=0.7)
def negative(d: Drawing) -> str:
    return f"-{d.array(lambda o: accepts('numpy.negative', o.dtype))}"


@operation("elementwise", "operator ~", weight=0.4)
def invert(d: Drawing) -> str:
    return f"~{d.array(lambda o: accepts('numpy.invert', o.dtype), kinds='biu')}"


@operation("elementwise", "numpy.round", weight=0.5)
def rounding(d: Drawing) -> str:
    a = d.array(kinds="biufc")
    digits = d.pick(("", ", 2", ", 1", ", -1"))
    if d.chance(40) and a.text[0] == "x":
        return f"{a}.round({digits[2:]})"
    return f"np.{d.pick(('round', 'around'))}({a}{digits})"


@operation("elementwise", "numpy.clip", weight=0.8)
def clip(d: Drawing) -> str:
    a = d.array(kinds="iuf")
    ends = d.pick(("0, 1", "0, 3", "-1.5, 2", "None, 2", "1, None", "a_min=0, a_max=5", "0, 255"))
    if ends[0] != "a" and d.chance(15):
        ends = f"0, {d.partner(a, 'iuf')}"
    if d.chance(40) and a.text[0] == "x" and ends[0] != "a":
        return f"{a}.clip({ends})"
    return f"np.clip({a}, {ends})"


@operation("elementwise", "numpy.nan_to_num", weight=0.4)
def nan_to_num(d: Drawing) -> str:
    return f"np.nan_to_num({d.array(kinds='biuf')}{d.pick(('', ', nan=1.5', ', posinf=9'))})"


@operation("elementwise", "numpy.isclose", weight=0.3)
def isclose(d: Drawing) -> str:
    a = d.array(kinds="biuf")
    return f"np.isclose({a}, {d.partner(a, 'biuf')})"


@operation("elementwise", "numpy.where", weight=1.2)
def where(d: Drawing) -> str:
    a = d.array(kinds="biuf")
    condition = f"{a} {d.pick(('>', '<=', '=='))} {d.pick(('1', '0', '0.5'))}"
    x, y = (d.scalar() if d.chance(40) else d.partner(a).text for _ in range(2))
    return f"np.where({condition}, {x}, {y})"


def cast_target(d: Drawing, a: Operand) -> str:
    return d.dtype_text("biufc" if a.dtype.kind in "biufc" else "UO")


@operation("elementwise", "ndarray.astype", weight=1.5)
def astype(d: Drawing) -> str:
    a = d.array()
    more = ", copy=False" if d.chance(10) else ""
    return f"{a}.astype({cast_target(d, a)}{more})"
