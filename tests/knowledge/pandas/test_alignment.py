"""Series that are put together by their index: where both have the same, nothing is moved."""

from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd
import pytest

from ndlint.lift import lift
from ndlint.values.base import Value
from ndlint.values.frame import Column, Frame
from tests.knowledge.tensorflow.bulk import Program, verdict
from tests.truth.reality import Reality

START = """import numpy as np
import pandas as pd
table = pd.DataFrame({"a": [1, 2, 3, 4], "b": [True, False, True, True], "c": [0.5, 1.5, 2.0, 3.0],
                      "d": [4, 3, 2, 1], "t": ["x", "y", "x", "z"]})
part = table[table["a"] > 1]
shaken = table.sample(frac=1)
"""
EQUAL = (
    "r = table['a'] + table['d']",
    "r = table['a'] * table['b']",
    "r = table['b'] & (table['t'] == 'x')",
    "r = table['a'] & table['d']",
    "r = (table['t'] == table['t']).astype(int)",
    "r = table['a'] // table['d']",
    "r = -table['a'] + table['a'].astype('int32')",
    "r = table['a'].fillna(0) + np.abs(table['d']) + np.arange(4)",
    "r = table.a + pd.Series([1, 2, 3, 4])",
    "r = table['a'] + shaken['a'].reset_index(drop=True)",
    "r = table['a'] + pd.Series(shaken['a'].values)",
    "r = table[:3]['a'] + table['d'].iloc[:3]",
    "r = pd.concat([table, table], ignore_index=True)['a'] + pd.Series(np.arange(8))",
    "r = part['a'] + part['d']",
    "r = shaken['a'] - shaken['d'] * 2",
    "s = part['a']\nr = s * s + s",
    "r = pd.DataFrame({'u': table['a'], 'v': table['b'] | table['b'], 'w': [1, 2, 3, 4]})",
    "r = pd.concat([table[['a', 'b']], table[['c']]], axis=1)",
    "r = table\nr['n'] = r['a'] + 1\nr['b'] = (r['n'] == 2).astype(int)\nr['d'] += r['a']",
    "r = table.drop(columns='t').astype('int32')\nr['n'] = r['a'] + table['b']",
    "r = table.assign(n=table['a'] * 2, m=table['t'] != 'x')",
    "r = part\nr['n'] = r['a'] + r['d']",
    "r = part\ns = r['a']\nr['m'] = 1.5\nr['n'] = s + 1",
    "r = shaken.rename(columns={'a': 'z'})\nr['n'] = shaken['a'] * r['z']",
    "r = table\nr.sort_values('c', inplace=True)\nr['n'] = r['a'] + r['d']",
    "r = table if len(part) > 2 else shaken\nr['n'] = r['a'] + r['d']",
    "r = pd.DataFrame()\nr['u'] = [1, 2, 3, 4]\nr['v'] = r['u'] * 2",
    "r = table\nr['n'] = r['a'].apply(lambda v: v + 1)\nr['n'] = r['a'] + r['d']",
    "r = table\nr.columns = ['p', 'q', 'r', 's', 't']\nr['n'] = r['p'] + r['s']",
    "r = table\nr[['a', 'd']] = r[['a', 'd']] * 0.5\nr[['n', 'm']] = r[['a', 'd']].values",
    "r = table\nr[['c', 'n']] = 0\nr['n'] += r['a'] + r['c']",
    "r = table\nr['n'] = (r[['a', 'd']].mean(axis=1) > 2) & r['b'] & r['a'].between(1, 2)",
    "r = table\nr['a'] = r['a'].rank()\nr['a'] = r['d'] + 1",
    "r = table\nr.index = [3, 2, 1, 0]\nr['n'] = r['a'] + r['d']",
    "for r in (table, part):\n    r['n'] = r['a'] + r['d']",
)
"""Of `r`, every dtype and how many rows it has, where `part` is not in it, are known."""
OTHERS = (
    "r = table['a'] + part['a']",
    "r = table['a'] + shaken['a']",
    "r = part['a'] + table[table['a'] > 2]['a']",
    "r = table['a'] + table['a'].sort_values()",
    "r = table['a'] + pd.Series([1, 2, 3])",
    "r = table['a'] + pd.Series([1, 2, 3, 4], index=[1, 2, 3, 4])",
    "r = table['a'] + pd.Series({1: 1, 2: 2, 3: 3, 4: 4})",
    "r = table['a'] + table.set_index('d')['a']",
    "r = table[1:]['a'] + table['a']",
    "s = table['a']\ntable.index = [3, 2, 1, 7]\nr = s + table['a']",
    "s = table['a']\ntable.drop([0], inplace=True)\nr = s + table['a']",
    "r = table['a'] + pd.concat([table, table])['a'].iloc[:4]",
    "s = table['a'] if len(part) > 5 else table['a'][1:]\nr = s + table['a']",
    "table['n'] = part['a']\nr = table['n']",
    "table['n'] = pd.Series([1, 2, 3])\nr = table['n']",
    "u = shaken.iloc[::-1]\nr = u['a'] + shaken[:3]['a']",
    "last = table\nfor i in 1, 2:\n    now = last[i:]\n    r = now['a'] + last['a']\n    "
    "last = now",
    "found = [table[table['a'] > i] for i in range(3)]\nr = found[0]['a'] + found[2]['a']",
    "s, t = table['d'].copy(), table['d'].copy()\nu = s if part['c'].sum() > 9 else t\n"
    "u.sort_values(inplace=True)\nr = s + t",
)
"""It is not said of `r` what dtype it has: in most it is another one than that of its parts."""
OWN = (
    "r = 10 // (table['d'] - 1)",
    "r = table['a'] // (table['d'] - 1)",
    "r = table['a'].astype('float32') // np.arange(4)",
    "r = 10 % (table['d'] - 1)",
    "r = table['b'] & 1",
    "r = table['b'] & table['a']",
)
"""pandas gives `r` another dtype than NumPy does."""


def found_in(text: str) -> tuple[Any, Value]:
    """What `r` is in the end, and what is known of it."""
    scope: dict[str, Any] = {"np": np, "pd": pd}
    with catch_warnings():
        simplefilter("ignore")
        exec(START + text, scope)
    return scope["r"], verdict(Program(START + text, shows=("r",))).values["r"]


@pytest.mark.parametrize("text", EQUAL)
def test_rows_of_equal_index_stay(text: str) -> None:
    real, found = found_in(text)
    exact = lift(real)
    assert isinstance(found, Frame | Column)
    assert isinstance(exact, Frame | Column)
    assert _told(found) == _told(exact)
    is_cut = "part" in text or "shaken" in text
    assert is_cut or found.rows == exact.rows


def _told(value: Frame | Column) -> list[tuple[object, str | None]]:
    parts = value.parts if isinstance(value, Frame) else (value,)
    return [(part.array.dtype.name, part.extension) for part in parts]


@pytest.mark.parametrize("text", OTHERS)
def test_rows_of_another_index_may_move(text: str) -> None:
    found = found_in(text)[1]
    assert not isinstance(found, Column) or not found.array.dtype.names
    assert not isinstance(found, Column) or not isinstance(found.rows, int) or "table['n']" in text


@pytest.mark.parametrize("text", OWN)
def test_pandas_divides_by_0_and_joins_bools_its_own_way(text: str) -> None:
    real, found = found_in(text)
    exact = lift(real)
    assert isinstance(found, Column)
    assert isinstance(exact, Column)
    assert not found.array.dtype.names
    assert found.rows == exact.rows


FEATURES = """import tensorflow as tf
rng = np.random.default_rng(0)
table["n"] = table["a"] + table["d"] + 1
table["is_single"] = ((table["t"] == "x") & (rng.random(4) < 0.5)).astype(int)
x = pd.get_dummies(table, columns=["t"]).values
t = tf.constant(x)
"""


def test_computed_columns_are_fed(reality: Reality) -> None:
    program = START + FEATURES
    findings = verdict(Program(program)).findings
    assert [f.code for f in findings] == ["NDL117"]
    assert "Unsupported object type" in reality.run(program).said
    program = program.replace("t = tf", "x = x.astype('float32')\nt = tf")
    assert verdict(Program(program)).findings == ()
    assert reality.run(program).ok
