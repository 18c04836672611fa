"""Cases of linear algebra and of Fourier transforms."""

import numpy as np

from ndlint.knowledge.numpy.fourier import LENGTHS
from tests.knowledge.numpy.cases import case, refused, vague
from tests.knowledge.numpy.samples import EMPTY, HIDDEN, SMALL, B, C, F, I, M, N, S, V, nan

L = "numpy.linalg."
Q = np.array([[2.0, 1.0], [1.0, 3.0]])
STACK = np.stack([Q, Q + np.eye(2), Q * 2])
Q32 = Q.astype("float32")
Z = Q + 1j
WHOLE = np.array([[2, 1], [1, 3]])
SQUARE = (
    "inv", "cholesky", "det", "slogdet", "eig", "eigvals", "eigh", "eigvalsh", "cond",
    "matrix_rank", "svd", "svdvals", "qr", "pinv", "matrix_norm", "trace", "diagonal",
    "matrix_transpose",
)  # fmt: skip
OF_SQUARES = SQUARE[:8]
COMPLEX_OR_NOT = ("eig", "eigvals")
LINALG = [
    *(
        (vague if name in COMPLEX_OR_NOT else case)(L + name, a)
        for name in SQUARE
        for a in (Q, STACK, Q32, WHOLE)
    ),
    *(case(L + name, Z) for name in ("inv", "det", "svd", "qr", "pinv", "matrix_norm")),
    *(refused(L + name, a) for name in OF_SQUARES for a in (M, V)),
    *(vague(L + name, a) for name in SQUARE for a in (HIDDEN, S, V, EMPTY, N[None], B[None])),
    *(
        case(L + name, a)
        for name in ("svd", "svdvals", "qr", "pinv", "cond", "matrix_rank", "matrix_norm")
        for a in (M, M.T, np.ones((2, 3, 4), "float32"))
    ),
    case(L + "svd", M, full_matrices=False), case(L + "svd", M, False, False),
    case(L + "qr", M.T, "complete"), case(L + "qr", M, mode="r"), vague(L + "qr", M, "raw"),
    case(L + "matrix_power", Q, 3), case(L + "matrix_power", WHOLE, 0),
    case(L + "matrix_power", WHOLE, -1), refused(L + "matrix_power", M, 2),
    case(L + "solve", Q, V[:2]), case(L + "solve", Q, np.ones((2, 5))),
    case(L + "solve", STACK, np.ones((3, 2, 1))), refused(L + "solve", Q, V),
    refused(L + "solve", M, V[:3]), case(L + "solve", Q32, np.ones(2, "float32")),
    case(L + "solve", STACK, V[:2]), vague(L + "solve", STACK, np.ones((3, 2))),
    vague(L + "lstsq", M, V[:3]), vague(L + "lstsq", M, np.ones((3, 2)), rcond=None),
    refused(L + "lstsq", M, V), vague(L + "lstsq", Q32, V[:2].astype("float32"), None),
    case(L + "multi_dot", [M, M.T, M]), case(L + "multi_dot", [V[:3], M, V[:4]]),
    refused(L + "multi_dot", [M, M]), vague(L + "multi_dot", [M]),
    case(L + "tensorinv", np.eye(24).reshape(6, 4, 8, 3)),
    case(L + "tensorinv", np.eye(24).reshape(24, 8, 3), 1),
    case(L + "tensorsolve", np.eye(24).reshape(6, 4, 2, 3, 4), np.ones((6, 4))),
    case(L + "vector_norm", V), case(L + "vector_norm", M), case(L + "vector_norm", M, axis=1),
    case(L + "vector_norm", M, axis=0, keepdims=True), case(L + "vector_norm", I),
    vague(L + "vector_norm", V, ord=1), case(L + "matrix_norm", M, keepdims=True),
    refused(L + "outer", M, V), case(L + "outer", V, N), vague(L + "cross", V[:3], V[:3]),
    case(L + "tensordot", M, M.T, axes=1), refused("numpy.matrix_transpose", V),
    refused(L + "cross", V[:2], V[:2]), refused(L + "cross", M, V[:3]),
    vague(L + "cross", V[:3], V[:3]),
    refused(L + "solve", Q, V[:2].astype("float16")),
    case("numpy.matrix_transpose", M), case("numpy.matrix_transpose", C),
    *(
        made
        for name in ("numpy.vecdot", L + "vecdot")
        for made in (
            case(name, V, V), case(name, M, M[0]), refused(name, V, M), case(name, F, F),
            case(name, I, I), refused(name, M, np.ones((2, 4))),
        )
    ),
    case("numpy.trace", M), case("numpy.trace", C), case("numpy.trace", C, 0, 1, 2),
    case("numpy.trace", B[None]), refused("numpy.trace", V), case("numpy.trace", SMALL[None], 1),
    case("numpy.ndarray.trace", F), vague("numpy.trace", HIDDEN), case(L + "trace", C),
    case(L + "diagonal", C), case(L + "diagonal", M, offset=1),
    *(refused(L + name, a) for name in ("trace", "diagonal") for a in (V, S, B)),
    refused("numpy.ndarray.trace", V), refused("numpy.trace", 3),
    refused(L + "tensorsolve", M, M), refused(L + "tensorsolve", M, V[:3]),
    refused(L + "tensorsolve", V, M), refused(L + "tensorsolve", EMPTY, EMPTY[:, 0]),
    refused(L + "tensorsolve", M, 2.0), case(L + "tensorsolve", np.ones((1, 1)), np.ones((1, 1))),
    case(L + "tensorsolve", Q, V[1:3]), vague(L + "tensorsolve", M[:, 1], EMPTY),
]  # fmt: skip

FF = "numpy.fft."
FOURIER = [
    *(
        made
        for name in LENGTHS
        for made in (
            case(FF + name, V), case(FF + name, F), case(FF + name, C, axis=1),
            case(FF + name, V, 8), case(FF + name, M, n=3, axis=0), case(FF + name, I),
            refused(FF + name, V[:0]), vague(FF + name, EMPTY), vague(FF + name, S),
            refused(FF + name, V, axis=2),
            vague(FF + name, V, 0), vague(FF + name, HIDDEN), vague(FF + name, N),
            vague(FF + name, V[:1]),
        )
    ),
    *(
        made
        for name in ("fft", "ifft", "rfft", "irfft")
        for made in (
            case(FF + name + "2", M), case(FF + name + "2", C), case(FF + name + "n", C),
            case(FF + name + "n", M, axes=(0,)), vague(FF + name + "2", M, (2, 2)),
            refused(FF + name + "2", V),
            refused(FF + name + "2", 3.0), case(FF + name + "n", V), vague(FF + name + "n", EMPTY),
            refused(FF + name + "n", M, axes=(5,)), case(FF + name + "2", M.astype("float32")),
        )
    ),
    *(case(FF + name, a) for name in ("fftshift", "ifftshift") for a in (V, M, C, N)),
    case(FF + "fftfreq", 5), case(FF + "fftfreq", 8, 0.1), vague(FF + "fftfreq", 0),
    case(FF + "rfftfreq", 5), case(FF + "rfftfreq", 8, d=2.0), vague(FF + "fftfreq", 3, nan),
]  # fmt: skip
