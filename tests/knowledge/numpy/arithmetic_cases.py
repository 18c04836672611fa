"""Cases of ufuncs, products and reductions."""

from typing import Any

import numpy as np

from ndlint.knowledge.numpy.reductions import METHODS
from ndlint.knowledge.numpy.ufuncs import ALIASES, BINARY, UNARY
from tests.knowledge.numpy.cases import Case, case, refused, vague
from tests.knowledge.numpy.samples import (
    EMPTY,
    HIDDEN,
    OPEN,
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
    inf,
    nan,
)

OPERANDS: list[Any] = [
    V, M, C, N, F, B, SMALL, I, EMPTY, S, -V[1:], np.zeros(3), np.full(2, -1.0), 0.5, 3, True, -2,
    nan, [1, 4], np.float64(-1), np.uint8(200), np.array([0.5, -0.5]), HIDDEN, OPEN, 1e30,
    np.array([800.0]),
]  # fmt: skip
UFUNCS = [
    Case(f"numpy.{name}", (a,), exact=False)
    for ufunc in UNARY
    for name in (ufunc.name, *ALIASES.get(ufunc.name, ()))
    if hasattr(np, name)
    for a in OPERANDS
]
PAIRS: list[tuple[Any, Any]] = [
    (V, 2), (2, V), (M, M), (M, M[0]), (C, 3), (C, 0.5), (N, N), (N, 0), (F, V[:2]), (B, B),
    (SMALL, SMALL), (I, 2), (I, I), (S, 2), (1, 2), (2.0, 3), (EMPTY, 1), (V, 0), (V, -1.0), (M, V),
    (I, -1), (V, nan), (C, -1), (HIDDEN, 1), (np.zeros(3), 0.0), (F, inf), (3, [1, 2]), (C, 300),
    (M, EMPTY[:, :1]), (N, [0.0, nan, 1.0]), (np.uint8(3), np.uint8(4)), (-V, V), (C, np.uint8(7)),
]  # fmt: skip
UFUNCS += [
    Case(f"numpy.{name}", pair, exact=False)
    for name in BINARY
    if hasattr(np, name)
    for pair in PAIRS
]
UFUNCS += [
    case("numpy.exp", V), case("numpy.exp", C), case("numpy.log", [1, 2]), case("numpy.add", V, 1),
    case("numpy.maximum", C, 0.5), case("numpy.isnan", N), case("numpy.sqrt", 3),
    case("numpy.equal", V, 2),
    refused("numpy.add", V, M), refused("numpy.bitwise_and", V, V), refused("numpy.subtract", B, B),
    refused("numpy.left_shift", V, 1), refused("numpy.add", C, 300), refused("numpy.add", C, -1),
    refused("numpy.floor", V + 1j), refused("numpy.power", I, -1), refused("numpy.invert", V),
    refused("numpy.sqrt", WORDS), refused("numpy.multiply", WORDS, 2), case("numpy.add", V, 1j),
    case("numpy.add", F, 1j), refused("numpy.round", B, 1), refused("numpy.maximum", V, M),
    case("numpy.square", SMALL),
    case("numpy.abs", SMALL), case("numpy.divide", I, 2),
    *(case(f"numpy.{n}", a) for n in ("round", "around") for a in (V, S, F, C, N, 3.5, 3)),
    case("numpy.round", F, 1), case(A + "round", F, 2), case(A + "round", I),
    vague("numpy.round", HIDDEN),
    case("numpy.round", N, 2), case("numpy.round", I, -1), vague("numpy.round_", V),
    case("numpy.nan_to_num", N), case("numpy.nan_to_num", V), case("numpy.nan_to_num", I),
    case("numpy.nan_to_num", S), case("numpy.nan_to_num", N, nan=-7.0),
    case("numpy.nan_to_num", N, posinf=0, neginf=0),
    vague("numpy.nan_to_num", N, False), case("numpy.nan_to_num", N.astype("float32")),
    case("numpy.nan_to_num", [1, nan]), case("numpy.nan_to_num", N, nan=nan),
    case("numpy.nan_to_num", N[:2], nan=5),
    vague("numpy.nan_to_num", HIDDEN), vague("numpy.fix", V), case("numpy.nan_to_num", nan),
]  # fmt: skip

PRODUCTS = [
    *(
        made
        for name in ("numpy.matmul", "numpy.linalg.matmul")
        for made in (
            case(name, M, M.T), refused(name, M, M), case(name, C, C.swapaxes(1, 2)),
            vague(name, M, V[:4]), refused(name, M, 3),
        )
    ),
    case("numpy.matmul", V, V), case("numpy.matmul", F, [1, 2]),
    case("numpy.matmul", N[None], N[:, None]), case("numpy.matmul", SMALL, SMALL),
    case("numpy.matmul", np.ones((5, 1, 2, 3)), np.ones((4, 3, 2))),
    refused("numpy.matmul", np.ones((5, 2, 2)), np.ones((4, 2, 2))),
    case("numpy.matmul", EMPTY.T, EMPTY), case("numpy.matmul", B, B),
    vague("numpy.matmul", HIDDEN, HIDDEN),
    case("numpy.dot", M, M.T), case("numpy.dot", V, V), case("numpy.dot", 3, V),
    case("numpy.dot", C, np.ones((4, 2))), refused("numpy.dot", M, M), case(A + "dot", M, V[:4]),
    case("numpy.dot", C, np.ones((5, 4, 2))), refused("numpy.dot", V, M),
    case("numpy.inner", V, V), case("numpy.inner", M, M), refused("numpy.inner", M, V),
    case("numpy.inner", 2, V), case("numpy.outer", V, N), case("numpy.outer", M, [1, 2]),
    case("numpy.vdot", V, V), refused("numpy.vdot", V, M),
    case("numpy.tensordot", M, M), case("numpy.tensordot", M, M.T, 1),
    refused("numpy.tensordot", M, M, 1), case("numpy.tensordot", V, V, axes=0),
    *(
        case("numpy.einsum", subscripts, M, M)
        for subscripts in ("ij,ij->i", "ij,ij->", "ij,kj->ik", "ij , kj", "ij,kl->jl")
    ),
    case("numpy.einsum", "ij,jk->ik", M, M.T), case("numpy.einsum", "ij->ji", F),
    case("numpy.einsum", "ii->i", np.eye(3)), case("numpy.einsum", "ba", M),
    case("numpy.einsum", "bij,bjk->bik", C, C.swapaxes(1, 2)),
    case("numpy.einsum", "i,i", V, I[0, 0] + V),
    case("numpy.einsum", "ij,ij->ij", M, M[:1]), refused("numpy.einsum", "ij,jk->ik", M, M),
    case("numpy.tensordot", M, M, axes=([0], [0])),
    refused("numpy.tensordot", M, M, axes=([0], [1])),
    refused("numpy.tensordot", V, V, ([1], [0])), refused("numpy.tensordot", M, M, 3),
    refused("numpy.tensordot", V, V), refused("numpy.tensordot", M[:, 0], M),
    refused("numpy.tensordot", M, M, ([0, 3], [0, 1])), vague("numpy.tensordot", V, V, -1),
    refused("numpy.tensordot", M, M, ([0, 3], [1, 1])),
    case("numpy.einsum", "ij,ij->i", M, M), case("numpy.einsum", "ij,jk", M, M.T),
    case("numpy.einsum", "...i->...", C), case("numpy.einsum", "ij->ji", I),
    case("numpy.einsum", "ij,ij", M, M), refused("numpy.einsum", "ij,jk", M, M),
    refused("numpy.einsum", "ijk", M), refused("numpy.einsum", "i...j->ij", C),
    refused("numpy.einsum", "ij->iz", M), refused("numpy.einsum", "ij,j", M),
    case("numpy.kron", V, V),
    vague("numpy.cross", V[:3], N),
]  # fmt: skip

SOURCES: list[Any] = [
    V, M, C, N, F, B, SMALL, I, EMPTY, [1, 2.5], S, 3, -M, np.full((2, 2), 60000, "float16"),
    HIDDEN, OPEN, np.full(3, nan), np.array([inf, -inf]),
]  # fmt: skip
FULL = (
    "sum", "prod", "mean", "std", "var", "max", "min", "amax", "amin", "any", "all", "median",
    "ptp", "argmax", "argmin", "count_nonzero", "nansum", "nanprod", "nanmean", "nanmax", "nanmin",
    "nanstd", "nanvar", "nanmedian", "nanargmax", "nanargmin", "average", "cumsum", "cumprod",
    "linalg.norm",
)  # fmt: skip
REDUCTIONS = [Case(f"numpy.{name}", (a,), exact=False) for name in FULL for a in SOURCES]
REDUCTIONS += [
    Case(f"numpy.{name}", (a,), kwargs, exact=False)
    for name in FULL
    for a in (M, C, EMPTY, N, I, F, OPEN)
    for kwargs in (
        {"axis": 0}, {"axis": -1}, {"axis": 5}, {"axis": 0, "keepdims": True},
        {"keepdims": True}, {"axis": (0, 1)}, {"axis": None},
    )
]  # fmt: skip
REDUCTIONS += [
    Case(A + name, (a, *args), kwargs, exact=False)
    for name in ("cumsum", "cumprod", *METHODS)
    for a in (M, C, N, S, EMPTY, HIDDEN)
    for args, kwargs in (((), {}), ((0,), {}), ((), {"axis": 1, "keepdims": True}))
]  # fmt: skip
REDUCTIONS += [
    case("numpy.sum", M), case("numpy.sum", M, axis=0), case("numpy.sum", C, (0, 1)),
    case("numpy.sum", C, dtype="float32"), case("numpy.mean", C),
    case("numpy.mean", F, axis=1, keepdims=True), case("numpy.max", C, 0),
    case("numpy.std", F), case("numpy.std", M, 0, ddof=1), case("numpy.argmax", M, axis=1),
    case("numpy.argmax", M, axis=1, keepdims=True), case("numpy.median", F, axis=0),
    refused("numpy.sum", M, axis=2), refused("numpy.mean", S, axis=0), case("numpy.sum", S, axis=0),
    refused("numpy.sum", WORDS), refused("numpy.nanmean", F, dtype=int), refused("numpy.ptp", B),
    refused("numpy.max", EMPTY),
    refused("numpy.max", EMPTY, axis=0), case("numpy.max", EMPTY, axis=1),
    refused("numpy.mean", C, (0, 0)), case("numpy.cumsum", M), case("numpy.cumsum", M, 1),
    refused("numpy.cumsum", M, 2), case("numpy.cumsum", B),
    case("numpy.cumprod", SMALL, dtype=float),
    case("numpy.linalg.norm", M), case("numpy.linalg.norm", V, 2),
    case("numpy.linalg.norm", M, axis=1), case("numpy.linalg.norm", F, axis=1, keepdims=True),
    case("numpy.linalg.norm", I), vague("numpy.linalg.norm", M, "nuc"),
    case("numpy.linalg.norm", N),
    refused("numpy.quantile", V.astype(complex), 0.5, 3),
    refused("numpy.nanquantile", V.astype(complex)[V > 9], 0.5, -2),
    *(
        vague(f"numpy.{name}", a, q)
        for name in ("percentile", "quantile", "nanpercentile", "nanquantile")
        for a in (V, F, C, N, M)
        for q in (0.5, [0.1, 0.9])
    ),
    case("numpy.percentile", M, 50, axis=0), case("numpy.percentile", C, [5, 95]),
    case("numpy.count_nonzero", M), case("numpy.average", M, axis=0),
    case("numpy.average", V, weights=V), case("numpy.prod", [2, 3]), case("numpy.any", M, 1),
    case("numpy.nanmean", N), case("numpy.mean", M, dtype="float32"),
    *(
        made
        for name in ("numpy.nanmean", "numpy.nanstd", "numpy.nanvar")
        for made in (refused(name, 3, 0), refused(name, np.array(True), -1), vague(name, S, 0))
    ),
]  # fmt: skip
