"""That certain numbers, or all of a range, are elements is claimed only where it is so."""

from random import Random

import numpy as np

from ndlint.values.array import Array
from ndlint.values.facts import Facts
from tests.knowledge.tensorflow.bulk import Program, verdict

PROGRAMS = 800
STEPS = (
    "r + {k}", "r - {k}", "{k} - r", "r * {k}", "r // {k}", "r % {k}", "r.reshape(-1, 1)",
    "r.astype('float32')", "r.astype('uint8')", "r.astype('int32')", "r[{k}:]", "-r", "r[::-1]",
    "np.minimum(r, {k})", "np.clip(r, 1, {k})", "r + r", "np.concatenate([r, r + {k}])",
    "np.sort(r)", "r[:{n}]", "np.sort(r)[:{n}]", "np.repeat(r, {k})", "np.repeat(r, {k})[:{n}]",
    "r[r < {k}]", "r[np.random.permutation(len(r))]", "np.random.permutation(r)",
    "np.random.choice(r, {n})", "np.concatenate([r, r])[:{n}]", "r[:, None]", "np.resize(r, {n})",
    "np.where(r > {k}, r, 0)", "np.unique(r)", "np.partition(r, 0)[:{n}]", "r[::{k}]",
    "r[np.argsort(r)][:{n}]", "pd.Series(r).sort_values().values[:{n}]", "pd.Series(r).values",
)  # fmt: skip
CHANGES = ("r[:{k}] = 0", "r.sort()", "r += {k}", "r[r > {k}] = {k}", "np.random.shuffle(r)")
DRAWN = (
    "np.random.randint({k}, {k} + {n}, {size})",
    "np.random.default_rng({k}).integers({n}, size={size})",
    "np.random.choice({n}, {size})", "np.random.choice(np.arange({n}), {size})",
    "np.random.choice([1, 2, 3], size=({size},))", "np.random.choice([1, 3, 3, 9], {size})",
    "np.random.choice([0, 1, 7], {size}, p=[0.5, 0.5, 0.0])", "np.random.permutation({n})",
    "np.random.RandomState({k}).randint({n}, size={size})",
)  # fmt: skip


def _program(random: Random) -> str:
    def filled(step: str) -> str:
        k, n = random.choice((1, 2, 3, 10, 300)), random.choice((2, 3, 10, 40, 100))
        return step.format(k=k, n=n, size=random.choice((1, 5, 30, 64, 200, 1000, 20000)))

    length, start = random.choice((1, 2, 7, 40, 300)), random.choice((-3, 0, 1, 250))
    counted = f"np.arange({start}, {start + length}, {random.choice((1, 1, 1, 2))})"
    lines = [f"r = {random.choice((counted, filled(random.choice(DRAWN))))}"]
    for _ in range(random.randint(1, 4)):
        is_change = random.random() < 0.15
        step = filled(random.choice(CHANGES if is_change else STEPS))
        lines.append(step if is_change else f"r = {step}")
    return "import numpy as np\nimport pandas as pd\n" + "\n".join(lines) + "\n"


def _wrong(facts: Facts, real: np.ndarray) -> str:
    """What is claimed of the elements, and is not so; "": all is so."""
    held = set(real.ravel().tolist())
    low, high = facts.ends
    if facts.distinct not in (0, len(held)):
        return "how many there are"
    if facts.reached and {min(held), max(held)} != {low, high}:
        return "its ends"
    if facts.is_dense and held != set(range(int(low), int(high) + 1)):
        return "all between its ends"
    if facts.varied and not any(low < n < high for n in held):
        return "one between its ends"
    for number in range(-320, 320):
        if facts.rises_to(number) and max(held) < number:
            return f"up to {number}"
        if facts.falls_to(number) and min(held) > number:
            return f"down to {number}"
    return ""


def test_no_number_is_missing() -> None:
    claimed = drawn = 0
    for seed in range(PROGRAMS):
        text = _program(Random(seed))
        inferred = verdict(Program(text, shows=("r",))).values["r"]
        np.random.seed(seed)
        real: dict[str, np.ndarray] = {}
        try:
            exec(text, real)
        except (OverflowError, ValueError, IndexError):
            continue  # a number that the dtype does not have, or a second axis
        if isinstance(inferred, Array) and real["r"].size:
            assert not _wrong(inferred.facts, real["r"]), (_wrong(inferred.facts, real["r"]), text)
            claimed += inferred.facts.is_dense and inferred.facts.high > inferred.facts.low
            drawn += "random" in text and inferred.facts.reached
    assert claimed > PROGRAMS // 20
    assert drawn > PROGRAMS // 20
