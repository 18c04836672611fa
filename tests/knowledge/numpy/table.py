"""The differential cases: for every modelled function of NumPy, real calls of it."""

import numpy as np

from ndlint.knowledge.numpy.pure import PURE, SILENT
from tests.knowledge.numpy.arithmetic_cases import PRODUCTS, REDUCTIONS, UFUNCS
from tests.knowledge.numpy.cases import case, vague
from tests.knowledge.numpy.creation_cases import CONVERSION, CREATION
from tests.knowledge.numpy.masked_cases import MASKED
from tests.knowledge.numpy.random_cases import RANDOM
from tests.knowledge.numpy.samples import V
from tests.knowledge.numpy.shaping_cases import CHOOSING, JOINING, SHAPING

NOT_CLAIMED = [
    *(vague(f"numpy.{name}", np.eye(2)) for name in PURE),
    *(case(f"numpy.{name}", V, V) for name in SILENT if name.startswith("testing.")),
    case("numpy.set_printoptions", precision=3),
]
CASES = [
    *CREATION, *CONVERSION, *SHAPING, *JOINING, *CHOOSING, *RANDOM, *UFUNCS, *PRODUCTS,
    *REDUCTIONS, *MASKED, *NOT_CLAIMED,
]  # fmt: skip
