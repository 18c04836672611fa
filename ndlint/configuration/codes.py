"""Codes as users write them: `NDL101,NDL2`, with prefixes, as flake8 takes them."""

import difflib
import re
from collections.abc import Iterable

from msgspec import Struct

from ndlint.configuration.problem import WrongValue
from ndlint.findings import ADVICE, NOT_ANALYSED

OURS = "NDL"


class Codes(Struct, frozen=True):
    """Which codes are wanted, decided as flake8 does: the longest prefix wins, then `ignore`.

    `select` is None where nothing was selected: then everything is wanted but the advice.
    NDL000 must be selected in flake8. On the command line (`says_not_analysed`) it stays
    unless it is ignored: a report without it would say of a file that was not analysed
    that it is clean.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    says_not_analysed: bool = True

    def wants(self, code: str, ignored_here: tuple[str, ...] = ()) -> bool:
        """Whether a finding of this code is said, in a file that ignores some more."""
        ignored = _longest(code, (*self.ignore, *ignored_here))
        named = (*(self.select or ()), *self.extend_select)
        if not code.startswith(named):
            return not ignored and self._is_default(code)
        default = (OURS,) if self.select is None else ()
        return _longest(code, (*default, *named)) > ignored

    def _is_default(self, code: str) -> bool:
        if code == NOT_ANALYSED[0]:
            return self.says_not_analysed
        return self.select is None and not code.startswith(ADVICE)


def _longest(code: str, prefixes: Iterable[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)


def split(text: str) -> list[str]:
    """The codes in a text, between commas and spaces."""
    return [code for code in re.split(r"[,\s]+", text) if code]


def checked(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes. Raises: WrongValue for one that is, or begins, none of ndlint's."""
    given = tuple(codes)
    if given:
        known = _known()
        for code in given:
            if not any(full.startswith(code) for full in known):
                raise WrongValue(_complaint(code, known))
    return given


def ours(codes: Iterable[str]) -> tuple[str, ...]:
    """Those that concern ndlint, among codes of any plugin.

    Raises: WrongValue for one that can only be ndlint's, and is none.
    """
    given = [code for code in codes if OURS.startswith(code) or code.startswith(OURS)]
    checked(code for code in given if len(code) > len(OURS))
    return tuple(given)


def _known() -> list[str]:
    from ndlint.rules import codes

    return sorted({NOT_ANALYSED[0], *codes()})


def _complaint(code: str, known: list[str]) -> str:
    candidates = sorted({full[: len(code)] for full in known})
    nearest = max(candidates, key=lambda candidate: _likeness(code.upper(), candidate))
    hint = f"; did you mean {nearest}?" if _likeness(code.upper(), nearest)[1] >= 0.5 else ""
    return f"unknown code {code!r}{hint}"


def _likeness(code: str, other: str) -> tuple[int, float]:
    """How many characters are the same in the same place, then how alike the whole is."""
    same = sum(one == two for one, two in zip(code, other, strict=False))
    return same, difflib.SequenceMatcher(None, code, other).ratio()
