"""Random programs with frames and series: the same seed, the same program.

Each statement is run by pandas while the program is drawn; one that raises is left out.
"""

from random import Random
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd

START = "import numpy as np\nimport pandas as pd\n"
COLUMNS = (
    "[1, 2, 3]", "[1.5, 2.0, -1.0]", "[True, False, True]", "['x', 'y', 'x']", "[1, None, 3]",
    "[1.0, float('nan'), 2.0]", "[1, 'a', 2.5]", "[[1, 2], [3], []]", "7", "'word'", "0.5",
    "np.arange(3)", "np.ones(3, 'float32')", "np.zeros(3, 'uint8')", "np.array(['p', 'q', 'r'])",
    "pd.Series([1, 2, 3])", "pd.Categorical(['u', 'v', 'u'])", "pd.Categorical([1, 2, 1])",
    "pd.Categorical([1, None, 2])", "pd.Categorical([2.5, None, 2.0])",
    "pd.array([1, 2, 3], dtype='Int64')", "pd.array([True, False, True], dtype='boolean')",
    "pd.to_datetime(['2020-01-01', '2021-01-01', '2022-01-01'])", "np.array([1, 'a', 2.5], object)",
)  # fmt: skip
"""What a column of three rows may be made of."""
FRAMES = (
    "pd.DataFrame(np.ones((3, 2)))", "pd.DataFrame(np.arange(6).reshape(3, 2), columns=['a', 'b'])",
    "pd.DataFrame([[1, 2.0], [3, 4.0]], columns=['a', 'b'])",
    "pd.DataFrame([{'a': 1, 'b': 'x'}, {'a': 2, 'b': 'y'}])",
    "pd.DataFrame({'a': [1, 2, 3]}, dtype='float32')", "pd.DataFrame([1, 2, 3])",
    "pd.DataFrame(np.zeros((3, 70), 'float32'))", "pd.DataFrame({'a': [], 'b': []})",
    "pd.DataFrame(pd.Series([1.0, 2.0]))", "pd.DataFrame()",
)  # fmt: skip
ON_FRAMES = (
    "{f}['{l}']", "{f}[['{l}']]", "{f}[['{l}', '{k}']]", "{f}[:2]", "{f}[{f}['{l}'] == 1]",
    "{f}.iloc[0]", "{f}.iloc[:, 0]", "{f}.iloc[:, :-1]", "{f}.iloc[:2, 1:]", "{f}.iloc[[0, 1]]",
    "{f}.iloc[:, [0, 1]]", "{f}.iloc[:, -1]", "{f}.loc[:, '{l}']", "{f}.loc[:, ['{l}']]",
    "{f}.loc[{f}['{l}'] == 1, '{k}']", "{f}.values", "{f}.to_numpy()", "{f}.to_numpy(dtype='O')",
    "np.asarray({f})", "np.array({f})", "{f}.astype('float32')", "{f}.astype({{'{l}': 'float64'}})",
    "{f}.astype({{'{l}': 'category'}})", "{f}.copy()", "{f}.head(2)", "{f}.tail(1)", "{f}.head()",
    "{f}.sample(2)", "{f}.sample(frac=1)", "{f}.drop(columns=['{l}'])", "{f}.drop('{l}', axis=1)",
    "{f}.drop([0])", "{f}.dropna()", "{f}.dropna(subset=['{l}'])", "{f}.fillna(0)",
    "{f}.reset_index(drop=True)", "{f}.reset_index()", "{f}.rename(columns={{'{l}': 'z'}})",
    "{f}.sort_values('{l}')", "{f}.isna()", "{f}.shape", "len({f})", "{f}.T", "{f} * 2",
    "{f} / 2.0", "{f} > 1", "-{f}", "{f} + {f}", "{f}['{l}'] + {f}['{k}']", "{f}['{l}'] * 2",
    "1 / {f}['{l}']", "{f}['{l}'] > 0", "pd.get_dummies({f})",
    "pd.get_dummies({f}, columns=['{l}'])",
    "pd.get_dummies({f}, dtype=float)", "pd.get_dummies({f}['{l}'])", "pd.concat([{f}, {f}])",
    "pd.concat([{f}, {f}], axis=1)", "{f}.set_index('{l}')", "{f}.select_dtypes('number')",
    "{f}.replace(1, 2)", "{f}.drop_duplicates()", "{f}.assign(w=1.0)", "pd.isna({f})", "{f}.mean()",
    "{f}.pop('{l}')", "pd.DataFrame({f})", "pd.DataFrame({f}.values)", "{f}.dtypes", "{f}.columns",
    "dict({f})", "list({f})", "{f}.a", "{f}.ndim", "{f}.size", "{f}['{l}'].values",
    "np.asarray({f}['{l}'])", "{f}[0]", "pd.get_dummies({f}, columns=['{l}'], drop_first=True)",
    "pd.get_dummies({f}, columns=['{l}']).drop(columns=['{k}'])", "np.log1p({f})",
    "{f}['{l}'].fillna({f}['{l}'].median())", "pd.get_dummies({f}, drop_first=True)",
)  # fmt: skip
ON_SERIES = (
    "{s}.values", "{s}.to_numpy()", "{s}.astype('float32')", "{s}.astype(int)", "{s}.astype(str)",
    "{s}.astype('Int64')", "{s}.astype('category')", "{s}[:2]", "{s}[{s} == 1]", "{s}.iloc[1:]",
    "{s}.map(lambda v: v)", "{s}.map({{'x': 1, 'y': -1, 1: 0}})", "{s}.map({{1: 0.5, 2: 2}})",
    "{s}.isin([1])", "{s}.unique()", "{s}.mean()", "{s}.sum()",
    "{s}.tolist()", "{s}.fillna(0)", "{s}.dropna()", "{s}.head(1)", "{s}.copy()", "{s}.shape",
    "{s}.dtype", "{s} + 1", "{s} / 2", "{s} == 1", "~{s}", "-{s}", "{s} + np.arange(3)",
    "pd.to_numeric({s})", "pd.to_datetime({s})", "pd.factorize({s})", "pd.Series({s})",
    "pd.DataFrame({s})", "pd.DataFrame({{'a': {s}}})", "{s}.replace(1, 2)", "{s}.sort_values()",
    "{s}.reset_index(drop=True)", "np.array({s})", "len({s})", "{s}.isna()", "pd.cut({s}, 2)",
    "pd.Series({s}.values, dtype='float32')", "pd.array({s})", "{s}.size", "{s}.ndim", "{s}.T",
    "{s} == 'x'", "{s} != 'x'", "np.log1p({s})", "np.isnan({s})", "np.abs({s})", "{s}.nunique()",
    "{s}.fillna({s}.mean())",
    "{s}.fillna(0.1)", "pd.get_dummies({s}, drop_first=True)", "len({s}.unique())", "np.sqrt({s})",
    "pd.Series([[k] * k for k in range(len({s}))])",
    "pd.Series([1, 2], index=['u', 'v'])", "pd.Series(3)", "pd.Series({{'u': 1, 'v': 2}})",
)  # fmt: skip
ASKED = (
    "{f}.info()", "{f}.describe()", "{f}.corr()", "{f}.cov()", "{f}.count()", "{f}.nunique()",
    "{f}.value_counts()", "{f}.groupby('{l}')", "{f}.memory_usage()", "{f}.quantile()",
    "{f}.mode()", "{f}.idxmax()", "{f}.idxmin()", "{f}.any()", "{f}.all()", "{f}.items()",
    "{f}.iterrows()", "{f}.itertuples()", "{f}.keys()", "{f}.to_csv()", "{f}.to_dict()",
    "{f}.to_string()", "{f}.duplicated()", "{f}.skew()", "{f}.kurt()", "{f}.merge({f})",
    "{f}.join({f}, rsuffix='_')", "{f}.pivot(columns='{l}')", "{f}.pivot_table(index='{l}')",
    "{f}.melt()", "{f}.rolling(2)", "{f}.abs()", "{f}.cumsum()", "{f}.diff()", "{f}.shift()",
    "{f}.transpose()", "{f}.std()", "{f}.var()", "{f}.median()", "{f}.sum()", "{f}.min()",
    "{f}.max()", "{f}.notna()", "{f}.isnull()", "{f}.notnull()", "{f}.isin([1])", "{f}.ffill()",
    "{f}.bfill()", "{f}.interpolate()", "{f}.clip(0, 1)", "{f}.where({f} == 1)", "{f}.round()",
    "{f}.mask({f} == 1)", "{f}.sort_index()", "{f}['{l}'].to_list()", "pd.isnull({f})",
    "pd.notna({f})", "pd.notnull({f})", "pd.qcut({f}['{l}'], 2)",
    "pd.date_range('2020', periods=3)", "pd.bdate_range('2020', periods=3)",
    "pd.to_timedelta([1, 2])", "{f}.apply(sum)", "{f}.agg('sum')", "{f}.aggregate('sum')",
    "{f}.transform('sqrt')", "{f}.pct_change()", "{f}.nlargest(1, '{l}')", "{f}.cummax()",
    "{f}.nsmallest(1, '{l}')", "{f}.cummin()", "{f}.cumprod()", "{f}['{l}'].between(0, 1)",
    "{f}.rank()",
)  # fmt: skip
"""What asks about a frame, or makes another one of which little is told."""
CHANGES = (
    "{f}['new'] = {v}", "{f}['{l}'] = {v}", "{f}['new'] = {f}['{l}'] * 2", "del {f}['{l}']",
    "{f}.drop(columns=['{l}'], inplace=True)", "{f}.dropna(inplace=True)", "{f}['{l}'] /= 2",
    "{f}.fillna(0, inplace=True)", "{f}.insert(0, 'first', {v})", "{f}.loc[0, '{l}'] = 1",
    "{f}.columns = ['p', 'q']", "{f}.reset_index(drop=True, inplace=True)", "{f} *= 2",
    "{f}.rename(columns={{'{l}': 'y'}}, inplace=True)", "{f}.sort_values('{l}', inplace=True)",
    "{f}['{l}'] = {f}['{l}'].astype('float64')", "{f}['{l}'] = {f}['{l}'].values",
)  # fmt: skip
LABELS = ("a", "b", "c")
Scope = dict[str, Any]


class Program:
    """A program and what its variables are at the end."""

    steps = (3, 8)

    def __init__(self, seed: int) -> None:
        self.random = Random(f"frames {seed}")
        self.lines: list[str] = []
        self.scope: Scope = {"np": np, "pd": pd}
        self.made = 0
        self.add(f"f0 = {self.frame()}")
        for _ in range(self.random.randint(*self.steps)):
            self.step()

    @property
    def text(self) -> str:
        """The program."""
        return START + "\n".join(self.lines) + "\n"

    @property
    def results(self) -> Scope:
        """The variables."""
        return {k: v for k, v in self.scope.items() if k not in ("np", "pd", "__builtins__")}

    def add(self, line: str) -> None:
        """One more statement, if pandas runs it."""
        with catch_warnings():
            simplefilter("ignore")
            try:
                exec(line, self.scope)
            except Exception:
                self.restart()
                return
        self.lines.append(line)

    def restart(self) -> None:
        """A statement that raises may have changed an object: all is done again without it."""
        self.scope = {"np": np, "pd": pd}
        with catch_warnings():
            simplefilter("ignore")
            np.random.seed(0)
            exec("\n".join(self.lines), self.scope)

    def frame(self) -> str:
        """What makes a frame."""
        if self.random.random() < 0.3:
            return self.random.choice(FRAMES)
        names = LABELS[: self.random.randint(1, 3)]
        columns = ", ".join(f"'{name}': {self.random.choice(COLUMNS)}" for name in names)
        return f"pd.DataFrame({{{columns}}})"

    def step(self) -> None:
        """One more statement, of any kind."""
        frames = self.of(pd.DataFrame)
        series = self.of(pd.Series)
        kind = self.random.random()
        words = {
            "l": self.random.choice(LABELS),
            "k": self.random.choice(LABELS),
            "v": self.random.choice(COLUMNS),
        }
        if not frames or kind < 0.1:
            self.bind(self.frame())
        elif kind < 0.3:
            self.add(self.random.choice(CHANGES).format(f=self.random.choice(frames), **words))
        elif kind < 0.6 and series:
            self.bind(self.random.choice(ON_SERIES).format(s=self.random.choice(series)))
        else:
            text = self.random.choice(ON_FRAMES if kind < 0.9 else ASKED).format(
                f=self.random.choice(frames), **words
            )
            self.bind(text)

    def bind(self, text: str) -> None:
        """One more variable."""
        self.made += 1
        self.add(f"v{self.made} = {text}")

    def of(self, kind: type[object]) -> list[str]:
        """The variables of one class."""
        return [name for name, value in self.results.items() if isinstance(value, kind)]
