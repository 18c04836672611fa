"""That every whole number of a range is an element is claimed only where it is so."""

from random import Random

import numpy as np

from ndlint.values.array import Array
from tests.knowledge.tensorflow.bulk import Program, verdict

PROGRAMS = 400
STEPS = (
    "r + {k}", "r - {k}", "{k} - r", "r * {k}", "r // {k}", "r % {k}", "r.reshape(-1, 1)",
    "r.astype('float32')", "r.astype('uint8')", "r.astype('int32')", "r[{k}:]", "-r", "r[::-1]",
    "np.minimum(r, {k})", "np.clip(r, 1, {k})", "r + r", "np.concatenate([r, r + {k}])",
)  # fmt: skip


def _program(random: Random) -> str:
    length, start = random.choice((1, 2, 7, 40, 300)), random.choice((-3, 0, 1, 250))
    lines = [f"r = np.arange({start}, {start + length}, {random.choice((1, 1, 1, 2))})"]
    for _ in range(random.randint(1, 4)):
        step = random.choice(STEPS).format(k=random.choice((1, 2, 3, 10, 300)))
        lines.append(f"r = {step}")
    return "import numpy as np\n" + "\n".join(lines) + "\n"


def test_no_number_is_missing() -> None:
    claimed = 0
    for seed in range(PROGRAMS):
        text = _program(Random(seed))
        real: dict[str, np.ndarray] = {}
        try:
            exec(text, real)
        except OverflowError:
            continue  # a number that the dtype does not have
        inferred = verdict(Program(text, shows=("r",))).values["r"]
        if isinstance(inferred, Array) and inferred.facts.is_dense and real["r"].size:
            low, high = map(int, inferred.facts.ends)
            assert set(real["r"].ravel().tolist()) == set(range(low, high + 1)), text
            claimed += high > low
    assert claimed > PROGRAMS // 10
