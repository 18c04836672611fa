"""Cases of functions of masked arrays."""

import numpy as np

from ndlint.knowledge.numpy import masked_functions as own
from tests.knowledge.numpy.cases import case, refused, vague
from tests.knowledge.numpy.samples import EMPTY, HIDDEN, OPEN, A, B, C, I, M, N, S, V, nan

MA = "numpy.ma."
MASKED = [
    *(
        made
        for name in ("array", "masked_array", "MaskedArray")
        for made in (
            case(MA + name, V), case(MA + name, [1, 2], mask=[0, 1]),
            case(MA + name, N, mask=[False, True, True]), case(MA + name, V, mask=True),
            case(MA + name, V, mask=False), case(MA + name, EMPTY, mask=True),
            case(MA + name, V, mask=V > 2), case(MA + name, V, mask=V > 9),
            case(MA + name, [1, 2], dtype="float32"), refused(MA + name, V, mask=[True, False]),
            case(MA + name, HIDDEN, mask=[1, 0, 0]), case(MA + name, M, mask=[[0] * 4] * 3),
            case(MA + name, HIDDEN), case(MA + name, V, mask=np.ones(5)),
        )
    ),
    case(MA + "asarray", V), case(MA + "asarray", HIDDEN),
    case(MA + "masked_invalid", N), case(MA + "masked_invalid", V),
    case(MA + "masked_invalid", HIDDEN), vague(MA + "fix_invalid", N), vague(MA + "fix_invalid", V),
    case(MA + "masked_where", V > 2, V), case(MA + "masked_where", [True, False], [1, 2]),
    case(MA + "masked_where", V > 9, V),
    *(
        case(MA + "masked_" + name, V, 2)
        for name in (
            "equal", "not_equal", "greater", "greater_equal", "less", "less_equal", "values",
        )
    ),
    case(MA + "masked_equal", [1, 2], 2), case(MA + "masked_values", N, 1.0),
    case(MA + "masked_inside", V, 1, 2), case(MA + "masked_outside", V, 1, 2),
    *(
        case(name, HIDDEN, *fill)
        for name in (MA + "filled", MA + "MaskedArray.filled")
        for fill in ((), (0,), (nan,))
    ),
    case(MA + "filled", V, 0), case(MA + "filled", OPEN, nan), case(MA + "filled", S, 0),
    vague(A + "filled", HIDDEN, 0),
    case(MA + "filled", np.ma.array([1, 2], mask=[False, True])),
    case(MA + "filled", np.ma.array([1, 2], mask=[False, True]), 3.7),
    case(MA + "filled", HIDDEN, [1, 2, 3]),
    case(MA + "getdata", HIDDEN), case(MA + "getdata", V), case(MA + "getmaskarray", HIDDEN),
    case(MA + "getmaskarray", V), vague(MA + "compressed", HIDDEN),
    vague(MA + "MaskedArray.compressed", HIDDEN), vague(MA + "compressed", OPEN),
    case(MA + "is_masked", HIDDEN), case(MA + "isMaskedArray", V), case(MA + "isMA", V),
    case(MA + "isarray", V), case(MA + "zeros", (2, 3)), case(MA + "ones", 3, "float32"),
]  # fmt: skip

OPERANDS = [HIDDEN, OPEN, V, M, N, C, I, S, 3, [1, 2], EMPTY, np.ma.array(M, mask=M > 3)]
MASKED += [
    *(vague(MA + name, a) for name in own.OF_ONE | own.SHAPING | own.OF_ITSELF for a in OPERANDS),
    *(
        vague(MA + name, a, b)
        for name in own.OF_TWO
        for a, b in (
            (HIDDEN, 2), (HIDDEN, N), (V, 3), (M, M[0]), (I, I), (OPEN, [1.0, 0.0]), (C, HIDDEN),
            (S, 2), (EMPTY, 1), (N, 0), (B, B),
        )
    ),
    *(
        case(MA + name, a) for name in ("exp", "negative", "abs", "floor") for a in (HIDDEN, V, M)
    ),
    *(case(MA + name, HIDDEN, V[:3]) for name in ("add", "multiply", "subtract", "greater")),
    *(vague(MA + name, a) for name in own.REDUCING for a in OPERANDS),
    case(MA + "reshape", M, (4, 3)), case(MA + "ravel", HIDDEN), case(MA + "transpose", M),
    case(MA + "swapaxes", M, 0, 1), case(MA + "expand_dims", HIDDEN, 0),
    *(
        vague(MA + name, a, axis=0)
        for name in own.REDUCING
        for a in OPERANDS
        if isinstance(a, np.ndarray)
    ),
    *(vague(MA + name, a) for name in ("amax", "amin") for a in OPERANDS),
    case(MA + "sum", V), case(MA + "mean", M), case(MA + "max", OPEN),
    *(
        case(MA + name, pair)
        for name in own.JOINING
        for pair in ([HIDDEN, HIDDEN], [V, V], (HIDDEN, N), [M, np.ma.array(M, mask=M > 3)])
        if name != "stack" or len(pair[0]) == len(pair[1])
    ),
    refused(MA + "concatenate", [M, V]), vague(MA + "concatenate", [M, M], 1),
    case(MA + "arange", 5), case(MA + "empty", (2, 3)), case(MA + "identity", 3),
    case(MA + "indices", (2, 3)),
    *(case(MA + name, a) for name in own.LIKE for a in (V, C, M)),
    *(vague(MA + name, a) for name in own.LIKE for a in (HIDDEN, [1, 2], S)),
    *(vague(MA + name, HIDDEN) for name in own.NOT_FOLLOWED),
]  # fmt: skip
