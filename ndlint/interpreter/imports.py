"""Imports: a library's module becomes a public name."""

from ndlint.interpreter import lowered as op
from ndlint.interpreter.run import Run
from ndlint.knowledge.registry import CONSTANTS, canonical, knows
from ndlint.values.base import Name, Value


def import_modules(run: Run, node: op.Import) -> None:
    """`import a.b`, `import a.b as c`"""
    for path, alias in node.names:
        if alias is None:
            run.store(path.partition(".")[0], Name(path.partition(".")[0]))
        else:
            run.store(alias, Name(canonical(path)))


def import_from(run: Run, node: op.ImportFrom) -> None:
    """`from a import b as c`, `from a import *`"""
    if node.level:
        for name, alias in node.names:
            if name == "*":
                run.star_modules.append("")
            else:
                run.store(alias, run.unknown(alias))
        return
    for name, alias in node.names:
        if name == "*":
            run.star_modules.append(canonical(node.module))
        else:
            run.store(alias, named(f"{node.module}.{name}"))


def named(path: str) -> Value:
    """What a public name stands for."""
    full = canonical(path)
    return CONSTANTS.get(full, Name(full))


def from_star(run: Run, name: str) -> Value | None:
    """What a name that nothing binds stands for, where one `import *` brings it."""
    found = {
        path
        for module in run.star_modules
        if knows(path := canonical(f"{module}.{name}")) or (module, name) in SUBMODULES
    }
    return named(found.pop()) if len(found) == 1 else None


SUBMODULES = {("keras", name) for name in ("layers", "models", "losses", "utils", "datasets")}
SUBMODULES |= {("tensorflow", name) for name in ("keras", "math", "data", "random", "nn", "image")}
