"""Codes as users write them: `NDL101,NDL2`, with prefixes, as flake8 takes them."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import click

from ndlint.findings import NOT_ANALYSED


@dataclass(frozen=True, slots=True)
class Codes:
    """Which codes are wanted. Where both name one, the longer prefix wins, then `ignore`.

    Without a selection everything is wanted but the advice in NDL9. NDL000 stays unless it
    is ignored: a report without it would say of a file that was not analysed that it is clean.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __contains__(self, code: str) -> bool:
        default = () if self.select else ("NDL9",)
        chosen = _longest(code, self.select or ("NDL",))
        if code == NOT_ANALYSED[0]:
            chosen = max(chosen, len("NDL"))
        return chosen > _longest(code, (*default, *self.ignore))


def _longest(code: str, prefixes: Iterable[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)


def parse(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The codes in the values of an option. Raises: click.BadParameter for one that is unknown."""
    given = tuple(code for value in values for code in re.split(r"[,\s]+", value) if code)
    if given:
        known = _known()
        for code in given:
            if not any(full.startswith(code) for full in known):
                raise click.BadParameter(_complaint(code, known), param=option)
    return given


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
