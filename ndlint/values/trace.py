"""Where a value came from: places in the source and the steps through them."""

from msgspec import Struct


class Site(Struct, frozen=True, order=True):
    """A stretch of source. Lines and columns are 1-based, columns count Unicode
    characters, the end is exclusive. `cell` is the number of a notebook's cell."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None

    @property
    def document(self) -> str:
        """What the lines are counted in: the file, or the cell of a notebook."""
        return self.path if self.cell is None else f"{self.path}:cell {self.cell}"


class Step(Struct, frozen=True):
    """One thing that happened to a value, for a message: "float64 from np.random.rand"."""

    site: Site
    message: str


Trace = tuple[Step, ...]
MAX_STEPS = 4
"""A trace keeps its origin and the latest steps; more would bury what matters."""


def extend(trace: Trace, step: Step) -> Trace:
    """`trace` with one more step, shortened in its middle where it grows long."""
    if trace and trace[-1] == step:
        return trace
    if len(trace) >= MAX_STEPS:
        trace = trace[:1] + trace[2:]
    return (*trace, step)
