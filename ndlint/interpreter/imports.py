"""Imports: a library's module becomes a public name, a module of the project is loaded."""

from ndlint.interpreter import lowered as op
from ndlint.interpreter.modules import (
    in_star_modules,
    load,
    load_chain,
    module_attribute,
    named,
)
from ndlint.interpreter.objects import ModuleObject
from ndlint.interpreter.run import Run
from ndlint.knowledge.registry import canonical
from ndlint.source.project import Chain, Module
from ndlint.values.base import Name, Str, Value, elements


def import_modules(run: Run, node: op.Import) -> None:
    """`import a.b`, `import a.b as c`"""
    for path, alias in node.names:
        chain = run.find(0, path)
        if chain is not None:
            loaded = load_chain(run, chain)
            run.store(alias or path.partition(".")[0], loaded[-1 if alias else 0])
        elif alias is None:
            run.store(path.partition(".")[0], Name(path.partition(".")[0]))
        else:
            run.store(alias, Name(canonical(path)))


def import_from(run: Run, node: op.ImportFrom) -> None:
    """`from a import b as c`, `from a import *`"""
    chain = run.find(node.level, node.module)
    if chain is not None:
        _from_project(run, chain, node)
        return
    for name, alias in node.names:
        if name == "*":
            run.star_modules.append("" if node.level else canonical(node.module))
        elif node.level:
            run.store(alias, run.unknown(alias))
        else:
            run.store(alias, named(f"{node.module}.{name}"))


def _from_project(run: Run, chain: Chain, node: op.ImportFrom) -> None:
    module = load_chain(run, chain)[-1]
    for name, alias in node.names:
        if run.state is None:
            return
        if name == "*":
            _import_all(run, chain[-1], module)
        else:
            run.store(alias, _member(run, chain[-1], module, name))


def _member(run: Run, module: Module, loaded: Value, name: str) -> Value:
    """What `from module import name` gives: a variable of the module, or a module in it."""
    if not isinstance(loaded, ModuleObject) or run.project is None:
        return run.unknown(name)
    if run.live.get(loaded.scope, name) is None:
        inner = run.project.submodule(module, name)
        if inner is not None:
            value = load(run, inner)
            run.live.variables(loaded.scope)[name] = value
            return value
    return module_attribute(run, loaded, name)


def _import_all(run: Run, module: Module, loaded: Value) -> None:
    """`from module import *`"""
    if not isinstance(loaded, ModuleObject):
        run.star_modules.append("")
        return
    variables = dict(run.live.scopes.get(loaded.scope, {}))
    names: list[str] = [name for name in variables if not name.startswith(("_", "<"))]
    listed = variables.get("__all__")
    if listed is not None:
        items = elements(run.live.peek(listed)) or ()
        known = [item.text for item in items if isinstance(item, Str) and item.text is not None]
        names = known if len(known) == len(items) else []
        if not names:
            run.star_modules.append("")
    else:
        run.star_modules.extend(run.modules[loaded.scope].star_modules)
    for name in names:
        run.store(name, _member(run, module, loaded, name))


def from_star(run: Run, name: str) -> Value | None:
    """What a name that nothing binds stands for, where one `import *` brings it."""
    return in_star_modules(run.star_modules, name)
