"""Findings to report on, of every kind."""

from ndlint.findings import Certainty, Edit, Effect, Finding, Fix
from ndlint.report import Outcome
from ndlint.values.trace import Site, Step

LINES = {
    "train.py": [
        "import numpy as np",
        "x = np.random.rand(1000, 20)",
        "名前 = 1; model.fit(x, y)",
        "\tmodel.predict(",
        "\t\tx[0])",
        "",
    ],
    "b.py": ["t = tf.constant(x)"],
}

ORIGIN = Step(Site("train.py", 2, 5, 2, 29), "float64 from np.random.rand")
FOREIGN = Step(Site("data.py", 7, 1, 7, 2), "float64 from load")
FIX = Fix("unsafe", "cast", (Edit(Site("train.py", 2, 29, 2, 29), '.astype("float32")'),))

COST = Finding(
    "NDL101",
    "float64-into-keras",
    "float64 array reaches model.fit",
    Effect.COST,
    Certainty.CERTAIN,
    Site("train.py", 3, 9, 3, 24),
    (FOREIGN, ORIGIN),
    (FIX,),
    "0123456789abcdef",
)
CRASH = Finding(
    "NDL202",
    "missing-batch-axis",
    "one sample reaches model.predict",
    Effect.CRASH,
    Certainty.LIKELY,
    Site("train.py", 4, 2, 5, 8),
)
SILENT = Finding(
    "NDL401",
    "nan-or-inf",
    "NaN \udc80 and \x1b[2J",
    Effect.SILENT,
    Certainty.CERTAIN,
    Site("b.py", 1, 5, 1, 19),
)
MISSING = Finding(
    "NDL000",
    "not-analysed",
    "cannot be parsed: line 3: invalid syntax",
    None,
    Certainty.CERTAIN,
    Site("c.py", 3, 1, 3, 1),
)

OUTCOME = Outcome([COST, CRASH, SILENT, MISSING], LINES, 2)
