"""How many classes there are is claimed only where it is so: of encoders, dummies and counts."""

from random import Random

import numpy as np
import pytest

from ndlint.values.array import Array
from ndlint.values.facts import Facts
from tests.knowledge.tensorflow.bulk import Program, verdict

PROGRAMS = 1000
IMPORTS = """\
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer, LabelEncoder, OneHotEncoder
"""
MADE = (
    "np.random.choice(['a', 'b', 'c'], {size})", "np.array(['cat', 'dog', 'cat'] * {n})",
    "np.array(['x'] * {n} + ['y'] * {k} + ['z'])", "np.random.choice(['a', 'b', 'b'], {size})",
    "np.random.choice(['a', 'b'], {size}, p=[1.0, 0.0])", "np.random.randint(0, {n}, {size})",
    "np.random.choice([1, 5, 9], {size})", "np.array([3, 1, 3, 7])", "np.arange({n}) % {k}",
    "np.concatenate([np.zeros({n}, int), np.ones({k}, int)])", "np.random.choice(['a', 'b'], 9)",
    "np.repeat(['a', 'b', 'c'], {n})", "np.tile([0, 4, 2], {n})", "np.array([1.5, 2.5, 1.5])",
    "np.concatenate([np.random.choice(['a', 'b'], {size}), np.array(['c'])])",
    "np.array(['a', 'b', 'c'])[np.random.randint(0, 3, {size})]",
    "np.array(['a', 'b', 'a'])[np.arange({n}) % 3]", "np.array([5, 7])[np.zeros({n}, int)]",
    "np.random.choice([0.5, 1.5], {size})", "np.concatenate([np.full({n}, 2), np.full({k}, 5)])",
    "np.random.default_rng(0).choice(['u', 'v', 'w', 'x'], size={size})",
)  # fmt: skip
STEPS = (
    "y = y[:{n}]", "y = y[y != y[0]]", "y[0] = y[-1]", "y = np.random.permutation(y)",
    "y, _ = train_test_split(y)", "np.random.shuffle(y)", "y = np.sort(y)", "y = y[::{k}]",
    "y = np.sort(y)[:{n}]", "y = pd.DataFrame({{'y': y}}).iloc[:{n}]['y'].values",
    "y = pd.Series(y).sample(frac=0.5).values", "y = y.astype(str)", "y = np.append(y, y[:1])",
    "y = train_test_split(pd.DataFrame({{'y': y}}))[0]['y'].values", "y = np.unique(y)",
    "y = y[np.random.permutation(len(y))[:{n}]]", "y = y[np.random.permutation(len(y))[{k}:]]",
    "y = np.sort(y)[np.random.permutation(len(y))[::2]]", "y = y[np.argsort(y)[:{n}]]",
    "y = y[np.arange(len(y))[{k}:]]", "y = y[np.unique(y, return_index=True)[1][:{n}]]",
)  # fmt: skip
RESULTS = (
    "LabelEncoder().fit_transform(y)", "LabelBinarizer().fit_transform(y)",
    "OneHotEncoder(sparse_output=False).fit_transform(y.reshape(-1, 1))",
    "OneHotEncoder().fit_transform(pd.DataFrame({'y': y})).toarray()",
    "OneHotEncoder().fit(y[:, None]).transform(y[:1, None]).toarray()",
    "OneHotEncoder().fit_transform(pd.DataFrame({'y': y, 'z': y})).toarray()",
    "OneHotEncoder(drop='first').fit_transform(y.reshape(-1, 1)).toarray()",
    "pd.get_dummies(y).values", "pd.get_dummies(pd.Series(y), dtype=int).values",
    "pd.get_dummies(pd.Series(y), drop_first=True).values",
    "pd.get_dummies(pd.DataFrame({'y': y, 'z': 1}), columns=['y']).values",
    "pd.get_dummies(pd.DataFrame({'z': 1, 'y': y}), columns=['y']).drop(columns=['z']).values",
    "pd.get_dummies(pd.DataFrame({'x': y, 'y': y}), columns=['x', 'y']).values",
    "np.unique(y)", "np.unique(y, return_inverse=True)[1]", "pd.factorize(y)[0]",
    "np.ones(len(np.unique(y)))", "np.ones(pd.Series(y).nunique())",
    "np.ones(len(pd.Series(y).unique()))", "LabelEncoder().fit(y).transform(y[:1])",
    "LabelEncoder().fit(y).transform(y)", "LabelBinarizer().fit(y).transform(y[:1])",
    "np.random.permutation(LabelEncoder().fit_transform(y))[:{n}]",
    "np.random.permutation(len(y))[:{n}]", "np.arange(100)[::{k}][np.random.randint(0, 9, {size})]",
)  # fmt: skip


def _program(random: Random) -> str:
    def filled(step: str) -> str:
        numbers = {"{k}": (1, 2, 3), "{n}": (1, 3, 10, 60), "{size}": (2, 8, 30, 200, 2000)}
        for name, choices in numbers.items():
            step = step.replace(name, str(random.choice(choices)))
        return step.replace("{{", "{").replace("}}", "}")

    steps = [filled(random.choice(STEPS)) for _ in range(random.choice((0, 0, 1, 2)))]
    made, result = filled(random.choice(MADE)), filled(random.choice(RESULTS))
    return "\n".join([f"{IMPORTS}y = {made}", *steps, f"r = {result}\n"])


def _fits(value: Array, real: np.ndarray) -> bool:
    """Whether the array may be of this shape."""
    if not value.shape.rank_known:
        return True
    sizes = zip(value.shape.dims, real.shape, strict=False)
    return value.shape.rank == real.ndim and all(not isinstance(n, int) or n == m for n, m in sizes)


def _wrong(facts: Facts, real: np.ndarray) -> bool:
    """Whether something else is claimed of the elements than what is so."""
    held = set(real.ravel().tolist())
    is_other = facts.distinct not in (0, len(held))
    if real.dtype.kind not in "biuf":
        return is_other
    is_missing = facts.reached and {min(held), max(held)} != set(facts.ends)
    return is_other or is_missing or min(held) < facts.low or max(held) > facts.high


@pytest.mark.filterwarnings("ignore")  # of scikit-learn and pandas, about such labels
def test_classes_are_counted() -> None:
    counted = 0
    for seed in range(PROGRAMS):
        text = _program(Random(seed))
        inferred = verdict(Program(text, shows=("r", "y"))).values
        np.random.seed(seed)
        real: dict[str, np.ndarray] = {}
        try:
            exec(text, real)
        except (ValueError, IndexError, TypeError):
            continue  # no sample is left, or one that the dtype does not have
        for name in ("y", "r"):
            value, array = inferred[name], real[name]
            if not isinstance(value, Array) or not array.size:
                continue
            assert _fits(value, array), (value.shape, text)
            assert not _wrong(value.facts, array), (value.facts, text)
        made = inferred["r"]
        counted += isinstance(made, Array) and made.shape.numbers is not None
    assert counted > PROGRAMS // 4
