"""Cases of functions that draw random numbers."""

from typing import Any

import numpy as np

from ndlint.knowledge.numpy.distributions import DISTRIBUTIONS, PLAIN
from ndlint.knowledge.registry import MODELS
from tests.knowledge.numpy.cases import case, refused, vague
from tests.knowledge.numpy.samples import HIDDEN, M, N, R, V, nan

OWNERS = (R, R + "RandomState.", R + "Generator.")
RANDOM = [
    case(R + "rand"), case(R + "rand", 2, 3), case(R + "randn"), case(R + "randn", 100),
    refused(R + "rand", 2, -1), case(R + "rand", 0),
    case(R + "RandomState.rand", 3), case(R + "RandomState.rand"),
    case(R + "RandomState.randn", 2, 2),
    *(
        made
        for at in OWNERS[:2]
        for made in (
            case(at + "randint", 5), case(at + "randint", 0, 5, 3),
            case(at + "randint", 5, size=(2, 3)), case(at + "randint", 5, size=3, dtype="uint8"),
            case(at + "randint", 5, dtype=np.uint8), case(at + "randint", 5, dtype=int),
            case(at + "randint", 0, 5, ()), refused(at + "randint", 5, 2),
            case(at + "randint", [3, 4]), vague(at + "randint", 2, dtype=bool),
            refused(at + "randint", 5, size=-1), vague(at + "randint", 5, dtype="int8"),
        )
    ),
    *(
        made
        for at in OWNERS
        for made in (
            case(at + "choice", 5), case(at + "choice", 5, 3), case(at + "choice", V),
            case(at + "choice", N, (2, 2)), case(at + "choice", [1, 2], size=4),
            case(at + "choice", ["a", "b"]), vague(at + "choice", M), vague(at + "choice", M, 2),
            vague(at + "choice", [None, {}]), case(at + "choice", 5, 2, False),
            vague(at + "choice", HIDDEN), case(at + "choice", 5, 3, p=[0.2] * 5),
            case(at + "permutation", 5), case(at + "permutation", M),
            case(at + "permutation", [1, 2]), vague(at + "permutation", HIDDEN),
            case(at + "permutation", N),
            case(at + "shuffle", V), vague(at + "shuffle", [1, 2]),
            case(at + "multivariate_normal", [0, 0], np.eye(2)),
            case(at + "multivariate_normal", [0, 0], np.eye(2), 3),
            case(at + "multivariate_normal", [0, 0], np.eye(2), size=(2, 3)),
            case(at + "dirichlet", [1, 2, 3]), case(at + "dirichlet", [1, 2, 3], 4),
        )
    ),
    case(R + "multinomial", 3, [0.5, 0.5]), case(R + "RandomState.multinomial", 3, [0.5, 0.5], 4),
    case(R + "RandomState.multinomial", 3, [0.5, 0.5]),
    case(R + "Generator.integers", 5), case(R + "Generator.integers", 0, 5, 3),
    case(R + "Generator.integers", 5, dtype=np.uint8), case(R + "Generator.integers", 5, dtype=int),
    case(R + "Generator.integers", 5, size=(2,), dtype="int32"),
    refused(R + "Generator.integers", 5, 5), vague(R + "Generator.integers", 0, 5, endpoint=True),
    vague(R + "Generator.integers", 0, 5, 3, endpoint=True),
    case(R + "Generator.integers", [3, 4]), case(R + "Generator.permuted", M),
    vague(R + "Generator.permuted", HIDDEN), vague(R + "Generator.choice", M, 2, axis=1),
    case(R + "Generator.random", 3, dtype=np.float32),
    case(R + "Generator.standard_normal", (2, 3), dtype="float32"),
    case(R + "Generator.random", dtype=np.float32), case(R + "Generator.standard_normal"),
    case(R + "default_rng"), case(R + "default_rng", 0), case(R + "RandomState", 0),
    vague(R + "Generator", 3), case(R + "seed", 0), case(R + "RandomState.seed", 0),
    case(R + "normal", 0, 1, (2, 3)), case(R + "normal", V), case(R + "normal", V[:, None], V),
    case(R + "normal", loc=3.0, size=4), vague(R + "normal", nan), vague(R + "normal", N),
    refused(R + "normal", size=-1),
    refused(R + "normal", V, N), case(R + "normal", V, 1, 5), case(R + "uniform", -1, 1, 100),
    case(R + "uniform", V, 7.0), case(R + "uniform", size=()),
    case(R + "uniform", low=2, high=1, size=50), vague(R + "uniform", nan, 1, 3),
    case(R + "uniform", np.float32(0), 1), case(R + "lognormal", 700, 10, 5),
    case(R + "poisson", 3, 5), case(R + "binomial", 5, 0.5, (2,)), case(R + "poisson", [1, 2]),
]  # fmt: skip
STARTS: dict[str, tuple[Any, ...]] = {
    "beta": (1, 2), "gamma": (2,), "chisquare": (3,), "pareto": (3,), "triangular": (0, 1, 2),
    "vonmises": (0, 1), "weibull": (2,),
    "f": (3, 5), "standard_gamma": (2,), "noncentral_chisquare": (3, 2), "power": (3,),
    "noncentral_f": (3, 5, 2), "wald": (3, 2), "zipf": (2.5,), "logseries": (0.5,),
    "negative_binomial": (3, 0.5), "hypergeometric": (9, 7, 5),
    "standard_t": (3,), "binomial": (5, 0.5), "geometric": (0.5,),
}  # fmt: skip
RANDOM += [
    made
    for name in DISTRIBUTIONS
    for at in OWNERS
    for made in (
        case(at + name, *STARTS.get(name, ())), case(at + name, *STARTS.get(name, ()), size=20),
        case(at + name, *STARTS.get(name, ()), size=(2, 3)),
    )
]  # fmt: skip
G, STATE = R + "Generator.", R + "RandomState."
RANDOM += [
    case(G + "multinomial", 3, [0.5, 0.5]), case(G + "multinomial", 3, [0.5, 0.5], size=4),
    refused("numpy.random.hypergeometric", 5, 5, 0),
    refused("numpy.random.hypergeometric", 5, 5, 0.5),
    vague(G + "hypergeometric", 5, 5, 0),
    case(G + "multivariate_hypergeometric", [5, 7, 9], 4),
    case(G + "multivariate_hypergeometric", [5, 7, 9], 4, size=(2, 3)),
    case(R + "random_integers", 1, 5, 4), vague(R + "random_integers", 5),
    case(STATE + "random_integers", 5, size=(2, 3)), case(STATE + "tomaxint"),
    case(STATE + "tomaxint", 3),
]  # fmt: skip
RANDOM += [
    made
    for name in PLAIN
    for at in OWNERS
    if f"{at}{name}" in MODELS
    for made in (case(at + name), case(at + name, 20), case(at + name, size=(2, 3)))
]
