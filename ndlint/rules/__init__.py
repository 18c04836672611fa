"""The rules, one file each, and their registry."""

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from ndlint.findings import NOT_ANALYSED

if TYPE_CHECKING:
    from ndlint.rules.base import Rule


@lru_cache(maxsize=1)
def all_rules() -> "tuple[type[Rule], ...]":
    """Every rule class, in order of code: each module of this package named `ndlNNN_…`."""
    from ndlint.rules.base import Rule

    found = []
    for module in iter_modules(__path__):
        if module.name.startswith("ndl"):
            members = vars(import_module(f"{__name__}.{module.name}")).values()
            found += [m for m in members if isinstance(m, type) and issubclass(m, Rule)]
    return tuple(sorted({r for r in found if r is not Rule}, key=lambda r: r.code))


def codes() -> dict[str, str]:
    """Every code and its name, NDL000 included."""
    return dict([NOT_ANALYSED, *((rule.code, rule.name) for rule in all_rules())])
