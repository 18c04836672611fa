"""The figures as text."""

from collections import Counter

from tests.numpy_programs.operations import OPERATIONS
from tests.numpy_programs.tally import Tally


def report(tally: Tally) -> str:
    """The shares, then each operation, the ones that are known least first."""
    lines = [
        f"{tally.programs:,} programs, {tally.statements:,} statements after their first arrays",
        f"unsound: {len(tally.unsound)}",
        f"crashes for reasons of shape or dtype: {tally.raised.total():,}, "
        f"of which said: {tally.share_claimed:.1%}",
        f"crashes that depend on values: {tally.by_values.total():,}",
        f"results exact in dtype and shape: {tally.share_exact:.1%} of {tally.results.total():,}; "
        f"apart, as their shape depends on values: {tally.apart.total():,}",
        "",
        f"{'operation':34}{'drawn':>7}{'results':>9}{'exact':>8}{'apart':>7}{'crashes':>9}"
        f"{'said':>8}",
        *_families(tally),
        "",
        *_operations(tally),
    ]
    if tally.missed:
        lines += ["", "crashes that are not said:"]
        lines += [f"{count:5} {what}" for what, count in tally.missed.most_common(40)]
    return "\n".join(lines)


def _families(tally: Tally) -> list[str]:
    families: dict[str, list[str]] = {}
    for operation in OPERATIONS:
        families.setdefault(operation.family, []).append(operation.name)
    return [_row(tally, f"all of {family}", names) for family, names in families.items()]


def _operations(tally: Tally) -> list[str]:
    drawn = sorted(
        {*tally.results, *tally.apart, *tally.raised},
        key=lambda n: (tally.exact[n] / max(1, tally.results[n]), -tally.results[n]),
    )
    return [_row(tally, name, [name]) for name in drawn]


def _row(tally: Tally, title: str, names: list[str]) -> str:
    def total(counter: Counter[str]) -> int:
        return sum(counter[name] for name in dict.fromkeys(names))

    results, apart, raised = total(tally.results), total(tally.apart), total(tally.raised)
    drawn = results + apart + raised + total(tally.by_values)
    exact = f"{total(tally.exact) / results:.0%}" if results else ""
    said = f"{total(tally.claimed) / raised:.0%}" if raised else ""
    share = f"{drawn / max(1, tally.statements):.1%}"
    return f"{title:34}{share:>7}{results:9,}{exact:>8}{apart:7,}{raised:9,}{said:>8}"
