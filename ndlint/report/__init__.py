"""What a run found, as others read it: one module an output format."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from ndlint.findings import Finding


class Outcome(Struct, frozen=True):
    """What one run found, file after file, each in order of place.

    `lines` holds the physical lines of every document (a file, or a cell of a notebook) with
    a finding; `analysed` counts the files that were analysed to their end, `fixed` the
    findings that are no more.
    """

    findings: Sequence[Finding]
    lines: Mapping[str, Sequence[str]]
    analysed: int
    fixed: int = 0
