"""Elements chosen, ordered and counted."""

from tests.numpy_programs.drawing import Drawing
from tests.numpy_programs.operations import each, operation


def ordered(d: Drawing, name: str) -> str:
    a = d.array(kinds="biuf", least=1)
    axis = d.pick(("", f", axis={d.axis(a.rank)}", ", axis=None"))
    if name == "numpy.argsort" and d.chance(40):
        return f"{a}.argsort({axis[2:]})"
    return f"np.{name[6:]}({a}{axis})"


each("choosing", ["numpy.sort", "numpy.argsort"], ordered, 2)


@operation("choosing", "ndarray.sort", weight=0.6)
def sort_method(d: Drawing) -> str:
    a = d.array(lambda o: o.text[0] == "x", "biuf", least=1)
    return f"{a}.sort({d.pick(('', f'axis={d.axis(a.rank)}'))}) ;" if a.text[0] == "x" else a.text


@operation("choosing", "ndarray.fill", weight=0.5)
def fill(d: Drawing) -> str:
    a = d.array(lambda o: o.text[0] == "x", "biufc", least=1)
    return f"{a}.fill({d.pick(('0', '1', '2.5', '-1'))}) ;" if a.text[0] == "x" else a.text


@operation("choosing", "numpy.unique", weight=1)
def unique(d: Drawing) -> str:
    more = d.pick(("", "", ", return_counts=True", ", return_inverse=True"))
    return f"np.unique({d.array(kinds='biufU')}{more})"


def places(d: Drawing, name: str) -> str:
    a = d.array(kinds="biuf", least=1)
    condition = f"{a} > {d.pick(('0', '1'))}" if d.chance(60) else a.text
    if name == "numpy.where of one":
        return f"np.where({condition})"
    return f"np.{name[6:]}({condition})"


each(
    "choosing",
    ["numpy.nonzero", "numpy.argwhere", "numpy.flatnonzero", "numpy.where of one"],
    places,
    1.6,
)


@operation("choosing", "numpy.searchsorted", weight=0.4)
def searchsorted(d: Drawing) -> str:
    a = d.array(kinds="iuf", least=1, most=1)
    return f"np.searchsorted({a}, {d.pick(('1', d.array(kinds='iuf').text))})"


@operation("choosing", "numpy.bincount", weight=0.4)
def bincount(d: Drawing) -> str:
    known = [o.text for o in d.operands() if o.dtype.kind in "bu" and o.rank == 1]
    known = [t for t in known if d.names.get(t[:2]) is not None]
    a = d.pick(known) if known and d.chance(50) else f"rng.integers(0, 5, size={d.number(0, 5)})"
    return f"np.bincount({a}{d.pick(('', ', minlength=4'))})"


@operation("choosing", "numpy.isin", weight=0.4)
def isin(d: Drawing) -> str:
    return f"np.isin({d.array(kinds='iuf')}, [1, 2])"


@operation("choosing", "numpy.compress", weight=0.3)
def compress(d: Drawing) -> str:
    a = d.array(kinds="biuf", least=1)
    condition = [bool(d.choose(2)) for _ in range(a.shape[0] if a.rank else 1)]
    return f"np.compress({condition}, {a}, axis={0 if not d.wrong() else a.rank})"


@operation("choosing", "numpy.shape", weight=0.6)
def shape(d: Drawing) -> str:
    a = d.array()
    return d.pick((f"{a}.shape", f"{a}.ndim", f"{a}.size", f"len({a})" if a.rank else f"{a}.ndim"))


@operation("choosing", "ndarray.item", weight=0.3)
def item(d: Drawing) -> str:
    a = d.array(kinds="biuf")
    return f"{a}.sum().item()"
