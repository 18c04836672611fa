"""Random programs that compute with series and put them into frames, of equal and other indexes."""

import pandas as pd

from tests.knowledge.pandas.programs import Program

ROWS = 4
COLUMNS = (
    "[1, 2, 3, 4]", "[0, 1, 0, 2]", "np.array([4, 3, 2, 1], 'int32')", "[True, False, True, True]",
    "[1.5, 2.0, -1.0, 0.0]", "[1.0, float('nan'), 2.0, 3.0]", "np.arange(4)",
    "['x', 'y', 'x', 'z']", "np.ones(4, 'float32')", "np.zeros(4, 'uint8')",
    "pd.Categorical(['u', 'v', 'u', 'u'])", "pd.Series([1, 2, 3, 4])",
    "pd.array([1, 2, 3, 4], dtype='Int64')", "5", "range(4)",
)  # fmt: skip
NAMES = ("a", "b", "c")
FRAMES = (
    "pd.DataFrame({{'a': {u}, 'b': {v}}})", "pd.DataFrame({{'a': {u}, 'b': {v}, 'c': {u}}})",
    "pd.DataFrame({{'a': {u}, 'b': {v}}}, index=[3, 2, 1, 0])",
    "pd.DataFrame({{'a': {u}}}, index=['p', 'q', 'p', 'r'])", "pd.DataFrame()",
    "pd.DataFrame(np.arange(8).reshape(4, 2), columns=['a', 'b'])", "pd.DataFrame(index=range(4))",
    "pd.DataFrame({{'a': {s}, 'b': {t}}})", "pd.DataFrame({{'a': {s}, 'b': {u}}})",
    "pd.DataFrame({{'a': {s}, 'b': {t}}}, columns=['b', 'a'])", "pd.DataFrame({{'a': {s}}})",
    "pd.DataFrame([{{'a': 1, 'b': 2.0}}, {{'a': 3, 'b': 4.0}}])", "pd.DataFrame({s})",
    "pd.DataFrame([{s}, {t}])", "pd.DataFrame([np.arange(2), np.arange(2)])", "pd.DataFrame([])",
)  # fmt: skip
SAME_ROWS = (
    "{f}.copy()", "{f}[['a', 'b']]", "{f}[['b']]", "{f}.drop(columns=['{l}'])", "{f}[:]",
    "{f}.rename(columns={{'a': 'c'}})", "{f}.astype('float32')", "{f}.fillna(0)", "{f} * 2", "-{f}",
    "{f}.iloc[:, :2]", "{f}.loc[:, ['a']]", "{f}.isna()", "{f}.select_dtypes('number')",
    "pd.get_dummies({f}, columns=['{l}'])", "pd.get_dummies({f})", "np.log1p({f})",
    "{f}.clip(0, 1)", "{f}.assign(d={s})", "{f}.assign(d={f}['{l}'] + {f}['{k}'])",
    "{f}.replace(1, 2)", "pd.concat([{f}, {g}], axis=1)",
    "pd.concat([{f}, pd.get_dummies({f}['{l}'])], axis=1)", "{f}.astype({{'{l}': 'float64'}})",
    "pd.DataFrame({f})", "{f}.where({f} == 1)", "{f} + {g}",
)  # fmt: skip
OTHER_ROWS = (
    "{f}[{f}['{l}'] > 1]", "{f}.sort_values('{l}')", "{f}.sample(frac=1)", "{f}.dropna()",
    "{f}.iloc[1:]", "{f}.iloc[:3]", "{f}.iloc[:-1]", "{f}.iloc[::-1]", "{f}.head(3)", "{f}.tail(3)",
    "{f}[:2]", "{f}[1:]", "{f}.loc[:1]", "{f}.loc[{f}['{l}'] == 1]", "{f}.set_index('{l}')",
    "{f}.reset_index(drop=True)", "{f}.reset_index()", "{f}.drop([0])", "{f}.drop_duplicates()",
    "{f}.sort_values('{l}').reset_index(drop=True)", "{f}.iloc[[3, 2, 1, 0]]", "{f}.sort_index()",
    "pd.concat([{f}, {g}])", "pd.concat([{f}, {g}], ignore_index=True)", "{f}.iloc[0:2:1]",
    "{f}.merge({g})", "{f} if len({f}) > 3 else {g}", "{f}.dropna(ignore_index=True)", "{f}.T",
    "{f}.sort_values('{l}', ignore_index=True)", "{f}.drop_duplicates(ignore_index=True)",
    "{f}.sample(frac=1, ignore_index=True)", "{f}.sort_index(ignore_index=True)", "{f}[::2]",
    "{f}.sort_values('{l}', ascending=False)", "{f}.iloc[[0, 1]]", "{f}.query('a > 1')",
)  # fmt: skip
SERIES = (
    "{s}.rank()", "{s}.diff()", "{s}.shift()", "{s}.shift([1, 2])", "{s}.cumsum()", "{s}.abs()",
    "{f}.mean(axis=1)", "{f}.sum(axis=1)", "{f}.max(axis='columns')", "{s}.between(0, 2)",
    "{f}.apply(lambda r: r['a'], axis=1)", "{f}.mean()", "{f}.min(numeric_only=True)", "{f}['{l}']",
    "{f}['{l}'] + {f}['{k}']", "{s} {o} {t}", "{s} {o} {t}", "{s} {o} 2", "{s} {o} 0", "3 {o} {s}",
    "{s} {o} {t}.values", "{s} {o} np.arange(4)", "({s} == {t}).astype(int)", "-{s}",
    "({s} == 'x') & ({t} == 1)", "({f}['{l}'] == 1) | ({f}['{k}'] > 1)", "{s}.astype('float32')",
    "~{s}", "{s}.fillna(0)", "{s}.map({{1: 5, 2: 6, 'x': 1}})", "{s}.map(lambda v: v)",
    "{s}.copy()", "np.log1p({s})", "{s}.isin([1, 'x'])", "{s}.isna()", "{s}.iloc[1:]",
    "{s}.iloc[:2]", "{s}[:2]", "{s}.sort_values()", "{s}[{s} == 1]", "{s}.dropna()",
    "{s}.reset_index(drop=True)", "{s}.round()", "pd.Series({s})", "pd.Series({s}.values)",
    "pd.Series({u})", "pd.Series({u}, index=[3, 2, 1, 0])", "pd.Series({{0: 1, 1: 2, 2: 3, 3: 4}})",
    "pd.Series({{3: 1, 1: 2, 2: 3, 0: 4}})", "{s}.head(2)", "{f}.pop('{l}')",
    "{s} if len({s}) > 3 else {t}", "pd.to_numeric({s})", "pd.cut({s}, 2)", "{f}.iloc[:, 0]",
    "{f}.loc[:, '{l}']", "{f}.{l}", "{s}.sample(frac=1)", "{s}.clip(0, 1)", "pd.to_datetime({s})",
    "{s}.astype('category')", "{s}.astype(str)", "{s}.unique()", "{s}.apply(lambda v: v)",
    "dict({f})['{l}']", "{s}.where({s} == 1)", "{s}.loc[[1, 0]]",
)  # fmt: skip
CHANGES = (
    "{f}.columns = ['a', 'b']", "{f}.columns = ['b', 'c', 'a']",
    "{f}[['a', 'b']] = {f}[['b', 'a']]", "{f}[['a', 'n']] = np.ones((4, 2), 'float32')",
    "{f}[['a', 'b']] = 0", "{f}.columns = {g}.columns", "{f}[['a', 'b']] = {g}[['a', 'b']].values",
    "{f}[['a', 'b']] = {f}[['a', 'b']] / 2", "{f}.index = range(len({f}))",
    "{f}[['a', 'n']] = [5, 0.5]", "{f}[['n', 'm']] = {u}", "{f}['new'] = {s}", "{f}['{l}'] = {s}",
    "{f}['new'] = {f}['{l}'] {o} {f}['{k}']", "{f}['new'] = {f}['{l}'] + 1",
    "{f}['{l}'] = {f}['{l}'] {o} {s}", "{f}['new'] = {g}['{l}']",
    "{f}['new'] = ({f}['{l}'] == {f}['{k}']).astype(int)", "{f}['{l}'] += {s}", "{f}['new'] = {u}",
    "{f}['{l}'] *= 2", "{f}['{l}'] = {f}['{l}'].map({{1: 5, 2: 6}})", "{f}.index = [3, 2, 1, 0]",
    "{f}['{l}'] = {f}['{l}'].fillna({f}['{k}'].mean())", "{f}.sort_values('{l}', inplace=True)",
    "{f}.reset_index(drop=True, inplace=True)", "{f}.set_index('{l}', inplace=True)",
    "{f}.dropna(inplace=True)", "del {f}['{l}']", "{f}.drop(columns=['{l}'], inplace=True)",
    "{f}.drop([1], inplace=True)", "{f}.insert(0, 'first', {s})", "{f}.loc[1, '{l}'] = 7",
    "{f}[['new', 'b']] = {g}[['a', 'b']]", "{f}.fillna(0, inplace=True)",
    "{s}.index = [3, 2, 1, 0]", "{s}.sort_values(inplace=True)",
    "{s}.reset_index(drop=True, inplace=True)", "{s} += {t}", "{s}.dropna(inplace=True)",
    "{s}[7] = 1", "{f}.loc[9] = 1", "{f}.loc[{f}['{l}'] == 1, '{k}'] = 3",
    "{f}['new'] = {f}.pop('{l}')", "{f}['new'] = {f}['{l}'].sort_values()",
    "{f}.rename(columns={{'{l}': 'y'}}, inplace=True)",
    "{f}['new'] = {f}['{l}'].reset_index(drop=True)",
)  # fmt: skip
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", ">=", "&", "|", "^")


class Computed(Program):
    """A program of frames and series, most of which have the same rows."""

    steps = (5, 14)

    def frame(self) -> str:
        """What makes a frame."""
        return self.of_kind(FRAMES)

    def step(self) -> None:
        """One more statement, of any kind."""
        kind = self.random.random()
        if kind < 0.1:
            self.bind(self.frame())
        elif kind < 0.35:
            self.add(self.of_kind(CHANGES))
        elif kind < 0.7:
            self.bind(self.of_kind(SERIES))
        else:
            self.bind(self.of_kind(SAME_ROWS if kind < 0.85 else OTHER_ROWS))

    def of_kind(self, kind: tuple[str, ...]) -> str:
        """One of these with variables of the program, and the like."""
        choose = self.random.choice
        frames, series = self.of(pd.DataFrame), self.of(pd.Series)
        words = {"u": choose(COLUMNS), "v": choose(COLUMNS), "l": choose(NAMES), "k": choose(NAMES)}
        words["o"] = choose(OPERATORS)
        words |= {name: choose(frames or ["pd.DataFrame()"]) for name in "fg"}
        words |= {name: choose(series or [f"pd.Series({choose(COLUMNS)})"]) for name in "st"}
        return choose(kind).format(**words)

    def add(self, line: str) -> None:
        """One more statement, after which no frame with columns is empty: of one whose number of
        rows is not known, it is taken that it has some."""
        super().add(line)
        tables = self.of(pd.DataFrame) + self.of(pd.Series)
        if self.lines[-1:] == [line] and any(self.scope[name].size == 0 for name in tables):
            self.lines.pop()
            self.restart()
