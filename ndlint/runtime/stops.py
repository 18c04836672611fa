"""A statement of the user's, and the frame that runs it."""

import ast
from collections.abc import Mapping
from types import FrameType

from msgspec import Struct, field

from ndlint.interpreter.resume import names_read
from ndlint.source.text import Source
from ndlint.values.trace import Site


class Stop(Struct, frozen=True):
    """Where a program is: before the statement, or in it. `parts` are objects that it has
    computed there, by the names that stand for them in the statement."""

    source: Source
    statement: ast.stmt
    frame: FrameType
    parts: Mapping[str, object] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        """The place of the statement."""
        return self.source.site(self.statement)

    def holds(self, site: Site) -> bool:
        """Whether a site lies in the statement."""
        own = self.site
        return site.path == own.path and own.line <= site.line <= own.end_line

    def variables(self) -> dict[str, object]:
        """The real objects that the statement can read, by their names."""
        scopes: tuple[Mapping[str, object], ...] = (
            self.parts,
            self.frame.f_locals,
            self.frame.f_globals,
        )
        found = {}
        for name in names_read(self.statement):
            scope = next((scope for scope in scopes if name in scope), None)
            if scope is not None:
                found[name] = scope[name]
        return found
