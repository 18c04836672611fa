"""Cases of functions of each element, of polynomials, and of questions about dtypes."""

import numpy as np

from tests.knowledge.numpy.cases import case, refused, vague
from tests.knowledge.numpy.samples import (
    EMPTY,
    HIDDEN,
    SMALL,
    WORDS,
    A,
    B,
    C,
    F,
    I,
    M,
    N,
    S,
    V,
    nan,
)

P = "numpy."
Z = np.array([1 + 2j, 3.0])
OPERANDS = [V, M, C, N, F, I, EMPTY, S, SMALL, 3, 2.5, [1, 2]]
ELEMENTS = [
    *(case(P + name, a) for name in ("modf", "frexp") for a in OPERANDS if a is not C),
    *(vague(P + name, a) for name in ("modf", "frexp") for a in (C, B, HIDDEN, Z)),
    case(P + "divmod", V, 2), case(P + "divmod", I, I), case(P + "divmod", C, 3),
    refused(P + "divmod", V, M),
    case(P + "gcd", I, 6), case(P + "gcd", C, C), refused(P + "lcm", C, I), vague(P + "gcd", V, 2),
    case(P + "lcm", I, [3]), case(P + "lcm", SMALL, SMALL), case(P + "ldexp", V, 2),
    case(P + "ldexp", F, [1, 2]),
    *(case(P + "spacing", a) for a in (V, N, F)),
    *(vague(P + "spacing", a) for a in (I, Z, HIDDEN)),
    *(case(P + "sinc", a) for a in (V, N, F, M)),
    *(vague(P + "sinc", a) for a in (I, S, 0.5, EMPTY)),
    *(vague(P + name, a) for name in ("isreal", "iscomplex") for a in (V, Z, C, S, WORDS)),
    *(case(P + name, V) for name in ("isreal", "iscomplex")),
    case(P + "bitwise_count", C), case(P + "bitwise_count", I), refused(P + "bitwise_count", V),
    *(case(P + name, a) for name in ("real", "imag") for a in (V, Z, C, N)),
    *(vague(P + name, a) for name in ("real", "imag") for a in (S, 3, [1, 2], HIDDEN, WORDS)),
    case(P + "angle", Z), case(P + "angle", V), vague(P + "angle", S), case(P + "angle", N, True),
    *(case(A + name, a) for name in ("conj", "conjugate") for a in (V, Z, C)),
    *(vague(A + name, a) for name in ("conj", "conjugate") for a in (S, HIDDEN, B, WORDS)),
    *(case(P + name, a) for name in ("iscomplexobj", "isrealobj", "iterable") for a in (V, Z, 3)),
    *(
        case(P + name, n)
        for name in ("hanning", "hamming", "blackman", "bartlett")
        for n in (5, 1, 0, -3, 64)
    ),
    case(P + "kaiser", 5, 14.0), case(P + "kaiser", 0, 3), vague(P + "i0", V), vague(P + "i0", F),
    vague(P + "i0", 3),
    vague(P + "piecewise", V, [V < 2, V >= 2], [-1, 1]), vague(P + "piecewise", S, [True], [1]),
    case(P + "select", [V > 2], [V]), case(P + "select", [V > 2, V < 1], [V, -V], 7.0),
    vague(P + "select", [C > 2], [C]), vague(P + "select", [C > 2], [C], 300),
    refused(P + "select", [V > 2], [N]),
    vague(P + "select", [F > 0], [F]), vague(P + "select", [F > 0], [F], default=nan),
    vague(P + "select", [B], [1]),
    vague(P + "select", [F > 0], [F], default=np.float64(1)),
    vague(P + "select", [B[0] > 5], [True]),
    case(P + "choose", [0, 1], [V[:2], N[:2]]), vague(P + "choose", [0, 1], [V[:2], F[0]]),
    vague(P + "choose", 0, M),
    vague(A + "choose", np.array([0, 1]), [V[:2], 3]), refused(P + "choose", [0, 1], [V, V]),
    vague(P + "real_if_close", Z), vague(P + "real_if_close", V), vague(P + "real_if_close", S),
]  # fmt: skip

POLYNOMIALS = [
    case(P + "polyfit", V, V, 1), case(P + "polyfit", V, np.ones((5, 2)), 2),
    vague(P + "polyfit", V, V, 1, full=True),
    case(P + "polyfit", I[0], F[0].repeat(2)[:3], 1), vague(P + "polyfit", V, N, 1),
    vague(P + "polyfit", V, V * 1j, 1),
    case(P + "polyfit", [1, 2, 3], [1, 2, 3], 1), vague(P + "polyfit", V, V, 1, cov=True),
    case(P + "polyval", V, M), case(P + "polyval", [1, 2], V), vague(P + "polyval", V, 3),
    vague(P + "polyval", I[0], F),
    vague(P + "polyval", F[0], C), vague(P + "polyval", V, EMPTY),
    vague(P + "polyval", EMPTY[:, 0], V),
    *(
        made
        for name in ("polyadd", "polysub")
        for made in (
            case(P + name, V, V), vague(P + name, V, N), vague(P + name, I[0], F[0]),
            vague(P + name, [0, 0], [0, 0]),
            vague(P + name, V, [1]),
        )
    ),
    *(
        vague(P + name, a, b)
        for name in ("polymul", "polydiv")
        for a, b in ((V, N), (V, V), ([0, 1], [2]), (M[:1], M), (M * 1j, M), (V, EMPTY[:, 0]))
    ),
    *(refused(P + "polymul", a, b) for a, b in ((M, V), (V, C), (EMPTY, 3), ([[1, 2]], V))),
    *(
        refused(P + "polydiv", a, b)
        for a, b in ((M, M), (V, M), (M, M[:1]), (M, M[:, :2]), (F, F), (I, [1]), (EMPTY.T,) * 2)
    ),
    vague(P + "polydiv", M, V), vague(P + "polydiv", M[:, :1], M[:, :1]),
    vague(P + "polyder", V), vague(P + "polyder", [3]), vague(P + "polyint", V),
    vague(P + "polyint", I[0], 2), refused(P + "polyder", M), refused(P + "polyder", C),
    vague(P + "polyder", np.ones((3, 2))), refused(P + "polyint", np.ones((3, 2))),
    refused(P + "polyint", np.eye(2)), refused(P + "polyder", 3), refused(P + "polyint", 3),
    vague(P + "polyder", M, 0), vague(P + "polyint", M, 0), vague(P + "polyder", V[:0]),
    refused(P + "polyder", np.ones((1, 2))), vague(P + "polyder", np.ones((2, 1))),
    vague(P + "poly", [1, 2]), vague(P + "poly", V), vague(P + "poly", M), refused(P + "poly", C),
    vague(P + "roots", V),
    vague(P + "roots", [1, -1]),
    case(P + "vander", V), case(P + "vander", F[0], 3), case(P + "vander", [1, 2], 0),
    vague(P + "vander", C, 2),
]  # fmt: skip

F4, F8, I4 = np.dtype("float32"), np.dtype("float64"), np.dtype("int32")
QUESTIONS = [
    *(
        case(P + "issubdtype", a, b)
        for a in (F4, I4, np.float64, "float32", float, np.uint8)
        for b in (np.floating, np.integer, np.number, float, np.float32, int, F8)
    ),
    vague(P + "issubdtype", "f4", "wrong"), case(P + "isdtype", F4, "real floating"),
    case(P + "isdtype", I4, ("bool", "integral")), vague(P + "isdtype", F4, "wrong"),
    case(P + "isdtype", F4, F4),
    case(P + "can_cast", F8, F4), case(P + "can_cast", I4, F8),
    case(P + "can_cast", np.int8, np.float32),
    vague(P + "can_cast", F8, F4, "same_kind"), case(P + "can_cast", int, "float64"),
    case(P + "promote_types", F4, I4), case(P + "promote_types", "float32", np.float64),
    case(P + "result_type", V, F), case(P + "result_type", F4, I4), case(P + "result_type", F, 3),
    case(P + "result_type", C),
    case(P + "result_type", S, I), vague(P + "result_type", F, 2.5),
    case(P + "finfo", np.float32), case(P + "finfo", F8), case(P + "finfo", "float16"),
    case(P + "iinfo", "int8"),
    case(P + "iinfo", np.int64), vague(P + "finfo", np.longdouble), vague(P + "finfo", 2.5),
    vague(P + "iinfo", float),
    case(P + "typename", "f"), case(P + "binary_repr", 5), case(P + "binary_repr", 5, width=8),
    case(P + "base_repr", 5, 3),
]  # fmt: skip
