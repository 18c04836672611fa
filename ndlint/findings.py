"""What ndlint says: a finding, its effect, its certainty, its place and its trace."""

from collections.abc import Iterable, Mapping
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from ndlint.fixes.repair import Repair
from ndlint.values.equality import equal_apart_from
from ndlint.values.trace import Site, Step


class Effect(Enum):
    """What the fault does to the program, worst first."""

    CRASH = "crash"
    SILENT = "silent"
    COST = "cost"


class Certainty(Enum):
    """How sure the claim is: `certain` holds on every path that reaches the site."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNPROVEN = "unproven"


ADVICE = "NDL9"
"""The codes that are said only where a selection names them begin so."""
NOT_ANALYSED = ("NDL000", "not-analysed")
"""The code and name of the finding that says that a file was not analysed."""
SEVERITY: Mapping[Effect | None, int] = {None: 0, Effect.CRASH: 1, Effect.SILENT: 2, Effect.COST: 3}


class Edit(Struct, frozen=True):
    """Replace the text at `site` by `text`."""

    site: Site
    text: str


class Fix(Struct, frozen=True):
    """One way to repair a finding. `safety` is "safe" or "unsafe"."""

    safety: str
    message: str
    edits: tuple[Edit, ...]


OPTION = {"safe": "--fix", "unsafe": "--unsafe-fixes"}
"""With which option of the command line a fix is made."""


@equal_apart_from("repairs")
class Finding(Struct, frozen=True, eq=False):
    """One fault at one place.

    `effect` is None only for NDL000, a file that could not be analysed.
    `trace` tells where the value at fault came from, oldest step first. `subject` tells apart
    what a rule says of several arguments of one call. `repairs` is what its rule proposes,
    `fixes` what of that was tried and holds. `sink` is where in another file it happens, by
    way of the call at `site`; None: it happens there.
    """

    code: str
    name: str
    message: str
    effect: Effect | None
    certainty: Certainty
    site: Site
    trace: tuple[Step, ...] = ()
    fixes: tuple[Fix, ...] = ()
    fingerprint: str = ""
    subject: str = ""
    repairs: tuple[Repair, ...] = ()
    sink: Site | None = None

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        """Sort key: by place, then crash before silent before cost."""
        return (
            self.site.cell or 0,
            self.site.line,
            self.site.column,
            SEVERITY[self.effect],
            self.code,
        )


def not_analysed(path: str, reason: str, line: int | None = None) -> Finding:
    """The finding for a file, at the line that stopped the analysis where that is known."""
    at = line or 1
    site = Site(path, at, 1, at, 1)
    return Finding(*NOT_ANALYSED, reason, None, Certainty.CERTAIN, site)


def with_fingerprints(findings: Iterable[Finding], lines: list[str]) -> list[Finding]:
    """Give each finding an identity that survives edits elsewhere in the file.

    It is made of the code, the text of the line and, where both repeat, the ordinal.
    """
    import hashlib  # not for flake8, which shows no fingerprints

    seen: dict[tuple[str, str], int] = {}
    marked = []
    for finding in findings:
        at = finding.site.line - 1
        text = lines[at].strip() if at < len(lines) else ""
        ordinal = seen[finding.code, text] = seen.get((finding.code, text), -1) + 1
        digest = hashlib.sha256(f"{finding.code}\0{text}\0{ordinal}".encode("utf8", "replace"))
        marked.append(replace(finding, fingerprint=digest.hexdigest()[:16]))
    return marked
