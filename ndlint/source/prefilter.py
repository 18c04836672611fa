"""Whether a source can hold a finding at all: a text search, then a look at its imports.

Light on purpose: most files of a project end here, before NumPy and the interpreter are
imported. The names below repeat what the knowledge registers; a test keeps them together.
"""

import ast
from collections.abc import Iterator
from functools import lru_cache

from ndlint.source.imports import Imported, imports, imports_in_text
from ndlint.source.libraries import LIBRARIES
from ndlint.source.text import Source

PUBLIC: dict[str, frozenset[str] | None] = {
    "tensorflow": None,
    "tf_keras": None,
    "keras": frozenset(
        {
            "api",
            "applications",
            "engine",
            "layers",
            "losses",
            "metrics",
            "models",
            "ops",
            "preprocessing",
            "utils",
            "Input",
            "Model",
            "Sequential",
        }
    ),
}
"""The libraries with a sink, and the names in them that lead to one (None: any)."""


DATA = ("numpy", "pandas", "sklearn", "fit", "predict", "evaluate", "_on_batch")
"""Words of a program that makes data, or gives it to a model, which another module may hold."""
NEAR = 30
"""So many modules of the project are asked whether they use a library."""


def is_of_interest(text: str) -> bool:
    """Whether a program's text is worth a look at its imports."""
    return mentions_library(text) or any(word in text for word in DATA)


def may_hold_finding(source: Source) -> bool:
    """Whether it is worth while to interpret the source: it uses a library with a sink, or it
    may give data to a module of the project that does."""
    if mentions_library(source.text) and any(map(leads_to_sink, imported(source.tree))):
        return True
    if not any(word in source.text for word in DATA):
        return False
    return any(_may_be_of_project(found) for found in imports(source.tree)) and _is_near(source)


def _may_be_of_project(found: Imported) -> bool:
    return found.level > 0 or found.module.partition(".")[0] not in LIBRARIES


def _is_near(source: Source) -> bool:
    """Whether a module that the program loads uses a library with a sink."""
    from ndlint.source.project import Project

    project = Project(source)
    pending = [(project.main, [*imports(source.tree)])]
    seen = {project.main.path}
    for module, wanted in pending:
        for one in filter(_may_be_of_project, wanted):
            for inner in project.loads(module, one):
                if inner.path in seen or inner.data is None:
                    continue
                seen.add(inner.path)
                uses_library, further = _glance(inner.data)
                if uses_library:
                    return True
                if len(seen) > NEAR:
                    return False
                pending.append((inner, further))
    return False


@lru_cache(maxsize=512)
def _glance(data: bytes) -> tuple[bool, list[Imported]]:
    """Whether a module uses a library with a sink, and what it imports, as far as its text
    shows without being parsed."""
    text = data.decode("utf8", "replace")
    found = [*imports_in_text(text)]
    paths = (path for one in found for path in one.paths)
    return mentions_library(text) and any(map(leads_to_sink, paths)), found


def mentions_library(text: str) -> bool:
    """Whether the text names TensorFlow or Keras; without them there is no sink of its own."""
    return "keras" in text or "tensorflow" in text


def leads_to_sink(path: str) -> bool:
    """Whether an imported name is, holds, or lies in something that a rule judges."""
    root, _, rest = path.partition(".")
    if root not in PUBLIC:
        return False
    names = PUBLIC[root]
    return not rest or names is None or rest.partition(".")[0] in names


def imported(tree: ast.Module) -> Iterator[str]:
    """Every name that an import statement brings, as "module.name"."""
    for found in imports(tree):
        yield from found.paths
