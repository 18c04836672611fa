"""Functions that take axes away, or run along one."""

from tests.numpy_programs.drawing import Drawing, Operand
from tests.numpy_programs.operations import accepts, each, operation

SUMS = ("sum", "prod", "mean", "nansum", "nanprod", "nanmean")
SPREADS = ("std", "var", "nanstd", "nanvar")
EXTREMES = ("max", "min", "nanmax", "nanmin", "amax", "amin", "ptp", "median", "nanmedian")
TESTS = ("any", "all", "count_nonzero")
PLACES = ("argmax", "argmin", "nanargmax", "nanargmin")
METHODS = ("sum", "prod", "mean", "std", "var", "max", "min", "any", "all", "argmax", "argmin")


def reduced(d: Drawing, name: str, kinds: str = "biufc", *, filled: bool = False) -> Operand:
    """An array that the function takes; `filled`: it needs an element."""
    return d.array(lambda o: accepts(name, o.dtype) and (o.size > 0 or not filled), kinds)


def call(d: Drawing, name: str, a: Operand, arguments: list[str]) -> str:
    """The call, as a function or as a method."""
    last = name.removeprefix("numpy.")
    if last in METHODS and a.text[0] == "x" and d.chance(55):
        return f"{a}.{last}({', '.join(arguments)})"
    return f"np.{last}({', '.join([a.text, *arguments])})"


def axis_of(d: Drawing, a: Operand) -> list[str]:
    return [d.pick(("axis=", "")) + d.axes(a.rank)] if d.chance(70) else []


def keeping(d: Drawing) -> list[str]:
    return ["keepdims=True"] if d.chance(25) else []


def total(d: Drawing, name: str) -> str:
    a = reduced(d, name)
    dtype = [f"dtype={d.dtype_text('iufc')}"] if d.chance(15) else []
    return call(d, name, a, [*axis_of(d, a), *dtype, *keeping(d)])


def spread(d: Drawing, name: str) -> str:
    a = reduced(d, name)
    return call(d, name, a, [*axis_of(d, a), *(["ddof=1"] if d.chance(25) else []), *keeping(d)])


def extreme(d: Drawing, name: str) -> str:
    a = reduced(d, name, "biuf", filled=True)
    return call(d, name, a, [*axis_of(d, a), *keeping(d)])


def place(d: Drawing, name: str) -> str:
    a = reduced(d, name, "biuf", filled=True)
    axis = [f"axis={d.axis(a.rank)}"] if d.chance(65) and a.rank else []
    return call(d, name, a, [*axis, *(keeping(d) if axis else [])])


each("reductions", [f"numpy.{n}" for n in SUMS], total, 6)
each("reductions", [f"numpy.{n}" for n in SPREADS], spread, 2.5)
each("reductions", [f"numpy.{n}" for n in (*EXTREMES, *TESTS)], extreme, 4.5)
each("reductions", [f"numpy.{n}" for n in PLACES], place, 2)


def running(d: Drawing, name: str) -> str:
    a = reduced(d, name)
    axis = [f"axis={d.axis(a.rank)}"] if d.chance(60) and a.rank else []
    dtype = ["dtype='float32'"] if d.chance(10) else []
    return call(d, name, a, [*axis, *dtype])


each("reductions", ["numpy.cumsum", "numpy.cumprod"], running, 1.2)


@operation("reductions", "numpy.average", weight=0.5)
def average(d: Drawing) -> str:
    a = reduced(d, "numpy.mean", filled=True)
    if d.chance(40):
        return f"np.average({a}, weights=np.ones({a.shape}))"
    return f"np.average({a}{', axis=' + str(d.axis(a.rank)) if a.rank and d.chance(60) else ''})"


def quantile(d: Drawing, name: str) -> str:
    a = d.array(lambda o: o.size > 0, "iuf")
    q = d.pick(("0.5", "[0.25, 0.75]", "0.9")) if "quantile" in name else d.pick(("50", "[5, 95]"))
    return f"np.{name[6:]}({', '.join([a.text, q, *axis_of(d, a)[:1], *keeping(d)])})".replace(
        ", None", ""
    )


each(
    "reductions",
    [f"numpy.{n}" for n in ("percentile", "quantile", "nanpercentile", "nanquantile")],
    quantile,
    0.8,
)


@operation("reductions", "numpy.linalg.norm", weight=0.7)
def norm(d: Drawing) -> str:
    a = d.array(kinds="iuf", least=1)
    axis = f", axis={d.axis(a.rank)}" if d.chance(60) else ""
    return f"np.linalg.norm({a}{axis}{', keepdims=True' if axis and d.chance(30) else ''})"


@operation("reductions", "numpy.diff", weight=0.6)
def diff(d: Drawing) -> str:
    a = d.array(kinds="biufc", least=1)
    return f"np.diff({a}{d.pick(('', ', 1', ', n=2'))}, axis={d.axis(a.rank)})"
