"""Cases of grids, places, partial orders, sets, counts, and of changes in place."""

from typing import Any

import numpy as np

from tests.knowledge.numpy.cases import Case, case, refused, vague
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
    inf,
    nan,
)

P = "numpy."


def first(one: Any, *others: Any) -> Any:
    """A function that returns its first argument."""
    return one


GRIDS = [
    case(P + "tri", 3), case(P + "tri", 3, 4, 1, "float32"), case(P + "tri", 2, dtype=int),
    case(P + "indices", (2, 3)), vague(P + "indices", (2, 3), sparse=True),
    vague(P + "indices", ()),
    case(P + "indices", (2, 0)), case(P + "indices", (300,), "uint8"), case(P + "indices", (4,)),
    case(P + "ix_", [0, 1], [2, 3, 4]), refused(P + "ix_", I), vague(P + "ix_", B, [0]),
    case(P + "ix_", np.array([1])),
    case(P + "meshgrid", V, N), case(P + "meshgrid", V, N, indexing="ij"), case(P + "meshgrid", V),
    case(P + "meshgrid", V, N, [1, 2]), case(P + "meshgrid", V, N, [1, 2], sparse=True),
    case(P + "meshgrid", V, EMPTY[:, 0]), case(P + "meshgrid", 3, V), case(P + "meshgrid"),
    vague(P + "meshgrid", V, HIDDEN), case(P + "meshgrid", M, V),
    case(P + "diag_indices", 3), case(P + "diag_indices", 2, 3),
    case(P + "diag_indices_from", np.eye(3)), vague(P + "diag_indices_from", M),
    *(
        made
        for name in ("tril_indices", "triu_indices")
        for made in (
            case(P + name, 3), case(P + name, 3, 1), case(P + name, 3, -1, 5), case(P + name, 0),
            case(P + name, 4, 2, 2), case(P + name + "_from", M), case(P + name + "_from", M, -1),
            vague(P + name + "_from", V),
        )
    ),
    case(P + "unravel_index", 5, (2, 3)), case(P + "unravel_index", [1, 2], (2, 3)),
    vague(P + "unravel_index", 9, (2, 3)), case(P + "ravel_multi_index", ([0, 1], [1, 2]), (2, 3)),
    case(P + "ravel_multi_index", (1, 2), (2, 3)),
    case(P + "fromfunction", first, (2, 3)), case(P + "fromfunction", first, (4,), dtype=int),
    vague(P + "fromfunction", first, (300,), dtype="uint8"),
    case(P + "apply_along_axis", first, 0, M), case(P + "apply_along_axis", first, -1, C, 3),
    refused(P + "apply_along_axis", first, 3, M), vague(P + "apply_along_axis", first, 0, EMPTY),
    case(P + "broadcast_shapes", (2, 1), (3,)), refused(P + "broadcast_shapes", (2,), (3,)),
    case(P + "broadcast_shapes", 4, ()), case(P + "broadcast_shapes"),
    case(P + "broadcast_arrays", V, M[:, :1]), refused(P + "broadcast_arrays", V, M),
    case(P + "broadcast_arrays", [1, 2], 3), case(P + "broadcast_arrays", N, EMPTY[:, :1]),
    vague(P + "ndindex", 2, 3), vague(P + "ndindex", (2,)), vague(P + "ndenumerate", M),
    vague(P + "ndenumerate", S), vague(P + "ndenumerate", WORDS),
    *(
        vague(f"{P}{name}.__getitem__", key)
        for name in ("s_", "index_exp")
        for key in (slice(1, 3), (slice(None), 0), 3, ...)
    ),
    *(
        case(f"{P}{name}.__getitem__", key)
        for name in ("mgrid", "ogrid")
        for key in (
            slice(5), slice(1, 3), slice(0, 1, 0.25), (slice(2), slice(1, 4)),
            (slice(2), slice(0, 1, 0.5)), (slice(2),), (slice(0), slice(3)), slice(1.0, 3),
        )
    ),
    vague(P + "mgrid.__getitem__", slice(0, 1, 5j)), vague(P + "ogrid.__getitem__", (slice(2), 5)),
    case(P + "r_.__getitem__", (V, N)), case(P + "r_.__getitem__", slice(1, 4)),
    case(P + "r_.__getitem__", (slice(3), [7, 8])), case(P + "r_.__getitem__", (M, M)),
    refused(P + "r_.__getitem__", (M, M[:, 1:])), vague(P + "r_.__getitem__", (V, 3, F[0])),
    vague(P + "r_.__getitem__", ("c", V)), vague(P + "r_.__getitem__", (slice(0, 1, 3j), V)),
    case(P + "c_.__getitem__", (V, V)), case(P + "c_.__getitem__", (M, V[:3])),
    refused(P + "c_.__getitem__", (V, N)), case(P + "c_.__getitem__", V),
    case(P + "c_.__getitem__", (C, C)), case(P + "c_.__getitem__", ([1, 2], slice(2))),
]  # fmt: skip

ORDERING = [
    case(P + "partition", V, 2), case(P + "partition", M, 1, axis=0),
    case(P + "partition", M, 1, None),
    case(P + "argpartition", V, 2), case(A + "argpartition", M, 1, 0),
    refused(P + "partition", M, 1, 2),
    *(
        refused(name, V, kth)
        for name in (P + "partition", P + "argpartition", A + "partition", A + "argpartition")
        for kth in (M, I, I[:0], 1.0, V, [[1]])
    ),
    vague(P + "argpartition", 3.0, 0), refused(A + "partition", M, 1.0, 2),
    refused(P + "argpartition", EMPTY, 2.0),
    case(P + "argpartition", M, 1, axis=None), vague(P + "argpartition", HIDDEN, 1),
    case(P + "lexsort", (V, V)), case(P + "lexsort", M), vague(P + "lexsort", (V, N)),
    case(P + "sort_complex", V), case(P + "sort_complex", F[0]),
    case(P + "take_along_axis", M, np.zeros((3, 1), int), 1),
    refused(P + "take_along_axis", M, np.array([0]), 1),
    refused(P + "take_along_axis", M, M, 1), refused(P + "take_along_axis", M, M > 1, 0),
    refused(P + "take_along_axis", M, M, 5), refused(P + "take_along_axis", V, N),
    refused(P + "take_along_axis", M, np.zeros((2, 2), int), 1),
    case(P + "take_along_axis", M, np.zeros((2, 4), int), axis=0),
    case(P + "take_along_axis", M, np.zeros((1, 2), int), axis=1),
    vague(P + "take_along_axis", V, [0], None),
    vague(P + "extract", V > 2, V), vague(P + "extract", M > 2, M), vague(P + "extract", B, HIDDEN),
    vague(P + "trim_zeros", V), vague(P + "trim_zeros", V, "b"),
    *(
        vague(P + name, a, b)
        for name in ("union1d", "setxor1d", "intersect1d", "setdiff1d", "in1d")
        for a,
        b in ((V, N), (C, V), (I, [1, 2]), (M, 3), (F, V), (WORDS, WORDS), (EMPTY, V), (N, N))
    ),
    *(
        vague(P + name, a)
        for name in ("unique_values", "unique_counts", "unique_inverse", "unique_all")
        for a in (V, N, C, EMPTY, S)
    ),
    case(P + "diagonal", M), case(P + "diagonal", M, 1), case(P + "diagonal", M, -2),
    case(P + "diagonal", C), case(A + "diagonal", C, 0, 1, 2), refused(P + "diagonal", V),
    refused(P + "diagonal", M, axis1=2), case(P + "diagonal", M, 9), vague(P + "diagonal", N[None]),
    case(P + "diagflat", V), case(P + "diagflat", M, 1), case(P + "diagflat", N, -2),
    case(P + "diagflat", 3),
    case(P + "rollaxis", C, 2), case(P + "rollaxis", C, 0, 3), case(P + "rollaxis", C, 1, 1),
    refused(P + "rollaxis", C, 3), refused(P + "rollaxis", C, 0, 5),
    case(P + "rollaxis", C, -1, -2),
    case(P + "unstack", M), case(P + "unstack", M, axis=1), refused(P + "unstack", np.array(3)),
    case(P + "dsplit", C, 2), refused(P + "dsplit", M, 2), refused(P + "dsplit", C, 3),
]  # fmt: skip

COUNTING = [
    case(P + "cov", M), case(P + "cov", V), vague(P + "cov", M, M),
    case(P + "cov", F, rowvar=False),
    case(P + "cov", M[:1]), case(P + "corrcoef", M), case(P + "corrcoef", V),
    vague(P + "corrcoef", V, V),
    case(P + "corrcoef", M, rowvar=False), vague(P + "cov", EMPTY), refused(P + "cov", C),
    refused(P + "corrcoef", C),
    case(P + "histogram", V), case(P + "histogram", V, 5),
    case(P + "histogram", I, 3, density=True),
    vague(P + "histogram", F, 3), case(P + "histogram", V, [0.0, 1.0, 2.0]),
    vague(P + "histogram", V, "auto"),
    vague(P + "histogram", V, 3, (0, 1)), vague(P + "histogram", V, 3, weights=V),
    vague(P + "histogram", C),
    vague(P + "histogram", V, [0, 1, 2]), vague(P + "histogram", V, 0), vague(P + "histogram", B),
    case(P + "histogram_bin_edges", V), vague(P + "histogram_bin_edges", F, 4),
    vague(P + "histogram2d", V, V), vague(P + "histogram2d", V, V, 3),
    vague(P + "histogram2d", V, V, [2, 3]),
    case(P + "digitize", V, [1, 2]), case(P + "digitize", 3, V), case(P + "digitize", M, V[1:]),
    case(P + "searchsorted", V, [1, 2]), case(P + "searchsorted", V, 2),
    case(A + "searchsorted", V, M), refused(P + "searchsorted", M, 1),
    refused(P + "searchsorted", M, V), refused(P + "searchsorted", 3, V),
    refused(A + "searchsorted", EMPTY, [1, 2]), refused(P + "searchsorted", M, "a"),
    refused(P + "searchsorted", np.array([["a"]]), 1),
    case(P + "gradient", V), case(P + "gradient", M), case(P + "gradient", M, axis=0),
    case(P + "gradient", F),
    vague(P + "gradient", F, 2.0), vague(P + "gradient", I, 2), vague(P + "gradient", C),
    vague(P + "gradient", S),
    case(P + "interp", [0.5, 1.5], V, V), case(P + "interp", 0.5, V, V),
    refused(P + "interp", V, V, N),
    case(P + "interp", F, V, V.astype(int)), vague(P + "interp", V, V, V * 1j),
    vague(P + "interp", V, N, N),
    *(
        vague(P + name, a, b)
        for name in ("convolve", "correlate")
        for a, b in ((V, EMPTY[:, 0]), (M, V), (B, B), (HIDDEN, V), (3, V))
    ),
    *(
        case(P + name, a, b, mode)
        for name in ("convolve", "correlate")
        for a, b in ((V, N), (N, V), (I[0], F[0]), (C[0, 0], [1, 2]))
        for mode in ("full", "same", "valid")
    ),
    case(P + "convolve", V, [1, 1]), refused(P + "convolve", M, V),
    refused(P + "correlate", V, EMPTY), refused(P + "convolve", V, M[:1]),
    case(P + "correlate", V, [1, 1]),
    case(P + "ediff1d", M), case(P + "ediff1d", C), vague(P + "ediff1d", V, 3),
    vague(P + "ediff1d", S),
    case(P + "trapezoid", V), case(P + "trapezoid", M), case(P + "trapezoid", M, axis=0),
    vague(P + "trapezoid", V, V), vague(P + "trapezoid", F, dx=2), vague(P + "trapz", V),
    *(
        made
        for name in ("cumulative_sum", "cumulative_prod")
        for made in (
            case(P + name, V), case(P + name, M, axis=1), vague(P + name, M),
            refused(P + name, V, axis=1),
            case(P + name, M, axis=0, include_initial=True), case(P + name, C, axis=0),
        )
    ),
    *(
        made
        for name in ("nancumsum", "nancumprod")
        for made in (
            case(P + name, V), case(P + name, M, axis=1), case(P + name, N), case(P + name, C),
            refused(P + name, V, 1), vague(P + name, S), vague(P + name, HIDDEN),
        )
    ),
    case(P + "unwrap", V), case(P + "unwrap", F), vague(P + "unwrap", I),
    case(P + "unwrap", M, axis=0),
    case(P + "packbits", B), vague(P + "packbits", C, axis=1), case(P + "packbits", C),
    case(P + "unpackbits", C), vague(P + "unpackbits", C, axis=1),
    vague(P + "unpackbits", C, count=3),
    *(refused(P + "unpackbits", a) for a in (V, I, B, SMALL, [1, 2], S, WORDS)),
    refused(P + "packbits", V), refused(P + "packbits", F, axis=5), case(P + "packbits", SMALL),
]  # fmt: skip

TARGETS: list[Any] = [V, M, C, N, I, F, EMPTY, HIDDEN, V > 2, V.astype(object), np.ones((3, 3))]
CHANGES = [
    Case(name, (a, *rest), exact=False)
    for a in TARGETS
    for name, rest in (
        (P + "putmask", (np.ones(a.shape, bool), nan)),
        (P + "putmask", (np.ones(a.shape, bool), [1, 2])),
        (P + "place", (np.ones(a.shape, bool), [7.5])), (P + "put", ([0], 300)),
        (P + "put", ([0, -1], [4, inf])),
        (A + "put", (0, -1.0)), (P + "copyto", (3,)), (P + "copyto", (nan,)), (P + "copyto", (a,)),
        (P + "fill_diagonal", (5,)), (P + "fill_diagonal", (nan,)),
        (P + "fill_diagonal", ([1.5, 2],)),
        (P + "put_along_axis", (np.zeros((1,) * a.ndim, int), 9.0, 0)), (A + "byteswap", ()),
        (A + "setflags", (False,)), (A + "setfield", (1, a.dtype)), (A + "byteswap", (True,)),
    )
]  # fmt: skip
CHANGES += [
    Case(A + "resize", (a, *shape), {"refcheck": False}, exact=False)
    for a in TARGETS
    for shape in ((2,), (2, 3), ((4, 4),), (), (0,))
]
CHANGES += [
    case(P + "copyto", M, V[:4]), refused(P + "copyto", M, V),
    vague(P + "copyto", M, 3, where=M > 2),
    vague(P + "copyto", [1, 2], 3), refused(P + "fill_diagonal", V, 0),
    case(P + "fill_diagonal", M, 0),
    case(P + "putmask", V, V > 2, 0), vague(P + "put", V, 9, 1),
    refused(P + "put_along_axis", M, M[:1].astype(int), 1, I), refused(A + "setfield", V, 1, I),
    refused(P + "take_along_axis", M, M[:1].astype(int), I), refused(A + "getfield", V, I),
    *(
        made
        for name in (P + "putmask", P + "place")
        for made in (
            refused(name, F, F > 0, V), refused(name, I, I > 0, V[:1]), refused(name, V, N > 0, 1),
            refused(name, EMPTY, EMPTY > 0, I), refused(name, B, B, V), refused(name, C, C > 0, I),
            case(name, V, V > 2, F), case(name, I, I > 0, C), case(name, I, I > 0, np.float64(1.5)),
            case(name, F, F > 0, 2.5), case(name, F, F > 0, [1, 2]),
            vague(name, V.astype(object), V > 2, V), vague(name, WORDS, WORDS == "a", V),
        )
    ),
]  # fmt: skip
