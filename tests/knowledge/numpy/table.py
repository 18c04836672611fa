"""The differential cases: for every modelled function of NumPy, real calls of it."""

import numpy as np

from ndlint.knowledge.numpy.pure import PURE, SILENT
from tests.knowledge.numpy.arithmetic_cases import PRODUCTS, REDUCTIONS, UFUNCS
from tests.knowledge.numpy.cases import case, vague
from tests.knowledge.numpy.creation_cases import CONVERSION, CREATION
from tests.knowledge.numpy.element_cases import ELEMENTS, POLYNOMIALS, QUESTIONS
from tests.knowledge.numpy.linalg_cases import FOURIER, LINALG
from tests.knowledge.numpy.masked_cases import MASKED
from tests.knowledge.numpy.place_cases import CHANGES, COUNTING, GRIDS, ORDERING
from tests.knowledge.numpy.random_cases import RANDOM
from tests.knowledge.numpy.samples import V
from tests.knowledge.numpy.shaping_cases import CHOOSING, JOINING, SHAPING

NOT_CLAIMED = [
    *(vague(f"numpy.{name}", np.eye(2)) for name in PURE),
    *(case(f"numpy.{name}", V, V) for name in SILENT if name.startswith("testing.")),
    *(vague(f"numpy.{name}", {}) for name in SILENT if name.startswith("random.")),
    case("numpy.show_config"),
    case("numpy.set_printoptions", precision=3),
]
CASES = [
    *CREATION, *CONVERSION, *SHAPING, *JOINING, *CHOOSING, *RANDOM, *UFUNCS, *PRODUCTS,
    *REDUCTIONS, *MASKED, *LINALG, *FOURIER, *GRIDS, *ORDERING, *COUNTING, *CHANGES, *ELEMENTS,
    *POLYNOMIALS, *QUESTIONS, *NOT_CLAIMED,
]  # fmt: skip
